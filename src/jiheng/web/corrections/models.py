"""A notice of what a unit is to mend, and its points."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read
from jiheng.web.sealing.fields import SealedCharField, SealedTextField


class Correction(Underway):
    """A 整改通知 of `issuer` to `unit`, about a project and its form or about the unit as a whole.

    `number` is its 文号, given when it is issued; numbers run by issuer and `year`.
    """

    WAY: ClassVar[Way] = read("jiheng.web.corrections")

    class Source(models.TextChoices):
        """Where the points come from."""

        FINDING = "finding", "自评表审核"
        SPOT_CHECK = "spot", "抽查"
        EVALUATION = "evaluation", "绩效评价"
        MONITORING = "monitoring", "绩效运行监控"
        OTHER = "other", "日常监督"

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="年度")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="corrections", verbose_name="整改单位")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="corrections", verbose_name="项目")
    form = models.ForeignKey(SelfEvaluation, models.PROTECT, null=True, related_name="corrections")
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="发出机构")
    source = models.CharField("来源", max_length=12, choices=Source.choices, default=Source.FINDING)
    number = models.CharField("文号", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    demand = SealedTextField("整改要求", of="project", blank=True)
    due = models.DateField("整改期限")
    responsible = SealedCharField("责任人", of="project", typed=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Latest first; a number is given once an issuer."""

        verbose_name = verbose_name_plural = "整改通知"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issuer", "number"], condition=~models.Q(number=""), name="correction_number"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "state", "due"], name="correction_unit_state")]

    def __str__(self) -> str:
        return self.number or "整改通知（草拟）"

    @property
    def overdue(self) -> int:
        """How many days the unit is late; 0 where it is not."""
        return max(0, (timezone.localdate() - self.due).days) if self.state == "issued" else 0

    @property
    def left(self) -> int:
        """Days until the end of the deadline."""
        return (self.due - timezone.localdate()).days


class Item(models.Model):
    """A point of a notice: what is wrong, and what the unit did about it. `accepted` is None while unjudged."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="items")
    text = SealedTextField("问题", of="correction.project")
    code = models.CharField(max_length=8, blank=True)
    """Of the check that found it; by this repeated findings are counted over years."""
    answer = SealedTextField("整改情况", of="correction.project", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    remark = SealedTextField("核验意见", of="correction.project", blank=True)

    class Meta:
        """In the order of the notice."""

        verbose_name = verbose_name_plural = "整改事项"
        ordering: ClassVar = ["correction", "id"]
        indexes: ClassVar = [models.Index(fields=["code"], name="correction_item_code")]

    @property
    def part(self) -> str:
        """As what papers are attached to it."""
        return f"item-{self.pk}"

    @property
    def again(self) -> bool:
        """Whether it came back and has not been answered anew."""
        return self.accepted is False
