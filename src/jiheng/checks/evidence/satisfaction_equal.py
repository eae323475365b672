"""完成值与目标恰好相等

是什么
    满意度的实际完成值与年度指标值是同一个数（目标 95%，实际也是 95%）。每张表合并为一条提示。
    目标本身是 100% 的不算。时间、比率一类用≥或≤作目标的，完成值恰好等于限值（≤30 分钟、实际 30 分钟），也在此合并提示；
    质量指标的比率没有写≥的，也当作最低要求。

为什么
    调查得来的满意度很少正好等于目标，多半是照着目标填的；复核人员会要求提供调查问卷和统计表。

举例
    沿河居民满意度 ≥90%，实际完成值 90%。

怎么改
    附上满意度调查的样本数和统计结果，按统计结果填写；没有做调查的，补做调查。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, row_list
from jiheng.quantity import Comparator, Kind, Quantity, Value

CHECK = Check(
    code="E05",
    official="实际完成值[{printed}]与目标值恰好相等，缺少统计依据。",
    severity=Severity.NOTICE,
    rules=("checks.evidence.satisfaction_margin",),
    page=__doc__,
)

_WHOLE = Decimal(100)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find satisfaction that equals its target."""
    asked = any(row.is_satisfaction and _figure(row.score.target) for row in case.rows)
    bounded = [row for row, _ in case.said(_bound) if not row.is_satisfaction]
    if not asked and not bounded:
        return not_applicable("没有以数字为目标的满意度指标，也没有以上下限为目标的时间、比率指标")
    equal = [row for row, _ in case.said(equals_target)]
    exact = [row for row in bounded if _at_bound(row)]
    return judged((_satisfied(equal) if equal else []) + (_bounds(exact) if exact else []))


@CHECK.on_row
def _bound(row: Row) -> bool:
    """Whether the target limits a time or a share: no cost, not 100 %."""
    quantities = row.score.target.quantities
    if row.is_cost or len(quantities) != 1:
        return False
    only = quantities[0]
    if only.kind is not Kind.SHARE and only.kind is not Kind.DURATION:
        return False
    rate = only.kind is Kind.SHARE and row.second is Second.QUALITY  # a rate of quality is a least, sign or no sign
    if only.comparator not in (Comparator.GE, Comparator.LE) and not (rate and only.comparator is None):
        return False
    if only.kind is Kind.SHARE and only.base in (Decimal(1), Decimal(0)):
        return False
    return rate or mentions(row.book, "checks.evidence.bound_words", row.bare)


def _at_bound(row: Row) -> bool:
    got = row.score.actual.quantities
    if len(got) != 1 or got[0].comparator is not None or got[0].upper is not None or got[0].base is None:
        return False
    return got[0].base == row.score.target.quantities[0].base


def _bounds(exact: list[Row]) -> list[Finding]:
    first = exact[0]
    return [
        CHECK.over(
            exact,
            "actual",
            f"{row_list(exact)}的实际完成值 {first.indicator.actual} 恰好等于指标值的上下限，像是照着目标填的。",
            "查工单、台账，写实际平均或最长用时、实际比率。",
        )
    ]


def _satisfied(equal: list[Row]) -> list[Finding]:
    first = equal[0]
    return [
        CHECK.over(
            equal,
            "actual",
            f"{row_list(equal)}的实际完成值 {first.indicator.actual} 与目标恰好相等，应有调查结果支持。",
            "附上满意度调查的样本数和统计结果，按统计结果填写；没有做调查的，补做调查。",
        )
    ]


def _figure(value: Value) -> Quantity | None:
    """The one share of a cell; a bare figure counts as one, 0起 does not."""
    only = value.quantities[0] if len(value.quantities) == 1 else None
    if only is None or only.upper is not None:
        return None
    return only if only.kind is Kind.SHARE or (only.kind is Kind.COUNT and not only.unit) else None


@CHECK.on_row
def equals_target(row: Row) -> bool:
    """Whether satisfaction is exactly its target, and that is not 100 %."""
    if not row.is_satisfaction:
        return False
    target, actual = _figure(row.score.target), _figure(row.score.actual)
    if target is None or actual is None or not (row.indicator.actual or "")[:1].isdigit():
        return False  # an actual value that begins with a sign is no figure at all (E02)
    return target.figure == actual.figure != _WHOLE
