"""A notice."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A message to one person. `key` keeps the same thing from being told twice."""

    class Kind(models.TextChoices):
        """What it is about."""

        RETURNED = "returned", "退回"
        ARRIVED = "arrived", "待审核"
        DUE = "due", "临近截止"
        OVERDUE = "overdue", "已逾期"
        WORK = "work", "待办理"
        ISSUED = "issued", "下达"
        URGED = "urged", "催办"
        READY = "ready", "已完成"
        FAILED = "failed", "未完成"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120)
    form = models.BigIntegerField(null=True)
    """The form that it tells of: whoever may no longer see that is not told its name or reason any more."""
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_problem = models.CharField(max_length=200, blank=True)
    """Why the last try to mail it failed (Chinese)."""

    class Meta:
        """Latest first."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "read_at"], name="notice_unread"),
            models.Index(fields=["mailed_at", "at"], name="notice_unmailed"),
        ]
