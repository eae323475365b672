"""The tasks of a department, a cell a line: 任务名称 | 主要内容 | 预算数 | 执行数, then what they add up to."""

from collections import Counter

from jiheng.form import Block
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import is_word, key
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_goals import GoalLines

LACKS_CELLS = "原文一格一行，这一行比题头少了格，少的是哪一栏、这一格是不是下一行的，原文看不出，请核对"
_TRIED = 3
"""Rows by which two tiers of labels are told."""


class TaskLines(GoalLines):
    """Takes the block of the tasks, and other texts in rows, off the cells."""

    def tasks(self) -> bool:
        """Take the labels, then as many cells for each task, then the sum."""
        edge = self.cells[self.at]
        if key(edge.text) not in words().form.text_blocks:
            return False
        end = self.at + 1
        while end < len(self.cells) and (not self.cells[end].text or is_word(self.cells[end].text)):
            end += 1
        labels = [item for item in self.cells[self.at + 1 : end] if item.text]
        names_rows = bool(labels) and key(labels[0].text).endswith("名称")
        self.at = end
        groups = self._tiers(labels) if names_rows else None
        if groups is not None:
            self.emit_tiers(groups, 1, [(0, edge)])
        else:
            groups = [(label, ()) for label in labels]
            self.emit([(0, edge), *((n + 1 + (not names_rows), label) for n, label in enumerate(labels))])
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
        """The labels as two tiers, where one stands below each of several: 总额 below 预算数 and below 执行数."""
        parents = max(Counter(label.text for label in labels).values(), default=1)
        if parents == 1:
            first = next((n for n, label in enumerate(labels[:-1]) if label.means.fund_column), len(labels))
            below = tuple(labels[first + 1 :])
            is_over = len(below) > 1 and all(label.means.fund_row for label in below)  # 预算金额 over 总额, 财政拨款
            return [*((label, ()) for label in labels[:first]), (labels[first], below)] if is_over else None
        wide = len(labels) - parents
        starts = [self.at + n * wide for n in range(_TRIED)]
        return cell_tiers.of_money(labels, [self.cells[n : n + wide] for n in starts if not self._is_over(n)])

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


def _may_be_sum(item: Item) -> bool:
    return not item.text or column_likelihood.is_amount(item.text) or is_dash(item.text)
