"""Cells of an indicator tree one after the other → rows: of all ways to cut them, the one that suits the columns best.

A merged cell is printed once, so a row may begin at its second or third level, and lack a cell that it
shares with the row above.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from jiheng.form import INDICATOR_FIELDS, LEVELS, POINTS, TARGET_PARTS
from jiheng.reading.form import column_likelihood, header_tiers, numbering, tree_header
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import NOTHING, is_word
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_tiers import Group

Row = list[tuple[int, Item]]

_SHAREABLE = (*POINTS, "reason", "")
_SHARED = 1.6
"""What it costs that a row has no cell of a column."""
_UNPRINTED = 0.4
"""The same of a remark, where empty cells are not printed at all."""
_WELL = 0.1
"""What a cell costs at the most, on the average, under a header that suits."""
_TELLING = frozenset(INDICATOR_FIELDS).difference(("reason",), LEVELS[:-1])
"""Columns whose cells tell whether the rows are cut where they end: names of levels are free, and so are reasons."""
_HARDLY = 3.0
"""What a cell costs that hardly belongs to its column: a figure as a name, the word of a level as a value."""
_BETTER = 0.8
"""What the cells cost at the most under a header of two tiers, of what they cost under the same labels in one row."""
_STRANGE = 6.0
"""What it costs to lay anything but a number below the label of running numbers."""
_LOOSE = 5.0
"""What it costs to leave a cell to itself."""
_LOOSE_EMPTY = 0.5
_EMPTY = {"l1": 4.0, "l2": 4.0, "l3": 2.5, "weight": 0.6, "score": 0.6, "target": 0.3, "actual": 0.3}


class Shape(NamedTuple):
    """The columns that a row has, how many cells of it other rows share, and how many of them are remarks."""

    columns: list[int]
    lacking: int
    remarks: int = 0


class Header(msgspec.Struct, dict=True):
    """The labels of the columns in order, each with its field ("" for a further column), and the block's label."""

    labels: list[Item]
    fields: list[str]
    edge: Item | None = None
    groups: list[Group] | None = None
    """The labels as two tiers, where boxes to tick stand below some."""

    @staticmethod
    def best(labels: list[Item], cells: Sequence[Item]) -> "Header":
        """The header that a run of labels makes, of all ways to put tiers in their places that which suits `cells`."""
        usual = Header._usual(labels, cells)
        rest = usual.labels if usual.groups is None and usual.edge is None else labels
        edge = labels[0] if _is_edge(labels[0]) and usual.edge is not None else None
        if usual.groups is not None or not rest:
            return usual
        if not usual.strange and cost_of(usual, cells) < _WELL * len(cells):
            return usual
        ways = [(way, edge) for way in cell_tiers.of_tree(labels[1:] if edge is not None else labels)]
        if edge is not None:  # the name of the block may stand over the levels: 指标体系 over 一级, 二级, 三级
            ways += [(way, None) for way in cell_tiers.of_tree(labels) if way[0][1]]
        if not ways:
            return usual
        found = min((Header._of_groups(way, own) for way, own in ways), key=lambda header: cost_of(header, cells))
        most = cost_of(usual, cells) * (1.0 if found.parts_reason else _BETTER)
        return found if cost_of(found, cells) < most else usual

    @staticmethod
    def _usual(labels: list[Item], cells: Sequence[Item]) -> "Header":
        """The header with one tier; a first label that no list knows is the name of the block where that suits better.

        指标及完成 | 指标类型 | 指标名称 | 目标值 …
        """
        under = cells[0] if cells else None
        found = Header.of(labels, under)
        first = labels[0]
        if found.edge is not None or first.means.column or is_word(first.text) or not tree_header.is_header(labels[1:]):
            return found
        inner = Header.of(labels[1:], under)
        inner.edge = inner.edge or first
        is_better = inner.edge is first and cost_of(inner, cells) < _BETTER * cost_of(found, cells)
        return inner if is_better else found

    @staticmethod
    def _of_groups(groups: list[Group], edge: Item | None) -> "Header":
        fields: list[str] = []
        told: list[Item] = []
        for label, below in groups:
            for leaf in below or (label,):
                own = tree_header.column_of(leaf)
                beside = header_tiers.own_columns(below)
                field = (own if leaf is label else header_tiers.means_below(leaf, label, beside).column) or ""
                fields.append(field if field not in fields else "")
                told.append(leaf if leaf is label else replace(leaf, above=label.text))
        leaves = cell_tiers.leaves(groups)
        return Header(leaves, _own_weights(leaves, _by_place(told, fields)), edge, groups)

    @staticmethod
    def of(labels: list[Item], under: Item | None = None) -> "Header":
        """The header that a run of labels makes, those of a second tier put in their places.

        `under` is the cell below: it tells whether the label 绩效指标 stands over the first levels.
        """
        is_edge = _is_edge(labels[0]) and tree_header.list_of(labels) is None
        is_edge |= len(labels) > 1 and not labels[0].means.is_label and numbering.is_running(labels[1].text)
        edge = labels[0] if is_edge else None
        rest = labels[1:] if edge is not None else labels
        if (groups := cell_tiers.boxes(rest)) is not None:
            rest = cell_tiers.leaves(groups)
            return Header(rest, _own_weights(rest, [item.means.column or "" for item in rest]), edge, groups)
        if _is_over_levels(rest):
            rest = _below_levels(rest[1:])
        first = next((n for n, item in enumerate(rest) if item.means.column in LEVELS), 0)
        if edge is not None and any(item.means.column for item in rest[:first]):
            rest = _of_tiers(rest[:first], rest[first:])
        rest = _of_tiers(*_parts_below(rest))
        fields: list[str] = []
        listed = tree_header.list_of(rest)
        for item in rest:
            field = "l3" if item is listed else "" if tree_header.both(item) else tree_header.column_of(item) or ""
            fields.append(field if field not in fields else "")
        fields = _by_place(rest, fields)
        level = tree_header.level_of(under) if under is not None else None
        first_level = fields.index("l1") if "l1" in fields else 0
        if level == "l2" and level not in fields and rest[first_level].means.column != "l1":
            fields = [level if field == "l1" else field for field in fields]
        if edge is not None and "l1" not in fields and level is not None and level not in fields:
            rest, fields, edge = [edge, *rest], [level, *fields], None
        return Header(rest, _own_weights(rest, fields), edge)

    @cached_property
    def cuts(self) -> "dict[tuple[int, int], list[_Cut]]":
        """How runs of cells were cut, by the first cell and how many there are, so that none is cut twice."""
        return {}

    def fit(self, column: int, item: Item) -> float:
        """How ill a cell suits a column of the record; in a list without levels these are rows of it."""
        field = self.fields[column]
        if field == "l3" and self.is_flat and tree_header.band_of(item) is not None:
            return 0.0
        return (
            column_likelihood.only_level(field, item.text)
            if self.has_one
            else column_likelihood.column(field, item.text)
        )

    @property
    def parts_reason(self) -> bool:
        """Whether a label of the reasons stands over one that is of the reasons, too: no columns side by side."""
        parted = [(label, leaf) for label, below in self.groups or () for leaf in below]
        return any(label.means.column == leaf.means.column == "reason" for label, leaf in parted)

    @cached_property
    def strange(self) -> list[int]:
        """The further columns that no word explains."""
        return [n for n, field in enumerate(self.fields) if not field and not is_word(self.labels[n].text)]

    @cached_property
    def doubled(self) -> set[int]:
        """The columns that hold the values of two."""
        return {n for n, label in enumerate(self.labels) if tree_header.both(label)}

    @cached_property
    def is_flat(self) -> bool:
        """Whether the header has no column for a level."""
        return {"l1", "l2"}.isdisjoint(self.fields)

    @cached_property
    def first(self) -> int:
        """The first column that is none of running numbers."""
        return int(numbering.is_running(self.labels[0].text)) if self.labels else 0

    @cached_property
    def top(self) -> int:
        """The first column of a level."""
        return next((n for n, field in enumerate(self.fields) if field in LEVELS), self.first)

    @cached_property
    def has_one(self) -> bool:
        """Whether the header has one column for a level."""
        return len({"l1", "l2"}.intersection(self.fields)) == 1

    @cached_property
    def across(self) -> list[Shape]:
        """A row whose name stands across the three levels, or from there as far as what was reached or its weight.

        None where the levels are not all there.
        """
        end = self.first + len(LEVELS)
        if self.fields[self.first : end] != list(LEVELS):
            return []
        starts = (end, *(self.fields.index(field) for field in ("actual", "weight") if field in self.fields))
        found = [[self.first, *range(start, len(self.fields))] for start in dict.fromkeys(starts) if start >= end]
        return [Shape([*number, *columns], 0) for columns in found for number in ([], [0])[: 1 + self.first]]

    @cached_property
    def ways(self) -> list[list[Shape]]:
        """The columns that a row may have, for each way to count: no row, each row, each first, each second level."""
        levels = self.fields.index("l3") if "l3" in self.fields else self.first
        starts = [n for n in range(self.first, levels + 1) if n == self.first or self.fields[n] in LEVELS]
        if not self.first:
            return [[shape for start in starts for shape in self._from(start, levels)]]
        counted = [
            [
                shape._replace(columns=[0, *shape.columns]) if start <= last else shape
                for start in starts
                for shape in self._from(start, levels)
            ]
            for last in starts
        ]
        counted[0] += self._from(self.first, levels)  # a number for several rows, the first level in each
        return counted

    def _from(self, start: int, levels: int) -> Iterator[Shape]:
        """The rows that begin at a column: whole, and without cells that rows share."""
        whole = list(range(start, len(self.fields)))
        shared = [n for n, field in enumerate(self.fields) if n > levels and field in _SHAREABLE]
        remarks = [n for n in shared if self.fields[n] == "reason" or self.labels[n].means.note]
        yield Shape(whole, 0)
        for column in shared:
            yield Shape([c for c in whole if c != column], 1, column in remarks)
        if 1 < len(remarks) < len(shared):
            yield Shape([c for c in whole if c not in remarks], len(remarks), len(remarks))
        if len(shared) > 1:
            yield Shape([c for c in whole if c not in shared], len(shared), len(remarks))


def _is_edge(label: Item) -> bool:
    """Whether a label is the name of the block down its left edge."""
    return label.means.block and not label.means.column


def _by_place(labels: list[Item], fields: list[str]) -> list[str]:
    """The fields, those that no word names told by their place."""
    further = [field or "+" for field in fields]
    return [field.lstrip("+") for _, field in tree_header.by_place(list(zip(labels, further, strict=True)))]


def cost_of(header: Header, cells: Sequence[Item]) -> float:
    """How ill the cells suit the columns, however they are cut into rows."""
    return _cut(header, cells)[-1].cost


def _stands_alone(cells: Sequence[Item], start: int, end: int, name: Item) -> bool:
    """Whether a row is the first or the last, and is named by a first level that is a whole indicator (预算执行率)."""
    return (start == 0 or end == len(cells)) and name.means.level1 and name.means.level2


def _is_over_levels(labels: list[Item]) -> bool:
    """Whether the first label is the title of the levels, which follow in a second tier: 评价指标 over 一级指标."""
    below = [item.means.column for item in labels[2:]]
    return labels[0].means.column == "l3" and all(level in below for level in LEVELS)


def _below_levels(labels: list[Item]) -> list[Item]:
    """The second tier, which stands below the first label of the first tier, then what is left of the first."""
    first = next(n for n, item in enumerate(labels) if item.means.column == "l1")
    return [*labels[first:], *labels[:first]]


def _parts_below(labels: list[Item]) -> tuple[list[Item], list[Item]]:
    """The labels, and those at their end that part the target named before them."""
    labels = _with_bare_target(labels)
    cut = len(labels)
    while cut and labels[cut - 1].means.column in TARGET_PARTS:
        cut -= 1
    has_target = any(item.means.column == "target" for item in labels[:cut])
    return (labels[:cut], labels[cut:]) if has_target and len(labels) - cut > 1 else (labels, [])


def _with_bare_target(labels: list[Item]) -> list[Item]:
    """The labels, one that says nothing between comparator and unit (计算符号 | 值 | 计量单位) taken for the target."""
    found = list(labels)
    for n in range(1, len(labels) - 1):
        around = (labels[n - 1].means.column, labels[n + 1].means.column)
        if around == ("property", "unit") and not labels[n].means.is_label:
            found[n] = replace(labels[n], means=replace(NOTHING, column="target"))
    return found


def _of_tiers(top: list[Item], below: list[Item]) -> list[Item]:
    """The labels of two tiers in one row: levels first, what parts the target in the place of the target."""
    levels = [item for item in below if item.means.column in LEVELS]
    parts = [item for item in below if item.means.column in TARGET_PARTS]
    further = [item for item in below if item not in levels and item not in parts]
    found = list(levels)
    for item in top:
        found += parts if parts and item.means.column == "target" else [item]
    return [*found, *further]


def _own_weights(labels: list[Item], fields: list[str]) -> list[str]:
    """The fields, of several weights only that of the indicator being one."""
    found = list(fields)
    if foreign := tree_header.weights_of_levels(labels):
        for n, label in enumerate(labels):
            if label.means.column == "weight":
                found[n] = "" if any(label is one for one in foreign) else "weight"
    return found


def rows_of(header: Header, cells: Sequence[Item]) -> Iterator[Row]:
    """The rows, each cell with the number of its column."""
    yield from reversed(list(_traced(_cut(header, cells), cells)))


def are_ill_cut(header: Header, rows: Sequence[Row]) -> bool:
    """Whether the rows may be cut in the wrong places: a cell hardly belongs below its label, or to any row."""
    last = max((n for n, row in enumerate(rows) if len(row) > 1), default=0)
    alone = [row[0][1].means for row in rows[:last] if len(row) == 1]
    return (
        any(not (means.level1 or means.level2) for means in alone)
        or any(_is_ill(header, column, item) for row in rows for column, item in row)
        or (bool(header.strange) and _lacks_scores(header, rows))
    )


def _lacks_scores(header: Header, rows: Sequence[Row]) -> bool:
    """Whether no row has a score, though they have weights."""
    filled = {header.fields[column] for row in rows for column, item in row if item.text}
    return "weight" in filled and "score" in header.fields and "score" not in filled


def is_guessed(header: Header) -> bool:
    """Whether a header of two tiers, or with weights of the levels, has a label that no word explains.

    What stands below which label is then told by the cells alone.
    """
    has_weights = sum(label.means.column == "weight" for label in header.labels) > 1
    if header.groups is None and not has_weights:
        return False
    boxes = [below for label, below in header.groups or () if label.means.is_label and not any(map(_is_column, below))]
    told = {id(leaf) for below in boxes for leaf in below}
    labels = zip(header.labels, header.fields, strict=True)
    return any(not field and id(label) not in told and not is_word(label.text) for label, field in labels)


def _is_column(label: Item) -> bool:
    return tree_header.column_of(label) is not None


def _is_ill(header: Header, column: int, item: Item) -> bool:
    field = header.fields[column]
    if not item.text or field not in _TELLING:
        return False
    return header.fit(column, item) >= _HARDLY or (field == "l3" and column_likelihood.is_measure(item.text))


class _Cut(NamedTuple):
    """The cheapest way to cut the cells up to one: where its last row begins, the columns of that, the last number."""

    cost: float
    start: int
    columns: list[int]
    number: int


def _cut(header: Header, cells: Sequence[Item]) -> list[_Cut]:
    """The cheapest way to cut the cells up to each into rows, of all ways to count them; kept by the header."""
    key = (id(cells[0].cell) if cells else 0, len(cells))
    if key not in header.cuts:
        header.cuts[key] = _cheapest(header, cells)
    return header.cuts[key]


def _cheapest(header: Header, cells: Sequence[Item]) -> list[_Cut]:
    costs = [[_cost(header, column, item) for column in range(len(header.fields))] for item in cells]
    return min((_cut_so(header, way, cells, costs) for way in header.ways), key=lambda best: best[-1].cost)


def _cut_so(header: Header, way: list[Shape], cells: Sequence[Item], costs: list[list[float]]) -> list[_Cut]:
    """The cheapest way for one way to count the rows; `costs` are those of each cell below each column."""
    best = [_Cut(0.0, 0, [], 0)]
    cheaper = 0.0 if any(not item.text for item in cells) else _SHARED - _UNPRINTED
    shapes = [*((shape, True) for shape in header.across), *((shape, False) for shape in way)]
    for end in range(1, len(cells) + 1):
        last = best[end - 1]
        cheapest = _Cut(last.cost + (_LOOSE if cells[end - 1].text else _LOOSE_EMPTY), end - 1, [], last.number)
        for shape, is_across in shapes:
            start = end - len(shape.columns)
            if start < 0 or best[start].cost >= cheapest.cost:
                continue
            if start == 0 and header.top not in shape.columns:  # above the first row nothing is merged
                continue
            is_counted = shape.columns[0] < header.first
            if is_across and not _stands_alone(cells, start, end, cells[start + is_counted]):
                continue
            cost = best[start].cost + _SHARED * shape.lacking + 0.05 * (header.first in shape.columns)
            cost -= cheaper * shape.remarks
            for place, column in enumerate(shape.columns, start):
                cost += costs[place][column]
            number = best[start].number
            if is_counted:
                cost += _STRANGE * (not _counts_on(cells[start].text, number))
                number += 1
            if cost < cheapest.cost:
                cheapest = _Cut(cost, start, shape.columns, number)
        best.append(cheapest)
    return best


def _counts_on(text: str, number: int) -> bool:
    """Whether a running number is the next, the first of another count, or a code."""
    return int(text) in (number + 1, 1) if text.isdecimal() else text.isascii()


def _traced(best: list[_Cut], cells: Sequence[Item]) -> Iterator[Row]:
    end = len(cells)
    while end > 0:
        start, columns = best[end].start, best[end].columns
        row = list(zip(columns or [0], cells[start:end], strict=True))
        if any(item.text for _, item in row):
            yield row
        end = start


def _cost(header: Header, column: int, item: Item) -> float:
    """How ill a cell suits a column, empty ones and further columns among them."""
    field = header.fields[column]
    if column < header.first:
        return 0.0
    if not item.text:
        return _EMPTY.get(field, 0.2)
    if field in INDICATOR_FIELDS:
        return header.fit(column, item)
    if column in header.doubled:
        return 0.0 if tree_header.halves(item.text) else _HARDLY
    if field == "" and _is_own_weight(header, column):
        return 0.0 if column_likelihood.is_figure(item.text) else 4.0
    return 0.4 + (column_likelihood.column("reason", item.text) if header.labels[column].means.note else 0.0)


def _is_own_weight(header: Header, column: int) -> bool:
    """Whether a further column is the weight of a level."""
    return header.labels[column].means.column == "weight"
