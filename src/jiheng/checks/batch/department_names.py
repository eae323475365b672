"""同一部门写了几个名称

是什么
    一批自评表里，同一个主管部门有的写全称，有的写简称或少了地名。合并为一条提示。

为什么
    名称不统一，按部门汇总时会分成几家，项目数和金额对不上。

举例
    “海云市水务局”11 张，“水务局”2 张。

怎么改
    全部改为规范全称。
"""

from collections import Counter
from collections.abc import Sequence

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.places.short_names import MOST, full_names

CHECK = Check(
    code="B06",
    official="同一主管部门的名称填报不统一[，应统一为“{expected}”]。",
    severity=Severity.NOTICE,
    rules=("checks.batch.one_name",),
    page=__doc__,
)


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Find department names that are short for another of the batch."""
    counts = Counter(case.form.department for case in cases if case.form.department)
    if counts.total() < 2:
        return not_applicable("不足两张填了主管部门的自评表")
    if len(counts) > MOST:
        return insufficient("主管部门太多，简称所指不能确定")
    groups: dict[str, list[str]] = {}
    for name, root in full_names(counts).items():
        groups.setdefault(root, []).append(name)
    return judged([_finding(cases, name, variants, counts) for name, variants in groups.items()])


def _finding(cases: Sequence[Case], name: str, variants: list[str], counts: Counter[str]) -> Finding:
    concerned = [case for case in cases if case.form.department in variants]
    listed = "、".join(f"“{variant}”{counts[variant]} 张" for variant in (name, *variants))
    return CHECK.finding(
        "department",
        concerned[0].form.department,
        name,
        f"同一主管部门写了几个名称：{listed}。",
        f"全部改为规范全称“{name}”。",
        forms=tuple(case.index for case in concerned),
    )
