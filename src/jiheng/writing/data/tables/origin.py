"""Where a cell stands in its file: the same columns wherever a table speaks of a cell."""

from collections.abc import Callable
from typing import TypeVar

from jiheng.form import Form, Origin
from jiheng.writing.data.column import Column, Type, Value

Item = TypeVar("Item")
_NOWHERE = Origin()
FILE_COLUMNS = "at_"
"""How the names of these columns begin."""


def origin_columns(form: Callable[[Item], Form], place: Callable[[Item], str]) -> tuple[Column[Item], ...]:
    """The columns at_file … at_line for the cell at `place`; None where the format does not have it."""
    return columns_of_origin(lambda item: form(item).origins.get(place(item), _NOWHERE))


def columns_of_origin(origin: Callable[[Item], Origin]) -> tuple[Column[Item], ...]:
    """The columns at_file … at_line of an origin."""

    def at(name: str) -> Callable[[Item], Value]:
        return lambda item: getattr(origin(item), name) or None

    return (
        Column("at_file", "所在文件", "单元格所在的文件", at("file")),
        Column("at_page", "页", "第几页（PDF、扫描件），从 1 起", at("page"), Type.INTEGER),
        Column("at_sheet", "工作表", "工作表的名称（Excel）", at("sheet")),
        Column("at_table", "表", "文件（或页）里第几个表格，从 1 起", at("table"), Type.INTEGER),
        Column("at_row", "行", "表格里第几行，从 1 起", at("row"), Type.INTEGER),
        Column("at_column", "列", "表格里第几列，从 1 起", at("column"), Type.INTEGER),
        Column("at_line", "文本行", "文本文件里第几行，从 1 起", at("line"), Type.INTEGER),
    )
