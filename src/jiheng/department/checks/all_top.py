"""钱没花完，项目却全部评为最高等级

是什么
    部门预算执行率低于办法规定的比例，而所有项目都评为最高等级。

为什么
    预算没有执行，任务却全部圆满完成，多半是目标定低了、预算编大了，或者打分没有区分。

举例
    预算执行率 58%，32 个项目全部为优。

怎么改
    复核得分和目标值；确实完成了的，说明钱为什么没有花完。
"""

from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.quantity.words import percent

CHECK = DepartmentCheck(
    code="D08",
    official="预算执行率{printed}，各项目自评却均为最高等级，自评结果与执行情况不匹配。",
    severity=Severity.WARNING,
    rules=("department.scores.all_top",),
    page=__doc__,
)


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Set the grades beside the execution rate."""
    group = scene.group
    graded = sum(grade.printed for grade in group.grades)
    if graded < 2:
        return not_applicable("不足两个有总分的项目")
    rate = group.rates.execution.value
    if rate is None:
        return insufficient(group.rates.execution.trace.why)
    best, limit = group.grades[0], scene.book.number("department.scores.all_top")
    if rate >= limit or best.printed < graded:
        return judged([])
    message = f"部门预算执行率 {percent(rate)}，低于 {percent(limit)}，{graded} 个项目却全部为“{best.grade}”。"
    advice = "复核得分和目标值；确实完成了的，说明钱为什么没有花完。"
    return judged([CHECK.finding("部门", percent(rate), "", message, advice)])
