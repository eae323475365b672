"""A header of several tiers that is torn between two tables: its first row stands at the foot of the one before."""

import msgspec

from jiheng.reading.form import header_tiers
from jiheng.reading.form.rows import items, table_row
from jiheng.reading.labels.labels import Sign
from jiheng.reading.tables.table import Table


def may_go_on(table: Table) -> bool:
    """Whether a table ends with labels of columns and nothing below them."""
    if not table.aligned or any(table.after) or not table.rows or len(table.rows[-1]) < 2:
        return False
    row = table_row(table.rows[-1], aligned=True)
    if not row.signs & Sign.COLUMN or not header_tiers.may_open(row.items, aligned=True):
        return False
    above = items(table.rows[-2]) if len(table.rows) > 1 else []
    return not any(item.means.goal for item in above)  # the texts of the goals, whatever they read like


def rejoin(upper: Table, lower: Table) -> None:
    """Move the last row of `upper` over the first of `lower` where the two are one header.

    Only grids as wide as each other with no line of text between them are looked at.
    """
    if not lower.aligned or not lower.rows or not lower.rows[0] or any(lower.before) or _wide(upper) != _wide(lower):
        return
    top, below = upper.rows[-1], lower.rows[0]
    above = [msgspec.structs.replace(cell, row=below[0].row - 1, rows=1) for cell in top]
    rows = [table_row(cells, aligned=True).items for cells in (above, *lower.rows[: header_tiers.LOOKED])]
    if header_tiers.join(rows, 0, aligned=True):
        upper.rows.pop()
        lower.rows.insert(0, above)
        lower.seams = [seam + 1 for seam in lower.seams]
        lower.notes = {row + 1: said for row, said in lower.notes.items()}


def _wide(table: Table) -> int:
    return max((cell.column + cell.columns for row in table.rows for cell in row), default=0)
