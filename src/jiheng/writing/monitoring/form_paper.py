"""The 监控表 on paper: blank from approved goals or a self-evaluation, filled in the columns of the one read."""

from collections.abc import Collection, Iterable, Sequence
from importlib import import_module

from msgspec.structs import replace

from jiheng.form import (
    FUND_FIELDS,
    INDICATOR_FIELDS,
    LEVEL_LABELS,
    LEVELS,
    TARGET_PARTS,
    Form,
    MonitoredFund,
    MonitoredIndicator,
)
from jiheng.form import MonitoringForm as Monitored
from jiheng.monitoring import Period, Proposal
from jiheng.quantity.words import says_nothing
from jiheng.writing.official.layout import Box, FundsBlock, Layout, LayoutBlock, had
from jiheng.writing.official.own_layout import head_rows, shared
from jiheng.writing.official.paper import Paper, lay_out

FORMATS = (".docx", ".xlsx", ".pdf", ".html")
"""Endings that a sheet can be written to."""
_TITLE = "项目支出绩效目标执行监控表"
_WIDE = 273
"""Millimetres of a page on its side."""
_LABEL = 12
_MONEY = {
    **{name: FUND_FIELDS[name] for name in ("initial", "budget")},
    "executed": "{months}执行数",
    "rate": "{months}执行率",
    "forecast": "全年预计执行数",
    "forecast_rate": "预计执行率",
}
_TREE = {
    **dict(zip(LEVELS, zip(LEVEL_LABELS, (22, 28, 38), strict=True), strict=True)),
    **{name: (INDICATOR_FIELDS[name], width) for name, width in zip(TARGET_PARTS, (16, 26, 16), strict=True)},
    "actual": ("{months}执行情况", 26),
    "forecast": ("全年预计完成情况", 26),
    "reason": ("偏差原因", 42),
    "likelihood": ("完成目标可能性", 18),
    "measure": ("纠偏措施", 35),
}
"""The columns of the funds and of the indicators with their labels on the national form; of the latter the width."""
_GOALS = {"goal_expected": "预期目标", "goal_actual": "{months}完成情况"}
_JOINED = frozenset(TARGET_PARTS) - {"target"}
"""The parts of a target that stand in its own column on the national form."""
_EACH = 2
"""The columns of the paper in one of the form, at least."""


def sheets(forms: Sequence[tuple[Form, Sequence[Proposal]]], period: Period, ending: str) -> bytes:
    """The 监控表 of each form in the format of an ending; a proposal stands where the form foretells nothing.

    Raises ValueError for an ending that is none of FORMATS.
    """
    if ending not in FORMATS:
        raise ValueError(f"不能写成 {ending}")
    write = import_module(f"jiheng.writing.official.{ending[1:]}").write
    papers: Iterable[Paper] = [paper(form, period, proposals) for form, proposals in forms]
    made: bytes = write(papers)
    return made


def paper(form: Form, period: Period, proposals: Sequence[Proposal] = ()) -> Paper:
    """One form on paper: a monitoring form in its own columns, by their printed names; another in the national ones."""
    filled = _foretold(form, proposals) if isinstance(form, Monitored) else _blank(form)
    joined = frozenset() if isinstance(form, Monitored) else _JOINED
    return lay_out(filled, _layout(filled, f"{period.first}-{period.last}月", joined))


def _foretold(form: Monitored, proposals: Sequence[Proposal]) -> Monitored:
    """The form with a forecast in each row; what it says of single rows beyond its columns is left out."""
    rows = [replace(row, forecast=row.forecast or "") for row in form.indicators]
    for number, proposal in enumerate(proposals[: len(rows)]):
        if says_nothing(rows[number].forecast):
            rows[number] = replace(rows[number], forecast=proposal.text)
    return replace(form, indicators=rows, others=[other for other in form.others if not other.place])


def _blank(form: Form) -> Monitored:
    """The form to be filled in: what was planned, and a cell for everything that is asked."""
    funds = [
        MonitoredFund(fund.name, fund.budget or fund.initial or "", None, "", "", None, None, forecast="")
        for fund in form.funds or [MonitoredFund("年度资金总额")]
    ]
    rows = [
        MonitoredIndicator(
            **{name: getattr(row, name) for name in (*LEVELS, *TARGET_PARTS)},
            **dict.fromkeys(("actual", "forecast", "reason", "likelihood", "measure"), ""),
        )
        for row in form.indicators
        if row.l3 or row.target
    ]
    return Monitored(
        title=_TITLE,
        year=form.year,
        secrecy=form.secrecy,
        project=form.project or "",
        department=form.department or "",
        unit=form.unit or "",
        money_unit=form.money_unit or "万元",
        goal_expected=form.goal_expected or "",
        goal_actual=None,
        funds=funds,
        indicators=rows,
    )


def _layout(form: Monitored, months: str, joined: Collection[str]) -> Layout:
    """The columns that the form has; the parts of a target that are `joined` to it have none.

    Each is of several columns of the paper, so that the blocks above have enough of them to share out.
    """
    has_tree = had(form.indicators or [MonitoredIndicator()], _TREE) - {*joined}
    has_money = had(form.funds or [MonitoredFund("")], _MONEY)
    tree, money = [name for name in _TREE if name in has_tree], [name for name in _MONEY if name in has_money]
    each = max(_EACH, -(-(len(money) + 2) // len(tree)))
    widths = [_LABEL, *(_TREE[name][1] / each for name in tree for _ in range(each))]
    wide = len(widths)
    scale = _WIDE / sum(widths)
    label = Box(1, "项目资金（{money_unit}）" if form.money_unit else "项目资金")
    spans = shared(wide - 1 - each, dict.fromkeys(money, 1.0))
    goals = [name for name in _GOALS if name == "goal_expected" or getattr(form, name) is not None]
    halves = shared(wide - 1, dict.fromkeys(goals, 1.0))
    return Layout(
        id="monitoring",
        name="绩效运行监控表",
        title=_TITLE,
        year_line="（{year}年度）",
        orientation="landscape",
        widths=tuple(width * scale for width in widths),
        head=tuple(head_rows(form, wide)),
        funds=FundsBlock(label, each, tuple(_box(form, spans[n], f"funds.{n}", _MONEY[n], months) for n in money)),
        goals=LayoutBlock(Box(1, "年度总体目标"), tuple(_box(form, halves[n], n, _GOALS[n], months) for n in goals)),
        indicators=LayoutBlock(
            Box(1, "绩效指标"),
            tuple(_box(form, each, f"indicators.{name}", _TREE[name][0], months) for name in tree),
        ),
    )


def _box(form: Monitored, span: int, key: str, label: str, months: str) -> Box:
    """A column under its printed name, else under that of the national form."""
    *above, own = form.labels.get(key) or [label.format(months=months)]
    return Box(span, own, key.rpartition(".")[2], above[-1] if above else "")
