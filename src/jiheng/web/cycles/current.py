"""Which cycle a person works in now: the one chosen on a page, else the latest that concerns them."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP

from django.http import HttpRequest, HttpResponse

from jiheng.places import load
from jiheng.quantity.words import round_as, rounding_as
from jiheng.scoring.compiled import rounding_of
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import held
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.models import Cycle
from jiheng.web.ready_query import Ready

_CHOSEN = "cycle"


_all = Ready(lambda: Cycle.objects.select_related("organisation"))


def cycles_of(person: Person) -> list[Cycle]:
    """The cycles of organisations above, at or below those the person belongs to, latest first."""
    known: list[Cycle] | None = getattr(person, "_cycles", None)
    if known is None:
        paths = [one.path for one in held(person)]
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
    cycles = cycles_of(person_of(request))
    chosen = request.session.get(_CHOSEN)
    found = next((cycle for cycle in cycles if cycle.pk == chosen), cycles[0] if cycles else None)
    if found is not None:
        round_as(rounding_of((load(found.rulebook),)))
    return found


def rounded_apart(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that ends the rounding of a cycle with the request that works in it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with rounding_as(ROUND_HALF_UP):
            return get_response(request)

    return middleware


def choose(request: HttpRequest, cycle: Cycle) -> None:
    """Work in this cycle from now on."""
    request.session[_CHOSEN] = cycle.pk
