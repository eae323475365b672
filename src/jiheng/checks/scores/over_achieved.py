"""大幅超额完成而没有扣分

是什么
    办法规定：年初指标值设定偏低、实际大幅超过的，按超出幅度分档扣分。
    本表某项指标的超出幅度已进入扣分的档次，得分却没有扣；目标是否偏低要由人判断，这里给出两种结果供复核。
    扣了分而扣分数与档次不符的，也在这里指出。

为什么
    目标定得太低，完成得再多也说明不了绩效；不扣分又不说明，复核时会被退回。

举例
    目标 ≥1 份，实际 7 份，分值 10，得分 10；目标确属偏低的，应扣 30%，得 7 分。

怎么改
    判断年初目标是否明显偏低：偏低的，按档次扣分；不偏低的，在偏差原因栏说明超额的原因。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import either, over_steps_apply, versus
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import explains
from jiheng.quantity.words import percent, plain

CHECK = Check(
    code="S03",
    official="实际完成值大幅超出年度指标值[（目标{target}，完成{actual}）]，应判断目标值是否偏低并据以计分。",
    severity=Severity.WARNING,
    rules=("over.steps",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look at every indicator whose excess falls into one of the rulebook's steps."""
    if not case.book.rows("over.steps"):
        return not_applicable("办法没有规定超额完成分档扣分")
    rows = [row for row, _ in case.said(_is_over)]
    if not rows:
        return not_applicable("没有指标的超出幅度进入扣分档次")
    findings = [_finding(case, row) for row in rows]
    return judged([finding for finding in findings if finding])


@CHECK.on_row
def _is_over(row: Row) -> bool:
    return over_steps_apply(row) and row.score.printed is not None


def _finding(case: Case, row: Row) -> Finding | None:
    scored, printed, over = row.score.score, row.score.printed, row.score.over
    if printed is None or over is None or scored.high is None or printed > scored.high:
        return None
    tolerance = case.book.number("agreement.score_tolerance")
    reduced = min(alternative.score for alternative in scored.alternatives)
    if abs(printed - reduced) <= tolerance:
        return None
    undeducted = printed == scored.high
    reasoned = explains(row.indicator.reason, case.book)
    told = "没有扣分" + ("" if reasoned else "，也没有说明原因") if undeducted else "扣分与档次不符"
    return CHECK.at(
        row,
        "score",
        f"{versus(row)}，超出目标 {percent(over)}，得分填为 {row.indicator.score}，{told}。"
        f"两种结果：{either(scored)}。",
        f"判断年初目标是否明显偏低：偏低的把得分改为 {plain(reduced)}；不偏低的，给满分并在偏差原因栏说明超额的原因。",
        expected="" if undeducted else plain(reduced),
        severity=Severity.NOTICE if reasoned and undeducted else Severity.WARNING,
    )
