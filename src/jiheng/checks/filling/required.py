"""必填的栏目空着

是什么
    项目名称、主管部门、实施单位等必填栏目没有填。表中本来就没有这一栏的，不算。

为什么
    这些栏目说明是谁的哪个项目；空着，表就无法与预算、决算对上，也无法汇总。

举例
    “实施单位”一栏空白。

怎么改
    按预算批复填写规范全称；主管部门与实施单位是同一单位的，两栏都填。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.form import HEAD_FIELDS, cell
from jiheng.quantity.words import is_blank

CHECK = Check(
    code="F01",
    official="未填报{field}。",
    severity=Severity.ERROR,
    rules=("checks.filling.required",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find required cells left blank."""
    asked = [place for place in case.book.words("checks.filling.required") if cell(case.form, place) is not None]
    if not asked:
        return not_applicable("表中没有这些栏目")
    return judged(
        [
            CHECK.at(case, place, f"没有填{HEAD_FIELDS[place]}。", f"按预算批复填写{HEAD_FIELDS[place]}，用规范全称。")
            for place in asked
            if is_blank(cell(case.form, place))
        ]
    )
