"""All the text of a form in pieces, so that a check that looks for something rare need not walk every cell."""

from collections.abc import Callable
from functools import lru_cache

import msgspec

from jiheng.checks.case import Case, once
from jiheng.form import HEAD_FIELDS, Cell


@once
def pieces(case: Case) -> tuple[str, ...]:
    """The text of the form, a cell a line: of head, goals and foot, then of every row. A row that comes back in
    another form is the same string, so that what `lru_cache` knows of it is found at once."""
    form = case.form
    single = (*[getattr(form, field) for field in HEAD_FIELDS], *form.notes, *[one.text for one in form.others])
    rows = [_joined(msgspec.structs.astuple(row)) for row in (*form.funds, *form.indicators)]
    return tuple([piece for piece in (_lines(single), *rows) if piece])


@lru_cache(maxsize=8192)
def _joined(cells: tuple[Cell, ...]) -> str:
    return _lines(cells)


def _lines(cells: tuple[Cell, ...]) -> str:
    return "\n".join([cell for cell in cells if cell])


def has(case: Case, looks: Callable[[str], bool]) -> bool:
    """Whether any piece of the form's text looks so."""
    return any(map(looks, pieces(case)))
