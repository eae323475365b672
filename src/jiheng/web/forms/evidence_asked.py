"""Which indicators want evidence by the rules of the year and have none."""

from collections.abc import Collection
from typing import NamedTuple

from jiheng.form import Form, Indicator, Place
from jiheng.places import Book, load
from jiheng.places.blocks import block_of
from jiheng.quantity import number
from jiheng.web.forms.models import Evidence, SelfEvaluation
from jiheng.web.forms.saving import record_of
from jiheng.web.ready_query import Ready

FULL, SURVEY = "满分，没有材料", "满意度，没有调查材料"


class Wanting(NamedTuple):
    """An indicator's place, and why evidence is asked for."""

    place: str
    why: str


def wanting(row: SelfEvaluation) -> list[Wanting]:
    """The indicators of a form that are filled in and lack what the rules ask for, in order."""
    there = set(_places(row.pk))
    return wanted(record_of(row), load(row.cycle.rulebook), there)


_places = Ready(lambda form: Evidence.objects.filter(form=form, removed_at=None).values_list("place", flat=True))


def wanted(form: Form, book: Book, there: Collection[str]) -> list[Wanting]:
    """The same for a record, with the places that have evidence."""
    found = []
    for index, indicator in enumerate(form.indicators):
        place = str(Place.indicator(index))
        if place not in there and indicator.actual and (why := _why(indicator, book)):
            found.append(Wanting(place, why))
    return found


def told(found: Collection[Wanting]) -> str:
    """How many of each kind, "" where nothing is asked for."""
    counts = [(why, sum(asked.why == why for asked in found)) for why in (SURVEY, FULL)]
    return "；".join(f"{why} {n} 行" for why, n in counts if n)


def _why(indicator: Indicator, book: Book) -> str:
    if book.flag("evidence.survey") and block_of(indicator.l1, book) == "satisfaction":
        return SURVEY
    weight, score = number(indicator.weight), number(indicator.score)
    full = weight is not None and weight > 0 and score == weight
    return FULL if full and book.flag("evidence.full_score") else ""
