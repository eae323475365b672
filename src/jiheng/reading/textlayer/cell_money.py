"""The money of a form of which each cell has a line of its own: a header, then a name and its amounts."""

from collections.abc import Iterator
from itertools import takewhile

from jiheng.form import AMOUNTS, POINTS, Block
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood, fund_header, headings, numbering
from jiheng.reading.form.rows import Item
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import fund_name, is_word, key
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_money_rows import MoneyRows, is_amount_cell
from jiheng.reading.textlayer.cell_stream import is_strange_label
from jiheng.reading.textlayer.cell_tiers import Group

_LEFT_OVER = "原文一格一行，项目资金各格是按栏数对位的，数与栏对不上，可能串了栏，请核对"
_FEWEST_GROUPS = 2
_FEWEST_AMOUNTS = 3
_MOST_LEADING = 2
"""Labels before those of the amounts: the block's, and that of the names."""
_MOST_LABELS = 14
_LONGEST = 14
"""Characters of a label over amounts."""
_MARK = 4
"""Words in a row of money are short: 黄灯."""


class MoneyLines(MoneyRows):
    """Takes the block of the money off the cells."""

    def money(self) -> bool:
        """Take the block of the money that begins here, if one does."""
        if self.has_kind():
            return False
        self._let_go_numbers()
        if self._across() or self._parted() or self._pairs():
            return True
        start, lead = self.at, self._lead()
        self.at += len(lead)
        if self._header(lead):
            return True
        self.at = start
        return self._by_rows()

    def _let_go_numbers(self) -> None:
        """Let go of the running numbers of the rows, and of their label: 序号 | 资金来源 | … | 1 | 合计 | 180."""
        if not numbering.is_running(self.cells[self.at].text):
            return
        found = [self.at]
        for place in range(self.at + 1, len(self.cells) - 2):
            if self.cells[place].text == str(len(found)) and self.is_row(place + 1):
                found.append(place)
            elif place - found[-1] > _MOST_LABELS:
                break
        if len(found) > _FEWEST_GROUPS:
            self.cells = [item for place, item in enumerate(self.cells) if place not in found]

    def _by_rows(self) -> bool:
        """Take a block of which few labels are words of the field: the rows below, each with as many amounts, tell it.

        As many labels stand over them, behind the name of the block and at the most a title of the names.
        """
        name = self.cells[self.at]
        first = self.at + 1
        while first < len(self.cells) and first - self.at <= _MOST_LABELS and not self.is_row(first):
            if column_likelihood.is_amount(self.cells[first].text):
                return self._by_row(first)
            first += 1
        labels = [item for item in self.cells[self.at : first] if item.text]
        rows = self.amounts_below(first)
        if len(rows) < _FEWEST_GROUPS or not (headings.names_part(name.text) or money_unit(name.text)):
            return False
        wide = len(rows[0])
        columns, over = labels[-wide:], labels[:-wide]
        are_labels = not any(
            is_amount_cell(i) or i.means.head or i.means.goal or len(i.text) > _LONGEST for i in labels
        )
        is_whole = all(len(row) == wide for row in rows) and 0 < len(over) <= _MOST_LEADING
        if not (are_labels and is_whole and any(item.means.fund_column for item in columns)):
            return False
        if any(key(item.text) in words().form.income_groups for item in over):
            self.doubts[len(self.rows)] = (Block.FUNDS.value, _LEFT_OVER)  # 收入 | 支出, over which of the amounts
        self.emit([*enumerate(over), *((n + 2, item) for n, item in enumerate(columns))])
        self.at = first
        self.take_rows(wide, columns)
        return True

    def _by_row(self, first: int) -> bool:
        """Take a block with one row, which has no name: as many labels behind the name of the block as amounts."""
        name, *labels = [item for item in self.cells[self.at : first] if item.text]
        wide = self.amounts_at(first)
        known = [item for item in labels if item.means.fund_column and is_word(item.text)]
        is_block = headings.names_part(name.text) or money_unit(name.text)
        if not is_block or len(labels) != wide or len(known) < _FEWEST_GROUPS or not all(map(_may_be_label, labels)):
            return False
        self.emit([(0, name), *((n + 2, item) for n, item in enumerate(labels))])
        self.emit([(n + 2, item) for n, item in enumerate(self.cells[first : first + wide])])
        self.at = first + wide
        return True

    def has_kind(self) -> bool:
        """Whether a label of the head stands here whose value names a kind of money elsewhere: 项目级次 | 县级."""
        label, value, after, figure = (*self.cells[self.at : self.at + 4], *[None] * 4)[:4]
        if label is None or value is None or after is None or not label.means.other or not is_word(label.text):
            return False
        is_kind = bool(value.means.fund_row) and not value.means.fund_column
        is_pair = figure is not None and column_likelihood.is_amount(figure.text)  # no list of kinds of money
        is_over = (
            not after.means.fund_row or money_unit(after.text) is not None
        )  # 国有资本预算（万元）, the block's name
        return is_kind and (is_pair or is_over) and not column_likelihood.is_amount(after.text)

    def _pairs(self) -> bool:
        """Take labels of amounts with their figures behind the name of the block or of a kind of money.

        支出总体情况 | 年初预算 | 86 | …, 其中：财政拨款 | 全年预算数 | 160 | …
        """
        end = self.at + 1
        while self.names_amount(end) or (end > self.at + 1 and self._is_amount_of_block(end)):
            end += 2
        is_kind = self.cells[self.at].means.fund_row and not self.cells[self.at].means.fund_column
        if end < self.at + 1 + 2 * _FEWEST_GROUPS or not (is_kind or self._is_edge_here()):
            return False
        while self._is_empty_score(end):
            end += 2
        self.emit(list(enumerate(self.cells[self.at : end])))
        self.at = end
        return True

    def _is_empty_score(self, place: int) -> bool:
        """Whether the label of the points of the money stands here with an empty cell below it."""
        label, after = (*self.cells[place : place + 2], None, None)[:2]
        is_label = label is not None and label.means.fund_column in POINTS and is_word(label.text)
        return is_label and after is not None and not after.text

    def _is_amount_of_block(self, place: int) -> bool:
        """Whether a label that means an amount beside others stands here with its figure: 预算执行（万元） | 70.56."""
        label, after = (*self.cells[place : place + 2], None, None)[:2]
        is_known = label is not None and (fund_header.field_of(label, False) is not None or label.means.other)
        names = label is not None and is_known and is_word(label.text)
        return names and after is not None and column_likelihood.is_amount(after.text)

    def _is_edge_here(self) -> bool:
        return self.is_strange_edge(self.at, is_below=self.at == self.below_goals)

    def _lead(self) -> list[Item]:
        """The labels before the first amount where no list of words knows the first of them: 资金投入, 来源."""
        if self.run("fund_column") > self.at or not self._is_edge_here():
            return []
        lead = list(takewhile(lambda item: not item.means.fund_column, self.cells[self.at :]))
        return lead if len(lead) <= _MOST_LEADING and not any(item.means.head for item in lead) else []

    def _header(self, lead: list[Item]) -> bool:
        """Take the header that begins here, behind the labels before it, and the rows below it."""
        end = self.run("fund_column")
        sources = self._sources(end)
        end = sources or self._before_first_name(end)
        while end > self.at and (self._counts(self.cells[end - 1]) or self._has_amount(end - 1)):
            end -= 1
        end = self._to_first_name(end)
        end = sources or (end if self.names_income(end) else self._with_last_label(end))
        labels = [item for item in self.cells[self.at : end] if item.text]
        edges = _edges(labels, 0 if sources else self.amounts_at(end))
        columns = [item for item in labels if item not in edges]
        rows = [] if sources else self.amounts_below(end)
        if not edges and (_lead_by_two(columns, rows) or _titles_block(columns, rows)):
            edges, columns = columns[:1], columns[1:]
        if columns and (first := fund_header.edge_of(columns)) is not None and not _have_each(columns, rows):
            edges, columns = [*edges, first], columns[1:]
        are_over = len(edges) > 1 and cell_tiers.fits_better([*edges[1:], *columns], columns, rows)
        if are_over:  # 预算情况 over 年初, 调整, 全年
            edges, columns = edges[:1], [*edges[1:], *columns]
        if self._is_below_tier(end, columns, rows):
            columns, end = [*columns, self.cells[end]], end + 1
        edges = [*lead[:1], *edges]
        is_header = fund_header.is_header([*edges, *columns]) or (sources and fund_header.are_sources(columns))
        if not columns or not is_header:
            return False
        if self._groups(end, edges, columns):
            return True
        is_title = not (sources or are_over) and _names_rows(columns) and self.amounts_at(end) != len(columns)
        title = columns[:1] if is_title and (columns[0].means.is_label or not _have_each(columns, rows)) else []
        columns = columns[len(title) :]
        wide = {len(row) for row in rows} or {self.amounts_at(end)}
        if len(lead) > 1 and not title and wide == {len(lead) - 1 + len(columns)}:
            columns = [*lead[1:], *columns]  # every label of the lead but the first has its amount
        else:
            title = title or lead[1:2]
        over = [*((0, edge) for edge in edges[:1]), *((1, item) for item in title)]
        groups = cell_tiers.of_money(columns, rows)
        if groups is None:
            is_amount = bool(edges) and edges[0].means.fund_column is not None  # 资金安排（万元）, beside the rows
            self.emit([*over, *((n + 2, item) for n, item in enumerate(columns))], tall=int(is_amount))
        else:
            self.emit_tiers(groups, 2, over)
            columns = cell_tiers.leaves(groups)
        self.at = end
        self.to_next_name(lambda place: self.is_row(place) or self.names_income(place))
        self.take_numbering(len(columns))
        if sources:
            self.emit([(n + 2, item) for n, item in enumerate(self.cells[end : end + len(columns)]) if item.text])
            self.at += len(columns)
        else:
            self.take_rows(len(columns), columns)
        is_left_over = self.at < len(self.cells) and column_likelihood.is_amount(self.cells[self.at].text)
        if is_left_over or _are_ill_laid(columns, rows, groups):
            self.doubts[len(self.rows) - 1] = (Block.FUNDS.value, _LEFT_OVER)
        return True

    def _is_below_tier(self, place: int, columns: list[Item], rows: list[list[Item]]) -> bool:
        """Whether a short word right before the amounts is no name, but the last label of a lower tier: 结转下年."""
        title = int(fund_header.field_of(columns[0], False) is None) if columns else 0
        if len(rows) != 1 or len(columns) - title == len(rows[0]) or not is_strange_label(self.cells[place]):
            return False
        return cell_tiers.fits_better([*columns, self.cells[place]], columns, rows)

    def _across(self) -> bool:
        """Take the sources of money, and below them each amount of all: 合计 | 市级, then 年初预算 | 800 | 300."""
        end = self.at
        while end < len(self.cells) and (not self.cells[end].text or self.is_label_at(end)):
            end += 1
        labels = [item for item in self.cells[self.at : end] if item.text]
        if not labels or not self.names_amount(end - 1):
            return False
        first = next((n for n, item in enumerate(labels) if item.means.fund_row), 0)
        if not first or not fund_header.are_sources(labels[:-1]):  # the whole need not be called one: 预算总额
            first = len(labels) - 1 - self.amounts_at(end)
            named = [item for item in labels[max(first, 0) : -1] if item.means.fund_row and not item.means.fund_column]
            if first < 1 or len(named) < fund_header.SOURCES or any(item.means.block for item in labels[first:-1]):
                return False
        self.emit([(0, labels[first - 1]), *((n + 1, item) for n, item in enumerate(labels[first:-1]))])
        self.at = end - 1
        sources = sum(
            item.means.fund_column not in ("rate", *POINTS) and not item.means.other for item in labels[first:-1]
        )
        while self.names_amount(self.at, (*AMOUNTS, "rate")):
            count = self.amounts_across(self.at + 1, len(labels) - 1 - first)
            end = self.at + 1 + count
            if count < sources:
                self.doubts[len(self.rows)] = (Block.FUNDS.value, _LEFT_OVER)
            self.emit([(n, item) for n, item in enumerate(self.cells[self.at : end]) if item.text])
            self.at = end
        return True

    def _parted(self) -> bool:
        """Take amounts parted by source in one row without a name: 预算数 | 执行数 | 小计 | 财政 | 小计 | 财政."""
        end = self.at
        while end < len(self.cells) and (not self.cells[end].text or self.is_label_at(end) or self._is_between(end)):
            end += 1
        labels = [item for item in self.cells[self.at : end] if item.text]
        first = next((n for n, item in enumerate(labels) if item.means.fund_column), 0)
        sources = [item.text for item in labels[first:] if item.means.fund_row and not item.means.fund_column]
        amounts = self.amounts_at(end)
        if not 0 < first <= _MOST_LEADING or len(set(sources)) == len(sources):
            return False
        groups = cell_tiers.of_money(labels[first:], [self.cells[end : end + amounts]])
        if groups is None:
            return False
        self.emit_tiers(groups, 2, [(0, labels[0])])
        self.emit([(n + 2, item) for n, item in enumerate(self.cells[end : end + amounts])])
        self.at = end + amounts
        return True

    def _is_between(self, place: int) -> bool:
        """Whether a short word that no list knows stands between the label of an amount and a further label."""
        before, item, after = (*self.cells[place - 1 : place + 2], None, None)[:3] if place else (None, None, None)
        is_behind = before is not None and before.means.fund_column is not None
        return is_behind and item is not None and after is not None and is_strange_label(item) and is_word(after.text)

    def _groups(self, end: int, edges: list[Item], columns: list[Item]) -> bool:
        """Rows that name their money before each amount: 预算数： | 60 | 到位数： | 60 | 执行数： | 55 | 92%."""
        rows = list(self._group_rows(end))
        if not rows or self.at + len(edges) + len(columns) > end:
            return False
        self.emit([*((0, edge) for edge in edges[:1]), *((2 * n + 1, item) for n, item in enumerate(columns))])
        for row in rows:
            pairs = next((n for n in range(0, len(row), 2) if column_likelihood.is_amount(row[n].text)), len(row))
            rest = [(pairs + 2 * n + 1, item) for n, item in enumerate(row[pairs:])]  # 95% | 9.5 below 执行进度 | 得分
            self.emit([*((n + 1, item) for n, item in enumerate(row[:pairs])), *rest])
        self.at = end + sum(map(len, rows))
        return True

    def _group_rows(self, start: int) -> Iterator[list[Item]]:
        while True:
            end = start
            while end + 1 < len(self.cells) and self._is_group(end) and self._goes_on(start, end):
                end += 2
            if end - start < 2 * _FEWEST_GROUPS:
                return
            while end < len(self.cells) and column_likelihood.is_amount(self.cells[end].text):
                end += 1
            yield self.cells[start:end]
            start = end

    def _goes_on(self, start: int, place: int) -> bool:
        """Whether the row that begins with a kind of money has the same here, and not the first of the next row."""
        first, item = self.cells[start].means, self.cells[place]
        are_kinds = first.fund_row and not first.fund_column and item.means.fund_row
        return not are_kinds or fund_name(item.text) == fund_name(self.cells[start].text)

    def _is_group(self, place: int) -> bool:
        """Whether a name or a label stands here with its amount right below."""
        item, after = self.cells[place], self.cells[place + 1]
        names = item.means.fund_row or item.means.fund_column or (item.means.other and is_word(item.text))
        return bool(names) and column_likelihood.is_amount(after.text)

    def _to_first_name(self, end: int) -> int:
        """The end of a header of money, which the first name with its amount follows."""
        if end - self.at < _FEWEST_GROUPS:
            return end
        first = self.to_first_row(end, "fund_column", lambda place: self.is_row(place) or self._is_part(place))
        return first - self.names_income(first - 1)

    def _is_part(self, place: int) -> bool:
        """Whether a text that is no label stands right below kinds of money, with an amount of each: a county."""
        above, item = self.cells[place - 1 : place + 1]
        is_below = above.means.fund_row is not None and is_word(above.text) and not item.means.is_label
        return is_below and not is_amount_cell(item) and self.amounts_at(place + 1) >= _FEWEST_AMOUNTS

    def _with_last_label(self, end: int) -> int:
        """The end of the header with a last label that no list knows: the cells below it are one more than without."""
        labels = [item for item in self.cells[self.at : end] if item.text]
        first = next((n for n, item in enumerate(labels) if item.means.fund_column), len(labels))
        known = [n for n, item in enumerate(labels) if n > first or item.means.fund_column or item.means.other]
        last = self.cells[end : end + 1]
        if not last or last[0].means.is_label or is_amount_cell(last[0]) or not known:
            return end
        below = end + 1
        while below < len(self.cells) and (is_amount_cell(self.cells[below]) or self._is_mark(below)):
            if self.cells[below].text and is_word(self.cells[below].text):
                break
            below += 1
        cells = [item for item in self.cells[end + 1 : below] if item.text]
        return end + 1 if len(cells) == len(known) + 1 and is_amount_cell(cells[0]) else end

    def _is_mark(self, place: int) -> bool:
        """Whether a cell below the last label is a mark (黄灯), or a text right above the next kind of money."""
        after = self.cells[place + 1 : place + 2]
        return len(self.cells[place].text) <= _MARK or (bool(after) and bool(after[0].means.fund_row))

    def _before_first_name(self, end: int) -> int:
        """The end of a header of money without the name of the first row, which sounds like a column (部门预算总额)."""
        after = self.cells[end : end + 1]
        has_amount = bool(after) and column_likelihood.is_amount(after[0].text)
        return end - 1 if has_amount and end > self.at + 1 and self.cells[end - 1].means.fund_row else end

    @staticmethod
    def _counts(item: Item) -> bool:
        """Whether a cell is the label of a row of running numbers."""
        return not item.text or numbering.is_running(item.text)

    def _has_amount(self, place: int) -> bool:
        """Whether the label at a place has its one amount right below, and then the next label: no header."""
        after = self.cells[place + 1 : place + 3]
        return len(after) > 1 and column_likelihood.is_amount(after[0].text) and self._is_word_of_money(after[1])

    @staticmethod
    def _is_word_of_money(item: Item) -> bool:
        return is_word(item.text) and bool(item.means.fund_column or item.means.other)

    def _sources(self, end: int) -> int | None:
        """The end of a header of sources of money (中央 | 本级 | 合计 | 执行数), None where the header is none."""
        if any(item.means.fund_column for item in self.cells[self.at : end]):
            return None
        first = end
        while end < len(self.cells) and self._is_source(end):
            end += 1
        further = end + sum(1 for _ in takewhile(_may_be_label, self.cells[end : first + _MOST_LABELS]))
        lead = first < end and not self.cells[first].means.fund_column and headings.names_part(self.cells[first].text)
        if self.amounts_at(further) in (further - first, further - first - lead):  # 中央 | 实际到位, each its amount
            end = further
        below = end + self.amounts_at(end)
        are_rows = below < len(self.cells) and self.is_row(below) and self.is_row(end - 1)
        return end if sum(bool(item.means.fund_row) for item in self.cells[first:end]) > 1 and not are_rows else None

    def _is_source(self, place: int) -> bool:
        item = self.cells[place]
        return bool(item.text) and bool(item.means.fund_row or item.means.fund_column) and is_word(item.text)


def _have_each(columns: list[Item], rows: list[list[Item]]) -> bool:
    """Whether every row has an amount for each label: the first is no title of the names."""
    return bool(rows) and all(len(row) == len(columns) for row in rows)


def _titles_block(columns: list[Item], rows: list[list[Item]]) -> bool:
    """Whether the first label alone names the unit, and the rows suit the others: 资金安排（万元） | 年初预算."""
    units = [money_unit(item.text) is not None for item in columns]
    if not rows or units[:1] != [True] or any(units[1:]) or any(len(row) != len(columns) - 1 for row in rows):
        return False
    fields = [fund_header.field_of(item, False) or "" for item in columns[1:]]
    fits = (
        column_likelihood.fund(field, i.text) for row in rows for field, i in zip(fields, row, strict=True) if i.text
    )
    return max(fits, default=0.0) < 1 and all(cell_tiers.rate_holds(fields, row) for row in rows)


def _lead_by_two(columns: list[Item], rows: list[list[Item]]) -> bool:
    """Whether the name of the block and the title of the names stand before the amounts: 预算执行 | 来源 | 预算数."""
    wide = {len(row) for row in rows}
    are_titles = not any(item.means.fund_column for item in columns[:_MOST_LEADING])
    return are_titles and wide == {len(columns) - _MOST_LEADING}


def _are_ill_laid(columns: list[Item], rows: list[list[Item]], groups: list[Group] | None) -> bool:
    """Whether amounts may stand in the wrong columns: more of them than labels, or below parted ones that say else."""
    if any(_filled(row) > len(columns) for row in rows):
        return True
    fields = [fund_header.field_of(item, False) or "" for item in columns]
    whole = [row for row in rows if len(row) == len(columns)]
    is_amiss = not all(cell_tiers.rate_holds(fields, row) for row in whole)
    return groups is not None and (is_amiss or cell_tiers.are_strange(groups))


def _filled(row: list[Item]) -> int:
    """How many cells a row has, the empty ones at its end not counted."""
    return max((n + 1 for n, item in enumerate(row) if item.text), default=0)


def _edges(labels: list[Item], amounts: int) -> list[Item]:
    """The labels that are the name of the block; only the first where each of the others has one of the amounts."""
    block = labels[0] if labels and fund_header.first_is_block(labels) else None
    found = [item for item in labels if _is_edge(item, item is block)]
    return found[:1] if amounts == len(labels) - 1 else found


def _is_edge(item: Item, is_first: bool) -> bool:
    """Whether a label among those of the money is the name of the block down its left edge."""
    is_named = item.means.block or (is_first and money_unit(item.text) is not None)
    return bool(is_named) and not fund_header.field_of(item, is_first)


def _may_be_label(item: Item) -> bool:
    """Whether a cell is short and no amount."""
    return 0 < len(item.text) <= _LONGEST and not is_amount_cell(item)


def _names_rows(columns: list[Item]) -> bool:
    """Whether the first label of the money is the title of the names below it: 资金来源, 列次."""
    first, rest = columns[0], columns[1:]
    if len(columns) <= 2 or first.means.fund_column:
        return False
    names_total = bool(first.means.fund_row) and not any(item.means.fund_row for item in rest)  # 金额合计
    return fund_header.is_header(rest) if names_total else not first.means.fund_row
