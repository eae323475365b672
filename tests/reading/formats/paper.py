"""A form drawn on squared paper, in layouts of our own: boxes with spans, and the lines around them.

Word, Excel, web page and PDF are painted from the same paper; what is read back must be the form.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from hypothesis import strategies as st

from jiheng.form import Form, Indicator

from ..render import FUND_LABELS, LABELS, VARIANTS

EDGE_WIDTH = 1.1
WIDTHS = {"l1": 1.2, "l2": 1.4, "l3": 2.2, "property": 1.0, "unit": 1.0, "weight": 0.8, "score": 0.8, "reason": 1.8}
LEVELS = ("l1", "l2", "l3")
NOTES = ("注：1.执行率＝全年执行数÷全年预算数×100%。", "2.定性指标分为达成、部分达成和未达成三档。")


class Box(NamedTuple):
    """A cell: its text and how many columns and rows it covers."""

    text: str
    wide: int = 1
    high: int = 1
    is_label: bool = False


class Placed(NamedTuple):
    """A cell and where it stands, from 0."""

    row: int
    column: int
    box: Box


@dataclass
class Paper:
    """Rows of boxes (those under a merged one left out), relative widths of columns, lines above and below."""

    rows: list[list[Box]]
    widths: list[float]
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    header: int = -1
    """The row that names the columns of the indicators; it may be printed again on each page."""

    def placed(self) -> Iterator[Placed]:
        """Every box with its place."""
        hanging = [0] * len(self.widths)
        for number, row in enumerate(self.rows):
            column = 0
            for box in row:
                while hanging[column] > number:
                    column += 1
                yield Placed(number, column, box)
                hanging[column : column + box.wide] = [number + box.high] * box.wide
                column += box.wide


@dataclass(frozen=True)
class Layout:
    """How an office lays its form out."""

    order: tuple[str, ...]
    labels: dict[str, str]
    levels: str = "merged"
    """What stands below a first or second level that holds for several rows: merged, blank or repeated."""
    title_inside: bool = False
    numbered: bool = False
    stacked_goals: bool = False
    edge: str = "merged"
    """The labels down the left edge: merged over their rows, or blank below the first."""
    notes: bool = False
    scale: float = 1.0
    """How wide the column of remarks is against the others."""


@st.composite
def layouts(draw: st.DrawFn, form: Form) -> Layout:
    """A layout in which that form can be drawn without loss."""
    has_signs = form.indicators[0].property is not None
    tail = [n for n in LABELS if n not in LEVELS and (has_signs or n not in ("property", "unit"))]
    if draw(st.booleans()):
        tail = draw(st.permutations(tail))
    return Layout(
        order=(*LEVELS, *tail),
        labels={name: _broken(draw, draw(st.sampled_from(words))) for name, words in VARIANTS.items()},
        levels=draw(st.sampled_from(("merged", "blank", "repeated"))),
        title_inside=draw(st.booleans()),
        numbered=draw(st.booleans()),
        stacked_goals=draw(st.booleans()),
        edge=draw(st.sampled_from(("merged", "blank"))),
        notes=draw(st.booleans()),
        scale=draw(st.sampled_from((0.7, 1.0, 2.0))),
    )


def _broken(draw: st.DrawFn, label: str) -> str:
    """A label broken over lines, as narrow columns make people do."""
    label = label.replace(" ", "")
    place = draw(st.integers(0, len(label)))
    return f"{label[:place]}\n{label[place:]}" if 0 < place < len(label) and "（" not in label else label


def draw(form: Form, layout: Layout) -> Paper:
    """The form on paper in that layout."""
    lead = 2 if layout.numbered else 1
    wide = lead + len(layout.order)
    widths = [EDGE_WIDTH] + [0.6] * layout.numbered + [WIDTHS.get(name, 1.4) for name in layout.order]
    widths[lead + layout.order.index("reason")] *= layout.scale
    above = [form.title or "", f"（{form.year}年度）"]
    rows = [[Box(line, wide) for line in above[:1]], [Box(above[1], wide)]] if layout.title_inside else []
    rows += [*_head(form, wide), *_funds(form, wide, layout), *_goals(form, wide, layout)]
    header = len(rows)
    rows += _tree(form, layout)
    return Paper(rows, widths, [] if layout.title_inside else above, list(NOTES) * layout.notes, header)


def _label(text: str, wide: int = 1, high: int = 1) -> Box:
    return Box(text, wide, high, is_label=True)


def _head(form: Form, wide: int) -> list[list[Box]]:
    half = (wide - 4) // 2
    return [
        [_label("项目名称", 2), Box(form.project or "", wide - 2)],
        [
            _label("主管部门", 2),
            Box(form.department or "", half),
            _label("实施单位", 2),
            Box(form.unit or "", wide - 4 - half),
        ],
    ]


def _edge(text: str, high: int, layout: Layout) -> list[list[Box]]:
    """The first box of each of so many rows."""
    if layout.edge == "merged":
        return [[_label(text, 1, high)], *([] for _ in range(high - 1))]
    return [[_label(text)], *([Box("")] for _ in range(high - 1))]


def _funds(form: Form, wide: int, layout: Layout) -> list[list[Box]]:
    room = wide - 1 - len(FUND_LABELS)
    rows = [[Box("", room), *map(_label, FUND_LABELS.values())]]
    for number, fund in enumerate(form.funds):
        name = f"其中：{fund.name}" if number == 1 else fund.name
        rows.append([_label(name, room), *(Box(getattr(fund, field) or "") for field in FUND_LABELS)])
    edge = _edge(f"项目资金\n（{form.money_unit}）", len(rows), layout)
    return [first + row for first, row in zip(edge, rows, strict=True)]


def _goals(form: Form, wide: int, layout: Layout) -> list[list[Box]]:
    expected, actual = form.goal_expected or "", form.goal_actual or ""
    if layout.stacked_goals:
        rows = [
            [_label("预期目标", 2), Box(expected, wide - 3)],
            [_label("实际完成情况", 2), Box(actual, wide - 3)],
        ]
    else:
        half = (wide - 1) // 2
        rows = [
            [_label("预期目标", half), _label("实际完成情况", wide - 1 - half)],
            [Box(expected, half), Box(actual, wide - 1 - half)],
        ]
    return [first + row for first, row in zip(_edge("年度总体\n目标", 2, layout), rows, strict=True)]


def _tree(form: Form, layout: Layout) -> list[list[Box]]:
    number = [_label("序号")] if layout.numbered else []
    rows = [[*number, *(_label(layout.labels.get(name, LABELS[name])) for name in layout.order)]]
    for place, row in enumerate(form.indicators):
        cells = [Box(str(place + 1))] if layout.numbered else []
        for name in layout.order:
            cells += _level(form.indicators, place, name, layout) if name in ("l1", "l2") else [_value(row, name)]
        rows.append(cells)
    edge = _edge("绩效指标", len(rows), layout)
    lead = 2 if layout.numbered else 1
    first = lead + min(layout.order.index(name) for name in ("weight", "score"))
    total = form.totals[0]
    last = [_label("总分", first)]
    last += [
        Box(getattr(total, name) or "") if name in ("weight", "score") else Box("")
        for name in layout.order[first - lead :]
    ]
    return [[*start, *row] for start, row in zip(edge, rows, strict=True)] + [last]


def _value(row: Indicator, name: str) -> Box:
    return Box(getattr(row, name) or "")


def _level(rows: list[Indicator], place: int, name: str, layout: Layout) -> list[Box]:
    """The box of a level in a row; none where it lies under a merged one."""
    text = getattr(rows[place], name)
    key = (lambda r: r.l1) if name == "l1" else (lambda r: (r.l1, r.l2))
    same = [key(row) == key(rows[place]) for row in rows]
    is_first = place == 0 or not same[place - 1]
    if layout.levels == "repeated":
        return [Box(text)]
    if layout.levels == "blank":
        return [Box(text if is_first else "")]
    return [Box(text, 1, sum(same))] if is_first else []
