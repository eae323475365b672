"""成本指标值远超预算

是什么
    成本指标的年度指标值比年初、全年预算数都高出一截（比例见办法），实际完成值和偏差说明中也没有交代。
    合同总额、首款尾款一类与本年度支出口径不同的指标，只在高出许多倍时才指出。

为什么
    成本指标是控制支出的。目标定得比预算还高，怎么花都不会超，起不到约束作用；也可能是沿用了往年或总合同的金额。

举例
    全年预算数 32 万元，成本指标“项目预算控制数”的指标值为不高于 90 万元。

怎么改
    把指标值改为与本年度预算相当；口径是合同总额或多年总额的，在指标名称中写明，并说明本年度支付多少。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row, says_nothing
from jiheng.checks.catalogue import Check
from jiheng.checks.costs import one_sum, slipped, sums
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.wording import short, word_pattern
from jiheng.quantity import parse

CHECK = Check(
    code="T04",
    title="成本指标值远超预算",
    severity=Severity.WARNING,
    rules=("checks.targets.budget_excess",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the target of this year's cost indicators with the budget."""
    costs = [row for row in case.rows if row.is_cost and sums(case, row, row.score.target)]
    if not costs:
        return not_applicable("没有以金额为目标的成本指标")
    fund = case.total_fund
    budgets = [amount for amount in (fund.initial, fund.budget) if amount] if fund else []
    if not budgets:
        return insufficient("没有填预算数，无法与成本指标比较")
    budget = max(budgets)
    found = []
    for row in costs:
        target = one_sum(case, row, row.score.target)
        if target is None or target <= budget * _limit(case, row):
            continue
        if not slipped(case, target, budget) and not _explained(case, row):
            found.append(_finding(case, row, target, budget))
    return judged(found)


def _limit(case: Case, row: Row) -> Decimal:
    """How many times the budget the target may be: a contract over years may be far above this year's money."""
    name = row.bare
    this_year = word_pattern(case.book, "checks.targets.this_year_cost_words").search(name)
    other = word_pattern(case.book, "checks.targets.other_cost_words").search(name)
    path = "budget_excess" if this_year and not other else "total_excess"
    return 1 + case.book.number(f"checks.targets.{path}")


def _explained(case: Case, row: Row) -> bool:
    """Whether the row names this year's money too, or gives a reason that has figures."""
    fund = case.total_fund
    ours = {amount for amount in (fund.initial, fund.budget, fund.executed) if amount} if fund else set()
    named = set(sums(case, row, row.score.actual))
    reason = row.indicator.reason
    if not says_nothing(reason) and reason and parse(reason).quantities:
        return True
    return len(named) > 1 and bool(named & ours)


def _finding(case: Case, row: Row, target: Decimal, budget: Decimal) -> Finding:
    return CHECK.finding(
        row.place("target"),
        row.indicator.target,
        "",
        f"“{short(row.bare)}”的指标值 {case.money_text(target)}，高于预算数 {case.money_text(budget)}，"
        "也没有说明原因，起不到控制成本的作用。",
        "把指标值改为与本年度预算相当；口径是合同总额或多年总额的，在名称中写明，并说明本年度支付多少。",
    )
