"""Columns of a true grid: a cell belongs to the label above it."""

from collections.abc import Sequence

from jiheng.reading.clean import printed
from jiheng.reading.draft import Item
from jiheng.reading.table import Cell


class GridColumns:
    """The labels of a header row by the columns that they cover."""

    def __init__(self, header: Sequence[Item], fields: Sequence[str]) -> None:
        self.left = min(item.column for item in header)
        self.by_column: dict[int, str] = {}
        for item, field in zip(header, fields, strict=True):
            for column in range(item.column, min(item.end, item.column + 500)):
                self.by_column.setdefault(column, field)

    def field(self, item: Item) -> str | None:
        """The field of the first label that the cell stands under."""
        found = (self.by_column.get(column) for column in range(item.column, min(item.end, item.column + 500)))
        return next((field for field in found if field is not None), None)

    def empty(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """The empty cells of a row by field: a remark on what is missing belongs there."""
        found: dict[str, Cell] = {}
        for cell in cells:
            field = self.by_column.get(cell.column)
            if field is not None and cell.origin is not None and not printed(cell.text):
                found.setdefault(field, cell)
        return found
