"""Rows that no field takes between the head and the tree: 资金管理情况 (分配科学性 … with 情况说明), 年度主要任务.

A list of the parts of the project with their money (子项目名称 | 预算金额 | 支出金额) is one too.
"""

from jiheng.form import LEVELS
from jiheng.places.words import words
from jiheng.reading.form import numbering
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.labels.labels import key

_LEAST = 3
"""Labels of a list of parts."""


def is_header(row: list[Item]) -> bool:
    """Whether a row begins the block."""
    return key(row[0].text) in words().form.text_blocks or lists_parts(row)


def lists_parts(row: list[Item]) -> bool:
    """Whether a row names the columns of a list of the project's parts: 序号 | 子项目名称 | 预算金额 | 支出金额."""
    if not any(item.means.head == "project" for item in row):
        return False
    labels = [item for item in row if not numbering.is_running(item.text)]
    names_part = len(labels) >= _LEAST and labels[0].means.head == "project"
    is_list = names_part and all(item.means.is_label for item in labels)
    return is_list and any(item.means.fund_column for item in labels) and not any(i.means.column in LEVELS for i in row)


class Management:
    """Reads the rows: every text is kept under the name of its row and the label of its column."""

    def __init__(self, draft: Draft, header: list[Item]) -> None:
        self.draft = draft
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
        self._texts(row.items)

    def _texts(self, row: list[Item]) -> None:
        if self.is_numbered and len(row) > 1:
            self.draft.take(row[0])
            row = row[1:]
        name, *texts = row
        self.draft.take(name)
        for number, item in enumerate(texts):
            below = [label for label in self.labels if label.column <= item.column]
            column = key(below[-1].text) if below else ""
            label = key(name.text) if number == 0 and len(below) <= 1 else f"{key(name.text)}·{column}"
            self.draft.keep(item, label)

    def flush(self) -> None:
        """Nothing is held back."""
