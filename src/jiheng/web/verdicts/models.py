"""What the check of a drawn form came to."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.sealing.fields import SealedFigureField, SealedTextField
from jiheng.web.workflow.models import SpotCheck


class Verdict(models.Model):
    """The result for one form of a draw: the total found right (核定分), evidence, whether it is at fault, in words."""

    class Evidence(models.TextChoices):
        """Whether the evidence bears out what the form says."""

        AGREES = "agrees", "相符"
        PARTLY = "partly", "部分相符"
        NOT = "not", "不符"
        MISSING = "missing", "没有提供"

    draw = models.ForeignKey(SpotCheck, models.CASCADE, related_name="verdicts")
    form = models.ForeignKey(SelfEvaluation, models.PROTECT, related_name="verdicts")
    filled = SealedFigureField("自评得分", of="form.project", digits=7, places=2, null=True)
    """The total as it stood when it was checked."""
    score = SealedFigureField("核定分", of="form.project", digits=7, places=2, null=True)
    evidence = models.CharField("佐证", max_length=8, choices=Evidence.choices)
    wrong = models.BooleanField("有问题", default=False)
    conclusion = SealedTextField("抽查结论", of="form.project", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One a draw and form."""

        verbose_name = verbose_name_plural = "抽查结果"
        ordering: ClassVar = ["draw", "form"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["draw", "form"], name="verdict_once")]

    @property
    def taken_off(self) -> Decimal | None:
        """How many points were taken off; None while one of the two is missing."""
        return None if self.score is None or self.filled is None else self.filled - self.score
