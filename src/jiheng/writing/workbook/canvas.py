"""A sheet composed freely: cells are put anywhere, then written row by row, as the writer's low-memory mode wants."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter.worksheet import Worksheet

from jiheng.writing.workbook.sheet import Value, put, safe
from jiheng.writing.workbook.style import Styles

ROW_POINTS = 15.75
"""Usual height of a row: 21 pixels."""


@dataclass(slots=True)
class Canvas:
    """Rows and columns count from 0."""

    sheet: Worksheet
    styles: Styles
    _cells: dict[int, dict[int, tuple[Value, str, int]]] = field(default_factory=dict)
    _heights: dict[int, float] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Value, style: str, *, columns: int = 1) -> None:
        """A value in a cell, or in `columns` cells merged."""
        self._cells.setdefault(row, {})[column] = (value, style, columns)

    def row(self, row: int, values: Sequence[Value], styles: Sequence[str]) -> None:
        """Values side by side from column A."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            self.put(row, column, value, style)

    def height(self, row: int, points: float) -> None:
        """The height of a row."""
        self._heights[row] = points

    def write(self) -> None:
        """Write everything, from the top down."""
        for row in sorted({*self._cells, *self._heights}):
            # A height of its own keeps every row where the charts beside it expect it.
            self.sheet.set_row(row, self._heights.get(row, ROW_POINTS))
            for column, (value, style, columns) in self._cells.get(row, {}).items():
                if columns > 1:
                    self._merge(row, column, value, style, columns)
                else:
                    put(self.sheet, self.styles, row, column, value, style)

    def _merge(self, row: int, column: int, value: Value, style: str, columns: int) -> None:
        text = safe(value) if isinstance(value, str) else ""
        self.sheet.merge_range(row, column, row, column + columns - 1, "", self.styles(style, text))
        put(self.sheet, self.styles, row, column, value, style)
