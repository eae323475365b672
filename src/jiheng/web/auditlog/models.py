"""An entry of the audit log. Rows are only ever added; triggers in the database refuse anything else."""

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """One thing that was done. `hash` is over all other fields and the hash of the entry before, made with a key."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("时间")
    person_id = models.BigIntegerField("人员编号", null=True)
    person_name = models.CharField("人员", max_length=60, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    action = models.CharField("事项", max_length=40, db_index=True)
    subject = models.CharField("对象", max_length=80, blank=True, db_index=True)
    """What it was done to, as `app.model:id` (`forms.selfevaluation:12`)."""
    detail = models.JSONField("内容", default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    mac = models.CharField(max_length=16, null=True)
    """How `hash` was made: digest and number of the key (`SM3:1`); None: plain SHA-256, of the time before keys."""

    class Meta:
        """Read in order."""

        verbose_name = verbose_name_plural = "审计日志"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="entry_at"),
            models.Index(fields=["person_id", "at"], name="entry_person"),
        ]
