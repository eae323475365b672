"""What of adjustments waits for a person: requests in their hands."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.procedure.todo import Todo, tells

_ACTIONS = ("adjust.submit", "adjust.pass", "adjust.approve")


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """One line, from one question to the database."""
    mine = Q(pk__in=[])
    for action in _ACTIONS:
        if may(person, action):
            mine |= within(person, action)
    if mine == Q(pk__in=[]):
        return
    count = Adjustment.objects.filter(mine, project__cycle__closed=False).count()
    if count:
        yield Todo("办理目标调整", "有目标调整申请在您手上。", reverse("adjustments:list"), "去办理", count)
