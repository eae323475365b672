"""成本指标值就是预算数

是什么
    成本指标的指标值就是全年预算数，而名称只是“支出金额”“项目金额”，或者实际完成值、全年执行数也都是这个数；
    或者预算已经调整，指标值仍是年初预算数。单价、人均标准，补助、奖励类项目，不算；
    一次性的工程、采购，中标价就是成本，也不算。每张表合并为一条提示。

为什么
    按预算数定目标、花多少填多少，只能说明没有超支，这一点预算执行率已经考核过；成本控制得怎么样看不出来。

举例
    全年预算数 86 万元，成本指标“维护成本”≤86 万元，实际完成值 86 万元，20 分满分。

怎么改
    改设单位成本（每台、每公里、每人次多少钱）或节约额，与市场价、定额、上年相比；预算调整的，指标值同时按程序调整。
"""

from decimal import Decimal

from jiheng.checks.case import Case, FundRow, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.cost_indicators import is_unit_price, one_sum
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.targets.name_copied import is_demand
from jiheng.checks.word_lists import mentions, row_list
from jiheng.quantity import Comparator

CHECK = Check(
    code="T29",
    official="成本指标以预算数为目标，不能反映成本控制情况。",
    severity=Severity.NOTICE,
    rules=("checks.targets.cost_measured",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the target and the result of every cost indicator with the year's money."""
    costs = case.costs
    if not costs:
        return not_applicable("没有成本指标")
    fund = case.total_fund
    if fund is None or not fund.budget:
        return insufficient("没有填预算数，无法与成本指标比较")
    whole = [row for row in costs if _is_whole(case, row, fund)]
    stale = [row for row in costs if _is_stale(case, row, fund)]
    return judged([*([_same(whole, case, fund)] if whole else []), *([_old(stale, case, fund)] if stale else [])])


@once
def _is_measured(row: Row) -> bool:
    """Whether another check has it, or it measures something else than the whole money: a price, a saving, a grant."""
    return (
        is_demand(row)
        or is_unit_price(row)
        or mentions(row.book, "checks.targets.paid_out_words", row.bare)
        or mentions(row.book, "checks.targets.not_cost_words", row.bare)
    )


def _is_whole(case: Case, row: Row, fund: FundRow) -> bool:
    target = one_sum(case, row, row.score.target)
    if not target or not _near(case, target, fund.budget) or _is_least(row) or _is_measured(row):
        return False
    if mentions(case.book, "checks.targets.whole_cost_words", row.bare):
        return True
    about = f"{case.form.project or ''}{row.bare}"
    if any(mentions(case.book, f"checks.targets.{what}_words", about) for what in ("once", "paid_out")):
        return False
    return _near(case, target, fund.executed) and _near(case, target, one_sum(case, row, row.score.actual))


def _is_least(row: Row) -> bool:
    """Whether the target is written as a least (≥), which another check puts right."""
    return any(quantity.comparator in (Comparator.GE, Comparator.GT) for quantity in row.score.target.quantities)


def _near(case: Case, target: Decimal, amount: Decimal | None) -> bool:
    return amount is not None and abs(amount - target) <= case.book.number("checks.targets.cost_near") * target


def _is_stale(case: Case, row: Row, fund: FundRow) -> bool:
    target = one_sum(case, row, row.score.target)
    if not target or target != fund.initial or fund.budget is None:
        return False
    far = abs(fund.budget - target) >= case.book.number("checks.targets.cost_stale") * target
    return far and not is_unit_price(row)


def _same(rows: list[Row], case: Case, fund: FundRow) -> Finding:
    return CHECK.over(
        rows,
        "target",
        f"{row_list(rows)}的指标值就是全年预算数 {case.money_text(fund.budget or Decimal(0))}，只能说明没有超支，"
        "看不出成本控制得怎样。",
        "改设单位成本（每台、每公里、每人次多少钱）或节约额，与市场价、定额、上年相比。",
    )


def _old(rows: list[Row], case: Case, fund: FundRow) -> Finding:
    initial, budget = case.money_text(fund.initial or Decimal(0)), case.money_text(fund.budget or Decimal(0))
    return CHECK.at(
        rows[0],
        "target",
        f"{row_list(rows)}的指标值仍是年初预算数 {initial}，全年预算数已调整为 {budget}，两处不一致。",
        "预算调整时指标值按程序同时调整；没有调整的，说明原因。",
        expected=budget,
        places=[row.place("target") for row in rows],
    )
