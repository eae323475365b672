"""预算调整较大而没有说明

是什么
    全年预算数比年初预算数增减的幅度达到办法规定的比例，表中（预期目标、完成情况、偏差原因）没有一处提到预算调整；
    或者年初预算数是 0、是空的，也没有说明是年中新增。增加的正好是上年结转资金的，不算。

为什么
    预算大增大减，原定的目标往往也要跟着调整；不作说明，看不出目标是否还合适。

举例
    年初预算数 54，全年预算数 90，增加 66.67%，全表没有说明。

怎么改
    在完成情况或偏差原因栏说明追加、调减的原因；目标随预算调整过的，一并说明。年初没有预算的，年初预算数填 0。
"""

from decimal import Decimal

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.word_lists import mentions
from jiheng.quantity.words import is_empty, percent

CHECK = Check(
    code="R07",
    official="全年预算数与年初预算数差异较大，未说明预算调整原因。",
    severity=Severity.NOTICE,
    rules=("budget.adjusted_from",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the annual with the initial budget."""
    row = case.total_fund
    if row is None or not row.budget:
        return insufficient("全年预算数没有填，或为 0")
    if row.fund.initial is None:
        return not_applicable("表样没有年初预算数一栏")
    what = _what(case, row, row.budget)
    if not what or _explained(case):
        return judged([])
    return judged(
        [
            CHECK.finding(
                row.place("initial" if is_empty(row.fund.initial) else "budget"),
                row.fund.initial if is_empty(row.fund.initial) else row.fund.budget,
                "0" if is_empty(row.fund.initial) else "",
                what,
                "在完成情况或偏差原因栏说明预算调整的原因，目标是否随之调整"
                + ("；年初没有预算的，年初预算数填 0。" if not row.initial else "。"),
            )
        ]
    )


def _what(case: Case, row: FundRow, budget: Decimal) -> str:
    """What wants a reason, "" when nothing does."""
    if _carried_over(case, budget - (row.initial or 0)):
        return ""
    if is_empty(row.fund.initial):
        return f"年初预算数没有填，全年预算数 {row.fund.budget}；年中新增的没有说明，没有就填 0。"
    if row.initial is None or row.initial < 0:
        return ""
    if row.initial == 0:
        return f"年初预算数为 0，全年预算数 {row.fund.budget}，年中新增没有说明来由。"
    change = budget / row.initial - 1
    if abs(change) < case.book.number("budget.adjusted_from"):
        return ""
    direction = "增加" if change > 0 else "减少"
    return (
        f"年初预算数 {row.fund.initial}，全年预算数 {row.fund.budget}，{direction} {percent(abs(change))}，"
        "表中没有说明原因。"
    )


def _carried_over(case: Case, added: Decimal) -> bool:
    """Whether what was added is the money carried over from last year."""
    return any(row.budget and row.budget == added for row in case.funds if row.name == "上年结转资金")


def _explained(case: Case) -> bool:
    texts = [case.form.goal_actual or "", case.form.goal_expected or ""]
    texts += [row.indicator.reason or "" for row in case.rows]
    return any(mentions(case.book, "checks.reasons.adjustment_words", text) for text in texts)
