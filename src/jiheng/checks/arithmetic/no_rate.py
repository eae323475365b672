"""没有填执行率

是什么
    年度资金总额的预算数和执行数都填了，执行率一栏却空着。资金来源行填了预算数、执行数而没有填执行率的，作提示；
    那一格画了横线、斜线的，或者表样的来源行本来不填的，不算。

为什么
    执行率是预算执行得分的依据，空着就看不出得分怎么来的。

举例
    全年预算数 130，全年执行数 72，执行率空白，得分 10。

怎么改
    按全年执行数 ÷ 全年预算数填写执行率，并核对得分。
"""

from decimal import Decimal

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.remembered import each_fund
from jiheng.quantity.words import is_blank, is_dash, percent

CHECK = Check(
    code="A14",
    official="未填报执行率，按全年执行数和全年预算数核算应为{expected}。",
    severity=Severity.WARNING,
    rules=("execution.formula",),
    page=__doc__,
    certain=True,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find the total row without its rate."""
    row = case.total_fund
    if row is None or row.fund.rate is None:
        return not_applicable("表中没有年度资金总额的执行率一栏")
    if row.rate is None:
        return insufficient("预算数为零或金额未填，执行率无法计算")
    if not is_blank(row.fund.rate):
        sources = [fund for fund, _ in case.said_of_funds(_is_left_out) if fund is not row]
        return judged([_sources(sources)] if sources else [])
    return judged(
        [
            CHECK.at(
                row,
                "rate",
                f"没有填执行率；按全年执行数 {row.fund.executed} ÷ 全年预算数 {row.fund.budget} "
                f"应为 {percent(row.rate)}。",
                f"把执行率填为 {percent(row.rate)}，并核对执行率得分。",
                expected=percent(row.rate),
            )
        ]
    )


@each_fund
def _is_left_out(row: FundRow) -> bool:
    """Whether a source was budgeted and spent and its rate is left out, where dashes mark what need not be filled."""
    dashed = is_dash(row.fund.weight or "") and is_dash(row.fund.score or "")
    return dashed and bool(row.budget) and row.rate is not None and row.fund.rate == ""


def _sources(rows: list[FundRow]) -> Finding:
    first = rows[0]
    return CHECK.at(
        first,
        "rate",
        f"{'、'.join(row.name for row in rows)}有预算数和执行数，没有填执行率。",
        "按各行的全年执行数 ÷ 全年预算数填写执行率。",
        expected=percent(first.rate or Decimal(0)),
        severity=Severity.NOTICE,
        places=[row.place("rate") for row in rows],
    )
