"""Reading back what was written, into the values of the tables."""

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from jiheng.writing.data.column import Column, Row, Table, Type, Value

Rows = list[Row]


def rows_of(table: Table[Any], entries: Iterable[Any], rest: Any = None) -> Rows:
    """What the table holds, without any file."""
    rows = [row for entry in entries for row in table.rows(entry)]
    return rows + (list(table.last_rows(rest)) if rest is not None else [])


def blank(rows: Rows) -> Rows:
    """The rows where an empty cell and no cell are the same, as in CSV and xlsx."""
    return [tuple(None if value == "" else value for value in row) for row in rows]


def from_csv(table: Table[Any], path: Path, *, worded: bool = False) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    assert head == [column.title if worded else column.name for column in table.columns]
    return [
        tuple(_typed(column, cell, worded) for column, cell in zip(table.columns, row, strict=True)) for row in rows
    ]


def _typed(column: Column[Any], cell: str, worded: bool) -> Value:
    if cell == "":
        return None
    if column.type is Type.TEXT:
        return _code(column, cell.removeprefix("'")) if worded else cell.removeprefix("'")
    if column.type is Type.BOOLEAN:
        return {"true": True, "false": False, "是": True, "否": False}[cell]
    return int(cell) if column.type is Type.INTEGER else Decimal(cell)


def _code(column: Column[Any], word: str) -> str:
    codes = {word: code for code, word in column.choices.items()}
    return codes[word] if column.choices else word


def from_jsonl(table: Table[Any], path: Path) -> Rows:
    rows = []
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        found = json.loads(line, parse_float=Decimal)
        assert list(found) == [column.name for column in table.columns]
        rows.append(tuple(found.values()))
    return rows


def from_parquet(table: Table[Any], path: Path) -> Rows:
    frame = polars.read_parquet(path)
    types = {
        Type.TEXT: polars.String(),
        Type.INTEGER: polars.Int64(),
        Type.DECIMAL: polars.Decimal(38, 10),
        Type.BOOLEAN: polars.Boolean(),
    }
    assert dict(frame.schema) == {column.name: types[column.type] for column in table.columns}
    return list(frame.rows())


def from_xlsx(table: Table[Any], path: Path) -> Rows:
    book = load_workbook(path)
    rows: Rows = []
    for name in book.sheetnames:
        if name == table.title or name.startswith(f"{table.title}（续"):
            head, *found = book[name].iter_rows(values_only=True)
            assert list(head) == [column.title for column in table.columns]
            rows += [_sheet_row(table, row) for row in found if any(value is not None for value in row)]
    return rows


def _sheet_row(table: Table[Any], row: tuple[Any, ...]) -> Row:
    return tuple(_sheet_value(column, value) for column, value in zip(table.columns, row, strict=True))


def _sheet_value(column: Column[Any], value: Any) -> Value:
    if value is None:
        return None
    if column.type is Type.TEXT:
        return _code(column, unescape(value))
    if column.type is Type.BOOLEAN:
        return {"是": True, "否": False}[value]
    return int(value) if column.type is Type.INTEGER else Decimal(str(value))
