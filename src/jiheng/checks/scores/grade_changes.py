"""按规则重算后等级不同

是什么
    按办法重算各项得分（定性等须由人判断的取填报的得分），总分所属的等级与填报的总分不同。

为什么
    差几分也许只是小错，跨了等级就影响结论、公开和下年预算安排。

举例
    填报的总分 91 为优，重算为 88.2，为良。

怎么改
    先改正本表列出的得分错误，再按改正后的总分确定等级。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import grade_of
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import plain

CHECK = Check(
    code="S08",
    official="按评分规则复核，总分为{expected}分，等级相应变化。",
    severity=Severity.WARNING,
    rules=("grade.bands",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the grade of the printed total with that of the recomputed one."""
    printed = case.figure("total_score")
    if printed is None:
        return not_applicable("没有总分，或总分读不成数字")
    if case.execution_weight is None and not case.has_column("weight"):
        return insufficient("表上没有印分值，重算的总分要看当地办法，不据以判断")
    if case.points_elsewhere:
        return insufficient(f"“{case.points_elsewhere}”另有得分，重算不到，不据以判断")
    if case.figures_doubted:
        return insufficient("读取时有的分值、得分不能确定，不据以判断")
    if case.totals_indicators_only:
        return insufficient("总分行只合计了各项指标，不含执行率得分，不据以判断等级")
    recomputed = case.score.total.score
    if recomputed is None or case.score.grade is None:
        return insufficient("表中数据不全，不能重算总分")
    grade = grade_of(printed, case.book)
    if grade == case.score.grade:
        return judged([])
    return judged(
        [
            CHECK.at(
                case,
                "total_score",
                f"填报的总分 {plain(printed)} 为“{grade}”；按规则重算为 {plain(recomputed)}，为“{case.score.grade}”。",
                "先改正本表列出的得分错误，再按改正后的总分确定等级。",
                expected=plain(recomputed),
            )
        ]
    )
