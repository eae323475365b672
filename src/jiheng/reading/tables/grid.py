"""Rules and glyphs of a page → tables of cells: what a PDF page and a scanned page have in common.

Coordinates are points from the top left of the page as it is shown.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import inf

import msgspec

from jiheng.reading.tables import overflow
from jiheng.reading.tables.lines import read
from jiheng.reading.tables.page import GAP, Box, Mark
from jiheng.reading.tables.page import Glyph as Glyph
from jiheng.reading.tables.page import Rule as Rule

Interval = tuple[float, float]


class Region(msgspec.Struct):
    """A cell of a grid: its box and the glyphs in it."""

    left: float
    top: float
    right: float
    bottom: float
    glyphs: list[Glyph] = msgspec.field(default_factory=list)
    words: list[str] = msgspec.field(default_factory=list)
    """Why its text is not certain."""

    @property
    def text(self) -> str:
        """The lines of the cell, in reading order."""
        return self.read()[0]

    def read(self) -> tuple[str, str | None]:
        """The lines of the cell in reading order, and why they are not certain."""
        text, marks = read(self.glyphs)
        doubts = dict.fromkeys([*self.words, *marks]) if self.words or marks else ()
        return "\n".join(text), "；".join(doubts) or None


class Grid(msgspec.Struct):
    """One table of a page: its box and its cells, in reading order."""

    left: float
    top: float
    right: float
    bottom: float
    regions: list[Region]


MERGE = 4.0
"""Rules closer than this are one rule: double borders of browsers, the two edges of a thick line."""
OVER = 0.25
"""A glyph that stands out of its row by this share of its height runs over the rule."""
_SMALLEST = 12.0
"""A box smaller than this is no table."""


def grids(rules: Iterable[Rule], glyphs: Sequence[Glyph], marks: Iterable[Mark] = ()) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page from top to bottom, and the glyphs that stand outside every table.

    `marks` become words of the cells in which they stand.
    """
    found = [
        _grid(_lines(r for r in part if r.horizontal), _lines(r for r in part if not r.horizontal))
        for part in _tables(list(rules))
    ]
    tables = [grid for grid in found if grid is not None]
    tables.sort(key=lambda grid: (grid.top, grid.left))
    loose = _dealt_out(tables, glyphs)
    for mark in marks:
        region = _cell(tables, mark.x, mark.y)
        if region is not None:
            region.words.append(mark.word)
    return [Grid(g.left, g.top, g.right, g.bottom, g.regions) for g in tables], loose


def _dealt_out(tables: Sequence["_Drawn"], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Every glyph into the cell where its middle lies; returns those outside every table.

    Text that does not fit its row runs over the rules: of such a piece all goes where the middle of the piece lies.
    """
    loose: list[Glyph] = []
    crossing: dict[int, tuple[float, float]] = {}
    left = top = right = bottom = 0.0  # the elementary box in which the last glyph stood: most are in that of the next
    region: Region | None = None
    for place, glyph in enumerate(glyphs):
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        if not (left <= x < right and top <= y < bottom):
            region = None
            for grid in tables:
                if grid.left <= x <= grid.right and grid.top <= y <= grid.bottom:
                    region, (left, top, right, bottom) = grid.placed(x, y)
                    break
        if region is None:
            left = right
            loose.append(glyph)
            continue
        region.glyphs.append(glyph)
        over = OVER * (glyph.bottom - glyph.top)
        if glyph.top < region.top - over or glyph.bottom > region.bottom + over:
            crossing[place] = (region.left, region.right)
    for piece in overflow.pieces(crossing, glyphs):
        _keep_together(tables, [glyphs[place] for place in piece])
    return loose


def _cell(tables: Sequence["_Drawn"], x: float, y: float) -> Region | None:
    """The cell at a place; None outside every table."""
    for grid in tables:
        if grid.left <= x <= grid.right and grid.top <= y <= grid.bottom:
            return grid.at(x, y)
    return None


def _keep_together(tables: Sequence["_Drawn"], piece: list[Glyph]) -> None:
    """A piece of text that runs over the rules into the one cell where its middle lies."""
    x = (min(g.left for g in piece) + max(g.right for g in piece)) / 2
    home = _cell(tables, x, (min(g.top for g in piece) + max(g.bottom for g in piece)) / 2)
    if home is None:
        return
    moved = False
    for glyph in piece:
        region = _cell(tables, *glyph.middle)
        if region is not None and region is not home:
            region.glyphs = [other for other in region.glyphs if other is not glyph]
            home.glyphs.append(glyph)
            moved = True
    if moved:
        home.words.append(overflow.WORD)


class _Line(msgspec.Struct):
    """All rules at one coordinate, joined: where the line is drawn."""

    at: float
    spans: list[Interval]
    """In order, none of them touching the next."""

    def covers(self, place: float) -> bool:
        at = bisect_right(self.spans, (place, inf))
        return at > 0 and place <= self.spans[at - 1][1]


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
    extent = [((r.at, r.at) if r.horizontal == across else (r.start, r.end), n) for n, r in enumerate(rules)]
    for (start, stop), number in sorted(extent):
        if not bands or start > end + GAP:
            bands.append([])
            end = stop
        bands[-1].append(rules[number])
        end = max(end, stop)
    return bands


class _Drawn(Grid):
    """A grid while glyphs are dealt out: the elementary rows and columns, and the region of each."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]]

    def at(self, x: float, y: float) -> Region:
        """The cell at a place, or the nearest one."""
        return self.placed(x, y)[0]

    def placed(self, x: float, y: float) -> tuple[Region, Box]:
        """The cell at a place, or the nearest one, and the elementary box there."""
        xs, ys = self.xs, self.ys
        column = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
        row = min(max(bisect_right(ys, y) - 1, 0), len(ys) - 2)
        return self.regions[self.owner[row][column]], (xs[column], ys[row], xs[column + 1], ys[row + 1])


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
