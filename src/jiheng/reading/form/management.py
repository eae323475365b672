"""Rows of text between the money and the goals: 资金管理情况 (分配科学性 … with 情况说明), 年度主要任务."""

from jiheng.places.words import words
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.labels.labels import key


def is_header(row: list[Item]) -> bool:
    """Whether a row begins the block."""
    return key(row[0].text) in words().form.text_blocks


class Management:
    """Reads the rows: every text is kept under the name of its row and the label of its column."""

    def __init__(self, draft: Draft, header: list[Item]) -> None:
        self.draft = draft
        self.labels = header[1:]
        draft.take(header[0])
        self._take_labels(header[1:])

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
        name, *texts = row
        self.draft.take(name)
        for number, item in enumerate(texts):
            below = [label for label in self.labels if label.column <= item.column]
            column = key(below[-1].text) if below else ""
            label = key(name.text) if number == 0 and len(below) <= 1 else f"{key(name.text)}·{column}"
            self.draft.keep(item, label)

    def flush(self) -> None:
        """Nothing is held back."""
