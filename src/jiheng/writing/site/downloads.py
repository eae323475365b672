"""The data of the site for other machines: a Data Package (also as zip), a workbook, and the records."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jiheng.form import Form, to_json
from jiheng.writing.data.column import Column, Table
from jiheng.writing.data.entry import keyed
from jiheng.writing.data.package import folder_of, zip_of
from jiheng.writing.data.tables import RECORD_TABLES
from jiheng.writing.data.tables.forms import FORM_ID
from jiheng.writing.data.tables.origin import FILE_COLUMNS
from jiheng.writing.data.workbook import workbook_file

FOLDER = "data"
WORKBOOK, ARCHIVE, RECORDS = "forms.xlsx", "forms.zip", "records.json"
_TABLES = {
    "forms": "一行一张表：表头、年度资金总额、目标、总分和等级。",
    "funds": "一行一种资金：年度资金总额、当年财政拨款、上年结转资金、其他资金，以及表上印的别的资金。",
    "indicators": "一行一项指标：照表的各格，理解成的数值。",
    "others": "一行一个照表保留的其他栏目。",
}
_REWORDED = {
    FORM_ID: ("表编号", "表的编号：年度、主管部门、实施单位、项目名称不变，编号不变"),
    "source": ("页面", "本站中这张表的页面"),
}
_UNPUBLISHED = frozenset(("secrecy", "doubts", "blank_rows"))
"""Columns about the reading of a file, which a published form has nothing to say in."""


def tables() -> tuple[Table[Any], ...]:
    """The published tables: each form with its page in place of its file."""
    known = {table.name: table for table in RECORD_TABLES}
    return tuple(
        replace(known[name], description=about, columns=_columns(known[name].columns))
        for name, about in _TABLES.items()
    )


def _columns(columns: Sequence[Column[Any]]) -> tuple[Column[Any], ...]:
    shown = [
        column for column in columns if column.name not in _UNPUBLISHED and not column.name.startswith(FILE_COLUMNS)
    ]
    return tuple(
        replace(column, title=_REWORDED[column.name][0], description=_REWORDED[column.name][1])
        if column.name in _REWORDED
        else column
        for column in shown
    )


def write_downloads(forms: Sequence[Form], folder: Path) -> None:
    """Write every download into the folder. Raises OSError."""
    shown = tables()
    with folder_of(shown, folder) as adds:
        _fill(shown, adds, forms)
    with zip_of(shown, folder / ARCHIVE) as adds:
        _fill(shown, adds, forms)
    with workbook_file(shown, folder / WORKBOOK) as adds:
        _fill(shown, adds, forms)
    (folder / RECORDS).write_bytes(to_json(list(forms)) + b"\n")


def _fill(shown: Sequence[Table[Any]], adds: Sequence[Any], forms: Sequence[Form]) -> None:
    for entry in keyed(forms):
        for table, add in zip(shown, adds, strict=True):
            add(table.rows(entry))
