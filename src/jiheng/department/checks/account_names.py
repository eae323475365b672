"""自评表与决算的项目名称相近

是什么
    自评表里的一个项目与决算里的一个项目名称相近而不相同，单位、金额可作旁证。不自动当作同一个项目。
    几个项目同名、分不清对应哪一个的，也在这里提出。

为什么
    名称不一，项目数对不上，别人也查不到。

举例
    自评表“老旧小区绿化改造”，决算“老旧小区绿化提升改造”，决算数相同。

怎么改
    核实是同一项目的，名称改成与批复、决算一致；不是的，按缺表或多表处理。
"""

from jiheng.checks.outcome import Finding, Outcome, Severity, judged
from jiheng.department.accounts.result import AccountLine, AccountsComparison, MatchResult, where
from jiheng.department.catalogue import DepartmentCheck

CHECK = DepartmentCheck(
    code="D22",
    official="自评表的项目名称“{printed}”与决算[“{expected}”]不一致。",
    severity=Severity.WARNING,
    rules=("accounts.names.likeness", "accounts.names.likeness_with_amounts"),
    page=__doc__,
)


@CHECK.on(AccountsComparison)
def judge(comparison: AccountsComparison) -> Outcome:
    """Tell every pair that is only suspected."""
    return judged([_finding(line) for line in comparison.lines if line.standing is MatchResult.SUSPECTED])


def _finding(line: AccountLine) -> Finding:
    same = [pair.label for pair in line.pairs if not pair.difference]
    apart = [pair.label for pair in line.pairs if pair.difference]
    evidence = [f"{'、'.join(same)}相同"] if same else []
    evidence += [f"{'、'.join(apart)}不同"] if apart else []
    evidence += [line.why] if line.why else []
    at = where(line.origin) if line.origin else "决算"
    message = f"疑似同一项目：自评表“{line.project}”，决算“{line.account}”（{at}）；名称相似 {line.likeness}%"
    return CHECK.finding(
        "project",
        line.project,
        line.account,
        "，".join([message, *evidence]) + "。",
        "核实是同一项目的，名称改成与批复、决算一致；不是的，补表或说明。",
        forms=() if line.form is None else (line.form,),
    )
