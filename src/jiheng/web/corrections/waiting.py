"""What of notices waits for a person: to be answered at their unit, to be verified by those who issued them."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.accounts.ready_for import ReadyFor
from jiheng.web.corrections.handling import ACCEPT, WRITE
from jiheng.web.corrections.models import Correction
from jiheng.web.procedure.days import day
from jiheng.web.procedure.todo import Todo, tells
from jiheng.web.ready_query import whole

_SOON = datetime.timedelta(days=7)

_NOTHING: list[tuple[int, Any, int]] = [(0, None, 0)]


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """At most two lines, from one question to the database."""
    writes, judges = bool(may(person, WRITE)), bool(may(person, ACCEPT))
    if not writes and not judges:
        return
    ((mine, first, theirs),) = _figures(person) or _NOTHING
    today, page = timezone.localdate(), reverse("corrections:list")
    if mine:
        late = f"已过期 {(today - first).days} 天" if first < today else f"最早 {day(first)}到期"
        yield Todo("整改", f"收到整改通知，{late}。", page, "去整改", mine, first <= today + _SOON)
    if theirs:
        text = "单位已提交整改情况，核验后销号或退回。"
        yield Todo("核验整改", text, f"{page}?show=answered", "去核验", theirs)


def _all(person: Person) -> QuerySet[Any, Any]:
    mine, theirs = within(person, WRITE), within(person, ACCEPT)
    figures = {"mine": Count("pk", filter=mine), "first": Min("due", filter=mine)}
    return whole(Correction.objects.filter(mine | theirs), **figures, theirs=Count("pk", filter=theirs))


_figures = ReadyFor(_all)
