"""What of tasks waits for a person: to be handed in by the evaluator, to be accepted by whoever entrusted."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.accounts.ready_for import ReadyCount, ReadyFor
from jiheng.web.commissions.handling import ACCEPT, HAND_IN
from jiheng.web.commissions.models import Commission
from jiheng.web.procedure.days import day
from jiheng.web.procedure.todo import Todo, tells
from jiheng.web.ready_query import whole

_SOON = 7
"""Days before the deadline from which on it is urgent."""


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """At most two lines."""
    if may(person, HAND_IN):
        for number, first in _mine(person):
            left = (first - timezone.localdate()).days
            late = f"已过期 {-left} 天" if left < 0 else f"最早 {day(first)}交付"
            text, url = f"委托给您的评价，{late}。", reverse("commissions:list")
            yield Todo("交付委托评价", text, url, "去评价", number, left <= _SOON)
    if may(person, ACCEPT) and (count := _handed(person)):
        url = f"{reverse('commissions:list')}?state=commission_handed"
        yield Todo("验收委托评价", "第三方已交付评价成果，验收或退回。", url, "去验收", count)


def _entrusted(person: Person) -> QuerySet[Any, Any]:
    return whole(Commission.objects.filter(within(person, HAND_IN)), n=Count("pk"), first=Min("due"))


_mine = ReadyFor(_entrusted)
_handed = ReadyCount(lambda person: Commission.objects.filter(within(person, ACCEPT), state="commission_handed"))
