"""单位栏写了内设科室

是什么
    主管部门或实施单位写的是内设科室（“大数据科”），不是单位。

为什么
    自评的主体是单位；写科室，预算、决算都对不上，汇总时找不到归属。

举例
    主管部门“产业发展科”。

怎么改
    写单位的规范全称；需要注明科室的，写在项目负责人一栏。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import word_pattern
from jiheng.form import HEAD_FIELDS

CHECK = Check(
    code="F14",
    title="单位栏写了内设科室",
    severity=Severity.WARNING,
    rules=("checks.filling.office_endings",),
    page=__doc__,
)

_LONGEST = 8
"""A longer name that ends so carries its unit with it."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find an office in the place of a unit."""
    names = {place: case.printed(place) for place in ("department", "unit")}
    if not any(names.values()):
        return not_applicable("没有填主管部门和实施单位")
    endings = word_pattern(case.book, "checks.filling.office_endings")
    found = []
    for place, name in names.items():
        ends = any(match.end() == len(name) for match in endings.finditer(name))
        if ends and len(name) <= _LONGEST and "局" not in name:
            message = f"{HEAD_FIELDS[place]}“{name}”是内设科室，不是单位。"
            found.append(CHECK.finding(place, name, "", message, "写单位的规范全称。"))
    return judged(found)
