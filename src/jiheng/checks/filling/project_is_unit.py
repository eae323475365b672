"""项目名称写成了单位名称

是什么
    “项目名称”一栏与主管部门或实施单位的名称相同，或者就是单位名称的后半截（警告）；
    或者以地名开头、以“局”“中心”一类结尾，像是别的单位的名称（提示）。

为什么
    看不出评的是哪个项目，无法与预算批复、决算对上。

举例
    项目名称“海云市河道管理所”，实施单位也是“海云市河道管理所”。

怎么改
    按预算批复填写项目名称；整个单位的自评，改用部门整体绩效评价的表。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.expression import expression
from jiheng.form import HEAD_FIELDS

CHECK = Check(
    code="F04",
    official="项目名称[“{printed}”]填写为单位名称，未反映项目内容。",
    severity=Severity.WARNING,
    rules=("checks.filling.project_named",),
    page=__doc__,
)

_REGION = expression(r".{1,6}[省市区县]")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the project's name with the unit's and the department's."""
    name = folded(case.form.project or "")
    others = {place: folded(case.printed(place)) for place in ("unit", "department")}
    if not name or not any(others.values()):
        return not_applicable("没有填项目名称，或没有填单位名称")
    place = next((place for place, other in others.items() if other.endswith(name)), None)
    if place is not None:
        return judged([_finding(case, f"是{HEAD_FIELDS[place]}“{case.printed(place)}”的名称", Severity.WARNING)])
    if _REGION.match(name) and name.endswith(case.book.words("checks.filling.unit_endings")):
        return judged([_finding(case, "像是一个单位的名称", Severity.NOTICE)])
    return judged([])


def _finding(case: Case, how: str, severity: Severity) -> Finding:
    return CHECK.at(
        case,
        "project",
        f"项目名称“{case.form.project}”{how}，看不出是哪个项目。",
        "按预算批复填写项目名称。",
        severity=severity,
    )
