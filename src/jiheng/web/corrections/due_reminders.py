"""Telling units of notices whose deadline comes near or is past, once each."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from jiheng.web.corrections.drafting import people_of
from jiheng.web.corrections.models import Correction
from jiheng.web.jobs.queue import every
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all
from jiheng.web.workflow.reminders import BEFORE_DAYS, marked

_A_DAY = 24 * 60


@every(_A_DAY // 4)
def tell_due_corrections() -> None:
    """Tell the people of the unit; of a notice about a secret project only those whom it names."""
    near = timezone.localdate() + datetime.timedelta(days=max(BEFORE_DAYS))
    for row in Correction.objects.filter(Q(state="issued"), due__lte=near).select_related("unit", "project"):
        mark, said = marked(row.left)
        if not mark:
            continue
        kind = Notice.Kind.OVERDUE if row.left < 0 else Notice.Kind.DUE
        people = people_of(row.unit)
        if row.project is not None and row.project.secret:
            named = set(row.project.named.values_list("pk", flat=True))
            people = [person for person in people if person.pk in named]
        page = reverse("corrections:show", args=[row.pk])
        tell_all(people, kind, f"整改通知 {row.number} {said}。", page, f"correction-due:{row.pk}:{row.due}:{mark}")
