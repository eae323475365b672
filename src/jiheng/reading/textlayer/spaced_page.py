"""Pages whose tables have no rules between their columns → the forms on them, columns told by where the text stands."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from jiheng.form import Origin
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.lines import read
from jiheng.reading.tables.page import CLOSING, OPENING, Glyph, Page, Rule
from jiheng.reading.tables.table import Table
from jiheng.reading.textlayer import spaced
from jiheng.reading.textlayer.regions import is_mark, regions
from jiheng.reading.textlayer.spaced_lines import Piece, header, is_folio

NOTE = "表没有竖线或没有框线，按文字对齐的位置分的栏、按行距分的行，可能错位，请对照原件"
_APART = 0.35
"""Texts of a line stand apart by more than this share of the width of a Chinese character."""
_APART_STOP = 0.12
"""The same behind or before a full-width stop or bracket, whose empty half is counted in."""
_SAME_LINE = 0.45
"""Middles of one line lie within this share of it; cells centred in their row have lines half a line apart."""
_LOWER = 0.1
"""By so much the middle of a comma lies below that of a figure on the same line."""
_PITCH = 1.25
"""Lines of a text follow one another by this many characters."""
_UNIT = 0.5
"""Width of a place of a line: that of a Latin letter."""


def may_belong(page: Page, upright: Sequence[Rule]) -> bool:
    """Whether a form begins on a page, or the header of its indicators stands there and rules do not part it."""
    size, rows = _rows(page)
    found = header([pieces for _, pieces in rows], "column")
    if found is None:
        return not upright and any(is_mark(piece.text) for _, pieces in rows for piece in pieces[:1])
    top = rows[found.first][0] * size * _PITCH
    places = [rule.at / size / _UNIT for rule in upright if rule.start < top < rule.end]
    return not all(any(a.end < x + 1 and x - 1 < b.start for x in places) for a, b in pairwise(found.labels))


def tables(pages: Sequence[Page], name: str, number: int) -> Iterator[Table]:
    """The forms of pages that follow one another; `number` is that of the first table.

    What stands outside a form is in `before` of a table without rows.
    """
    rows: list[list[Piece]] = []
    where: list[int] = []
    line = 0.0
    for page in pages:
        _, found = _rows(page)
        for at, pieces in found:
            below = line + at - found[0][0]  # what a page break parts follows line upon line
            rows.append([replace(piece, number=len(rows), line=below) for piece in pieces])
            where.append(page.number)
        line = line + 1 + (found[-1][0] - found[0][0] if found else 0)
    texts = [(n, " ".join(piece.text for piece in row)) for n, row in enumerate(rows)]
    for region in regions(texts):
        own = [rows[n] for n, _ in region]
        table = spaced.of_pieces(own, NOTE, partial(_origin, name, where, number))
        if table is not None:
            yield table
        elif region:
            yield Table(aligned=True, before=["".join(piece.text for piece in row) for row in own])
        number += 1


def _origin(name: str, where: Sequence[int], table: int, line: int) -> Origin:
    return Origin(name, page=where[line], table=table)


def _rows(page: Page) -> tuple[float, list[tuple[float, list[Piece]]]]:
    """The size of a page's characters, and its lines with their pieces, each with how many lines below the top it
    stands; without the page's number."""
    glyphs = [glyph for glyph in page.glyphs if not glyph.turn]
    wide = [g.right - g.left for g in glyphs if not g.text.isascii()]
    size = median(wide) if wide else median([g.bottom - g.top for g in glyphs] or [1.0])
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        if lines and _is_level(glyph, lines[-1], size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    while lines and _is_folio(lines, size):
        lines.pop()
    return size, [(line[0].middle[1] / size / _PITCH, list(_pieces(line, size))) for line in lines]


def _is_folio(lines: Sequence[Sequence[Glyph]], size: float) -> bool:
    """Whether the last line is the number of its page, which stands apart: a digit right below a line ends a figure."""
    if len(lines) > 1 and lines[-1][0].middle[1] - lines[-2][0].middle[1] < _PITCH * size:
        return False
    return is_folio("".join(g.text for g in sorted(lines[-1], key=lambda g: g.left)))


def _is_level(glyph: Glyph, line: Sequence[Glyph], size: float) -> bool:
    """Whether a glyph stands on a line; a comma's box reaches lower than those of the figures around it."""
    middle = glyph.middle[1]
    return middle - line[0].middle[1] < _SAME_LINE * size or middle - line[-1].middle[1] < _LOWER * size


def _pieces(line: Sequence[Glyph], size: float) -> Iterator[Piece]:
    """The texts of a line that stand apart."""
    cell: list[Glyph] = []
    end, is_stop = 0.0, False
    for glyph in sorted(line, key=lambda g: g.left):
        begins = glyph.text in OPENING
        left = glyph.right - size if begins else glyph.left
        if cell and left - end > (_APART_STOP if begins or is_stop else _APART) * size:
            yield from _piece(cell, size)
            cell = []
        cell.append(glyph)
        is_stop = glyph.text in CLOSING
        end = glyph.left + size if is_stop else glyph.right
    yield from _piece(cell, size)


def _piece(cell: Sequence[Glyph], size: float) -> Iterator[Piece]:
    text = printed("".join(read(cell)[0]))
    if text:
        unit = size * _UNIT
        yield Piece(text, 0, 0.0, cell[0].left / unit, cell[-1].right / unit)
