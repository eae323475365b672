"""执行数大于预算数

是什么
    全年执行数大于同一行的全年预算数，或者填报的执行率超过 100%。

为什么
    支出不得超过预算。执行数大于预算数，多半是金额填错、单位混用，或者年中追加的预算没有写进全年预算数。

举例
    全年预算数 110，全年执行数 990（漏了小数点）。

怎么改
    对照决算核实两个金额；有追加预算的，把追加后的数填入全年预算数。
"""

from decimal import Decimal

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.same_fault import grouped, others_too
from jiheng.quantity import share
from jiheng.quantity.words import percent

CHECK = Check(
    code="A04",
    official="[全年执行数{executed}超过全年预算数{budget}，]执行率超过100%，应予核实。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.within_budget",),
    page=__doc__,
)

# The factors between neighbouring money units that people mix up: 元/千元/万元.
UNIT_FACTORS = (Decimal(1000), Decimal(10000))


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare executed with budget, and where amounts are missing the printed rate with 1."""
    if not case.funds:
        return not_applicable("表中没有资金行")
    over, bare = ([row for row, _ in case.said_of_funds(fault)] for fault in (_is_over, _above_one))
    if not over and not bare:
        comparable = any(row.budget and row.executed is not None for row in case.funds)
        return judged([]) if comparable else insufficient("没有同时填写预算数和执行数的行")
    findings = [_amounts(case, rows) for rows in grouped(over, lambda row: (row.budget, row.executed))]
    findings += [_rate(row) for row in bare]
    return judged(findings)


@CHECK.on_fund
def _is_over(row: FundRow) -> bool:
    return bool(row.budget) and row.executed is not None and row.executed > (row.budget or 0)


@CHECK.on_fund
def _above_one(row: FundRow) -> bool:
    """Whether a row prints a rate above 1 where amounts are missing."""
    printed = share(row.fund.rate)
    return row.rate is None and printed is not None and printed.ratio > 1


def _amounts(case: Case, rows: list[FundRow]) -> Finding:
    row = rows[0]
    budget, executed = row.budget or Decimal(0), row.executed or Decimal(0)
    mixed = any(abs(executed / budget / factor - 1) < Decimal("0.2") for factor in UNIT_FACTORS)
    hint = "两数相差约千倍或万倍，像是元与万元混用。" if mixed else ""
    return CHECK.at(
        row,
        "executed",
        f"{row.name}的全年执行数 {row.fund.executed} 大于全年预算数 {row.fund.budget}，"
        f"多出 {case.money_text(executed - budget)}，执行率达 {percent(executed / budget)}。{hint}{others_too(rows)}",
        "对照决算核实两个金额和单位；年中追加了预算的，把追加后的数填入全年预算数。",
        places=[each.place("executed") for each in rows],
    )


def _rate(row: FundRow) -> Finding:
    return CHECK.at(
        row,
        "rate",
        f"{row.name}的执行率填为 {row.fund.rate}，超过 100%，而金额没有填全，无法核对。",
        "补填全年预算数和全年执行数，再重算执行率。",
    )
