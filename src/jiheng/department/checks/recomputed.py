"""整体得分按复算得分会不同

是什么
    按办法所用的方法，用表中得分算出的整体得分与用复算得分算出的相差超过容差。

为什么
    各表的得分算错了，整体得分跟着错；等级也可能不同。

举例
    按表中得分平均 93.20 分，按复算得分平均 91.85 分。

怎么改
    先改正各表的得分（jiheng audit 列出每一处），再重新汇总。
"""

from decimal import Decimal

from jiheng.checks.outcome import Outcome, Severity, insufficient, judged
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.result import Basis
from jiheng.quantity.words import plain

CHECK = DepartmentCheck(
    code="D10",
    official="整体得分填报为{printed}分，按复核得分计算为{expected}分。",
    severity=Severity.WARNING,
    rules=("department.overall.method", "agreement.score_tolerance"),
    page=__doc__,
)


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Compare the overall score that counts on both bases; where it waits for a figure, its lower bound."""
    counting = {result.basis: result for result in scene.group.overall if result.counts}
    printed, again = (_figure(counting[basis].score, counting[basis].low) for basis in Basis)
    if printed is None or again is None:
        return insufficient("整体得分不能计算")
    if abs(printed - again) <= scene.book.number("agreement.score_tolerance"):
        return judged([])
    method = counting[Basis.PRINTED].method.label
    message = f"{method}：按表中得分为 {plain(printed)} 分，按复算得分为 {plain(again)} 分。"
    if counting[Basis.PRINTED].score is None:
        message = f"{method}（未计管理得分）：按表中得分为 {plain(printed)} 分，按复算得分为 {plain(again)} 分。"
    advice = "先改正各表的得分（jiheng audit 列出每一处），再重新汇总。"
    return judged([CHECK.finding("部门", plain(printed), plain(again), message, advice)])


def _figure(score: Decimal | None, low: Decimal | None) -> Decimal | None:
    return score if score is not None else low
