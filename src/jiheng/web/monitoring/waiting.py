"""What of monitoring waits for a person: projects of their unit without a sheet handed in, sheets to be reviewed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import may, units_within, within
from jiheng.web.accounts.ready_for import ReadyCount, ReadyFor
from jiheng.web.cycles.models import Project
from jiheng.web.cycles.scope import known
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.monitoring.writing import PASS, WRITE
from jiheng.web.procedure.days import day
from jiheng.web.procedure.todo import Todo, tells

_SOON = 3
"""Days before the end from which on it is urgent."""


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """A line for the period that ends first, and one for what is to be reviewed."""
    if may(person, WRITE):
        yield from _to_fill(person)
    if may(person, PASS) and (count := _to_pass(person)):
        url = f"{reverse('monitoring:list')}?state=watched"
        yield Todo("审核监控表", "单位已提交运行监控表。", url, "去审核", count)


_to_pass = ReadyCount(lambda person: Sheet.objects.filter(within(person, PASS), period__closed=False))


def _to_fill(person: Person) -> Iterator[Todo]:
    periods = _periods(person)
    if not periods:
        return
    period, there = periods[0], _there(person)
    done = Sheet.objects.filter(period=period).exclude(state=Sheet.WAY.first).order_by().values("project")
    left = Project.objects.filter(known(person), cycle=period.cycle_id, unit__in=there).exclude(pk__in=done)
    count = left.aggregate(n=Count("pk", distinct=True))["n"]
    if count:
        days = (period.due - timezone.localdate()).days
        late = f"，已过期 {-days} 天" if days < 0 else ""
        detail = f"{period}的监控表，{day(period.due)}截止{late}。"
        url = f"{reverse('monitoring:list')}?period={period.pk}"
        yield Todo("填运行监控表", detail, url, "去填写", count, days <= _SOON)


def _there(person: Person) -> QuerySet[Any, Any]:
    return Organisation.objects.filter(units_within(person, WRITE)).order_by().values("pk")


def _first_period(person: Person) -> QuerySet[WatchedPeriod]:
    mine = Q(cycle__projects__unit__in=_there(person))
    return WatchedPeriod.objects.filter(mine, closed=False, cycle__closed=False).order_by("due")[:1]


_periods = ReadyFor(_first_period)
