"""All tables in one Excel workbook: a sheet a table, and 字段说明."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from jiheng.reading.files.own_report import AUTHOR
from jiheng.whole_file import whole_file
from jiheng.writing.data.column import Column, Row, Table, Type, Value
from jiheng.writing.data.tabular import Add
from jiheng.writing.workbook.new import AS_TEXT
from jiheng.writing.workbook.sheet import MAX_ROWS, TableSheet
from jiheng.writing.workbook.sheet import Column as SheetColumn
from jiheng.writing.workbook.style import Styles

_MADE = datetime(1980, 1, 1)
"""The date the file bears, so that the same data give the same bytes."""
FIELDS = "字段说明"
_FIELD_COLUMNS = (
    SheetColumn("工作表", 14),
    SheetColumn("列", 22),
    SheetColumn("字段名", 24),
    SheetColumn("类型", 8),
    SheetColumn("单位", 8),
    SheetColumn("说明", 60),
    SheetColumn("取值", 40),
)
_STYLES = {Type.TEXT: "line", Type.INTEGER: "count", Type.DECIMAL: "number", Type.BOOLEAN: "centre"}
_WIDTHS = {Type.TEXT: 18, Type.INTEGER: 9, Type.DECIMAL: 14, Type.BOOLEAN: 9}


@contextmanager
def workbook_file(tables: Sequence[Table[Any]], path: Path, max_rows: int = MAX_ROWS) -> Iterator[list[Add]]:
    """Write the workbook; yields what takes the rows of each table, in order. Raises OSError.

    `max_rows` is where a sheet goes on in a next one.
    """
    with whole_file(path) as draft:
        book = Workbook(str(draft), AS_TEXT | {"constant_memory": True})
        book.set_properties({"title": "项目支出绩效自评数据", "author": AUTHOR, "created": _MADE})
        styles = Styles(book)
        sheets = [_sheet(book, styles, table, max_rows) for table in tables]
        yield [_adder(table, sheet) for table, sheet in zip(tables, sheets, strict=True)]
        for sheet in sheets:
            sheet.close()
        _describe(book, styles, tables)
        book.close()


def _sheet(book: Workbook, styles: Styles, table: Table[Any], max_rows: int) -> TableSheet:
    columns = [SheetColumn(column.title, _WIDTHS[column.type], _STYLES[column.type]) for column in table.columns]
    return TableSheet(book, styles, table.title, columns, frozen=1, max_rows=max_rows, pages_wide=4)


def _adder(table: Table[Any], sheet: TableSheet) -> Add:
    def add(rows: Iterable[Row]) -> None:
        for row in rows:
            sheet.add([_cell(column, value) for column, value in zip(table.columns, row, strict=True)])

    return add


def _cell(column: Column[Any], value: Value) -> Value:
    """The value as Excel can hold it: a figure that its 15 digits cannot hold stays exact as text."""
    if isinstance(value, Decimal):
        return value if Decimal(repr(float(value))) == value else format(value, "f")
    return column.worded(value)


def _describe(book: Workbook, styles: Styles, tables: Sequence[Table[Any]]) -> None:
    sheet = TableSheet(book, styles, FIELDS, _FIELD_COLUMNS, frozen=2)
    for table in tables:
        for column in table.columns:
            choices = "、".join(column.choices.values())
            about = (column.name, column.type.label, column.unit, column.description, choices)
            sheet.add([table.title, column.title, *about])
    sheet.close()
