"""同样的完成情况，得分宽严不一

是什么
    同一张表里，两项指标的完成幅度和分值相同，一项扣了分，另一项没有扣（或扣得不同）。
    只看超额完成、要由人判断是否扣分的指标；能按公式算出得分的，由另一检查核对。

为什么
    同一张表、同样的情况，评分尺度应当一致。

举例
    两项指标都是目标 1 份、实际 7 份、分值 10，一项得 7 分，一项得 10 分。

怎么改
    统一尺度：都扣或都不扣，并写明理由。
"""

from collections import defaultdict
from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.quantity.words import percent, plain
from jiheng.scoring.result import Verdict

CHECK = Check(
    code="S07",
    official="完成情况相近的指标评分尺度不一致。",
    severity=Severity.WARNING,
    rules=("checks.scores.alike",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the scores of indicators with the same excess and weight."""
    groups: dict[tuple[Decimal, Decimal], list[Row]] = defaultdict(list)
    for row, key in case.said(_over_and_weight):
        groups[key].append(row)
    alike = [rows for rows in groups.values() if len(rows) > 1]
    if not alike:
        return not_applicable("没有完成幅度和分值都相同的超额指标")
    return judged([_finding(rows) for rows in alike if len({row.score.printed for row in rows}) > 1])


@CHECK.on_row
def _over_and_weight(row: Row) -> tuple[Decimal, Decimal] | None:
    """The excess and the weight of an indicator whose score a person must judge."""
    score = row.score
    if score.score.verdict is Verdict.JUDGEMENT and score.over and score.weight and score.printed is not None:
        return score.over, score.weight
    return None


def _finding(rows: list[Row]) -> Finding:
    strict, lenient = (choose(rows, key=lambda row: row.score.printed or Decimal(0)) for choose in (min, max))
    over = percent(lenient.score.over or Decimal(0))
    return CHECK.at(
        lenient,
        "score",
        f"“{strict.name}”与“{lenient.name}”都超出目标 {over}，分值都是 {plain(lenient.score.weight or Decimal(0))}，"
        f"前者得 {strict.indicator.score} 分，后者得 {lenient.indicator.score} 分。",
        "统一尺度：目标明显偏低的都扣，不偏低的都不扣，并在偏差原因栏写明理由。",
    )
