"""Tables of a page that are made of boxes: rows and cells by style (display: table, flex, grid), role or class.

Sources: CSS 2.2, 17.2 (display of tables); CSS Flexible Box 1, 7 (flex); CSS Grid 1, 7 and 8 (columns, placement);
WAI-ARIA 1.2 (roles); the classes of columns of Bootstrap (12 to a row), Element and Ant Design (24).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from jiheng.expression import expression
from jiheng.form import Origin
from jiheng.reading.formats import html_styles
from jiheng.reading.formats.html_shown import is_hidden
from jiheng.reading.formats.html_styles import Declared
from jiheng.reading.labels.form_marks import first_label
from jiheng.reading.tables.table import Cell, Table

_NAMES = frozenset(
    ("display", "width", "flex", "flex-grow", "flex-basis", "flex-direction", "grid-template-columns", "grid-area",
     "grid-row", "grid-column", "grid-row-start", "grid-row-end", "grid-column-start", "grid-column-end")
)  # fmt: skip
_TELLING = expression("display|width|flex|grid", re.IGNORECASE)
_MARKS = (b"display", b"role", b"col-")
_MADE = re.compile(rb"display\s*:\s*(?:inline-)?(?:table|flex|grid)|role\s*=\s*.?(?:table|grid|row)\b|\bcol-")
_COLUMN = expression(r"(?:^|\s)(el-|ant-|layui-)?col-(?:(?:xs|sm|md|lg|xl)-?)?([0-9]{1,2})(?:\s|$)")
_PARTS, _MORE_PARTS = 12, 24
_ROLES = {"table": "table", "grid": "table", "treegrid": "table", "row": "row"}
_ROW_OF = ("flex", "row")
_FEWEST_ROWS, _FEWEST_CELLS = 5, 3
_MOST_ELEMENTS, _MOST_CELLS, _MOST_DEPTH, _MOST_COLUMNS, _MOST_SPAN, _MOST_STEPS = 50_000, 20_000, 60, 200, 300, 100_000
_SAME = 0.004
"""Edges nearer to one another, in widths of the page, are one."""
_LENGTH = expression(r"([0-9]+(?:\.[0-9]+)?)(%|px|pt|r?em|fr)?$")
_REPEAT = expression(r"repeat\(\s*([0-9]{1,3})\s*,([^()]*(?:\([^()]*\))?[^()]*)\)")
_LINE = expression(r"(span\s+)?([0-9]{1,4})")

Read = Callable[[etree._Element], tuple[str, str | None]]
"""The text of an element and what is to be said of it."""


def may_have(data: bytes) -> bool:
    """Whether a page has what one must have whose form is made of boxes."""
    return any(mark in data for mark in _MARKS) and _MADE.search(data) is not None


@dataclass(slots=True)
class _Placed:
    """A box with text: its sides in widths of the page, its first row and the row behind its last."""

    element: etree._Element
    left: float
    right: float
    top: int
    bottom: int


@dataclass(slots=True)
class Boxes:
    """The boxes of a page and what is declared of them."""

    root: etree._Element
    _styles: dict[etree._Element, Declared] = field(default_factory=dict)
    _kinds: dict[etree._Element, str] = field(default_factory=dict)
    _holders: set[etree._Element] = field(default_factory=set)
    """The elements that are, or hold, rows of boxes."""
    _widest: dict[etree._Element, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if sum(1 for _ in self.root.iter(etree.Element)) > _MOST_ELEMENTS:
            return
        ruled = html_styles.by_rules(self.root, _NAMES, _TELLING)
        for element in self.root.iter(etree.Element):
            plain, important = ruled.get(element, ({}, {}))
            own, stronger = html_styles.declared(element.get("style") or "", _NAMES)
            self._styles[element] = style = plain | own | important | stronger
            if kind := self._kind(element, style):
                self._kinds[element] = kind
        for holder in (inner for element in self._kinds for inner in (element, *element.iterancestors())):
            self._holders.add(holder)

    def table(self, name: str, number: int, read: Read) -> tuple[Table, dict[tuple[int, int], etree._Element]] | None:
        """The page as one table, with the element of each cell by row and column from 1; None where it is none."""
        if not self._kinds:
            return None
        placed: list[_Placed] = []
        self._lay(self.root, 0.0, 1.0, 0, placed, 0)
        rows: dict[int, list[_Placed]] = {}
        for box in placed:
            rows.setdefault(box.top, []).append(box)
        are_enough = sum(len(row) >= _FEWEST_CELLS for row in rows.values()) >= _FEWEST_ROWS
        if not are_enough or first_label().search("".join("".join(self.root.itertext()).split())) is None:
            return None
        edges = _edges(placed)
        if len(edges) > _MOST_COLUMNS:
            return None
        tops = sorted(rows)
        table, places = Table(aligned=True), dict[tuple[int, int], etree._Element]()
        for row, top in enumerate(tops):
            cells = []
            for box in sorted(rows[top], key=lambda box: box.left):
                left, right = _nearest(edges, box.left), _nearest(edges, box.right)
                high = sum(top <= other < box.bottom for other in tops[row:])
                text, doubt = read(box.element)
                origin = Origin(name, table=number, row=row + 1, column=left + 1)
                places[row + 1, left + 1] = box.element
                cells.append(Cell(text, row, left, max(1, high), max(1, right - left), origin, doubt))
            table.rows.append(cells)
        return table, places

    def _kind(self, element: etree._Element, style: Declared) -> str:
        """Whether an element is a table, a row, a flex or a grid of boxes; empty for any other."""
        shown = style.get("display", "").removeprefix("inline-").removeprefix("table-")
        if shown in ("table", "row", "grid", "flex"):
            return "" if shown == "flex" and style.get("flex-direction", "").startswith("column") else shown
        if role := _ROLES.get(element.get("role") or ""):
            return role
        columns = sum(_COLUMN.search(child.get("class") or "") is not None for child in element)
        return "flex" if columns > 1 else ""

    def _lay(self, element: etree._Element, left: float, right: float, top: int, to: list[_Placed], depth: int) -> int:
        """Place the boxes of an element between two sides from a row on; the row behind them."""
        if element not in self._holders or depth > _MOST_DEPTH or len(to) > _MOST_CELLS:
            to.append(_Placed(element, left, right, top, top + 1))
            return top + 1
        boxes = [child for child in element if isinstance(child.tag, str) and not is_hidden(child)]
        kind = self._kinds.get(element, "")
        if kind in _ROW_OF:
            return self._lay_row(boxes, self._sides(element, boxes, left, right), top, to, depth)
        if kind == "grid" and (columns := _columns(self._styles[element].get("grid-template-columns", ""))) > 1:
            return self._lay_grid(boxes, columns, (left, right), top, to)
        for box in boxes:
            if box in self._holders or "".join(box.itertext()).strip():
                top = self._lay(box, left, right, top, to, depth + 1)
        return top

    def _lay_row(
        self, boxes: Sequence[etree._Element], sides: Sequence[float], top: int, to: list[_Placed], depth: int
    ) -> int:
        begin, bottom = len(to), top + 1
        for box, (left, right) in zip(boxes, pairwise(sides), strict=True):
            bottom = max(bottom, self._lay(box, left, right, top, to, depth + 1))
        for placed in to[begin:]:
            if placed.top == top and placed.bottom == top + 1 and placed.element in boxes:
                placed.bottom = bottom
        return bottom

    def _sides(self, row: etree._Element, boxes: Sequence[etree._Element], left: float, right: float) -> list[float]:
        """Where the boxes of a row begin, and where the last of them ends."""
        if self._kinds[row] == "row":
            shares = [1 / max(1, self._most(row.getparent()), len(boxes))] * len(boxes)
        else:
            shares = [*_shares([self._share(box) for box in boxes])]
        sides = [left]
        for share in shares:
            sides.append(min(right, sides[-1] + share * (right - left)))
        return sides

    def _most(self, table: etree._Element | None) -> int:
        """How many cells a row of a table has at the most."""
        if table is None:
            return 0
        if table not in self._widest:
            self._widest[table] = max(map(len, table))
        return self._widest[table]

    def _share(self, box: etree._Element) -> tuple[str, float]:
        """How wide a box of a flex is: a share of it (%), a length (px), or a part of what is left (fr)."""
        style = self._styles[box]
        if (column := _COLUMN.search(box.get("class") or "")) is not None:
            return "%", int(column[2]) / (_MORE_PARTS if column[1] in ("el-", "ant-") else _PARTS)
        basis = style.get("flex-basis", "") or style.get("flex", "").split(" ")[-1]
        for said in (style.get("width", ""), basis):
            if (length := _LENGTH.match(said)) is not None and length[2] and float(length[1]):
                return ("%", float(length[1]) / 100) if length[2] == "%" else ("px", float(length[1]))
        grow = _LENGTH.match(style.get("flex-grow", "") or style.get("flex", "").split(" ")[0])
        return "fr", float(grow[1]) if grow is not None else 1.0

    def _lay_grid(
        self, boxes: Sequence[etree._Element], columns: int, sides: tuple[float, float], top: int, to: list[_Placed]
    ) -> int:
        """Place the boxes of a grid: where they say, else in the next place of a row that is free."""
        left, wide = sides[0], (sides[1] - sides[0]) / columns
        free = [0] * columns
        """The row from which on each column has nothing yet."""
        row = column = bottom = steps = 0
        for box in boxes:
            (down, high), (across, broad) = self._lines(box)
            high, broad = min(high, _MOST_SPAN), min(broad, columns)
            if (
                down is None and across is not None
            ):  # in that column of this row or, behind it, of the next that is free
                row, column = row + (across < column), across
                down = row = max(row, *free[across : across + broad], 0)
            elif down is None or across is None:
                while column + broad > columns or max(free[column : column + broad]) > row:
                    row, column = (row, column + 1) if column + broad < columns else (row + 1, 0)
                    steps += 1
                down, across = row, column
            free[across : across + broad] = [max(down + high, height) for height in free[across : across + broad]]
            begin = left + across * wide
            to.append(_Placed(box, begin, begin + broad * wide, top + down, top + down + high))
            bottom = max(bottom, down + high)
            if len(to) > _MOST_CELLS or steps > _MOST_STEPS:
                break
        return top + bottom

    def _lines(self, box: etree._Element) -> tuple[tuple[int | None, int], tuple[int | None, int]]:
        """The first row and column of a box of a grid, from 0, None where it says none, and over how many it goes."""
        style = self._styles[box]
        area = [part.strip() for part in style.get("grid-area", "").split("/")]
        found = []
        for number, side in enumerate(("row", "column")):
            begin, _, end = style.get(f"grid-{side}", "").partition("/")
            begin = style.get(f"grid-{side}-start", begin) or (area[number] if len(area) > number else "")
            end = style.get(f"grid-{side}-end", end) or (area[number + 2] if len(area) > number + 2 else "")
            found.append(_line(begin, end))
        return found[0], found[1]


def _line(begin: str, end: str) -> tuple[int | None, int]:
    first, last = _LINE.search(begin), _LINE.search(end)
    if first is None:
        return None, int(last[2]) if last is not None and last[1] else 1
    if first[1]:
        return None, max(1, int(first[2]))
    line = max(1, int(first[2]))
    if last is None:
        return line - 1, 1
    return line - 1, max(1, int(last[2]) if last[1] else int(last[2]) - line)


def _columns(template: str) -> int:
    """How many columns a grid has."""
    repeated = sum(int(match[1]) * max(1, len(match[2].split())) for match in _REPEAT.finditer(template))
    return min(_MOST_COLUMNS, repeated + len(_REPEAT.sub(" ", template).split()))


def _shares(widths: Sequence[tuple[str, float]]) -> Iterator[float]:
    """The part of a row that each box takes, of boxes whose widths are told in one way or the other."""
    fixed = sum(share for kind, share in widths if kind == "%")
    grows = sum(share for kind, share in widths if kind == "fr")
    lengths = sum(share for kind, share in widths if kind == "px")
    left = max(0.0, 1.0 - fixed)
    for kind, share in widths:
        if kind == "%":
            yield share / max(1.0, fixed)
        elif kind == "px":  # how wide the page is nobody knows: half of what is left beside boxes that grow
            yield left * share / lengths / (2.0 if grows else 1.0)
        else:
            yield left * share / max(grows, 1e-6) / (2.0 if lengths else 1.0)


def _edges(placed: Sequence[_Placed]) -> list[float]:
    found: list[float] = []
    for edge in sorted({side for box in placed for side in (box.left, box.right)}):
        if not found or edge - found[-1] > _SAME:
            found.append(edge)
    return found


def _nearest(edges: Sequence[float], side: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - side))
