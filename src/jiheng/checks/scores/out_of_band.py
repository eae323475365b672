"""定性指标得分与达成档次不符

是什么
    实际完成值写明的等级（或达成情况）对应办法的一个档次，得分却不在这一档的范围之内。
    写明等级的作为错误；只写“部分完成”之类用语、或照抄目标的，作为警告。

为什么
    定性指标分三档给分，得分与所称的等级矛盾，必有一个不对。

举例
    分值 20，实际完成值“中”，属部分达成，应得 12—16 分，填为 20。

怎么改
    按所称档次调整得分；得分无误的，改写实际完成值。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import rule_of
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.quantity.words import plain
from jiheng.scoring.result import Score, Verdict

CHECK = Check(
    code="S04",
    official="填报的得分{printed}分，与所评档次不符[，应在{expected}分之间]。",
    severity=Severity.ERROR,
    rules=("qualitative.bands",),
    page=__doc__,
)

_BY_LEVEL = "qualitative.levels"


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare every score with the band its level leaves."""
    found = case.said(_outside)
    if not found and not any(map(_is_banded, case.rows)):
        return not_applicable("没有可以定档的定性指标，或没有得分")
    return judged([_finding(row) for row, _ in found])


def _is_banded(row: Row) -> bool:
    return row.score.score.verdict is Verdict.BAND and row.score.printed is not None


@CHECK.on_row
def _outside(row: Row) -> bool:
    if not _is_banded(row):
        return False
    printed, weight, score = row.score.printed, row.score.weight, row.score.score
    if printed is None or weight is None or score.low is None or score.high is None or not 0 <= printed <= weight:
        return False
    return not score.low <= printed <= score.high


def _by_level(score: Score) -> bool:
    return any(cited.path == _BY_LEVEL for cited in score.trace.parameters)


@once
def _finding(row: Row) -> Finding:
    score = row.score.score
    low, high = score.low or Decimal(0), score.high or Decimal(0)
    return CHECK.finding(
        row.place("score"),
        row.indicator.score,
        f"{plain(low)}—{plain(high)}",
        f"{score.trace.formula}，得分填为 {row.indicator.score}。",
        "按所称的档次调整得分并重算总分；得分无误的，改写实际完成值，使两者相符。",
        rule_of(score),
        severity=Severity.ERROR if _by_level(score) else Severity.WARNING,
    )
