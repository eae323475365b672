"""The mapping of columns (列对照): what the user says of a table, remembered in a file beside it and editable there."""

import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from jiheng.column_letters import letters
from jiheng.data_error import fault
from jiheng.department.accounts.result import AccountColumn, AccountsSheet
from jiheng.department.accounts.vocabulary import FIELDS, field_named
from jiheng.form import TOTAL_FUND
from jiheng.reading.files.problem import Unreadable

SUFFIX = ".列对照.toml"
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_HEAD = """\
# 绩衡读这份决算表的列对照。改后再运行即按改后的读；删掉本文件即重新认列。
# 字段：{fields}。
# 列：工作表的列号（A、B…），没有列号的文件从 1 数。单位、年度、资金可以不写。
"""


_COLUMN_NAMES = {"letter": "列", "field": "字段", "fund": "资金", "unit": "单位", "year": "年度", "header": "表头"}
_SHEET_NAMES = {"name": "工作表", "first": "数据起始行", "year": "年度", "unit": "单位", "columns": "列"}


class _Column(msgspec.Struct, forbid_unknown_fields=True, rename=_COLUMN_NAMES):
    letter: str | int
    field: str
    fund: str = TOTAL_FUND
    unit: str = ""
    year: str | int = ""
    header: str = ""


class _Sheet(msgspec.Struct, forbid_unknown_fields=True, rename=_SHEET_NAMES):
    first: int
    columns: list[_Column]
    name: str = ""
    year: str | int = ""
    unit: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True, rename={"sheets": "表"}):
    sheets: list[_Sheet]


def beside(path: Path) -> Path:
    """Where the mapping of a file is remembered: 决算.xlsx.列对照.toml."""
    return path.with_name(path.name + SUFFIX)


def load_mapping(text: str, name: str) -> tuple[AccountsSheet, ...]:
    """A mapping file as sheets. Raises Unreadable (Chinese) with what is wrong in it."""
    advice = f"改正 {name}，或删掉它重新认列。"
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"列对照文件写法不对（{fault(error)}）", advice) from error
    except msgspec.ValidationError as error:
        raise Unreadable(f"列对照文件的内容不对（{fault(error)}）", advice) from error
    return tuple(_sheet(sheet, advice) for sheet in file.sheets)


def _sheet(sheet: _Sheet, advice: str) -> AccountsSheet:
    columns = []
    for column in sheet.columns:
        field, number = field_named(column.field), column_number(str(column.letter))
        if field is None:
            raise Unreadable(
                f"列对照里的字段“{column.field}”没有这个名称", f"字段可以是：{'、'.join(FIELDS.values())}。"
            )
        if number is None:
            raise Unreadable(f"列对照里的列“{column.letter}”不是列号", advice)
        columns.append(AccountColumn(number, field, column.fund, column.unit, str(column.year), column.header))
    return AccountsSheet(sheet.name, sheet.first, tuple(columns), str(sheet.year), sheet.unit)


def mapping_text(sheets: Sequence[AccountsSheet]) -> str:
    """The mapping as a TOML file that `load_mapping` reads again."""
    lines = [_HEAD.format(fields="、".join(FIELDS.values()))]
    for sheet in sheets:
        facts = [("年度", sheet.year), ("单位", sheet.unit)]
        lines += ['[["表"]]', f'"工作表" = {_quoted(sheet.name)}', f'"数据起始行" = {sheet.first}', *_facts(facts)]
        for column in sheet.columns:
            facts = [("列", letters(column.number)), ("字段", FIELDS[column.field])]
            facts += [("资金", column.fund)] if column.fund != TOTAL_FUND else []
            facts += [("单位", column.unit), ("年度", column.year), ("表头", column.header)]
            lines += ['[["表"."列"]]', *_facts(facts)]
        lines.append("")
    return "\n".join(lines)


def _facts(facts: Sequence[tuple[str, str]]) -> list[str]:
    # Names that are not ASCII stand in quotes: TOML wants it.
    return [f"{_quoted(key)} = {_quoted(value)}" for key, value in facts if value]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def parse_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """`列=字段` as given on a command line: column (letters, number or header) → field. Raises Unreadable."""
    found = {}
    for pair in pairs:
        column, _, name = (part.strip() for part in pair.partition("="))
        field = field_named(name)
        if not column or field is None:
            known = "、".join(FIELDS.values())
            raise Unreadable(
                f"列对照“{pair}”看不懂", f"写成 列=字段，例如 F=决算数、支出金额=决算数；字段可以是：{known}。"
            )
        found[column] = field
    return found


def column_number(text: str) -> int | None:
    """The number (from 1) of a column written as letters or figures, None for anything else."""
    if text.isdecimal() and len(text) < 6:
        return int(text) or None
    if not _LETTERS.fullmatch(text):
        return None
    number = 0
    for character in text.upper():
        number = number * 26 + ord(character) - 64
    return number
