"""比率超过100%

是什么
    满意度、合格率、覆盖率一类不会超过 100% 的比率，指标值或实际完成值却大于 100%。

为什么
    不可能的数，要么填错，要么口径不对（把完成量与计划量之比当成了合格率）。

举例
    “设备验收合格率”≥95%，实际完成值 105%。

怎么改
    核对原始资料后更正；要反映超额完成的，改用数量或完成率指标。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import each
from jiheng.checks.word_lists import word_pattern
from jiheng.quantity import Kind, Value
from jiheng.quantity.words import short

CHECK = Check(
    code="T16",
    official="比率[{printed}]超过100%，与实际不符。",
    severity=Severity.ERROR,
    rules=("checks.targets.whole_share",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find shares of a whole that are more than the whole."""
    shares = [row for row, _ in case.said(_is_share_of_whole)]
    if not shares:
        return not_applicable("没有满意度、合格率一类的指标")
    found = []
    for row in shares:
        for field, value in (("target", row.score.target), ("actual", row.score.actual)):
            if figure := _above_whole(row, value):
                found.append(_finding(row, field, figure))
    return judged(found)


@CHECK.on_row
def _is_above_whole(row: Row) -> bool:
    values = (row.score.target, row.score.actual)
    return any(_above_whole(row, value) for value in values) and _is_share_of_whole(row)


@each
def _is_share_of_whole(row: Row) -> bool:
    name = row.bare
    if not name.endswith(row.book.words("checks.targets.whole_share")):
        return False
    ends = [match.end() for match in word_pattern(row.book, "checks.targets.whole_share").finditer(name)]
    return len(name) in ends


def _above_whole(row: Row, value: Value) -> str | None:
    """The figure above 100 %, when the cell holds one figure and that is a share."""
    if len(value.quantities) != 1:
        return None
    only = value.quantities[0]
    if only.kind is not Kind.SHARE or only.unit != "%" or only.base is None or only.base <= Decimal(1):
        return None
    return f"{only.figure}%"


def _finding(row: Row, field: str, figure: str) -> Finding:
    printed = row.indicator.target if field == "target" else row.indicator.actual
    what = "指标值" if field == "target" else "实际完成值"
    return CHECK.finding(
        row.place(field),
        printed,
        "",
        f"“{short(row.bare)}”的{what}为 {figure}，这类比率不会超过 100%。",
        "核对原始资料后更正；要反映超额完成的，改用数量或完成率指标。",
    )
