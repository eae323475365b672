"""Points that a notice of correction may take up: each app offers what it has found of a project."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Project


class ProposedPoint(NamedTuple):
    """A point: where it comes from in words, its text, the code of the check, the kind of source it belongs to."""

    origin: str
    text: str
    code: str = ""
    source: str = ""


Offer = Callable[[Person, Project], Iterable[ProposedPoint]]
_offers: list[Offer] = []


def offers(offer: Offer) -> Offer:
    """Register what an app has to offer a person of a project: only what that person may see."""
    _offers.append(offer)
    return offer


def offered(person: Person, project: Project) -> list[ProposedPoint]:
    """Everything that apps offer the person of the project."""
    return [proposal for offer in _offers for proposal in offer(person, project)]
