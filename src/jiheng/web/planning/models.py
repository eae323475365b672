"""What a unit asks its department to mend."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.sealing.fields import SealedCharField


class MendRequest(models.Model):
    """That an approved cell (`place`) of a form is wrong, in the words of the unit; `answer` is the department's."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="mend_requests")
    place = models.CharField(max_length=120, blank=True)
    text = SealedCharField("请求", of="form.project", typed=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = SealedCharField("答复", of="form.project", typed=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In order."""

        verbose_name = verbose_name_plural = "改批复的请求"
        ordering: ClassVar = ["id"]
