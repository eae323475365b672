"""项目资金没有写单位

是什么
    项目资金一栏没有写“万元”或“元”，各个金额本身也没有带单位。

为什么
    80 是 80 元还是 80 万元，差一万倍；汇总时无从判断。

举例
    表头只印“项目资金”，年度资金总额填 80。

怎么改
    在项目资金栏写明“（万元）”，或在每个金额后写明单位。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import is_blank

CHECK = Check(
    code="F12",
    official="项目资金未注明计量单位。",
    severity=Severity.NOTICE,
    rules=("checks.filling.money_unit_stated",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for the unit of money."""
    fund = case.form.fund()
    amounts = [] if fund is None else [fund.initial, fund.budget, fund.executed]
    printed = [amount for amount in amounts if amount and not is_blank(amount)]
    if not printed:
        return not_applicable("没有填项目资金")
    if any("元" in amount for amount in printed) or (case.form.money_unit and "元" in case.form.money_unit):
        return judged([])
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
