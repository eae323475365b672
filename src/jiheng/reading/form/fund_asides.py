"""Rows of the funds block that are no money spent of a kind: what came in, how the whole divides by its nature."""

from itertools import pairwise

from jiheng.expression import expression
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import fund_name, is_part, is_word, key

_LABELLED = expression(r"[^:：]{2}[:：](?:[-+\d,，.]+(?:[亿万千]?元|[%％])?)?$")
_NAMES = expression(r"[:：]$")
_EDGES = 2
"""The names of the block and of a group of its rows stand before that of a row."""


def are_labelled(row: list[Item]) -> bool:
    """Whether a row holds no amount of a column, but labels with what belongs to them: 按性质分：, 基本支出：1100."""
    return all(_LABELLED.search(item.text) and not column_likelihood.is_amount(item.text) for item in row)


class FundAsides:
    """Keeps such rows below one header under their labels."""

    def __init__(self, draft: Draft, aligned: bool) -> None:
        self.draft = draft
        self.aligned = aligned
        self.income: Item | None = None
        """The name of the group of rows that are open, where they say what came in: 收入."""
        self.is_sum = False
        """Whether that name has amounts of its own."""
        self.is_divided = False
        """Whether rows that divide the whole by its nature have begun: 按收入性质分：."""

    def keep_labelled(self, row: list[Item]) -> None:
        """Keep labels with what belongs to them, which is no amount of a column: 其中：基本支出：1100."""
        self.is_divided |= bool(row)
        for item in row:
            label, _, amount = item.text.replace(":", "：").rpartition("：")
            if amount:
                self.draft.keep(item, fund_name(label), text=amount)

    def take_other(self, row: list[Item]) -> bool:
        """Take a row of amounts of something that is no kind of the money spent: 收入合计 | 420 | 436."""
        name, *rest = row
        is_named = name.means.other and not name.means.fund_row and is_word(name.text)
        if not (is_named and rest and all(column_likelihood.is_amount(item.text) for item in rest)):
            return False
        self.draft.take(name)
        for item in rest:
            self.draft.keep(item, key(name.text))
        return True

    def take_income(self, row: list[Item]) -> bool:
        """Take a row of what came in: one of a group of such rows over those of what was spent (收入 | 支出)."""
        at = next((n for n, item in enumerate(row[:_EDGES]) if key(item.text) in words().form.income_groups), None)
        if at is not None and len(row) > at + _EDGES:
            self.income = row[at]
        elif self.income is not None and not self._is_in_group(self.income, row):
            self.income = None
        if self.income is None:
            return False
        if at is not None:
            self.is_sum = column_likelihood.is_amount(row[at + 1].text)  # 基金收入 | 5200 | 5454
        name, *values = row if at is None else row[at + (not self.is_sum) :]
        label = key(name.text) if name is self.income else f"{key(self.income.text)}·{key(name.text)}"
        self.draft.take(*row[: row.index(name) + 1])
        for value in values:
            self.draft.keep(value, label)
        return True

    def _is_in_group(self, group: Item, row: list[Item]) -> bool:
        """Whether a row is one of those beside the name of a group, which a grid merges over them.

        Below a row that is the sum of its group it is one that says so: 其中：保险费收入 below 一、基金收入.
        """
        if self.is_sum:
            return is_part(row[0].text)
        if self.aligned:
            return row[0].cell.row < group.cell.row + group.cell.rows
        return row[0].column > group.column

    def divides(self, row: list[Item]) -> bool:
        """Whether a row divides the whole by its nature, in columns of its own: 基本支出： | 1180 | 其他支出： | 9.

        Of one label with its amount that is sure only below 按收入性质分：.
        """
        labels = [item for item in row if _NAMES.search(item.text)]
        values = [item for item in row if item not in labels]
        beside = all(row[n - 1] in labels for n, item in enumerate(row) if item in values)
        if row[:1] != labels[:1] or not beside or not all(column_likelihood.is_amount(item.text) for item in values):
            return False
        return len(labels) > 1 or self.is_divided

    def keep_divided(self, row: list[Item]) -> None:
        """Keep the amounts of such a row under their labels."""
        self.is_divided = True
        for label, value in pairwise(row):
            if not _NAMES.search(value.text):
                self.draft.keep(value, key(label.text))
        self.draft.take(*(item for item in row if _NAMES.search(item.text)))
