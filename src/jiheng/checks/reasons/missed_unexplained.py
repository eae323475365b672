"""未达到目标而没有说明原因

是什么
    实际完成值没有达到年度指标值，偏差原因分析及改进措施一栏是空的。

为什么
    办法要求：未完成或偏离目标的指标，必须说明原因和改进措施。

举例
    年度指标值 ≥95%，实际 90%，偏差原因栏空白。

怎么改
    写明没有达到的原因和下一步的改进措施。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import in_words, missed, slipped, versus
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import has_column
from jiheng.checks.remembered import once
from jiheng.quantity.words import is_blank
from jiheng.scoring.execution import scores_execution

CHECK = Check(
    code="R01",
    official="未达到年度指标值[（目标{target}，完成{actual}）]，未说明偏差原因和改进措施。",
    severity=Severity.ERROR,
    rules=("reasons.missed",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find missed targets whose reason is blank."""
    if not has_column(case.rows):
        return not_applicable("表中没有偏差原因一栏")
    rows = [row for row, _ in case.said(_is_missed)]
    if not rows:
        return not_applicable("没有能看出未达到目标的指标")
    return judged([_finding(row) for row in rows if is_blank(row.indicator.reason)])


@CHECK.on_row
def _is_missed(row: Row) -> bool:
    return missed(row) and not slipped(row) and not scores_execution(row.indicator)


@once
def _finding(row: Row) -> Finding:
    return CHECK.at(
        row,
        "reason",
        f"{versus(row)}，没有达到目标，偏差原因栏是空的。",
        "写明没有达到的原因和下一步的改进措施；若实际完成值或目标填错，先更正。",
        severity=Severity.WARNING if row.score.inferred or in_words(row) else Severity.ERROR,
    )
