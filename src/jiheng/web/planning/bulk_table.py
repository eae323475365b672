"""A table of projects, pasted or handed in: columns told by their headings, rows as they stand."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.core.exceptions import ValidationError

from jiheng.department.accounts.header import Header, find_header, squeezed, unit_in
from jiheng.department.accounts.result import AccountColumn
from jiheng.department.accounts.table_files import tables_of
from jiheng.department.accounts.vocabulary import Vocabulary, accounts, is_sum_row
from jiheng.form import AMOUNTS, TOTAL_FUND
from jiheng.quantity import money
from jiheng.quantity.words import is_dash, rounded
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.table import Table

MOST = 5000
"""Rows in one go."""
PASTED = "粘贴的表格.tsv"
_FIELDS = ("code", "project", "unit", *AMOUNTS)


@cache
def _words() -> Vocabulary:
    return Vocabulary("项目清单", accounts().columns, frozenset({"code", "unit", *accounts().telling}))


_WITHIN = 40
_TOO_MUCH = 10**16


class BulkRow(NamedTuple):
    """A row as it stands; amounts in 元. `why` says which of its cells cannot be understood."""

    number: int
    code: str
    name: str
    unit: str
    amounts: dict[str, Decimal]
    why: str = ""


class Listed(NamedTuple):
    """The table as understood: its rows, and by field the heading of its column."""

    lines: list[BulkRow]
    columns: dict[str, str]


def read(data: bytes, name: str, unit: str) -> Listed:
    """The first table with a header. `unit` is the unit of money where the table states none.

    Raises ValidationError (Chinese: what is missing, what to do).
    """
    try:
        tables = list(tables_of(data, name))
    except Unreadable as error:
        raise ValidationError(error.sentence) from error
    found = next(
        ((table, header) for table in tables if (header := find_header(table, _words(), within=_WITHIN))), None
    )
    if found is None:
        raise ValidationError(
            "没有找到列名那一行。请连同列名一起粘贴：项目代码、项目名称、单位、年初预算数、全年预算数、全年执行数"
            "（单位和三个金额可以没有）。"
        )
    table, header = found
    columns = {
        column.field: column for column in header.columns if column.fund == TOTAL_FUND and column.field in _FIELDS
    }
    lacking = [label for field, label in (("code", "项目代码"), ("project", "项目名称")) if field not in columns]
    if lacking:
        raise ValidationError(f"没有“{'”“'.join(lacking)}”这一列，项目没法对上号。请补上再粘贴。")
    said = _said_unit(table, header) or unit
    lines = [_line(texts, number, columns, said) for number, texts in _rows(table, header)]
    if len(lines) > MOST:
        raise ValidationError(f"一次最多 {MOST} 行，这里有 {len(lines)} 行。请分几次录入。")
    if not lines:
        raise ValidationError("列名下面没有一行项目。请把项目的各行一起粘贴。")
    return Listed(lines, {field: column.header for field, column in columns.items()})


def text_of(listed: Listed, lines: list[BulkRow]) -> str:
    """Lines as a table that `read` understands the same."""
    fields = [field for field in _FIELDS if field in listed.columns]
    names = {"code": "项目代码", "project": "项目名称", "unit": "单位"} | {
        field: f"{label}（元）" for field, label in AMOUNTS.items()
    }
    rows = [[names[field] for field in fields]]
    for line in lines:
        values = {"code": line.code, "project": line.name, "unit": line.unit}
        rows.append([values[field] if field in values else f"{line.amounts.get(field, '')}" for field in fields])
    return "\n".join("\t".join(row) for row in rows)


def _said_unit(table: Table, header: Header) -> str:
    above = [*table.before, *(cell.text for row in table.rows[: header.end] for cell in row)]
    return next((unit for text in above if (unit := unit_in(text))), "")


def _rows(table: Table, header: Header) -> Iterator[tuple[int, dict[int, str]]]:
    """The rows behind the header by column number (from 1), empty ones and sums left out."""
    for number, row in enumerate(table.rows[header.end :], header.end + 1):
        texts = {cell.column + 1: " ".join(cell.text.split()) for cell in row}
        first = next((squeezed(text) for text in texts.values() if text), "")
        if first and not is_sum_row(first):
            yield number, texts


def _line(texts: dict[int, str], number: int, columns: Mapping[str, AccountColumn], unit: str) -> BulkRow:
    said = {field: texts.get(column.number, "") for field, column in columns.items()}
    amounts, why = {}, ""
    for field in AMOUNTS:
        printed = said.get(field, "")
        if not printed or is_dash(printed):
            continue
        amount = money(printed, columns[field].unit or unit)
        if amount is None or not 0 <= amount < _TOO_MUCH:
            why = f"{AMOUNTS[field]}“{printed[:20]}”不是金额"
        else:
            amounts[field] = rounded(amount, 2)
    return BulkRow(number, squeezed(said["code"]), said["project"], said.get("unit", ""), amounts, why)
