"""A table with a row an indicator for several projects (项目支出绩效目标表, 绩效自评明细表) → a form for each project.

Such a table names the project in a column beside those of the indicators. What is merged over the rows of a project
or stands only in its first row (its name, goal and money, the levels of the tree) holds for the rows below.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from jiheng.form import (
    AMOUNTS,
    LEVELS,
    POINTS,
    TOTAL_FUND,
    Block,
    FieldKind,
    Form,
    Fund,
    Indicator,
    Place,
    Total,
    names,
)
from jiheng.places.words import words
from jiheng.reading.form import form_kind, head, leftovers, summary, tail, totals
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.numbering import is_numbering, is_running
from jiheng.reading.form.own_record import own_record
from jiheng.reading.form.rows import Item, TableRow, items, table_row
from jiheng.reading.form.title_block import Lead
from jiheng.reading.labels.labels import key
from jiheng.reading.tables.table import Cell, Table

_ABOVE = 12
"""Rows above the header that may hold a title, a unit, a remark."""
_TIERS = 3
_LEAST = 3
"""A header has at least so many cells, of which no more than one in so many is no label."""
_TELLING = "项目"
"""Every label of the project holds this; most tables need no closer look."""
_FILLED = LEVELS[:-1]
_MONEY = frozenset((*AMOUNTS, "rate"))
_VALUES = names(Block.INDICATORS, kinds=(FieldKind.FIGURE, FieldKind.WEIGHT, FieldKind.SCORE))


class ListedForm(Form):
    """A form of a list: what the list has no column for is not missing."""


class Column(NamedTuple):
    """A column: its label, and the block and field of a form that it fills; no block for one that has no field."""

    label: Item
    block: Block | None = None
    field: str = ""
    fund: str = ""


class Header(msgspec.Struct, frozen=True):
    """The columns of the list, from left to right; `begin` and `end` are its first row and the one below its last."""

    begin: int
    end: int
    columns: tuple[Column, ...]
    labels: frozenset[str]

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return self.columns[-1].label.end

    def is_repeated(self, row: list[Item]) -> bool:
        """Whether a row is one of the header's own, printed again at the top of a page."""
        return len(row) > 1 and all(item.text in self.labels for item in row)

    def has(self, block: Block, *fields: str) -> bool:
        """Whether there is a column for one of the fields."""
        return any(listed.block is block and listed.field in fields for listed in self.columns)

    def column(self, place: int) -> Column | None:
        """The column in which a cell stands."""
        return next((listed for listed in reversed(self.columns) if listed.label.column <= place), None)


class _Cell(NamedTuple):
    item: Item
    column: Column


def header_of(table: Table) -> Header | None:
    """The header of a table that lists projects; None for any other table."""
    for number, row in enumerate(table.rows[:_ABOVE]):
        if len(row) < _LEAST or _TELLING not in "\n".join([cell.text for cell in row]):
            continue
        tiers = [items(row)]
        if len(tiers[0]) < _LEAST or not any(map(_is_project, tiers[0])):
            continue
        strange = sum(not (item.means.is_label or _is_project(item)) for item in tiers[0])
        if strange * _LEAST > len(tiers[0]):
            continue
        for end in range(number + 1, min(number + 1 + _TIERS, len(table.rows))):
            if any(item.means.column == "l3" for tier in tiers for item in tier):
                labels = frozenset(item.text for tier in tiers for item in tier)
                found = Header(number, end, tuple(_columns(tiers)), labels)
                if found.has(Block.HEAD, "project") and found.has(Block.INDICATORS, "l3"):
                    return found if found.has(Block.INDICATORS, "target", "actual") else None
            if _names_project(tiers[0]):
                break
            tiers.append(items(table.rows[end]))
    return None


def _names_project(row: list[Item]) -> bool:
    """Whether the project is named right behind its label: a row of a head, and no upper tier of a header."""
    return any(_is_project(label) and not after.means.is_label for label, after in pairwise(row))


def _columns(tiers: Sequence[list[Item]]) -> Iterator[Column]:
    """The lowest label over each column; of two that mean the same the first has the field."""
    lowest: dict[int, Item] = {}
    for tier in tiers:
        for item in tier:
            lowest = {column: label for column, label in lowest.items() if not item.column <= column < item.end}
            lowest[item.column] = item
    taken: set[tuple[Block | None, str, str]] = set()
    for _, item in sorted(lowest.items()):
        column = _column(item, any(block is Block.INDICATORS for block, _, _ in taken))
        yield column if column[1:] not in taken else Column(item)
        taken.add(column[1:])


def _column(item: Item, beside_tree: bool) -> Column:
    """What a label stands for: behind the first column of the tree 单位 is that of measurement, 分值 its points."""
    means = item.means
    if means.column is not None and (beside_tree or not (means.fund_column or means.weak)):
        return Column(item, Block.INDICATORS, means.column)
    if means.head or means.weak:
        return Column(item, Block.HEAD, means.head or means.weak or "")
    if _is_project(item):
        return Column(item, Block.HEAD, "project")
    if means.fund_column in _MONEY or (means.fund_column in POINTS and means.column is None):
        return Column(item, Block.FUNDS, means.fund_column or "", TOTAL_FUND)
    if means.fund_row:
        return Column(item, Block.FUNDS, "budget", means.fund_row)
    if means.total:
        return Column(item, Block.TOTAL, "score")
    return Column(item, Block.GOALS, means.goal) if means.goal else Column(item)


def _is_project(item: Item) -> bool:
    return item.means.head == "project" or key(item.text) in words().form.listed_project


class ProjectList:
    """Reads the tables of one list, which may go on from page to page; a form is complete when the next one begins."""

    def __init__(self, header: Header, lead: Lead, leading: list[list[Item]]) -> None:
        self.header = header
        self.lead = lead
        self.leading = leading
        """Rows above the header that say something of every project: 预算单位：…"""
        labels = [column.label.text for column in header.columns if column[1:3] == (Block.HEAD, "project")]
        self.names_units = any(map(summary.names_unit, labels))
        self.unit: Item | None = None
        """The unit in a row of its own over its projects, where the column of these names units too."""
        self.marks, self.period = dict(lead.found), lead.period
        lead.found = {}
        self.open: _Project | None = None
        self.named = ("", "")
        self.nameless: list[list[Item]] = []
        """Rows above the first project."""

    def goes_on(self, table: Table) -> bool:
        """Whether a table without a header is the rest of the list."""
        width = max((cell.column + cell.columns for row in table.rows for cell in row), default=0)
        return table.aligned and not table.before and width == self.header.width

    def read(self, table: Table, header: Header | None) -> Iterator[Form]:
        """The forms that are complete with this table; `header` is its own, None where it only goes on."""
        if header is not None:
            self.header = header
        begin = header.end if header is not None else 0
        seam = True
        for number, printed in enumerate(table.rows[begin:], begin):
            row = table_row(printed, table.aligned)
            seam = seam or number in table.seams
            if row.items and not (self.header.is_repeated(row.items) or is_numbering(row.items)):
                yield from self._row(row, seam)
                seam = False
        for line in table.after:
            for item in table_row([Cell(line, 0, 0)], aligned=False).items:
                if self.open is not None and tail.is_note(item.text, self.open.draft.form.notes):
                    tail.note(self.open.draft, item)

    def _row(self, row: TableRow, seam: bool) -> Iterator[Form]:
        """Take a row; `seam` says that a page has begun, so that it may be the rest of the row before."""
        cells = list(_cells(row, self.header))
        if seam and self.open is not None and self.open.is_rest(cells):
            self.open.join(cells)
            return
        told = {
            cell.column.field: cell.item.text
            for cell in cells
            if cell.column.block is Block.HEAD and not cell.item.means.total
        }
        project, unit = self.named
        named = (told.get("project", project), told.get("unit", "" if "project" in told else unit))
        is_indicator = any(cell.column[1:3] == (Block.INDICATORS, "l3") for cell in cells)
        if self.open is None and not named[0] and not is_indicator:
            self.nameless.append(row.items)
            return
        if self.open is None or (named != self.named and named != (project, "")):
            yield from self.close()
            self.lead.found = dict(self.marks)
            self.open, self.named = _Project(self.header, self.lead, self.leading), named
            if self.unit is not None:
                self.open.put_unit(self.unit)
            self.open.draft.rows += self.nameless
            self.nameless = []
        if self.open.draft.has_room(row):
            self.open.read(cells)

    def close(self) -> Iterator[Form]:
        """The form that was still open."""
        done, self.open = self.open, None
        if done is not None and done.name is not None and self.names_units and done.is_bare:
            self.unit = done.name
        elif done is not None:
            yield done.form(self.period)


def _cells(row: TableRow, header: Header) -> Iterator[_Cell]:
    """The cells of a row that are not empty, each with its column; a short row of pasted text lacks its first cells."""
    short = not row.aligned and row.cells
    shift = max(0, header.columns[-1].label.column - row.cells[-1].column) if short else 0
    for item in row.items:
        column = header.column(item.column + shift)
        if column is not None:
            yield _Cell(item, column)


class _Project:
    """Collects the rows of one project."""

    def __init__(self, header: Header, lead: Lead, leading: list[list[Item]]) -> None:
        self.header = header
        self.draft = Draft(ListedForm)
        lead.give(self.draft)
        self.draft.rows += leading
        for row in leading:
            head.read(self.draft, row, [])
        for column in header.columns:
            if column.block is Block.HEAD:
                self.draft.set_aside(column.field)
            self.draft.take(column.label)
            if column.field:
                self.draft.name(column.field, column.label)
            if column.block in (Block.HEAD, Block.GOALS):
                setattr(self.draft.form, column.field, "")
        self.levels = dict.fromkeys(_FILLED, "")
        self.name: Item | None = None

    def read(self, cells: list[_Cell]) -> None:
        """Take a row: what it says of the project, and an indicator or the sum of its points."""
        form = self.draft.form
        self.draft.rows.append([cell.item for cell in cells])
        tree = {cell.column.field: cell.item for cell in cells if cell.column.block is Block.INDICATORS}
        place = str(Place.indicator(len(form.indicators))) if "l3" in tree else ""
        label = next((cell.item for cell in cells if cell.item.means.total), None)
        if label is not None and "l3" not in tree:
            self._sum(label, cells)
            return
        for item, column in cells:
            if column.block in (Block.HEAD, Block.GOALS):
                self._once(column.field, item)
            elif column.block is Block.FUNDS:
                self._amount(column, item)
            elif column.block is Block.TOTAL:
                self._total(column, item)
            elif column.block is None and is_running(column.label.text):
                self.draft.take(item)
            elif column.block is None:
                self.draft.keep(item, key(column.label.text), place)
        if "l3" in tree:
            self._indicator(tree)
        else:
            self._level(tree)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but a name was said of the project."""
        form = self.draft.form
        return not (form.indicators or form.funds or form.goal_expected or form.goal_actual)

    def put_unit(self, unit: Item) -> None:
        """Take the unit whose projects follow, though a line above the list may name the one over it."""
        self.draft.set_aside("unit")
        self.draft.put("unit", unit)

    def is_rest(self, cells: list[_Cell]) -> bool:
        """Whether a row at the top of a page is what a page break cut off the row before: texts, and no value."""
        fields = {(cell.column.block, cell.column.field) for cell in cells}
        values = {(Block.INDICATORS, name) for name in _VALUES}
        is_level = all(one.item.means.level1 or one.item.means.level2 for one in cells)
        is_text = not is_level and not fields & (values | {(Block.HEAD, "project")})
        return bool(self.draft.form.indicators) and is_text

    def join(self, cells: list[_Cell]) -> None:
        """Put the rest of a row behind its texts."""
        form = self.draft.form
        self.draft.rows.append([cell.item for cell in cells])
        for item, column in cells:
            if column.block in (Block.HEAD, Block.GOALS):
                self.draft.add(column.field, item)
            elif column.block is Block.INDICATORS:
                last = form.indicators[-1]
                setattr(last, column.field, (getattr(last, column.field) or "") + item.text)
                self.draft.take(item)

    def _once(self, field: str, item: Item) -> None:
        """What a project says once, whether it is repeated in every row or not; a goal in several cells is joined."""
        if field == "project":
            self.name = self.name or item
        before = getattr(self.draft.form, field)
        if not before:
            self.draft.put(field, item)
        elif field.startswith("goal") and item.text not in before:
            self.draft.add(field, item)
        elif item.text in before:
            self.draft.take(item)

    def _amount(self, column: Column, item: Item) -> None:
        form = self.draft.form
        fund = next((row for row in form.funds if row.name == column.fund), None)
        if fund is None:
            fund = Fund(column.fund, None, None, None, None, None, None)
            for own in self.header.columns:
                if own.block is Block.FUNDS and own.fund == column.fund:
                    setattr(fund, own.field, "")
            form.funds.append(fund)
        if not getattr(fund, column.field):
            setattr(fund, column.field, item.text)
            self.draft.note(str(Place.fund(column.fund, column.field)), item)
        elif getattr(fund, column.field) == item.text:
            self.draft.take(item)

    def _total(self, column: Column, item: Item) -> None:
        """The total of the project, which may be repeated in every row."""
        found = self.draft.form.totals
        if any(one.score == item.text for one in found):
            self.draft.take(item)
            return
        self.draft.note(str(Place.total(len(found), column.field)), item)
        found.append(Total(key(column.label.text), None, item.text))

    def _indicator(self, tree: dict[str, Item]) -> None:
        form = self.draft.form
        number = len(form.indicators)
        row = Indicator()
        for name in Indicator.__struct_fields__:
            setattr(row, name, "" if self.header.has(Block.INDICATORS, name) else None)
        for name, item in tree.items():
            setattr(row, name, item.text)
            self.draft.note(str(Place.indicator(number, name)), item)
        self._level(tree)
        for name in _FILLED:
            if self.header.has(Block.INDICATORS, name):
                setattr(row, name, self.levels[name])
        form.indicators.append(row)

    def _level(self, tree: dict[str, Item]) -> None:
        """Take the levels for the rows below, whether they stand beside an indicator or in a row of their own."""
        for level, name in enumerate(_FILLED):
            if name in tree:
                self.levels |= dict.fromkeys(_FILLED[level:], "") | {name: tree[name].text}
                self.draft.take(tree[name])

    def _sum(self, label: Item, cells: list[_Cell]) -> None:
        """A row of sums: the points are the total of the form; sums of money over several projects are kept."""
        form = self.draft.form
        total, number = Total(label.text), len(form.totals)
        self.draft.take(label)
        points = False
        for item, column in cells:
            if column.block is Block.INDICATORS and column.field in ("weight", "score"):
                setattr(total, column.field, item.text)
                self.draft.note(str(Place.total(number, column.field)), item)
                points = True
            elif item is not label:
                self.draft.keep(item, f"{label.text}（{key(column.label.text)}）")
        if points:
            form.totals.append(total)

    def form(self, period: str | None) -> Form:
        """The record of the project."""
        form = self.draft.form
        head.settle(self.draft)
        totals.close(self.draft)
        form.kind = form_kind.of_form(form, set(), self.header.has(Block.INDICATORS, "actual", "score"))
        leftovers.settle(self.draft)
        return own_record(form, period)
