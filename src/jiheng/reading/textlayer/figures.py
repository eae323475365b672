"""The pairs of weight and score that close the rows of a flowed form."""

from collections.abc import Sequence
from typing import NamedTuple

from jiheng.expression import expression
from jiheng.reading.textlayer.tokens import Gap, Piece, Span, text_of

_NUMBER = expression(r"\d{1,3}(?:\.\d{1,2})?$")
_UNIT_BEHIND = expression(r"[\u3400-\u9fff%％]")
_FULL = 100


class Pair(NamedTuple):
    """Weight and score of a row, each a run of pieces: a narrow column breaks 15 into 1 and 5."""

    weight: Span
    score: Span


def pairs(pieces: Sequence[Piece], *, level: bool = True) -> list[Pair]:
    """The pairs, in order: the last two cells of every run of bare numbers."""
    found: list[Pair] = []
    start = 0
    for i in range(len(pieces) + 1):
        if i < len(pieces) and _is_bare(pieces, i):
            continue
        if i - start >= 2 and (pair := last_pair(pieces, start, i, level=level)):
            found.append(pair)
        start = i + 1
    return found


def last_pair(pieces: Sequence[Piece], start: int, end: int, *, level: bool) -> Pair | None:
    """Weight and score at the end of a run of bare numbers, None where the last two cannot be that.

    Where cells of one line stand `level`, numbers below each other are one number broken over lines.
    """
    start = max(start, end - 12)
    while end - start >= 2:
        seams = [i for i in range(start + 1, end) if not level or pieces[i].gap is not Gap.LINE]
        seam = seams[-1] if seams else _halfway(pieces, start, end)
        first = next((i for i in range(seams[-2] if len(seams) > 1 else start, seam) if _fits(pieces, i, seam)), None)
        if first is not None and _fits(pieces, seam, end):
            return Pair(Span(first, seam), Span(seam, end))
        end -= 1
    return None


def cells(pieces: Sequence[Piece], start: int, end: int) -> list[str]:
    """A run of numbers as cells, numbers broken over lines put together."""
    found: list[str] = []
    for i in range(start, end):
        if i > start and pieces[i].gap is Gap.LINE and _fits(pieces, i - 1, i) and len(pieces[i].text) == 1:
            found[-1] += pieces[i].text
        else:
            found.append(pieces[i].text)
    return found


def _halfway(pieces: Sequence[Piece], start: int, end: int) -> int:
    """Where the score begins in a column of numbers that shows no gap."""
    middle = (start + end) // 2
    if (end - start) % 2 == 0 and text_of(pieces[start:middle]) == text_of(pieces[middle:end]):
        return middle
    return end - 1


def _fits(pieces: Sequence[Piece], start: int, end: int) -> bool:
    text = text_of(pieces[start:end])
    return _NUMBER.match(text) is not None and float(text) <= _FULL


def _is_bare(pieces: Sequence[Piece], i: int) -> bool:
    """Whether the piece is a number of its own, not one with its unit behind it on the same line."""
    if not _NUMBER.match(pieces[i].text):
        return False
    if i + 1 < len(pieces) and pieces[i + 1].gap is Gap.SPACE and _UNIT_BEHIND.match(pieces[i + 1].text):
        # A reason may follow the score on its line, a unit the first number of a run.
        return i > 0 and pieces[i].gap is Gap.SPACE and _NUMBER.match(pieces[i - 1].text) is not None
    return True
