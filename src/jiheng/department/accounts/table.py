"""Tables of final accounts → projects with their amounts; sums, other rows and other years told apart and said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jiheng.column_letters import letters
from jiheng.department.accounts.column_mapping import column_number
from jiheng.department.accounts.header import (
    PREVIOUS,
    Header,
    find_header,
    first_rows,
    header_at,
    squeezed,
    unit_in,
    year_in,
)
from jiheng.department.accounts.result import AccountColumn, AccountRow, Accounts, AccountsSheet, Amount, Skipped
from jiheng.department.accounts.vocabulary import FIELDS, MONEY, accounts, is_no_project, is_sum_row
from jiheng.form import Origin
from jiheng.quantity import money, number
from jiheng.quantity.words import is_blank
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.table import Cell, Table

_HEADER_WITHIN = 40
_SHOWN_ROWS = 4
_NUMBERING = re.compile(r"^[一二三四五六七八九十\d]+[、.．]|^[(（][一二三四五六七八九十\d]+[)）]")


@dataclass
class _Reading:
    """What is being gathered from a file; `year`, `unit`, `owner` are those of the section being read."""

    name: str
    rows: list[AccountRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sheets: list[AccountsSheet] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    year: str = ""
    unit: str = ""
    owner: str = ""
    held: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Texts of merged cells, by column field: text and the last row they stand over."""

    def skip(self, row: Sequence[Cell], text: str, why: str) -> None:
        self.skipped.append(Skipped(text[:40], why, row[0].origin or Origin(self.name)))


def read_accounts(
    tables: Iterable[Table],
    name: str,
    sheets: Sequence[AccountsSheet] = (),
    given: Mapping[str, str] | None = None,
) -> Accounts:
    """The accounts in a file's tables. `sheets` is a whole mapping; `given` says what single columns are.

    Raises Unreadable (Chinese, naming the first rows) where no table shows which columns are meant.
    """
    found = list(tables)
    if given:
        _refuse_absent(given, found, name)
    reading = _Reading(name)
    for place, table in enumerate(found):
        own = [sheet for sheet in sheets if sheet.name in ("", _title(table, place))]
        for sheet in own:
            _read_mapped(reading, table, sheet)
        if not sheets:
            _read_table(reading, table, _title(table, place), given or {})
    if not reading.sheets:
        raise _not_understood(found, name)
    if not reading.rows:
        raise Unreadable("决算表里没有一个项目的金额", "请核对是否选对了文件、工作表和列（见列对照文件）。")
    return Accounts(name, tuple(reading.sheets), tuple(reading.rows), tuple(reading.skipped), tuple(reading.notes))


def still_fits(sheets: Sequence[AccountsSheet], tables: Sequence[Table]) -> bool:
    """Whether the headers that a remembered mapping names still stand in the columns that it names."""
    for sheet in sheets:
        texts = {
            (cell.column + number, squeezed(cell.text))
            for place, table in enumerate(tables)
            if sheet.name in ("", _title(table, place))
            for row in table.rows
            if row[0].row + 1 < sheet.first
            for cell in row
            for number in range(1, cell.columns + 1)
        }
        for column in sheet.columns:
            label = column.header.rpartition("/")[2]
            if label and (column.number, label) not in texts:
                return False
    return True


def _title(table: Table, place: int) -> str:
    origin = table.rows[0][0].origin if table.rows else None
    return (origin.sheet if origin else None) or (str(place + 1) if place else "")


def _refuse_absent(given: Mapping[str, str], tables: Sequence[Table], name: str) -> None:
    """Raise Unreadable for a column that the user names by letter or number and that no table has."""
    width = max((cell.column + cell.columns for table in tables for row in table.rows for cell in row), default=0)
    for column in given:
        if (number := column_number(column)) and number > width:
            raise Unreadable(f"决算表里没有“{column}”这一列", f"最右边的一列是 {letters(width)}；也可以写表头。")


def _not_understood(tables: Sequence[Table], name: str) -> Unreadable:
    shown = "；".join(row for table in tables[:1] for row in first_rows(table, _SHOWN_ROWS)) or "（没有内容）"
    return Unreadable(
        f"认不出哪一列是项目名称、哪一列是金额。前几行是：{shown}",
        "用 --mapping 写明，列号或表头都可以，例如 --mapping B=项目名称 --mapping F=决算数；"
        f"字段可以是：{'、'.join(FIELDS[key] for key in ('project', 'unit', 'code', *MONEY))}。",
    )


def _read_mapped(reading: _Reading, table: Table, sheet: AccountsSheet) -> None:
    reading.year, reading.unit, reading.owner = sheet.year, sheet.unit, ""
    reading.sheets.append(sheet)
    _said_above(reading, table, [row for row in table.rows if row[0].row + 1 < sheet.first])
    reading.year, reading.unit = sheet.year or reading.year, sheet.unit or reading.unit
    _read_rows(reading, [row for row in table.rows if row[0].row + 1 >= sheet.first], sheet)


def _read_table(reading: _Reading, table: Table, title: str, given: Mapping[str, str]) -> None:
    """Read every part of a table that has a header of its own; a mapping by columns goes before the header."""
    reading.year, reading.unit, reading.owner = year_in(title), "", ""
    header = find_header(table, accounts(), within=_HEADER_WITHIN)
    if header is None and not any(column_number(left) for left in given):
        header = _by_labels(table, given)
    if header is None and (columns := _told(given, ())):
        header = Header(0, columns)
    while header is not None:
        start = header.end
        columns = _told(given, header.columns)
        _said_above(reading, table, table.rows[:start] if not reading.sheets else table.rows[max(0, start - 4) : start])
        following = next((i for i in range(start, len(table.rows)) if header_at(table, accounts(), i)), None)
        first = table.rows[start][0].row + 1 if start < len(table.rows) else start + 1
        columns = tuple(_dated(column, reading.year) for column in columns)
        sheet = AccountsSheet(title, first, columns, reading.year, reading.unit)
        reading.sheets.append(sheet)
        reading.notes.update(dict.fromkeys(header.notes))
        _read_rows(reading, table.rows[start:following], sheet)
        header = header_at(table, accounts(), following) if following is not None else None


def _by_labels(table: Table, given: Mapping[str, str]) -> Header | None:
    """A header known only by the labels that the user names."""
    wanted = {squeezed(left): field for left, field in given.items()}
    for index, row in enumerate(table.rows[:_HEADER_WITHIN]):
        columns = [
            AccountColumn(cell.column + 1, wanted[squeezed(cell.text)], header=squeezed(cell.text))
            for cell in row
            if squeezed(cell.text) in wanted
        ]
        if len(columns) == len(wanted) and columns:
            return Header(index + 1, tuple(columns))
    return None


def _told(given: Mapping[str, str], columns: Sequence[AccountColumn]) -> tuple[AccountColumn, ...]:
    """The columns with what the user says of them."""
    kept = list(columns)
    for left, name in given.items():
        at = column_number(left)
        same = [c for c in kept if c.number == at or squeezed(left) in (c.header, c.header.rpartition("/")[2])]
        made = [AccountColumn(c.number, name, c.fund, c.unit, c.year, c.header) for c in same]
        made = made or ([AccountColumn(at, name)] if at else [])
        gone = {column.number for column in made}
        kept = (
            [c for c in kept if c.number not in gone and (c.field != name or c.fund != made[0].fund)] if made else kept
        )
        kept += made
    return tuple(sorted(kept, key=lambda column: column.number))


def _dated(column: AccountColumn, year: str) -> AccountColumn:
    """A column of the year before with that year, where the table says which its own is."""
    if column.year != PREVIOUS or not year:
        return column
    return AccountColumn(column.number, column.field, column.fund, column.unit, str(int(year) - 1), column.header)


def _said_above(reading: _Reading, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
    """Take year and unit from the titles above a header."""
    for text in (*table.before, *(cell.text for row in rows for cell in row)):
        if not _is_label(squeezed(text)):
            reading.unit = unit_in(text) or reading.unit
            reading.year = year_in(text) or reading.year


def _is_label(text: str) -> bool:
    """Whether a text above the data is the label of a column: its year and unit are that column's alone."""
    return accounts().field(text) is not None and "表" not in text and ":" not in text


def _read_rows(reading: _Reading, rows: Sequence[Sequence[Cell]], sheet: AccountsSheet) -> None:
    columns = {column.number: column for column in sheet.columns}
    reading.held.clear()
    for row in rows:
        texts = {columns[cell.column + 1].field: cell for cell in row if cell.column + 1 in columns}
        amounts = list(_amounts(reading, row, columns))
        name = _kept(reading, texts, "project", row[0].row)
        labels = [squeezed(cell.text) for cell in row if number(cell.text) is None]
        if not amounts:
            _section(reading, row, labels)
        elif any(is_sum_row(_NUMBERING.sub("", label)) for label in labels):
            reading.skip(row, "｜".join(labels), "合计、小计行")
        elif not name:
            reading.skip(row, "｜".join(labels), "没有项目名称")
        elif is_no_project(_NUMBERING.sub("", name)):
            reading.skip(row, name, "不是项目支出")
        else:
            _take(reading, row, texts, name, amounts)


def _kept(reading: _Reading, texts: Mapping[str, Cell], wanted: str, at: int) -> str:
    """The text of a field in a row, also from a merged cell that began further up."""
    cell = texts.get(wanted)
    if cell is not None:
        reading.held[wanted] = squeezed(cell.text), cell.row + cell.rows - 1
        return squeezed(cell.text)
    text, last = reading.held.get(wanted, ("", -1))
    return text if at <= last else ""


def _section(reading: _Reading, row: Sequence[Cell], labels: Sequence[str]) -> None:
    """A row without amounts may begin a section: a year, a unit of money, an office."""
    text = "".join(labels)
    reading.unit = unit_in(text) or reading.unit
    if year := year_in(text):
        reading.year = year
    elif len(row) == 1 and labels and not unit_in(text):
        reading.owner = _NUMBERING.sub("", labels[0])


def _amounts(
    reading: _Reading, row: Sequence[Cell], columns: Mapping[int, AccountColumn]
) -> Iterator[tuple[AccountColumn, Amount]]:
    for cell in row:
        column = columns.get(cell.column + 1)
        if column is None or column.field not in MONEY or is_blank(squeezed(cell.text)):
            continue
        text, unit = squeezed(cell.text), column.unit or reading.unit
        figure, own = number(text), money(text)
        if figure is None and own is None:
            reading.skip([cell], text, f"“{column.header or FIELDS[column.field]}”不是数字，没有比较")
            continue
        origin = cell.origin or Origin(reading.name, row=cell.row + 1, column=cell.column + 1)
        if own is not None:
            figure, unit = own, "元"
        assert figure is not None
        yield column, Amount(column.field, column.fund, text, figure, unit, origin)


def _take(
    reading: _Reading,
    row: Sequence[Cell],
    texts: Mapping[str, Cell],
    name: str,
    amounts: Sequence[tuple[AccountColumn, Amount]],
) -> None:
    """A project's row, once for each year that its columns are of."""
    unit = _kept(reading, texts, "unit", row[0].row)
    code = squeezed(texts["code"].text) if "code" in texts else ""
    own_year = year_in(texts["year"].text) if "year" in texts else ""
    # A column that names no year goes with the latest that others name.
    usual = own_year or reading.year or max((column.year for column, _ in amounts), default="")
    years: dict[str, list[Amount]] = {}
    for column, amount in amounts:
        years.setdefault(column.year or usual, []).append(amount)
    origin = row[0].origin or Origin(reading.name, row=row[0].row + 1)
    for year, own in years.items():
        reading.rows.append(AccountRow(name, unit or reading.owner, code, year, tuple(own), origin))
