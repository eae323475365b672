"""有的项目缺总分或金额，没有计入

是什么
    项目没有可用的总分，整体得分没有算上它；或者没有全年预算数、全年执行数，执行率没有算上它。

为什么
    整体评价应覆盖全部项目。漏掉的项目会使得分和执行率偏高或偏低。

举例
    12 个项目中“档案数字化”没有填总分，整体得分只按 11 个项目计算。

怎么改
    补上缺的总分和金额后重新汇总。
"""

from collections.abc import Sequence

from jiheng.checks import Finding
from jiheng.checks.outcome import Outcome, Severity, judged
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.result import RollupProject
from jiheng.form import EXECUTION

CHECK = DepartmentCheck(
    code="D09",
    official="{projects}缺少总分或金额，未纳入汇总。",
    severity=Severity.WARNING,
    rules=("department.covered",),
    page=__doc__,
)

_ADVICE = "补上缺的总分和金额后重新汇总。"


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Tell the projects without a total score, and those without budget or executed."""
    projects = scene.group.projects
    unscored = [project for project in projects if project.printed is None]
    unfunded = [project for project in projects if project.amounts.budget is None or project.amounts.executed is None]
    found = []
    if unscored:
        found.append(_finding(scene, unscored, "total_score", "没有可用的总分，整体得分没有计入"))
    if unfunded:
        found.append(
            _finding(
                scene, unfunded, str(EXECUTION.at("budget")), "缺全年预算数或全年执行数，执行率和加权的得分没有计入"
            )
        )
    return judged(found)


def _finding(scene: Scene, projects: Sequence[RollupProject], place: str, what: str) -> Finding:
    indexes = tuple(project.index for project in projects)
    return CHECK.finding(place, "", "", f"{scene.named(indexes)}{what}。", _ADVICE, forms=indexes)
