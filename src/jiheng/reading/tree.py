"""The indicator tree 绩效指标: a header, a row an indicator, the levels filled down over merged cells."""

from dataclasses import dataclass

from jiheng.form import INDICATOR_FIELDS, Indicator
from jiheng.reading import fit
from jiheng.reading.align import Column, lay
from jiheng.reading.draft import Draft, Item
from jiheng.reading.grid_columns import GridColumns

_MOVED = "这一行在原文中错了位，已按内容对回各栏，请核对"
_FILLED = "这一行错了位，又没有印{level}，沿用上一行的「{text}」，请核对"
_EXTRA = "表中「{label}」一栏（{text}）在记录里没有位置，没有读入"
_JOINED = "原文另起一行，像是上一行的下半截，已接到上一行，请核对"
_LEFT = "这一行多出的内容没有读入：{text}"
_VALUES = ("target", "actual", "weight", "score")


def is_header(row: list[Item]) -> bool:
    """Whether a row names the columns of the tree."""
    found = {item.means.column for item in row} - {None}
    return len(found) >= 3 and bool(found & {"l1", "l2", "l3"}) and bool(found & set(_VALUES))


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

    def __init__(self, draft: Draft, header: list[Item], aligned: bool, levels: Levels | None = None) -> None:
        self.draft = draft
        self.header = _columns(header)
        self.fields = [field for _, field in self.header]
        self.labels = {field: item.text for item, field in self.header}
        self.grid = GridColumns([item for item, _ in self.header], self.fields) if aligned else None
        self.columns = [Column(field if field in INDICATOR_FIELDS else "", item.column) for item, field in self.header]
        self.levels = levels or Levels(*("" if level in self.fields else None for level in ("l1", "l2")))
        self.usual = 0
        self.told: set[str] = set()

    def read(self, row: list[Item], seam: bool = False) -> None:
        """Take a row."""
        row = [item for item in row if not self._is_edge(item)]
        if not row:
            return
        placed, moved, left = self._on_grid(row) if self.grid else self._by_meaning(row)
        if self._continues(placed, seam):
            self._join(placed)
            return
        fills = [level for level in ("l1", "l2") if level not in placed and getattr(self.levels, level)]
        self._go_down(placed)
        name = placed["l3"].text if "l3" in placed else ""
        rest = {field for field in placed if field not in ("l1", "l2", "l3", "property", "unit")}
        if not rest and fit.BLANK_NAME.match(name or "…"):
            if name:
                self._blank(placed["l3"])
            return
        if set(placed) <= {"l1", "l2"}:
            return
        self._indicator(placed, left)
        if moved:
            self._tell_move(fills if "l2" in placed else [])

    def _is_edge(self, item: Item) -> bool:
        """The label 绩效指标 down the left edge, whole or in scraps."""
        if item.means.block and not item.means.level1 and not item.means.level2:
            return True
        first = min((column.at or 0 for column in self.columns), default=0)
        return item.column < first and len(item.text) <= 2 and all(char in "年度绩效指标" for char in item.text)

    def _on_grid(self, row: list[Item]) -> tuple[dict[str, Item], bool, list[Item]]:
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
        return placed, False, left

    def _by_meaning(self, row: list[Item]) -> tuple[dict[str, Item], bool, list[Item]]:
        laid = lay([i.column for i in row], [i.text for i in row], self.columns, fit.column, self.usual)
        pairs = list(zip(laid.columns, row, strict=True))
        placed = {self.fields[j]: item for j, item in pairs if j is not None}
        first = next(((j, item) for j, item in pairs if j is not None), None)
        self.usual = (self.columns[first[0]].at or 0) - first[1].column if first else 0
        return placed, laid.moved, [item for j, item in pairs if j is None]

    def _continues(self, placed: dict[str, Item], seam: bool) -> bool:
        """Whether the row is the rest of the row before, broken by a page."""
        if not self.draft.form.indicators or not placed or "l1" in placed or "l2" in placed:
            return False
        if "weight" in placed or "score" in placed:
            return False
        return seam or "l3" not in placed

    def _join(self, placed: dict[str, Item]) -> None:
        index = len(self.draft.form.indicators) - 1
        indicator = self.draft.form.indicators[index]
        for field, item in placed.items():
            if field in INDICATOR_FIELDS:
                setattr(indicator, field, (getattr(indicator, field) or "") + item.text)
                self.draft.doubt(f"indicators[{index}].{field}", _JOINED)

    def _go_down(self, placed: dict[str, Item]) -> None:
        if "l1" in placed:
            self.levels.l1 = placed["l1"].text
            if "l2" in self.fields:
                self.levels.l2 = ""
        if "l2" in placed:
            self.levels.l2 = placed["l2"].text

    def _blank(self, item: Item) -> None:
        rows = self.draft.form.blank_rows
        self.draft.note(f"blank_rows[{len(rows)}]", item)
        rows.append(item.text)

    def _indicator(self, placed: dict[str, Item], left: list[Item]) -> None:
        form = self.draft.form
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
            elif field not in self.told:
                self.told.add(field)
                self.draft.doubt(f"{place}.l3", _EXTRA.format(label=self.labels[field], text=_short(item.text)))
        for item in left:
            self.draft.doubt(place, _LEFT.format(text=_short(item.text)))

    def _tell_move(self, fills: list[str]) -> None:
        index = len(self.draft.form.indicators) - 1
        self.draft.doubt(f"indicators[{index}]", _MOVED)
        for level in fills:
            text = getattr(self.levels, level)
            self.draft.doubt(f"indicators[{index}].{level}", _FILLED.format(level=INDICATOR_FIELDS[level], text=text))


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}……"


def _columns(header: list[Item]) -> list[tuple[Item, str]]:
    """Each label of the header with its field; a further column gets a name of its own."""
    found: list[tuple[Item, str]] = []
    taken: set[str] = set()
    for number, item in enumerate(header):
        field = item.means.column
        if field in taken:
            field = None
        if field is None and item.means.block:
            continue
        taken.add(field or "")
        found.append((item, field or f"+{number}"))
    return found
