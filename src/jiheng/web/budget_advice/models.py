"""The advice for the next budget of a project, and what the budget office answered."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from jiheng.quantity.words import percent, plain
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Project
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read
from jiheng.web.sealing.fields import SealedFigureField, SealedJSONField, SealedTextField


class BudgetAdvice(Underway):
    """What a project's results say for its next budget.

    `by_rules` and `why` are the rules' word (jiheng.opinion.budget_advice), `results` the years they looked at (as
    YearResult in JSON) and `sources` the rules that applied, each with its source. `advice` is what is sent: the
    rules' word, or another with `changed_why`. `amount` is next year's budget in 万元 as the budget office answers.
    """

    WAY: ClassVar[Way] = read("jiheng.web.budget_advice")

    class Answer(models.TextChoices):
        """What the budget office does with the advice."""

        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        DECLINED = "declined", "不采纳"

    project = models.OneToOneField(Project, models.PROTECT, related_name="budget_advice", verbose_name="项目")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    by_rules = models.CharField("按规则的建议", max_length=20, blank=True)
    why = SealedTextField("理由", of="project", blank=True)
    results = SealedJSONField(of="project", default=list)
    sources = models.JSONField(default=list)
    advice = models.CharField("建议", max_length=20)
    changed_why = SealedTextField("改建议的理由", of="project", blank=True)
    answer = models.CharField("答复", max_length=8, choices=Answer.choices, blank=True)
    amount = SealedFigureField("下年安排（万元）", of="project", digits=22, null=True)
    reply = SealedTextField("答复意见", of="project", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One a project and year."""

        verbose_name = verbose_name_plural = "结果应用建议"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="budget_advice_unit_state")]

    def __str__(self) -> str:
        return self.project.code

    @property
    def years(self) -> list[dict[str, Any]]:
        """The results, the latest first, with the execution rate as `percent`."""
        ordered = sorted(self.results, key=lambda result: -result["year"])
        return [
            result | {"percent": percent(Decimal(result["rate"])) if result["rate"] is not None else ""}
            for result in ordered
        ]

    @property
    def planned(self) -> str:
        """Next year's budget in 万元 as the budget office answered, "" without one."""
        return "" if self.amount is None else plain(self.amount)
