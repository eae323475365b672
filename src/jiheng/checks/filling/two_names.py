"""同一单位写了两个名称

是什么
    主管部门与实施单位明显是同一个单位，却一处写全称、一处少了地名。

为什么
    名称不统一，汇总时会当成两个单位。

举例
    主管部门“海云市水务局”，实施单位“水务局”。

怎么改
    两栏都用规范全称。
"""

from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.expression import expression

CHECK = Check(
    code="F13",
    official="主管部门与实施单位为同一单位，名称填报不一致[，应统一为“{expected}”]。",
    severity=Severity.NOTICE,
    rules=("checks.filling.one_name",),
    page=__doc__,
)

_CODE = expression(r"^[\[〔【(（]?[\dA-Za-z]{3,}[\]〕】)）]?[-—_－ ]?|[-—_－(（][\dA-Za-z]{3,}[)）]?$")
"""The code of a unit, before its name or behind it: 219001-松泠区园林环境局."""

_LEAST = 3
"""A shorter name may end many others (局, 中心)."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the names of department and unit."""
    department, unit = case.form.department or "", case.form.unit or ""
    if not department or not unit:
        return not_applicable("没有填主管部门，或没有填实施单位")
    names = sorted((_without_code(department), _without_code(unit)), key=len)
    if names[0] == names[1] or len(names[0]) < _LEAST or not names[1].endswith(names[0]):
        return judged([])
    longer = max(department, unit, key=len)
    return judged(
        [
            CHECK.finding(
                "unit",
                unit,
                longer,
                f"主管部门“{department}”与实施单位“{unit}”是同一单位，名称写得不一样。",
                f"两栏都用规范全称“{longer}”。",
            )
        ]
    )


@lru_cache(maxsize=4096)
def _without_code(name: str) -> str:
    return folded(_CODE.sub("", name))
