"""三级指标没有名称

是什么
    三级指标是空的，只写“指标1：”，或者把二级指标的名称照抄一遍（“社会效益指标”）。
    满意度指标写“服务对象满意度”的，不算照抄；预算执行率自成一行、各级都写它的，也不算。

为什么
    没有具体名称，不知道评的是什么事，指标值和得分都落不到实处。

举例
    二级指标“社会效益指标”，三级指标“社会效益”，指标值“有所提升”。

怎么改
    写出具体评什么，例如“受益企业数量”“平台年访问量”，并对照批复的绩效目标。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import bare_name, folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.quantity.words import says_nothing
from jiheng.scoring.execution import names_execution

CHECK = Check(
    code="T13",
    official="三级指标没有填报具体名称。",
    severity=Severity.ERROR,
    rules=("checks.targets.named",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find rows whose third level is empty, a bare number, or the second level again."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    if all(row.indicator.l3 is None for row in case.rows):
        return not_applicable("表样没有三级指标一栏")
    return judged([finding for row, finding in case.said(_judge) if row.indicator.l3 is not None])


@CHECK.on_row
def _judge(row: Row) -> Finding | None:
    name = bare_name(row.indicator.l3 or "")
    if says_nothing(name):
        return None if names_execution(row.indicator) else _finding(row, "没有写三级指标名称", Severity.ERROR)
    if not row.is_satisfaction and _stem(name) == _stem(row.indicator.l2 or "") and not names_execution(row.indicator):
        return _finding(row, f"三级指标照抄二级指标“{row.indicator.l2}”，没有写评什么", Severity.WARNING)
    return None


def _stem(name: str) -> str:
    return folded(name).removesuffix("指标")


def _finding(row: Row, what: str, severity: Severity) -> Finding:
    return CHECK.at(
        row,
        "l3",
        f"第{row.index + 1}行{what}。",
        "对照批复的绩效目标写出具体评什么，例如“受益企业数量”“平台年访问量”。",
        severity=severity,
    )
