"""实际完成值不是目标所列的等级

是什么
    定性指标的年度指标值列出了等级（如 优良中低差、好坏、合格/不合格），实际完成值却不以其中一个等级开头。

为什么
    不写等级就不能定档给分；写了别的等级，说明没有按批复的目标评价。

举例
    年度指标值“好坏”，实际完成值“优（运行平稳）”，应写“好（运行平稳）”。

怎么改
    实际完成值先写目标所列的一个等级，再用括号补充具体情况。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.quantity import closing
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="S05",
    official="实际完成值[“{printed}”]未对应年度指标值所列等级，不能据以定档。",
    severity=Severity.WARNING,
    rules=("checks.scores.on_scale",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for the level at the start of the actual value."""
    found = case.said(_is_off_scale)
    if not found and not any(map(_has_scale, case.rows)):
        return not_applicable("没有列出等级的定性指标，或没有填实际完成值")
    return judged([_finding(row) for row, _ in found])


def _has_scale(row: Row) -> bool:
    return bool(row.score.target.scale) and not says_nothing(row.indicator.actual)


@CHECK.on_row
def _is_off_scale(row: Row) -> bool:
    return _has_scale(row) and not _on_scale(row)


def _on_scale(row: Row) -> bool:
    scale, level = row.score.target.scale, row.score.actual.level
    if level:
        return level in scale
    actual = row.indicator.actual or ""
    return actual.startswith(scale) or closing(actual, scale) is not None


@once
def _finding(row: Row) -> Finding:
    scale, level = row.score.target.scale, row.score.actual.level
    told = f"写的是“{level}”" if level else "没有写明等级"
    return CHECK.at(
        row,
        "actual",
        f"年度指标值列出的等级是 {'、'.join(scale)}，实际完成值{told}，不能据以定档。",
        f"实际完成值先写 {'、'.join(scale)} 中的一个，再补充具体情况；等级与得分要相符。",
    )
