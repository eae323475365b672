"""元与万元弄混，或多写少写了零

是什么
    成本指标的年度指标值、实际完成值与全年预算数之间，有效数字相同而差十倍、百倍，或者相差约一万倍。

为什么
    多半是把元当作万元，或者多写、少写了零。金额错了，是否超支、得多少分都判断不了。

举例
    指标值 ≤586000 元，实际完成值 5860000 元；或全年预算数 58.6 万元，指标值写作 ≤586000，没有写单位。

怎么改
    对照合同和决算核实金额，改正多写或少写的零；写明单位，全表统一用万元或元。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.cost_indicators import is_unit_price, one_sum, slipped, sums
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import fixed, short

CHECK = Check(
    code="T03",
    official="金额[{printed}]疑为计量单位混淆或位数有误，应予核实。",
    severity=Severity.ERROR,
    rules=("checks.targets.money_slip",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare target, actual and budget of every cost indicator."""
    if not case.costs:
        return not_applicable("没有成本指标")
    readable = [(row, target) for row in case.costs if (target := one_sum(case, row, row.score.target))]
    if not readable:
        return insufficient("成本指标的指标值读不成金额")
    return judged([finding for row, target in readable if (finding := _judge(case, row, target))])


def _judge(case: Case, row: Row, target: Decimal) -> Finding | None:
    actuals = sums(case, row, row.score.actual)
    actual = actuals[0] if len(actuals) == 1 else None
    if actual and slipped(case, target, actual):
        if not is_unit_price(row) and _is_beyond(case, target) and not _is_beyond(case, actual):
            return _finding(case, row, "target", target, f"实际完成值 {row.indicator.actual}", actual)
        return _finding(case, row, "actual", actual, f"指标值 {row.indicator.target}", target)
    if is_unit_price(row):
        return None
    fund = case.total_fund
    budgets = [amount for amount in (fund.budget, fund.executed, fund.initial) if amount] if fund else []
    if not _has_unit(row) and (budget := next((amount for amount in budgets if _in_yuan(row) == amount), None)):
        return _unwritten(case, row, budget)
    if not budgets or any(not slipped(case, budget, target) for budget in budgets):
        return None
    if any(not slipped(case, budget, amount) for amount in actuals for budget in budgets):
        return None
    return _finding(case, row, "target", target, f"预算数 {case.money_text(budgets[0])}", budgets[0])


def _is_beyond(case: Case, amount: Decimal) -> bool:
    """Whether an amount is slipped against every amount of the budget."""
    fund = case.total_fund
    budgets = [text for text in (fund.budget, fund.executed, fund.initial) if text] if fund else []
    return bool(budgets) and all(slipped(case, budget, amount) for budget in budgets)


def _in_yuan(row: Row) -> Decimal | None:
    """The bare figure of the target, taken as 元."""
    return row.score.target.quantities[0].figure if len(row.score.target.quantities) == 1 else None


def _unwritten(case: Case, row: Row, budget: Decimal) -> Finding:
    """The figure in 元 is the budget exactly: nothing is wrong but the missing word."""
    return CHECK.at(
        row,
        "target",
        f"“{short(row.bare)}”的指标值 {short(row.indicator.target or '')} 没有写单位，按元读与预算 "
        f"{case.money_text(budget)}相符。",
        "写明单位“元”，或按表头单位填写。",
        severity=Severity.NOTICE,
    )


def _finding(case: Case, row: Row, field: str, amount: Decimal, other: str, right: Decimal) -> Finding:
    printed = case.printed(row.place(field))
    what = "实际完成值" if field == "actual" else "指标值"
    assumed = "" if _has_unit(row) else f"（没有写单位，按{case.money_unit}理解）"
    times = max(amount, right) / min(amount, right)
    return CHECK.finding(
        row.place(field),
        printed,
        "",
        f"“{short(row.bare)}”的{what} {short(printed)}{assumed}与{other}相差约 {fixed(times, 0)} 倍，"
        "疑似元与万元弄混，或多写、少写了零。",
        "对照合同和决算核实金额；写明单位，改正多写或少写的零。",
        severity=Severity.ERROR if field == "actual" or _has_unit(row) else Severity.WARNING,
    )


def _has_unit(row: Row) -> bool:
    """Whether the target prints a unit of money; without one it may only lack the word 元."""
    return all(quantity.unit for quantity in row.score.target.quantities)
