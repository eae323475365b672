"""The tasks of a department, a cell a line: 任务名称 | 主要内容 | 预算数 | 执行数, then what they add up to."""

from collections import Counter
from itertools import takewhile

from jiheng.form import Block
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood, management
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import is_word, key
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_goals import GoalLines

LACKS_CELLS = "原文一格一行，这一行比题头少了格，少的是哪一栏、这一格是不是下一行的，原文看不出，请核对"
_TRIED = 3
"""Rows by which two tiers of labels are told."""
_FEWEST = 2
"""Kinds of money that may be a lower tier."""


class TaskLines(GoalLines):
    """Takes the block of the tasks, and other texts in rows, off the cells."""

    def tasks(self) -> bool:
        """Take the labels, then as many cells for each task, then the sum."""
        is_block = key(self.cells[self.at].text) in words().form.text_blocks
        if not is_block and not management.names_task(self.cells[self.at]):
            return False
        start = end = self.at + is_block
        while end < len(self.cells) and (not self.cells[end].text or is_word(self.cells[end].text)):
            end += 1
        labels = [item for item in self.cells[start:end] if item.text]
        if not is_block and not management.lists_parts(labels):
            return False
        edge = [(0, self.cells[self.at])] * is_block
        names_rows = bool(labels) and management.names_task(labels[0])
        self.at = end
        groups = self._tiers(labels) if names_rows else None
        if groups is not None:
            self.emit_tiers(groups, 1, edge)
        else:
            groups = [(label, ()) for label in labels]
            self.emit([*edge, *((n + 1 + (not names_rows), label) for n, label in enumerate(labels))])
        wide = len(cell_tiers.leaves(groups)) + (not names_rows)
        while self.at < len(self.cells) and not self.ends_tasks(self.at):
            row = self.cells[self.at : self.at + wide]
            self.emit([(n + 1, item) for n, item in enumerate(row) if item.text])
            self.at += max(len(row), 1)
        if names_rows and self.at < len(self.cells):
            self._sum(groups)
        return True

    def ends_tasks(self, place: int) -> bool:
        """Whether another block begins here."""
        text = self.cells[place].text
        return bool(text) and (is_word(text) or self.is_strange_edge(place))

    def _tiers(self, labels: list[Item]) -> list[cell_tiers.Group] | None:
        """The labels as two tiers: kinds of money at their end (总额 | 财政拨款) below one label or each of several.

        None where as many cells as labels make better rows.
        """
        named = list(takewhile(lambda label: bool(label.means.fund_row), reversed(labels)))
        if len(named) < _FEWEST:
            return None
        wide = len(labels) - max(Counter(label.text for label in named).values())
        rows = self._first_rows(wide)
        if not rows:
            first = len(labels) - len(named) - 1
            over = [(label, ()) for label in labels[:first]]
            return [*over, (labels[first], (*reversed(named),))] if labels[first].means.fund_column else None
        groups = cell_tiers.of_money(labels, rows)
        if groups is None or _strangeness(cell_tiers.leaves(groups), rows) >= _strangeness(
            labels, self._first_rows(len(labels))
        ):
            return None
        return groups

    def _first_rows(self, wide: int) -> list[list[Item]]:
        starts = [self.at + n * wide for n in range(_TRIED)]
        return [self.cells[n : n + wide] for n in starts if not self._is_over(n)]

    def _is_over(self, place: int) -> bool:
        return place >= len(self.cells) or self.ends_tasks(place)

    def _sum(self, groups: list[cell_tiers.Group]) -> None:
        """Take what the tasks add up to, which has no cell below what is said of them: 金额合计 | 800 | 774."""
        name = self.cells[self.at]
        amounts = [bool(label.means.fund_column) for label, below in groups for _ in below or (label,)]
        if not name.means.fund_row or True not in amounts:
            return
        first = amounts.index(True)
        end = self.at + 1
        while end < len(self.cells) and end - self.at <= len(amounts) - first and _may_be_sum(self.cells[end]):
            end += 1
        values = self.cells[self.at + 1 : end]
        if len(values) < len(amounts) - first:
            self.doubts[len(self.rows)] = (Block.FUNDS.value, LACKS_CELLS)
        placed = [(n, item) for n, item in enumerate(values, first + 1) if item.text]
        self.emit([(1, name), *placed])
        self.at = end


def _strangeness(labels: list[Item], rows: list[list[Item]]) -> int:
    """How many cells of the rows are a figure in place of the name, or words below a label of money."""
    money = [bool(label.means.fund_column or label.means.fund_row) for label in labels]
    names = sum(not row[0].text or _may_be_sum(row[0]) for row in rows)
    return names + sum(
        is_money and not _may_be_sum(item) for row in rows for is_money, item in zip(money, row, strict=False)
    )


def _may_be_sum(item: Item) -> bool:
    return not item.text or column_likelihood.is_amount(item.text) or is_dash(item.text)
