"""Where a table's header stands and what its columns mean, whatever stands above and however many rows it has."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiheng.department.accounts.result import AccountColumn
from jiheng.department.accounts.vocabulary import (
    BUDGET_OR_INITIAL,
    IGNORED,
    MONEY,
    MONEY_UNIT,
    Vocabulary,
    is_of_other_year,
    source_of,
)
from jiheng.form import AMOUNTS, TOTAL_FUND
from jiheng.quantity import number
from jiheng.reading.tables.table import Cell, Table

_LONGEST = 30
"""A longer text is no label of a column."""
_DEEPEST = 3
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度?|(?!\d))")
_UNIT_SAID = re.compile(rf"(?:单位|币种)[:：]?(?:人民币)?[:：/]?({MONEY_UNIT})")
_UNIT_BEHIND = re.compile(rf"[(\[,，/]?(?:单位[:：]?)?({MONEY_UNIT})[)\]]?$")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
PREVIOUS = "上年"
"""The year of a column that says it is of the year before, until the year of the table is known."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header: index of the first row behind it, its columns, labels that mean nothing known, what was assumed."""

    end: int
    columns: tuple[AccountColumn, ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def squeezed(text: str) -> str:
    """A text without white space and line breaks, full-width signs folded."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def year_in(text: str) -> str:
    """The year that a text names, "" where it names none."""
    match = _YEAR.search(squeezed(text))
    return match[1] if match else ""


def unit_in(text: str) -> str:
    """The unit of money that a title or a line above a table states (单位：万元), "" where it does not."""
    text = squeezed(text)
    match = _UNIT_SAID.search(text) or re.search(rf"[(\[](?:单位[:：]?)?({MONEY_UNIT})[)\]]", text)
    return match[1] if match else ""


def find_header(table: Table, words: Vocabulary, within: int) -> Header | None:
    """The first header, looked for in the first `within` rows."""
    there = (header_at(table, words, index) for index in range(min(len(table.rows), within)))
    return next((header for header in there if header is not None), None)


def header_at(table: Table, words: Vocabulary, index: int) -> Header | None:
    """The header whose label 项目名称 stands in this row, None where the row is none."""
    row = table.rows[index]
    named = [cell for cell in row if _is_project(cell, words)]
    if not named:
        return None
    anchor = named[-1]
    end = _end(table.rows, index, anchor)
    first = index - 1 if index and _is_parent(table.rows[index - 1], anchor, words) else index
    columns, unknown = _columns(table, range(first, end), words)
    columns, notes = _settled(columns)
    found = {column.field for column in columns}
    if "project" not in found or not found & words.telling:
        return None
    return Header(end, tuple(columns), tuple(unknown), tuple(notes))


def _is_project(cell: Cell, words: Vocabulary) -> bool:
    text = squeezed(cell.text)
    return len(text) <= _LONGEST and words.field(_bare(text)) == "project"


def _bare(text: str) -> str:
    """A label without year, unit and remarks in brackets, unless nothing else is left."""
    text = _YEAR.sub("", _UNIT_BEHIND.sub("", squeezed(text)))
    return _BRACKETS.sub("", text) or text


def _end(rows: Sequence[Sequence[Cell]], index: int, anchor: Cell) -> int:
    """The row behind the header: sub-headers have nothing below the project label and hold no figures."""
    bottom = max(cell.row + cell.rows - 1 for cell in rows[index])
    end = index + 1
    while end < len(rows) and end - index < _DEEPEST:
        row = rows[end]
        below = any(cell.column == anchor.column for cell in row)
        inside = row[0].row <= bottom
        if not inside and (below or len(row) < 2 or any(number(cell.text) is not None for cell in row)):
            break
        end += 1
    return end


def _is_parent(row: Sequence[Cell], anchor: Cell, words: Vocabulary) -> bool:
    """Whether the row above is a header of headers: years or sorts of amounts, nothing over the project label."""
    if any(cell.column <= anchor.column < cell.column + cell.columns for cell in row):
        return False
    if len(row) < 2 and row[0].columns < 2:
        return False
    texts = [squeezed(cell.text) for cell in row]
    if any(":" in text or (number(text) is not None and not year_in(text)) for text in texts):
        return False
    return any(year_in(text) or words.field(_bare(text)) in MONEY for text in texts)


def _columns(table: Table, header: range, words: Vocabulary) -> tuple[list[AccountColumn], list[str]]:
    stacks: dict[int, list[str]] = {}
    cells = [cell for index in header for cell in table.rows[index]]
    last = max(cell.column + cell.columns for cell in cells)
    merged = any(cell.columns > 1 for cell in cells)
    for index in header:
        row = table.rows[index]
        for place, cell in enumerate(row):
            wide = cell.columns
            if not merged and index != header[-1] and _spreads(cell.text, words):
                # Without merged cells (csv) a label stands over the empty cells to its right.
                wide = (row[place + 1].column if place + 1 < len(row) else last) - cell.column
            for column in range(cell.column, cell.column + wide):
                stacks.setdefault(column, []).append(cell.text)
    columns, unknown = [], []
    for column, parts in sorted(stacks.items()):
        made = column_of(parts, column + 1, words)
        if made is None:
            unknown.append("/".join(squeezed(part) for part in parts))
        elif made.field != IGNORED:
            columns.append(made)
    return columns, unknown


def _spreads(text: str, words: Vocabulary) -> bool:
    """Whether a label may stand over several columns: a year or a sort of amounts."""
    return bool(year_in(text)) or words.field(_bare(text)) in words.telling


def column_of(parts: Sequence[str], number_: int, words: Vocabulary) -> AccountColumn | None:
    """What the labels above a column mean together, from the top down; None where they mean nothing known."""
    texts = [squeezed(part) for part in parts]
    if any(len(text) > _LONGEST for text in texts):
        return None
    bare = [_bare(text) for text in texts]
    fields = [field for field in map(words.field, reversed(bare)) if field]
    if not fields or (fields[0] == "project" and words.field(bare[-1]) != "project"):
        return None  # 项目 over 是否基建 says what the column is about, not what it holds
    field, joined = fields[0], "/".join(bare)
    if field == "carried_in" and len(fields) > 1 and fields[1] in MONEY:
        field = fields[1]
    fund = source_of(joined) if field in (*AMOUNTS, BUDGET_OR_INITIAL) else TOTAL_FUND
    years = [year_in(text) for text in texts]
    year = next((stated for stated in reversed(years) if stated), PREVIOUS if is_of_other_year(joined) else "")
    units = (_UNIT_BEHIND.search(text) for text in reversed(texts))
    unit = next((match[1] for match in units if match), "")
    return AccountColumn(number_, field, fund, unit, year, "/".join(texts))


def _settled(columns: list[AccountColumn]) -> tuple[list[AccountColumn], list[str]]:
    """One column for each meaning: 预算数 decided by its neighbours, the finest project name, the first of equals."""
    notes = []
    settled: dict[tuple[str, str, str], AccountColumn] = {}
    for column in columns:
        if column.field == BUDGET_OR_INITIAL:
            beside = {other.field for other in columns if other.year == column.year}
            if not beside & {"initial", "budget"}:
                notes.append(f"“{column.header}”列没有说是年初还是全年，按全年预算数比较；不对的请改列对照文件。")
            field = "initial" if "budget" in beside else "budget"
            column = AccountColumn(column.number, field, column.fund, column.unit, column.year, column.header)
        key = column.field, column.fund, column.year
        if key not in settled or (column.field == "project" and _finer(column, settled[key])):
            settled[key] = column
        elif column.field in MONEY:
            notes.append(f"“{column.header}”与“{settled[key].header}”两列意思相同，用了前一列。")
    return list(settled.values()), notes


def _finer(column: AccountColumn, other: AccountColumn) -> bool:
    """Whether a column names projects more exactly: 二级项目 before 一级项目, 项目名称 before 科目名称."""
    return any(word in other.header and word not in column.header for word in ("一级", "科目"))


def first_rows(table: Table, count: int) -> Iterator[str]:
    """The first rows for a message, each cut to a line."""
    for row in table.rows[:count]:
        yield "｜".join(squeezed(cell.text)[:12] for cell in row[:8])
