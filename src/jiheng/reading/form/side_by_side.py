"""Forms side by side: one table with several project labels beside each other → a table for each form."""

from collections.abc import Iterable
from itertools import pairwise

from jiheng.reading.form import head
from jiheng.reading.form.rows import items
from jiheng.reading.tables.table import Cell, Table

_TELLING = "名称"
"""Every label of the project holds this; most rows need no closer look."""


def apart(table: Table) -> list[Table]:
    """The table itself, or the tables that stand side by side in it; what runs across all stands in each."""
    told = {number: row for number, row in enumerate(table.rows) if _TELLING in "\n".join([cell.text for cell in row])}
    if sum(_TELLING in cell.text for row in told.values() for cell in row) < 2:
        return [table]
    found = {number: columns for number, row in told.items() if (columns := _project_labels(row))}
    if not found:
        return [table]
    cells = [cell for row in table.rows[min(found) :] for cell in row]
    used = _columns(cells)
    printed = _columns(cell for cell in cells if cell.text.strip())
    cuts = _between(printed, {column for columns in found.values() for column in columns}) or next(
        (_beside(used, columns) for columns in found.values() if len(columns) > 1), []
    )
    if not cuts:
        return [table]
    parts = []
    for left, right in pairwise([0, *cuts, max(used) + 1]):
        rows = [
            [cell for cell in row if cell.column < right and cell.column + cell.columns > left] for row in table.rows
        ]
        parts.append(Table(rows, table.aligned, list(table.before), [], list(table.seams), dict(table.notes)))
    parts[-1].after = table.after
    return parts


def _project_labels(row: list[Cell]) -> list[int]:
    """The columns in which a row has the label of the project."""
    return [item.column for item in head.apart(items(row)) if item.means.head == "project"]


def _columns(cells: Iterable[Cell]) -> set[int]:
    return {column for cell in cells for column in range(cell.column, cell.column + cell.columns)}


def _between(used: set[int], labels: set[int]) -> list[int]:
    """Where a form begins behind columns that are empty all the way down, with a label of the project on each side.

    The labels need not stand in one row: the heads of two places differ.
    """
    begins = [column for column in sorted(used) if column - 1 not in used and column > min(used)]
    cuts: list[int] = []
    for column, end in pairwise([*begins, max(used) + 1]):
        before = cuts[-1] if cuts else 0
        if any(before <= label < column for label in labels) and any(column <= label < end for label in labels):
            cuts.append(column)
    return cuts


def _beside(used: set[int], starts: list[int]) -> list[int]:
    """Where each form but the first begins, by the labels of the project in one row."""
    return [_gap(used, start, before) for before, start in pairwise(starts)]


def _gap(used: set[int], start: int, before: int) -> int:
    """Where a form begins whose project label stands at `start`: right of the empty column before it, if there is."""
    column = start
    while column - 1 in used and column > before:
        column -= 1
    return column if column > before else start
