"""The overall scores of the kept roll-up, ready for the page."""

from dataclasses import dataclass

from jiheng.department.rollup.result import Basis, Overall
from jiheng.quantity.words import percent
from jiheng.web.dashboard import charts
from jiheng.web.dashboard.summaries import Shown
from jiheng.writing.text import span


@dataclass(frozen=True)
class Method:
    """One method: its score on the printed and on the recomputed scores as text, and how it came about."""

    name: str
    counts: bool
    printed: str
    recomputed: str
    grade: str
    result: Overall


def head(summary: Shown) -> dict[str, object]:
    """The overall score that the rulebook names and the execution rate, for the top of the page."""
    glance = summary.content.glance if summary.content else None
    if glance is None:
        return {}
    rate, counting = glance.rates.execution.value, glance.counting
    return {
        "counting": counting,
        "overall": said(counting) if counting else "—",
        "execution": "—" if rate is None else percent(rate),
    }


def context(summary: Shown) -> dict[str, object]:
    """Methods with their traces, the chart of them, and points lost by kind."""
    group = summary.group
    if group is None:
        return {"methods": ()}
    pairs = zip(
        (result for result in group.overall if result.basis is Basis.PRINTED),
        (result for result in group.overall if result.basis is Basis.RECOMPUTED),
        strict=True,
    )
    methods = [Method(a.method.label, a.counts, said(a), said(b), a.grade or "", a) for a, b in pairs]
    losses = charts.losses(group.loss_kinds)
    return {"methods": methods, "losses": losses if losses.chart.bars else None, "kinds": group.loss_kinds}


def said(overall: Overall) -> str:
    """A score, or the bounds it lies in, "—" where nothing can be told."""
    return span(overall.score, overall.score) or span(overall.low, overall.high) or "—"
