"""The indicator tree 绩效指标: a header, a row an indicator, the levels filled down over merged cells."""

from dataclasses import dataclass

from jiheng.form import INDICATOR_FIELDS, Indicator
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.alignment import Column, lay
from jiheng.reading.form.form_builder import Draft, Item
from jiheng.reading.form.funds import JOINED
from jiheng.reading.form.page_breaks import Row, join
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.tables.grid_columns import GridColumns
from jiheng.reading.tables.table import Cell

_MOVED = "这一行在原文中错了位，已按内容对回各栏，请核对"
_FILLED = "这一行错了位，又没有印{level}，沿用上一行的「{text}」，请核对"
_EXTRA = "表中「{label}」一栏（{text}）在记录里没有位置，没有读入"
_LEFT = "这一行多出的内容没有读入：{text}"
_NAMES = {"l1", "l2", "l3", "property", "unit"}
"""What a template row may hold before anybody fills it in."""
_NEEDED = {"l3", "weight", "score"}
_LEVELS = {"l1", "l2", "l3"}
_VALUES = {"target", "actual", "weight", "score"}


def is_header(row: list[Item]) -> bool:
    """Whether a row names the columns of the tree."""
    found = {item.means.column for item in row} - {None}
    return found >= {"l1", "l2", "l3"} or (len(found) >= 3 and bool(found & _LEVELS) and bool(found & _VALUES))


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


@dataclass
class Levels:
    """The first and second level that hold for the row at hand."""

    l1: str | None
    l2: str | None


class Tree:
    """Reads the rows below one header."""

    def __init__(self, draft: Draft, header: list[Item], aligned: bool, before: "Tree | None" = None) -> None:
        self.draft = draft
        self.header = header
        labels = _columns(header)
        self.fields = [field for _, field in labels]
        self.grid = GridColumns([item for item, _ in labels], self.fields) if aligned else None
        self.columns = [
            Column(field if field in INDICATOR_FIELDS else "", item.column, field in _NEEDED) for item, field in labels
        ]
        self.levels = Levels(*("" if level in self.fields else None for level in ("l1", "l2")))
        self.usual = 0
        self.held: Row | None = None
        self.told: set[str] = set()
        self.is_fresh = True
        if before is not None:  # the header is printed again on a new page
            self.levels, self.held, self.told = before.levels, before.held, before.told

    def read(self, row: list[Item], cells: list[Cell], seam: bool = False) -> None:
        """Take a row; it is held back until it is sure that the next is not the rest of it."""
        row = [item for n, item in enumerate(row) if n or not self._is_edge(item)]
        if not row:
            return
        self.is_fresh = False
        current = self._on_grid(row, cells) if self.grid else self._by_meaning(row)
        joined = join(self.held, current, seam) if self.held is not None else None
        if joined is None:
            self.flush()
        self.held = joined or current

    def flush(self) -> None:
        """Hand over the row that is held."""
        row, self.held = self.held, None
        if row is None:
            return
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

    def _is_edge(self, item: Item) -> bool:
        """The label 绩效指标 down the left edge, whole or in scraps."""
        if item.means.block and not item.means.level1 and not item.means.level2:
            return self.grid is None or item.column < self.grid.left
        first = min((column.at or 0 for column in self.columns), default=0)
        return item.column < first and _is_scrap(item.text)

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
            else:
                placed[field] = item
        return Row(placed, left=tuple(left), empty=self.grid.empty(cells))

    def _by_meaning(self, row: list[Item]) -> Row:
        laid = lay([i.column for i in row], [i.text for i in row], self.columns, column_likelihood.column, self.usual)
        pairs = list(zip(laid.columns, row, strict=True))
        placed = {self.fields[j]: item for j, item in pairs if j is not None}
        first = next(((j, item) for j, item in pairs if j is not None), None)
        self.usual = (self.columns[first[0]].at or 0) - first[1].column if first else 0
        certain = laid.together and "l3" in placed and "l1" in placed and placed["l1"].means.level1
        return Row(placed, laid.moved and not certain, tuple(item for j, item in pairs if j is None))

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
        self.draft.note(f"blank_rows[{len(rows)}]", item)
        rows.append(item.text)

    def _indicator(self, row: Row) -> None:
        form, placed = self.draft.form, row.placed
        place = f"indicators[{len(form.indicators)}]"
        values = {
            field: (placed[field].text if field in placed else "") if field in self.fields else None
            for field in INDICATOR_FIELDS
        }
        values["l1"], values["l2"] = self.levels.l1, self.levels.l2
        form.indicators.append(Indicator(**values))
        for field, item in placed.items():
            if field in INDICATOR_FIELDS:
                self.draft.note(f"{place}.{field}", item)
            elif field not in self.told and not (
                column_likelihood.is_figure(item.text) or column_likelihood.is_dash(item.text) or item.text == "无"
            ):
                self.told.add(field)
                self.draft.doubt(f"{place}.l3", _EXTRA.format(label=field.lstrip("+"), text=_short(item.text)))
        for field in INDICATOR_FIELDS:
            if field in row.joined:
                self.draft.doubt(f"{place}.{field}", JOINED)
            if field in row.empty and values[field] == "":
                self.draft.vacant(f"{place}.{field}", row.empty[field])
        for item in row.left:
            self.draft.doubt(place, _LEFT.format(text=_short(item.text)))

    def _tell_move(self, fills: list[str]) -> None:
        index = len(self.draft.form.indicators) - 1
        self.draft.doubt(f"indicators[{index}]", _MOVED)
        for level in fills:
            text = getattr(self.levels, level)
            self.draft.doubt(f"indicators[{index}].{level}", _FILLED.format(level=INDICATOR_FIELDS[level], text=text))


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
    return whole if _is_level(level, whole) else None


def _is_level(level: str, text: str) -> bool:
    word = meaning(text)
    return word.level1 if level == "l1" else word.level2


def _is_scrap(text: str) -> bool:
    """A piece of the label 绩效指标."""
    return len(text) <= 4 and all(char in "年度绩效指标" for char in text)


def _says_nothing(text: str) -> bool:
    """A running number, a dash or 无 in a further column is not missed."""
    return text == "无" or column_likelihood.is_figure(text) or column_likelihood.is_dash(text)


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}……"


def _columns(header: list[Item]) -> list[tuple[Item, str]]:
    """Each label of the header with its field; a further column gets a name of its own."""
    found: list[tuple[Item, str]] = []
    taken: set[str] = set()
    for item in header:
        field = item.means.column
        if field is None and (item.means.block or _is_scrap(item.text)):
            continue
        if field is None or field in taken:
            field = f"+{item.text}"
        taken.add(field)
        found.append((item, field))
    return found
