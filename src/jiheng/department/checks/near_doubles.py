"""两个项目名称相近、金额相同

是什么
    同一单位的两个项目，名称只差几个字，年初预算数、全年预算数、全年执行数都相同。

为什么
    多半是同一个项目用了两个名称，被算了两次。

举例
    “社区文化活动补助”与“社区文化活动补助项目”，三个金额都是 36 万元。

怎么改
    核对是否同一项目：是的，只留一张；不是的，在名称中区分。
"""

from collections.abc import Sequence

from jiheng.checks import Finding
from jiheng.checks.names import folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.similar import candidates, clusters
from jiheng.checks.word_lists import likeness
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.result import RollupProject

CHECK = DepartmentCheck(
    code="D06",
    official="部分项目名称相近、金额相同，疑为同一项目：{projects}。",
    severity=Severity.WARNING,
    rules=("department.doubles.likeness",),
    page=__doc__,
)


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Compare the names of projects with equal amounts."""
    known = [
        project for project in scene.group.projects if project.amounts.budget and project.amounts.executed is not None
    ]
    if len(known) < 2:
        return not_applicable("不足两个填了金额的项目")
    least = float(scene.book.number("department.doubles.likeness"))
    names = [_name(project) for project in known]
    pairs = candidates([[f"{project.unit}{project.amounts}"] for project in known])
    groups = clusters(len(known), pairs, lambda one, other: likeness(names[one], names[other], least) > 0)
    return judged([_finding(scene, [known[index] for index in group]) for group in groups])


def _name(project: RollupProject) -> str:
    """The name for comparison; 项目 at its end says nothing."""
    return folded(project.name).removesuffix("项目")


def _finding(scene: Scene, group: Sequence[RollupProject]) -> Finding:
    return CHECK.finding(
        "project",
        group[0].name,
        "",
        f"{scene.named({project.index for project in group})}名称相近，三个预算执行金额都相同，可能是同一个项目。",
        "核对是否同一项目：是的，只留一张；不是的，在名称中区分。",
        forms=tuple(project.index for project in group),
    )
