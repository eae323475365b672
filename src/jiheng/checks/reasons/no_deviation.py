"""说有偏差，却没有偏差

是什么
    偏差原因栏写了“正向偏差”、没有完成的原因或不足之处，可是实际完成值恰好等于年度指标值，得分也是满分。
    只作补充说明（如付款安排）而不说偏差的，不算。

为什么
    原因与数字矛盾，或者实际完成值照抄了目标，或者原因是从别处抄来的。

举例
    目标 10，实际 10，得分满分，偏差原因栏写“正向偏差”。

怎么改
    没有偏差的，删去原因；确有偏差的，更正实际完成值和得分。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import speaks_of_deviation
from jiheng.checks.standing import full, versus


def examine(case: Case) -> Outcome:
    """Find talk of a deviation beside an actual value equal to its target and a full score."""
    rows = [row for row in case.rows if speaks_of_deviation(row.indicator.reason, case.book)]
    if not rows:
        return not_applicable("偏差原因栏没有说到偏差")
    return judged([_finding(row) for row in rows if full(row) and _exactly_met(row)])


def _exactly_met(row: Row) -> bool:
    return row.score.met is True and row.score.ratio == 1


def _finding(row: Row) -> Finding:
    return CHECK.finding(
        row.place("reason"),
        row.indicator.reason,
        "",
        f"{versus(row)}，恰好达到目标，得分也是满分，偏差原因栏却写“{row.indicator.reason}”。",
        "没有偏差的，删去原因；确有偏差的，更正实际完成值和得分。",
    )


CHECK = Check(
    code="R05",
    title="说有偏差，却没有偏差",
    severity=Severity.WARNING,
    rules=("reasons.missed",),
    page=__doc__,
    examine=examine,
)
