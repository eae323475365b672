"""The evaluation of a project, and the working paper of each of its experts."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Project
from jiheng.web.procedure.models import Underway
from jiheng.web.procedure.way import Way, read
from jiheng.web.sealing.fields import SealedCharField, SealedFigureField, SealedJSONField, SealedTextField


class Evaluation(Underway):
    """A 部门评价 or 财政重点评价 of a project by `issuer`; `unit` is the unit evaluated.

    `items` is the framework, a list of items as jiheng.writing.report.framework has them, without scores. `problems`
    and `advice` are the report's words, `comment` is what the unit said of the draft and `answer` what became of it.
    """

    WAY: ClassVar[Way] = read("jiheng.web.evaluations")

    class Kind(models.TextChoices):
        """Who evaluates."""

        DEPARTMENT = "department", "部门评价"
        FINANCE = "finance", "财政重点评价"

    project = models.ForeignKey(Project, models.PROTECT, related_name="evaluations", verbose_name="项目")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="被评价单位")
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="评价机构")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    items = SealedJSONField(of="project", default=list)
    problems = SealedTextField("存在的问题及原因", of="project", blank=True)
    advice = SealedTextField("有关建议", of="project", blank=True)
    comment = SealedTextField("单位意见", of="project", blank=True)
    answer = SealedTextField("意见采纳情况", of="project", blank=True)
    score = SealedFigureField("评价得分", of="project", digits=7, places=2, null=True)
    grade = SealedCharField("评价等级", of="project", typed=4, blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Latest first."""

        verbose_name = verbose_name_plural = "绩效评价"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="evaluation_unit_state")]

    def __str__(self) -> str:
        return self.project.code


class Paper(models.Model):
    """The 评价底稿 of an expert (`given_to`): what was found, score or ratio and why points were taken off, an item.

    A subject of rights: it belongs where its evaluation does, and stands in its evaluation's state.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="papers")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="papers")
    entries = SealedJSONField(of="project", default=list)
    done = models.BooleanField("已交", default=False)
    changed_at = models.DateTimeField(auto_now=True)

    called: ClassVar = "这份底稿"
    assigned: ClassVar[Any] = None

    class Meta:
        """One an evaluation and expert."""

        verbose_name = verbose_name_plural = "评价底稿"
        ordering: ClassVar = ["evaluation", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["evaluation", "given_to"], name="paper_once")]

    @property
    def unit(self) -> Organisation:
        """Where it belongs."""
        unit: Organisation = self.evaluation.unit
        return unit

    @property
    def state(self) -> str:
        """Its evaluation's."""
        return self.evaluation.state

    def part(self, item: int) -> str:
        """As what evidence for an item is attached to the evaluation."""
        return f"paper-{self.pk}-{item}"
