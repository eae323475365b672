"""指标值没有符号，好坏方向不明

是什么
    指标值只是一个数，没有写≥、≤或＝，从名称也看不出大好还是小好，而实际完成值与它不相等。每张表合并为一条提示。

为什么
    超过目标是好是坏，要看符号。没有符号，实际值高于或低于目标时，该不该扣分没有依据。

举例
    数量指标“搬迁设备数量”，年度指标值 150，实际完成值 209：是要求不少于 150，还是正好 150？

怎么改
    在指标值前补上≥、≤或＝；以批复的绩效目标为准。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import row_list
from jiheng.quantity import Kind, Quantity
from jiheng.scoring.result import Direction

CHECK = Check(
    code="T07",
    official="年度指标值未注明“≥”“≤”或“＝”，完成与否缺少判断依据。",
    severity=Severity.NOTICE,
    rules=("checks.targets.signed",),
    page=__doc__,
)

_COUNTED = (Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.DURATION)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find unsigned targets whose actual value differs and whose sense is not clear."""
    unclear = [row for row, _ in case.said(_unclear)]
    if not unclear:
        return judged([]) if any(map(_figure, case.rows)) else not_applicable("没有定量指标")
    return judged(
        [
            CHECK.over(
                unclear,
                "target",
                f"{row_list(unclear)}的指标值没有写≥、≤或＝，实际完成值又与它不同，该不该扣分没有依据。",
                "按批复的绩效目标在指标值前补上≥、≤或＝。",
            )
        ]
    )


def _figure(row: Row) -> Quantity | None:
    quantities = row.score.target.quantities
    return quantities[0] if len(quantities) == 1 and quantities[0].kind in _COUNTED else None


@CHECK.on_row
def _unclear(row: Row) -> bool:
    target = _figure(row)
    actuals = row.score.actual.quantities
    if target is None or row.score.weight is None or target.comparator is not None or len(actuals) != 1:
        return False
    if target.upper is not None:  # 6-12个月 says what it asks for
        return False
    actual = actuals[0]
    comparable = actual.kind is target.kind and actual.base is not None and actual.upper is None
    return comparable and actual.base != target.base and row.score.direction is Direction.UNKNOWN
