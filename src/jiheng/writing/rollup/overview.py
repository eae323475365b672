"""What the roll-up says at its head: a sentence, the main figures of a group, what a reader must know."""

from jiheng.department.rollup.result import Group, RateResult, Rollup
from jiheng.quantity.words import percent, plain, wan


def lead(rollup: Rollup) -> str:
    """The whole in one sentence."""
    if not rollup.groups:
        only = f"只有涉密项目 {rollup.secret} 个，" if rollup.secret else ""
        return f"{only}没有可以汇总的自评表。"
    projects = sum(len(group.projects) for group in rollup.groups)
    secret = f"，另有涉密项目 {rollup.secret} 个" if rollup.secret else ""
    several = f"{len(rollup.groups)} 组（部门、年度），" if len(rollup.groups) > 1 else f"{rollup.groups[0].name}，"
    return f"{several}共 {projects} 个项目{secret}。"


def tiles(group: Group) -> list[tuple[str, str]]:
    """(label, figure) of the seven main figures."""
    counting = group.counting
    score = "—"
    if counting is not None and counting.score is not None:
        score = plain(counting.score)
    elif counting is not None and counting.low is not None and counting.high is not None:
        score = f"{plain(counting.low)}—{plain(counting.high)}"
    budget = "—" if group.amounts.budget is None else wan(group.amounts.budget).removesuffix(" 万元")
    return [
        ("项目", str(len(group.projects))),
        ("涉密（只计数）", str(group.secret)),
        ("单位", str(len(group.units))),
        ("全年预算（万元）", budget),
        ("预算执行率", _share(group.rates.execution)),
        ("结转结余率", _share(group.rates.carried)),
        ("整体得分", score),
    ]


def _share(figure: RateResult) -> str:
    return "—" if figure.value is None else percent(figure.value)


def warnings(group: Group) -> list[str]:
    """What a reader of the group's figures must know first: why a score is open, its notes, its gravest findings."""
    counting = group.counting
    open_score = (
        [f"整体得分（{counting.method.label}）：{counting.trace.why}。"] if counting and counting.trace.why else []
    )
    return [
        *open_score,
        *group.notes,
        *(f"{finding.severity.label}：{finding.message}" for finding in group.findings[:5]),
    ]
