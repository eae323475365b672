"""The charts of the overview: the bars of the audit report, each leading to the forms that it counts.

Drawn on the server as SVG with attributes only; tones and patterns differ also where there is no colour, and a
table or a sentence beside each chart says the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from jiheng.department.rollup.result import LossKind, Overall, UnitResult
from jiheng.quantity.words import percent, points
from jiheng.web.dashboard.chart_html import drawn_chart
from jiheng.web.dashboard.figures import FormShare, Frequent, Progress
from jiheng.web.forms.models import State
from jiheng.writing.html_report.charts import Chart, bars

MOST = 12
"""Bars of a chart; the table beside it has them all."""
STATE_KEY = (*((f"state-{state}", str(state.label)) for state in reversed(State)), ("state-none", "未建表"))

_NONE = "-"
"""What the desk calls having no grade, as a form has that has no total."""


@dataclass(frozen=True)
class Drawn:
    """A chart with a sentence that says what is seen in it."""

    chart: Chart
    seen: str

    @property
    def html(self) -> SafeString:
        """As the page shows it."""
        return drawn_chart(self.chart, self.seen)


def desk(**query: object) -> str:
    """The reviewer's desk with a filter: unit, state, grade, code, low, high, overdue."""
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{_desk()}?{urlencode(kept)}"


@lru_cache(maxsize=4096)
def page_of(organisation: int) -> str:
    """The page of an organisation."""
    return reverse("dashboard:organisation", args=[organisation])


@cache
def _desk() -> str:
    return reverse("workflow:desk")


def progress(rows: Sequence[Progress]) -> Drawn:
    """States stacked, a bar an organisation, the one that is farthest behind first."""
    drawn = []
    for unit_row in rows[:MOST]:
        pieces = [(float(unit_row.states[state]), f"state-{state}") for state in reversed(State)]
        pieces.append((float(unit_row.without), "state-none"))
        drawn.append(
            (
                unit_row.organisation.name,
                pieces,
                f"{unit_row.final}/{unit_row.projects}",
                page_of(unit_row.organisation.pk),
            )
        )
    left = f"，另有 {len(rows) - MOST} 个见下表" if len(rows) > MOST else ""
    late = sum(bool(row.overdue) for row in rows)
    seen = f"{late} 个有逾期的表" if late else "没有逾期"
    return Drawn(bars("各单位进度（已定稿/项目数）", drawn, STATE_KEY), f"共 {len(rows)} 个，{seen}{left}。")


def grades(shares: Sequence[FormShare], unit: int) -> Drawn:
    """Forms by grade."""
    rows = [(share.name, share.forms, desk(unit=unit, grade=share.name)) for share in shares]
    return Drawn(_counts("等级分布（张）", rows), _largest(shares))


def scores(shares: Sequence[FormShare], unit: int) -> Drawn:
    """Forms by range of scores, the highest first."""
    rows = [
        (
            share.name,
            share.forms,
            desk(unit=unit, low=share.low, high=share.high, grade=_NONE if share.low is None else ""),
        )
        for share in reversed(shares)
    ]
    return Drawn(_counts("得分分布（张）", rows), _largest(shares))


def findings(found: Sequence[Frequent], unit: int) -> Drawn:
    """Checks by the number of forms concerned."""
    rows = [
        (
            f"{fault.code} {fault.title}",
            [(float(fault.forms), fault.severity.value)],
            str(fault.forms),
            desk(unit=unit, code=fault.code),
        )
        for fault in found[:MOST]
    ]
    key = (("error", "错误"), ("warning", "警告"), ("notice", "提示"))
    seen = f"最多的是“{found[0].title}”，{found[0].forms} 张表。" if found else ""
    return Drawn(bars("最常见的问题（张）", rows, key, whole_names=True), seen)


def losses(kinds: Iterable[LossKind]) -> Drawn:
    """Points lost by kind of indicator."""
    lost = sorted((kind for kind in kinds if kind.lost > 0), key=lambda loss: -loss.lost)
    rows = [(loss.kind, [(float(loss.lost), "plain")], points(loss.lost), "") for loss in lost]
    share = lost[0].share if lost else None
    seen = f"失分最多的是“{lost[0].kind}”，占全部失分的 {percent(share or Decimal(0))}。" if lost else "没有失分。"
    return Drawn(bars("失分最多的指标类别（分）", rows), seen)


def execution(units: Iterable[UnitResult], links: dict[str, str]) -> Drawn:
    """Execution rates of the units, the lowest first."""
    known = sorted((value, unit.name) for unit in units if (value := unit.rates.execution.value) is not None)
    rows = [
        (name, [(max(float(rate), 0.0), "plain")], percent(rate), links.get(name, "")) for rate, name in known[:MOST]
    ]
    seen = f"最低的是“{known[0][1]}”，{percent(known[0][0])}。" if known else ""
    return Drawn(bars("预算执行率（由低到高）", rows), seen)


def overall(results: Iterable[Overall]) -> Drawn:
    """Overall scores by method on the printed scores; ▲ marks the one that the rulebook names."""
    known = [(result, result.score) for result in results if result.score is not None and result.basis == "printed"]
    rows = [
        (("▲" if result.counts else "") + result.method.label, [(float(score), "plain")], points(score), "")
        for result, score in known
    ]
    return Drawn(bars("整体得分（▲为办法所用）", rows), "")


def _counts(title: str, rows: Sequence[tuple[str, int, str]]) -> Chart:
    return bars(title, [(name, [(float(count), "plain")], str(count), link) for name, count, link in rows])


def _largest(shares: Sequence[FormShare]) -> str:
    counted = sum(share.forms for share in shares)
    if not counted:
        return ""
    most = max(shares, key=lambda month: month.forms)
    return f"{counted} 张表中“{most.name}”最多，{most.forms} 张。"
