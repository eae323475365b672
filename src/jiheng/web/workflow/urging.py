"""催办: whoever holds forms is reminded of them, on a reviewer's word; at most once a day for each stage."""

from collections import Counter
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import dateformat, timezone

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell
from jiheng.web.workflow.deadlines import OPEN, deadline
from jiheng.web.workflow.reminders import WORK


@transaction.atomic
def urge(actor: Person, cycle: Cycle, where: Organisation) -> int:
    """Remind those at `where` and below it who have forms in their hands; how many people. Raises Denied."""
    require(actor, "form.urge", where)
    told: set[Person] = set()
    for state in OPEN:
        work, end = WORK[state][2], deadline(cycle, state)
        until = f"{end.said}（{dateformat.format(end.day, 'n月j日')}截止）"
        link = f"{reverse('workflow:desk')}?{urlencode({'state': state.value})}"
        for person, count in _holders(cycle, where, state).items():
            if person != actor:
                text = f"{actor}催办：{work}{until}，还有 {count} 张在您手上，请抓紧。"
                tell(person, Notice.Kind.URGED, text, link, f"urged:{cycle.pk}:{state}:{timezone.localdate()}")
                told.add(person)
    log.write(actor, "form.urge", where, {"people": len(told)})
    return len(told)


def _holders(cycle: Cycle, where: Organisation, state: State) -> dict[Person, int]:
    """Who has forms in this state in their hands, and how many; those of secret projects are not counted."""
    role = WORK[state][0]
    own = role in (Role.FILLER, Role.UNIT_REVIEWER)
    forms = SelfEvaluation.objects.filter(cycle=cycle, state=state, unit__path__startswith=where.path)
    plain = forms.filter(project__secret=False).order_by()
    units = list(plain.values_list("unit", "unit__path").annotate(n=Count("pk")))
    there = Membership.objects.filter(role=role, organisation__active=True, person__is_active=True)
    found: Counter[Person] = Counter()
    for membership in there.filter(organisation__path__startswith=where.path).select_related("person", "organisation"):
        place = membership.organisation
        found[membership.person] += sum(
            n for unit, path, n in units if (unit == place.pk if own else path.startswith(place.path))
        )
    return {person: count for person, count in found.items() if count}
