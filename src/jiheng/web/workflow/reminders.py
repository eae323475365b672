"""Telling people of deadlines that come near and of those that are past, once each."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Membership, Person, Role
from jiheng.web.accounts.permissions import within
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.jobs.queue import every
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell
from jiheng.web.workflow.deadlines import OPEN, Deadline, deadline

BEFORE_DAYS = (3, 1, 0)
"""So many days before a deadline people are told that it comes near."""
AFTER_DAYS = (1, 3, 7)
"""So many days after it, that it is past."""
WORK = {
    State.DRAFT: (Role.FILLER, "form.edit", "填报"),
    State.UNIT: (Role.UNIT_REVIEWER, "form.pass", "单位审核"),
    State.DEPARTMENT: (Role.DEPARTMENT_REVIEWER, "form.pass", "主管部门审核"),
    State.FINANCE: (Role.FINANCE_REVIEWER, "form.pass", "财政复核"),
}
"""Whose turn a form is in each state: role, the right that shows it, and what the work is called."""
_A_DAY = 24 * 60


def marked(left: int) -> tuple[str, str]:
    """Of a deadline `left` days ahead: a mark of today's telling ("" for none today), and the words (Chinese)."""
    if left < 0:
        passed = [days for days in AFTER_DAYS if days <= -left]
        return (f"after-{max(passed)}" if passed else ""), f"已过期限 {-left} 天"
    near = [days for days in BEFORE_DAYS if days >= left]
    return (f"before-{min(near)}" if near else ""), "今天到期" if left == 0 else f"还有 {left} 天到期"


class Stage(NamedTuple):
    """A stage of a cycle of whose deadline people are told today. `mark` tells this telling from others."""

    cycle: Cycle
    state: State
    end: Deadline
    mark: int


@every(_A_DAY // 4)
def tell_due() -> None:
    """Tell everybody who still has forms in their hands; told once a day at most, however often this runs."""
    for stage in stages(timezone.localdate()):
        role, action, work = WORK[stage.state]
        for person in people_of(stage.cycle, role):
            mine = within(person, action) & Q(state=stage.state)
            count = SelfEvaluation.objects.filter(mine, cycle=stage.cycle).aggregate(n=Count("pk"))["n"]
            if count:
                _tell(person, stage, work, count)


def stages(today: datetime.date) -> Iterator[Stage]:
    """The stages of open cycles of which people are told today; a day missed is made good on the next."""
    for cycle in Cycle.objects.filter(closed=False, opens__lte=today):
        for state in OPEN:
            end = deadline(cycle, state)
            if end.over:
                passed = [days for days in AFTER_DAYS if days <= -end.left]
                if passed:
                    yield Stage(cycle, state, end, max(passed))
            else:
                near = [days for days in BEFORE_DAYS if days >= end.left]
                if near:
                    yield Stage(cycle, state, end, min(near))


def people_of(cycle: Cycle, role: Role) -> list[Person]:
    """Who holds the role at the cycle's organisation or below it."""
    there = Membership.objects.filter(
        role=role, organisation__path__startswith=cycle.organisation.path, organisation__active=True
    )
    return list(Person.objects.filter(is_active=True, pk__in=there.values("person")).order_by("pk"))


def _tell(person: Person, stage: Stage, work: str, count: int) -> None:
    late = stage.end.over
    kind = Notice.Kind.OVERDUE if late else Notice.Kind.DUE
    text = f"{work}{stage.end.said}（{stage.end.day:%m月%d日}截止），还有 {count} 张在您手上。"
    link = f"{reverse('workflow:desk')}?{urlencode({'state': stage.state})}"
    key = f"{kind}:{stage.cycle.pk}:{stage.state}:{stage.end.day}:{stage.mark}"
    tell(person, kind, text, link, key)
