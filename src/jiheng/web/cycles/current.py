"""Which cycle a person works in now: the one chosen on a page, else the latest that concerns them."""

from django.http import HttpRequest

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
    """The cycle in hand; None where the person has none."""
    cycles = cycles_of(person_of(request))
    chosen = request.session.get(_CHOSEN)
    return next((cycle for cycle in cycles if cycle.pk == chosen), cycles[0] if cycles else None)


def choose(request: HttpRequest, cycle: Cycle) -> None:
    """Work in this cycle from now on."""
    request.session[_CHOSEN] = cycle.pk
