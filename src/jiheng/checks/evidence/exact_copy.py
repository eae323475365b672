"""大数的目标与完成值一个不差

是什么
    数量指标的指标值精确到个位（五位以上有效数字），实际完成值与它一个不差。面积、里程一类本来就固定的数，人数按册计发的，不算。

为什么
    年初不可能把几万几百万的数料到个位。这样的目标多半是年底按结果倒填的，失去考核意义。

举例
    “发送提醒短信条数”目标 3408217 条，实际 3408217 条。

怎么改
    对照批复的绩效目标改回原来的目标；批复如此的，下一年度按合理的整数设定，完成值按系统统计填写。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import mentions
from jiheng.quantity import Kind
from jiheng.quantity.words import short

CHECK = Check(
    code="E16",
    official="目标值与实际完成值[{printed}]完全相同且精确到个位，疑为事后按结果填列目标。",
    severity=Severity.WARNING,
    rules=("checks.evidence.telling_digits",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find counts of many digits that equal their targets to the last."""
    if not case.of(Second.QUANTITY):
        return not_applicable("没有数量指标")
    return judged([_finding(row) for row, _ in case.said(_is_copied)])


@CHECK.on_row
def _is_copied(row: Row) -> bool:
    if row.second is not Second.QUANTITY:
        return False
    goals, got = row.score.target.quantities, row.score.actual.quantities
    if len(goals) != 1 or len(got) != 1 or goals[0].kind is not Kind.COUNT or goals[0].figure is None:
        return False
    if goals[0].figure != got[0].figure:
        return False
    digits = goals[0].figure.normalize().as_tuple().digits
    if len(digits) < row.book.number("checks.evidence.telling_digits"):
        return False
    return not mentions(row.book, "checks.evidence.fixed_words", f"{row.bare}{goals[0].unit}{row.indicator.unit or ''}")


@once
def _finding(row: Row) -> Finding:
    target = row.indicator.target or ""
    return CHECK.at(
        row,
        "target",
        f"{row.label}的指标值 {short(target)} 精确到个位，实际完成值与它一个不差，像是按结果倒填的目标。",
        "对照批复的绩效目标改回原来的目标；批复如此的，下一年度按合理的数设定。",
        places=[row.place("actual")],
    )
