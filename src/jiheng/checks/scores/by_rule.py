"""定量指标得分与规则不符

是什么
    按年度指标值和实际完成值套用办法的公式，算出的得分与填报的得分不同。
    相差不超过办法的容差、或取整为整数的，只作提示；已达到目标而少给了分的，作为警告，写明了原因的只作提示。
    没有达到目标、扣得比公式多，而公式没有当地的表或文件写明的，也只作警告：可能当地扣分更严。
    未达到目标却得满分的，由另一检查指出。

为什么
    定量指标的得分是算出来的，不是评出来的。多给、少给都会使总分失真。

举例
    年度指标值 ≥400 吨，实际 386 吨，分值 10，应得 9.65，填为 9.8。

怎么改
    按公式改正得分和总分；得分无误的，核对年度指标值、实际完成值及其单位。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import exact_score, full, missed, rule_of, slipped, versus
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.reasoning import explains
from jiheng.checks.rounding import score_gap
from jiheng.places.book import Certainty
from jiheng.quantity.words import plain
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.result import Direction, Score, Verdict

CHECK = Check(
    code="S01",
    official="填报的得分为{printed}分，与评分规则不符[，经复核应为{expected}分]。",
    severity=Severity.ERROR,
    rules=("positive.formula", "reverse.formula"),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the printed score of every quantitative indicator with the recomputed one."""
    found = case.said(_finding)
    if found:
        return judged([finding for _, finding in found])
    if any(_is_decided(row) for row in case.rows):
        return judged([])
    if all(row.score.direction is Direction.QUALITATIVE for row in case.rows):
        return not_applicable("没有定量指标")
    return insufficient("没有一项定量指标的得分可以由表中数字算出")


def _is_decided(row: Row) -> bool:
    """Whether the score of a quantitative indicator follows from its figures."""
    score = row.score
    return score.direction is not Direction.QUALITATIVE and score.score.verdict is Verdict.SCORED and _in_range(row)


def _in_range(row: Row) -> bool:
    printed, weight = row.score.printed, row.score.weight
    return printed is not None and weight is not None and 0 <= printed <= weight


def _is_documented(scored: Score) -> bool:
    """Whether the formula stands in a form or a document of the place, so that no stricter one is to be thought of."""
    return any(Certainty(cited.certainty).is_documented for cited in scored.trace.parameters[:1])


@CHECK.on_row
def _finding(row: Row) -> Finding | None:
    scored, printed = row.score.score, row.score.printed
    if printed is None or scored.score is None or not _is_decided(row) or (missed(row) and full(row)) or slipped(row):
        return None
    exact = exact_score(row)
    if printed == exact:
        return None
    places = int(row.book.number("rounding.places"))
    tolerance, mode = row.book.number("agreement.score_tolerance"), rules_of(row.book).rounding
    severity = score_gap(printed, exact, places, tolerance, mode=mode)
    if severity is None:
        return None
    expected = plain(scored.score)
    if missed(row):
        told = f"{versus(row)}：{scored.trace.formula}，得分填为 {row.indicator.score}。"
        advice = f"把得分改为 {expected}，并重算总分；若目标或实际填错，先更正。"
        if printed < exact and severity is Severity.ERROR and not _is_documented(scored):
            severity = Severity.WARNING
            advice += "当地办法扣分更严的，写明依据。"
    else:
        told = f"{versus(row)}，已达到目标，按规则得满分 {expected}，填为 {row.indicator.score}。"
        advice = f"没有扣分理由的，把得分改为 {expected}；确有不足的，在偏差原因栏写明扣分原因。"
        reasoned = explains(row.indicator.reason, row.book)
        severity = Severity.NOTICE if reasoned or severity is Severity.NOTICE else Severity.WARNING
    if row.score.inferred and severity is Severity.ERROR:
        severity = Severity.WARNING
    return CHECK.finding(
        row.place("score"), row.indicator.score, expected, told, advice, rule_of(scored), severity=severity
    )
