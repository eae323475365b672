"""大幅超额完成而没有说明原因

是什么
    实际完成值超出年度指标值的幅度达到办法规定的线，偏差原因栏是空的，或只写“正向偏差”之类的话。
    超出两倍以上的作为警告，不到的只作提示；办法有分档扣分规定而进入档次的，由另一检查指出。
    数量多做了许多，而支出与年初、全年预算分毫不差的，一并请说明费用怎么计算。

为什么
    完成得远多于目标，多半是年初目标定低了。办法要求分析原因，目标明显偏低的要适当扣分。

举例
    目标 ≥5 家，实际 325 家，得满分，偏差原因栏空白。

怎么改
    说明为什么超出这么多；目标定低了的，适当扣分，并在下年把目标定实。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.evidence.wrong_column import in_wrong_column
from jiheng.checks.indicator_state import over_steps_apply, versus
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import explains, has_column
from jiheng.quantity import Kind
from jiheng.quantity.words import percent

CHECK = Check(
    code="R06",
    official="实际完成值超出年度指标值较多[（目标{target}，完成{actual}）]，未说明原因。",
    severity=Severity.WARNING,
    rules=("over.reason_from",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find results far above their targets without a reason."""
    if not has_column(case.rows):
        return not_applicable("表中没有偏差原因一栏")
    rows = [row for row, _ in case.said(_is_far_over)]
    if not rows:
        return not_applicable("没有大幅超额完成的指标")
    rows = [row for row in rows if not in_wrong_column(case, row) and not is_small(case, row)]
    unexplained = [
        row for row in rows if not explains(row.indicator.reason, case.book) and not _told_elsewhere(case, row)
    ]
    return judged([_finding(case, row) for row in unexplained])


@CHECK.on_row
def _is_far_over(row: Row) -> bool:
    return row.score.over is not None and row.score.over >= row.book.number("over.reason_from")


def is_small(case: Case, row: Row) -> bool:
    """Whether only one or two more were done than a small target asks (1份→2份); told of a department as a whole."""
    targets, actuals = row.score.target.quantities, row.score.actual.quantities
    if len(targets) != 1 or len(actuals) != 1:
        return False
    goal, got = targets[0].figure, actuals[0].figure
    if goal is None or got is None or targets[0].kind is not Kind.COUNT:
        return False
    number = case.book.number
    return goal <= number("checks.batch.small_over") and got - goal <= number("checks.batch.small_over_by")


def _told_elsewhere(case: Case, row: Row) -> bool:
    return bool(case.book.rows("over.steps")) and over_steps_apply(row)


def _finding(case: Case, row: Row) -> Finding:
    over = row.score.over or case.book.number("over.reason_from")
    spent = case.total_fund if row.second is Second.QUANTITY and _spent_to_the_cent(case) else None
    fixed = (
        f"多做了 {percent(over)}，支出 {spent.fund.executed} 却与预算分毫不差，请说明费用怎么计算。" if spent else ""
    )
    wild = "超出这么多，先核对单位、栏目是否填错。" if over >= case.book.number("checks.reasons.wild_over") else ""
    far = over >= case.book.number("checks.reasons.far_over")
    return CHECK.at(
        row,
        "reason",
        f"{versus(row)}，超出目标 {percent(over)}，没有说明原因。{wild}{fixed}",
        "说明超出的原因；年初目标定低了的，适当扣分，下年把目标定实。",
        severity=Severity.WARNING if far else Severity.NOTICE,
        places=[spent.place("executed")] if spent else [],
    )


def _spent_to_the_cent(case: Case) -> bool:
    """Whether what was spent is what was budgeted, at the start of the year and at its end."""
    fund = case.total_fund
    return fund is not None and bool(fund.executed) and fund.initial == fund.budget == fund.executed
