"""Text whose table is drawn with characters (┌─┬─┐ or +---+) → one line a row, its cells parted by tabs.

A cell may be broken over several lines, one that is merged leaves out the bars within it: where a bar stands tells the
column. Sources: the grid tables of Pandoc's Markdown and of reStructuredText; what printing to text draws.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from jiheng.expression import expression

Line = tuple[int, str]
"""The number of a line of the file (from 1) and its text."""

_RULE = expression(r"[+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╞╪╡╟╫╢][-=─━═+:┬┼┴┳╋┻╦╬╩╤╧╪╥╨╫]{2}")
_BARS = frozenset("|│┃║")
_EDGES = _BARS | frozenset("+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛╞╪╡╟╫╢")
_STROKES = frozenset("-=─━═:")
_MOST_LINES = 3000
"""Lines of one drawn table that are put together."""
_CLOSE = 1
"""Bars no further apart than this are one: a full-width character may be narrower than two others."""


def undrawn(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines as they come, those of drawn tables put together to rows."""
    drawn: list[Line] = []
    for line in lines:
        text = line[1].lstrip()
        is_drawn = text[:1] in _EDGES and (bool(drawn) or _RULE.match(text) is not None)
        if drawn and (not is_drawn or len(drawn) >= _MOST_LINES):
            yield from _rows(drawn)
            drawn = []
        if is_drawn:
            drawn.append(line)
        else:
            yield line
    yield from _rows(drawn)


def _rows(drawn: list[Line]) -> Iterator[Line]:
    ruled = [_RULE.search(text) is not None for _, text in drawn]
    if sum(ruled) < 2:
        yield from drawn
        return
    texts = [text for (_, text), is_rule in zip(drawn, ruled, strict=True) if not is_rule]
    wide, bars = min(((wide, _columns(texts, wide)) for wide in (1, 2)), key=lambda found: len(found[1]))
    row: dict[int, str] = {}
    number = 0
    for (line, text), is_rule in zip(drawn, ruled, strict=True):
        for column, piece in _cells(text, bars, wide, _EDGES if is_rule else _BARS):
            row[column] = row.get(column, "") + piece
            number = number or line
        if is_rule and row:
            yield number, _tabbed(row, len(bars) - 1)
            row, number = {}, 0
    if row:
        yield number, _tabbed(row, len(bars) - 1)


def _tabbed(row: dict[int, str], width: int) -> str:
    return "\t".join(row.get(column, "") for column in range(max(width, max(row) + 1)))


def _columns(texts: Iterable[str], wide: int) -> list[int]:
    """Where the bars stand that part the columns, in half-width characters from the left."""
    places = sorted({place for text in texts for place, char in _placed(text, wide) if char in _BARS})
    return [place for before, place in zip([-9, *places], places, strict=False) if place - before > _CLOSE]


def _cells(text: str, bars: list[int], wide: int, edges: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Column and text of each piece between bars that has a text; the strokes of a rule are none."""
    start, piece = 0, ""
    for place, char in [*_placed(text, wide), (1 << 30, "|")]:
        if char in edges:
            if not set(piece) <= _STROKES | {" "}:
                yield max(0, bisect_left(bars, start - _CLOSE)), piece.strip()
            start, piece = place, ""
        else:
            piece += char


def _placed(text: str, wide: int) -> Iterator[tuple[int, str]]:
    """Each character and where it stands: Chinese ones take the room of two, drawn ones and signs so much."""
    place = 0
    for char in text:
        yield place, char
        kind = unicodedata.east_asian_width(char)
        place += 2 if kind in "WF" else wide if kind == "A" else 1
