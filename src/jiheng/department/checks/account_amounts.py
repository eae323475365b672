"""自评表的金额与决算不符

是什么
    同一项目的年初预算数、全年预算数、全年执行数（分资金来源的，逐项），自评表与决算不一样。
    元与万元、保留位数不同而金额相同的，不算不符。能由数字证明的原因一并写出：单位差 1 万倍、
    填了另一列的数、把一部分当成总额、相邻两位颠倒、小数点错位。只是保留位数少的为提示。
    结转结余、上年结转与决算不同的为提示：年末收回的不再结转。

为什么
    年初预算数、全年预算数、全年执行数应与决算一致。

举例
    自评表全年执行数 486.4 万元，决算 468.4 万元：相邻两位数字颠倒。

怎么改
    以决算为准改自评表，执行率和得分随之重算；决算有误的，更正决算。
"""

from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.department.accounts.result import AccountLine, AccountsComparison, AmountPair, MatchResult, where
from jiheng.department.catalogue import DepartmentCheck
from jiheng.quantity.words import short, wan

CHECK = DepartmentCheck(
    code="D23",
    official="自评表填报的金额{printed}与决算数{expected}不一致。",
    severity=Severity.ERROR,
    rules=("accounts.equal",),
    page=__doc__,
)

_MATCHED = (MatchResult.SAME, MatchResult.DIFFERENT)
_SOFT = ("结转结余", "上年结转")


@CHECK.on(AccountsComparison)
def judge(comparison: AccountsComparison) -> Outcome:
    """Tell every amount that differs, of projects that are surely the same."""
    matched = [line for line in comparison.lines if line.standing in _MATCHED]
    if not any(line.pairs for line in matched):
        return not_applicable("自评表与决算没有同一项目的同一项金额可比")
    return judged([_finding(line, pair) for line in matched for pair in line.pairs if pair.difference])


def _finding(line: AccountLine, pair: AmountPair) -> Finding:
    more = "多" if pair.difference > 0 else "少"
    why = f"，{pair.cause}" if pair.cause else ""
    message = (
        f"“{short(line.project)}”{pair.label}：自评表 {wan(pair.form)}，决算 {wan(pair.account)}"
        f"（{where(pair.origin)}），自评表{more} {wan(abs(pair.difference))}{why}。"
    )
    soft = pair.rounded or pair.label.startswith(_SOFT)
    return CHECK.finding(
        pair.place,
        pair.printed,
        pair.expected,
        message,
        "以决算为准改自评表，执行率和得分随之重算；决算有误的，更正决算。",
        severity=Severity.NOTICE if soft else Severity.ERROR,
        forms=() if line.form is None else (line.form,),
    )
