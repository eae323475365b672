"""Periods of a cycle, and the sheet of a project for a period."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.monitoring import Light, Period
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read
from jiheng.web.sealing.fields import SealedCharField, SealedJSONField, SealedTextField

LIGHTS = tuple((light.value, light.label) for light in Light)


class WatchedPeriod(models.Model):
    """Months of a cycle's year that are reported on until `due`; nothing is written in it once it is `closed`."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="periods")
    first = models.PositiveSmallIntegerField("起始月", default=1)
    last = models.PositiveSmallIntegerField("截止月")
    due = models.DateField("填报截止")
    closed = models.BooleanField("已结束", default=False)

    class Meta:
        """In the order of the year; a month ends one period of a cycle."""

        verbose_name = verbose_name_plural = "监控期"
        ordering: ClassVar = ["cycle", "last"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "last"], name="watched_period_once")]

    def __str__(self) -> str:
        return self.months.label

    @property
    def months(self) -> Period:
        """As the core knows it."""
        return Period(self.first, self.last)


class Sheet(Underway):
    """The 监控表 of a project for a period.

    `rows` holds for each indicator what it was when the sheet was begun and what the unit says of it
    (monitoring.rows.Row as JSON); `executed` and `executed_forecast` are amounts as written, in 万元. The lights
    follow from these and are renewed with every save.
    """

    WAY: ClassVar[Way] = read("jiheng.web.monitoring")

    period = models.ForeignKey(WatchedPeriod, models.PROTECT, related_name="sheets")
    project = models.ForeignKey(Project, models.PROTECT, related_name="sheets", verbose_name="项目")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    rows = SealedJSONField(of="project", default=list)
    executed = SealedCharField("执行数（万元）", of="project", typed=40, blank=True)
    executed_forecast = SealedCharField("全年预计执行数（万元）", of="project", typed=40, blank=True)
    money_reason = SealedTextField("资金偏差原因", of="project", blank=True)
    money_measure = SealedTextField("资金纠偏措施", of="project", blank=True)
    version = models.PositiveIntegerField(default=0)
    light = models.CharField("灯", max_length=6, choices=LIGHTS, default=Light.NONE.value)
    """The worst of all its lights."""
    money_light = models.CharField(max_length=6, choices=LIGHTS, default=Light.NONE.value)
    lights = models.JSONField(default=dict)
    """How many rows have which light."""
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """One a project and period."""

        verbose_name = verbose_name_plural = "监控表"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["period", "project"], name="sheet_once")]
        indexes: ClassVar = [
            models.Index(fields=["period", "unit", "state"], include=["light", "project"], name="sheet_period_unit")
        ]

    def __str__(self) -> str:
        return f"{self.project.code} {self.period}"
