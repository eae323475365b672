"""预算调到恰好等于执行

是什么
    一个部门有三张以上的表，全年预算数比年初预算数减得不多，又恰好等于全年执行数：执行率 100% 是把预算调下来得到的。

为什么
    年底按实际支出调减预算，执行率就失去了意义；一两张可能是巧合，成批出现是做法问题。

举例
    年初预算数 47，全年预算数 46.52，全年执行数 46.52，执行率 100%。

怎么改
    全年预算数填批复调整后的数，附调整文件；没有批复的按原预算计算执行率。
"""

from collections.abc import Sequence

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.form import EXECUTION

CHECK = Check(
    code="B09",
    official="{count}个项目的全年预算数调减到恰等于全年执行数，未见调整依据。",
    severity=Severity.NOTICE,
    rules=("checks.batch.adjusted_to_spent",),
    page=__doc__,
)


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Count, by department, the budgets cut to what was spent."""
    departments: dict[str, list[Case]] = {}
    for case in cases:
        departments.setdefault(folded(case.form.department or ""), []).append(case)
    least = int(cases[0].book.number("checks.batch.common_from")) if cases else 0
    enough = [group for group in departments.values() if len(group) >= least]
    if not enough:
        return not_applicable("没有哪个部门的自评表多到足以判断")
    found = [(group, cut) for group in enough if len(cut := [case for case in group if _is_cut(case)]) >= least]
    return judged([_finding(group, cut) for group, cut in found])


def _is_cut(case: Case) -> bool:
    fund = case.total_fund
    if fund is None or not fund.initial or not fund.budget or fund.executed != fund.budget:
        return False
    return 0 < 1 - fund.budget / fund.initial < case.book.number("checks.batch.adjusted_to_spent")


def _finding(group: list[Case], cut: list[Case]) -> Finding:
    fund = cut[0].total_fund
    return CHECK.finding(
        str(EXECUTION.at("budget")),
        fund.fund.budget if fund else "",
        "",
        f"{group[0].form.department or '这一批'}的 {len(group)} 张表中 {len(cut)} 张的全年预算数比年初略少、"
        "又恰好等于全年执行数，执行率 100% 是调出来的。",
        "全年预算数填批复调整后的数，附调整文件；没有批复的按原预算计算执行率。",
        forms=tuple(case.index for case in cut),
    )
