"""同一项目有几张表，只计一张

是什么
    同一单位、同一年度、名称相同的项目有不止一张自评表，可能在不同的文件、不同的格式里。
    汇总时只计一张：有总分的先于没有的，填得全的先于不全的，一样的以先读到的为准。
    几张的金额或总分不同的为错误，其余为警告。

为什么
    重复的表会使项目数和金额虚增。几张内容不同的，选错一张，合计就错。

举例
    “垃圾清运服务”在 Word 和 Excel 里各有一张，执行数一张写 90 万元，一张写 92 万元；计入填得较全的一张。

怎么改
    核实后只留一张；确是两个项目的，在名称中区分。
"""

from jiheng.checks import Finding
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.result import Double

CHECK = DepartmentCheck(
    code="D05",
    official="“{printed}”报送了几张自评表，汇总时只计一张。",
    severity=Severity.ERROR,
    rules=("checks.batch.one_form_each",),
    page=__doc__,
)

_SHOWN = 3


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Tell every project that has several forms."""
    if len(scene.group.projects) + len(scene.group.doubles) < 2:
        return not_applicable("只有一张自评表")
    return judged([_finding(scene, double) for double in scene.group.doubles])


def _finding(scene: Scene, double: Double) -> Finding:
    index = next(project.index for project in scene.group.projects if project.source == double.counted)
    shown = "；".join(double.differences[:_SHOWN]) + ("等" if len(double.differences) > _SHOWN else "")
    how = f"不同的地方：{shown}" if double.differences else "内容相同"
    others = "、".join(double.left_out)
    return CHECK.finding(
        "project",
        double.project,
        "",
        f"“{double.project}”有 {len(double.left_out) + 1} 张表，计入 {double.counted}（{double.why}），"
        f"未计入 {others}；{how}。",
        "核实后只留一张；确是两个项目的，在名称中区分。",
        severity=Severity.ERROR if double.figures else Severity.WARNING,
        forms=(index,),
    )
