"""A form pasted one cell a line, without tabs → a table: the labels say how many cells make a row."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from msgspec.structs import replace

from jiheng.form import LEVELS, POINTS, Block
from jiheng.places.words import words
from jiheng.reading.form import (
    column_likelihood,
    head,
    headings,
    management,
    summary,
    totals,
    tree_header,
)
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.form_marks import note_start, title_end
from jiheng.reading.labels.labels import LONGEST, NOTHING, is_word, key
from jiheng.reading.tables.table import Cell, Table
from jiheng.reading.textlayer.cell_fit import (
    broken_columns,
    has_strange_levels,
    may_be_ill,
    sum_of_weights,
    unsure_columns,
)
from jiheng.reading.textlayer.cell_header import Header
from jiheng.reading.textlayer.cell_layout import MOST_STRANGE, labels_apart, single_spaced
from jiheng.reading.textlayer.cell_list import header_of as header_of_list
from jiheng.reading.textlayer.cell_list import rows_of_list
from jiheng.reading.textlayer.cell_pairs import OF_LINES, PairLines
from jiheng.reading.textlayer.cell_rows import (
    Row,
    are_bare,
    cost_of,
    figure_of,
    header_of,
    rows_of,
    strangeness_of_last,
)
from jiheng.reading.textlayer.cell_stream import is_strange_label
from jiheng.reading.textlayer.cell_tasks import LACKS_CELLS
from jiheng.reading.textlayer.cell_total import first_points, is_score, total_places
from jiheng.reading.textlayer.drawn_lines import Line
from jiheng.reading.textlayer.torn_lines import rejoined

_BETTER = 0.8
"""What the cells cost at the most under a header with one label more, of what they cost without it."""
_ILL_CUT = "原文一格一行，指标各行是按内容对到各栏的，有的格子与栏名对不上，可能串了栏，请逐行核对"
_EMPTY_ITEM = Item("", 0, 1, Cell("", 0, 0), NOTHING)
_PAIR = 2


def table(lines: Sequence[Line], name: str) -> Table:
    """The rows of the region, each cell under the label that it belongs to."""
    return _Stream(list(labels_apart(rejoined(single_spaced(lines)))), name).table()


class _Stream(PairLines):
    """Cells in a row, taken off block by block."""

    def __init__(self, lines: Sequence[Line], name: str) -> None:
        super().__init__(lines, name)
        self.is_ill_cut = False
        """Whether rows of the tree may be cut in the wrong places, so that the total has no sure columns."""
        self.weights = Decimal()
        """The sum of the weights of the tree."""

    def table(self) -> Table:
        """Everything, row by row."""
        indicators = (self._list, self.tasks, self._parts_of_project, self._tree)
        blocks = (self._heading, *indicators, self.money, self._parts, self.goals, self._total)
        while self.at < len(self.cells):
            if not self.cells[self.at].text:
                self.at += 1
            elif not any(take() for take in blocks):
                self.pair()
        return Table(self.rows, aligned=True, doubts=self.doubts)

    def _heading(self) -> bool:
        """Take a numbered heading over the labels of a part that sounds like one of them: 三、目标完成情况."""
        item = self.cells[self.at]
        is_like = bool(item.means.goal or item.means.column) and is_word(item.text)
        if not is_like or not headings.is_numbered(item.text) or self._is_first_label(self.at):
            return False
        if self.at + 1 == len(self.cells) or not self.cells[self.at + 1].text or not self.opens(self.at + 1):
            return False
        self.emit([(0, item)])
        self.at += 1
        return True

    def _is_first_label(self, place: int) -> bool:
        """Whether a numbered label is the first of a header right here: 五、一级指标 | 二级指标 | 三级指标."""
        after = self.cells[place + 1 : place + _PAIR + 1]
        in_turn = [item.means.column for item in (self.cells[place], *after)]
        return in_turn == list(LEVELS)

    # A list of projects.

    def _list(self) -> bool:
        """Take a list of results: a header, then the cells of each project."""
        end = self.at
        while end < len(self.cells) and self.cells[end].text and is_word(self.cells[end].text):
            end += 1
        labels = self.cells[self.at : end]
        if self.is_named or self.header is not None or not summary.is_header(labels):
            return False
        start = self.at
        while self.at < len(self.cells) and not self._ends_list(self.at):
            self.at += 1
        groups = header_of_list(self.cells[start : self.at], len(labels))
        count = sum(1 + len(below) for _, below in groups)
        if count > len(groups):
            self.emit_tiers(groups, 0, ())
        else:
            self.emit([(n, label) for n, (label, _) in enumerate(groups)])
        for row, columns, doubt in rows_of_list(groups, self.cells[start + count : self.at]):
            if doubt is not None:
                self.doubts[len(self.rows)] = ("form", doubt)
            columns = columns or tuple(range(count, count + len(row)))  # beyond the header: in no column
            self.emit([(column, item) for column, item in zip(columns, row, strict=True) if item.text])
        return True

    def _ends_list(self, place: int) -> bool:
        text = self.cells[place].text
        return note_start().match(text) is not None or title_end().search(text) is not None

    # The indicator tree.

    def _tree(self) -> bool:
        start = self.at
        if self._is_pair_of_head(start):
            return False
        self.at += self.strange_first(start)
        end = self.run("column")
        self.at = start
        end = max(end, self.short_header(start))
        labels = [item for item in self.cells[self.at : end] if item.text]
        if not labels or not tree_header.is_header(labels) or self._is_left_over(labels):
            return False
        last = self.to_first_level(end)
        means = self.cells[end - 1].means
        if end > start + 1 and not (means.column or means.other or means.tail or means.note):
            end -= 1  # 年度绩效目标1 right below the header is the name of the block once more
        below = self._end_of_tree(last)
        first = self._before_strange(start, end)
        ends = [n for n in range(first, self._to_last_label(last) + 1) if n <= end + 1 or n >= last - 1]
        ends = [n for n in ends if self._end_of_tree(n) >= last]
        headers = [header_of([i for i in self.cells[start:n] if i.text], self.cells[n:below]) for n in ends]
        costs = [
            cost_of(header, self.cells[n:below]) + strangeness_of_last(header, self.cells[end:n], self.cells[n:below])
            for header, n in zip(headers, ends, strict=True)
        ]
        usual = ends.index(last)
        least = min(costs)
        best = costs.index(least) if least < costs[usual] * _BETTER else usual
        self.header, self.at = headers[best], ends[best]
        rows = list(rows_of(self.header, self.cells[self.at : below]))
        is_ill = may_be_ill(self.header, rows) or has_strange_levels(self.header, rows)
        if is_ill or self._exceeds(self.header, rows, below):
            self.header, self.at = self._read_otherwise(headers, ends, below, is_ill=is_ill)
        self._emit_header(self.header)
        if (edge := self.header.edge) is not None and self._is_numbered_edge(self.cells[self.at], edge):
            self.emit([(0, self.cells[self.at])])
            self.at += 1
        self._tree_rows()
        return True

    def _exceeds(self, header: Header, rows: list[Row], below: int) -> bool:
        """Whether the weights of the rows add up to more than the total right below them, if it has a figure."""
        if below == len(self.cells) or not self.cells[below].means.total:
            return False
        values = self.cells[below + 1 : below + len(header.labels)]
        figures = map(figure_of, takewhile(lambda item: not item.means.is_label, values))
        return sum_of_weights(header, rows) > max((one for one in figures if one), default=Decimal("Infinity"))

    def _read_otherwise(
        self, headers: list[Header], ends: list[int], below: int, *, is_ill: bool
    ) -> tuple[Header, int]:
        """The header, and where it ends, under which the rows suit the columns if they are read otherwise.

        Levels may have names that no list knows, and cells several lines. Where there is none that suits as well,
        and makes no more points than the total, it is the one that was found; if that is ill, its levels free if that
        suits far better.
        """
        assert self.header is not None
        found = (self.header, self.at)
        most = cost_of(self.header, self.cells[self.at : below])
        ways = [
            (replace(header, are_free=are_free, has_lines=has_lines), end)
            for are_free, has_lines in ((True, False), (False, True), (True, True))
            for header, end in zip(headers, ends, strict=True)
        ]
        costs = [cost_of(header, self.cells[end:below]) for header, end in ways]
        order = sorted((n for n, cost in enumerate(costs) if cost <= most), key=costs.__getitem__)
        rows = ((ways[n], list(rows_of(ways[n][0], self.cells[ways[n][1] : below]))) for n in order)
        same = ends.index(self.at)
        best = ways[same] if is_ill and costs[same] < _BETTER * most else found
        fit = [
            way
            for way, cut in rows
            if not may_be_ill(way[0], cut) and (is_ill or not self._exceeds(way[0], cut, below))
        ]
        return fit[0] if fit else best

    @staticmethod
    def _is_numbered_edge(item: Item, edge: Item) -> bool:
        """Whether the name of the block stands once more below the header, with a number: 年度绩效目标1（80分）."""
        return key(item.text) == key(edge.text) and any(map(str.isdecimal, item.text.removeprefix(edge.text)))

    @staticmethod
    def _is_left_over(labels: list[Item]) -> bool:
        """Whether the first label is the last of the money, whose cell is empty: 得分 | | 一级指标 | … | 得分."""
        first = labels[0].means.column
        return first in POINTS and any(label.means.column == first for label in labels[1:])

    def _to_last_label(self, end: int) -> int:
        """As far as short words right behind a header may be labels of it that no list knows: 是否完成."""
        last = end
        while last < min(end + MOST_STRANGE, len(self.cells)) and is_strange_label(self.cells[last]):
            if any(item.text == self.cells[last].text for item in self.cells[last + 1 :]):  # the name of a level
                break
            last += 1
        return last

    def _before_strange(self, start: int, end: int) -> int:
        """As far as a header may end before short words that no list knows, which may be levels: 得分 | 立项必要性."""
        known = max(n + 1 for n in range(start, end) if self.cells[n].means.column or n == start)
        return known if any(map(is_strange_label, self.cells[known:end])) else end

    def _is_pair_of_head(self, place: int) -> bool:
        """Whether a label of the head stands here with its value, right above a tree: 项目属性 | 新增."""
        label, value, after = (*self.cells[place : place + 3], None, None, None)[:3]
        if label is None or value is None or after is None or label.means.column or not is_word(label.text):
            return False
        is_value = not (value.means.is_label and is_word(value.text))
        is_other = (
            label.means.other
            and not is_running(label.text)
            and is_value
            and (after.means.column in LEVELS or after.means.block)
        )
        return bool(label.means.head or label.means.weak or is_other)

    def _emit_header(self, header: Header) -> None:
        if header.groups is not None:
            self.emit_tiers(header.groups, 1, [(0, header.edge)] if header.edge is not None else [])
            return
        if header.edge is not None:
            self.emit([(0, header.edge), *((n + 1, item) for n, item in enumerate(header.labels))])
        else:
            self.emit([(n + 1, item) for n, item in enumerate(header.labels)])

    def _tree_rows(self) -> None:
        """The rows below a header, as far as the next label that ends them."""
        assert self.header is not None
        end = self._end_of_tree(self.at)
        rows = list(rows_of(self.header, self._whole_rows(end)))
        unsure = unsure_columns(self.header, rows)
        is_ill = may_be_ill(self.header, rows) or has_strange_levels(self.header, rows)
        is_ill |= self.most_beside(self.at, end) > len(self.header.labels)
        if is_ill or (are_bare(self.cells[self.at : end]) and self._exceeds(self.header, rows, end)):
            self.doubts[len(self.rows)] = (Block.INDICATORS.value, _ILL_CUT)
            self.is_ill_cut = True
        self.weights += sum_of_weights(self.header, rows)
        for row, columns in zip(rows, unsure, strict=True):
            self.emit([(column + 1, item) for column, item in row if item.text])
            self.doubt_cells({column + 1 for column in columns}, LACKS_CELLS)
            self.doubt_cells({column + 1 for column in broken_columns(self.header, row)}, OF_LINES)
        self.at = end
        if end < len(self.cells) and "l1" in self.header.fields and self._is_text_below(end):
            columns = [self.header.fields.index("l1") + 1, self.header.names + 1]
            self.emit(list(zip(columns, self.cells[end : end + _PAIR], strict=True)))
            self.at += _PAIR

    def _whole_rows(self, end: int) -> list[Item]:
        """The cells of the rows as far as `end`, with the empty ones that the last row of a text has lost."""
        header, cells = self.header, self.cells[self.at : end]
        if end < len(self.cells) or header is None or not cells:
            return cells
        rows = list(rows_of(header, cells))
        last = [column for column, _ in rows[-1]] if rows else []
        if not last or last == list(range(last[0], len(header.labels))):
            return cells
        most = len(header.labels) // 2
        ways = [[*cells, *[_EMPTY_ITEM] * count] for count in range(most + 1)]
        return min(ways, key=lambda way: cost_of(header, way))

    def _is_text_below(self, place: int) -> bool:
        """Whether a text of its own stands below the rows, behind a label that no list knows: 监控情况."""
        before, label, text = (*self.cells[place - 1 : place + _PAIR], None)[:3]
        if before is None or label is None or text is None or before.means.level1 or before.means.level2:
            return False
        if sum(item.text == label.text for item in self.cells) > 1 or note_start().match(text.text):
            return False  # 属实 in each row
        if before.text and not before.text.endswith("。") and not column_likelihood.is_amount(before.text):
            return False  # no end of a row
        after = self.cells[place + _PAIR : place + _PAIR + 1]
        is_last = not after or (after[0].text != "" and self._ends_tree(place + _PAIR))
        return is_strange_label(label) and text.text.endswith("。") and is_last

    def _end_of_tree(self, end: int) -> int:
        while end < len(self.cells) and not self._ends_tree(end):
            end += 1
        return end

    def _ends_tree(self, place: int) -> bool:
        item = self.cells[place]
        if not item.text:
            return False
        if note_start().match(item.text) or title_end().search(item.text):
            return True
        if "：" in item.text:  # 自评总分：97分, 自评结论：项目按期完成
            pieces = head.apart([item])
            if totals.label(pieces) is not None or (len(pieces) > 1 and pieces[0].means.tail):
                return True
            if item.text.startswith(words().form.below):  # 填表人：某人
                return True
        means = item.means
        if not is_word(item.text):
            return self._is_text_below(place)
        after = next((one.means for one in self.cells[place + 1 :] if one.text), NOTHING)
        is_kind = (
            means.column == "l3" and after.level1 and not after.column
        )  # 个性指标 | 产出指标, in a column of kinds
        is_header = means.column in ("l1", "l3") and not means.level1 and not is_kind
        is_header |= means.goal == "goal_expected" and not means.level1 and any(map(str.isdigit, item.text))
        is_reason = means.column == "reason" and not means.level1
        grades = [item.text for item in self.cells[place + 1 : place + 2] if item.text in words().form.grades]
        is_head = means.head == "project" or (means.head == "grade" and bool(grades))
        is_head |= means.head is not None and item.text.endswith((":", "："))  # 单位负责人（签字）：
        is_money = all(self.names_amount_over(n) for n in (place + 1, place + 2)) and not means.level1
        return bool(means.total or means.tail or is_reason or means.note or is_head or is_header or is_money)

    # Texts.

    def _parts_of_project(self) -> bool:
        """Take a list of the project's parts with their money: a label for each cell of a row."""
        end = self.at
        while end < len(self.cells) and self.cells[end].text and is_word(self.cells[end].text):
            end += 1
        labels = self.cells[self.at : end]
        if not labels or not self.is_named or self.header is not None or not management.lists_parts(labels):
            return False
        self.emit(list(enumerate(labels)))
        self.at = end
        while self.at < len(self.cells) and not self.ends_tasks(self.at):
            row = self.cells[self.at : self.at + len(labels)]
            self.emit([(n, item) for n, item in enumerate(row) if item.text])
            self.at += len(row)
        return True

    # Totals, and labels with their value.

    def _total(self) -> bool:
        label = self.cells[self.at]
        if self.header is None or not (label.means.total and is_word(label.text)):
            return False
        end = self.at + 1
        wide = len(self.header.labels)
        while end < len(self.cells) and end - self.at < wide and not self._opens_below(end):
            end += 1
        values = self.cells[self.at + 1 : end]
        first = first_points(self.header)
        filled = [n for n, item in enumerate(values) if item.text]
        if len(filled) == 1 and first is not None and len(values) == wide - first + 1:  # an empty cell in each column
            figure = values[filled[0]]
            placed = [(first + filled[0] + is_score(self.header, self.weights, first + filled[0], figure), figure)]
        else:
            while end > self.at + 1 and not self.cells[end - 1].text:
                end -= 1
            placed = list(total_places(self.header, self.weights, self.cells[self.at + 1 : end]))
        is_lone = len(filled) == 1 and bool(self.header.strange) and "score" not in self.header.fields
        if self.is_ill_cut or is_lone:
            self.doubts[len(self.rows)] = ("total_score", _ILL_CUT)
        self.emit([(0, label), *placed])
        self.at = end
        if self.at < len(self.cells) and self.cells[self.at].means.level1:
            self._tree_rows()
        return True

    def _opens_below(self, place: int) -> bool:
        item = self.cells[place]
        long = len(item.text) > LONGEST or note_start().match(item.text) is not None
        return bool(item.text) and (long or is_word(item.text) or ":" in item.text or "：" in item.text)

    def _parts(self) -> bool:
        """Take amounts of one kind of money, each with its name: 其中：财政资金 | 60 | 其中：财政资金 | 55."""
        end = self.at
        name = self.cells[self.at]
        while end + 1 < len(self.cells) and self.is_amount_of(end, name):
            end += 2
        if end < self.at + 4:
            return False
        last = self.cells[end : end + 2]
        if len(last) == 2 and last[0].means.fund_column == "rate" and column_likelihood.is_amount(last[1].text):
            end += 2
        self.emit(list(enumerate(self.cells[self.at : end])))
        self.at = end
        return True
