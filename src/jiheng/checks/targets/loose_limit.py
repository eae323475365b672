"""时限定得过宽

是什么
    以时长为上限的指标（响应、修复、办结时间），实际用时只有上限的一定比例（默认一半）或更少，偏差原因栏没有说明。每张表合并为一条提示。

为什么
    上限比实际宽出几倍，怎么做都能达到，等于没有约束；也可能是实际值填错了单位。

举例
    “故障修复时间”≤24 小时，实际 6 小时。

怎么改
    核对单位；属实的，说明原因，下一年度按合同、历史水平把上限定实。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import versus
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import explains
from jiheng.checks.remembered import each
from jiheng.checks.word_lists import mentions, row_list
from jiheng.quantity import Comparator, Kind, Quantity
from jiheng.quantity.words import percent

CHECK = Check(
    code="T31",
    official="实际用时远低于目标时限[（目标{target}，完成{actual}）]，目标值偏宽松。",
    severity=Severity.NOTICE,
    rules=("checks.targets.loose_limit",),
    page=__doc__,
)

_LIMITS = (Comparator.LE, Comparator.LT)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the time that was needed with the limit."""
    limited = case.said(_limit)
    if not limited:
        return not_applicable("没有以时长为上限的指标")
    loose = [row for row, limit in limited if _is_loose(row, limit) and not explains(row.indicator.reason, case.book)]
    if not loose:
        return judged([])
    most = case.book.number("checks.targets.loose_limit")
    return judged(
        [
            CHECK.over(
                loose,
                "target",
                f"{row_list(loose)}的实际用时只有上限的 {percent(most)} 或更少（{versus(loose[0])}），"
                "上限定得偏宽，起不到约束作用。",
                "先核对单位；属实的写明原因，下一年度按合同约定、历史水平把上限定实。",
            )
        ]
    )


@CHECK.on_row
def _is_within(row: Row) -> bool:
    limit = _limit(row)
    return limit is not None and _is_loose(row, limit)


@each
def _limit(row: Row) -> Quantity | None:
    quantities = row.score.target.quantities
    only = quantities[0] if len(quantities) == 1 else None
    if only is None or only.kind is not Kind.DURATION or not only.base:
        return None
    if only.comparator not in _LIMITS or only.unit in row.book.words("checks.targets.plan_units"):
        return None
    return None if mentions(row.book, "checks.targets.payment_time", row.bare) else only


def _is_loose(row: Row, limit: Quantity) -> bool:
    got = row.score.actual.quantities
    if limit.base is None or len(got) != 1 or got[0].kind is not Kind.DURATION or not got[0].base:
        return False
    return got[0].base <= limit.base * row.book.number("checks.targets.loose_limit")
