"""决算里的项目没有自评表

是什么
    决算表里有这个项目，收到的自评表里没有，也没有名称相近的。合计行、基本支出、涉密项目不算。

为什么
    自评覆盖当年全部项目，项目数应与决算一致。

举例
    决算第 12 行“排水管网清淤”120 万元，没有自评表。

怎么改
    向单位补收这张表；项目已撤销或并入别的项目的，说明。
"""

from jiheng.checks.outcome import Finding, Outcome, Severity, judged
from jiheng.department.accounts.result import AccountLine, AccountsComparison, MatchResult, where
from jiheng.department.catalogue import DepartmentCheck

CHECK = DepartmentCheck(
    code="D20",
    official="决算所列项目“{printed}”未报送自评表。",
    severity=Severity.ERROR,
    rules=("accounts.complete",),
    page=__doc__,
)


@CHECK.on(AccountsComparison)
def judge(comparison: AccountsComparison) -> Outcome:
    """Tell every project that only the accounts have."""
    return judged([_finding(line) for line in comparison.lines if line.standing is MatchResult.NO_FORM])


def _finding(line: AccountLine) -> Finding:
    place = where(line.origin) if line.origin else "决算"
    owner = f"（{line.unit}）" if line.unit else ""
    message = f"决算里的“{line.account}”{owner}没有自评表。"
    return CHECK.finding(place, line.account, "", message, "补收这个项目的自评表；已撤销或并入别的项目的，说明。")
