"""Tables of any format → forms, known by the meaning of their labels.

No line number, column count or name of a bureau decides anything: a row is what its labels say it
is, and what stands below a header belongs to it until the next label. `_BLOCKS` holds the blocks of
a form in the order in which a row is offered to them.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum, auto
from functools import cache
from typing import NamedTuple, Protocol

from jiheng.expression import expression
from jiheng.form import Block, Form, Origin, SummaryForm, names
from jiheng.reading.form import (
    form_kind,
    fund_pairs,
    funds,
    goals,
    head,
    header_tiers,
    leftovers,
    management,
    summary,
    tail,
    torn_labels,
    totals,
    tree,
)
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.own_record import own_record
from jiheng.reading.form.rows import Item, TableRow, table_row
from jiheng.reading.form.title_block import Lead, period_in
from jiheng.reading.labels.labels import LONGEST, Sign, is_word
from jiheng.reading.tables import side_by_side
from jiheng.reading.tables.table import Cell, Table


class _Part(IntEnum):
    """How far down a form the reading has come."""

    HEAD = auto()
    MONEY = auto()
    GOALS = auto()
    TREE = auto()
    DONE = auto()


class BlockReader(Protocol):
    """Reads the rows below the header of a block."""

    def read(self, row: TableRow) -> None:
        """Take a row."""

    def flush(self) -> None:
        """Hand over the row that waits for its rest."""


_RULE = expression(r"[-–—=_:]{2,}$")
"""A line drawn with characters."""
_NUMBERED = expression(r"[一二三四五六七八九十]{1,3}[、.．]")
_APART = expression(r"[ \t]{2,}|　+")
_MARKS = 3
"""Title, year and unit of a form may stand in one row."""
_LEADING = 12
"""Rows between a title and the first row of the head that are kept."""


def forms(table: Table) -> Iterator[Form]:
    """The forms of one table."""
    recogniser = Recogniser()
    yield from recogniser.feed(table)
    yield from recogniser.close()


class Recogniser:
    """Reads the tables of one file in order; a form may go on from one table to the next."""

    def __init__(self) -> None:
        self.lead = Lead()
        self.leading: list[list[Item]] = []
        """Rows below a title that came before the head: 单位名称：…"""
        self.draft: Draft | None = None
        self.part = _Part.HEAD
        self.block: BlockReader | None = None
        self.tree: tree.Tree | None = None
        self.list: summary.Summary | None = None
        self.results = False
        self.seen: set[str] = set()
        """What labels tell of the kind of the form."""
        self.seam = False
        """Whether a page has begun since the last row below a header."""
        self.ended = False
        """Whether text below a form that has no grid is no more part of it."""
        self.lists: set[str] = set()
        """Kinds of documents met that hold no form: 汇总表."""
        self.after: list[str] = []
        """The lines below the last table, which some formats name above the next one too."""
        self.period: str | None = None
        """The months that a label, a title or a line above names."""
        self.amounts: list[str] = []
        """The amounts that the last rows of labels with figures named."""
        self.heading: Item | None = None
        self.headed = False
        """A numbered heading that stands right above."""
        self.said: list[str] = []
        """What is to be said of the form that begins next, or is open."""

    def feed(self, table: Table) -> Iterator[Form]:
        """The forms that are complete once this table is read."""
        for part in side_by_side.apart(table) if table.aligned else [table]:
            yield from self._feed(part)

    def _feed(self, table: Table) -> Iterator[Form]:
        twice = len(self.after) if table.before[: len(self.after)] == self.after else 0
        for number, line in enumerate(table.before):
            yield from self._line(line, is_new=number >= twice)
        self.after = table.after
        self.ended = False
        seams = set(table.seams)
        rows = [table_row(cells, table.aligned) for cells in torn_labels.mended(table)]
        printed = [row.items for row in rows]
        number = 0
        while number < len(rows):
            row = rows[number]
            if number in seams:  # below an empty rest of a row nothing is torn
                self.seam = number == 0 or bool(printed[number - 1])
            opens = row.signs & (Sign.COLUMN | Sign.MONEY) and not self._awaits_goals(row)
            tiers = header_tiers.join(printed, number, table.aligned) if opens else []
            depth = tiers[0][1] if tiers else 1
            if row.items:
                for below in rows[number + 1 : number + depth]:
                    self._collect(below)
                row.seam = self.seam
                header = TableRow(tiers[0][0], row.cells, table.aligned, seam=self.seam) if tiers else row
                yield from self._row(header, row)
            if table.notes or self.said:
                self._say(note for place in range(number, number + depth) for note in table.notes.get(place, ()))
            if row.silent and self.draft is not None:
                self.draft.unread += row.silent
            number += depth
        for line in table.after:
            self._below_table(line)

    def _say(self, notes: Iterable[str]) -> None:
        """Say something of the form in which a row stands; above its first row, once it has begun."""
        self.said += notes
        if self.said and self.draft is not None:
            for note in self.said:
                self.draft.doubt("form", note)
            self.said = []

    def close(self) -> Iterator[Form]:
        """The form that was still open."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        self._flush()
        if self.list is not None:
            draft.form = self._listed(self.list.form, draft.form)
        form = draft.form
        head.settle(draft)
        totals.close(draft)
        form.kind = form_kind.of_form(form, self.seen, self.results) if self.list is None else "summary"
        leftovers.settle(draft)
        if self._is_form(form):
            yield own_record(form, self.period)

    @staticmethod
    def _listed(found: SummaryForm, form: Form) -> SummaryForm:
        """The list with what the draft knows of the form as a whole."""
        above = (*names(Block.HEAD, outside=True), "department")
        for name in (*above, "notes", "others", "uncertain", "origins"):
            setattr(found, name, getattr(form, name))
        return found

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
        elif head.fields(row.items):
            yield from self._row(row, row)
        elif is_new:
            self._below_table(line)

    def _see_pieces(self, line: str) -> None:
        """See the marks that stand apart in a line with others: 填报单位：某局　　2023年度　　单位：元."""
        pieces = _APART.split(line.strip())
        for piece in pieces if len(pieces) > 1 else ():
            for item in table_row([Cell(piece, 0, 0)], aligned=False).items:
                self.lead.see(item)

    def _keep_leading(self, row: list[Item]) -> None:
        """Keep a line of marks that names a field of the head too: 主管部门：某局　单位：万元."""
        if row and not self.lead.is_title(row[0]) and self.part in (_Part.HEAD, _Part.DONE) and head.fields(row):
            self.leading = [*self.leading, row][-_LEADING:]

    def _see_list(self, line: str) -> None:
        kind = form_kind.of_title(line)
        if kind == "summary":
            self.lists.add(kind)

    def _below_table(self, line: str) -> None:
        """A line of text below a form: a remark, as long as no other form has been named."""
        if self.draft is None or self.part < _Part.TREE or self.lead.has_title:
            return
        row = table_row([Cell(line, 0, 0)], aligned=False).items
        if row and tail.is_note(row[0].text, self.draft.form.notes):
            tail.note(self.draft, row[0])

    def _collect(self, row: TableRow) -> None:
        """Keep a row, and what its labels tell, so that nothing of it is lost."""
        if row.signs & Sign.KIND:
            self.seen |= {told for item in row.items if (told := form_kind.tells(item.text))}
        if row.signs & Sign.MONTHS and not self.period:
            self.period = next((found for item in row.items if (found := period_in(item.text))), None)
        if self.draft is not None:
            self.draft.rows.append(row.items)
        elif self.lead.has_title:
            self.leading = [*self.leading, row.items][-_LEADING:]

    def _row(self, row: TableRow, printed: TableRow) -> Iterator[Form]:
        """Offer a row to the blocks in their order; `printed` is its first line where `row` is a header of tiers."""
        found = row.items
        if _RULE.match(found[0].text) and all(_RULE.match(item.text) for item in found):
            return
        if len(found) == 1 and self._lone(row):
            return
        if len(found) <= _MARKS and self.lead.is_title(found[0]):
            for item in found:
                self.lead.see(item)
            self._see_list(found[0].text)
            return
        for block in _offered(row.signs):
            if block.begins(self, row):
                if block.is_new is not None and block.is_new(self, row):
                    yield from self._begin()
                self._draft()
                self._collect(printed)
                block.take(self, row)
                break
        else:
            self._rest(row, printed)
        self.seam = self.seam and self.part is _Part.HEAD

    def _rest(self, row: TableRow, printed: TableRow) -> None:
        """A row that begins no block: it belongs to the block above it, or to nothing."""
        if self.draft is None or self.ended:
            if self.draft is None:
                self._collect(printed)
            return
        if not self.draft.has_room(printed):
            return
        if self.part is _Part.DONE and self.tree is not None and self.tree.resumes(row):
            self.part, self.block = _Part.TREE, self.tree
        if self.part is _Part.DONE and not row.aligned and not leftovers.is_pair(row.items):
            self.ended = True
            return
        self._collect(printed)
        if self.block is not None and not (self.part is _Part.DONE and self.block is self.tree and _is_aside(row)):
            self._below_header(self.block, row)

    def _below_header(self, block: BlockReader, row: TableRow) -> None:
        if isinstance(block, tree.Tree) and block.is_fresh:
            header = tree.with_second_line(block.header, row.items)
            if header is not None:
                assert self.draft is not None
                self.draft.take(*row.items)
                self._tree_header(TableRow(header, row.cells, block.grid is not None, seam=row.seam))
                return
        block.read(row)

    def _flush(self) -> None:
        """Hand over the rows that wait for their rest."""
        if self.block is not None:
            self.block.flush()
        if self.tree is not None:
            self.tree.flush()

    def _lone(self, row: TableRow) -> bool:
        """A row of one cell: a mark above a form, a heading, or a line of text between the rows of pasted text."""
        item = row.items[0]
        if self._heading(row):
            return True
        above = self.part in (_Part.HEAD, _Part.DONE) or self.lead.has_title
        if (above or item.columns > 1 or len(row.cells) == 1) and self.lead.see(item):
            self._see_list(item.text)
            self._see_pieces(item.cell.text)
            self._keep_leading(row.items)
            if self.draft is not None and self.part is _Part.HEAD:
                self.lead.give(self.draft)
            return True
        if self.draft is not None and self.part >= _Part.TREE and tail.is_note(item.text, self.draft.form.notes):
            self._collect(row)
            self._flush()
            tail.note(self.draft, item)
            return True
        prose = len(row.cells) == 1 and not row.aligned
        return prose and not totals.label([item]) and not head.begins([item]) and not tail.begins([item])

    def _heading(self, row: TableRow) -> bool:
        """A numbered heading over a part of the form (三、绩效目标完成情况), or the text below one of the foot."""
        item = row.items[0]
        over, self.heading = self.heading, None
        if self.draft is None:
            return False
        if _NUMBERED.match(item.text) and len(item.text) <= LONGEST and (is_word(item.text) or row.aligned):
            if self.part is _Part.DONE and not row.aligned and not self.headed:
                return False  # a heading of the report that the form stands in
            self.headed = True
            self._collect(row)
            self.draft.take(item)
            self.heading = item
            return True
        if over is None or item.means.is_label or not (over.means.tail or over.means.goal):
            return False
        self._collect(row)
        self._flush()
        if over.means.tail:
            tail.read(self.draft, [over, item])
        else:
            self.draft.add(over.means.goal or "", item)
        return True

    def _begin(self) -> Iterator[Form]:
        yield from self.close()
        self.part, self.results, self.seen, self.period = _Part.HEAD, False, set(), self.lead.period
        self.block = self.tree = self.list = None
        self.ended = self.headed = False

    def _draft(self) -> Draft:
        """The open form; opens one."""
        if self.draft is None:
            self.draft = Draft()
            self.period = self.period or self.lead.period
            self.lead.give(self.draft)
            self.draft.rows = self.leading
            for row in self.leading:
                head.read(self.draft, row, [])
            self.leading = []
        return self.draft

    # What begins a block, and what is done with the row that does.

    def _is_summary(self, row: TableRow) -> bool:
        is_open = self.draft is not None and self.draft.form.project is not None and self.part < _Part.DONE
        return not is_open and summary.is_header(row.items)

    def _summary(self, row: TableRow) -> None:
        self._flush()
        block = summary.Summary(self._draft(), row.items)
        self.block, self.list, self.part = block, block, _Part.TREE

    def _is_tree(self, row: TableRow) -> bool:
        return tree.is_header(row.items)

    def _tree_header(self, row: TableRow) -> None:
        draft = self._draft()
        self._flush_all_but_tree()
        self.results |= tree.is_result(row.items)
        self.block = self.tree = tree.Tree(draft, row.items, row.aligned, self.tree)
        self.part = _Part.TREE

    def _flush_all_but_tree(self) -> None:
        if self.block is not None and self.block is not self.tree:
            self.block.flush()

    def _is_money(self, row: TableRow) -> bool:
        return funds.is_header(row.items) or (self.part is _Part.HEAD and funds.are_sources(row.items))

    def _money_header(self, row: TableRow) -> None:
        draft = self._draft()
        self._flush()
        self.results |= any(funds.field_of(item, False) in ("executed", "rate") for item in row.items)
        self.block, self.part = funds.Money(draft, row.items, row.aligned), _Part.MONEY

    def _is_pairs(self, row: TableRow) -> bool:
        if self.part > _Part.GOALS:
            return False
        return fund_pairs.begins(row.items) or fund_pairs.repeats(row.items, self.amounts)

    def _pairs(self, row: TableRow) -> None:
        draft = self._draft()
        self._flush()
        self.results |= any(item.means.fund_column in ("executed", "rate") for item in fund_pairs.apart(row.items))
        if fund_pairs.repeats(row.items, self.amounts):
            fund_pairs.read_parts(draft, row.items, self.amounts)
            return
        named = fund_pairs.fields(row.items)
        self.amounts = named if set(named) & set(self.amounts) else [*self.amounts, *named]
        fund_pairs.read(draft, row.items)
        if isinstance(self.block, funds.Money):
            self.block.more(*fund_pairs.unnamed(row.items))

    def _is_head(self, row: TableRow) -> bool:
        if self.part is _Part.HEAD:
            names_goals = goals.is_header(row.items) and not head.fields(row.items)
            return head.begins(row.items) and not names_goals
        found = head.fields(row.items[:1])
        if self.part in (_Part.MONEY, _Part.GOALS) and head.goes_on(row.items):
            return True
        return "project" in found or (
            self.part >= _Part.TREE and bool(found & {"department", "unit"}) and self.lead.has_title
        )

    def _is_next(self, row: TableRow) -> bool:
        """Whether a head row begins a new form."""
        if self.draft is None or (self.part in (_Part.MONEY, _Part.GOALS) and head.goes_on(row.items)):
            return False
        if "project" in head.fields(row.items):
            return bool(self.draft.form.project) or self.part is not _Part.HEAD
        return self.part >= _Part.TREE

    def _head(self, row: TableRow) -> None:
        head.read(self._draft(), row.items, row.cells)

    def _is_management(self, row: TableRow) -> bool:
        return self.part <= _Part.GOALS and self.draft is not None and management.is_header(row.items)

    def _management(self, row: TableRow) -> None:
        self._flush()
        self.block = management.Management(self._draft(), row.items)

    def _is_goals(self, row: TableRow) -> bool:
        if self.draft is None or self.part >= _Part.TREE:
            return False
        return goals.is_header(row.items) and not self._awaits_goals(row)

    def _awaits_goals(self, row: TableRow) -> bool:
        """Whether a row that looks like a header of goals holds their first texts."""
        return isinstance(self.block, goals.Goals) and goals.is_header(row.items) and self.block.awaits(row.items)

    def _goals(self, row: TableRow) -> None:
        self._flush()
        self.block, self.part = goals.Goals(self._draft(), row.items, row.aligned), _Part.GOALS

    def _is_goal_between(self, row: TableRow) -> bool:
        """Whether a further goal with its text stands between two parts of the tree: 年度目标2：（30分）."""
        found = row.items
        if self.part is not _Part.TREE or self.draft is None or len(found) != 2:
            return False
        is_label = found[0].means.goal == "goal_expected" and is_word(found[0].text) and not found[0].means.level1
        return is_label and any(character.isdigit() for character in found[0].text) and not found[1].means.is_label

    def _goal_between(self, row: TableRow) -> None:
        self._flush()
        draft = self._draft()
        draft.take(row.items[0])
        draft.add("goal_expected", row.items[1])

    def _is_total(self, row: TableRow) -> bool:
        if self.list is not None:
            return False
        return self.part >= _Part.TREE and self.draft is not None and totals.label(row.items) is not None

    def _total(self, row: TableRow) -> None:
        self._flush()
        at = self.tree.at if self.tree is not None else {}
        totals.read(self._draft(), head.apart(row.items), row.cells, at, row.aligned)
        self.part = _Part.DONE

    def _is_tail(self, row: TableRow) -> bool:
        if self.part is _Part.GOALS:
            return tail.is_lone(row.items)
        if self.part < _Part.TREE or self.draft is None or self.ended:
            return False
        if not tail.begins(row.items):
            return False
        # A label without a text may be the end of a label of the header (及 / 改进措施), or a heading below the form.
        return len(head.apart(row.items)) > 1 or (self.part is not _Part.TREE and row.aligned)

    def _tail(self, row: TableRow) -> None:
        self._flush()
        tail.read(self._draft(), row.items)

    def _is_new_tree(self, row: TableRow) -> bool:
        return self.part is _Part.DONE

    def _is_new_list(self, row: TableRow) -> bool:
        return self.part is not _Part.HEAD

    def _is_new_money(self, row: TableRow) -> bool:
        return self.part >= _Part.TREE


class _Block(NamedTuple):
    """A block of a form: whether a row begins it, what it does with that row, and whether a new form begins too.

    `signs`: the row gives at least one of these, else the block need not look at it; 0 where it must look at each.
    """

    signs: int
    begins: Callable[[Recogniser, TableRow], bool]
    take: Callable[[Recogniser, TableRow], None]
    is_new: Callable[[Recogniser, TableRow], bool] | None = None


_BLOCKS = (
    _Block(Sign.HEAD, Recogniser._is_summary, Recogniser._summary, Recogniser._is_new_list),
    _Block(Sign.MONEY | Sign.BLOCK | Sign.COLON, Recogniser._is_pairs, Recogniser._pairs),
    _Block(Sign.COLUMN, Recogniser._is_tree, Recogniser._tree_header, Recogniser._is_new_tree),
    _Block(Sign.MONEY, Recogniser._is_money, Recogniser._money_header, Recogniser._is_new_money),
    _Block(Sign.HEAD | Sign.COLON, Recogniser._is_head, Recogniser._head, Recogniser._is_next),
    _Block(0, Recogniser._is_management, Recogniser._management),
    _Block(Sign.GOAL | Sign.BLOCK, Recogniser._is_goals, Recogniser._goals),
    _Block(Sign.GOAL, Recogniser._is_goal_between, Recogniser._goal_between),
    _Block(0, Recogniser._is_total, Recogniser._total),
    _Block(Sign.HEAD | Sign.FOOT | Sign.COLON, Recogniser._is_tail, Recogniser._tail),
)


@cache
def _offered(signs: int) -> tuple[_Block, ...]:
    """The blocks that a row with such signs may begin."""
    return tuple(block for block in _BLOCKS if not block.signs or block.signs & signs)


def _is_aside(row: TableRow) -> bool:
    """Whether a row below the total is a label with its text, and no indicator."""
    return leftovers.is_pair(row.items) and bool(row.items[0].means.head or row.items[0].means.tail)


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
