"""A row of cells → what the blocks of a form ask about it: its texts, what they mean, and the signs they give."""

import msgspec

from jiheng.expression import expression
from jiheng.places.sources import on_change
from jiheng.quantity.words import is_dash
from jiheng.reading.form import form_kind
from jiheng.reading.labels.labels import LONGEST, NOTHING, Meaning, Sign, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell


class Item(msgspec.Struct, frozen=True, gc=False):
    """A cell that is not empty, its text as printed, and what it means as a label."""

    text: str
    column: int
    columns: int
    cell: Cell
    means: Meaning
    above: str = ""
    """The label over this one in a header of several tiers."""

    @property
    def end(self) -> int:
        """The first column to the right of the cell."""
        return self.column + self.columns


class TableRow(msgspec.Struct):
    """A row on its way through the blocks of a form: its cells that are not empty, and all of them."""

    items: list[Item]
    cells: list[Cell]
    aligned: bool
    """Whether columns are trustworthy."""
    signs: int = Sign.ANY
    """The signs of its texts added up, so that a block looks only at rows that may concern it."""
    characters: int = 0
    blank: list[Cell] = []
    """The cells without any text."""
    silent: list[str] = []
    """What the reader says of its cells that come without any text: struck out as a whole, a picture."""
    seam: bool = False
    """Whether a page has begun since the last row below a header."""

    @property
    def wide(self) -> int:
        """How many cells the row has, the empty ones counted."""
        return len(self.cells)


def table_row(cells: list[Cell], aligned: bool) -> TableRow:
    """The row with what its texts mean."""
    found: list[Item] = []
    blank: list[Cell] = []
    silent: list[str] = []
    signs = characters = 0
    for cell in cells:
        raw = cell.text
        if raw:
            text, means, told = _known.get(raw) or understood(raw)
            if text:
                found.append(Item(text, cell.column, cell.columns, cell, means, ""))
                signs |= told
                characters += len(text)
                continue
        blank.append(cell)
        if cell.doubt is not None and not raw.strip():
            silent.append(cell.doubt)
    return TableRow(found, cells, aligned, signs, characters, blank, silent)


def items(row: list[Cell]) -> list[Item]:
    """The cells of a row that are not empty."""
    return table_row(row, True).items


_SHORT = 40
"""Texts of so many characters (labels, figures) come back form after form and are kept."""
_known: dict[str, tuple[str, Meaning, int]] = {}
"""Short texts with what they tell; begun anew when full. A dict asked in place: every cell of every form asks it, and
an lru_cache, which puts what it finds first each time, took twice as long."""
_MOST_KNOWN = 8192
_DIGIT = expression(r"\d")


def understood(raw: str) -> tuple[str, Meaning, int]:
    """A cell's text as printed, what it means as a label, its signs."""
    if len(raw) > _SHORT:
        return _understood(raw)
    found = _known.get(raw)
    if found is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        found = _known[raw] = _understood(raw)
    return found


def _understood(raw: str) -> tuple[str, Meaning, int]:
    text = printed(raw)
    means = meaning(text) if len(text) <= LONGEST else NOTHING
    signs = means.signs
    if ":" in text or "：" in text:
        signs |= Sign.COLON
    if "月" in text or "半年" in text:
        signs |= Sign.MONTHS
    if form_kind.tells(text):
        signs |= Sign.KIND
    if _DIGIT.search(text) or is_dash(text):
        signs |= Sign.FIGURE
    return text, means, signs


on_change(_known.clear)
