"""The departments of a district side by side, as far as their roll-ups are made; having the others made."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from jiheng.form import AMOUNTS
from jiheng.web.accounts.models import Organisation
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Cycle
from jiheng.web.dashboard.figures import Progress, Tree, tree
from jiheng.web.dashboard.models import Summary
from jiheng.web.dashboard.money import rate_text, wan_text
from jiheng.web.dashboard.scores import said
from jiheng.web.dashboard.summaries import ask, read, turned_secret
from jiheng.writing.rollup.grids import figures


@dataclass(frozen=True)
class Department:
    """A department with what its roll-up says; without `made_at` none was made yet."""

    progress: Progress
    made_at: datetime.datetime | None = None
    score: str = ""
    grade: str = ""
    method: str = ""
    amounts: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    differences: int = 0


def departments(cycle: Cycle, found: Tree) -> list[Department]:
    """The departments of a bureau with what is kept for them; empty for other organisations."""
    if found.whole.organisation.kind != Organisation.Kind.BUREAU:
        return []
    below = [child.organisation.pk for child in found.children]
    rows = (
        Summary.objects.defer("group")
        .filter(cycle=cycle, organisation__in=below)
        .select_related("cycle", "organisation")
    )
    kept, secret = {row.organisation_id: row for row in rows}, turned_secret(cycle)
    return [_department(child, kept.get(child.organisation.pk), secret) for child in found.children]


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the roll-ups of all departments made whose forms have changed since the last."""
    person, cycle = person_of(request), current(request)
    unit = get_object_or_404(Organisation, pk=pk)
    require(person, "dashboard.see", unit)
    if cycle is not None:
        asked = sum(ask(cycle, child.organisation, child) for child in tree(cycle, unit).children)
        said = f"正在汇总 {asked} 个部门，过一会儿刷新本页。" if asked else "各部门的汇总都是最新的。"
        messages.success(request, said)
    return redirect("dashboard:part", pk, "scores" if request.POST.get("part") != "money" else "money")


def _department(
    progress: Progress, kept: Summary | None, secret: Sequence[tuple[str, datetime.datetime]]
) -> Department:
    content = read(kept, secret) if kept is not None else None
    glance = content.glance if content else None
    if kept is None or content is None or glance is None:
        return Department(progress)
    best = glance.counting
    return Department(
        progress,
        kept.made_at,
        said(best) if best else "",
        (best.grade or "") if best else "",
        best.method.label if best else "",
        tuple(wan_text(getattr(glance.amounts, field)) for field in AMOUNTS),
        tuple(rate_text(figure.value) for figure in figures(glance.rates)),
        len(content.differences) + content.more_differences,
    )
