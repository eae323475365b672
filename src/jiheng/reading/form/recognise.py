"""Tables of any format → forms, known by the meaning of their labels.

No line number, column count or name of a bureau decides anything: a row is what its labels say it
is, and what stands below a header belongs to it until the next label.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto

from jiheng.form import Form, Origin
from jiheng.reading.form import funds, goals, head, torn_labels, totals, tree
from jiheng.reading.form.form_builder import Draft, Item, items
from jiheng.reading.form.title_block import Lead
from jiheng.reading.tables import side_by_side
from jiheng.reading.tables.table import Cell, Table


class _Part(Enum):
    HEAD = auto()
    MONEY = auto()
    GOALS = auto()
    TREE = auto()
    DONE = auto()


_RULE = re.compile(r"[-–—=_:]{2,}$")
"""A line drawn with characters."""
_MARKS = 3
"""Title, year and unit of a form may stand in one row."""


def forms(table: Table) -> Iterator[Form]:
    """The forms of one table."""
    recogniser = Recogniser()
    yield from recogniser.feed(table)
    yield from recogniser.close()


class Recogniser:
    """Reads the tables of one file in order; a form may go on from one table to the next."""

    def __init__(self, wants_results: bool = True) -> None:
        """`wants_results` False takes tables that only set goals (绩效目标表) for forms too."""
        self.wants_results = wants_results
        self.lead = Lead()
        self.draft: Draft | None = None
        self.part = _Part.HEAD
        self.money: funds.Money | None = None
        self.goals: goals.Goals | None = None
        self.tree: tree.Tree | None = None
        self.at: dict[str, int] = {}
        self.results = False
        self.seam = False
        """Whether a page has begun since the last row below a header."""
        self.others = 0
        """Tables that set goals without asking for results."""

    def feed(self, table: Table) -> Iterator[Form]:
        """The forms that are complete once this table is read."""
        for part in side_by_side.apart(table) if table.aligned else [table]:
            yield from self._feed(part)

    def _feed(self, table: Table) -> Iterator[Form]:
        for line in table.before:
            yield from self._line(line)
        seams = set(table.seams)
        for number, cells in enumerate(rows := _whole(table)):
            row = items(cells)
            if number in seams:  # below an empty rest of a row nothing is torn
                self.seam = number == 0 or bool(items(rows[number - 1]))
            if row:
                yield from self._row(row, cells, table.aligned)

    def close(self) -> Iterator[Form]:
        """The form that was still open."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        self._flush()
        if self._is_evaluation(draft.form):
            totals.close(draft)
            yield draft.form
        elif draft.form.indicators or draft.form.funds:
            self.others += 1

    def _line(self, line: str) -> Iterator[Form]:
        cell = Cell(line, 0, 0)
        row = items([cell])
        if row and not self.lead.see(row[0]) and head.fields(head.apart(row)):
            yield from self._row(row, [cell], aligned=False)

    def _is_evaluation(self, form: Form) -> bool:
        """A form that asks for results; one that only sets goals, or a list of projects, is none."""
        named = form.project is not None
        asked = self.results or not self.wants_results
        return asked and (bool(form.indicators or form.blank_rows) or (named and bool(form.funds)))

    def _row(self, row: list[Item], cells: list[Cell], aligned: bool) -> Iterator[Form]:
        if (len(row) == 1 and self._lone(row[0], cells, aligned)) or all(_RULE.match(item.text) for item in row):
            return
        if len(row) <= _MARKS and self.lead.is_title(row[0]):
            for item in row:
                self.lead.see(item)
            return
        if tree.is_header(row):
            if self.part is _Part.DONE:
                yield from self._begin()
            self._tree_header(row, aligned)
        elif funds.is_header(row):
            if self.part in (_Part.TREE, _Part.DONE):
                yield from self._begin()
            self._money_header(row, aligned)
        elif self._is_head(row):
            if self._is_next(row):
                yield from self._begin()
            head.read(self._draft(), row, cells)
        elif self.draft is not None:
            self._below(self.draft, row, cells, aligned)

    def _below(self, draft: Draft, row: list[Item], cells: list[Cell], aligned: bool) -> None:
        """A row that begins no new part of importance, or stands below the header of one."""
        if not draft.has_room(row):
            return
        waits = self.part is _Part.GOALS and self.goals is not None and self.goals.awaits(row)
        if self.part is not _Part.TREE and goals.is_header(row) and not waits:
            self.goals, self.part = goals.Goals(draft, row, aligned), _Part.GOALS
        elif self.part in (_Part.TREE, _Part.DONE) and totals.label(row):
            self._flush()
            totals.read(draft, row, cells, self.at)
            self.part = _Part.DONE
        elif self.part is _Part.MONEY and self.money is not None:
            self.money.read(row, cells, self.seam)
        elif self.part is _Part.GOALS and self.goals is not None:
            self.goals.read(row)
        elif self.part is _Part.TREE and self.tree is not None:
            self._tree_row(self.tree, row, cells)
        self.seam = False

    def _flush(self) -> None:
        """Hand over the rows that wait for their rest."""
        if self.tree is not None:
            self.tree.flush()
        if self.money is not None:
            self.money.flush()

    def _tree_row(self, below: tree.Tree, row: list[Item], cells: list[Cell]) -> None:
        header = tree.with_second_line(below.header, row) if below.is_fresh else None
        if header is not None:
            self._tree_header(header, below.grid is not None)
        else:
            below.read(row, cells, self.seam)

    def _lone(self, item: Item, cells: list[Cell], aligned: bool) -> bool:
        """A row of one cell: a mark above a form, or a line of text between the rows of pasted text."""
        above = self.part in (_Part.HEAD, _Part.DONE) or self.lead.has_title
        if (above or item.columns > 1 or len(cells) == 1) and self.lead.see(item):
            if self.draft is not None and self.part is _Part.HEAD:
                self.lead.give(self.draft)
            return True
        return len(cells) == 1 and not aligned and not totals.label([item]) and not head.fields([item])

    def _is_head(self, row: list[Item]) -> bool:
        if self.part is _Part.HEAD:
            return bool(head.fields(row))
        found = head.fields(row[:1])
        return "project" in found or (self.part is _Part.DONE and bool(found & {"department", "unit", "grade"}))

    def _is_next(self, row: list[Item]) -> bool:
        """Whether a head row begins a new form."""
        if self.draft is None:
            return False
        found = head.fields(row)
        if "project" in found:
            return bool(self.draft.form.project) or self.part is not _Part.HEAD
        return self.part is _Part.DONE and bool(found & {"department", "unit"}) and self.lead.has_title

    def _begin(self) -> Iterator[Form]:
        yield from self.close()
        self.part, self.results, self.at = _Part.HEAD, False, {}
        self.money = self.goals = self.tree = None

    def _draft(self) -> Draft:
        """The open form; opens one."""
        if self.draft is None:
            self.draft = Draft()
            self.lead.give(self.draft)
        return self.draft

    def _money_header(self, row: list[Item], aligned: bool) -> None:
        draft = self._draft()
        self._flush()
        self.results |= any(item.means.fund_column in ("executed", "rate") for item in row)
        self.money, self.part = funds.Money(draft, row, aligned), _Part.MONEY

    def _tree_header(self, row: list[Item], aligned: bool) -> None:
        draft = self._draft()
        self.results |= tree.is_result(row)
        self.tree = tree.Tree(draft, row, aligned, self.tree)
        self.part = _Part.TREE
        self.at = {item.means.column: item.column for item in row if item.means.column in ("weight", "score")}


def _whole(table: Table) -> list[list[Cell]]:
    """The rows, labels that a page break has torn put together; nothing is left of the lower halves."""
    rows = list(table.rows)
    for seam in table.seams if table.aligned else ():
        if 0 < seam < len(rows) and (whole := torn_labels.join(rows[seam - 1], rows[seam])) is not None:
            rows[seam - 1 : seam + 1] = whole, []
    return rows


def named(file: str, number: int) -> str:
    """What a record calls its source: the file and which form of it."""
    return f"{file}#{number}"


def placed(form: Form, file: str) -> Form:
    """The form with its file in every origin that does not know it."""
    for place, origin in form.origins.items():
        if not origin.file:
            form.origins[place] = Origin(
                file, origin.line, origin.page, origin.sheet, origin.table, origin.row, origin.column, origin.box
            )
    return form
