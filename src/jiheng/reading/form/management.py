"""Rows that no field takes between the head and the tree: 资金管理情况 (分配科学性 … with 情况说明), 年度主要任务.

A list of the parts of the project with their money (子项目名称 | 预算金额 | 支出金额) is one too. What the parts add
up to (金额合计) is the money of a form that has no block for it.
"""

from jiheng.form import LEVELS, TOTAL_FUND
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import fund_header, funds, numbering
from jiheng.reading.form.column_likelihood import is_amount
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.labels.labels import LONGEST, fund_name, is_word, key

_LEAST = 3
"""Labels of a list of parts."""
_TALL = 2
"""Rows that the name of a table at its left edge stands beside: its labels, and the first below them."""


def is_header(row: list[Item]) -> bool:
    """Whether a row begins the block."""
    return key(row[0].text) in words().form.text_blocks or lists_parts(row) or lists_income(row)


def lists_income(row: list[Item]) -> bool:
    """Whether a row names the amounts of what came in alone: 部门收入（万元） | 年初预算 | 追加 | 合计."""
    is_income = key(row[0].text) in words().form.income_groups and len(row) > _LEAST
    return is_income and not any(item.means.block_column or is_amount(item.text) for item in row)


def begins_table(row: TableRow) -> bool:
    """Whether a table of something else begins below the money: its name beside rows, labels that none of it bears.

    仪器设备购置情况 | 设备名称 | 数量（台套） | 单价（万元）, 三公经费 | 公务接待费 | 公车运行费 | 合计.
    """
    first, *labels = row.items
    are_words = len({item.text for item in labels}) > _LEAST  # as many words are no row of amounts
    if not (_is_beside(row) or are_words) or first.means.fund_row or len(labels) < _LEAST:
        return False
    if any(is_amount(item.text) or is_dash(item.text) or len(item.text) > LONGEST for item in labels):
        return False
    return any(map(names_task, labels)) or not any(map(_says_money, labels))


def _is_beside(row: TableRow) -> bool:
    """Whether the first cell may be the name of a table at its left edge; text does not say how tall it is."""
    return row.items[0].cell.rows >= _TALL if row.aligned else row.wide >= len(row.items)


def lists_records(row: TableRow) -> bool:
    """Whether a table lists records with amounts, each told by several labels: 批次 | 文号 | 下达时间 | 下达金额."""
    if not _is_beside(row) or any(is_amount(item.text) for item in row.items[1:]):
        return False
    labels = [item for item in row.items[1:] if not numbering.is_running(item.text)]
    amount = next((n for n, item in enumerate(labels) if item.means.fund_column), 0)
    return (
        amount >= _LEAST
        and not any(
            _says_money(item) or item.above or is_dash(item.text) or any(map(str.isdigit, item.text))  # 2023年
            for item in labels[:amount]
        )
    )


def _says_money(item: Item) -> bool:
    means = item.means
    is_source = means.fund_row not in (None, TOTAL_FUND)
    return bool(means.fund_column or means.block_column or means.column or means.goal or means.head or is_source)


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
        if first and not (is_list or is_word(first[0].text)):
            draft.keep(first[0], "")
        self._take_labels(self.labels, begins_table(top) or lists_records(top))

    def _take_labels(self, labels: list[Item], are_labels: bool) -> None:
        """The header may hold the first row already, where it names no columns."""
        if labels and (are_labels or labels[0].means.is_label):
            self.draft.take(*labels)
        else:
            self.labels = []
            if labels:
                self._texts(labels)

    def read(self, row: TableRow) -> None:
        """Take a row: its name, then a text for each column."""
        is_sum = row.items[0].means.fund_row and fund_name(row.items[0].text) == TOTAL_FUND
        if is_sum and not lists_income(self.top.items):
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
        if is_amount(name.text) and self.labels:  # no name: each below its label
            for item in row:
                self.draft.keep(item, self._column(item))
            return
        self.draft.take(name)
        for number, item in enumerate(texts):
            below = [label for label in self.labels if label.column <= item.column]
            column = self._column(item)
            label = key(name.text) if number == 0 and len(below) <= 1 else f"{key(name.text)}·{column}"
            self.draft.keep(item, label)

    def _column(self, item: Item) -> str:
        """The label that a cell stands below."""
        return next((key(label.text) for label in reversed(self.labels) if label.column <= item.column), "")

    def flush(self) -> None:
        """Nothing is held back."""
