"""文字从别的项目抄来

是什么
    两个不同的项目，“实际完成情况”或“预期目标”的文字几乎一样（相似程度见办法）。
    只有年份不同的接续项目不算。完成情况相同的为警告，只有预期目标相同的为提示。

为什么
    不同的项目做的事不同，完成情况不会一样；照抄说明没有按项目实际填写。

举例
    “甲片区绿化养护”与“乙片区绿化养护”的实际完成情况只差两个字。

怎么改
    按各自项目的实际情况重写，写清本项目的工作量和效果。
"""

from collections.abc import Sequence

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.similar import candidates, clause_keys, clusters, project_stem
from jiheng.checks.word_lists import likeness
from jiheng.form import HEAD_FIELDS, subject
from jiheng.quantity.words import short

CHECK = Check(
    code="B02",
    official="部分项目文字内容雷同，{projects}的{field}基本一致。",
    severity=Severity.WARNING,
    rules=("checks.batch.copy_likeness",),
    page=__doc__,
)

_FIELDS = {"goal_actual": Severity.WARNING, "goal_expected": Severity.NOTICE}
_SHOWN = 4


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Look for one text under several projects, the result first."""
    if len({project_stem(case.form.project or "") for case in cases}) < 2:
        return not_applicable("不足两个不同的项目")
    found: list[Finding] = []
    told: set[int] = set()
    for field, severity in _FIELDS.items():
        for group in _groups(cases, field):
            members = tuple(case.index for case in group)
            if not told.issuperset(members):
                told.update(members)
                found.append(_finding(group, field, severity))
    return judged(found)


def _groups(cases: Sequence[Case], field: str) -> list[list[Case]]:
    least = int(cases[0].book.number("checks.batch.copy_from"))
    threshold = float(cases[0].book.number("checks.batch.copy_likeness"))
    long = [case for case in cases if len(getattr(case.form, field) or "") >= least]
    printed = [getattr(case.form, field) for case in long]
    texts = [folded(text) for text in printed]
    stems = [project_stem(case.form.project or "") for case in long]

    def alike(one: int, other: int) -> bool:
        if stems[one] == stems[other]:
            return False
        return likeness(texts[one], texts[other], threshold) > 0

    pairs = candidates([clause_keys(text) for text in printed])
    return [[long[member] for member in group] for group in clusters(len(long), pairs, alike)]


def _finding(group: list[Case], field: str, severity: Severity) -> Finding:
    names = "、".join(f"“{short(subject(case.form) or case.form.source)}”" for case in group[:_SHOWN])
    more = f"等 {len(group)} 个项目" if len(group) > _SHOWN else ""
    return CHECK.finding(
        field,
        getattr(group[0].form, field),
        "",
        f"{names}{more}的{HEAD_FIELDS[field]}几乎一样。",
        "按各自项目的实际情况重写，写清本项目的工作量和效果。",
        severity=severity,
        forms=tuple(case.index for case in group),
    )
