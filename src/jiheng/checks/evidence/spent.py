"""成本指标的实际支出与全年执行数不一致

是什么
    表中只有一项成本指标，说的是本年度支出，它的实际完成值与项目资金中的全年执行数不同，也没有说明。
    单价、合同总额、首款尾款一类口径不同的不比较；说明里写了几家单位各付多少的，只作提示。
    全年执行数是 0 而成本指标填了支出的，不论名称都指出。

为什么
    同一年花的是同一笔钱，两处应当一致；不一致的，要么一处填错，要么口径没有写明。

举例
    全年执行数 190.8 万元，成本指标“控制在预算内”的实际完成值为 212 万元。

怎么改
    对照决算核实，两处写同一个数；口径不同的（含以前年度、含其他单位支付），在名称或偏差说明中写明。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.cost_indicators import is_unit_price, names_money, one_sum, slipped
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.word_lists import mentions
from jiheng.quantity import Kind, parse
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="E09",
    official="成本指标的实际完成值[{printed}]与全年执行数[{expected}]不一致。",
    severity=Severity.WARNING,
    rules=("checks.evidence.spent_gap",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the one cost indicator of this year's spending with the money executed."""
    costs = [row for row, _ in case.said(_names_money)]
    spent = case.total_fund.executed if case.total_fund else None
    if len(costs) != 1 or not (_is_spending(costs[0]) or (spent == 0 and _is_of_the_year(costs[0]))):
        return not_applicable("没有、或不止一项以本年度支出为口径的成本指标")
    row = costs[0]
    actual = one_sum(case, row, row.score.actual)
    if spent is None or actual is None:
        return insufficient("没有填全年执行数，或成本指标的实际完成值读不成一个金额")
    gap = abs(actual - spent) > case.book.number("checks.evidence.spent_gap") * max(spent, Decimal(1))
    if not gap or slipped(case, actual, spent):
        return judged([])
    if _explained(row):
        return judged([_others_too(case, row, actual, spent)] if _others_paid(row) else [])
    return judged([_finding(case, row, actual, spent)])


def _others_paid(row: Row) -> bool:
    """Whether the reason says that units shared the payment, with the sum of each."""
    reason = row.indicator.reason or ""
    sums = sum(quantity.kind is Kind.MONEY for quantity in parse(reason).quantities)
    return sums > 1 and mentions(row.book, "checks.evidence.shared_words", reason)


def _others_too(case: Case, row: Row, actual: Decimal, spent: Decimal) -> Finding:
    return CHECK.at(
        row,
        "actual",
        f"“{short(row.bare)}”的实际完成值 {case.money_text(actual)} 含别的单位支付的钱，"
        f"与本表的全年执行数 {case.money_text(spent)} 口径不一致。",
        f"成本按本单位的支出 {case.money_text(spent)} 填写，别的单位支付的写在说明里。",
        expected=case.money_text(spent),
        severity=Severity.NOTICE,
    )


def _is_spending(row: Row) -> bool:
    return mentions(row.book, "checks.evidence.spent_words", row.bare) and _is_of_the_year(row)


def _is_of_the_year(row: Row) -> bool:
    """Whether a cost is neither a price nor the sum of a contract by its name."""
    return not (mentions(row.book, "checks.targets.other_cost_words", row.bare) or is_unit_price(row))


@CHECK.on_row
def _names_money(row: Row) -> bool:
    """Whether a row is about cost, or its target is an amount of money."""
    return row.is_cost or names_money(row, row.score.target)


def _explained(row: Row) -> bool:
    reason = row.indicator.reason
    return reason is not None and not says_nothing(reason) and bool(parse(reason).quantities)


def _finding(case: Case, row: Row, actual: Decimal, spent: Decimal) -> Finding:
    return CHECK.at(
        row,
        "actual",
        f"“{short(row.bare)}”的实际完成值为 {case.money_text(actual)}，全年执行数却是 {case.money_text(spent)}。",
        "对照决算核实，两处写同一个数；口径不同的，在名称或偏差说明中写明。",
        expected=case.money_text(spent),
    )
