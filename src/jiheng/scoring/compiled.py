"""The parameters of a book that scoring uses, looked up once, and their citation in traces."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache

import msgspec

from jiheng.places import Book
from jiheng.places.book import ParameterValue, Row
from jiheng.quantity.words import rounding_as
from jiheng.scoring.result import Cited

_MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "half_even": ROUND_HALF_EVEN}


class Band(msgspec.Struct, frozen=True, gc=False):
    """A range of scores, as shares of the weight."""

    name: str
    low: Decimal
    high: Decimal


class Step(msgspec.Struct, frozen=True, gc=False):
    """Over-achievement from `start` up to (not including) `end` takes off `deduct` of the weight."""

    start: Decimal
    end: Decimal | None
    deduct: Decimal


class Rules(msgspec.Struct, eq=False):
    """One book made ready. Built by `rules_of`."""

    book: Book
    quantum: Decimal
    rounding: str
    steps: tuple[Step, ...]
    bands: tuple[Band, ...]
    levels: dict[str, int]
    words: dict[str, int]
    block_words: tuple[tuple[str, str], ...]
    grades: tuple[tuple[Decimal, str], ...]
    """Lower bound and name of each grade, highest first."""
    _cited: dict[str, Cited] = msgspec.field(default_factory=dict)
    _lists: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    def rounded(self, score: Decimal) -> Decimal:
        """A score rounded as the book says."""
        return score.quantize(self.quantum, self.rounding)

    def cite(self, path: str) -> Cited:
        """The parameter at `path` as a trace shows it."""
        cited = self._cited.get(path)
        if cited is None:
            parameter = self.book.parameter(path)
            cited = Cited(path, shown(parameter.value), parameter.text, parameter.source, parameter.certainty.value)
            self._cited[path] = cited
        return cited

    def listed(self, path: str) -> tuple[str, ...]:
        """The words of a list parameter."""
        words = self._lists.get(path)
        if words is None:
            words = self._lists[path] = self.book.words(path)
        return words

    def block(self, name: str | None) -> str | None:
        """`output`, `cost`, `benefit` or `satisfaction`, as `jiheng.places.block_of`."""
        return next((block for word, block in self.block_words if word in name), None) if name else None


def shown(value: ParameterValue) -> str:
    """A parameter's value as one line of text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "；".join(_row(item) if isinstance(item, dict) else shown(item) for item in value) or "无"
    return str(value)


def _row(row: Row) -> str:
    return "，".join(f"{name} {value}" for name, value in row.items())


@lru_cache(maxsize=256)
def rules_of(book: Book) -> Rules:
    """The rules of a book, made ready once."""
    return Rules(
        book=book,
        quantum=Decimal(1).scaleb(-int(book.number("rounding.places"))),
        rounding=_MODES[book.text("rounding.mode")],
        steps=tuple(
            Step(_decimal(row, "from"), _decimal(row, "to") if "to" in row else None, _decimal(row, "deduct"))
            for row in book.rows("over.steps")
        ),
        bands=tuple(
            Band(str(row["name"]), _decimal(row, "low"), _decimal(row, "high"))
            for row in book.rows("qualitative.bands")
        ),
        levels={str(row["level"]): int(_decimal(row, "band")) for row in book.rows("qualitative.levels")},
        words={str(row["word"]): int(_decimal(row, "band")) for row in book.rows("qualitative.words")},
        grades=tuple(sorted(((_decimal(r, "from"), str(r["name"])) for r in book.rows("grade.bands")), reverse=True)),
        block_words=tuple((str(row["word"]), str(row["block"])) for row in book.rows("blocks.words")),
    )


def _decimal(row: Row, name: str) -> Decimal:
    value = row[name]
    if not isinstance(value, Decimal):
        raise TypeError(f"{name} 不是数字")
    return value


def rounding_of(books: Iterable[Book]) -> str:
    """How what these books judge together is rounded: as they say, half up where they do not agree."""
    modes = {rules_of(book).rounding for book in books}
    return modes.pop() if len(modes) == 1 else ROUND_HALF_UP


def rounded_by(books: Iterable[Book]) -> AbstractContextManager[None]:
    """Within it figures for people are rounded as these books say."""
    return rounding_as(rounding_of(books))
