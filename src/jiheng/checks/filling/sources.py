"""资金来源没有填

是什么
    年度资金总额有数，下面的资金来源（当年财政拨款、上年结转资金、其他资金）的全年预算数一行也没有填；
    或者预算数填了，各来源的全年执行数都没有填。

为什么
    钱从哪里来要与决算一致；来源空着，总额就无从核对，结转结余也看不出来。

举例
    年度资金总额 46.5，当年财政拨款、上年结转资金、其他资金的全年预算数都空着。

怎么改
    按决算填各来源的预算数和执行数，没有的填 0，合计等于总额。
"""

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.form import FUND_FIELDS

CHECK = Check(
    code="F15",
    official="各资金来源[的{field}]均未填报，与年度资金总额不能对应。",
    severity=Severity.WARNING,
    rules=("checks.arithmetic.funds_add_up",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find sources of money left blank below a total."""
    total = case.total_fund
    sources = [row for row in case.funds if row is not total]
    if total is None or not sources:
        return not_applicable("表上没有资金来源行")
    if not total.budget:
        return not_applicable("年度资金总额为 0，或没有填")
    for field, amount in (("budget", total.budget), ("executed", total.executed)):
        asked = [row for row in sources if getattr(row.fund, field) is not None]
        if asked and amount and not any(getattr(row, field) for row in asked):
            return judged([_finding(total, asked, field)] if _readable(asked, field) else [])
    return judged([])


def _readable(rows: list[FundRow], field: str) -> bool:
    """Whether the cells are truly blank or 0, not merely unreadable (told by A12)."""
    return all(not any(c.isdigit() and c != "0" for c in getattr(row.fund, field) or "") for row in rows)


def _finding(total: FundRow, rows: list[FundRow], field: str) -> Finding:
    label = FUND_FIELDS[field]
    names = "、".join(row.name for row in rows)
    if field == "budget":
        told = f"年度资金总额 {total.fund.budget}，{names}的{label}都没有填，看不出钱从哪里来。"
    else:
        told = f"{names}的{label}都没有填，与总额执行数 {total.fund.executed} 对不上。"
    return CHECK.at(
        rows[0],
        field,
        told,
        "按决算填各来源的预算数和执行数，没有的填 0，合计等于总额。",
        places=tuple(row.place(field) for row in rows),
    )
