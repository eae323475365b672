"""Forms side by side: one table with several project labels in a row → a table for each form."""

from itertools import pairwise

from jiheng.reading.form.rows import items
from jiheng.reading.tables.table import Cell, Table

_TELLING = "名称"
"""Every label of the project holds this; most rows need no closer look."""


def apart(table: Table) -> list[Table]:
    """The table itself, or the tables that stand side by side in it; what runs across all stands in each."""
    labels = ((number, _project_labels(row)) for number, row in enumerate(table.rows))
    first, starts = next((found for found in labels if len(found[1]) > 1), (0, []))
    if not starts:
        return [table]
    used = {c for row in table.rows[first:] for cell in row for c in range(cell.column, cell.column + cell.columns)}
    cuts = [_gap(used, start, before) for before, start in pairwise(starts)]
    parts = []
    for left, right in zip([0, *cuts], [*cuts, max(used) + 1], strict=True):
        rows = [
            [cell for cell in row if cell.column < right and cell.column + cell.columns > left] for row in table.rows
        ]
        parts.append(Table(rows, table.aligned, list(table.before), [], list(table.seams), dict(table.notes)))
    parts[-1].after = table.after
    return parts


def _project_labels(row: list[Cell]) -> list[int]:
    """The columns in which a row has the label of the project."""
    if len([cell for cell in row if _TELLING in cell.text]) < 2:
        return []
    return [item.column for item in items(row) if item.means.head == "project"]


def _gap(used: set[int], start: int, before: int) -> int:
    """Where a form begins whose project label stands at `start`: right of the empty column before it, if there is."""
    column = start
    while column - 1 in used and column > before:
        column -= 1
    return column if column > before else start
