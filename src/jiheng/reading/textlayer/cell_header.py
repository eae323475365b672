"""The labels over an indicator tree of which each cell has a line of its own: columns, their fields, and two tiers."""

from functools import cached_property
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from jiheng.form import LEVELS, TARGET_PARTS
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood, header_tiers, numbering, tree_header
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import NOTHING, is_word, key
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_tiers import Group

_FREE = 0.5
"""What a word costs as a level where any may be one."""


class Cut(NamedTuple):
    """The cheapest way to cut the cells up to one: where its last row begins, the columns of that, the last number."""

    cost: float
    start: int
    columns: tuple[int, ...]
    number: int


class Header(msgspec.Struct, dict=True):
    """The labels of the columns in order, each with its field ("" for a further column), and the block's label."""

    labels: list[Item]
    fields: list[str]
    edge: Item | None = None
    groups: list[Group] | None = None
    """The labels as two tiers, where boxes to tick stand below some."""
    are_free: bool = False
    """Whether any word may name a level."""
    has_lines: bool = False
    """Whether names and values may be broken over lines."""
    has_boxes: bool = False
    """Whether the labels of the lower tier are boxes, of which a row ticks one."""

    @staticmethod
    def of_groups(groups: list[Group], edge: Item | None) -> "Header":
        """The header of two tiers, beside the name of the block."""
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
        has_edge = is_edge(labels[0]) and tree_header.list_of(labels) is None
        has_edge |= tree_header.names_block(labels)
        has_edge |= len(labels) > 1 and not labels[0].means.is_label and numbering.is_running(labels[1].text)
        edge = labels[0] if has_edge else None
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
    def cuts(self) -> dict[tuple[int, int], list[Cut]]:
        """How runs of cells were cut, by the first cell and how many there are, so that none is cut twice."""
        return {}

    def fit(self, column: int, item: Item) -> float:
        """How ill a cell suits a column of the record; in a list without levels these are rows of it."""
        field = self.fields[column]
        if field == "l3" and self.is_flat and tree_header.band_of(item) is not None:
            return 0.0
        if self.are_free and field in LEVELS[:-1] and not (item.means.level1 or item.means.level2):
            return _FREE + column_likelihood.column(LEVELS[-1], item.text)
        return (
            column_likelihood.only_level(field, item.text)
            if self.has_one
            else column_likelihood.column(field, item.text)
        )

    def is_remark(self, column: int) -> bool:
        """Whether a column holds remarks, which are often left out."""
        label = self.labels[column]
        is_named = label.means.note or label.means.tail is not None or key(label.text).endswith(words().form.notes)
        return self.fields[column] == "reason" or is_named or id(label) in self._reasons

    @cached_property
    def _reasons(self) -> set[int]:
        """The labels below that of the reasons, and boxes."""
        parts = [below for label, below in self.groups or () if self.has_boxes or label.means.column == "reason"]
        return {id(leaf) for below in parts for leaf in below}

    @property
    def parts_reason(self) -> bool:
        """Whether a label of the reasons stands over one that is of the reasons, too: no columns side by side."""
        parted = [(label, leaf) for label, below in self.groups or () for leaf in below]
        return any(label.means.column == leaf.means.column == "reason" for label, leaf in parted)

    @cached_property
    def likely(self) -> set[int]:
        """The columns that say whether the target will be reached, those below such a label among them."""
        over = {id(leaf) for label, below in self.groups or () if cell_tiers.is_likelihood(label) for leaf in below}
        return {n for n, label in enumerate(self.labels) if id(label) in over or cell_tiers.is_likelihood(label)}

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
    def names(self) -> int:
        """The column of the names."""
        return self.fields.index("l3") if "l3" in self.fields else self.first

    @cached_property
    def starts(self) -> set[int]:
        """The columns that a row may begin with, merged cells being printed once."""
        levels = range(self.first, self.names + 1)
        return {n for n in levels if n == self.first or self.fields[n] in LEVELS}

    @cached_property
    def across(self) -> set[int]:
        """The columns that a name across the three levels may reach to: the next, the actual, or the weight.

        None where the levels are not all there.
        """
        end = self.first + len(LEVELS)
        if self.fields[self.first : end] != list(LEVELS):
            return set()
        return {end, *(self.fields.index(field) for field in ("actual", "weight") if field in self.fields[end:])}


def is_edge(label: Item) -> bool:
    """Whether a label is the name of the block down its left edge."""
    return label.means.block and not label.means.column


def _by_place(labels: list[Item], fields: list[str]) -> list[str]:
    """The fields, those that no word names told by their place."""
    further = [field or "+" for field in fields]
    return [field.lstrip("+") for _, field in tree_header.by_place(list(zip(labels, further, strict=True)))]


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
                found[n] = "" if any(label is header for header in foreign) else "weight"
    return found


def is_guessed(header: Header) -> bool:
    """Whether a header of two tiers, or with weights of the levels, has a label that no word explains.

    What stands below which label is then told by the cells alone.
    """
    has_weights = sum(label.means.column == "weight" for label in header.labels) > 1
    if header.groups is None and not has_weights:
        return False
    told = {
        id(leaf)
        for label, below in header.groups or ()
        if header.has_boxes or (label.means.is_label and not any(_is_column(leaf, label) for leaf in below))
        for leaf in below
    }
    labels = zip(header.labels, header.fields, strict=True)
    return any(not field and id(label) not in told and not is_word(label.text) for label, field in labels)


def _is_column(label: Item, above: Item) -> bool:
    """Whether a label below another is that of a column which the upper one does not name."""
    return tree_header.column_of(label) not in (None, above.means.column)
