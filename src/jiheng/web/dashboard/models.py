"""What was added up of an organisation's forms in a cycle, kept so that the page opens at once."""

from typing import ClassVar

from django.db import models

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle


class Summary(models.Model):
    """A roll-up made in the background; out of date once a form below has changed after `made_at`."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="summaries")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    content = models.TextField(default="")
    """dashboard.rollup.Content as JSON: what every tab shows."""
    group = models.TextField(default="")
    """jiheng.department.Group as JSON, "" where there is none: what the tabs of scores and money show.

    Of a large department it is a megabyte, so that it is read only where it is shown.
    """
    forms = models.PositiveIntegerField(default=0)
    """How many forms were added up."""
    made_at = models.DateTimeField(null=True)

    class Meta:
        """One a cycle and organisation."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["cycle", "organisation"], name="summary_once")]
