"""In which order places print the columns of the indicator tree: the layouts of the packs, as far as readers ask."""

from functools import cache

import msgspec

from jiheng.places.parsed import parsed
from jiheng.places.sources import LAYOUT_FILE, installed, on_change

Columns = tuple[tuple[str, str], ...]
"""The columns from left to right, each its field and the label that is printed."""


class _Column(msgspec.Struct, frozen=True):
    field: str = ""
    label: str = ""


class _Block(msgspec.Struct, frozen=True):
    columns: tuple[_Column, ...] = ()


class _Layout(msgspec.Struct, frozen=True):
    indicators: _Block = _Block()


@cache
def column_orders() -> tuple[Columns, ...]:
    """The orders of all installed packs, each once; a layout that cannot be used has none."""
    files = (folder / LAYOUT_FILE for folder in dict.fromkeys(installed().values()))
    found: dict[Columns, None] = {}
    for file in files:
        if file.is_file():
            try:
                layout = msgspec.convert(parsed(file, file.read_bytes()), _Layout)
            except (OSError, ValueError, ArithmeticError, RecursionError, msgspec.ValidationError):
                continue
            columns = tuple((column.field, column.label) for column in layout.indicators.columns if column.field)
            found.setdefault(columns)
    return tuple(found)


on_change(column_orders.cache_clear)
