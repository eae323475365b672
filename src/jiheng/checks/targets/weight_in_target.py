"""指标值夹带了分值

是什么
    指标值末尾的括号里写着一个百分数或分数，正好等于本行的分值，前面另有指标值。

为什么
    分值有自己的一栏；写在指标值里，会被读成目标的一部分。

举例
    指标值“≥95%（10%）”，本行分值 10。

怎么改
    删去指标值里的分值。
"""

import re

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.expression import expression
from jiheng.quantity import number
from jiheng.quantity.words import short

CHECK = Check(
    code="T25",
    official="年度指标值[“{printed}”]夹带分值，填报不规范。",
    severity=Severity.NOTICE,
    rules=("checks.evidence.own_column",),
    page=__doc__,
)

_TAIL = expression(r"\d.*[(（](\d{1,3}(?:\.\d+)?)\s*[%％分][)）]$")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find a weight in brackets behind the target."""
    if not any(row.indicator.target and row.score.weight is not None for row in case.rows):
        return not_applicable("没有同时填写指标值和分值的行")
    return judged([_finding(row, found[1]) for row, found in case.said(_carried) if row.score.weight is not None])


@CHECK.on_row
def _carried(row: Row) -> re.Match[str] | None:
    found = _TAIL.search(row.indicator.target or "")
    return found if found and number(found[1]) == row.score.weight else None


def _finding(row: Row, weight: str) -> Finding:
    target = row.indicator.target or ""
    return CHECK.at(
        row,
        "target",
        f"{row.label}的指标值“{short(target)}”末尾的 {weight} 就是本行的分值。",
        "删去指标值里的分值。",
    )
