"""The tables of a roll-up, the same in the workbook and on the page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from jiheng.checks import Severity
from jiheng.department.catalogue import catalogue
from jiheng.department.rollup.lost_points import EXECUTION
from jiheng.department.rollup.result import Amounts, Group, Overall, RateResult, Rates, Rollup, RollupProject
from jiheng.quantity.words import WAN, not_whole
from jiheng.scoring.result import Cited, Trace
from jiheng.writing.rollup.compared import compared
from jiheng.writing.rollup.grid import Grid
from jiheng.writing.rollup.ledger import ledger
from jiheng.writing.workbook.sheet import Cell, Column, Value

_SUM = "合计"


_OWNER = Column("部门、年度", 20)
_AMOUNTS = (
    Column("年初预算数（万元）", 11, "number"),
    Column("全年预算数（万元）", 11, "number"),
    Column("全年执行数（万元）", 11, "number"),
)
_RATES = (
    Column("预算执行率", 9, "share"),
    Column("结转结余率", 9, "share"),
    Column("预决算差异率", 9, "share"),
    Column("预算调整率", 9, "share"),
)


def grids(rollup: Rollup) -> list[Grid]:
    """Every table in order; with several groups each row begins with its department and year."""
    several = len(rollup.groups) > 1
    made = [
        _grid("项目明细", _PROJECTS, rollup, _projects, several),
        _grid("资金", _FUNDS, rollup, _funds, several),
        _grid("得分与等级", _SCORES, rollup, _scores, several),
        _grid("失分分析", _LOSSES, rollup, _losses, several, "没有失分。"),
        _grid("问题统计", _FINDINGS, rollup, _findings, several, "没有问题。"),
        _grid("计算过程", _TRACES, rollup, _traces, several),
    ]
    if rollup.ledger:
        made.insert(1, ledger(rollup))
    made += [Grid(*compared_with) for compared_with in compared(rollup)]
    if rollup.problems:
        columns = (Column("文件", 40), Column("问题", 60), Column("怎么办", 60))
        made.append(
            Grid("未读成", columns, [(problem.file, problem.message, problem.advice) for problem in rollup.problems])
        )
    return made


def _grid(
    title: str,
    columns: Sequence[Column],
    rollup: Rollup,
    rows: Callable[[Group], Iterator[Sequence[Value]]],
    several: bool,
    empty: str = "没有项目。",
) -> Grid:
    found = [([group.name, *row] if several else list(row)) for group in rollup.groups for row in rows(group)]
    return Grid(title, (_OWNER, *columns) if several else columns, found, empty)


_PROJECTS = (
    Column("序号", 6, "centre"),
    Column("项目", 26),
    Column("单位", 18),
    *_AMOUNTS,
    *_RATES,
    Column("表中得分", 8, "number"),
    Column("复算得分", 8, "number"),
    Column("等级", 6, "centre"),
    Column("复算等级", 6, "centre"),
    Column("失分", 7, "number"),
    *(Column(severity.label, 6, "centre") for severity in Severity),
    Column("来源", 22, "muted"),
)


def _projects(group: Group) -> Iterator[Sequence[Value]]:
    for number, project in enumerate(group.projects, 1):
        yield (
            number,
            project.name,
            project.unit,
            *_amounts(project.amounts),
            *_rates(project.rates),
            project.printed,
            project.recomputed,
            Cell(project.grade_printed, "wrong" if _graded_apart(project) else None),
            project.grade_recomputed,
            project.lost,
            *(project.findings[severity] or None for severity in Severity),
            project.source,
        )


def _graded_apart(project: RollupProject) -> bool:
    return project.grade_printed is not None and project.grade_recomputed not in (None, project.grade_printed)


_FUNDS = (Column("项", 8, "centre"), Column("名称", 26), Column("项目数", 8, "count"), *_AMOUNTS, *_RATES)


def _funds(group: Group) -> Iterator[Sequence[Value]]:
    """The whole, then by unit, then by source of funds."""
    yield _banded((_SUM, group.name, len(group.projects), *_amounts(group.amounts), *_rates(group.rates)))
    for unit in group.units:
        yield "单位", unit.name, len(unit.projects), *_amounts(unit.amounts), *_rates(unit.rates)
    for source in group.sources:
        amounts = source.amounts
        rate = amounts.executed / amounts.budget if amounts.budget and amounts.executed is not None else None
        yield "资金", source.name, source.projects, *_amounts(amounts), rate, None, None, None


def _banded(values: Sequence[Value]) -> Sequence[Value]:
    """A row of sums, set off from the others."""
    styles = ("band_centre", "band", "band_number", "band_number", "band_number", "band_number")
    kept = [Cell(value, style) for value, style in zip(values, styles, strict=False) if not isinstance(value, Cell)]
    return [*kept, *values[len(kept) :]]


_SCORES = (
    Column("项", 10, "centre"),
    Column("名称", 30),
    Column("表中得分", 15, "number"),
    Column("复算得分", 15, "number"),
    Column("项目数（表中）", 9, "count"),
    Column("占比", 9, "share"),
    Column("项目数（复算）", 9, "count"),
    Column("占比", 9, "share"),
    Column("说明", 44),
)


def _scores(group: Group) -> Iterator[Sequence[Value]]:
    """Overall scores by method, what is stated, grades with shares, the means of the units, lowest and highest."""
    nothing = (None, None, None, None)
    for printed, again in zip(group.overall[::2], group.overall[1::2], strict=True):
        name = printed.method.label + ("（办法所用）" if printed.counts else "")
        yield "整体得分", name, shown(printed), shown(again), *nothing, printed.trace.why
    for stated in group.stated:
        yield "所写得分", stated.where, stated.value, None, *nothing, said(group, stated.value)
    columns = ([grade.printed_share for grade in group.grades], [grade.recomputed_share for grade in group.grades])
    note = "；".join(dict.fromkeys(filter(None, map(not_whole, columns))))
    for grade in group.grades:
        shares = (grade.printed, grade.printed_share, grade.recomputed, grade.recomputed_share)
        yield "等级", grade.grade, None, None, *shares, note
        note = ""
    for unit in group.units:
        yield "单位平均", unit.name, unit.printed, unit.recomputed, len(unit.projects), None, None, None, ""
    for label, project in (("最高", group.highest), ("最低", group.lowest)):
        if project is not None:
            yield label, project.name, project.printed, project.recomputed, *nothing, project.unit


def shown(overall: Overall) -> Value:
    """An overall score, or the bounds it lies in while a figure is missing."""
    if overall.score is not None or overall.low is None:
        return Cell(overall.score, "band_number" if overall.counts else None)
    return Cell(f"{overall.low}—{overall.high}", "centre")


def said(group: Group, value: Decimal) -> str:
    """What reproduces a stated score, in words."""
    stated_score = next(stated for stated in group.stated if stated.value == value)
    if stated_score.matches:
        how = "、".join(f"{method.label}（{basis.label}）" for method, basis in stated_score.matches)
        return f"与{how}相符"
    parts = ["各种办法都得不出"]
    if stated_score.nearest is not None and stated_score.gap is not None:
        method, basis = stated_score.nearest
        parts.append(f"最接近的是{method.label}（{basis.label}），相差 {stated_score.gap.normalize():f}")
    if stated_score.needed is not None:
        parts.append(f"用分项法，管理得分须为 {stated_score.needed.normalize():f} 分")
    return "；".join(parts)


_LOSSES = (
    Column("指标类别", 14),
    Column("项目", 24),
    Column("指标", 24),
    Column("分值", 8, "number"),
    Column("得分", 8, "number"),
    Column("失分", 8, "number"),
    Column("占全部失分", 9, "share"),
    Column("失分处数", 8, "count"),
    Column("写了原因", 8, "count"),
    Column("原因", 50),
)


def _losses(group: Group) -> Iterator[Sequence[Value]]:
    """Every kind with its sums, below it every loss of the kind."""
    names = {project.index: project.name for project in group.projects}
    note = not_whole([kind.share for kind in group.loss_kinds])
    for kind in group.loss_kinds:
        if not kind.losses:
            continue
        sums: list[Value] = [Cell(value, "band_number") for value in (kind.weight, kind.score, kind.lost)]
        explained = None if kind.kind == EXECUTION else kind.explained
        label = f"{kind.indicators} 项指标"
        head = [Cell(text, "band") for text in (kind.kind, "", label)]
        yield *head, *sums, kind.share, kind.losses, explained, note
        note = ""
        for loss in group.losses:
            if loss.kind == kind.kind:
                reason = loss.reason or ("" if loss.kind == EXECUTION else "（没有写原因）")
                facts = (loss.weight, loss.score, loss.lost, None, None, None)
                yield loss.kind, names[loss.project], loss.indicator, *facts, reason


_FINDINGS = (
    Column("项", 10, "centre"),
    Column("代码", 7, "centre"),
    Column("名称", 34),
    Column("级别", 7, "centre"),
    Column("处数", 8, "count"),
    Column("项目数", 8, "count"),
    Column("说明", 60),
    Column("怎么改", 40),
)


def _findings(group: Group) -> Iterator[Sequence[Value]]:
    """The department's own findings in full; those of the forms by family, by unit and by check."""
    for finding in group.findings:
        badge = Cell(finding.severity.label, finding.severity.value)
        title = catalogue()[finding.code].title
        yield "部门", finding.code, title, badge, None, len(finding.forms) or None, finding.message, finding.advice
    for family in group.families:
        counts = "、".join(f"{severity.label} {count}" for severity, count in family.counts.items() if count)
        yield "类别", family.letter, family.name, "", sum(family.counts.values()), family.projects, counts, ""
    for unit in group.units:
        counts = "、".join(f"{letter} {count}" for letter, count in unit.families.items())
        yield "单位", "", unit.name, "", sum(unit.families.values()), len(unit.projects), counts, ""
    for check in group.checks:
        badge = Cell(check.severity.label, check.severity.value)
        split = "、".join(f"{severity.label} {count}" for severity, count in check.counts.items() if count)
        yield "检查", check.code, check.title, badge, check.findings, check.projects, split, ""


_TRACES = (
    Column("算什么", 34),
    Column("结果", 16, "centre"),
    Column("算式", 54),
    Column("说明", 36),
    Column("依据", 44, "muted"),
)


def _traces(group: Group) -> Iterator[Sequence[Value]]:
    """Every overall score with what went in, then every rate of the whole and of the units."""
    for result in group.overall:
        yield from _trace(result.trace)
    for figure in figures(group.rates):
        yield from _trace(figure.trace)
    if len(group.units) > 1:
        for unit in group.units:
            for figure in figures(unit.rates):
                yield from _trace(figure.trace)


def _trace(trace: Trace, depth: int = 0) -> Iterator[Sequence[Value]]:
    subject = "　" * depth + trace.subject
    rules = "；".join(map(rule_text, trace.parameters))
    yield Cell(subject, None if depth else "band"), trace.result, trace.formula, trace.why, rules
    for each in trace.inputs:
        yield "　" * (depth + 1) + each.name, "", each.understood, "", ""
    for step in trace.steps:
        yield from _trace(step, depth + 1)


def rule_text(rule: Cited) -> str:
    """A rule with its source."""
    return f"{rule.text}（{rule.source}）"


def figures(rates: Rates) -> tuple[RateResult, ...]:
    """The four rates in order."""
    return rates.execution, rates.carried, rates.difference, rates.adjusted


def _rates(rates: Rates) -> Iterable[Value]:
    return (figure.value for figure in figures(rates))


def _amounts(amounts: Amounts) -> Iterable[Value]:
    return (None if amount is None else amount / WAN for amount in (amounts.initial, amounts.budget, amounts.executed))
