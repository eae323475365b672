"""Where a cell stands in its file: the same columns wherever a table speaks of a cell."""

from operator import attrgetter
from typing import Any

from jiheng.form import Form, Origin
from jiheng.writing.data.column import Column, Type

_NOWHERE = Origin()
FILE_COLUMNS = "at_"
"""How the names of these columns begin."""


def origin_of(form: Form, place: str) -> Origin:
    """Where the cell at `place` stands; where the format does not tell, an origin that says nothing."""
    return form.origins.get(place, _NOWHERE)


def origin_columns(of: str = "origin") -> tuple[Column[Any], ...]:
    """The columns at_file … at_line of the origin that items have as `of`; None where the format does not have it."""
    file = attrgetter(f"{of}.file")
    return (
        Column("at_file", "所在文件", "单元格所在的文件", lambda item: file(item) or None),
        Column("at_page", "页", "第几页（PDF、扫描件），从 1 起", attrgetter(f"{of}.page"), Type.INTEGER),
        Column("at_sheet", "工作表", "工作表的名称（Excel）", attrgetter(f"{of}.sheet")),
        Column("at_table", "表", "文件（或页）里第几个表格，从 1 起", attrgetter(f"{of}.table"), Type.INTEGER),
        Column("at_row", "行", "表格里第几行，从 1 起", attrgetter(f"{of}.row"), Type.INTEGER),
        Column("at_column", "列", "表格里第几列，从 1 起", attrgetter(f"{of}.column"), Type.INTEGER),
        Column("at_line", "文本行", "文本文件里第几行，从 1 起", attrgetter(f"{of}.line"), Type.INTEGER),
    )
