"""一套指标套用在几个项目上

是什么
    不同的项目用了同一套三级指标：名称和指标值都一样的为警告；名称很具体、一字不差而指标值不同的为提示。
    成本指标不比较；只有年份不同的接续项目不算。

为什么
    指标应当反映项目自身的特点；一套指标到处套用，评不出项目的好坏。

举例
    三个不同的维护项目，指标都是“完成维护任务、维护合格率、按时完成、保障运行、使用人员满意度”。

怎么改
    按每个项目的内容重新设定产出和效益指标，下一年度申报绩效目标时改正。
"""

from collections.abc import Sequence

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.similar import project_stem
from jiheng.form import subject
from jiheng.quantity.words import short

CHECK = Check(
    code="B04",
    official="部分项目绩效指标雷同，{projects}使用同一套指标。",
    severity=Severity.WARNING,
    rules=("checks.batch.reused_from",),
    page=__doc__,
)

_SHOWN = 4
_Names = frozenset[str]


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Group the forms by the names of their indicators, then look at the targets."""
    groups: dict[_Names, list[Case]] = {}
    for case in cases:
        names = frozenset(folded(row.bare) for row in _own_rows(case))
        if len(names) >= case.book.number("checks.batch.reused_from"):
            groups.setdefault(names, []).append(case)
    if sum(map(len, groups.values())) < 2:
        return not_applicable("不足两张指标足够多的自评表")
    several = {names: group for names, group in groups.items() if _several_projects(group)}
    return judged([finding for names, group in several.items() if (finding := _judge(names, group))])


def _own_rows(case: Case) -> list[Row]:
    """The indicators that should be a project's own; every project has its cost."""
    return [row for row in case.rows if not row.is_cost]


def _judge(names: _Names, group: list[Case]) -> Finding | None:
    targets = {frozenset(folded(_asked(row)) for row in _own_rows(case)) for case in group}
    if len(targets) == 1:
        return _finding(group, "名称和指标值都一样", Severity.WARNING)
    if sum(map(len, names)) >= group[0].book.number("checks.batch.telling_letters"):
        return _finding(group, "名称一字不差", Severity.NOTICE)
    return None


def _asked(row: Row) -> str:
    return f"{row.name}{row.indicator.property or ''}{row.indicator.target or ''}"


def _several_projects(group: list[Case]) -> bool:
    return len({project_stem(case.form.project or "") for case in group}) > 1


def _finding(group: list[Case], how: str, severity: Severity) -> Finding:
    names = "、".join(f"“{short(subject(case.form) or case.form.source)}”" for case in group[:_SHOWN])
    more = f"等 {len(group)} 个项目" if len(group) > _SHOWN else ""
    return CHECK.finding(
        group[0].rows[0].place("l3"),
        group[0].rows[0].indicator.l3,
        "",
        f"{names}{more}用的是同一套指标，{how}。",
        "按每个项目的内容重新设定产出和效益指标。",
        severity=severity,
        forms=tuple(case.index for case in group),
    )
