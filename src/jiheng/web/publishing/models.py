"""A batch of forms that are published together."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read


class Batch(Underway):
    """A 公开批次 of a department (`unit`). `forms` are the ids of its forms; no secret project is among them.

    `approved_on` is the day on which the final accounts were approved: the clock runs from it.
    """

    WAY: ClassVar[Way] = read("jiheng.web.publishing")
    project: Any = None

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="年度")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="主管部门")
    name = models.CharField("名称", max_length=120)
    forms = models.JSONField(default=list)
    approved_on = models.DateField("决算批复日期", null=True)
    address = models.CharField("公开网址", max_length=300, blank=True)
    published_on = models.DateField("公开日期", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "公开批次"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def due(self) -> datetime.date | None:
        """The last day for publishing; None while the approval of the accounts is not entered."""
        days = datetime.timedelta(self.WAY.stage(self.WAY.first).days)
        return None if self.approved_on is None else self.approved_on + days

    @property
    def left(self) -> int | None:
        """Days until then, below 0 where it is past; None where there is no clock, or it has stopped."""
        if self.due is None or self.stage.closed:
            return None
        return (self.due - timezone.localdate()).days

    @property
    def overdue(self) -> int:
        """By how many days it is late, or was published late."""
        if self.due is None or self.state == "pub_back":
            return 0
        return max(0, ((self.published_on or timezone.localdate()) - self.due).days)
