"""Words as checks read and write them: word lists of a rulebook, indicator names, lists of rows for a message."""

import re
from collections.abc import Sequence
from functools import lru_cache

from jiheng.alike import ratio
from jiheng.checks.case import Row
from jiheng.compiled import compiled
from jiheng.places import Book

_LONGEST_COMPARED = 20_000
_LISTED = 4


@lru_cache(maxsize=4096)
def word_pattern(book: Book, path: str) -> re.Pattern[str]:
    """The word list at a path as one pattern, longest word first; it never matches when the list is empty."""
    longest_first = sorted(_words(book, path), key=len, reverse=True)
    return compiled("|".join(map(re.escape, longest_first)) or "(?!)")


@lru_cache(maxsize=8192)
def mentions(book: Book, path: str, text: str) -> bool:
    """Whether a text has one of the words at a path; names come back row after row and form after form."""
    return bool(text) and any(map(text.__contains__, _words(book, path)))


@lru_cache(maxsize=4096)
def _words(book: Book, path: str) -> tuple[str, ...]:
    words = book.words(path)
    return words if all(words) else tuple(filter(None, words))


def likeness(one: str, other: str, least: float) -> float:
    """How alike two folded texts are (0–100), 0 below `least`; texts too long for a cell only as wholes."""
    if one == other:
        return 100.0
    if max(len(one), len(other)) > _LONGEST_COMPARED:
        return 0.0
    return ratio(one, other, least)


def row_list(rows: Sequence[Row]) -> str:
    """Rows for a message: 第2行「巡检次数」、第5行「响应时间」; past four only their number."""
    named = "、".join(f"{row.label}" for row in rows[:_LISTED])
    return named if len(rows) <= _LISTED else f"{named}等{len(rows)}行"
