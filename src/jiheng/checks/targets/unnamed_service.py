"""服务内容没有说明

是什么
    数量指标的名称整个是“服务内容数量”“工作任务数量”，没有说是什么服务、什么任务。

为什么
    “8 项”指的是哪 8 项看不出来，完成与否无法核对。

举例
    数量指标“服务内容数量”＝8 项。

怎么改
    写出具体做什么（巡检、备份、培训），分别写次数；或者在说明中列出各项。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import short
from jiheng.expression import expression

CHECK = Check(
    code="T24",
    title="服务内容没有说明",
    official="指标名称[“{printed}”]未说明具体服务事项。",
    severity=Severity.NOTICE,
    rules=("checks.targets.named",),
    page=__doc__,
)

_BARE = expression(r"(?:提供)?(?:服务|工作|任务|项目|运维|维护)(?:内容|任务|事项|项目)?(?:的)?(?:数量|项数|个数|数)")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find quantities of nothing in particular."""
    rows = [row for row in case.rows if row.second is Second.QUANTITY and row.indicator.l3]
    if not rows:
        return not_applicable("没有数量指标")
    return judged([_finding(row) for row in rows if _BARE.fullmatch(row.bare)])


def _finding(row: Row) -> Finding:
    return CHECK.finding(
        row.place("l3"),
        row.indicator.l3,
        "",
        f"第{row.index + 1}行「{short(row.bare)}」没有说是什么，数的是哪几项看不出来。",
        "写出具体做什么（巡检、备份、培训），分别写次数；或者在说明中列出各项。",
    )
