"""说有偏差，却没有偏差

是什么
    得分是满分，偏差原因栏却说没有完成、进度滞后、有待改进；
    或者实际完成值恰好等于年度指标值，偏差原因栏却写“正向偏差”“低于计划”之类。
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
from jiheng.checks.indicator_state import full, missed, versus
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import speaks_of_deviation, speaks_of_shortfall
from jiheng.checks.remembered import once

CHECK = Check(
    code="R05",
    official="自评满分，偏差原因栏却填有偏差内容，前后不一致。",
    severity=Severity.WARNING,
    rules=("reasons.missed",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find talk of a deviation or a shortfall beside a full score."""
    told = [row for row, _ in case.said(_speaks)]
    if not told:
        return not_applicable("偏差原因栏没有说到偏差")
    return judged([_finding(row) for row in told if full(row) and not missed(row) and _clashes(row)])


@CHECK.on_row
def _speaks(row: Row) -> bool:
    reason = row.indicator.reason
    return speaks_of_deviation(reason, row.book) or speaks_of_shortfall(reason, row.book)


def _clashes(row: Row) -> bool:
    return _exactly_met(row) or speaks_of_shortfall(row.indicator.reason, row.book)


def _exactly_met(row: Row) -> bool:
    return row.score.met is True and row.score.ratio == 1


@once
def _finding(row: Row) -> Finding:
    met = "，恰好达到目标" if _exactly_met(row) else ""
    return CHECK.at(
        row,
        "reason",
        f"{versus(row)}{met}，得分是满分，偏差原因栏却写“{row.indicator.reason}”。",
        "没有偏差的，删去原因；确有不足的，更正实际完成值或得分。",
    )
