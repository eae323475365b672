"""A header of two tiers in rows that keep no empty cell for merged ones → one row, its lowest labels in their order."""

from itertools import takewhile

import msgspec

from jiheng.form import LEVELS
from jiheng.reading.form import column_likelihood, totals, tree_header
from jiheng.reading.form.rows import Item, items
from jiheng.reading.labels.labels import LONGEST, is_word
from jiheng.reading.tables.table import Cell, Table
from jiheng.reading.textlayer.cell_rows import header_of

_FEWEST = 2
"""Labels of columns in the upper tier."""


def joined(table: Table) -> None:
    """Make one row of the two tiers of each header of the indicators."""
    for number in range(len(table.rows) - 1):
        upper, lower = items(table.rows[number]), items(table.rows[number + 1])
        if not _are_tiers(upper, lower):
            continue
        rows = map(items, table.rows[number + 2 :])
        below = [item for row in takewhile(lambda row: row and totals.label(row) is None, rows) for item in row]
        labels = header_of([*upper, *lower], below).labels
        table.rows[number : number + 2] = [_row(labels, table.rows[number][0]), []]


def _are_tiers(upper: list[Item], lower: list[Item]) -> bool:
    """Whether two rows are the tiers of one header: the lower begins with the levels, or parts a label of the upper."""
    columns = [item.means.column for item in upper if is_word(item.text)]
    if sum(column is not None for column in columns) < _FEWEST or not lower:
        return False
    if not set(columns) & set(LEVELS):
        return lower[0].means.column == LEVELS[0] and any(item.means.column in LEVELS for item in lower[1:])
    is_part = tree_header.is_header(upper) and _FEWEST <= len(lower) < len(upper)
    is_row = any(item.means.level1 or item.means.level2 or _is_value(item.text) for item in lower)
    return is_part and not is_row and sum(item.means.column is not None for item in lower) * 2 >= len(lower)


def _is_value(text: str) -> bool:
    """Whether a cell is no label: a figure, a sign, or long."""
    is_short = len(text) <= LONGEST
    return not is_short or column_likelihood.is_amount(text) or column_likelihood.is_sign(text)


def _row(labels: list[Item], first: Cell) -> list[Cell]:
    return [msgspec.structs.replace(item.cell, row=first.row, column=n) for n, item in enumerate(labels)]
