"""没有年度指标值

是什么
    指标填了名称和分值，年度指标值却是空的，或者只写“无”。

为什么
    没有指标值就没有评价的标准，得多少分都没有依据。

举例
    三级指标“巡查次数”，分值 10，年度指标值空白，实际完成值 52 次，得分 10。

怎么改
    从批复的绩效目标中补填年度指标值；批复中确实没有的，先按程序申报调整目标。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.quantity.words import not_concerned, says_nothing, short
from jiheng.scoring.execution import names_execution

CHECK = Check(
    code="T01",
    official="未填报年度指标值。",
    severity=Severity.ERROR,
    rules=("checks.targets.stated",),
    page=__doc__,
)


_OPTIONAL = "选填"


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find indicators without a target."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    missing = [row for row, _ in case.said(_is_missing)]
    if not missing and not any(map(_is_asked, case.rows)):
        return not_applicable("表样没有年度指标值一栏，或各行都不涉及")
    if len(missing) > 1 and len(missing) == len(case.rows):
        return judged([_finding(missing, f"全部 {len(missing)} 项指标都没有填年度指标值。")])
    return judged([_finding([row], f"“{short(row.bare)}”{_what(row)}。") for row in missing])


def _what(row: Row) -> str:
    if row.only_named and row.indicator.actual is not None:
        return "只有名称，指标值、完成值、得分都空着"
    return "没有填年度指标值"


def _is_asked(row: Row) -> bool:
    target = row.indicator.target
    return target is not None and not not_concerned(target) and not _is_optional(row)


@CHECK.on_row
def _is_missing(row: Row) -> bool:
    return says_nothing(row.indicator.target) and _is_asked(row) and not names_execution(row.indicator)


def _is_optional(row: Row) -> bool:
    """Whether the form itself leaves the row to whoever fills it in: 经济效益指标（选填）."""
    return any(_OPTIONAL in (text or "") for text in (row.indicator.l2, row.indicator.l3))


def _finding(rows: list[Row], message: str) -> Finding:
    row = rows[0]
    advice = "从批复的绩效目标中补填年度指标值；批复中没有的，先按程序调整目标。"
    if row.only_named and row.indicator.actual is not None:
        advice = "批复有这项指标的，补填指标值、完成值和得分；没有的，删去这一行。"
    places = tuple(missing.place("target") for missing in rows)
    return CHECK.at(row, "target", message, advice, places=places)
