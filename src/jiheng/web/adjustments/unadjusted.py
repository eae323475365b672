"""Projects whose budget was changed in the year by much, and whose goals were not."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, DecimalField, Q, QuerySet, When
from django.db.models.functions import Cast

from jiheng.places import load
from jiheng.quantity.words import percent
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.goals.models import ApprovedVersion

_FROM = "budget.adjusted_from"
MOST = 200


class Unadjusted(NamedTuple):
    """A project and by how much its budget changed, in words."""

    project: Project
    change: str


def unadjusted(projects: QuerySet[Project], cycle: Cycle) -> tuple[list[Unadjusted], str]:
    """Those of the projects that have goals, and the rule by which they are found. Secret ones are left out."""
    parameter = load(cycle.rulebook).parameters[_FROM]
    share = load(cycle.rulebook).number(_FROM)
    first, now = _figure("initial"), _figure("budget")
    more, less = first * (Decimal(1) + share), first * (Decimal(1) - share)
    done = ApprovedVersion.objects.filter(source=ApprovedVersion.Origin.ADJUSTED, project__cycle=cycle)
    under_way = Adjustment.objects.filter(project__cycle=cycle, state__in=Adjustment.WAY.open)
    found = (
        projects.alias(first=first, now=now)
        .filter(Q(now__gte=more) | Q(now__lte=less), first__gt=0, approved__isnull=False, secret=False)
        .exclude(pk__in=done.order_by().values("project"))
        .exclude(pk__in=under_way.order_by().values("project"))
        .select_related("unit")
        .defer("approved")
        .order_by("unit__path", "code")
    )
    return [Unadjusted(gap, _change(gap)) for gap in found[:MOST]], f"{parameter.text}（{parameter.source}）"


def _figure(name: str) -> Case:
    """A sum of money to reckon with; of a secret project there is none, for the database has it sealed."""
    return Case(When(secret=False, then=Cast(name, DecimalField(max_digits=20, decimal_places=2))))


def _change(project: Project) -> str:
    if not project.initial or project.budget is None:
        return ""
    change = (project.budget - project.initial) / project.initial
    return f"{'增加' if change > 0 else '减少'} {percent(abs(change))}"
