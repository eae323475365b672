"""The tasks of a department, a cell a line: 任务名称 | 主要内容 | 预算数 | 执行数, then what they add up to."""

from collections import Counter
from itertools import takewhile

from jiheng.form import LEVELS, TOTAL_FUND, Block
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood, management
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import fund_name, is_word, key
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_goals import GoalLines
from jiheng.reading.textlayer.cell_stream import is_strange_label

LACKS_CELLS = "原文一格一行，这一行比题头少了格，少的是哪一栏、这一格是不是下一行的，原文看不出，请核对"
_TRIED = 3
"""Rows by which two tiers of labels are told."""
_MOST_BEFORE = 2
"""Labels before that of the tasks: the name of the block, and what the tasks belong to."""
_FEWEST = 2
"""Kinds of money that may be a lower tier."""


class TaskLines(GoalLines):
    """Takes the block of the tasks, and other texts in rows, off the cells."""

    def tasks(self) -> bool:
        """Take the labels, then as many cells for each task, then the sum."""
        is_block = key(self.cells[self.at].text) in words().form.text_blocks
        lead = 0 if is_block else self._before_name()
        if lead is None:
            return False
        start = end = self.at + is_block + lead
        while end < len(self.cells) and (not self.cells[end].text or is_word(self.cells[end].text)):
            end += 1
        labels = [item for item in self.cells[start:end] if item.text]
        if not is_block and not management.lists_parts(labels):
            return False
        names_rows = bool(labels) and management.names_task(labels[0])
        before = self.cells[start - lead - is_block : start]
        self.at = end
        ways = [self._tiers([*before[n:], *labels]) for n in range(int(is_block), min(len(before), 1) + 1)]
        groups: list[cell_tiers.Group] = [(label, ()) for label in labels]
        groups = min(ways, key=self._strangeness) if names_rows else groups
        edge = [(0, item) for item in before[:1] if not groups or item is not groups[0][0]]
        if any(below for _, below in groups):
            self.emit_tiers(groups, 1, edge)
        else:
            self.emit([*edge, *((n + 1 + (not names_rows), label) for n, (label, _) in enumerate(groups))])
        wide = len(cell_tiers.leaves(groups)) + (not names_rows)
        rows: list[list[Item]] = []
        while self.at < len(self.cells) and not self.ends_tasks(self.at):
            row = list(takewhile(lambda item: not _is_below_tasks(item), self.cells[self.at : self.at + wide]))
            rows.append(row)
            self.emit([(n + 1, item) for n, item in enumerate(row) if item.text])
            self.at += max(len(row), 1)
        if names_rows and self.at < len(self.cells):
            is_whole = all(len(row) == wide for row in rows)
            self._sum(groups, is_sure=is_whole and not _strangeness(cell_tiers.leaves(groups), rows))
        return True

    def _before_name(self) -> int | None:
        """How many short words that no list knows stand before the label 任务名称; None where that does not follow."""
        for lead, item in enumerate(self.cells[self.at : self.at + _MOST_BEFORE + 1]):
            if management.names_task(item):
                return lead
            if not is_strange_label(item):
                return None
        return None

    def _strangeness(self, groups: list[cell_tiers.Group]) -> int:
        """How ill the first rows suit the labels."""
        leaves = cell_tiers.leaves(groups)
        return _strangeness(leaves, self._first_rows(len(leaves)))

    def ends_tasks(self, place: int) -> bool:
        """Whether another block begins here."""
        text = self.cells[place].text
        return bool(text) and (is_word(text) or self.is_strange_edge(place))

    def _tiers(self, labels: list[Item]) -> list[cell_tiers.Group]:
        """The labels, as two tiers if as many cells as labels make no better rows.

        Kinds of money at their end (总额 | 财政拨款) may stand below one label or each of several.
        """
        flat: list[cell_tiers.Group] = [(label, ()) for label in labels]
        named = list(takewhile(lambda label: bool(label.means.fund_row), reversed(labels)))
        if len(named) < _FEWEST:
            return flat
        wide = len(labels) - max(Counter(label.text for label in named).values())
        rows = self._first_rows(wide)
        if not rows:
            first = len(labels) - len(named) - 1
            return [*flat[:first], (labels[first], (*reversed(named),))] if labels[first].means.fund_column else flat
        groups = cell_tiers.of_money(labels, rows)
        return groups if groups is not None and self._strangeness(groups) < self._strangeness(flat) else flat

    def _first_rows(self, wide: int) -> list[list[Item]]:
        starts = [self.at + n * wide for n in range(_TRIED)]
        return [self.cells[n : n + wide] for n in starts if not self._is_over(n)]

    def _is_over(self, place: int) -> bool:
        return place >= len(self.cells) or self.ends_tasks(place)

    def _sum(self, groups: list[cell_tiers.Group], *, is_sure: bool) -> None:
        """Take what the tasks add up to, which has no cell below what is said of them: 金额合计 | 800 | 774.

        It is doubted where the tasks above it do not suit the labels.
        """
        name = self.cells[self.at]
        amounts = [bool(label.means.fund_column) for label, below in groups for _ in below or (label,)]
        if not name.means.fund_row or True not in amounts:
            return
        first = amounts.index(True)
        end = self.at + 1
        while end < len(self.cells) and end - self.at <= len(amounts) - first and _may_be_sum(self.cells[end]):
            end += 1
        values = self.cells[self.at + 1 : end]
        if len(values) < len(amounts) - first or not is_sure:
            self.doubts[len(self.rows)] = (Block.FUNDS.value, LACKS_CELLS)
        placed = [(n, item) for n, item in enumerate(values, first + 1) if item.text]
        self.emit([(1, name), *placed])
        self.at = end


def _is_below_tasks(item: Item) -> bool:
    """Whether a label of what stands below the tasks stands within a row of them: the sum, a goal, or a level."""
    is_sum = item.means.fund_row is not None and fund_name(item.text) == TOTAL_FUND
    return is_word(item.text) and (is_sum or item.means.goal is not None or item.means.column in LEVELS)


def _strangeness(labels: list[Item], rows: list[list[Item]]) -> int:
    """How many cells of the rows are a figure in place of the name, or words below a label of money."""
    money = [bool(label.means.fund_column or label.means.fund_row) for label in labels]
    names = sum(not row[0].text or _may_be_sum(row[0]) for row in rows)
    return names + sum(
        is_money and not _may_be_sum(item) for row in rows for is_money, item in zip(money, row, strict=False)
    )


def _may_be_sum(item: Item) -> bool:
    return not item.text or column_likelihood.is_amount(item.text) or is_dash(item.text)
