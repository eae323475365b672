"""未达到目标却得满分

是什么
    实际完成值没有达到年度指标值，得分却等于分值。指标值是文字、实际完成值退了一步（“稳定”写成“基本稳定”）的也是，作警告。

为什么
    没有完成的指标得满分，是自评失实最常见的一种，也最容易被复核发现。

举例
    年度指标值 ≥95%，实际 90%，分值 10，得分 10；按规则应为 9.47。

怎么改
    按公式改正得分并写明偏差原因和改进措施；若实际完成值或目标值填错、单位写错，先更正。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import full, missed, rule_of, slipped, versus
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.quantity.words import plain
from jiheng.scoring.result import Direction

CHECK = Check(
    code="S02",
    official="未达到年度指标值[（目标{target}，完成{actual}）]而自评满分[，经复核应为{expected}分]。",
    severity=Severity.ERROR,
    rules=("positive.formula", "reverse.formula", "checks.scores.lesser_words"),
    page=__doc__,
)

_STOPS = "。；; "


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find quantitative indicators that missed their target and lost nothing."""
    found = [_finding(row) for row, _ in case.said(_is_missed_full)]
    found += [_lesser_finding(row) for row, _ in case.said(_lesser) if full(row)]
    if found:
        return judged(found)
    if any(_is_quantitative(row) and row.score.met is not None and row.score.printed is not None for row in case.rows):
        return judged([])
    if not any(map(_is_quantitative, case.rows)):
        return not_applicable("没有定量指标")
    return insufficient("没有一项定量指标能看出是否达到目标，或都没有得分")


def _is_quantitative(row: Row) -> bool:
    return row.score.direction is not Direction.QUALITATIVE


@CHECK.on_row
def _is_missed_full(row: Row) -> bool:
    return missed(row) and full(row) and _is_quantitative(row)


@CHECK.on_row
def _lesser(row: Row) -> bool:
    """Whether the result is the target's own words one step down: 基本稳定 for 稳定."""
    target, actual = (row.indicator.target or "").rstrip(_STOPS), row.indicator.actual or ""
    if not target or target not in actual[1:] or target in row.score.target.scale:
        return False
    lesser = row.book.words("checks.scores.lesser_words")
    return actual.startswith(tuple(word + target for word in lesser)) and not target.startswith(lesser)


@once
def _lesser_finding(row: Row) -> Finding:
    return CHECK.at(
        row,
        "score",
        f"年度指标值“{row.indicator.target}”，实际完成值“{row.indicator.actual}”，没有完全达到目标，"
        f"得分却是满分 {row.indicator.score}。",
        "写明哪些没有达到，适当扣分并说明原因和改进措施；确已达到的，把实际完成值改写准确。",
        severity=Severity.WARNING,
    )


@once
def _finding(row: Row) -> Finding:
    scored = row.score.score
    told = f"{versus(row)}，没有达到目标，得分却是满分 {row.indicator.score}"
    advice, expected = "按实际完成情况扣分", ""
    certain = scored.score is not None and not row.score.inferred and not slipped(row)
    if slipped(row):
        told += f"。两个金额正好相差 {_factor(row)} 倍，像是多写、少写了一位或单位不同"
        advice = "先核对两个金额和单位，填错的更正；确未达到的按公式扣分"
    elif scored.score is not None:
        expected = plain(scored.score)
        told += f"；按规则应为 {expected}"
        advice = f"把得分改为 {expected}"
    return CHECK.finding(
        row.place("score"),
        row.indicator.score,
        expected,
        f"{told}。",
        f"{advice}，写明偏差原因和改进措施，并重算总分。",
        rule_of(scored),
        severity=Severity.ERROR if certain else Severity.WARNING,
    )


def _factor(row: Row) -> str:
    ratio = row.score.ratio or Decimal(1)
    return plain(max(ratio, 1 / ratio))
