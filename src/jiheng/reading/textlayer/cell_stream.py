"""The cells of a form, each on a line of its own, one after the other; and the rows that are made of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import LEVELS, Origin
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood, fund_header, fund_pairs, headings, numbering, tree_header
from jiheng.reading.form.rows import Item
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import LONGEST, is_word, key, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell
from jiheng.reading.textlayer.cell_tiers import Group, rows_of_header
from jiheng.reading.textlayer.drawn_lines import Line

_FEWEST_COLUMNS = 3
_MOST_LOOKED = 5
_MOST_FURTHER = 9
"""Labels behind those that are known which a header may have."""
_LONGEST_LABEL = 12
_LONGEST_WORD = 8
_MOST_OF_ROW = 16
"""Cells from the number of a header to the first row below it."""
_PUNCTUATION = expression(r"[\d，。；、,;]")


def is_strange_label(item: Item) -> bool:
    """Whether a cell is a short word that no list has, though it may be like one of another part: 自评结果分."""
    is_short = 1 < len(item.text) <= _LONGEST_WORD and not _PUNCTUATION.search(item.text)
    return is_short and not (item.means.is_label and is_word(item.text))


def joined(upper: Item, lower: Item) -> Item:
    """Two lines of one cell put together again."""
    both = msgspec.structs.replace(upper.cell, text=f"{upper.cell.text}\n{lower.cell.text}")
    return replace(upper, text=upper.text + lower.text, cell=both)


class CellStream:
    """Cells in a row, taken off block by block."""

    def __init__(self, lines: Sequence[Line], name: str) -> None:
        cells = [
            Item(text, 0, 1, Cell(raw.strip(), 0, 0, origin=Origin(name, number)), meaning(text))
            for number, raw in lines
            for text in [printed(raw)]
        ]
        self.cells = _without_numbers(cells)
        self.at = 0
        self.below_goals = -1
        """Where the last goals ended."""
        self.rows: list[list[Cell]] = []
        self.doubts: dict[int, tuple[str, str]] = {}
        """The block that is doubtful as a whole, with why, by the row where it is told."""

    def emit(self, placed: Sequence[tuple[int, Item]], tall: int = 0) -> None:
        """Make a row of cells, each with its column; the first ones may reach down to the next row."""
        number = len(self.rows)
        heights = [2] * tall + [1] * (len(placed) - tall)
        self.rows.append(
            [
                Cell(i.cell.text, number, c, rows=high, origin=i.cell.origin)
                for (c, i), high in zip(placed, heights, strict=True)
            ]
        )

    def most_beside(self, start: int, end: int) -> int:
        """How many cells from one to another stand in one line of the text at the most."""
        lines = Counter(item.cell.origin.line for item in self.cells[start:end] if item.cell.origin is not None)
        return max(lines.values(), default=0)

    def doubt_cells(self, columns: set[int], why: str) -> None:
        """Say of the cells of the last row at some columns, those that are empty too, that they may be wrong."""
        row = self.rows[-1]
        empty = columns - {cell.column for cell in row}
        cells = [msgspec.structs.replace(cell, doubt=why) if cell.column in columns else cell for cell in row]
        cells += [Cell("", len(self.rows) - 1, column, doubt=why) for column in empty]
        self.rows[-1] = sorted(cells, key=lambda cell: cell.column)

    def emit_tiers(self, groups: list[Group], first: int, before: Sequence[tuple[int, Item]]) -> None:
        """Make two rows of a header of two tiers, its first label at a column; `before` are labels left of it."""
        upper, lower = rows_of_header(groups, first)
        wide = [*((column, item, 1) for column, item in before), *upper]
        number = len(self.rows)
        self.rows.append([Cell(i.cell.text, number, c, columns=n, origin=i.cell.origin) for c, i, n in wide])
        self.emit(lower)

    def run(self, wanted: str) -> int:
        """The end of the run of labels of one part that begins here; empty cells in it are none."""
        end = self.at
        while end < len(self.cells):
            item = self.cells[end]
            if wanted == "fund_column" and end > self.at and item.means.goal and not item.means.fund_column:
                break
            if wanted == "fund_column" and len(fund_pairs.apart([item])) > 1:
                break
            known = getattr(item.means, wanted) or item.means.block or item.means.other or item.means.column
            known = known or (end > self.at and item.means.note and is_word(item.text))
            known = known or (
                wanted == "fund_column" and (item.means.block_column or fund_header.both_columns(item.text))
            )
            is_own = bool(item.means.block or item.means.fund_column) or (
                item.means.block_column and not headings.is_numbered(item.text)
            )
            names_unit = wanted == "fund_column" and end == self.at and money_unit(item.text) is not None
            if wanted == "fund_column" and end == self.at and (item.means.fund_row or not is_own):
                is_named = item.means.fund_row or known or names_unit
                known = is_named and any(cell.means.fund_column for cell in self.cells[end + 1 : end + 2])
            is_label = is_word(item.text) or bool(item.means.column or fund_header.both_columns(item.text))
            fits = bool(known) and (is_label or names_unit)
            if item.text and not fits and not self.is_further(end):
                break
            if wanted == "column" and item.means.level1 and not item.means.column:
                break
            if wanted == "fund_column" and item.means.fund_row and not item.means.fund_column and end > self.at:
                after = self.cells[end + 1 : end + 2]
                if not after or not after[0].means.fund_column:
                    break
            end += 1
        while end > self.at and not self.cells[end - 1].text:
            end -= 1
        return end

    def to_first_level(self, end: int) -> int:
        """The end of the header of a tree, which the first level follows, with its running number before it."""
        return self.to_first_row(
            end, "column", lambda n: self._is_level(n) or self._is_numbered_level(n) or self._is_strange_level(n)
        )

    def _is_level(self, place: int) -> bool:
        return self.cells[place].means.level1 and is_word(self.cells[place].text)

    def _is_strange_level(self, place: int) -> bool:
        """Whether a word that no list knows is a first level: the second, which is no label of a header, follows."""
        label, second = (*self.cells[place : place + 2], None, None)[:2]
        if label is None or second is None or not is_strange_label(label):
            return False
        return second.means.level2 and not second.means.column and is_word(second.text)

    def _is_numbered_level(self, place: int) -> bool:
        is_number = self.cells[place].text.isdecimal() and place + 1 < len(self.cells)
        return (
            is_number
            and any(numbering.is_running(item.text) for item in self.cells[self.at : place])
            and (self._is_level(place + 1))
        )

    def to_first_row(self, end: int, wanted: str, begins: Callable[[int], bool]) -> int:
        """The end of a header of one part: short words that no list knows, right before its first row, are labels."""
        for place in range(end, min(end + _MOST_FURTHER + 1, len(self.cells))):
            item = self.cells[place]
            if begins(place):
                return place
            means = item.means
            is_long = len(item.text) > _LONGEST_LABEL and not (getattr(means, wanted) and is_word(item.text))
            if not item.text or is_long or column_likelihood.is_amount(item.text):
                return end
            is_sum = means.total and not (wanted == "fund_column" and means.fund_row)  # 小计 below 年初预算数
            if (means.head or means.goal or is_sum or means.block) and not (means.other or getattr(means, wanted)):
                return end
        return end

    def is_further(self, place: int) -> bool:
        """Whether a text that no list of words knows is a label all the same: the labels go on right after it."""
        item, after = self.cells[place], self.cells[place + 1 : place + 2]
        is_text = len(item.text) > LONGEST or "。" in item.text or column_likelihood.is_amount(item.text)
        if place == self.at or is_text or not after:
            return False
        first = place - 1
        while first > self.at and not self.cells[first].text:  # the empty cell over the names of the rows
            first -= 1
        before = self.cells[first].means
        if self._are_two_strange(place) or self._are_two_strange(place - 1):
            return True
        means = after[0].means
        goes_on = means.column or means.fund_column or means.fund_row or means.block_column or means.other
        is_short = len(item.text) <= _LONGEST_WORD and not _PUNCTUATION.search(item.text)
        stands = before.column or before.fund_column or before.block_column or (before.other and is_short)
        opens = before.block and (means.fund_column or (means.column and is_short and not before.goal))
        return bool((stands or opens) and goes_on) and (is_word(after[0].text) or bool(means.column))

    def _are_two_strange(self, place: int) -> bool:
        """Whether two short words that no list knows stand between two labels of columns: 目标, 完成."""
        around = self.cells[max(place - 1, 0) : place + 3]
        if len(around) <= _FEWEST_COLUMNS or not all(map(is_strange_label, around[1:-1])):
            return False
        opens = around[0].means.column or around[0].means.other or around[0].means.block
        closes = around[-1].means.column or around[-1].means.other
        return bool(opens and closes) and is_word(around[-1].text)

    def opens(self, place: int) -> bool:
        """Whether a label of another part stands here."""
        item = self.cells[place]
        is_label = not item.text or (item.means.is_label and is_word(item.text))
        return is_label or self.strange_first(place) > 0 or self.short_header(place) > place

    def short_header(self, place: int) -> int:
        """The end of a list's header of short words that begins here: 指标 | 计划 | 完成 | 分值 | 得分."""
        end = place + 1
        if self.cells[place].text != tree_header.LEVEL:
            return place
        while end < len(self.cells) and (tree_header.column_of(self.cells[end]) or self.cells[end].means.note):
            end += 1
        return end if tree_header.is_header(self.cells[place:end]) else place

    def is_strange_edge(self, place: int, is_below: bool = False) -> bool:
        """Whether the name of a part that no list knows stands here: 基金收支（万元）before 年初预算数, 调整预算数.

        `is_below`: right below the goals any short word is one, elsewhere one that names a part.
        """
        item, after = self.cells[place], self.cells[place + 1 : place + 1 + _MOST_LOOKED]
        means = item.means
        is_other = bool(means.head or means.weak or means.goal or means.total or means.fund_row) and is_word(item.text)
        if is_other or column_likelihood.is_amount(item.text):
            return False
        if len(key(item.text)) > _LONGEST_LABEL or not after:
            return False
        if item.text.endswith((":", "：")):
            return True
        is_short = is_below and len(item.text) <= _LONGEST_WORD and not _PUNCTUATION.search(item.text)
        if not (is_short or headings.names_part(item.text) or money_unit(item.text)):
            return False
        if headings.is_numbered(item.text):
            return self.opens(place + 1) or self.is_strange_edge(place + 1, is_below=True)
        after = [cell for cell in after if cell.text]
        names = [bool(cell.means.fund_column) and is_word(cell.text) for cell in after]
        if names[:1] == [True] and len(after) > 1 and column_likelihood.is_amount(after[1].text):
            return True
        labels = list(takewhile(lambda cell: len(cell.text) <= _LONGEST_LABEL, after))
        return sum(names[: len(labels)]) > 1 and not any(column_likelihood.is_amount(cell.text) for cell in labels)

    def strange_first(self, place: int) -> int:
        """How many short words that no list knows are the first labels of a tree: 甲项 | 乙项 | 三级指标 | 目标值 …"""
        are_two = place + 1 < len(self.cells) and all(map(is_strange_label, self.cells[place : place + 2]))
        return 2 if are_two and self.is_strange_first(place + 1) else int(self.is_strange_first(place))

    def is_strange_first(self, place: int) -> bool:
        """Whether a short word that no list knows is the first label of a tree: 评价维度 before 指标名称, 目标值."""
        further = [cell for cell in self.cells[place + 1 :][:_MOST_FURTHER] if not numbering.is_running(cell.text)]
        item, after = self.cells[place], further[:_FEWEST_COLUMNS]
        bare = item.text.partition("（")[0]  # 指标（90分）
        is_short = 1 < len(bare) <= _LONGEST_WORD and not _PUNCTUATION.search(bare)
        if not is_short or (item.means.is_label and is_word(item.text)) or len(after) < _FEWEST_COLUMNS:
            return False
        columns = {cell.means.column for cell in after if is_word(cell.text)}
        are_labels = all(map(_may_be_label, after))
        if are_labels and len(columns - {None}) >= 2 and any(cell.means.column in LEVELS for cell in further):
            return True
        further = list(takewhile(_may_be_label, self.cells[place + 1 : place + 1 + _MOST_FURTHER]))
        columns = {cell.means.column for cell in further if is_word(cell.text)} - {None}
        is_first = bool(after[0].means.column) and is_word(after[0].text)
        return is_first and len(columns) >= _FEWEST_COLUMNS and not columns.isdisjoint(LEVELS)


def _without_numbers(cells: list[Item]) -> list[Item]:
    """The cells without the numbers of the parts of a form: 序号 | 项目名称 | … | 1 | 主管部门 | … | 2 | 项目资金.

    Where the rows of the tree are counted on, the number of its header becomes the label of theirs.
    """
    found, next_number = list[Item](), 0
    for place, item in enumerate(cells):
        after = cells[place + 1] if place + 1 < len(cells) else None
        counts = item.text == str(next_number) if next_number else numbering.is_running(item.text)
        is_part = after is not None and (numbering.names_part(after) or headings.names_part(after.text))
        is_part = is_part and after is not None and not (after.means.level1 or after.means.level2)  # a row of the tree
        is_header = item.text.isdecimal() and _counts_rows(cells[place : place + _MOST_OF_ROW])
        if counts and is_part:
            next_number += 1
        if is_header:
            found.append(replace(item, text=(label := words().form.running[0]), means=meaning(label)))
        elif not (counts and is_part):
            found.append(item)
    return found if next_number > _FEWEST_COLUMNS or len(found) == len(cells) else cells


def _counts_rows(cells: Sequence[Item]) -> bool:
    """Whether the header of a tree has a number right before it, and its first row the next."""
    next_number = str(int(cells[0].text) + 1)
    is_header = len(cells) > 1 and cells[1].means.column == LEVELS[0] and is_word(cells[1].text)
    return is_header and any(item.text == next_number and after.means.level1 for item, after in pairwise(cells))


def _may_be_label(item: Item) -> bool:
    """Whether a cell may be the label of a column: a few words without a figure."""
    return 1 < len(item.text) <= _LONGEST_LABEL and not column_likelihood.is_amount(item.text)
