"""Rules and glyphs of a page → tables of cells: what a PDF page and a scanned page have in common.

Coordinates are points from the top left of the page as it is shown.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character or word: its text, its box and its base line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: horizontal at y = `at` from x = `start` to `end`, or vertical at x = `at`."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Region:
    """A cell of a grid: its box and the glyphs in it."""

    left: float
    top: float
    right: float
    bottom: float
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines of the cell, in reading order."""
        return "\n".join(lines(self.glyphs))


@dataclass(slots=True)
class Grid:
    """One table of a page: its box and its cells, in reading order."""

    left: float
    top: float
    right: float
    bottom: float
    regions: list[Region]


MERGE = 4.0
"""Rules closer than this are one rule: double borders of browsers, the two edges of a thick line."""
GAP = 4.5
"""A rule broken by less than this is unbroken."""
_SMALLEST = 12.0
"""A box smaller than this is no table."""


def grids(rules: Iterable[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page from top to bottom, and the glyphs that stand outside every table."""
    found = [
        _grid(_lines(r for r in part if r.horizontal), _lines(r for r in part if not r.horizontal))
        for part in _tables(list(rules))
    ]
    tables = [grid for grid in found if grid is not None]
    tables.sort(key=lambda grid: (grid.top, grid.left))
    loose = []
    for glyph in glyphs:
        x, y = glyph.middle
        for grid in tables:
            if grid.left <= x <= grid.right and grid.top <= y <= grid.bottom:
                region = grid.at(x, y)
                if region is not None:
                    region.glyphs.append(glyph)
                break
        else:
            loose.append(glyph)
    return [Grid(g.left, g.top, g.right, g.bottom, g.regions) for g in tables], loose


def lines(glyphs: Sequence[Glyph]) -> list[str]:
    """The glyphs joined to lines of text from top to bottom, each line from left to right.

    A glyph stands on a line when its middle lies within the height of the tallest glyph there, or the other way
    round: a quotation mark and a full stop may have boxes as small as their ink, at the top and at the foot.
    """
    rows: list[list[Glyph]] = []
    tallest: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        if tallest and glyph.middle[1] - tallest.middle[1] < 0.55 * max(_height(glyph), _height(tallest)):
            rows[-1].append(glyph)
            tallest = max(tallest, glyph, key=_height)
        else:
            rows.append([glyph])
            tallest = glyph
    return ["".join(g.text for g in sorted(row, key=lambda g: g.left)) for row in rows]


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


@dataclass(slots=True)
class _Line:
    """All rules at one coordinate, joined: where the line is drawn."""

    at: float
    spans: list[Interval]

    def covers(self, place: float) -> bool:
        return any(start <= place <= end for start, end in self.spans)


def _lines(rules: Iterable[Rule]) -> list[_Line]:
    """Rules at (nearly) one coordinate joined to one line, pieces with small gaps joined."""
    found: list[_Line] = []
    group: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if group and rule.at - group[0].at > MERGE:
            found.append(_joined(group))
            group = []
        group.append(rule)
    return [*found, _joined(group)] if group else found


def _joined(group: list[Rule]) -> _Line:
    spans: list[Interval] = []
    for start, end in sorted((r.start, r.end) for r in group):
        if spans and start <= spans[-1][1] + GAP:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    at = sum(r.at for r in group) / len(group)
    return _Line(at, spans)


def _tables(rules: list[Rule]) -> Iterator[list[Rule]]:
    """Rules parted where empty space runs across the page, then down it: each part is a table."""
    parts = [(rules, True, 0)]
    while parts:
        group, across, uncut = parts.pop()
        bands = _bands(group, across)
        if len(bands) == 1 and uncut:
            yield group
            continue
        parts.extend((band, not across, 1 if len(bands) == 1 else 0) for band in bands)


def _bands(rules: list[Rule], across: bool) -> list[list[Rule]]:
    bands: list[list[Rule]] = []
    end = 0.0
    extent = [((r.at, r.at) if r.horizontal == across else (r.start, r.end), r) for r in rules]
    for (start, stop), rule in sorted(extent, key=lambda item: item[0]):
        if not bands or start > end + GAP:
            bands.append([])
            end = stop
        bands[-1].append(rule)
        end = max(end, stop)
    return bands


@dataclass(slots=True)
class _Drawn(Grid):
    """A grid while glyphs are dealt out: the elementary rows and columns, and the region of each."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]]

    def at(self, x: float, y: float) -> Region | None:
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self.regions[self.owner[row][column]]


def _grid(rows: list[_Line], columns: list[_Line]) -> _Drawn | None:
    """Cells from the lines of one table; an edge that is not drawn (a page break) is put where the others end."""
    if not rows or not columns:
        return None
    top = min(span[0] for line in columns for span in line.spans)
    bottom = max(span[1] for line in columns for span in line.spans)
    left = min(span[0] for line in rows for span in line.spans)
    right = max(span[1] for line in rows for span in line.spans)
    if right - left < _SMALLEST or bottom - top < _SMALLEST:
        return None
    ys = _with_edges([line.at for line in rows], top, bottom)
    xs = _with_edges([line.at for line in columns], left, right)
    if len(ys) < 2 or len(xs) < 2:
        return None
    by_x = {line.at: line for line in columns}
    by_y = {line.at: line for line in rows}
    owner = _merged(xs, ys, by_x, by_y)
    regions: dict[int, Region] = {}
    for r, row in enumerate(owner):
        for c, number in enumerate(row):
            box = regions.setdefault(number, Region(xs[c], ys[r], xs[c + 1], ys[r + 1]))
            box.right, box.bottom = max(box.right, xs[c + 1]), max(box.bottom, ys[r + 1])
            box.left, box.top = min(box.left, xs[c]), min(box.top, ys[r])
    order = {number: place for place, number in enumerate(regions)}
    return _Drawn(
        xs[0], ys[0], xs[-1], ys[-1], list(regions.values()), xs, ys, [[order[n] for n in row] for row in owner]
    )


def _with_edges(places: list[float], first: float, last: float) -> list[float]:
    if not places or places[0] - first > 2 * MERGE:
        places = [first, *places]
    if last - places[-1] > 2 * MERGE:
        places = [*places, last]
    return places


def _merged(xs: list[float], ys: list[float], by_x: dict[float, _Line], by_y: dict[float, _Line]) -> list[list[int]]:
    """The number of the cell that each elementary box belongs to: boxes with no rule between them are one cell."""
    wide, high = len(xs) - 1, len(ys) - 1
    parent = list(range(wide * high))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(high):
        y = (ys[r] + ys[r + 1]) / 2
        for c in range(wide):
            x = (xs[c] + xs[c + 1]) / 2
            i = r * wide + c
            if c + 1 < wide and not by_x[xs[c + 1]].covers(y):
                parent[root(i + 1)] = root(i)
            if r + 1 < high and not by_y[ys[r + 1]].covers(x):
                parent[root(i + wide)] = root(i)
    return [[root(r * wide + c) for c in range(wide)] for r in range(high)]
