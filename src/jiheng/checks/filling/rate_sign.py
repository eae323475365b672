"""执行率没有写百分号

是什么
    年度资金总额的执行率只写了数（100、82.6），没有百分号。写成小数（0.826）的、栏名已经印了“（%）”的不算；只在办法说要写的地方查
    （`checks.filling.rate_sign`）。

为什么
    100 可以读成 100 倍，汇总时要靠人猜；同一批表里有的写、有的不写，排序、计算都会出错。

举例
    执行率填“100”。

怎么改
    写成“100%”。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.quantity import number
from jiheng.quantity.words import is_blank, plain

CHECK = Check(
    code="F20",
    official="执行率[“{printed}”]未注明百分号。",
    severity=Severity.NOTICE,
    rules=("checks.filling.rate_sign", "agreement.rate_tolerance"),
    page=__doc__,
)

_SIGNS = ("%", "％")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for the sign at the rate of the total."""
    if not case.book.flag("checks.filling.rate_sign"):
        return not_applicable("办法没有说执行率一格要写百分号")
    row = case.total_fund
    if row is None or is_blank(row.fund.rate):
        return not_applicable("没有填年度资金总额的执行率")
    if any(sign in label for label in case.form.labels.get("funds.rate", ()) for sign in _SIGNS):
        return not_applicable("执行率的栏名已经印了百分号")
    rate = number(row.fund.rate)
    if rate is None or rate <= 1 or row.rate is None:
        return judged([])
    if abs(rate.scaleb(-2) - row.rate) > case.book.number("agreement.rate_tolerance"):
        return not_applicable("执行率本身不对，另有检查指出")
    return judged(
        [
            CHECK.at(
                row,
                "rate",
                f"执行率“{row.fund.rate}”没有写百分号。",
                f"写成“{plain(rate)}%”。",
                expected=f"{plain(rate)}%",
            )
        ]
    )
