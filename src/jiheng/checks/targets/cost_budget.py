"""成本指标值不是本年度的钱

是什么
    成本指标的年度指标值比年初、全年预算数都高出一截（比例见办法）：或者定得太松，或者写的是合同总额、首款、项目总投资，
    不是本年度要控制的支出。偏差原因里写明由几个单位分付、几笔之和等于它的，不算。

为什么
    成本指标是控制本年支出的。目标定得比预算还高，怎么花都不会超；用合同总额作目标，本年的成本就没有人看。

举例
    全年预算数 46.5 万元，成本指标“合同金额”的指标值为 310 万元，实际完成值“合同金额310万元，本年支付尾款46.5万元”。

怎么改
    把指标值改为本年度的支出上限；合同总额写在说明里。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.cost_indicators import is_unit_price, one_sum, slipped, sums
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.word_lists import mentions
from jiheng.quantity import Kind, parse
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="T04",
    official="成本指标值[{printed}]不是本年度支出口径，不能衡量本年度成本。",
    severity=Severity.WARNING,
    rules=("checks.targets.budget_excess",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the target of every cost indicator with the year's budget."""
    costs = case.costs and [row for row in case.costs if sums(case, row, row.score.target)]
    if not costs:
        return not_applicable("没有以金额为目标的成本指标")
    fund = case.total_fund
    budgets = [amount for amount in (fund.initial, fund.budget) if amount] if fund else []
    if not budgets:
        return insufficient("没有填预算数，无法与成本指标比较")
    budget = max(budgets)
    limit = budget * (1 + case.book.number("checks.targets.budget_excess"))
    found = []
    for row in costs:
        target = one_sum(case, row, row.score.target)
        if target is None or target <= limit or slipped(case, target, budget):
            continue
        if not _other_measure(case, row) and not _shared(row, target, one_sum(case, row, row.score.actual)):
            found.append(_finding(case, row, target, budget))
    return judged(found)


def _other_measure(case: Case, row: Row) -> bool:
    """Whether the amount is no spending of this project: a unit price, a saving, an income."""
    return is_unit_price(row) or bool(mentions(case.book, "checks.targets.not_cost_words", row.bare))


def _shared(row: Row, target: Decimal, actual: Decimal | None) -> bool:
    """Whether the reason names two or more payments that add up to the target or the result."""
    reason = row.indicator.reason
    if reason is None or says_nothing(reason):
        return False
    paid = [
        quantity.base
        for quantity in parse(reason).quantities
        if quantity.kind is Kind.MONEY and quantity.base is not None
    ]
    return len(paid) > 1 and sum(paid) in (target, actual)


def _finding(case: Case, row: Row, target: Decimal, budget: Decimal) -> Finding:
    texts = (row.name, row.indicator.actual or "", row.indicator.reason or "")
    contract = any(mentions(case.book, "checks.targets.contract_words", text) for text in texts)
    own, year = case.money_text(target), case.money_text(budget)
    if contract:
        told = f"是合同（首款、项目总额）的口径，本年度预算 {year}，不能衡量本年度的成本。"
    else:
        told = f"，高于预算数 {year}，也没有说明原因，起不到控制成本的作用。"
    return CHECK.at(
        row,
        "target",
        f"“{short(row.bare)}”的指标值 {own}{told}",
        f"把指标值改为本年度的支出上限（≤{year}）；合同总额写在说明里。",
    )
