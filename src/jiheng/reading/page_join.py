"""Grids page by page → tables, put together over pages: what a PDF and a scan have in common."""

from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from jiheng.expression import expression
from jiheng.form import Origin
from jiheng.reading.labels.form_marks import first_label
from jiheng.reading.tables import open_rows
from jiheng.reading.tables.grid import Grid, grids
from jiheng.reading.tables.lines import spread
from jiheng.reading.tables.page import Box, Glyph, Page
from jiheng.reading.tables.table import Cell, Table
from jiheng.reading.textlayer import spaced_page

_ALIGNED = 8.0
"""Outer edges of two pieces of one table differ by less than this from page to page."""
_SAME_COLUMN = 5.0
_LINES = 2
"""Lines that a cell of a lone row may have; one with more is a column of rows that no rules part."""
_TITLE = expression(r"评\s*表|年\s*度")
"""Lines that open a form; with a form a page they run along from page to page like a header."""
_SECRECY = expression(r"[绝机秘涉]密|内部")
"""A mark that every form of a file may bear above its title, and that is no header of the pages then."""
_PAGE_NUMBER = expression(r"[-—–·\s第共页/|]*\d{1,4}[-—–·\s第共页/|\d]*$")


class _Piece(msgspec.Struct):
    """A part of a table on one page."""

    page: Page
    grid: Grid


class Stitcher:
    """Collects grids page by page; a table goes out when nothing more can belong to it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[_Piece] = []
        self.before: list[str] = []
        self.lines: list[str] = []
        self.running: set[str] = set()
        self.number = 0
        self.unruled: list[Page] = []
        """Pages without rules between columns, from one on that may hold a form."""

    def add(self, page: Page) -> Iterator[Table]:
        """Take in a page; yields tables that are complete."""
        is_open = open_rows.is_open(page.rules)
        upright = open_rows.upright(page.rules, page.glyphs) if is_open else []
        if upright and not open_rows.is_double(page.rules):
            page = msgspec.structs.replace(page, notes=[*page.notes, open_rows.PIECES])
        found, loose = grids([*page.rules, *upright], page.glyphs, page.marks)
        has_rows = any(map(_has_rows, found))
        is_ruled = has_rows and not (is_open and self.unruled) and (bool(upright) or not is_open)
        if (not is_ruled and self.unruled) or (is_open | (not has_rows) and spaced_page.may_belong(page, upright)):
            self.unruled.append(page)
            return
        yield from self._by_place()
        yield from self._put(page, found, loose, is_open and not is_ruled)

    def _put(self, page: Page, found: list[Grid], loose: list[Glyph], is_open: bool) -> Iterator[Table]:
        """Take in a page whose grids are known; yields tables that are complete."""
        if is_open:
            yield from self._complete()
            self.number += 1
            yield open_rows.table(page, self.name, self.number)
            return
        edges = [grid.top for grid in found]
        between: list[list[str]] = []
        for place in range(len(found) + 1):
            band = [g for g in loose if _stands_above(g, found, edges) == place]
            between.append(spread(band))
        spoken = {line for group in between for line in group}
        for place, grid in enumerate(found):
            if not (place == 0 and self._repeats(between[0], grid)):
                self.lines += self._prose(between[place])
            if place or not self._continues(grid):
                yield from self._complete()
            self.pieces.append(_Piece(page, grid))
        self.lines += self._prose(between[-1])
        self.running = spoken

    def finish(self) -> Iterator[Table]:
        """The last table, or the lines when there was none."""
        yield from self._by_place()
        yield from self._complete()
        if self.number == 0:
            yield Table(aligned=True, before=self.before)

    def _by_place(self) -> Iterator[Table]:
        """The forms of the pages without rules, what stood before them first; as other pages where there is none."""
        pages, self.unruled = self.unruled, []
        tables = list(spaced_page.tables(pages, self.name, self.number + 1))
        if not any(table.rows for table in tables):
            for page in pages:
                yield from self._put(page, [], page.glyphs, open_rows.is_open(page.rules))
            return
        yield from self._complete()
        said = (open_rows.NOTE, open_rows.PIECES)  # of columns told otherwise than they were here
        notes = dict.fromkeys(note for page in pages for note in page.notes if note not in said)
        for table in tables:
            self.number += 1
            for note in notes if table.rows else ():
                table.note(0, note)
            table.before = self.before + table.before
            self.before = []
            yield table

    def _prose(self, group: list[str]) -> list[str]:
        """Lines without page numbers and without what ran along on the page before (headers, footers)."""
        opens = any(map(_TITLE.search, group))
        return [
            line
            for line in group
            if _TITLE.search(line)
            or (opens and _SECRECY.search(line))
            or (line not in self.running and not _PAGE_NUMBER.match(line))
        ]

    def _repeats(self, group: list[str], grid: Grid) -> bool:
        """Whether the lines over a grid only repeat the title of the form that goes on in it."""
        if not group or not self._fits(grid) or not self.running.issuperset(group):
            return False
        return not any(first_label().search("".join(region.text.split())) for region in grid.regions)

    def _fits(self, grid: Grid) -> bool:
        if not self.pieces:
            return False
        last = self.pieces[-1].grid
        return abs(last.left - grid.left) < _ALIGNED and abs(last.right - grid.right) < _ALIGNED

    def _continues(self, grid: Grid) -> bool:
        return not self.lines and self._fits(grid)

    def _complete(self) -> Iterator[Table]:
        if self.pieces:
            self.number += 1
            table = _table(self.pieces, self.name, self.number)
            table.before, table.after = self.before, self.lines
            self.pieces = []
            yield table
        self.before, self.lines = self.lines, []


def _has_rows(grid: Grid) -> bool:
    """Whether rules part the rows of a grid, or it is one row: the first of a form, at the foot of a page."""
    if len({region.top for region in grid.regions}) > 1:
        return True
    return len(grid.regions) > 1 and all(len(region.text.splitlines()) <= _LINES for region in grid.regions)


def _stands_above(glyph: Glyph, found: list[Grid], edges: list[float]) -> int:
    """The number of the grid above which a glyph stands: of those side by side, the one in whose width it lies."""
    place = bisect_left(edges, glyph.middle[1])
    for number in range(place, len(found)):
        if number > place and found[number].left < found[number - 1].right:
            break
        if found[number].left <= glyph.middle[0] <= found[number].right:
            return number
    return place


def _table(pieces: list[_Piece], name: str, number: int) -> Table:
    """The pieces under one another, their columns brought to one count."""
    xs = _columns(pieces)
    table = Table(aligned=True)
    for piece in pieces:
        if table.rows:
            table.seams.append(len(table.rows))
        first = len(table.rows)
        for note in piece.page.notes:
            table.note(first, note)
        ys = sorted({region.top for region in piece.grid.regions})
        table.rows.extend([] for _ in ys)
        for region in sorted(piece.grid.regions, key=lambda r: (r.top, r.left)):
            row = first + bisect_left(ys, region.top)
            last = first + bisect_left(ys, region.bottom)
            left, right = _column(xs, region.left), _column(xs, region.right)
            page, box = piece.page.printed((region.left, region.top, region.right, region.bottom))
            origin = Origin(name, page=page, table=number, row=row + 1, column=left + 1, box=_rounded(box))
            text, doubt = region.read()
            table.rows[row].append(Cell(text, row, left, max(1, last - row), max(1, right - left), origin, doubt))
    for seam in table.seams:
        _take_up(table.rows, seam, table.seams)
    return table


def _take_up(rows: list[list[Cell]], seam: int, seams: list[int]) -> None:
    """Labels that a page prints of cells which begin on the page before: there they stand empty, left of the row.

    A merged label is printed once, in the middle of its cell, which may be on the second page.
    """
    below = rows[seam]
    open_above = {c.column: (row, c) for row in rows[:seam] for c in row if c.row + c.rows == seam}
    for cell in list(below):
        row, above = open_above.get(cell.column, (None, None))
        if row is None or above is None or above.columns != cell.columns or above.text or not cell.text:
            return
        if above is not row[0] or _stands_below_empty(rows, seams, above):
            return
        joined = msgspec.structs.replace(cell, row=above.row, rows=above.rows + cell.rows)
        row[0] = joined
        below.remove(cell)


def _stands_below_empty(rows: list[list[Cell]], seams: list[int], cell: Cell) -> bool:
    """Whether a cell stands below an empty one of its page: the column is empty there, and no merged label begins."""
    if cell.row in seams:
        return False
    over = (c for row in rows[: cell.row] for c in row if c.column == cell.column and c.row + c.rows == cell.row)
    return any(not above.text for above in over)


def _columns(pieces: list[_Piece]) -> list[float]:
    found: list[float] = []
    for x in sorted({edge for p in pieces for r in p.grid.regions for edge in (r.left, r.right)}):
        if not found or x - found[-1] > _SAME_COLUMN:
            found.append(x)
    return found


def _column(xs: list[float], x: float) -> int:
    place = bisect_left(xs, x)
    if place == len(xs) or (place and x - xs[place - 1] <= xs[place] - x):
        place -= 1
    return place


def _rounded(box: Box) -> Box:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
