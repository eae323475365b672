"""Rows that no field takes between the head and the tree: 资金管理情况 (分配科学性 … with 情况说明), 年度主要任务.

A list of the parts of the project with their money (子项目名称 | 预算金额 | 支出金额) is one too. What the parts add
up to (金额合计) is the money of a form that has no block for it.
"""

from jiheng.form import LEVELS, TOTAL_FUND
from jiheng.places.words import words
from jiheng.reading.form import fund_header, funds, numbering
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.labels.labels import fund_name, key

_LEAST = 3
"""Labels of a list of parts."""


def is_header(row: list[Item]) -> bool:
    """Whether a row begins the block."""
    return key(row[0].text) in words().form.text_blocks or lists_parts(row)


def lists_parts(row: list[Item]) -> bool:
    """Whether a row names the columns of a list of parts: 序号 | 子项目名称 | 预算金额 | 支出金额, or of tasks."""
    if not any(item.means.head == "project" or item.means.other for item in row):
        return False
    labels = [item for item in row if not numbering.is_running(item.text)]
    names_part = len(labels) >= _LEAST and (labels[0].means.head == "project" or names_task(labels[0]))
    is_list = names_part and all(item.means.is_label for item in labels)
    return is_list and any(item.means.fund_column for item in labels) and not any(i.means.column in LEVELS for i in row)


def names_task(item: Item) -> bool:
    """Whether a label is that of the names in a list of tasks: 任务名称."""
    return key(item.text) in words().form.task_names


class Management:
    """Reads the rows: every text is kept under the name of its row and the label of its column."""

    def __init__(self, draft: Draft, top: TableRow) -> None:
        self.draft = draft
        self.top, header = top, top.items
        self.whole: TableRow | None = None
        """What the parts add up to."""
        is_list = lists_parts(header)
        first = header[:1] if not is_list else [item for item in header if numbering.is_running(item.text)]
        self.is_numbered = is_list and bool(first)
        self.labels = header[len(first) :]
        draft.take(*first)
        self._take_labels(self.labels)

    def _take_labels(self, labels: list[Item]) -> None:
        """The header may hold the first row already, where it names no columns."""
        if labels and labels[0].means.is_label:
            self.draft.take(*labels)
        else:
            self.labels = []
            if labels:
                self._texts(labels)

    def read(self, row: TableRow) -> None:
        """Take a row: its name, then a text for each column."""
        if row.items[0].means.fund_row and fund_name(row.items[0].text) == TOTAL_FUND:
            self.whole = row
        self._texts(row.items)

    def settle(self) -> None:
        """Read the sum of the parts as the money, where nothing else of the form has told it."""
        if self.whole is None or self.draft.form.funds or not fund_header.is_header(self.labels):
            return
        for item in self.whole.items:
            self.draft.kept.pop(id(item.cell), None)
        money = funds.Money(self.draft, self.top)
        money.read(self.whole)
        money.flush()

    def _texts(self, row: list[Item]) -> None:
        if self.is_numbered and len(row) > 1:
            self.draft.take(row[0])
            row = row[1:]
        name, *texts = row
        if not texts and not name.means.is_label:
            self.draft.keep(name, key(self.labels[-1].text) if len(self.labels) == 1 else "")
            return
        self.draft.take(name)
        for number, item in enumerate(texts):
            below = [label for label in self.labels if label.column <= item.column]
            column = key(below[-1].text) if below else ""
            label = key(name.text) if number == 0 and len(below) <= 1 else f"{key(name.text)}·{column}"
            self.draft.keep(item, label)

    def flush(self) -> None:
        """Nothing is held back."""
