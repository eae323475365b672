"""How much room a text takes in a cell: line counts and row heights before any program has drawn them."""

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from jiheng.writing.official.paper import Paper, PaperCell

FONT_SIZE = 9.0
"""Points; 小五, the size in which offices print these forms."""
LINE = 12.5
"""Height of a line of the body in points."""
POINTS_PER_MM = 72 / 25.4
PADDING = 2.5
"""Points between a cell's border and its text, on each side."""
LOWEST_ROW = 19.0
TALLEST_WHOLE_ROW = 420.0
"""A row up to this height (somewhat over half a page) is kept whole; a taller one may run over pages."""
_EMS = dict.fromkeys("MWmw%@&", 0.98) | dict.fromkeys("ABCDEFGHIJKLNOPQRSTUVXYZ", 0.78)
"""Widths of wide Latin characters in ems, at most; a Chinese character takes one em."""
_NARROW = 0.58
_LATIN_RUN = re.compile(r"[“‘（《【「〔]*[!-~\u00a1-\u024f]{2,}[”’）》】」〕，。；：、！？]*")
"""A run of Latin characters with the brackets and stops that no line may begin or end with."""
_BESIDE_QUOTES = re.compile(r"(?<=[”’])(?=[^”’）》】」〕，。；：、！？])|(?<=[^“‘（《【「〔])(?=[“‘])")
"""Chinese quotation marks share their code with Western ones, between which and a word no line breaks."""
_BREAKS_AFTER = frozenset("-~/\\,;:_@&=?.+|")
_FIGURE = re.compile(r"(?:[≥≤><=±]|(?<![A-Za-z0-9.)])[+-])?\d(?:[\d,]*\d)?(?:\.\d+)*[%‰％]?")
_LONGEST_FIGURE = 24
"""Characters; a longer run of digits is a code, which may go on on the next line."""
_SMALLEST_TYPE = 4.0
_ZERO_WIDTH_SPACE = "\u200b"


def width(text: str) -> float:
    """The width of a text in points, on one line."""
    return FONT_SIZE * sum(map(_ems, text))


@cache
def _ems(character: str) -> float:
    wide = unicodedata.east_asian_width(character) in "WFA"
    return 1.0 if wide else _EMS.get(character, _NARROW)


def room(paper: Paper, column: int, columns: int) -> float:
    """The width in points that a cell over these columns has for its text."""
    return sum(paper.layout.widths[column : column + columns]) * POINTS_PER_MM - 2 * PADDING


def line_count(text: str, available: float) -> int:
    """Lines that a text fills; a Chinese character is never cut in two, so a line holds whole ones."""
    line = max(FONT_SIZE, available // FONT_SIZE * FONT_SIZE)
    return sum(max(1, math.ceil(width(part) / line)) for part in text.split("\n"))


def text_height(paper: Paper, cell: PaperCell) -> float:
    """The height of a cell's text with the room above and below it, in points."""
    return LINE * line_count(cell.text, room(paper, cell.column, cell.columns)) + 2 * PADDING


def row_heights(paper: Paper) -> list[float]:
    """A height for each row in points in which all its text is seen; merged cells share theirs over their rows."""
    heights = [LOWEST_ROW] * paper.height
    for cell in sorted(paper.cells, key=lambda cell: cell.rows):
        lacking = text_height(paper, cell) - sum(heights[cell.row : cell.row + cell.rows])
        for row in range(cell.row, cell.row + cell.rows):
            heights[row] += max(0.0, lacking) / cell.rows
    return heights


def type_size(text: str, available: float) -> float:
    """The size of type in points, in halves, at which no figure of a text is wider than its cell."""
    figures = (found[0] for found in _FIGURE.finditer(text))
    widest = max((width(figure) for figure in figures if len(figure) <= _LONGEST_FIGURE), default=0.0)
    if widest <= available:
        return FONT_SIZE
    return max(_SMALLEST_TYPE, math.floor(2 * FONT_SIZE * available / widest) / 2)


def breakable(text: str, available: float) -> str:
    """The text with invisible break opportunities in runs of Latin characters that are wider than the cell.

    None stands within a figure: whoever copies or searches the text finds it whole.
    """

    def parted(match: re.Match[str]) -> str:
        run = match[0]
        if width(run) <= available:
            return run
        parts: list[list[str]] = [[]]
        for atom in _atoms(run):
            parts[-1].append(atom)
            if atom in _BREAKS_AFTER:
                parts.append([])
        return _ZERO_WIDTH_SPACE.join(
            "".join(part) if width("".join(part)) <= available else _ZERO_WIDTH_SPACE.join(part)
            for part in parts
            if part
        )

    return _BESIDE_QUOTES.sub(_ZERO_WIDTH_SPACE, _LATIN_RUN.sub(parted, text))


def _atoms(text: str) -> Iterator[str]:
    """What may not be parted: a figure, or else a character."""
    place = 0
    for found in _FIGURE.finditer(text):
        yield from text[place : found.start()]
        yield from [found[0]] if len(found[0]) <= _LONGEST_FIGURE else found[0]
        place = found.end()
    yield from text[place:]
