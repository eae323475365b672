"""The opinion on a form as an office keeps it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.accounts.models import Organisation
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.sealing.fields import SealedJSONField


class KeptOpinion(models.Model):
    """What the people of an office made of the draft: `content` is a jiheng.opinion.Opinion as JSON.

    Only what they changed outlives the next audit; the rest is drafted anew whenever it is shown. Other offices
    do not see it.
    """

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="kept_opinions")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    content = SealedJSONField(of="form.project")
    version = models.PositiveIntegerField(default=1)
    """Counts the savings, so that of two people at once the second is told."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One a form and office."""

        verbose_name = verbose_name_plural = "审核意见书"
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "office"], name="kept_opinion_once")]

    def __str__(self) -> str:
        return f"{self.form.title}的审核意见书"
