"""What a new year begins with: year, name, dates, rulebook and layout, so that an officer only confirms them."""

import datetime
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jiheng.form import PROJECT, Form, kind_name
from jiheng.places import Book, choose
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import DEADLINES, Cycle
from jiheng.writing.official import load_layout
from jiheng.writing.official.layout import LayoutError

NAME = "{year}年度{what}"


def proposed(
    cycles: Sequence[Cycle],
    books: Sequence[Book],
    organisation: Organisation | None,
    today: datetime.date,
    kind: str = PROJECT,
) -> dict[str, Any]:
    """The initial values of the page for a cycle of forms of this kind, for which the books are.

    After the latest of `cycles` (all of the person's, latest first) that is of the kind; where none is yet, as is
    usual, for the year of the latest of another kind.
    """
    old = [cycle for cycle in cycles if cycle.kind == kind]
    latest = old[0] if old else None
    year = cycles[0].year if cycles and latest is None else _year({cycle.year for cycle in old}, today)
    if latest is not None:
        return {
            "year": year,
            "name": latest.name.replace(str(latest.year), str(year)),
            "organisation": latest.organisation_id,
            "rulebook": latest.rulebook,
            "layout": latest.layout,
            "copy_from": latest.pk,
            **{name: _later(getattr(latest, name), year - latest.year) for name in DEADLINES},
        }
    book = _book(books, organisation, year, kind)
    return {
        "year": year,
        "name": NAME.format(year=year, what=kind_name(kind).removesuffix("表")),
        "rulebook": book.id,
        "layout": layout_of(book),
        **_days(year, today),
    }


def layout_of(book: Book) -> str:
    """The layout that goes with a rulebook; "" where its pack has none."""
    try:
        return load_layout(book.id).id
    except LayoutError:
        return ""


def _year(there: set[int], today: datetime.date) -> int:
    """The first year from the one that is evaluated now that has no cycle yet."""
    year = today.year if today.month >= _usual()["from_month"] else today.year - 1
    while year in there:
        year += 1
    return year


def _later(day: datetime.date, years: int) -> datetime.date:
    """The same month and day some years later; the 28th for the 29th of February."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _days(year: int, today: datetime.date) -> dict[str, datetime.date]:
    """As is usual; from today where the usual day is over."""
    usual = _usual()
    month, day = map(int, usual["begins"].split("-"))
    begins = max(datetime.date(year + 1, month, day), today)
    return {name: begins + datetime.timedelta(days=usual.get(name, 0)) for name in DEADLINES}


def _book(books: Sequence[Book], organisation: Organisation | None, year: int, kind: str) -> Book:
    """The rulebook of the place, as its office's name tells; else the first for everywhere."""
    known = {book.id: book for book in books}
    found = (
        choose(Form(kind=kind, department=organisation.name, year=str(year))).book.id
        if organisation is not None
        else ""
    )
    return known.get(found, books[0])


@cache
def _usual() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "usual.toml").read_text(encoding="utf-8"))
