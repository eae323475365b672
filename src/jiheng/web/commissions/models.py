"""A task for a third-party evaluator."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read
from jiheng.web.sealing.fields import ALWAYS, SealedTextField


class Commission(Underway):
    """A 委托评价: `unit` entrusts `forms` to the evaluator `given_to`, to be handed in until `due`.

    Papers are attached by part: the signed page (`signed`), the report (`report`), the working papers (`working`).
    """

    WAY: ClassVar[Way] = read("jiheng.web.commissions")
    project: Any = None
    PARTS: ClassVar = {"signed": "签字盖章页", "report": "评价报告", "working": "工作底稿"}
    NEEDED: ClassVar = ("signed", "report")
    """Without these nothing is handed in."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="年度")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="委托机构")
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="commissions")
    name = models.CharField("名称", max_length=120)
    demand = SealedTextField("要求", of=ALWAYS, blank=True)
    due = models.DateField("交付期限")
    forms = models.ManyToManyField(SelfEvaluation, related_name="commissions")
    conclusion = SealedTextField("评价结论", of=ALWAYS, blank=True)
    handed_on = models.DateField("交付日期", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "委托评价"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["given_to", "state", "due"], name="commission_given_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def overdue(self) -> int:
        """How many days the evaluator is late; 0 where they are not."""
        return max(0, (timezone.localdate() - self.due).days) if self.state == "commission_open" else 0

    @property
    def left(self) -> int:
        """Days until the end of the deadline."""
        return (self.due - timezone.localdate()).days
