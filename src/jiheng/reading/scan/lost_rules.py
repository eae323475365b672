"""Columns that run together because the rule between them was not seen: told by their labels (needs jiheng[ocr]).

分值 and 得分 in one header cell are two columns. The rule goes where the fewest strokes of the rows below cross it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from jiheng.reading.form.column_likelihood import is_amount
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.scan.lines import Box, Ink, InkLine
from jiheng.reading.scan.ocr import Seen
from jiheng.reading.tables.grid import Rule

_NARROWEST = 0.12
"""Two columns are at least so far apart, in heights of a character."""
_STEP = 1.4
"""From one column to the next it is farther than so many heights of a character from middle to middle."""
_SAME = 0.5
"""Cells one below the other whose edges differ by less than this (heights of a character) are one column."""
_ROWS = 12
"""A rule is put back over so many rows to either side of where it was seen."""
MAX_RULES = 40
"""More columns than this have not run together on any page."""


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    x: float
    y: float


def find(
    cells: Sequence[Box], ink: Ink, lines: Sequence[InkLine], seen: Sequence[Seen], rules: Sequence[Rule]
) -> list[Rule]:
    """The vertical rules that are missing in the cells of a page with these rules; everything in pixels."""
    found = _gone(cells, ink, lines, [rule for rule in rules if not rule.horizontal])
    letters = list(_letters(lines, seen))
    for cell in cells:
        inside = [c for c in letters if cell[0] < c.x < cell[2] and cell[1] < c.y < cell[3]]
        for left, right in _cuts(inside, ink.height):
            below = _column(cells, cell, _SAME * ink.height)
            at = _best(ink, (left, cell[1], right, below), _NARROWEST * ink.height)
            if at is not None:
                found.append(Rule(False, at, cell[1], below))
    found += _between_label_and_text(cells, ink, lines, seen)
    return found[:MAX_RULES]


def _between_label_and_text(
    cells: Sequence[Box], ink: Ink, lines: Sequence[InkLine], seen: Sequence[Seen]
) -> Iterator[Rule]:
    """Where a label and what belongs to it stand in one cell: 承担处室 behind a name, a figure behind 其他资金.

    A figure stands in a column: the rule goes on through the cells above and below of the same width, where free.
    """
    done: set[Box] = set()
    for line, reading in zip(lines, seen, strict=True):
        cell = _around(cells, line) if line.gaps else None
        if cell is None or cell in done:
            continue
        letters = list(_letters([line], [reading]))
        for left, right in line.gaps:
            before = _text([c for c in letters if c.x < (left + right) / 2])
            after = _text([c for c in letters if c.x > (left + right) / 2])
            is_row = meaning(before).fund_row is not None and is_amount(after)
            if not is_row and not (before and _heads(after)) and not (_heads(before) and after):
                continue
            stack = _stack(cells, cell, _SAME * ink.height) if is_row else [cell]
            at = _best(ink, (left, stack[0][1], right, stack[-1][3]), _NARROWEST * ink.height)
            if at is not None:
                yield from (Rule(False, at, c[1], c[3]) for c in stack if c not in done and _is_free(ink, c, at))
            done.update(stack)
            break


def _heads(text: str) -> bool:
    """Whether a text is a label of the head to the letter: 实施单位."""
    return is_word(text) and meaning(text).head is not None


def _stack(cells: Sequence[Box], middle: Box, near: float) -> list[Box]:
    """The cells of the same width above and below a cell, from top to bottom."""
    same = sorted(c for c in cells if abs(c[0] - middle[0]) <= near and abs(c[2] - middle[2]) <= near)
    same.sort(key=lambda c: c[1])
    place = same.index(middle)
    first = last = place
    while first and abs(same[first - 1][3] - same[first][1]) <= near:
        first -= 1
    while last + 1 < len(same) and abs(same[last + 1][1] - same[last][3]) <= near:
        last += 1
    return same[first : last + 1]


def _gone(cells: Sequence[Box], ink: Ink, lines: Sequence[InkLine], rules: Sequence[Rule]) -> list[Rule]:
    """Where a rule of the table is missing in some rows: their cells hold two texts, and it would pass between.

    The rule stands in the row above or below, or was put back there.
    """
    found: list[Rule] = []
    torn = [(gap, cell) for line in lines for gap in line.gaps if (cell := _around(cells, line)) is not None]
    for _ in range(_ROWS):
        known = len(found)
        for (left, right), cell in torn:
            at = next((r.at for r in (*rules, *found) if left < r.at < right and _touches(r, cell, ink.height)), None)
            if at is None or any(r.at == at and r.start == cell[1] for r in found):
                continue
            if _is_free(ink, cell, at):
                found.append(Rule(False, at, cell[1], cell[3]))
        if len(found) == known:
            break
    return found


def _is_free(ink: Ink, cell: Box, at: float) -> bool:
    """Whether no stroke in the whole cell stands where a rule would pass; a text of several lines has some there."""
    strokes, near = ink.within(cell), 0.2 * ink.height
    return not bool(((strokes[:, 0] < at + near) & (strokes[:, 2] > at - near)).any())


def _around(cells: Sequence[Box], line: InkLine) -> Box | None:
    """The cell that a line stands in."""
    x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    return next((cell for cell in cells if cell[0] < x < cell[2] and cell[1] < y < cell[3]), None)


def _touches(rule: Rule, cell: Box, height: float) -> bool:
    """Whether a rule reaches to the upper or the lower edge of a cell and does not run through it."""
    above = rule.start < cell[1] - height and abs(rule.end - cell[1]) <= height
    below = rule.end > cell[3] + height and abs(rule.start - cell[3]) <= height
    return above or below


def _letters(lines: Sequence[InkLine], seen: Sequence[Seen]) -> Iterator[_Character]:
    for line, reading in zip(lines, seen, strict=True):
        text, places = reading.read().text, reading.places()
        for character, place in zip(text, places, strict=False):
            x = line.frame[0] + place * (line.frame[2] - line.frame[0])
            yield _Character(character, x, (line.top + line.bottom) / 2)


def _cuts(inside: list[_Character], height: float) -> Iterator[tuple[float, float]]:
    """Between which x the labels in one cell are parted; nothing where it is one label, or none."""
    rest = inside
    while not is_word(_text(rest)):
        cut = next((pair for pair in _gaps(rest, height) if _parts(rest, pair, height)), None)
        if cut is None:
            return
        yield cut
        rest = [c for c in rest if c.x >= cut[1]]


def _gaps(inside: list[_Character], height: float) -> list[tuple[float, float]]:
    """Where characters stand farther apart than in one word."""
    return [(a, b) for a, b in pairwise(sorted({c.x for c in inside})) if b - a > _STEP * height]


def _parts(inside: list[_Character], cut: tuple[float, float], height: float) -> bool:
    """Whether a label stands before the cut and one or more behind it."""
    right = [c for c in inside if c.x >= cut[1]]
    if not _is_label([c for c in inside if c.x <= cut[0]]):
        return False
    return _is_label(right) or any(_parts(right, further, height) for further in _gaps(right, height))


def _is_label(inside: list[_Character]) -> bool:
    """Whether characters are the label of one column."""
    text = _text(inside)
    word = meaning(text)
    return len(text) >= 2 and (word.column or word.fund_column or word.fund_row or word.goal) is not None


def _text(inside: list[_Character]) -> str:
    """Characters read line by line."""
    return "".join(c.text for c in sorted(inside, key=lambda c: (c.y, c.x)))


def _column(cells: Sequence[Box], head: Box, near: float) -> float:
    """Where the column below a header cell ends: cells of the same width follow without a gap."""
    bottom = head[3]
    for cell in sorted(cells, key=lambda c: c[1]):
        if abs(cell[0] - head[0]) <= near and abs(cell[2] - head[2]) <= near and abs(cell[1] - bottom) <= near:
            bottom = cell[3]
    return bottom


def _best(ink: Ink, within: Box, narrowest: float) -> float | None:
    """The middle of the widest strip that the fewest strokes cross."""
    left, top, right, bottom = within
    strokes = ink.within((left - 4 * ink.height, top, right + 4 * ink.height, bottom))
    places = np.arange(int(left), int(right) + 1)
    crossing = ((strokes[:, 0:1] <= places) & (strokes[:, 2:3] >= places)).sum(axis=0)
    free = np.concatenate([[False], crossing == crossing.min(), [False]])
    edges = np.flatnonzero(np.diff(free.astype(np.int8))).reshape(-1, 2)
    first, last = max(edges.tolist(), key=lambda edge: edge[1] - edge[0])
    return float(places[first] + places[last - 1]) / 2 if last - first >= narrowest else None
