"""The charts of a department and year: what each shows, and the sentence that its title is."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from jiheng.department.rollup.result import Group, RollupProject
from jiheng.quantity.words import percent, plain
from jiheng.writing.charts.forms import ChartRow, bars, columns
from jiheng.writing.charts.shapes import WIDTH, Dot, Line, Picture, Shape, Text

_MOST = 12
"""Bars of a chart; the tables have everything."""
_STEPS = (0, 60, 70, 80, 85, 90, 95, 98, 100)
"""Edges of the columns of the score distribution, in points; the last holds full scores alone."""
_KEY = ("表中得分", "复算得分")


def overall(group: Group) -> Picture | None:
    """The overall score by every method, printed and recomputed."""
    pairs = list(zip(group.overall[::2], group.overall[1::2], strict=True))
    known = [(one, again) for one, again in pairs if one.score is not None]
    if not known:
        return None
    rows = [
        ChartRow(
            ("▲" if result.counts else "") + result.method.label, tuple(_figure(each.score) for each in (result, again))
        )
        for result, again in known
    ]
    found = [result.score for result, _ in known if result.score is not None]
    low, high = min(found), max(found)
    seen = f"都是{plain(low)}分" if low == high else f"各种办法在{plain(low)}分至{plain(high)}分之间"
    return bars(f"整体得分（▲为办法所用）：{seen}", rows, Decimal(100), _KEY)


def _figure(score: Decimal | None) -> tuple[Decimal, str]:
    return (Decimal(0), "—") if score is None else (score, plain(score))


def execution(group: Group) -> Picture | None:
    """Execution by unit, or by project where there is only one unit, the lowest first."""
    units = [(unit.name, unit.rates.execution.value) for unit in group.units]
    projects = [(project.name, project.rates.execution.value) for project in group.projects]
    what, pairs = ("单位", units) if len(units) > 1 else ("项目", projects)
    known = sorted(((value, name) for name, value in pairs if value is not None), key=lambda pair: pair[0])
    if not known:
        return None
    more = f"（最低的{_MOST}个）" if len(known) > _MOST else ""
    lowest = f"各{what}预算执行率{more}：最低的是{known[0][1]}，{percent(known[0][0])}"
    whole = max(Decimal(1), known[-1][0])
    return bars(lowest, [ChartRow(name, ((value, percent(value)),)) for value, name in known[:_MOST]], whole)


def scores(group: Group) -> Picture | None:
    """How many projects lie in which range of scores."""
    found = _printed(group)
    if not found:
        return None
    low, top = min(found), max(found)
    spread = f"都是{plain(low)}分" if low == top else f"在{plain(low)}分至{plain(top)}分之间"
    rows = [_columns_of(name, count) for name, count in score_ranges(group)]
    return columns(f"项目自评得分分布（个）：{spread}", rows)


def score_ranges(group: Group) -> list[tuple[str, int]]:
    """The ranges of printed scores and how many projects lie in each, from the first that has any."""
    found = _printed(group)
    counts = [(_range(index), _between(found, index)) for index in range(len(_STEPS))]
    first = next((index for index, (_, count) in enumerate(counts) if count), len(counts))
    return counts[first:]


def _printed(group: Group) -> list[Decimal]:
    return [project.printed for project in group.projects if project.printed is not None]


def _columns_of(name: str, *counts: int) -> ChartRow:
    return ChartRow(name, tuple((Decimal(count), str(count)) for count in counts))


def _between(found: Sequence[Decimal], index: int) -> int:
    low, high = _STEPS[index], _STEPS[index + 1] if index + 1 < len(_STEPS) else None
    return sum(score >= low and (high is None or score < high) for score in found)


def _range(index: int) -> str:
    return f"{_STEPS[index]}—{_STEPS[index + 1]}" if index + 1 < len(_STEPS) else f"≥{_STEPS[index]}"


def grades(group: Group) -> Picture | None:
    """How many projects have which grade, by the printed and by the recomputed score."""
    if not any(grade.printed or grade.recomputed for grade in group.grades):
        return None
    most = max(group.grades, key=lambda project: project.printed)
    moved = sum(max(grade.printed - grade.recomputed, 0) for grade in group.grades)
    seen = f"表中得分以“{most.grade}”最多，{most.printed}个" + (f"；复算后少于表中的有{moved}个" if moved else "")
    return columns(
        f"等级分布（个）：{seen}",
        [_columns_of(grade.grade, grade.printed, grade.recomputed) for grade in group.grades],
        _KEY,
    )


def losses(group: Group) -> Picture | None:
    """Points lost by kind of indicator, the most first."""
    kinds = sorted((kind for kind in group.loss_kinds if kind.lost > 0), key=lambda kind: -kind.lost)
    if not kinds:
        return None
    title = f"各类指标失分（分）：失分最多的是{kinds[0].kind}，占{percent(kinds[0].share or Decimal(0))}"
    return bars(title, [ChartRow(kind.kind, ((kind.lost, plain(kind.lost)),)) for kind in kinds], kinds[0].lost)


def budget(group: Group) -> Picture | None:
    """Every project by its budget (across, by powers of ten) and its score (up)."""
    points = [
        (project, project.amounts.budget, project.printed)
        for project in group.projects
        if project.amounts.budget and project.amounts.budget > 0 and project.printed is not None
    ]
    if len(points) < 2:
        return None
    logs = [float((amount / 10000).log10()) for _, amount, _ in points]
    figures = [float(score) for _, _, score in points]
    first, last = int(min(logs) // 1), int(-(-max(logs) // 1))
    last = max(last, first + 1)
    floor, left, right, top, bottom = min(int(min(figures) // 5 * 5), 95), 40.0, WIDTH - 14.0, 16.0, 160.0
    shapes: list[Shape] = [Line(left, top, left, bottom), Line(left, bottom, right, bottom)]
    for power in range(first, last + 1):
        x = left + (right - left) * (power - first) / (last - first)
        shapes += [Line(x, bottom, x, bottom + 4), Text(x, bottom + 17, f"{10.0**power:g}", "middle")]
    for mark in (floor, (floor + 100) / 2, 100):
        y = bottom - (bottom - top) * (mark - floor) / (100 - floor)
        shapes += [Line(left - 4, y, left, y), Text(left - 6, y + 4, f"{mark:g}", "end")]
    for log, score in zip(logs, figures, strict=True):
        x = left + (right - left) * (log - first) / (last - first)
        shapes.append(Dot(x, bottom - (bottom - top) * (min(score, 100) - floor) / (100 - floor), 4))
    shapes.append(Text((left + right) / 2, bottom + 32, "全年预算数（万元，按十倍分格）；纵轴为得分", "middle"))
    title = _seen([project for project, _, _ in points])
    return Picture(title, title, bottom + 40, tuple(shapes))


def _seen(projects: Sequence[RollupProject]) -> str:
    """What the scatter shows: the score of the larger half against the smaller half."""
    ordered = sorted(projects, key=lambda project: project.amounts.budget or Decimal(0))
    half = len(ordered) // 2

    def mean(part: Sequence[RollupProject]) -> Decimal:
        return sum((project.printed or Decimal(0) for project in part), Decimal(0)) / len(part)

    small, large = (round(mean(part), 2) for part in (ordered[:half], ordered[-half:]))
    return f"预算与得分：预算较小的一半平均{plain(small)}分，较大的一半平均{plain(large)}分"


CHARTS: dict[str, Callable[[Group], Picture | None]] = {
    "overall": overall,
    "execution": execution,
    "scores": scores,
    "grades": grades,
    "losses": losses,
    "budget": budget,
}
"""Name in a template → how the chart is drawn; None where the data has nothing to show."""
