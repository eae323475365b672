"""预算调整较大而没有说明

是什么
    全年预算数比年初预算数增减的幅度超过办法规定的比例，表中（完成情况、偏差原因）没有一处提到预算调整。
    年初预算数为 0 的（年中新增项目）不算。

为什么
    预算大增大减，原定的目标往往也要跟着调整；不作说明，看不出目标是否还合适。

举例
    年初预算数 54，全年预算数 90，增加 66.67%，全表没有说明。

怎么改
    在完成情况或偏差原因栏说明追加、调减的原因；目标随预算调整过的，一并说明。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import percent

CHECK = Check(
    code="R07",
    title="预算调整较大而没有说明",
    severity=Severity.NOTICE,
    rules=("budget.adjusted_from",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the annual with the initial budget."""
    row = case.total_fund
    if row is None or row.initial is None or row.budget is None:
        return insufficient("年初预算数或全年预算数没有填")
    if row.initial <= 0:
        return not_applicable("年初预算数为 0，是年中新增的项目")
    change = row.budget / row.initial - 1
    if abs(change) <= case.book.number("budget.adjusted_from"):
        return judged([])
    texts = [case.form.goal_actual or "", *(indicator.indicator.reason or "" for indicator in case.rows)]
    words = case.book.words("checks.reasons.adjustment_words")
    if any(word in text for text in texts for word in words):
        return judged([])
    direction = "增加" if change > 0 else "减少"
    return judged(
        [
            CHECK.finding(
                row.place("budget"),
                row.fund.budget,
                "",
                f"年初预算数 {row.fund.initial}，全年预算数 {row.fund.budget}，{direction} {percent(abs(change))}，"
                "表中没有说明原因。",
                "在完成情况或偏差原因栏说明预算调整的原因，目标是否随之调整。",
            )
        ]
    )
