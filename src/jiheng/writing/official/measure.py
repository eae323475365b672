"""How much room a text takes in a cell: line counts and row heights before any program has drawn them."""

import math
import re
import unicodedata
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
_BREAKS_AFTER = re.compile(r"(?<=[-~/\\,;:_@&=?.+|])")
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


def breakable(text: str, available: float) -> str:
    """The text with invisible break opportunities in runs of Latin characters that are wider than the cell."""

    def parted(match: re.Match[str]) -> str:
        run = match[0]
        if width(run) <= available:
            return run
        parts = _BREAKS_AFTER.split(run)
        return _ZERO_WIDTH_SPACE.join(
            part if width(part) <= available else _ZERO_WIDTH_SPACE.join(part) for part in parts
        )

    return _BESIDE_QUOTES.sub(_ZERO_WIDTH_SPACE, _LATIN_RUN.sub(parted, text))
