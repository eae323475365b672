"""Setting the periods of a cycle: adding one, closing it, opening it again."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from jiheng.monitoring import Period
from jiheng.web.accounts.paging import attempt
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle
from jiheng.web.cycles.scope import in_hand
from jiheng.web.monitoring.models import WatchedPeriod

MANAGE = "monitoring.manage"


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A new period of the cycle in hand."""
    cycle = in_hand(request)
    require(person_of(request), MANAGE, cycle.organisation)
    attempt(request, lambda: _added(request, cycle), "监控期已开始，各单位可以填了。")
    return redirect("monitoring:list")


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a period, or open it again."""
    period = get_object_or_404(WatchedPeriod.objects.select_related("cycle__organisation"), pk=pk)
    require(person_of(request), MANAGE, period.cycle.organisation)
    closed = "open" not in request.POST
    with transaction.atomic():
        WatchedPeriod.objects.filter(pk=pk).update(closed=closed)
        action = "monitoring.close" if closed else "monitoring.reopen"
        log.write(person_of(request), action, period, {"what": str(period)})
    said = f"{period}的监控已结束，不能再填。" if closed else f"{period}的监控已重新开放。"
    attempt(request, lambda: None, said)
    return redirect("monitoring:list")


@transaction.atomic
def _added(request: HttpRequest, cycle: Cycle) -> None:
    period = _read(request, cycle)
    if cycle.periods.filter(last=period.last).exists():
        raise ValidationError(f"已经有到 {period.last} 月为止的监控期。")
    period.save()
    log.write(person_of(request), "monitoring.begin", period, {"what": str(period), "due": f"{period.due:%Y-%m-%d}"})


def _read(request: HttpRequest, cycle: Cycle) -> WatchedPeriod:
    first, last = (request.POST.get(name, "") for name in ("first", "last"))
    if not all(month.isascii() and month.isdecimal() and len(month) < 3 for month in (first, last)):
        raise ValidationError("起止月份应是 1 到 12 的整数。")
    try:
        months = Period(int(first), int(last))
    except ValueError as error:
        raise ValidationError(f"没有这样的期间：{first}—{last} 月。截止月不能早于起始月。") from error
    try:
        due = datetime.date.fromisoformat(request.POST.get("due", ""))
    except ValueError as error:
        raise ValidationError("填报截止应是日期，写成 2025-08-31 这样。") from error
    return WatchedPeriod(cycle=cycle, first=months.first, last=months.last, due=due)
