"""The indicator tree 绩效指标: a header, a row an indicator, the levels filled down over merged cells."""

import msgspec

from jiheng.expression import expression
from jiheng.form import INDICATOR_FIELDS, LEVELS, POINTS, Block, FieldKind, Indicator, Owner, Place, names
from jiheng.reading.form import column_likelihood, ticks
from jiheng.reading.form.alignment import Column, Columns, lay
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.funds import JOINED, is_numbering, is_running
from jiheng.reading.form.grid_columns import GridColumns
from jiheng.reading.form.page_breaks import Row, join
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.labels.labels import is_word, key, meaning
from jiheng.reading.tables.table import Cell

_MOVED = "这一行在原文中错了位，已按内容对回各栏，请核对"
_SLASH = expression(r"\s*[/／]\s*")
_BOX, _BOTH = "\x1f", "\x1e"
"""Between a column's field and the choice in its box; between two fields of one column. No label has these signs."""
_INNER = expression(r"[（(]([^（）()]{4,12})[)）]$")
_FILLED = "这一行错了位，又没有印{level}，沿用上一行的「{text}」，请核对"
_NAMES = frozenset(names(Block.INDICATORS, kinds=(FieldKind.TEXT,), owner=Owner.APPROVED))
"""What a template row may hold before anybody fills it in."""
_NEEDED = {"l3", *POINTS}
_LEVELS = frozenset(LEVELS)
_VALUES = {*names(Block.INDICATORS, kinds=(FieldKind.FIGURE,)), *POINTS}
_LISTED = {"target", "score"}
"""Columns of a list of indicators that parts them by no level."""


def is_header(row: list[Item]) -> bool:
    """Whether a row names the columns of the tree."""
    found = {item.means.column for item in row} - {None}
    if found >= _LEVELS or (len(found) >= 3 and bool(found & _LEVELS) and bool(found & _VALUES)):
        return True
    return len(found) >= 3 and found >= _LISTED and list_of(row) is not None


def list_of(header: list[Item]) -> Item | None:
    """The label of the only column of names, where it is also that of the block: 绩效指标 | 目标值 | 实际值 | 得分."""
    if any(item.means.column in _LEVELS for item in header):
        return None
    labels = [item for item in header if not is_running(item.text)]
    first, after = (*labels, None, None)[:2]
    is_list = first is not None and first.means.block and after is not None and after.means.column in _VALUES
    return first if is_list else None


def with_second_line(header: list[Item], row: list[Item]) -> list[Item] | None:
    """The header with the row below it, when that row only ends labels (年度 / 指标值) or parts one; else None."""
    if any(column_likelihood.is_figure(item.text) and not item.text.endswith("分") for item in row):
        return None
    labels = list(header)
    ends = guesses = 0
    for item in row:
        above = next((label for label in labels if label.column <= item.column < label.end), None)
        text = above.text + item.text if above is not None else ""
        if above is not None and (meaning(text).column or not (above.means.is_label or item.means.column)):
            ends += meaning(text).column is not None
            guesses += meaning(text).column is None
            labels[labels.index(above)] = above._replace(text=text, means=meaning(text))
        elif item.means.column:
            if above is not None and above.column == item.column:
                labels.remove(above)
            labels.append(item)
        elif not _is_scrap(item.text):
            return None
    if guesses > ends:  # 序 / 号: the end of a further label, if there are ends of known ones beside it
        return None
    return sorted(labels, key=lambda label: label.column)


def is_result(row: list[Item]) -> bool:
    """Whether a header asks for results: only such a form is an evaluation, others set goals."""
    return bool({item.means.column for item in row} & {"actual", "score"})


class Levels(msgspec.Struct):
    """The first and second level that hold for the row at hand."""

    l1: str | None
    l2: str | None


class Tree:
    """Reads the rows below one header."""

    def __init__(self, draft: Draft, header: list[Item], aligned: bool, before: "Tree | None" = None) -> None:
        self.draft = draft
        self.header = header
        self.aligned = aligned
        self._lay_out(_columns(header))
        self.usual = 0
        self.held: Row | None = None
        self.is_fresh = True
        draft.take(*header)
        if before is not None:
            self._follow(before)

    def _lay_out(self, labels: list[tuple[Item, str]]) -> None:
        """Set up everything that follows from which columns there are."""
        self.labels = labels
        self.fields = [field for _, field in labels]
        self.grid = GridColumns([item for item, _ in labels], self.fields) if self.aligned else None
        self.columns = Columns(
            [
                Column(field if field in INDICATOR_FIELDS else "", item.column, field in _NEEDED)
                for item, field in (labels if self.grid is None else ())
            ]
        )
        self.left = self.grid.left if self.grid else min((item.column for item, _ in labels), default=0)
        self.has_boxes = any(_BOX in field or _BOTH in field for field in self.fields)
        asked = {name for field in self.fields for name in field.split(_BOTH)}
        self.blank: dict[str, str | None] = {field: "" if field in asked else None for field in INDICATOR_FIELDS}
        """A row of the record with nothing in it yet."""
        self.levels = Levels(*("" if level in self.fields else None for level in ("l1", "l2")))
        for item, field in labels:
            self._keep_label(item, field)
        self.at = {field: item.column for item, field in labels if field in ("weight", "score")}
        """Where the figures of a total row stand."""

    def _keep_label(self, item: Item, field: str) -> None:
        group, _, box = field.partition(_BOX)
        for name in group.split(_BOTH):
            if name in INDICATOR_FIELDS:
                text = item.above if box else item.text
                self.draft.name(f"{Block.INDICATORS}.{name}", item._replace(text=text, above="" if box else item.above))

    def _follow(self, before: "Tree") -> None:
        """Go on below a header that is printed again on a new page; end the tree before another header."""
        mine, theirs = ({f for f in tree.fields if f in INDICATOR_FIELDS} for tree in (self, before))
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
            self._tell_level(found[0])
        if self._is_edge(found[0]):
            self.draft.take(found[0])
            found = found[1:]
        if not found or is_numbering(found):
            self.draft.take(*found)
            return
        self.is_fresh = False
        current = self._on_grid(found, row.cells) if self.grid else self._by_meaning(found)
        joined = join(self.held, current, row.seam) if self.held is not None else None
        if joined is None:
            self.flush()
        else:
            self.draft.take(*(item for field, item in current.placed.items() if field in joined.joined))
        self.held = joined or current

    def end(self) -> None:
        """Another header follows: a row of nothing but names above it is the title of what follows."""
        if self.held is not None and self.held.placed.keys() <= _LEVELS:
            self.held = None
        self.flush()

    def resumes(self, row: TableRow) -> bool:
        """Whether a row below a total is one of the tree again."""
        if self.grid is None:
            levels = [item for item in row.items if (item.means.level1 or item.means.level2) and is_word(item.text)]
            return bool(levels) and len(row.items) > len(self.fields) // 2
        placed = self._on_grid(row.items, [])
        return "l3" in placed.placed and len(placed.placed.keys() & _VALUES) >= 2 and not placed.left

    def flush(self) -> None:
        """Hand over the row that is held."""
        row, self.held = self.held, None
        if row is None:
            return
        if self.has_boxes:
            row = row._replace(placed=self._with_ticks(row.placed))
        placed = row.placed
        fills = [level for level in ("l1", "l2") if level not in placed and getattr(self.levels, level)]
        self._go_down(placed)
        name = placed["l3"].text if "l3" in placed else ""
        if placed.keys() <= _NAMES and column_likelihood.BLANK_NAME.match(name or "…"):
            if name:
                self._blank(placed["l3"])
        elif not placed.keys() <= {"l1", "l2"}:
            self._indicator(row)
            if row.moved:
                self._tell_move(fills if "l2" in placed else [])

    def _tell_level(self, first: Item) -> None:
        """Tell by the first cell which level a column holds whose label does not say so: 绩效指标, 指标类型."""
        level = level_of(first)
        edge, (label, field) = self.header[0], self.labels[0]
        if level is None or level in self.fields:
            return
        is_edge = (edge.means.block or _is_scrap(edge.text)) and not edge.means.column and edge.cell.rows == 1
        if "l1" not in self.fields and is_edge and edge.column < self.left and first.column == edge.column:
            self._lay_out([(edge, level), *self.labels])
        elif level == "l2" and field == "l1" and label.means.column != field:
            self.draft.form.labels.pop(f"{Block.INDICATORS}.{field}", None)
            self._lay_out([(label, level), *self.labels[1:]])

    def _is_edge(self, item: Item) -> bool:
        """The label 绩效指标 down the left edge, whole or in scraps."""
        if item.means.block and not item.means.level1 and not item.means.level2:
            return item.column < self.left or (self.grid is None and key(item.text).endswith("绩效指标"))
        return item.column < self.left and _is_scrap(item.text)

    def _on_grid(self, row: list[Item], cells: list[Cell]) -> Row:
        assert self.grid is not None
        placed: dict[str, Item] = {}
        left = []
        for item in row:
            field = self.grid.field(item)
            if field is None:
                left.append(item)
            elif field in placed:
                placed[field] = placed[field]._replace(text=placed[field].text + item.text)
                self.draft.take(item)
            else:
                placed[field] = item
        return Row(placed, left=tuple(left), empty=self.grid.empty(cells, placed))

    def _by_meaning(self, row: list[Item]) -> Row:
        laid = lay([i.column for i in row], [i.text for i in row], self.columns, column_likelihood.column, self.usual)
        placed: dict[str, Item] = {}
        left: list[Item] = []
        self.usual = 0
        for j, item in zip(laid.columns, row, strict=True):
            if j is None:
                left.append(item)
                continue
            if not placed:
                self.usual = (self.columns.columns[j].at or 0) - item.column
            placed[self.fields[j]] = item
        certain = laid.together and "l3" in placed and "l1" in placed and placed["l1"].means.level1
        return Row(placed, laid.moved and not certain, tuple(left))

    def _go_down(self, placed: dict[str, Item]) -> None:
        if "l1" in placed and not self._ends_word("l1", placed["l1"]):
            self.levels.l1 = placed["l1"].text
            if "l2" in self.fields:
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

    def _indicator(self, row: Row) -> None:
        form, draft = self.draft.form, self.draft
        number = len(form.indicators)
        values = self.blank.copy()
        for field, item in row.placed.items():
            if field in values:
                values[field] = item.text
                draft.note(Place.of_indicator(number, field), item)
            else:
                draft.keep(item, field.lstrip("+"), str(Place.indicator(number)), item.text)
        values["l1"], values["l2"] = self.levels.l1, self.levels.l2
        form.indicators.append(Indicator(**values))
        for field in INDICATOR_FIELDS if row.joined or row.empty else ():
            if field in row.joined:
                draft.doubt(Place.of_indicator(number, field), JOINED)
            if field in row.empty and values[field] == "":
                draft.vacant(Place.of_indicator(number, field), row.empty[field])
        for item in row.left:
            draft.keep(item, "", str(Place.indicator(number)))

    def _with_ticks(self, placed: dict[str, Item]) -> dict[str, Item]:
        """The row with the words of the boxes that are ticked in place of the ticks: 人员保障."""
        found: dict[str, Item] = {}
        for field, item in placed.items():
            if _BOTH in field:
                parts = dict(zip(field.split(_BOTH), _SLASH.split(item.text), strict=False))
                found |= {name: item._replace(text=text) for name, text in parts.items()}
                continue
            group, _, word = field.partition(_BOX)
            if word:
                item = item._replace(text=word if ticks.is_tick(item.text) else f"{word}：{item.text}")
            before = found.get(group)
            if before is not None:
                self.draft.take(item)
                item = before._replace(text=f"{before.text}；{item.text}")
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


def _made_whole(level: str, begun: str, item: Item) -> str | None:
    """The level word that two cells give one below the other; None where the lower is a word of its own.

    A merged cell may be printed again on the next page; on either page only as much of it as has room.
    """
    shorter, longer = sorted((begun, item.text), key=len)
    if shorter != longer and longer.startswith(shorter) and is_word(longer) and not is_word(shorter):
        return longer
    whole = begun + item.text
    if is_word(item.text) or (item.means.is_label and (is_word(begun) or not is_word(whole))):
        return None
    return whole if is_word(whole) and _is_level(level, whole) else None


def _is_level(level: str, text: str) -> bool:
    word = meaning(text)
    return word.level1 if level == "l1" else word.level2


def _is_scrap(text: str) -> bool:
    """A piece of the label 绩效指标."""
    return len(text) <= 4 and all(char in "年度绩效指标" for char in text)


def _columns(header: list[Item]) -> list[tuple[Item, str]]:
    """Each label of the header with its field; a further column gets a name of its own.

    `reason` + _BOX + 人员保障 is a box to tick below the label of a column.
    """
    found: list[tuple[Item, str]] = []
    own, listed = _own_weight(header), list_of(header)
    taken: set[str] = set()
    before = ""
    for item in header:
        field = "l3" if item is listed else item.means.column or _in_brackets(item)
        if field is None and (item.means.block or _is_scrap(item.text)) and not item.above:
            continue
        both = both_points(item)
        if both:
            field = both
        elif field == "weight" and own is not None and item is not own:
            field = f"+{before}{key(item.text)}"
        elif _is_box(item, header):
            field = f"{meaning(item.above).column or '+' + key(item.above)}{_BOX}{item.text}"
        elif field is None or field in taken:
            field = f"+{key(item.text)}"
        taken.add(field)
        found.append((item, field))
        before = key(item.text)
    return with_levels(_with_values(found))


def _in_brackets(item: Item) -> str | None:
    """The field that a label names in brackets: 备注（未完成原因）."""
    inner = _INNER.search(item.text)
    return meaning(inner[1]).column if inner is not None and is_word(inner[1]) else None


def with_levels(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, first and second level that no word names told by where they stand: left of the third level.

    评价维度 | 指标名称, 指标类型 | 指标类别 | 具体指标.
    """
    fields = [field for _, field in found]
    missing = [level for level in ("l1", "l2") if level not in fields]
    if not missing or "l3" not in fields:
        return found
    first = fields.index("l1") + 1 if "l1" in fields else 0
    free = [n for n in range(first, fields.index("l3")) if _may_be_level(*found[n])]
    for n, level in zip(free[-len(missing) :], missing, strict=False):
        found[n] = (found[n][0], level)
    return found


def level_of(cell: Item) -> str | None:
    """The level that a cell below the header names to the letter, the first where it may be of both."""
    if not is_word(cell.text):
        return None
    return "l1" if cell.means.level1 else "l2" if cell.means.level2 else None


def _may_be_level(item: Item, field: str) -> bool:
    """Whether a further column may hold the words of a level: its label says nothing else, and counts nothing."""
    means = item.means
    names = is_word(item.text) and (means.head or means.weak or means.column or means.fund_column)
    return field.startswith("+") and not names and not is_running(item.text)


def _with_values(found: list[tuple[Item, str]]) -> list[tuple[Item, str]]:
    """The columns, those of target and actual that no word names told by where they stand.

    A label beside the comparator, or right behind the third level, is the target (运算符号 | 指标内容 | 度量单位),
    one right behind the target what was reached; so are two right behind the third level (目标 | 完成).
    """
    fields = [field for _, field in found]
    first = fields.index("l3") + 1 if "l3" in fields else len(fields)
    named = "property" in fields or not {"target", "actual"}.isdisjoint(fields)
    if not named and all(_is_free(found, n) for n in (first, first + 1)):
        for n, name in ((first, "target"), (first + 1, "actual")):  # 三级 | 目标 | 完成 | 分值 | 得分
            fields[n] = name
            found[n] = (found[n][0], name)
    for name, behind in (("target", ("property", "l3")), ("actual", ("unit", "target"))):
        if name in fields:
            continue
        at = next((fields.index(field) for field in behind if field in fields), None)
        if at is None or at + 1 >= len(found) or not _may_be_value(found, at + 1, name):
            continue
        fields[at + 1] = name
        found[at + 1] = (found[at + 1][0], name)
    return found


def _is_free(found: list[tuple[Item, str]], at: int) -> bool:
    """Whether a column of a form with scores has a label that says nothing else."""
    fields = [field for _, field in found]
    if at >= len(found) or "score" not in fields or at > fields.index("score"):
        return False
    item, field = found[at]
    return field.startswith("+") and not item.above and not item.means.is_label


def _may_be_value(found: list[tuple[Item, str]], at: int, name: str) -> bool:
    """Whether a further column may hold values: its label says nothing else, and the form has the column beside it."""
    item, field = found[at]
    fields = {field for _, field in found}
    is_free = field.startswith("+") and _BOX not in field and not item.means.other and not item.means.head
    return is_free and ("property" in fields or "actual" in fields if name == "target" else "score" in fields)


def both_points(item: Item) -> str:
    """`score` + _BOTH + `weight` for a label of both in one column (得分/分值), in the order in which it names them."""
    halves = [meaning(half).column for half in _SLASH.split(item.text)]
    return _BOTH.join(half for half in halves if half) if sorted(map(str, halves)) == sorted(POINTS) else ""


def _is_box(item: Item, header: list[Item]) -> bool:
    """A label in the lower tier that means nothing by itself: a choice."""
    if not item.above or meaning(item.text).is_label:
        return False
    below = [other for other in header if other.above == item.above]
    if any(meaning(other.text).column == "reason" for other in below):  # 是否偏差 beside 原因
        return False
    beside = [other for other in below if not meaning(other.text).is_label]
    is_reason = meaning(item.above).column == "reason" and len(beside) > 1
    return is_reason or not meaning(item.text + item.above).column


def _own_weight(header: list[Item]) -> Item | None:
    """The weight of the indicator where each level has its own: the one right after the third level."""
    weights = [n for n, item in enumerate(header) if item.means.column == "weight"]
    if len(weights) < 2:
        return None
    after = [n for n in weights if n and header[n - 1].means.column == "l3"]
    return header[(after or weights[-1:])[0]]
