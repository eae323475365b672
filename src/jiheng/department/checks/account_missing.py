"""有自评表，决算里没有这个项目

是什么
    收到了自评表，决算表里没有这个项目，也没有名称相近的。

为什么
    项目数应与决算一致。多出来的表可能是别的年度、别的部门的，或者项目名称与决算完全不同。

举例
    “智慧公园一期”有自评表，决算里没有。

怎么改
    核对项目名称和年度；当年确实没有支出、决算不列的，说明。
"""

from jiheng.checks.outcome import Finding, Outcome, Severity, judged
from jiheng.department.accounts.result import AccountLine, AccountsComparison, MatchResult
from jiheng.department.catalogue import DepartmentCheck
from jiheng.form import NO_PROJECT

CHECK = DepartmentCheck(
    code="D21",
    official="已报送自评表的项目“{printed}”未列入决算。",
    severity=Severity.ERROR,
    rules=("accounts.complete",),
    page=__doc__,
)


@CHECK.on(AccountsComparison)
def judge(comparison: AccountsComparison) -> Outcome:
    """Tell every form whose project the accounts do not have."""
    return judged([_finding(line) for line in comparison.lines if line.standing is MatchResult.NO_ACCOUNT])


def _finding(line: AccountLine) -> Finding:
    forms = () if line.form is None else (line.form,)
    message = f"“{line.project or NO_PROJECT}”有自评表，决算里没有这个项目。"
    return CHECK.finding(
        "project", line.project, "", message, "核对项目名称和年度；决算确实不列的，说明。", forms=forms
    )
