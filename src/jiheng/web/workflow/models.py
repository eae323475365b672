"""Steps, remarks, opinions, looks, saved filters, spot checks."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.sealing.fields import ALWAYS, SealedCharField, SealedFigureField, SealedJSONField, SealedTextField


class Transition(models.Model):
    """A form passed on or back. `version` is the form's at that moment; `reason` is needed with open errors."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="steps")
    before = models.CharField(max_length=12, choices=State.choices)
    after = models.CharField(max_length=12, choices=State.choices)
    version = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = SealedTextField(of="form.project", blank=True)
    late = models.BooleanField(default=False)
    """Whether the deadline of the stage was past, as it stood then."""
    taken_back = models.BooleanField(default=False)
    """Whether it takes back the step before it, which nobody had looked at."""

    class Meta:
        """In order."""

        ordering: ClassVar = ["form", "id"]
        indexes: ClassVar = [models.Index(fields=["form", "after"], name="transition_form_after")]


class Remark(models.Model):
    """A reviewer's remark at a cell (`place`, "" for the whole form) and the unit's answer."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="remarks")
    place = models.CharField(max_length=60, blank=True)
    text = SealedTextField(of="form.project")
    stage = models.CharField(max_length=12, choices=State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = SealedTextField(of="form.project", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """In order."""

        ordering: ClassVar = ["form", "id"]


class Opinion(models.Model):
    """A reviewer's own value, score and remark for an indicator; stands beside the unit's, never over it."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="opinions")
    place = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    value = SealedCharField(of="form.project", typed=200, blank=True)
    score = SealedFigureField(of="form.project", digits=7, places=2, null=True)
    remark = SealedTextField(of="form.project", blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One a person and place."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "place", "person"], name="opinion_once")]


class FormView(models.Model):
    """Up to which version a person has looked at a form."""

    form = models.ForeignKey(SelfEvaluation, models.CASCADE, related_name="views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One a person and form."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "person"], name="form_view_once")]


class Filter(models.Model):
    """The filter a person last set on a page (`name` ""), or saved under a name; `query` is its query string."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    query = models.CharField(max_length=1000)

    class Meta:
        """One a person, page and name."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "page", "name"], name="filter_once")]


class SpotCheck(models.Model):
    """A random draw: the seed, the numbers and the list it was drawn from make it repeatable."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="spot_checks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """Whose forms it was drawn from: its own and those below."""
    seed = models.BigIntegerField()
    size = models.PositiveIntegerField()
    parameters = models.JSONField(default=dict)
    """`bands`, `group`, `states`, `share`, and the `edges` that the bands came to."""
    strata = models.JSONField()
    """What was drawn how: a list of [group, band, of, drawn]."""
    population = SealedJSONField(of=ALWAYS)
    """All from which it was drawn, in order, as it stood then: [form, code, group, budget]."""
    drawn = models.JSONField()
    """Ids of the forms drawn."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
