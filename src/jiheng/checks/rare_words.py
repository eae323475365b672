"""All the text of a form in pieces, so that a check that looks for something rare need not walk every cell."""

from collections.abc import Callable, Collection
from functools import lru_cache
from operator import attrgetter

import msgspec

from jiheng.checks.case import Case
from jiheng.checks.remembered import once
from jiheng.form import HEAD_FIELDS, Cell

_KEPT = 4096
_head = attrgetter(*HEAD_FIELDS)


@once
def pieces(case: Case) -> tuple[str, ...]:
    """The text of the form, a cell a line: of head, goals and foot, then of every row."""
    form = case.form
    single = (*_head(form), *form.notes, *[one.text for one in form.others])
    rows = [_lines(msgspec.structs.astuple(row)) for row in (*form.funds, *form.indicators)]
    return tuple([piece for piece in (_lines(single), *rows) if piece])


@lru_cache(maxsize=2048)
def _lines(cells: tuple[Cell, ...]) -> str:
    return "\n".join([cell for cell in cells if cell])


class Rare:
    """Something rare that forms are searched for, all their new pieces at once; pieces without it are remembered.

    `found` looks at a text, a cell a line, and must not look across lines.
    """

    def __init__(self, found: Callable[[str], bool]) -> None:
        self._found = found
        self._without: set[str] = set()

    def stands_in(self, texts: Collection[str]) -> bool:
        """Whether any of the texts has it."""
        if self._without.issuperset(texts):
            return False
        new = [piece for piece in texts if piece not in self._without]
        if self._found("\n".join(new)):
            return True
        if len(self._without) > _KEPT:
            self._without.clear()
        self._without.update(new)
        return False


@lru_cache(maxsize=64)
def rare_words(words: tuple[str, ...]) -> Rare:
    """Words of which forms seldom have one."""
    stated = tuple(filter(None, words))
    return Rare(lambda text: any(map(text.__contains__, stated)))
