"""A flowed form laid out as the paper form: a table of cells at fixed columns."""

from collections.abc import Sequence

from jiheng.form import Block, Origin
from jiheng.reading.tables.table import Cell, Table

WIDE = 11
"""Columns of the paper form: the leader and the ten columns that an indicator can have."""


class CellGrid:
    """Cells set down row by row."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []
        self._doubts: dict[int, tuple[str, str]] = {}
        self._notes: dict[int, list[str]] = {}

    def row(self) -> None:
        """Begin a new row."""
        self._rows.append([])

    def put(self, column: int, text: str, line: int | None, *, columns: int = 1, doubt: str | None = None) -> None:
        """Set a cell into the current row."""
        origin = Origin(line=line) if line is not None else None
        row = len(self._rows)
        self._rows[-1].append(Cell(text, row, column, columns=columns, origin=origin, doubt=doubt))

    def doubt(self, why: str) -> None:
        """Doubt the whole block of the indicators, of which the current row is one."""
        self._doubts[len(self._rows) - 1] = (Block.INDICATORS.value, why)

    def note(self, what: str) -> None:
        """Say something of the form as a whole."""
        self._notes[len(self._rows) - 1] = [what]

    def table(self, before: Sequence[str]) -> Table:
        """The finished table."""
        return Table(rows=self._rows, aligned=True, before=list(before), doubts=self._doubts, notes=self._notes)
