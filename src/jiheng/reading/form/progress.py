"""How far the reading of a file has come: the form that is open, its part and its block, and what stands above it."""

from typing import Protocol

from jiheng.reading.form import form_kind, head, management, project_list, summary, tree
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.form.title_block import Lead, period_in
from jiheng.reading.labels.labels import Sign
from jiheng.reading.tables.table import Table

LEADING = 12
"""Rows between a title and the first row of the head that are kept."""


class Part:
    """How far down a form the reading has come: plain numbers, which rows ask for all the time."""

    HEAD, MONEY, GOALS, TREE, DONE = range(5)


class BlockReader(Protocol):
    """Reads the rows below the header of a block."""

    def read(self, row: TableRow) -> None:
        """Take a row."""

    def flush(self) -> None:
        """Hand over the row that waits for its rest."""


class Progress:
    """What is known between two rows of a file."""

    def __init__(self) -> None:
        self.lead = Lead()
        self.leading: list[list[Item]] = []
        """Rows below a title that came before the head: 单位名称：…"""
        self.draft: Draft | None = None
        self.part = Part.HEAD
        self.block: BlockReader | None = None
        self.tree: tree.Tree | None = None
        self.list: summary.Summary | None = None
        self.parts: management.Management | None = None
        """The tasks of the form, or the parts of its project."""
        self.results = False
        self.seen: set[str] = set()
        """What labels tell of the kind of the form."""
        self.seam = False
        """Whether a page has begun since the last row below a header."""
        self.ended = False
        """Whether text below a form that has no grid is no more part of it."""
        self.lists: set[str] = set()
        """Kinds of documents met that hold no form: 汇总表."""
        self.left_out: list[str] = []
        """Titles of tables that are named as forms and of which none was read."""
        self.after: list[str] = []
        """The lines below the last table, which some formats name above the next one too."""
        self.period: str | None = None
        """The months that a label, a title or a line above names."""
        self.amounts: list[str] = []
        """The amounts that the last rows of labels with figures named."""
        self.unread: str | None = None
        """The project last named of which no form was read."""
        self.heading: Item | None = None
        """A numbered heading that stands right above."""
        self.headed = False
        """Whether the open form has headings of its own."""
        self.said: list[str] = []
        """What is to be said of the form that begins next, or is open."""
        self.projects: project_list.ProjectList | None = None
        """The list of projects that is open."""
        self.held: Table | None = None
        """The last table, where its last row may be the upper half of a header that the next one goes on with."""

    @property
    def year(self) -> str | None:
        """The year of the open form, or of the one that begins next."""
        if self.draft is not None and self.draft.form.year is not None:
            return self.draft.form.year
        return self.lead.found["year"].text if "year" in self.lead.found else None

    def opened(self) -> Draft:
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

    def collect(self, row: TableRow) -> None:
        """Keep a row, and what its labels tell, so that nothing of it is lost."""
        if row.signs & Sign.KIND:
            self.seen |= {told for item in row.items if (told := form_kind.tells(item.text))}
        if row.signs & Sign.MONTHS and not self.period:
            self.period = next((found for item in row.items if (found := period_in(item.text))), None)
        if self.draft is not None:
            self.draft.rows.append(row.items)
            if not row.aligned:
                self.draft.loose.add(id(row.items))
        elif self.lead.has_title:
            self.leading = [*self.leading, row.items][-LEADING:]

    def flush(self) -> None:
        """Hand over the rows that wait for their rest."""
        if self.block is not None:
            self.block.flush()
        if self.tree is not None:
            self.tree.flush()
