"""Which cycle a person works in now: the one chosen on a page, else the latest that concerns them."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP

from django.http import HttpRequest, HttpResponse

from jiheng.places import load
from jiheng.quantity.words import round_as, rounding_as
from jiheng.scoring.compiled import rounding_of
from jiheng.web.accounts.models import Person, Role
from jiheng.web.accounts.permissions import held
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.models import Cycle, Participant
from jiheng.web.ready_query import Ready

_CHOSEN = "cycle"
_OF_UNIT = (Role.FILLER, Role.UNIT_REVIEWER)


_all = Ready(lambda: Cycle.objects.select_related("organisation"))


def cycles_of(person: Person) -> list[Cycle]:
    """The cycles of organisations above, at or below those the person belongs to, latest first."""
    known: list[Cycle] | None = getattr(person, "_cycles", None)
    if known is None:
        paths = [role.path for role in held(person)]
        known = [
            cycle
            for cycle in _all()
            if any(
                path.startswith(cycle.organisation.path) or cycle.organisation.path.startswith(path) for path in paths
            )
        ]
        person._cycles = known  # type: ignore[attr-defined]
    return known


def current(request: HttpRequest) -> Cycle | None:
    """The cycle in hand; None where the person has none. The request rounds as its rulebook says from here on."""
    person = person_of(request)
    cycles = cycles_of(person)
    chosen = request.session.get(_CHOSEN)
    found = next((cycle for cycle in cycles if cycle.pk == chosen), None) or _usual(person, cycles)
    if found is not None:
        round_as(rounding_of((load(found.rulebook),)))
    return found


def _usual(person: Person, cycles: Sequence[Cycle]) -> Cycle | None:
    """The latest cycle; of several of that year the first in which a unit takes part where the person fills in."""
    latest = [cycle for cycle in cycles if cycle.year == cycles[0].year]
    units = [role.organisation for role in held(person) if role.role in _OF_UNIT]
    if len(latest) < 2 or not units:
        return latest[0] if latest else None
    known: dict[str, Cycle] = person.__dict__.setdefault("_usual_cycle", {})
    if not known:
        mine = set(Participant.objects.filter(cycle__in=latest, unit__in=units).values_list("cycle", flat=True))
        known["cycle"] = next((cycle for cycle in latest if cycle.pk in mine), latest[0])
    return known["cycle"]


def rounded_apart(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that ends the rounding of a cycle with the request that works in it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with rounding_as(ROUND_HALF_UP):
            return get_response(request)

    return middleware


def choose(request: HttpRequest, cycle: Cycle) -> None:
    """Work in this cycle from now on."""
    request.session[_CHOSEN] = cycle.pk
