"""The charts of a report as SVG: grey tones and figures only, so that they read the same printed in black.

Each title says what is seen. The same picture goes into Word (as PNG) and PDF (as it is).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from jiheng.checks.agreement import percent, plain
from jiheng.department.result import Project
from jiheng.writing.report.material import Material
from jiheng.writing.words import cut

WIDTH = 440
"""Points: the width of the text on the page."""
_NAMES, _RIGHT, _ROW, _TOP = 150, 60, 24, 4
_FACE = "font-family=\"SimSun, 'Noto Serif CJK SC', 'Source Han Serif SC', FangSong\""
_INK, _GREY, _PALE = "#000000", "#7f7f7f", "#d9d9d9"
_MOST = 12
_NAME_LENGTH = 12
_STEPS = (0, 60, 70, 80, 85, 90, 95, 98, 100)
"""Edges of the columns of the score distribution, in points; the last holds full scores alone."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: its title, its size in points and the SVG."""

    title: str
    width: float
    height: float
    svg: str


def _picture(title: str, height: float, shapes: Sequence[str]) -> Picture:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}">'
    )
    return Picture(title, WIDTH, height, f"{head}{''.join(shapes)}</svg>")


def _text(x: float, y: float, text: str, anchor: str = "start", size: float = 10.5) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {_FACE} font-size="{size}" text-anchor="{anchor}">{escape(text)}</text>'


def _box(x: float, y: float, width: float, height: float, fill: str = _PALE) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect {place} fill="{fill}" stroke="{_INK}" stroke-width="0.6"/>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_INK}" stroke-width="0.6"/>'


def _bars(title: str, rows: Sequence[tuple[str, Decimal, str]], whole: Decimal) -> Picture:
    """Bars across: name, length, figure; `whole` is the length of a full bar."""
    room = WIDTH - _NAMES - _RIGHT
    shapes = []
    for number, (name, length, figure) in enumerate(rows):
        top = _TOP + number * _ROW
        wide = float(min(length, whole) / whole) * room if whole else 0.0
        shapes += [
            _text(_NAMES - 6, top + 15, cut(name, _NAME_LENGTH), "end"),
            _box(_NAMES, top + 4, wide, _ROW - 9),
            _text(_NAMES + wide + 4, top + 15, figure),
        ]
    height = _TOP * 2 + _ROW * len(rows)
    return _picture(title, height, [*shapes, _line(_NAMES, _TOP, _NAMES, height - _TOP)])


def execution(material: Material) -> Picture | None:
    """Execution by unit, or by project where there is only one unit, the lowest first."""
    units = [(one.name, one.rates.execution.value) for one in material.group.units]
    projects = [(one.name, one.rates.execution.value) for one in material.group.projects]
    what, pairs = ("单位", units) if len(units) > 1 else ("项目", projects)
    known = sorted(((value, name) for name, value in pairs if value is not None), key=lambda pair: pair[0])
    if not known:
        return None
    lowest = f"各{what}预算执行率：最低的是{known[0][1]}，{percent(known[0][0])}"
    whole = max(Decimal(1), known[-1][0])
    return _bars(lowest, [(name, value, percent(value)) for value, name in known[:_MOST]], whole)


def scores(material: Material) -> Picture | None:
    """How many projects lie in which range of scores."""
    found = [one.printed for one in material.group.projects if one.printed is not None]
    if not found:
        return None
    bins = [_between(found, index) for index in range(len(_STEPS))]
    first = next(index for index, count in enumerate(bins) if count)
    shown = list(enumerate(bins))[first:]
    most, high, step = max(bins), 120.0, WIDTH / len(shown)
    shapes = []
    for place, (index, count) in enumerate(shown):
        middle, tall = step * (place + 0.5), high * count / most
        shapes += [
            _box(middle - step * 0.3, 18 + high - tall, step * 0.6, tall) if count else "",
            _text(middle, 14 + high - tall, str(count), "middle"),
            _text(middle, 34 + high, _range(index), "middle"),
        ]
    low, top = min(found), max(found)
    spread = f"都是{plain(low)}分" if low == top else f"在{plain(low)}分至{plain(top)}分之间"
    return _picture(f"项目自评得分分布（个）：{spread}", high + 42, [*shapes, _line(0, 18 + high, WIDTH, 18 + high)])


def _between(found: Sequence[Decimal], index: int) -> int:
    low, high = _STEPS[index], _STEPS[index + 1] if index + 1 < len(_STEPS) else None
    return sum(score >= low and (high is None or score < high) for score in found)


def _range(index: int) -> str:
    return f"{_STEPS[index]}—{_STEPS[index + 1]}" if index + 1 < len(_STEPS) else f"≥{_STEPS[index]}"


def losses(material: Material) -> Picture | None:
    """Points lost by kind of indicator, the most first."""
    kinds = sorted((one for one in material.group.loss_kinds if one.lost > 0), key=lambda one: -one.lost)
    if not kinds:
        return None
    title = f"各类指标失分（分）：失分最多的是{kinds[0].kind}，占{percent(kinds[0].share or Decimal(0))}"
    return _bars(title, [(one.kind, one.lost, plain(one.lost)) for one in kinds], kinds[0].lost)


def budget(material: Material) -> Picture | None:
    """Every project by its budget (across, by powers of ten) and its score (up)."""
    points = [
        (one, one.amounts.budget, one.printed)
        for one in material.group.projects
        if one.amounts.budget and one.amounts.budget > 0 and one.printed is not None
    ]
    if len(points) < 2:
        return None
    logs = [float((amount / 10000).log10()) for _, amount, _ in points]
    figures = [float(score) for _, _, score in points]
    first, last = int(min(logs) // 1), int(-(-max(logs) // 1))
    last = max(last, first + 1)
    floor, left, right, top, bottom = min(int(min(figures) // 5 * 5), 95), 40.0, WIDTH - 14.0, 10.0, 160.0
    shapes = [_line(left, top, left, bottom), _line(left, bottom, right, bottom)]
    for power in range(first, last + 1):
        x = left + (right - left) * (power - first) / (last - first)
        shapes += [_line(x, bottom, x, bottom + 4), _text(x, bottom + 17, f"{10.0**power:g}", "middle")]
    for mark in (floor, (floor + 100) / 2, 100):
        y = bottom - (bottom - top) * (mark - floor) / (100 - floor)
        shapes += [_line(left - 4, y, left, y), _text(left - 6, y + 4, f"{mark:g}", "end")]
    for log, score in zip(logs, figures, strict=True):
        x = left + (right - left) * (log - first) / (last - first)
        y = bottom - (bottom - top) * (min(score, 100) - floor) / (100 - floor)
        shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_GREY}" stroke="{_INK}" stroke-width="0.6"/>')
    shapes.append(_text((left + right) / 2, bottom + 32, "全年预算数（万元，按十倍分格）", "middle"))
    return _picture(_seen([one for one, _, _ in points]), bottom + 40, shapes)


def _seen(projects: Sequence[Project]) -> str:
    """What the scatter shows: the score of the larger half against the smaller half."""
    ordered = sorted(projects, key=lambda one: one.amounts.budget or Decimal(0))
    half = len(ordered) // 2

    def mean(part: Sequence[Project]) -> Decimal:
        return sum((one.printed or Decimal(0) for one in part), Decimal(0)) / len(part)

    small, large = (round(mean(part), 2) for part in (ordered[:half], ordered[-half:]))
    return f"预算与得分：预算较小的一半平均{plain(small)}分，较大的一半平均{plain(large)}分"


CHARTS: dict[str, Callable[[Material], Picture | None]] = {
    "execution": execution,
    "scores": scores,
    "losses": losses,
    "budget": budget,
}
"""Name in a template → how the chart is drawn; None where the data has nothing to show."""
