"""Where a period stands: the projects a person may see, with their sheets; counts by light, state and unit."""

from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from jiheng.monitoring import Light
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import within
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.procedure import reach

SEE = "monitoring.see"
UNFILLED = "unfilled"
_MANY_UNITS = 30
"""From so many units on the table is by department."""
_LIGHTS = sorted(Light, key=lambda light: -light.rank)


class Asked(NamedTuple):
    """What the list is narrowed to."""

    state: str
    light: str
    unit: str


class UnitLights(NamedTuple):
    """A line of the table of units: projects, sheets handed in, how many have which worst light."""

    organisation: Organisation
    projects: int
    handed_in: int
    lights: list[tuple[str, str, int]]


def periods(cycle: Cycle) -> list[WatchedPeriod]:
    """The periods of a cycle in the order of the year."""
    return list(cycle.periods.order_by("last"))


def asked_of(data: QueryDict) -> Asked:
    """As the address says; what it does not know narrows nothing."""
    state, light, unit = (data.get(name, "") for name in Asked._fields)
    states = {UNFILLED, *Sheet.WAY.labels}
    return Asked(
        state if state in states else "",
        light if light in set(Light) else "",
        unit if unit.isascii() and unit.isdecimal() and len(unit) < 19 else "",
    )


def projects(person: Person, cycle: Cycle) -> QuerySet[Project]:
    """The projects of the cycle whose sheets the person may see."""
    return reach.projects(person, cycle, SEE)


def sheets(person: Person, period: WatchedPeriod) -> QuerySet[Sheet]:
    """The sheets of the period that the person may see."""
    return Sheet.objects.filter(within(person, SEE), period=period)


def narrowed(all_: QuerySet[Project], there: QuerySet[Sheet], asked: Asked) -> QuerySet[Project]:
    """The projects that are asked for, by unit and code."""
    if asked.unit:
        above = Organisation.objects.filter(pk=int(asked.unit)).values_list("path", flat=True).first() or "-"
        all_ = all_.filter(unit__path__startswith=above)
    if asked.state == UNFILLED:
        all_ = all_.exclude(pk__in=there.order_by().values("project"))
    elif asked.state or asked.light:
        wanted = Q(state=asked.state) if asked.state else Q()
        wanted &= Q(light=asked.light) if asked.light else Q()
        all_ = all_.filter(pk__in=there.filter(wanted).order_by().values("project"))
    return all_.order_by("unit__path", "code")


def figures(all_: QuerySet[Project], there: QuerySet[Sheet]) -> dict[str, Any]:
    """Counts of the whole: projects, by state, by worst light."""
    states = Counter(dict(there.order_by().values_list("state").annotate(n=Count("pk"))))
    lights = Counter(dict(there.order_by().values_list("light").annotate(n=Count("pk"))))
    total = all_.order_by().count()
    return {
        "projects": total,
        "states": [(UNFILLED, "还没有填", max(total - sum(states.values()), 0))]
        + [(value, name, states[value]) for value, name in Sheet.WAY.labels.items()],
        "lights": [(light.value, light.label, lights[light.value]) for light in _LIGHTS if light is not Light.NONE],
    }


def units(all_: QuerySet[Project], there: QuerySet[Sheet]) -> list[UnitLights]:
    """A line a unit; by department where there are many; empty where there is one alone."""
    counts = dict(all_.order_by().values_list("unit").annotate(n=Count("pk")))
    if len(counts) < 2:
        return []
    known_units = {
        unit.pk: unit for unit in Organisation.objects.select_related("parent__parent").filter(pk__in=counts)
    }
    by_department = len(counts) > _MANY_UNITS
    home = {pk: (unit.department() if by_department else unit) for pk, unit in known_units.items()}
    lights: dict[int, Counter[str]] = {}
    handed: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for pk, n in counts.items():
        total[home[pk].pk] += n
    for unit, state, light, n in there.order_by().values_list("unit", "state", "light").annotate(n=Count("pk")):
        if unit in home:
            lights.setdefault(home[unit].pk, Counter())[light] += n
            handed[home[unit].pk] += n if state != Sheet.WAY.first else 0
    ordered = sorted({unit.pk: unit for unit in home.values()}.values(), key=lambda unit: unit.path)
    return [
        UnitLights(
            unit,
            total[unit.pk],
            handed[unit.pk],
            [(light.value, light.label, lights.get(unit.pk, Counter())[light.value]) for light in _LIGHTS],
        )
        for unit in ordered
    ]
