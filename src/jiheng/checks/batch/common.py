"""部门共性问题

是什么
    同一部门有三张以上的自评表出现同一个问题（如满意度都是 100%，都没有调查说明），汇总成一条部门提示，说明有几张；
    各张表里的那一条仍然保留，作为折叠。小额超额（1 份做成 2 份）没有说明的，只在这里汇总。

为什么
    一张一张地改改不完；共性问题要由部门统一要求、统一改正。

举例
    24 张表中 19 张的满意度没有调查依据。

怎么改
    由部门统一布置改正，下一年度在编报绩效目标时一并规范。
"""

from collections.abc import Sequence
from itertools import chain

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import explains, has_column
from jiheng.checks.reasons.over_unexplained import is_small

CHECK = Check(
    code="B08",
    official="{count}个项目存在同类问题（{projects}）。",
    severity=Severity.NOTICE,
    rules=("checks.batch.common_from",),
    page=__doc__,
)


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Sum up small over-achievements; what the checks of single forms found in common the auditor adds."""
    departments: dict[str, list[Case]] = {}
    for case in cases:
        departments.setdefault(folded(case.form.department or ""), []).append(case)
    enough = [group for group in departments.values() if len(group) >= _least(group[0])]
    if not enough:
        return not_applicable("没有哪个部门的自评表多到足以判断")
    return judged([finding for group in enough if (finding := _small_over(group))])


def _least(case: Case) -> int:
    return int(case.book.number("checks.batch.common_from"))


def _small_over(group: list[Case]) -> Finding | None:
    rows = {case.index: [row for row in case.rows if _is_unexplained(case, row)] for case in group}
    found = [case for case in group if rows[case.index]]
    if len(found) < _least(group[0]):
        return None
    first = rows[found[0].index][0]
    count = sum(1 for _ in chain.from_iterable(rows.values()))
    return CHECK.finding(
        first.place("reason"),
        first.indicator.reason,
        "",
        f"{len(group)} 张表中 {len(found)} 张有小额超额完成（共 {count} 项，多出一两个）而没有说明。",
        "目标按实际能力定；超出的在偏差原因栏写一句原因。",
        forms=tuple(case.index for case in found),
    )


def _is_unexplained(case: Case, row: Row) -> bool:
    over = row.score.over
    if over is None or over < case.book.number("over.reason_from"):
        return False
    return has_column(case.rows) and is_small(case, row) and not explains(row.indicator.reason, case.book)


def common(
    cases: Sequence[Case], findings: Sequence[Sequence[Finding]], titles: dict[str, str]
) -> tuple[list[Finding], dict[int, set[str]]]:
    """One finding for each check that found something in several forms of a department, errors left with the forms.

    The second result says which codes of each form (by its number) are told so.
    """
    groups: dict[tuple[str, str], list[tuple[Case, Finding]]] = {}
    sizes: dict[str, int] = {}
    for case, own in zip(cases, findings, strict=True):
        department = folded(case.form.department or "")
        sizes[department] = sizes.get(department, 0) + 1
        firsts: dict[str, Finding] = {}
        for finding in own:
            if finding.severity is not Severity.ERROR and finding.code in titles:
                firsts.setdefault(finding.code, finding)
        for code, finding in firsts.items():
            groups.setdefault((department, code), []).append((case, finding))
    told: list[Finding] = []
    codes: dict[int, set[str]] = {case.index: set() for case in cases}
    for (department, code), shared in sorted(groups.items(), key=lambda group: group[0]):
        if len(shared) >= _least(shared[0][0]):
            told.append(_common(shared, sizes[department], titles[code]))
            for case, _ in shared:
                codes[case.index].add(code)
    return told, codes


def _common(shared: list[tuple[Case, Finding]], size: int, title: str) -> Finding:
    case, finding = shared[0]
    return CHECK.finding(
        finding.place,
        finding.printed,
        "",
        f"{case.form.department or '这一批'}的 {size} 张表中 {len(shared)} 张有同一个问题：{title}（{finding.code}）。",
        "由部门统一布置改正；各表的具体位置见各表的同一代码。",
        forms=tuple(member.index for member, _ in shared),
    )
