"""执行率很低而指标全部满分

是什么
    预算执行率低于设定的比例，各项绩效指标却全部得满分，偏差原因栏也没有一句实在的说明。

为什么
    钱没有花完而事全部做完，可能是预算编多了、指标定低了，也可能是得分不实，都需要说明。

举例
    执行率 0%，产出、效益、满意度全部满分。

怎么改
    在偏差原因栏说明未支付的原因（结余、合同未到付款期、跨年支付等）；未完成的指标按实际扣分。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import full
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.reasoning import explains
from jiheng.checks.remembered import once
from jiheng.quantity.words import percent

CHECK = Check(
    code="S09",
    official="预算执行率偏低，绩效指标却全部自评满分，未说明原因。",
    severity=Severity.WARNING,
    rules=("checks.scores.low_execution",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the execution rate with the indicators' scores."""
    row = case.total_fund
    if row is None or row.rate is None:
        return insufficient("预算数为零或金额未填，执行率无法计算")
    if row.rate >= case.book.number("checks.scores.low_execution"):
        return not_applicable("执行率不低")
    if not is_full_unexplained(case):
        return judged([])
    return judged(
        [
            CHECK.at(
                row,
                "executed",
                f"执行率只有 {percent(row.rate)}（{row.fund.executed} ÷ {row.fund.budget}），"
                f"{len(case.rows)} 项指标却全部满分，也没有说明原因。",
                "在偏差原因栏说明资金没有支付的原因；没有完成的指标按实际情况扣分。",
            )
        ]
    )


@once
def is_full_unexplained(case: Case) -> bool:
    """Whether the rate is this low, every indicator has full marks, and no reason is given."""
    row = case.total_fund
    if row is None or row.rate is None or row.rate >= case.book.number("checks.scores.low_execution"):
        return False
    if not case.rows or not all(full(indicator) for indicator in case.rows):
        return False
    return not any(explains(indicator.indicator.reason, case.book) for indicator in case.rows)
