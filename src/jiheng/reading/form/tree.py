"""The indicators 绩效指标: below their header a row an indicator, the levels filled down over merged cells."""

from functools import lru_cache

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import INDICATOR_FIELDS, POINTS, Block, FieldKind, Indicator, Owner, Place, names
from jiheng.places.sources import on_change
from jiheng.reading.form import column_likelihood, ticks
from jiheng.reading.form.alignment import Column, Columns, lay
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.grid_columns import GridColumns
from jiheng.reading.form.numbering import is_numbering, is_running
from jiheng.reading.form.page_breaks import JOINED, TornRow, join
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.form.tree_header import (
    BOTH,
    BOX,
    LEVEL_FIELDS,
    SLASH,
    VALUES,
    band_of,
    columns,
    halves,
    is_scrap,
    level_of,
)
from jiheng.reading.labels.labels import in_brackets, is_word, key, meaning

_MOVED = "这一行在原文中错了位，已按内容对回各栏，请核对"
_FILLED = "这一行错了位，又没有印{level}，沿用上一行的「{text}」，请核对"
_TWO = "这一栏下面并排有两个数（{}、{}），分不清哪个是这一栏的，连在一起读入，请对照原件"
_NAMES = frozenset(names(Block.INDICATORS, kinds=(FieldKind.TEXT,), owner=Owner.APPROVED))
"""What a template row may hold before anybody fills it in."""
_NEEDED = {"l3", *POINTS}
_ACTUAL = f"{Block.INDICATORS}.actual"
_POINTS_BEHIND = expression(r"[（(](\d+(?:\.\d+)?)分?\s*[/／]\s*(\d+(?:\.\d+)?)分?[)）]$")
"""Weight and score behind a name, in a form that has no columns of them: 站点数（30分/28分）."""


class Levels(msgspec.Struct):
    """The first and second level that hold for the row at hand."""

    l1: str | None
    l2: str | None


class _Called(msgspec.Struct, frozen=True):
    """Which labels of the record a column gives, and whether it is the one over it that does: that of boxes to tick."""

    names: tuple[str, ...]
    over: bool


class _Shape(msgspec.Struct, frozen=True):
    """What follows from which columns a header has."""

    fields: list[str]
    called: list[_Called]
    columns: Columns
    left: int
    numbers: frozenset[str]
    """Columns that hold no more than a running number."""
    has_boxes: bool
    blank: dict[str, str | None]
    """A row of the record with nothing in it yet."""
    has_bands: bool
    """Whether the levels may stand as rows over their indicators."""
    at: dict[str, int]
    """Where the figures of a total row stand."""


@lru_cache(maxsize=256)
def _shape(labels: tuple[tuple[str, int, int], ...], aligned: bool) -> _Shape:
    """The shape of the labels by field, first column and the one behind; forms of one office have the same."""
    fields = [field for field, _, _ in labels]
    places = [
        Column(field if field in INDICATOR_FIELDS else "", column, field in _NEEDED) for field, column, _ in labels
    ]
    shared = [(name, column) for field, column, _ in labels for name in field.split(BOTH)]
    asked = {name for name, _ in shared}
    return _Shape(
        fields,
        [_called(field) for field in fields],
        Columns([] if aligned else places),
        min((column for _, column, _ in labels), default=0),
        frozenset(field for field in fields if field.startswith("+") and is_running(field.lstrip("+"))),
        any(BOX in field or BOTH in field for field in fields),
        {field: "" if field in asked else None for field in INDICATOR_FIELDS},
        {"l1", "l2"}.isdisjoint(fields) and not {"target", "actual"}.isdisjoint(fields),
        {name: column for name, column in shared if name in POINTS},
    )


on_change(_shape.cache_clear)


def _called(field: str) -> _Called:
    group, _, box = field.partition(BOX)
    named = [f"{Block.INDICATORS}.{name}" for name in group.split(BOTH) if name in INDICATOR_FIELDS]
    return _Called(tuple(named), bool(box))


class Tree:
    """Reads the rows below one header."""

    def __init__(self, draft: Draft, row: TableRow, before: "Tree | None" = None) -> None:
        header, aligned = row.items, row.aligned
        self.draft = draft
        self.header = header
        self.wide = row.wide
        self.aligned = aligned
        self._lay_out(columns(header))
        self.usual = 0
        self.held: TornRow | None = None
        self.is_fresh = True
        draft.take(*header)
        if before is not None:
            self._follow(before)

    def _lay_out(self, labels: list[tuple[Item, str]]) -> None:
        """Set up everything that follows from which columns there are."""
        self.labels = labels
        places = tuple([(field, item.column, item.end) for item, field in labels])
        self.shape = _shape(places, self.aligned)
        self.grid = GridColumns(places) if self.aligned else None
        fields = self.shape.fields
        self.levels = Levels(*("" if level in fields else None for level in ("l1", "l2")))
        self.is_pointed = _names_points(labels)
        """Whether the names have weight and score behind them, as their label says: 三级指标（应得分/自评分）."""
        for (item, _), called in zip(labels, self.shape.called, strict=True):
            label = replace(item, text=item.above, above="") if called.over else item
            for name in called.names:
                self.draft.name(name, label)
                if called.over and name == _ACTUAL:
                    self.draft.form.labels[name].append(item.text)

    def _follow(self, before: "Tree") -> None:
        """Go on below a header that is printed again on a new page; end the tree before another header."""
        mine, theirs = ({f for f in tree.shape.fields if f in INDICATOR_FIELDS} for tree in (self, before))
        if not (before.is_fresh or mine <= theirs or theirs <= mine):
            before.end()
            return
        self.held = before.held
        for level in ("l1", "l2"):
            if getattr(self.levels, level) is not None and (text := getattr(before.levels, level)) is not None:
                setattr(self.levels, level, text)

    def read(self, row: TableRow) -> None:
        """Take a row; it is held back until it is sure that the next is not the rest of it."""
        found = row.items
        if self.is_fresh:
            self._tell_level(next((item for item in found if not self._counts(item)), found[0]))
        if self._is_edge(found[0]):
            self.draft.take(found[0])
            found = found[1:]
        if not found or is_numbering(found):
            self.draft.take(*found)
            return
        self.is_fresh = False
        current = self._on_grid(found, row) if self.grid else self._by_meaning(found, row.wide)
        joined = join(self.held, current, row.seam) if self.held is not None else None
        if joined is None:
            self.flush()
        else:
            self.draft.take(*(item for field, item in current.placed.items() if field in joined.joined))
        self.held = joined or current

    def end(self) -> None:
        """Another header follows: a row of nothing but names above it is the title of what follows."""
        if self.held is not None and self.held.placed.keys() <= LEVEL_FIELDS:
            self.held = None
        self.flush()

    def resumes(self, row: TableRow) -> bool:
        """Whether a row below a total is one of the tree again."""
        if self.grid is None:
            levels = [item for item in row.items if (item.means.level1 or item.means.level2) and is_word(item.text)]
            return bool(levels) and len(row.items) > len(self.shape.fields) // 2
        placed = self._on_grid(row.items, row)
        return "l3" in placed.placed and len(placed.placed.keys() & VALUES) >= 2 and not placed.left

    def flush(self) -> None:
        """Hand over the row that is held."""
        row, self.held = self.held, None
        if row is None:
            return
        if self.shape.has_boxes:
            row = replace(row, placed=self._with_ticks(row.placed))
        placed = row.placed
        fills = [level for level in ("l1", "l2") if level not in placed and getattr(self.levels, level)]
        self._go_down(placed)
        name = placed["l3"].text if "l3" in placed else ""
        written = placed.keys() - self.shape.numbers if self.shape.numbers else placed.keys()
        if written <= _NAMES and column_likelihood.BLANK_NAME.match(name or "…"):
            if name:
                self._blank(placed["l3"])
        elif (level := self._band(placed)) is not None:
            self._begin_band(level, placed)
        elif not written <= {"l1", "l2"}:
            self._indicator(row)
            if row.moved:
                self._tell_move(fills if "l2" in placed else [])

    def _band(self, placed: dict[str, Item]) -> str | None:
        """The level that a row names over those below it, in a list that has no columns for levels; else None.

        一、产出指标 with the sums of its rows, or nothing: a level to the letter, without target or value.
        """
        name = placed.get("l3")
        if not self.shape.has_bands or name is None or not {"target", "actual"}.isdisjoint(placed):
            return None
        return band_of(name)

    def _begin_band(self, level: str, placed: dict[str, Item]) -> None:
        name = placed["l3"]
        setattr(self.levels, level, name.text)
        if level == "l1" and self.levels.l2 is not None:
            self.levels.l2 = ""
        self.draft.take(name)
        for item in placed.values():
            if item is not name:
                self.draft.keep(item, key(name.text))

    def _tell_level(self, first: Item) -> None:
        """Tell by the first cell which level a column holds whose label does not say so: 绩效指标, 指标类型."""
        if self._stands_over_names(first):
            return
        level = level_of(first)
        if level is None or level in self.shape.fields:
            return
        before = [pair for pair in self.labels if is_running(pair[0].text) and pair[0].end <= first.column]
        labels = self.labels[len(before) :]
        edge, (label, field) = self.header[len(before)], labels[0]
        is_edge = (edge.means.block or is_scrap(edge.text)) and not edge.means.column and edge.cell.rows == 1
        if "l1" not in self.shape.fields and is_edge and edge.column < label.column and first.column == edge.column:
            self._lay_out([*before, (edge, level), *labels])
        elif level == "l2" and field == "l1" and label.means.column != field:
            self.draft.form.labels.pop(f"{Block.INDICATORS}.{field}", None)
            self._lay_out([*before, (label, level), *labels[1:]])

    def _stands_over_names(self, first: Item) -> bool:
        """Take a merged cell in the only column of names for the first level, the column behind it for the names.

        评估内容 | 评估要点: 立项必要性（20分） over 政策依据 and 现实需求.
        """
        fields = self.shape.fields
        at = next(
            (n for n, (label, field) in enumerate(self.labels) if field == "l3" and label.column == first.column), None
        )
        if at is None or first.cell.rows < 2 or not {"l1", "l2"}.isdisjoint(fields) or not self.aligned:
            return False
        if at + 1 >= len(fields) or not fields[at + 1].startswith("+") or BOX in fields[at + 1]:
            return False
        self.draft.form.labels.pop(f"{Block.INDICATORS}.l3", None)
        over, names = (item for item, _ in self.labels[at : at + 2])
        self._lay_out([*self.labels[:at], (over, "l1"), (names, "l3"), *self.labels[at + 2 :]])
        return True

    def _counts(self, item: Item) -> bool:
        """Whether a cell stands in a column of running numbers."""
        return any(label.column == item.column and is_running(label.text) for label, _ in self.labels)

    def _is_edge(self, item: Item) -> bool:
        """The label 绩效指标 down the left edge, whole or in scraps."""
        if item.means.block and not item.means.level1 and not item.means.level2:
            return item.column < self.shape.left or (self.grid is None and key(item.text).endswith("绩效指标"))
        return item.column < self.shape.left and is_scrap(item.text)

    def _on_grid(self, row: list[Item], printed: TableRow) -> TornRow:
        assert self.grid is not None
        placed: dict[str, Item] = {}
        left = []
        fields = self.grid.by_column
        for item in row:
            field = fields.get(item.column) if item.columns == 1 else self.grid.field(item, placed)
            if field is None:
                left.append(item)
            elif field in placed:
                placed[field] = _beside(placed[field], item)
                self.draft.take(item)
            else:
                placed[field] = item
        return TornRow(placed, left=tuple(left), empty=self.grid.empty(printed, placed))

    def _by_meaning(self, row: list[Item], wide: int) -> TornRow:
        places, texts = [item.column for item in row], [item.text for item in row]
        only = len(LEVEL_FIELDS.intersection(self.shape.fields)) < len(LEVEL_FIELDS)
        fit = column_likelihood.only_level if only else column_likelihood.column
        laid = lay(places, texts, self.shape.columns, fit, self.usual, wide == self.wide)
        placed: dict[str, Item] = {}
        left: list[Item] = []
        self.usual = 0
        for j, item in zip(laid.columns, row, strict=True):
            if j is None:
                left.append(item)
                continue
            if not placed:
                self.usual = (self.shape.columns.columns[j].at or 0) - item.column
            placed[self.shape.fields[j]] = item
        certain = laid.together and "l3" in placed and "l1" in placed and placed["l1"].means.level1
        return TornRow(placed, laid.moved and not certain, tuple(left))

    def _go_down(self, placed: dict[str, Item]) -> None:
        if "l1" in placed and not self._ends_word("l1", placed["l1"]):
            self.levels.l1 = placed["l1"].text
            if "l2" in self.shape.fields:
                self.levels.l2 = ""
        if "l2" in placed and not self._ends_word("l2", placed["l2"]):
            self.levels.l2 = placed["l2"].text

    def _ends_word(self, level: str, item: Item) -> bool:
        """Whether a level's cell goes on with the word above it (产出 / 指标), which then is made whole."""
        begun = getattr(self.levels, level)
        whole = _made_whole(level, begun, item) if begun else None
        if whole is None:
            return False
        for indicator in reversed(self.draft.form.indicators):
            if getattr(indicator, level) != begun:
                break
            setattr(indicator, level, whole)
        setattr(self.levels, level, whole)
        return True

    def _blank(self, item: Item) -> None:
        rows = self.draft.form.blank_rows
        self.draft.note(str(Place(Block.BLANK_ROWS, len(rows))), item)
        rows.append(item.text)

    def _indicator(self, row: TornRow) -> None:
        form, draft = self.draft.form, self.draft
        number = len(form.indicators)
        values = self.shape.blank.copy()
        for field, item in row.placed.items():
            if field in values:
                values[field] = column_likelihood.without_label(field, item.text)
                draft.note(Place.of_indicator(number, field), item)
            else:
                draft.keep(item, field.lstrip("+"), str(Place.indicator(number)), item.text)
        values["l1"], values["l2"] = self.levels.l1, self.levels.l2
        if self.is_pointed and (points := _POINTS_BEHIND.search(values["l3"] or "")):
            for field, text in zip(POINTS, points.groups(), strict=True):
                values[field] = text
                draft.note(Place.of_indicator(number, field), row.placed["l3"])
        form.indicators.append(Indicator(**values))
        for field in INDICATOR_FIELDS if row.joined or row.empty else ():
            if field in row.joined:
                draft.doubt(Place.of_indicator(number, field), JOINED)
            if field in row.empty and (values[field] == "" or row.empty[field].doubt is not None):
                draft.vacant(Place.of_indicator(number, field), row.empty[field])
        for item in row.left:
            draft.keep(item, "", str(Place.indicator(number)))

    def _with_ticks(self, placed: dict[str, Item]) -> dict[str, Item]:
        """The row with the words of the boxes that are ticked in place of the ticks: 人员保障."""
        found: dict[str, Item] = {}
        for field, item in placed.items():
            if BOTH in field:
                parts = dict(zip(field.split(BOTH), halves(item.text) or [item.text], strict=False))
                found |= {name: replace(item, text=text) for name, text in parts.items()}
                continue
            group, _, word = field.partition(BOX)
            if word:
                item = replace(item, text=word if ticks.is_tick(item.text) else f"{word}：{item.text}")
            before = found.get(group)
            if before is not None:
                self.draft.take(item)
                cell = before.cell
                if group in VALUES:
                    cell = replace(cell, doubt=_TWO.format(before.text, item.text))
                item = replace(before, text=f"{before.text}；{item.text}", cell=cell)
            found[group] = item
        return found

    def _tell_move(self, fills: list[str]) -> None:
        index = len(self.draft.form.indicators) - 1
        self.draft.doubt(str(Place.indicator(index)), _MOVED)
        for level in fills:
            text = getattr(self.levels, level)
            self.draft.doubt(
                str(Place.indicator(index, level)), _FILLED.format(level=INDICATOR_FIELDS[level], text=text)
            )


def _names_points(labels: list[tuple[Item, str]]) -> bool:
    """Whether the label of the names says that weight and score stand behind them, and no column has these."""
    fields = {name for _, field in labels for name in field.split(BOTH)}
    label = next((item for item, field in labels if field == "l3"), None)
    if label is None or not fields.isdisjoint(POINTS):
        return False
    inner = in_brackets(label.text)
    return [meaning(half).column for half in SLASH.split(inner)] == [*POINTS]


def _beside(before: Item, item: Item) -> Item:
    """Two cells of a row below one label as one: ≥ | 95%; two figures are doubted."""
    cell = before.cell
    if column_likelihood.is_figure(before.text) and column_likelihood.is_figure(item.text):
        cell = replace(cell, doubt=_TWO.format(before.text, item.text))
    return replace(before, text=before.text + item.text, cell=cell)


def _made_whole(level: str, begun: str, item: Item) -> str | None:
    """The level word that two cells give one below the other; None where the lower is a word of its own.

    A merged cell may be printed again on the next page; on either page only as much of it as has room.
    """
    text = item.text
    if is_word(text):
        return text if text != begun and text.startswith(begun) and not is_word(begun) else None
    if text != begun and begun.startswith(text) and is_word(begun):
        return begun
    whole = begun + text
    if column_likelihood.is_figure(text) or (item.means.is_label and (is_word(begun) or not is_word(whole))):
        return None
    return whole if is_word(whole) and _is_level(level, whole) else None


def _is_level(level: str, text: str) -> bool:
    word = meaning(text)
    return word.level1 if level == "l1" else word.level2
