"""What of adjustments waits for a person: requests in their hands."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.accounts.ready_for import ReadyCount
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.procedure.todo import Todo, tells

_ACTIONS = ("adjust.submit", "adjust.pass", "adjust.approve")


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """One line, from one question to the database."""
    if any(may(person, action) for action in _ACTIONS) and (count := _count(person)):
        yield Todo("办理目标调整", "有目标调整申请在您手上。", reverse("adjustments:list"), "去办理", count)


def _mine(person: Person) -> QuerySet[Adjustment]:
    mine = Q(pk__in=[])
    for action in _ACTIONS:
        mine |= within(person, action)
    return Adjustment.objects.filter(mine, project__cycle__closed=False)


_count = ReadyCount(_mine)
