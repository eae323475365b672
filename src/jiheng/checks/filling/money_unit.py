"""项目资金没有写单位，或者单位显然不对

是什么
    项目资金一栏没有写“万元”或“元”，各个金额本身也没有带单位；或者按所写的单位，一笔钱比全国最大的一项转移支付还多。

为什么
    80 是 80 元还是 80 万元，差一万倍；汇总时无从判断。

举例
    表头只印“项目资金”，年度资金总额填 80；表头印“（万元）”，年度资金总额填的是以元为单位的 35000000000。

怎么改
    在项目资金栏写明“（万元）”，或在每个金额后写明单位；按元填的，换算成万元。
"""

from decimal import Decimal

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.form import AMOUNTS
from jiheng.quantity.words import grouped, is_blank

CHECK = Check(
    code="F12",
    official="项目资金未注明计量单位。",
    severity=Severity.NOTICE,
    rules=("checks.filling.money_unit_stated", "checks.filling.greatest_amount"),
    page=__doc__,
)

_HUNDRED_MILLION = 10**8


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for the unit of money, and for an amount that cannot be in it."""
    fund = case.form.fund()
    amounts = [] if fund is None else [fund.initial, fund.budget, fund.executed]
    printed = [amount for amount in amounts if amount and not is_blank(amount)]
    if not printed:
        return not_applicable("没有填项目资金")
    if any("元" in amount for amount in printed) or (case.form.money_unit and "元" in case.form.money_unit):
        return judged([found for found in (_beyond_belief(case),) if found is not None])
    if case.form.money_unit is None:
        return insufficient("记录中没有资金单位一项，看不出原表是否写了单位")
    return judged(
        [
            CHECK.at(
                case,
                "money_unit",
                f"项目资金没有写单位，年度资金总额 {printed[0]} 是元还是万元看不出来。",
                "在项目资金栏写明“（万元）”，或在每个金额后写明单位。",
                expected="万元",
            )
        ]
    )


def _beyond_belief(case: Case) -> Finding | None:
    """What is said of the first amount that is more than any that is ever granted."""
    most = case.book.number("checks.filling.greatest_amount") * _HUNDRED_MILLION
    for row in case.funds:
        for field in AMOUNTS:
            amount: Decimal | None = getattr(row, field)
            if amount is not None and amount > most:
                sum_told = grouped(amount / _HUNDRED_MILLION, 0)
                said = f"{row.name}写的是 {row.printed(field)}，按表上的单位合 {sum_told} 亿元，"
                said += "比全国最大的一项转移支付还多，单位或数字写错了。"
                advice = "对照批复核对：按元填的换算成万元，多打了数字的改正。"
                return CHECK.at(row, field, said, advice, severity=Severity.WARNING)
    return None
