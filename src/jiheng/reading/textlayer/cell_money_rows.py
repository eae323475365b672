"""The rows of the money of a form of which each cell has a line of its own: a name, then its amounts."""

from collections.abc import Callable, Container
from itertools import combinations, takewhile
from math import comb

import msgspec
from msgspec.structs import replace

from jiheng.form import AMOUNTS, LEVELS, POINTS, Place
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood, fund_header, numbering
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import fund_name, is_word, key, of_term
from jiheng.reading.tables.table import Cell
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_stream import CellStream

_FEWER = "原文一格一行，空格没有复制过来，这一行的数比栏少，是按内容对到各栏的，请核对"
_MOST_WAYS = 500
_UNLIKELY = 0.5
"""What it costs that an amount stands alone that goes with another: a rate without what was executed."""
_HARDLY = 3.0
"""What it costs that the rate is not what was executed of the budget."""
_PROVING = frozenset(("rate", *list(AMOUNTS)[1:]))
"""Budget, what was executed and the rate, of which one proves the places of the others."""
_CLOSE = 0.6
"""How much less the best way costs where it is surer than the others."""


class MoneyRows(CellStream):
    """Takes rows of money off the cells."""

    def names_amount(self, place: int, amounts: Container[str | None] = AMOUNTS) -> bool:
        """Whether the label of an amount stands here, with an amount right below it."""
        label, after = (*self.cells[place : place + 2], None, None)[:2]
        names = label is not None and label.means.fund_column in amounts and is_word(label.text)
        return names and after is not None and column_likelihood.is_amount(after.text)

    def names_amount_over(self, place: int) -> bool:
        """Whether the label of an amount stands here, over amounts and not beside one."""
        labels = self.cells[place : place + 1]
        return bool(labels) and labels[0].means.fund_column in AMOUNTS and is_word(labels[0].text)

    def is_label_at(self, place: int) -> bool:
        """Whether a label to the letter stands here."""
        return self.cells[place].means.is_label and is_word(self.cells[place].text)

    def is_amount_of(self, place: int, name: Item) -> bool:
        """Whether a kind of money, the one that `name` is, stands here with its amount right below."""
        item, after = self.cells[place], self.cells[place + 1]
        is_same = fund_name(item.text) == fund_name(name.text)
        return bool(item.means.fund_row) and is_same and column_likelihood.is_amount(after.text)

    def amounts_at(self, place: int) -> int:
        """How many amounts stand here one below the other."""
        return sum(1 for _ in takewhile(lambda item: bool(item.text) and is_amount_cell(item), self.cells[place:]))

    def amounts_across(self, place: int, wide: int) -> int:
        """How many cells the amounts of so many sources take, the empty ones of those that have none among them."""
        cells = self.cells[place : place + wide]
        return wide if len(cells) == wide and all(map(is_amount_cell, cells)) else self.amounts_at(place)

    def amounts_below(self, start: int) -> list[list[Item]]:
        """The amounts of each of the first rows below a header, as many as stand before the next name."""
        rows: list[list[Item]] = []
        while start < len(self.cells) and self.is_fund_name(start):
            end = start + 1
            while end < len(self.cells) and (is_amount_cell(self.cells[end]) or _are_two(self.cells[end])):
                end += 1
            if start + 1 < end < len(self.cells) and self._is_remark(end):  # below the last label: 按合同支付
                end += 1
            if end == start + 1:
                break
            row = self.cells[start + 1 : end]
            while rows and len(row) > len(rows[0]) and not row[-1].text:  # an empty row between two blocks
                row.pop()
            rows.append(row)
            start = end
        return rows

    def is_row(self, place: int) -> bool:
        """Whether a kind of money stands here with its amount right below."""
        item, after = (*self.cells[place : place + 2], None)[:2]
        names = item is not None and bool(item.means.fund_row) and is_word(item.text)
        return names and after is not None and column_likelihood.is_amount(after.text)

    def names_income(self, place: int) -> bool:
        """Whether the name of the group of rows of what came in stands here, right above the first of them: 收入."""
        named = self.cells[place : place + 1]
        return bool(named) and key(named[0].text) in words().form.income_groups and self.is_row(place + 1)

    def is_fund_name(self, place: int) -> bool:
        """Whether the name of a kind of money stands here, or another text right before an amount."""
        item = self.cells[place]
        if not item.text or column_likelihood.is_amount(item.text) or is_dash(item.text):
            return False
        after = self.cells[place + 1 : place + 2]
        is_followed = bool(after) and is_amount_cell(after[0])
        is_block = item.means.block and is_followed and column_likelihood.is_amount(after[0].text)  # 部门整体支出 | 600
        return bool(item.means.fund_row) or is_block or (is_followed and not item.means.is_label)

    def _is_remark(self, place: int) -> bool:
        """Whether a text between two rows of money belongs to a column that several rows share: 填表说明."""
        item, after = self.cells[place], self.cells[place + 1 : place + 2]
        return bool(item.text and after and after[0].means.fund_row) and not self.is_label_at(place)

    def take_numbering(self, wide: int) -> None:
        """A row of the numbers of the columns below the header."""
        row = [item for item in self.cells[self.at : self.at + wide + 1] if item.text]
        if row and numbering.is_running(row[0].text) and numbering.is_numbering(row):
            self.emit([(n + 1, item) for n, item in enumerate(row)])
            self.at += wide + 1

    def take_rows(self, wide: int, columns: list[Item]) -> None:
        """Take the rows below a header, each with so many amounts."""
        first, aside = True, wide
        self._take_income(wide, columns)
        if self.at < len(self.cells) and column_likelihood.is_amount(self.cells[self.at].text):  # a row without a name
            end = self._end_of_fund(self.at, wide)
            self.emit([(n + 2, item) for n, item in enumerate(self.cells[self.at : end]) if item.text])
            self.at = end
        while self.at < len(self.cells) and (self.is_fund_name(self.at) or self._is_remark(self.at)):
            name, start = self.cells[self.at], self._after_name(self.at, wide, aside)
            end, aside = self._end_of_fund(start, wide), start - self.at - 1
            values = self.cells[start:end]
            twice = _twice(columns)
            if twice is not None and end - start == wide and self._has_one_more(end) and values[twice].text:
                end += 1
                values = _joined(self.cells[start:end], twice)
            if first and len(values) == wide - 1 and self._has_title(columns):
                header = self.rows[-1]
                self.rows[-1] = [
                    Cell(c.text, c.row, c.column - (c.column > 0), origin=c.origin) for c in header
                ]  # the first label is the title of the names
                wide -= 1
            first = False
            self._emit_row(name, values, columns[len(columns) - wide :])
            self.at = end
            self.to_next_name(self.is_fund_name)

    def _take_income(self, wide: int, columns: list[Item]) -> None:
        """Take the rows of what came in, beside the name of their group, with that of what was spent below them."""
        first = len(self.rows)
        if not self.names_income(self.at):
            return
        group = self.cells[self.at]
        self.at += 1
        while self.at < len(self.cells) and self.is_fund_name(self.at):
            name, start = self.cells[self.at], self.at + 1
            self.at = self._end_of_fund(start, wide)
            self._emit_row(name, self.cells[start : self.at], columns)
        self.rows[first].insert(0, replace(group.cell, row=first, column=0, rows=len(self.rows) - first))
        if self.is_row(self.at + 1) and self.is_label_at(self.at):  # 支出
            self.at += 1

    def _emit_row(self, name: Item, values: list[Item], columns: list[Item]) -> None:
        """Make a row; amounts fewer than the columns, without an empty cell, stand where they suit best.

        Where they suit other columns as well the row is doubted.
        """
        places, are_sure = list(range(len(values))), True
        if len(values) < len(columns) and all(item.text for item in values):
            places, are_sure = _best_places(values, columns)
        if not are_sure:
            self.doubts[len(self.rows)] = (str(Place.fund(fund_name(name.text))), _FEWER)
        self.emit([(1, name), *((n + 2, item) for n, item in zip(places, values, strict=True) if item.text)])

    def to_next_name(self, begins: Callable[[int], bool]) -> None:
        """Go on to the next kind of money, past the empty cells of columns that the header did not tell."""
        place = self.at
        while place < len(self.cells) and not self.cells[place].text:
            place += 1
        if place < len(self.cells) and begins(place):
            self.at = place

    def _after_name(self, place: int, wide: int, most: int) -> int:
        """Where the amounts of a row begin: behind the empty cells that the name itself leaves, `most` of them."""
        start = end = place + 1
        while end < len(self.cells) and is_amount_cell(self.cells[end]):
            end += 1
        while end - start > wide and start <= place + most and not self.cells[start].text:
            start += 1
        return start

    @staticmethod
    def _has_title(columns: list[Item]) -> bool:
        return sum(item.means.fund_column == columns[0].means.fund_column for item in columns) > 1

    def _has_one_more(self, place: int) -> bool:
        """Whether one amount more stands here, and behind it what ends the row."""
        after = self.cells[place : place + 2]
        return len(after) > 1 and is_amount_cell(after[0]) and self.is_fund_name(place + 1)

    def _end_of_fund(self, start: int, wide: int) -> int:
        """The end of the amounts of a row, no more than so many."""
        end = start
        while end < len(self.cells) and end - start < wide and not self._ends_fund(end):
            end += 1
        return end

    def _ends_fund(self, place: int) -> bool:
        item = self.cells[place]
        means = item.means
        if is_word(item.text) and (means.fund_row or means.block or means.goal or means.column in LEVELS):
            return True
        after = self.cells[place + 1 : place + 2]  # a name that no list has, where empty cells are not printed
        return (
            bool(after and after[0].text)
            and not is_amount_cell(item)
            and is_amount_cell(after[0])
            and not _are_two(item)
        )


def _best_places(values: list[Item], columns: list[Item]) -> tuple[list[int], bool]:
    """The column of each amount in the way that suits best, and whether no other suits as well."""
    first = list(range(len(values)))
    if comb(len(columns), len(values)) > _MOST_WAYS:
        return first, False
    fields = [
        fund_header.field_of(item, False) or ("budget" if item.means.fund_row and not of_term(item.text) else "")
        for item in columns
    ]
    ways = sorted(
        (_cost([fields[n] for n in way], values, fields), way) for way in combinations(range(len(columns)), len(values))
    )
    least, best = ways[0]
    return list(best), len(ways) < 2 or ways[1][0] - least > _CLOSE


def _cost(fields: list[str], values: list[Item], asked: list[str]) -> float:
    """How ill amounts suit columns, when those that a row lacks have nothing."""
    cost = sum(column_likelihood.fund(field, item.text) for field, item in zip(fields, values, strict=True))
    points = [field in fields for field in POINTS if field in asked]
    cost += _UNLIKELY * (len(set(points)) > 1)
    cost += _UNLIKELY * ("rate" in fields and "executed" in asked and "executed" not in fields)
    if not cell_tiers.rate_holds(fields, values):
        return cost + _HARDLY
    return cost - _UNLIKELY * _PROVING.issubset(fields)


def is_amount_cell(item: Item) -> bool:
    """Whether a cell holds an amount, a dash, or nothing."""
    return not item.text or column_likelihood.is_amount(item.text) or is_dash(item.text)


def _are_two(item: Item) -> bool:
    """Whether a cell holds the figures of two columns: 10/9.8."""
    pieces = item.text.replace("／", "/").split("/")
    return len(pieces) > 1 and all(map(column_likelihood.is_amount, pieces))


def _twice(columns: list[Item]) -> int | None:
    """The column whose label names two, so that its cell may hold two figures, each on a line."""
    return next((number for number, label in enumerate(columns) if fund_header.both_columns(label.text)), None)


def _joined(cells: list[Item], at: int) -> list[Item]:
    """The cells of a row with the two lines of one put together again."""
    upper, lower = cells[at : at + 2]
    both = msgspec.structs.replace(upper.cell, text=f"{upper.cell.text} {lower.cell.text}")
    return [*cells[:at], replace(upper, text=f"{upper.text} {lower.text}", cell=both), *cells[at + 2 :]]
