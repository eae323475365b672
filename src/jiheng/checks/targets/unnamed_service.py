"""服务内容没有说明

是什么
    数量指标的名称整个是“服务内容数量”“技术服务数量”“工作任务数量”，没有说是什么服务、什么任务；
    或者只数了类别（“维护设备类别 5 类”）、只数了项目本身（“平台数量 1 个”“咨询服务 1 次”），没有数做了多少。

为什么
    “8 项”指的是哪 8 项看不出来，完成与否无法核对。

举例
    数量指标“服务内容数量”＝8 项。

怎么改
    写出具体做什么（巡检、备份、培训），分别写次数；或者在说明中列出各项。
"""

import re
from functools import lru_cache

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.same_fault import together
from jiheng.compiled import compiled
from jiheng.expression import expression
from jiheng.quantity import Kind

CHECK = Check(
    code="T24",
    official="指标名称[“{printed}”]未说明具体服务事项。",
    severity=Severity.NOTICE,
    rules=("checks.targets.named",),
    page=__doc__,
)

_KINDS = expression(r"(?:类别|种类|类型)(?:数量|数|个数)?$")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find quantities of nothing in particular."""
    if not any(row.indicator.l3 for row in case.of(Second.QUANTITY)):
        return not_applicable("没有数量指标")
    return judged(together(_finding(row, what) for row, what in case.said(unnamed)))


@CHECK.on_row
def unnamed(row: Row) -> str:
    """What a row of quantity leaves open, "" for one that names what it counts."""
    if row.second is not Second.QUANTITY or not row.indicator.l3:
        return ""
    if _bare(row.book.words("checks.targets.service_kinds")).fullmatch(row.bare):
        return "没有说是什么，数的是哪几项看不出来"
    if _KINDS.search(row.bare):
        return "只数了有几类，没有数做了多少"
    quantities = row.score.target.quantities
    is_once = len(quantities) == 1 and quantities[0].kind is Kind.COUNT and quantities[0].figure == 1
    if is_once and row.bare.endswith(row.book.words("checks.targets.one_whole")):
        return f"只数了 1{quantities[0].unit or row.indicator.unit or ''}，是项目本身，没有说做了哪些、多少"
    return ""


@lru_cache(maxsize=16)
def _bare(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """A name that is nothing but the number of services, tasks or items."""
    services = f"(?:{'|'.join(map(re.escape, kinds))})*服务"
    what = f"(?:{services}|工作|任务|项目|运维|维护)(?:内容|任务|事项|项目)?"
    return compiled(f"(?:提供)?{what}(?:的)?(?:数量|项数|个数|数)")


def _finding(row: Row, what: str) -> Finding:
    return CHECK.at(
        row,
        "l3",
        f"{row.label}{what}。",
        "写出具体做什么（巡检、备份、培训），分别写次数、台数；或者在说明中列出各项。",
    )
