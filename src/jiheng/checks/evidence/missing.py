"""没有填实际完成值

是什么
    指标有分值或指标值，实际完成值却是空的。预算执行率自成一行、指标值和完成值都空着的不算：数在项目资金里。

为什么
    没有实际完成值，得分没有依据；空着又给满分，是复核时最先退回的情况。

举例
    “培训人数”≥300 人，实际完成值空白，得分 10。

怎么改
    按原始资料补填实际完成值；确实没有开展的，写 0 并说明原因，得分相应改正。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.quantity.words import is_blank, not_concerned, short
from jiheng.scoring.execution import names_execution

CHECK = Check(
    code="E01",
    official="未填报实际完成值。",
    severity=Severity.ERROR,
    rules=("checks.evidence.stated",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find indicators in use without an actual value."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    missing = [row for row, _ in case.said(_is_missing)]
    if not missing and not any(map(_is_asked, case.rows)):
        return not_applicable("表样没有实际完成值一栏，或各行都不涉及")
    if len(missing) > 1 and len(missing) == len(case.rows):
        return judged([_finding(missing, f"全部 {len(missing)} 项指标都没有填实际完成值。")])
    return judged([_finding([row], f"“{short(row.bare)}”没有填实际完成值。") for row in missing if not row.only_named])


def _is_asked(row: Row) -> bool:
    return row.indicator.actual is not None and not not_concerned(row.indicator.target)


@CHECK.on_row
def _is_missing(row: Row) -> bool:
    is_execution = is_blank(row.indicator.target) and names_execution(row.indicator)  # 预算执行率 | 10 | 9.9
    return is_blank(row.indicator.actual) and _is_asked(row) and not is_execution


def _finding(rows: list[Row], message: str) -> Finding:
    row = rows[0]
    advice = "按原始资料补填实际完成值；没有开展的写 0 并说明原因，得分相应改正。"
    places = tuple(missing.place("actual") for missing in rows)
    return CHECK.at(row, "actual", message, advice, places=places)
