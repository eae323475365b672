"""Telling evaluators of tasks whose deadline comes near or is past, once each."""

import datetime

from django.urls import reverse
from django.utils import timezone

from jiheng.web.commissions.models import Commission
from jiheng.web.jobs.queue import every
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all
from jiheng.web.workflow.reminders import BEFORE_DAYS, marked

_A_DAY = 24 * 60


@every(_A_DAY // 4)
def tell_due_commissions() -> None:
    """Tell the evaluator, and from the first day after the deadline on whoever entrusted as well."""
    near = timezone.localdate() + datetime.timedelta(days=max(BEFORE_DAYS))
    for row in Commission.objects.filter(state="commission_open", due__lte=near).select_related("given_to", "by"):
        mark, said = marked(row.left)
        if mark:
            late = row.left < 0
            people = [row.given_to, row.by] if late else [row.given_to]
            kind, page = (Notice.Kind.OVERDUE if late else Notice.Kind.DUE), reverse("commissions:show", args=[row.pk])
            key = f"commission-due:{row.pk}:{row.due}:{mark}"
            tell_all(people, kind, f"委托评价“{row.name}”{said}。", page, key)
