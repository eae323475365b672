"""所写的整体得分算不出来

是什么
    报告（或 --stated）写的部门整体得分，用简单平均、按预算或执行数加权、分项法都得不出。

为什么
    整体得分是结论，别人会照着各项目的得分复算。算不出的，要么算错了，要么少说了办法和数据。

举例
    报告写整体得分 97.60 分（简单平均），按各表总分平均是 96.85 分，其他办法也得不出 97.60 分。

怎么改
    写明用的办法和权数，核对计入的项目和得分；分项法的，给出各项得分。
"""

from jiheng.checks import Finding
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.result import Method, Stated
from jiheng.quantity.words import plain

CHECK = DepartmentCheck(
    code="D07",
    official="所列整体得分{printed}分，经复核无法得出，未说明计算办法。",
    severity=Severity.WARNING,
    rules=("department.stated", "department.overall.method"),
    page=__doc__,
)


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Tell every stated score that no method reproduces."""
    stated = scene.group.stated
    if not stated:
        return not_applicable("没有给出报告所写的整体得分（--stated）")
    if all(result.score is None for result in scene.group.overall):
        return insufficient("各项目没有得分，整体得分不能计算")
    return judged([_finding(scene, told) for told in stated if not told.matches])


def _finding(scene: Scene, told: Stated) -> Finding:
    return CHECK.finding(
        told.where,
        plain(told.value),
        "",
        f"{told.where}写的整体得分 {plain(told.value)} 分，各种办法都得不出{_nearest(scene, told)}。",
        "写明用的办法和权数，核对计入的项目和得分；分项法的，给出各项得分。",
        severity=Severity.NOTICE if told.needed is not None else Severity.WARNING,
    )


def _nearest(scene: Scene, told: Stated) -> str:
    parts = [
        f"最接近的是{result.method.label}（{result.basis.label}）{plain(result.score)} 分"
        for result in scene.group.overall
        if (result.method, result.basis) == told.nearest and result.score is not None
    ]
    if told.needed is not None:
        parts.append(f"用{Method.PARTS.label}，管理得分须为 {plain(told.needed)} 分")
    return f"；{'；'.join(parts)}" if parts else ""
