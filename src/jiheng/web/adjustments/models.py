"""A request to change what was approved for a project."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Project
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read
from jiheng.web.sealing.fields import SealedCharField, SealedJSONField, SealedTextField


class Adjustment(Underway):
    """A 目标调整申请. `base` is what was approved when it was begun, `entered` the table as it is to be."""

    WAY: ClassVar[Way] = read("jiheng.web.adjustments")

    project = models.ForeignKey(Project, models.PROTECT, related_name="adjustments", verbose_name="项目")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    base = SealedJSONField(of="project")
    entered = SealedJSONField(of="project")
    why = SealedTextField("调整理由", of="project", blank=True)
    document = SealedCharField("依据文件", of="project", typed=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One under way a project."""

        verbose_name = verbose_name_plural = "目标调整申请"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(state__in=("adjusting", "adjust_department", "adjust_finance")),
                name="adjustment_one_open",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="adjustment_unit_state")]

    def __str__(self) -> str:
        return self.project.code
