"""The tables of a report by name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiheng.department.rollup.result import Amounts, Rates
from jiheng.form import AMOUNTS, LEVEL_LABELS, TARGET_PARTS
from jiheng.quantity.words import WAN, not_whole, percent, plain, rounded
from jiheng.writing.report.figures import gap
from jiheng.writing.report.framework import Evaluated
from jiheng.writing.report.material import Material

_NONE = "—"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width as a share of the whole, whether it holds text (left) or figures (centre)."""

    title: str
    width: int
    text: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its title, its columns and the rows of text below the heading."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


def _wan(amount: Decimal | None) -> str:
    return _NONE if amount is None else f"{rounded(amount / WAN, 2)}"


def _points(score: Decimal | None) -> str:
    return _NONE if score is None else plain(score)


def _rounded(*columns: Iterable[Decimal | None]) -> str:
    """The words behind a title where the shares of a column, as printed, do not add up to 100 %."""
    said = "；".join(dict.fromkeys(filter(None, map(not_whole, columns))))
    return f"（{said}）" if said else ""


def _share(share: Decimal | None) -> str:
    return _NONE if share is None else percent(share)


_MONEY = tuple(Column(label, 16) for label in (*AMOUNTS.values(), "预算执行率"))


def _money(amounts: Amounts, rate: Decimal | None) -> tuple[str, ...]:
    return _wan(amounts.initial), _wan(amounts.budget), _wan(amounts.executed), _share(rate)


def units(material: Material) -> Grid:
    """Funds by unit with the sum."""
    rows = [
        (unit.name, str(len(unit.projects)), *_money(unit.amounts, unit.rates.execution.value))
        for unit in material.group.units
    ]
    group = material.group
    rows.append(("合计", str(len(group.projects)), *_money(group.amounts, group.rates.execution.value)))
    return Grid("各单位项目资金情况（万元）", (Column("单位", 30, True), Column("项目数", 11), *_MONEY), rows)


def sources(material: Material) -> Grid:
    """Funds by source; sources without any money are left out."""
    shown = [source for source in material.group.sources if source.projects]
    rows = [(group.name, str(group.projects), *_money(group.amounts, _ratio(group.amounts))) for group in shown]
    return Grid("资金来源情况（万元）", (Column("资金来源", 24, True), Column("项目数", 10), *_MONEY), rows)


def _ratio(amounts: Amounts) -> Decimal | None:
    return amounts.executed / amounts.budget if amounts.budget and amounts.executed is not None else None


def projects(material: Material) -> Grid:
    """Every project with budget, execution, score and grade."""
    columns = (
        Column("序号", 7),
        Column("项目名称", 34, True),
        *(Column("全年预算数（万元）", 15), Column("全年执行数（万元）", 15)),
        *(Column("执行率", 12), Column("自评得分", 10), Column("等级", 8)),
    )
    rows = [
        (
            str(number),
            project.name,
            _wan(project.amounts.budget),
            _wan(project.amounts.executed),
            _share(project.rates.execution.value),
            _points(project.printed),
            project.grade_printed or _NONE,
        )
        for number, project in enumerate(material.group.projects, 1)
    ]
    return Grid("项目绩效自评结果", columns, rows)


def grades(material: Material) -> Grid:
    """Projects by grade, as printed and as recomputed."""
    columns = (
        Column("等级", 16),
        Column("自评项目数", 20),
        Column("占比", 20),
        Column("复算项目数", 20),
        Column("占比", 20),
    )
    rows = [
        (
            grade.grade,
            str(grade.printed),
            _share(grade.printed_share),
            str(grade.recomputed),
            _share(grade.recomputed_share),
        )
        for grade in material.group.grades
    ]
    graded = material.group.grades
    shares = ([grade.printed_share for grade in graded], [grade.recomputed_share for grade in graded])
    return Grid("项目得分等级分布" + _rounded(*shares), columns, rows)


def kinds(material: Material) -> Grid:
    """Points by kind of indicator."""
    columns = (
        *(Column("指标类别", 20), Column("指标数", 12), Column("分值合计", 16), Column("得分合计", 16)),
        *(Column("得分率", 14), Column("失分", 12), Column("占全部失分", 16)),
    )
    rows = [
        (
            kind.kind,
            str(kind.indicators),
            plain(kind.weight),
            plain(kind.score),
            _share(kind.score / kind.weight if kind.weight else None),
            plain(kind.lost),
            _share(kind.share),
        )
        for kind in material.group.loss_kinds
    ]
    return Grid("各类指标得分情况（分）" + _rounded([kind.share for kind in material.group.loss_kinds]), columns, rows)


def methods(material: Material) -> Grid:
    """The overall score by every method."""
    columns = (Column("计算办法", 40, True), Column("按自评得分", 25), Column("按复算得分", 25))
    overall = material.group.overall
    rows = [
        (printed.method.label + ("（办法所用）" if printed.counts else ""), _bounds(printed), _bounds(again))
        for printed, again in zip(overall[::2], overall[1::2], strict=True)
    ]
    return Grid("部门整体得分（分）", columns, rows)


def _bounds(rated: object) -> str:
    score, low, high = (getattr(rated, name) for name in ("score", "low", "high"))
    return f"{plain(low)}—{plain(high)}" if score is None and low is not None else _points(score)


def rates(material: Material) -> Grid:
    """The four rates with how they were computed."""
    found: Rates = material.group.rates
    rows = [
        (rate.name, _share(rate.value), rate.trace.formula or rate.trace.why or _NONE)
        for rate in (found.execution, found.carried, found.difference, found.adjusted)
    ]
    return Grid("预算管理主要比率", (Column("比率", 22), Column("数值", 16), Column("算式", 62, True)), rows)


def indicators(material: Material) -> Grid:
    """Every indicator of every form with target, actual value and score."""
    columns = (
        *map(Column, LEVEL_LABELS, (13, 15, 28), (False, False, True)),
        *(Column("指标值", 16), Column("完成值", 16), Column("分值", 8), Column("得分", 8)),
    )
    rows = [
        tuple(text or _NONE for text in (row.l1, row.l2, row.l3, _target(row), row.actual, row.weight, row.score))
        for audited in material.forms.values()
        for row in audited.form.indicators
    ]
    return Grid("绩效指标完成情况", columns, rows)


def _target(indicator: object) -> str:
    return "".join(str(getattr(indicator, name) or "") for name in TARGET_PARTS)


def framework(material: Material) -> Grid:
    """The evaluation framework with the scores given; open ones stay open."""
    columns = (
        *map(Column, LEVEL_LABELS, (12, 16, 22)),
        *(Column("分值", 9), Column("得分", 11), Column("扣分原因", 30, True)),
    )
    made = material.evaluation
    if made is None:
        return Grid("绩效评价指标得分表", columns, [])
    rows = [
        (
            scored.item.l1,
            scored.item.l2,
            scored.item.l3,
            plain(scored.item.weight),
            "待评" if scored.score is None else plain(scored.score),
            scored.item.reason or _lost_why(scored),
        )
        for scored in made.items
    ]
    rows.append(("合计", "", "", "100", "待评" if made.score is None else plain(made.score), made.grade or ""))
    return Grid("绩效评价指标得分表", columns, rows)


def _lost_why(evaluated: Evaluated) -> str:
    """Why points were lost where nobody wrote it: the sum, or a gap where a person gave the score."""
    if evaluated.score is None or evaluated.score == evaluated.item.weight:
        return ""
    return gap("扣分原因") if evaluated.item.score is not None else evaluated.trace.formula


GRIDS: dict[str, Callable[[Material], Grid]] = {
    "units": units,
    "sources": sources,
    "projects": projects,
    "grades": grades,
    "kinds": kinds,
    "methods": methods,
    "rates": rates,
    "indicators": indicators,
    "framework": framework,
}
"""Name in a template → how the table is made."""
