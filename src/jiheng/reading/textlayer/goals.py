"""The two goals of a flowed form: one run of lines parted into what was expected and what was done."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jiheng.expression import expression
from jiheng.reading.textlayer.tokens import Gap, Piece, head_width

_ITEM = expression(r"[（(]?(?:\d{1,2}[.、）)．,，]|[一二三四五六七八九十]{1,2}[、.）)])|目标\s*\d|年初设定|年度总体")
_FIRST_ITEM = expression(r"[（(]?(?:1|一)[.、）)．,，]?(?!\d)")
_STOP = "。；;：:！"
_DONE = expression(r"完成|已|了|达到|实现了|保障了|提高了")
_WANTED = expression(r"确保|保障|力争|计划|拟|将|目标|提供|做好|通过")
_MAX_LINES = 240


class GoalLine(NamedTuple):
    """A line of goal text: its pieces put together."""

    text: str
    start: int
    end: int
    gap: Gap
    width: float


class Halves(NamedTuple):
    """The expected goal and the actual result as runs of pieces, and how sure the cut between them is."""

    expected: tuple[int, int]
    actual: tuple[int, int]
    stray: int | None
    margin: float
    swapped: bool


def part(pieces: Sequence[Piece]) -> Halves:
    """Part the pieces of the goals block in two."""
    lines = _lines(pieces)[:_MAX_LINES]
    n = len(pieces)
    if not lines:
        return Halves((0, 0), (0, 0), None, 9.0, False)
    if len(lines) == 1 and (seam := _seam_of(pieces)):
        return Halves((0, seam), (seam, n), None, 1.0, False)
    stray = None
    if len(lines) > 2 and lines[-1].text in ("。", "；", "."):
        stray = lines[-1].start
        lines = lines[:-1]
        n = stray
    scored = sorted((_cost(lines, k), k) for k in range(1, len(lines) + 1))
    cost, k = scored[0]
    margin = scored[1][0] - cost if len(scored) > 1 else 9.0
    first = (0, lines[k - 1].end)
    second = (lines[k - 1].end, n)
    swapped = k < len(lines) and _is_swapped(lines[:k], lines[k:])
    if swapped:
        first, second = second, first
    return Halves(first, second, stray, margin, swapped)


def _seam_of(pieces: Sequence[Piece]) -> int:
    """Where both goals stand on one line the one blank that no figure stands beside; 0 without or with several."""
    found = [p for p in range(1, len(pieces)) if not (pieces[p - 1].text[-1].isascii() or pieces[p].text[0].isascii())]
    return found[0] if len(found) == 1 else 0


def _lines(pieces: Sequence[Piece]) -> list[GoalLine]:
    found: list[GoalLine] = []
    start = 0
    for p in range(1, len(pieces) + 1):
        if p == len(pieces) or pieces[p].gap is not Gap.SPACE:
            text = "".join([piece.text for piece in pieces[start:p]])
            found.append(GoalLine(text, start, p, pieces[start].gap, sum(piece.width for piece in pieces[start:p])))
            start = p
    return found


def _cost(lines: Sequence[GoalLine], k: int) -> float:
    """How badly the cut before line `k` explains the lines."""
    left, right = lines[:k], lines[k:]
    cost = _ragged(left) + _ragged(right)
    if not right:
        return cost + 4.0
    gap = lines[k].gap
    cost += 2.0 if gap is Gap.LINE else 0.0
    if _FIRST_ITEM.match(right[0].text):
        cost -= 1.5 if _FIRST_ITEM.match(left[0].text) else 0.5
    if left[-1].text[-1] in _STOP:
        cost -= 0.7
    if right[0].text[:6] == left[0].text[:6]:
        cost -= 1.0
    return cost


def _ragged(lines: Sequence[GoalLine]) -> float:
    """How far the line breaks are from those of a column of one width."""
    limit = max((line.width for line in lines), default=0.0)
    cost = 0.0
    for line, after in pairwise(lines):
        if after.gap is Gap.BLANK:
            cost += 0.25
        slack = limit - line.width - head_width(after.text)
        if slack <= 0.8:
            continue
        ends = line.text[-1] in _STOP or _ITEM.match(after.text)
        cost += 0.15 if ends else min(2.0, 0.3 + 0.25 * slack)
    return cost


def _is_swapped(first: Sequence[GoalLine], second: Sequence[GoalLine]) -> bool:
    """Whether the right column was printed before the left: it is the narrower one and tells what was done."""
    narrow, wide = max(line.width for line in first), max(line.width for line in second)
    if len(first) < 2 or len(second) < 2 or narrow > 0.85 * wide:
        return False
    return _done(first) >= _done(second)


def _done(lines: Sequence[GoalLine]) -> int:
    text = "".join([line.text for line in lines])
    return len(_DONE.findall(text)) - len(_WANTED.findall(text))
