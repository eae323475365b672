"""A flowed form laid out as the paper form: a table of cells at fixed columns."""

from collections.abc import Sequence

from jiheng.form import Origin
from jiheng.reading.tables.table import Cell, Table

WIDE = 11
"""Columns of the paper form: the leader and the ten columns that an indicator can have."""


class CellGrid:
    """Cells set down row by row."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []

    def row(self) -> None:
        """Begin a new row."""
        self._rows.append([])

    def put(self, column: int, text: str, line: int | None, *, columns: int = 1, doubt: str | None = None) -> None:
        """Set a cell into the current row."""
        origin = Origin(line=line) if line is not None else None
        row = len(self._rows)
        self._rows[-1].append(Cell(text, row, column, columns=columns, origin=origin, doubt=doubt))

    def table(self, before: Sequence[str]) -> Table:
        """The finished table."""
        return Table(rows=self._rows, aligned=True, before=list(before))
