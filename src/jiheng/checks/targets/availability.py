"""全年可用率定得偏低

是什么
    “无故障率”“系统可用率”一类全年连续运行的比率，指标值低于办法所定的下限（默认 99%）。每张表合并为一条提示。

为什么
    95% 听起来不低，按全年算却允许中断十八天多，与“稳定运行”“不间断”的目标不相称。

举例
    “网络无故障率”≥95%，实际 99%。

怎么改
    按合同的服务等级定目标（通常 99% 以上），并说明按时间还是按次数计算、数据从哪个监测系统取得。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, row_list
from jiheng.quantity import Kind
from jiheng.quantity.words import brief, percent

CHECK = Check(
    code="T32",
    official="全年可用率目标值[{target}]偏低，与稳定运行的要求不相称。",
    severity=Severity.NOTICE,
    rules=("checks.targets.availability_least",),
    page=__doc__,
)

_DAYS = Decimal(365)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Work out how many days a year the target allows to be down."""
    shares = case.said(_share)
    if not shares:
        return not_applicable("没有可用率、无故障率一类的指标")
    least = case.book.number("checks.targets.availability_least")
    low = [row for row, share in shares if share < least]
    if not low:
        return judged([])
    first = low[0]
    days = brief((1 - (_share(first) or Decimal(0))) * _DAYS, 1)
    return judged(
        [
            CHECK.over(
                low,
                "target",
                f"{row_list(low)}的指标值按全年算允许中断 {days} 天，定得偏低，也没有说明怎么计算。",
                f"按合同的服务等级定目标（通常 {percent(least)} 以上），写明计算方法和监测数据的来源。",
            )
        ]
    )


@CHECK.on_row
def _share(row: Row) -> Decimal | None:
    """The share of the year that the target asks for, None for a row that is no availability."""
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].kind is not Kind.SHARE or quantities[0].base is None:
        return None
    named = mentions(row.book, "checks.targets.availability_words", row.bare)
    return quantities[0].base if named and quantities[0].base > Decimal("0.5") else None
