"""The figures and charts at the head of a section, from the printed forms only."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from jiheng.department.rollup.result import Group, Overall
from jiheng.quantity.words import WAN, brief, grouped, percent, points
from jiheng.writing.html_report.charts import Chart, bars
from jiheng.writing.site.published import ProjectPage, Section

_MOST = 10
"""Bars of a chart; the table has everything."""


def wan(amount: Decimal | None) -> str:
    """An amount in 元 as 万元 with thousands marked, "—" when the forms do not say."""
    return "—" if amount is None else grouped(amount / WAN)


def rate(ratio: Decimal | None) -> str:
    """A ratio as a percentage, "—" without one."""
    return "—" if ratio is None else percent(ratio)


def tiles(group: Group) -> list[tuple[str, str]]:
    """(label, figure) of the main figures."""
    found = [
        ("公开项目（个）", str(len(group.projects))),
        ("实施单位（个）", str(len(group.units))),
        ("全年预算（万元）", wan(group.amounts.budget)),
        ("全年执行（万元）", wan(group.amounts.executed)),
        ("预算执行率", rate(group.rates.execution.value)),
    ]
    score = _score(group.counting)
    return [*found, score] if score else found


def _score(counting: Overall | None) -> tuple[str, str] | None:
    """The mean of the printed scores by the way that the rulebook names."""
    if counting is None or counting.score is None:
        return None
    return f"得分（{counting.method.label}）", brief(counting.score)


def charts(section: Section) -> list[Chart]:
    """Execution by unit (or by project, with one unit), grades, and how far each kind of indicator was reached."""
    group = section.group
    grades = [(grade.grade, [(float(grade.printed), "plain")], f"{grade.printed} 个", "") for grade in group.grades]
    kinds = [
        (kind.kind, [(float(kind.score / kind.weight), "plain")], percent(kind.score / kind.weight, 1), "")
        for kind in group.loss_kinds
        if kind.weight
    ]
    found = [
        _units(group) if len(group.units) > 1 else _projects(section.pages),
        bars("自评等级（按表中总分）", grades if any(grade.printed for grade in group.grades) else []),
        bars("各类指标得分率（得分 ÷ 分值）", kinds),
    ]
    return [chart for chart in found if chart.bars]


def _units(group: Group) -> Chart:
    rates = ((unit.rates.execution.value, unit.name, "") for unit in group.units)
    return _lowest("各单位预算执行率", rates)


def _projects(pages: Sequence[ProjectPage]) -> Chart:
    rates = ((page.project.rates.execution.value, page.name, page.path) for page in pages)
    return _lowest("各项目预算执行率", rates)


def _lowest(title: str, rates: Iterable[tuple[Decimal | None, str, str]]) -> Chart:
    """The lowest of (rate, name, link), those without a rate left out."""
    known = sorted((value, name, link) for value, name, link in rates if value is not None)
    more = f"，最低的 {_MOST} 个" if len(known) > _MOST else ""
    rows = [(name, [(max(float(value), 0.0), "plain")], percent(value, 1), link) for value, name, link in known]
    return bars(f"{title}（由低到高{more}）", rows[:_MOST])


def score(page: ProjectPage) -> str:
    """The printed total score, "—" where the form has none that can be read."""
    return points(page.project.printed) or "—"
