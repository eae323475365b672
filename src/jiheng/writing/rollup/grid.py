"""A table of a roll-up, the same in the workbook and on the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jiheng.writing.workbook.sheet import Column, Value


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its title, its columns, its rows, and what to say where it has none."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]] = field(default_factory=list)
    empty: str = "没有。"

    @property
    def width(self) -> float:
        """The widths of its columns together, in characters."""
        return sum(column.width for column in self.columns)
