"""有分值而没有得分，或有得分而没有分值

是什么
    一项指标（或执行率）填了分值却没有得分；或者填了得分却没有分值，而且分值合计因此不到 100。
    分值合并在上一行、合计已满 100 的，不算；表样没有分值、得分一栏的，不算。

为什么
    没有得分等于没有评，总分也就加不起来。

举例
    某指标分值 10，得分空白。

怎么改
    补填得分或分值，并重算总分。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.remembered import each
from jiheng.form import describe
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="A13",
    official="分值和得分只填了一项，填报不完整。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.scores_add_up",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find rows with one of the two figures."""
    if not case.rows and case.execution_weight is None:
        return not_applicable("表中没有分值")
    findings = [_finding(case, place, "得分") for place in case.unscored]
    if case.figures_doubted:
        return insufficient("读取时有的分值、得分不能确定，不据以判断缺漏") if findings else judged([])
    unweighted = [] if case.execution_without_total else case.said(_unweighted)
    if unweighted and max(case.whole_weights) < case.book.number("weights.total"):
        findings += [_finding(case, row.place("weight"), "分值") for row, _ in unweighted]
    return judged(findings)


@each
def _unweighted(row: Row) -> bool:
    indicator = row.indicator
    if indicator.weight is None or not says_nothing(indicator.weight):
        return False
    return not (says_nothing(indicator.score) and says_nothing(indicator.actual))


def _finding(case: Case, place: str, missing: str) -> Finding:
    given = "分值" if missing == "得分" else "得分或完成情况"
    return CHECK.at(
        case,
        place,
        f"{describe(case.form, place).rpartition('·')[0]}填了{given}，没有填{missing}。",
        f"补填{missing}，并重算总分。",
    )
