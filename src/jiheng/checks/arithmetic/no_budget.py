"""有执行数而没有预算数

是什么
    某一行填了全年执行数，全年预算数却是 0 或空白。表样没有全年预算数一栏的，看年初预算数。

为什么
    没有预算就没有支出；没有全年预算数，执行率也无从计算。

举例
    上年结转资金：全年预算数空白，全年执行数 12。

怎么改
    对照决算补填全年预算数；若这笔支出属于别的资金来源，把执行数移到相应的行。
"""

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.same_fault import grouped, others_too
from jiheng.quantity.words import is_empty

CHECK = Check(
    code="A05",
    official="填报了全年执行数{executed}，未填报{field}，执行率无法核算。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.within_budget",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find rows with money spent and no budget."""
    bare = [row for row, _ in case.said_of_funds(_is_bare)]
    if not bare and not any(row.executed for row in case.funds):
        return not_applicable("没有填全年执行数，或执行数为 0")
    return judged([_finding(rows) for rows in grouped(bare, lambda row: row.executed)])


@CHECK.on_fund
def _is_bare(row: FundRow) -> bool:
    """Whether money was spent that had no budget."""
    return bool(row.executed) and (row.base == 0 or is_empty(row.measured.printed))


def _finding(rows: list[FundRow]) -> Finding:
    row = rows[0]
    budget = "是 0" if row.base == 0 else "没有填"
    label = row.measured.label
    return CHECK.finding(
        row.place(row.measured.field),
        row.measured.printed,
        "",
        f"{row.name}的全年执行数为 {row.fund.executed}，{label}却{budget}，执行率无法计算。{others_too(rows)}",
        f"对照决算补填{label}；支出属于别的资金来源的，把执行数移到相应的行。",
        places=[each.place(each.measured.field) for each in rows],
    )
