"""All the text of a form in pieces, so that a check that looks for something rare need not walk every cell."""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter

import msgspec

from jiheng.checks.case import Case
from jiheng.checks.remembered import once
from jiheng.compiled import compiled
from jiheng.form import HEAD_FIELDS

_KEPT = 4096
_head = attrgetter(*HEAD_FIELDS)


@once
def pieces(case: Case) -> tuple[str, ...]:
    """The text of the form, a cell a line: of head, goals and foot, then of every row."""
    form = case.form
    head = "\n".join(filter(None, (*_head(form), *form.notes, *[other.text for other in form.others])))
    cells = msgspec.structs.astuple
    rows = ["\n".join(filter(None, cells(row))) for row in (*form.funds, *form.indicators)]
    return tuple([piece for piece in (head, *rows) if piece])


class Rare:
    """Something rare that forms are searched for. All of its kind look at once at the pieces that are new; pieces
    without any are remembered.

    `found` looks at a text, a cell a line, and must not look across lines.
    """

    def __init__(self, found: Callable[[str], bool]) -> None:
        self.found = found
        _all.append(self)
        _without.clear()

    def stands_in(self, case: Case) -> bool:
        """Whether the form has it, told by its whole text: who asks then looks for it cell by cell."""
        known: tuple[int, frozenset[Rare]] = case.memo.get(Rare, (0, frozenset()))
        if known[0] != len(_all):
            known = case.memo[Rare] = (len(_all), _standing_in(case))
        return self in known[1]


_all: list[Rare] = []
_without: set[str] = set()
"""Pieces in which nothing rare stands."""


def _standing_in(case: Case) -> frozenset[Rare]:
    new = [piece for piece in pieces(case) if piece not in _without]
    text = "\n".join(new)
    found = frozenset([rare for rare in _all if rare.found(text)])
    if not found:
        if len(_without) > _KEPT:
            _without.clear()
        _without.update(new)
    return found


@lru_cache(maxsize=64)
def rare_words(words: tuple[str, ...]) -> Rare:
    """Words of which forms seldom have one."""
    stated = compiled("|".join(map(re.escape, filter(None, words))) or "(?!)")
    return Rare(lambda text: stated.search(text) is not None)
