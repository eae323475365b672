"""Columns of a true grid: a cell belongs to the label above it."""

from collections.abc import Container, Sequence

import msgspec

from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell


class GridColumns:
    """The labels of a header row by the columns that they cover."""

    def __init__(self, fields: Sequence[tuple[str, int, int]]) -> None:
        """`fields`: the field of each label, its first column and the one behind it."""
        self.left = min([first for _, first, _ in fields])
        self.by_column: dict[int, str] = {}
        self._known: dict[tuple[int, int], str] = {}
        """The fields of cells that begin under the label before their own, as rows with both have told."""
        for field, first, end in fields:
            for column in range(first, min(end, first + 500)):
                self.by_column.setdefault(column, field)

    def field(self, item: Item, placed: Container[str] = ()) -> str | None:
        """The field of the first label that the cell stands under, of those that have none of the row yet if any.

        A cell may begin under the label before its own: the edges of a row need not be those of the header.
        """
        first = self.by_column.get(item.column)
        if item.columns == 1:
            return first
        known = self._known.get((item.column, item.end))
        if known is not None and known not in placed:
            return known
        if first is not None and first not in placed:
            return first
        found = [self.by_column.get(column) for column in range(item.column, min(item.end, item.column + 500))]
        told = [field for field in found if field is not None]
        chosen = next((field for field in told if field not in placed), told[0] if told else None)
        if chosen is not None and first is not None and chosen != first:
            self._known[item.column, item.end] = chosen
        return chosen

    def empty(self, row: TableRow, placed: Container[str]) -> dict[str, Cell]:
        """The empty cells of a row by field, of those that have no text: a remark on what is missing belongs there."""
        found: dict[str, Cell] = {}
        for cell in row.blank:
            field = self.by_column.get(cell.column)
            if field is not None and field not in placed and (cell.origin is not None or cell.doubt is not None):
                found.setdefault(field, cell)
        cells = row.cells
        if cells and cells[0].origin is not None and cells[0].origin.sheet is not None:
            for column, field in self.by_column.items():
                if field in placed or field in found:
                    continue
                if (absent := vacant(cells, column)) is not None:
                    found[field] = absent
        return found


def vacant(cells: Sequence[Cell], column: int) -> Cell | None:
    """The empty cell of a row at a column; None when something stands there, or nothing can.

    A sheet does not list its empty cells, but has one wherever a row and a column meet.
    """
    for cell in cells:
        if column < cell.column:
            break
        if column < cell.column + cell.columns:
            return cell if not printed(cell.text) else None
    origin = cells[0].origin if cells else None
    if origin is None or origin.sheet is None:
        return None
    return Cell("", cells[0].row, column, origin=msgspec.structs.replace(origin, column=column + 1))
