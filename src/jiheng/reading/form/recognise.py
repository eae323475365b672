"""Tables of any format → forms, known by the meaning of their labels.

No line number, column count or name of a bureau decides anything: a row is what its labels say it
is, and what stands below a header belongs to it until the next label. `blocks` holds the blocks of
a form in the order in which a row is offered to them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from jiheng.expression import expression
from jiheng.form import LEVELS, Block, Form, Origin, SummaryForm, names
from jiheng.reading.form import (
    blocks,
    column_likelihood,
    form_kind,
    fund_header,
    funds,
    goals,
    head,
    header_tiers,
    headings,
    joined_label,
    leftovers,
    numbering,
    project_list,
    side_by_side,
    tail,
    told_by_values,
    torn_header,
    torn_labels,
    totals,
    tree,
    tree_header,
)
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.own_record import own_record
from jiheng.reading.form.progress import LEADING, BlockReader, Part, Progress
from jiheng.reading.form.rows import Item, TableRow, items, table_row
from jiheng.reading.form.title_block import is_mark_of_form, marks_apart
from jiheng.reading.form.tree_header import band_of
from jiheng.reading.labels.labels import Sign, is_word, meaning
from jiheng.reading.tables.table import Cell, Table

_COLUMNS = Sign.COLUMN | Sign.AMOUNT | Sign.OVER
"""What a row shows that may be a header."""
_RULE = expression(r"[-–—=_:]{2,}$")
"""A line drawn with characters."""
_NO_RESULTS = "表名写着自评，却没有认出完成值、得分的栏，可能是栏名不认识，请核对"
_ABOVE = 4
"""So many rows of a sheet may hold what stands above the title of a form, and the title."""
_FEWEST_ROWS = 2
"""Rows of a grid under the title of a form that are more than its head."""
_MARKS = 3
"""Title, year and unit of a form may stand in one row."""


def _is_title_of_tree(item: Item, row: TableRow) -> bool:
    """Whether a label stands alone in its row, numbered as the labels beside values are: 9.指标完成情况."""
    if not headings.is_numbered_in_figures(item.text) or item.means.goal or not is_word(item.text):
        return False
    is_across = item.columns > _MARKS if row.aligned else len(row.cells) > _MARKS
    return is_across and bool(item.means.column or item.means.block)


def forms(table: Table, by_words_alone: bool = False) -> Iterator[Form]:
    """The forms of one table; `by_words_alone`: a label that no word explains is not told by the cells below it."""
    recogniser = Recogniser(by_words_alone)
    yield from recogniser.feed(table)
    yield from recogniser.close()


class Recogniser(Progress):
    """Reads the tables of one file in order; a form may go on from one table to the next."""

    def __init__(self, by_words_alone: bool = False) -> None:
        super().__init__()
        self.by_words_alone = by_words_alone

    def feed(self, table: Table) -> Iterator[Form]:
        """The forms that are complete once this table is read, all but one whose last row may be half a header."""
        upper, self.held = self.held, None
        if upper is not None:
            torn_header.rejoin(upper, table)
            yield from self._parts(upper)
        if torn_header.may_go_on(table):
            self.held = table
        else:
            yield from self._parts(table)

    def _parts(self, table: Table) -> Iterator[Form]:
        for part in side_by_side.apart(table):
            header = project_list.header_of(part)
            if header is not None:
                yield from self._begin_list(part, header)
                assert self.projects is not None
                yield from self.projects.read(part, header)
            elif self.projects is not None and self.projects.goes_on(part):
                yield from self.projects.read(part, None)
            else:
                yield from self._end_list()
                yield from self._feed(part)

    def _begin_list(self, table: Table, header: project_list.Header) -> Iterator[Form]:
        """Begin a table that lists projects; one below a list without a title of its own goes on with it."""
        if self.projects is None:
            yield from self.close()
        for line in table.before:
            self._see_pieces(line)
        lines = [table_row([Cell(line, 0, 0)], aligned=False).items for line in table.before]
        for row in (*lines, *map(items, table.rows[: header.begin])):
            for item in row:
                self.lead.see(item)
            self._keep_leading(row)
        if self.projects is None or self.lead.has_title:
            yield from self._end_list()
            self.projects, self.leading = project_list.ProjectList(header, self.lead, self.leading), []

    def _end_list(self) -> Iterator[Form]:
        projects, self.projects = self.projects, None
        if projects is not None:
            yield from projects.close()

    def _feed(self, table: Table) -> Iterator[Form]:
        twice = len(self.after) if table.before[: len(self.after)] == self.after else 0
        for number, line in enumerate(table.before):
            yield from self._line(line, is_new=number >= twice)
        self.after = table.after
        self.ended = False
        seams = set(table.seams)
        rows = numbering.without_edge([table_row(cells, table.aligned) for cells in torn_labels.mended(table)])
        printed = [row.items for row in rows]
        number = self._above_title(rows)
        while number < len(rows):
            row = rows[number]
            if number in seams:  # below an empty rest of a row nothing is torn
                self.seam = number == 0 or bool(printed[number - 1])
            row.seam = self.seam
            depth = 1
            may_open = row.signs & _COLUMNS or (row.signs & Sign.SOURCE and fund_header.has_years(row.items))
            if may_open and not blocks.awaits_goals(self, row):
                header, depth, told = self._header(table, row, printed, number)
                yield from self._row(header, row)
                for below in rows[number + 1 : number + depth]:
                    self.collect(below)
                if told is not None and self.draft is not None:
                    self.draft.doubt(told.block.value, told.why)
            elif row.items:
                yield from self._row(row, row)
            if table.notes or self.said:
                self._say(note for place in range(number, number + depth) for note in table.notes.get(place, ()))
            if number in table.doubts and self.draft is not None:
                self.draft.doubt(*table.doubts[number])
            if row.silent and self.draft is not None:
                self.draft.unread += row.silent
            number += depth
        for line in table.after:
            self._below_table(line)

    def _above_title(self, rows: list[TableRow]) -> int:
        """How many rows stand above the title of a form in a sheet of its own (附件2), no rows of the form before."""
        if self.draft is None or not rows or not rows[0].aligned:
            return 0
        lone = takewhile(lambda row: len(row.items) < 2, rows[:_ABOVE])
        texts = [row.items[0] if row.items else None for row in lone]
        title = next((n for n, item in enumerate(texts) if item is not None and self.lead.is_title(item)), 0)
        for item in texts[:title]:
            if item is not None and not self.lead.see(item):
                self._below_table(item.text)
        return title

    def _header(
        self, table: Table, row: TableRow, printed: list[list[Item]], number: int
    ) -> tuple[TableRow, int, told_by_values.Explained | None]:
        """The header that a row may be or open, the rows that it takes, and what only the cells below tell of it."""
        tiers = header_tiers.join(printed, number, table.aligned)
        labels, depth = tiers[0] if tiers else (row.items, 1)
        labels = header_tiers.of_year(labels, self.year)
        below = printed[number + depth :]
        labels = joined_label.apart(labels, below)
        told = None
        if not (self.by_words_alone or _is_noted(table, number, depth)):
            told = told_by_values.explained(labels, below)
        labels = labels if told is None else told.header
        if labels is row.items:
            return row, depth, told
        return TableRow(labels, row.cells, table.aligned, blank=row.blank, seam=self.seam), depth, told

    def _say(self, notes: Iterable[str]) -> None:
        """Say something of the form in which a row stands; above its first row, once it has begun."""
        self.said += notes
        if self.said and self.draft is not None:
            told = {doubt.why for doubt in self.draft.form.uncertain if doubt.place == "form"}
            for note in dict.fromkeys(self.said):
                if note not in told:
                    self.draft.doubt("form", note)
            self.said = []

    def close(self) -> Iterator[Form]:
        """The form that was still open."""
        held, self.held = self.held, None
        if held is not None:
            yield from self._parts(held)
        yield from self._end_list()
        draft, self.draft = self.draft, None
        if draft is None:
            return
        self.flush()
        if self.list is not None:
            draft.form = self._listed(self.list.form, draft.form)
        if self.parts is not None:
            self.parts.settle()
        form = draft.form
        head.settle(draft)
        totals.close(draft)
        form.kind = form_kind.of_form(form, self.seen, self.results) if self.list is None else "summary"
        if form_kind.lacks_results(form):
            draft.doubt(Block.INDICATORS.value, _NO_RESULTS)
        leftovers.settle(draft)
        self._doubt_second(draft)
        if self._is_form(form):
            self._doubt_unread(draft)
            yield own_record(form, self.period)
        elif form.title and sum(id(row) not in draft.loose for row in draft.rows) > _FEWEST_ROWS:
            self.left_out.append(form.title)
        self.unread = form.project if form.project and not self._is_form(form) else None

    @staticmethod
    def _listed(found: SummaryForm, form: Form) -> SummaryForm:
        """The list with what the draft knows of the form as a whole."""
        above = (*names(Block.HEAD, outside=True), "department")
        for name in (*above, "notes", "others", "uncertain", "origins"):
            setattr(found, name, getattr(form, name))
        return found

    @staticmethod
    def _doubt_second(draft: Draft) -> None:
        """Say that another project stands in the form: two forms side by side that could not be told apart."""
        for cell in draft.form.others:
            if not cell.place and meaning(cell.label).head == "project":
                why = f"表里另有一个“{cell.label}”（{cell.text}），像是并排的两张表没有分开，请分成两张表再读"
                draft.doubt("form", why)

    def _doubt_unread(self, draft: Draft) -> None:
        """Say that another project is named right above the form, or beside its head, of which no form was read."""
        if self.unread is not None and self.unread != draft.form.project:
            why = f"这张表前面（或旁边）另有一个项目“{self.unread}”，没有读成一张表，请核对原件；并排的几张请分开再读"
            draft.doubt("form", why)

    @staticmethod
    def _is_form(form: Form) -> bool:
        """Whether this is a form, and no list of projects or a mere sentence that looks like a head."""
        named = form.project is not None
        if isinstance(form, SummaryForm):
            return bool(form.rows)
        return bool(form.indicators or form.blank_rows) or (named and bool(form.funds))

    def _line(self, line: str, is_new: bool) -> Iterator[Form]:
        row = table_row([Cell(line, 0, 0)], aligned=False)
        self._see_pieces(line)
        if not row.items or self.lead.see(row.items[0]):
            self._see_list(line)
            self._keep_leading(row.items)
            if self.draft is not None and self.part == Part.HEAD:
                self.lead.give(self.draft)
        elif head.fields(row.items):
            yield from self._row(row, row)
        elif is_new:
            self._below_table(line)

    def _see_pieces(self, line: str) -> None:
        """See the marks that stand apart in a line with others: 填报单位：某局　　2023年度　　单位：元."""
        pieces = marks_apart(line)
        for piece in pieces if len(pieces) > 1 else ():
            for item in table_row([Cell(piece, 0, 0)], aligned=False).items:
                self.lead.see(item)

    def _keep_leading(self, row: list[Item]) -> None:
        """Keep a line of marks that names a field of the head too: 主管部门：某局　单位：万元."""
        above = self.part in (Part.HEAD, Part.DONE) or self.lead.has_title
        if row and not self.lead.is_title(row[0]) and above and head.fields(row):
            self.leading = [*self.leading, row][-LEADING:]

    def _see_list(self, line: str) -> None:
        kind = form_kind.of_title(line)
        if kind == "summary":
            self.lists.add(kind)

    def _below_table(self, line: str) -> None:
        """A line of text below a form: a remark, as long as no other form has been named."""
        if self.draft is None or self.part < Part.TREE or self.lead.has_title:
            return
        row = table_row([Cell(line, 0, 0)], aligned=False).items
        if row and tail.is_note(row[0].text, self.draft.form.notes):
            tail.note(self.draft, row[0])

    def _row(self, row: TableRow, printed: TableRow) -> Sequence[Form]:
        """Offer a row to the blocks in their order; the forms that it ends, as another begins with it.

        `printed` is its first line where `row` is a header of tiers.
        """
        if self.part < Part.TREE and (labelled := goals.beside_values(row.items)) is not row.items:
            row.items, row.signs = labelled, row.signs | Sign.GOAL
        found = row.items
        if _RULE.match(found[0].text) and all(_RULE.match(item.text) for item in found):
            return ()
        are_goals = isinstance(self.block, goals.Goals) and self.block.stand_below(row)
        if len(found) > 1:
            self.heading = None  # the text below a heading is a row of one cell right below it
        if len(found) == 1 and not are_goals and self._lone(row):
            return ()
        if not are_goals and len(found) <= _MARKS and (self.lead.is_title(found[0]) or self._are_marks(found)):
            for item in found:
                self.lead.see(item)
            self._see_list(found[0].text)
            return ()
        ended: Sequence[Form] = ()
        for block in () if are_goals else blocks.offered(row.signs):
            if block.begins(self, row):
                if block.is_new is not None and block.is_new(self, row):
                    ended = self._begin()
                self.opened()
                self.collect(printed)
                block.take(self, row)
                break
        else:
            self._rest(row, printed)
        self.seam = self.seam and self.part == Part.HEAD
        return ended

    def _are_marks(self, row: list[Item]) -> bool:
        return self.part in (Part.HEAD, Part.DONE) and all(is_mark_of_form(item.text) for item in row)

    def _rest(self, row: TableRow, printed: TableRow) -> None:
        """A row that begins no block: it belongs to the block above it, or to nothing."""
        if self.draft is None or self.ended:
            if self.draft is None:
                self.collect(printed)
            return
        if not self.draft.has_room(printed):
            return
        is_below = self.part == Part.DONE and not isinstance(self.block, funds.Money)  # no row of money at the foot
        if is_below and self.tree is not None and self.tree.resumes(row):
            self.part, self.block, is_below = Part.TREE, self.tree, False
        if is_below and not row.aligned and not leftovers.is_pair(row.items):
            self.ended = True
            return
        self.collect(printed)
        is_aside = self.block is self.tree and (_is_aside(row, self.part) or self._is_text_across(row))
        if self.block is not None and not is_aside:
            self._below_header(self.block, row)

    def _is_text_across(self, row: TableRow) -> bool:
        """Whether a row of a table is a label with a text below all columns of values: 相关建议 | 增加施工班组。"""
        if self.tree is None or self.tree.grid is None or not leftovers.is_pair(row.items):
            return False
        label, text = row.items
        values = [item for item in self.tree.header if item.means.column not in LEVELS and item.column > label.column]
        covered = [item for item in values if text.column <= item.column < text.end]
        return len(values) > 1 and covered == values

    def _below_header(self, block: BlockReader, row: TableRow) -> None:
        if isinstance(block, tree.Tree) and block.is_fresh:
            header = tree_header.with_second_line(block.header, row.items)
            if header is not None:
                assert self.draft is not None
                self.draft.take(*row.items)
                is_grid = block.grid is not None
                blocks.take_tree(self, TableRow(header, row.cells, is_grid, blank=row.blank, seam=row.seam))
                return
        block.read(row)

    def _lone(self, row: TableRow) -> bool:
        """A row of one cell: a mark above a form, a heading, or a line of text between the rows of pasted text."""
        item = row.items[0]
        if self._heading(row):
            return True
        above = self.part in (Part.HEAD, Part.DONE) or self.lead.has_title
        if self.draft is None:
            self._see_pieces(item.cell.text)
        if (above or item.columns > 1 or len(row.cells) == 1) and self.lead.see(item):
            self._see_list(item.text)
            self._see_pieces(item.cell.text)
            self._keep_leading(row.items)
            if self.draft is not None and self.part == Part.HEAD:
                self.lead.give(self.draft)
            return True
        if self.draft is not None and self.part >= Part.TREE and tail.is_note(item.text, self.draft.form.notes):
            self.collect(row)
            self.flush()
            tail.note(self.draft, item)
            return True
        prose = len(row.cells) == 1 and not row.aligned
        return prose and not totals.label([item]) and not head.begins([item]) and not tail.begins([item])

    def _heading(self, row: TableRow) -> bool:
        """A numbered heading over a part of the form (三、绩效目标完成情况), or the text below one of the foot."""
        item = row.items[0]
        over, self.heading = self.heading, None
        if self.draft is None or (isinstance(self.block, tree.Tree) and self.block.shape.has_bands and band_of(item)):
            return False
        names = is_word(item.text) or row.aligned or headings.names_part(item.text)
        if (headings.is_numbered(item.text) and names) or _is_title_of_tree(item, row):
            if self.part == Part.DONE and not self.headed and not (row.aligned and item.columns > 1):
                if row.aligned:
                    self.collect(row)
                return row.aligned  # a heading of the report that the form stands in; in a sheet it is told as unread
            self.headed = True
            self.collect(row)
            self.draft.take(item)
            self.heading = item
            return True
        if over is None or item.means.is_label or not (over.means.tail or over.means.goal):
            return False
        self.collect(row)
        self.flush()
        if over.means.tail:
            tail.read(self.draft, [over, item])
        else:
            self.draft.add(over.means.goal or "", item)
        return True

    def _begin(self) -> Sequence[Form]:
        ended = list(self.close())
        self.part, self.results, self.seen, self.period = Part.HEAD, False, set(), self.lead.period
        self.block = self.tree = self.list = self.parts = None
        self.ended = self.headed = False
        return ended


def _is_noted(table: Table, first: int, depth: int) -> bool:
    """Whether something is said of one of these rows already: 这一栏认不出."""
    return bool(table.notes) and any(place in table.notes for place in range(first, first + depth))


def _is_aside(row: TableRow, part: int) -> bool:
    """Whether a row below the indicators is a label with its text, and no indicator; above a total, of the reasons."""
    first = row.items[0]
    is_reason = first.means.column == "reason" and is_word(first.text)
    return leftovers.is_pair(row.items) and (is_reason or (part == Part.DONE and _is_text(row.items[-1])))


def _is_text(item: Item) -> bool:
    """Whether a cell holds words, and no figure: 自评意见 | 项目完成较好."""
    return not column_likelihood.is_amount(item.text)


def placed(form: Form, file: str) -> Form:
    """The form with its file in every origin that does not know it."""
    for place, origin in form.origins.items():
        if not origin.file:
            form.origins[place] = Origin(
                file, origin.line, origin.page, origin.sheet, origin.table, origin.row, origin.column, origin.box
            )
    return form
