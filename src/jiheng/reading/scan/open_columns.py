"""A table with rules across the page only → the columns, by what stays blank from row to row (needs jiheng[ocr])."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jiheng.reading.scan.lines import Ink, blanks
from jiheng.reading.tables.grid import Rule

_STRIP, _LEAST = 0.95, 0.3
"""Two cells of a row stand apart by so many heights of a character, farther than a comma parts; in other rows less."""
_SAME = 0.3
"""Rules that lie at one height within so many heights of a character."""
_ROWS = 0.75
"""Rows without a rule between them stand apart by so many heights of a character."""
_LINE = 1.5
"""A row of one line is at most so many heights of a character high."""
_FEWEST, _MOST = 2, 200
"""With fewer blank strips there are no columns; no page has more rows or columns."""


@dataclass(slots=True)
class _Strip:
    """Blank space between two x from the row `first` to the row `last`."""

    left: float
    right: float
    first: int
    last: int


def find(rules: Sequence[Rule], ink: Ink) -> list[Rule]:
    """The rules that a table with level rules only would have besides, in pixels; none where columns cannot be told."""
    levels = _levels(rules, ink)
    if not _FEWEST <= len(levels) <= _MOST:
        return []
    left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    rows = [_spans(ink, left, top, right, bottom) for top, bottom in pairwise(levels)]
    strips = _strips(rows, ink.height)
    if not _FEWEST <= len(strips) < _MOST:
        return []
    ends = sorted({end for rule in rules for end in (rule.start, rule.end)})
    found = [Rule(False, _place(s, ends), levels[s.first], levels[s.last + 1]) for s in strips]
    found += [Rule(False, edge, levels[0], levels[-1]) for edge in (left, right)]
    drawn = [rule.at for rule in rules]
    between = (level for level in levels if min(abs(level - at) for at in drawn) > _SAME * ink.height)
    return [*found, *(Rule(True, level, left, right) for level in between)]


def _place(strip: _Strip, ends: Sequence[float]) -> float:
    """Where the rule goes: where pieces of level rules end in the strip, else in its middle."""
    middle = (strip.left + strip.right) / 2
    within = [end for end in ends if strip.left <= end <= strip.right]
    return min(within, key=lambda end: abs(end - middle), default=middle)


def _levels(rules: Sequence[Rule], ink: Ink) -> list[float]:
    """The heights of the level rules, and of the blank space between rows of one line that no rule parts.

    None where rows that no rule parts have cells of several lines: such rows cannot be told.
    """
    levels: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not levels or at - levels[-1] > _SAME * ink.height:
            levels.append(at)
    between: list[float] = []
    for top, bottom in pairwise(levels):
        boxes = ink.within((0.0, top, float("inf"), bottom))
        spaces = blanks(boxes[:, [1, 0, 3, 2]], _ROWS * ink.height) if len(boxes) else ()
        if spaces:
            edges = [float(boxes[:, 1].min()), *(y for space in spaces for y in space), float(boxes[:, 3].max())]
            if any(edges[n + 1] - edges[n] > _LINE * ink.height for n in range(0, len(edges), 2)):
                return []
            between += [(above + below) / 2 for above, below in spaces]
    return sorted([*levels, *between])


def _spans(ink: Ink, left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    """The blank spaces of a row from left to right, those beside its texts among them."""
    boxes = ink.within((left, top, right, bottom))
    if not len(boxes):
        return [(left, right)]
    inner = [(float(a), float(b)) for a, b in blanks(boxes, _LEAST * ink.height)]
    return [(left, float(boxes[:, 0].min())), *inner, (float(boxes[:, 2].max()), right)]


def _strips(rows: Sequence[Sequence[tuple[float, float]]], height: float) -> list[_Strip]:
    """The blank spaces between two texts of a row, each as far up and down as it stays blank."""
    found: list[_Strip] = []
    for number, spans in enumerate(rows):
        for left, right in spans[1:-1] if len(found) < _MOST else ():
            if right - left >= _STRIP * height and not any(_holds(s, number, left, right) for s in found):
                strip = _Strip(left, right, number, number)
                for place in range(number - 1, -1, -1):
                    if not _goes_on(strip, rows[place], _LEAST * height):
                        break
                    strip.first = place
                for place in range(number + 1, len(rows)):
                    if not _goes_on(strip, rows[place], _LEAST * height):
                        break
                    strip.last = place
                found.append(strip)
    return found


def _holds(strip: _Strip, row: int, left: float, right: float) -> bool:
    """Whether a strip runs through a blank space of a row."""
    return strip.first <= row <= strip.last and left <= (strip.left + strip.right) / 2 <= right


def _goes_on(strip: _Strip, spans: Sequence[tuple[float, float]], least: float) -> bool:
    """Whether a row is blank somewhere in a strip, which then is as narrow as that."""
    shared = [(max(left, strip.left), min(right, strip.right)) for left, right in spans]
    left, right = max(shared, key=lambda span: span[1] - span[0])
    if right - left < least:
        return False
    strip.left, strip.right = left, right
    return True
