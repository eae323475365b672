"""The figures a template may name: what each is called, and its text from the data (None where the data lacks it)."""

from collections.abc import Callable
from decimal import Decimal

from jiheng.checks import Severity
from jiheng.checks.levels import Second, benefits
from jiheng.department.rollup.lost_points import EXECUTION, together
from jiheng.department.rollup.result import Basis, LossKind, Overall, RateResult, RollupProject
from jiheng.form import NO_PROJECT, Block, fields
from jiheng.quantity.words import WAN, not_whole, percent, plain, rounded
from jiheng.writing.report.material import Material
from jiheng.writing.report.template import FIGURE

_FULL = Decimal(100)
KINDS = (EXECUTION, *(kind.value for kind in Second), *benefits())
PARTS = ("决策", "过程", "产出", "效益")

Text = str | None
Read = Callable[[Material], Text]


def money(amount: Decimal | None) -> Text:
    """An amount in 元 as 万元 with two decimals."""
    return None if amount is None else f"{rounded(amount / WAN, 2)}万元"


def points(score: Decimal | None) -> Text:
    """A score with its unit; one above full marks is marked, it cannot be right."""
    if score is None:
        return None
    return f"{plain(score)}分" + ("【待核实：得分超过100分】" if score > _FULL else "")


def rate(figure: RateResult) -> Text:
    """A rate as a percentage."""
    return None if figure.value is None else percent(figure.value)


def _unspent(material: Material) -> Text:
    amounts = material.group.amounts
    both = amounts.budget is not None and amounts.executed is not None
    return money(amounts.budget - amounts.executed) if both else None  # type: ignore[operator]


def _score(basis: Basis) -> Callable[[Material], Overall | None]:
    return lambda m: next((result for result in m.group.overall if result.counts and result.basis is basis), None)


def _of_score(basis: Basis, said: Callable[[Overall], Text]) -> Read:
    chosen = _score(basis)
    return lambda m: said(result) if (result := chosen(m)) is not None else None


def _single(said: Callable[[RollupProject], Text]) -> Read:
    """A figure of the only project; None where the report is about several."""
    return lambda m: said(m.group.projects[0]) if len(m.group.projects) == 1 else None


def _said(field: str) -> Read:
    """What the only form says in its goals or at its foot."""
    return _single_form(lambda form: getattr(form, field) or None)


def _single_form(said: Callable[[object], Text]) -> Read:
    return lambda m: said(next(iter(m.forms.values())).form) if len(m.forms) == 1 else None


def _grades(material: Material) -> Text:
    named = [f"{grade.grade}{grade.printed}个" for grade in material.group.grades if grade.printed]
    return _doubted(material, "、".join(named) or None)


def _doubted(material: Material, said: Text) -> Text:
    """What is made from the printed totals, marked where totals go into it that there cannot be."""
    beyond = len(material.group.beyond)
    return f"{said}【待核实：其中{beyond}个项目的自评得分不在0与满分之间】" if said and beyond else said


def _whole_score(material: Material) -> Text:
    counting = _score(Basis.PRINTED)(material)
    return _doubted(material, points(counting.score)) if counting else None


def _end(which: str, said: Callable[[RollupProject], Text]) -> Read:
    def read(material: Material) -> Text:
        project: RollupProject | None = getattr(material.group, which)
        return None if project is None else said(project)

    return read


def _secret(material: Material) -> str:
    return f"，另有涉密项目{material.group.secret}个，按规定不公开" if material.group.secret else ""


def _count(*severities: Severity) -> Read:
    return lambda m: str(sum(finding.severity in severities for _, finding in m.findings))


def _with_findings(material: Material) -> str:
    return str(sum(any(project.findings.values()) for project in material.group.projects))


def kind_of(material: Material, name: str) -> LossKind | None:
    """The sums of a kind of indicators, None where no form has one; 效益 includes the benefits told apart."""
    names = (name, *benefits()) if name == Second.BENEFIT else (name,)
    found = [losses for losses in material.group.loss_kinds if losses.kind in names]
    return together(name, found) if found else None


def _kind(name: str) -> Read:
    def read(material: Material) -> str:
        kind = kind_of(material, name)
        if kind is None:
            return f"自评表没有设置{name}指标"
        reached = f"，得分率{percent(kind.score / kind.weight)}" if kind.weight else ""
        lost = f"，其中{kind.losses}项未得满分，失分{plain(kind.lost)}分" if kind.losses else "，均得满分"
        head = f"共有{name}指标{kind.indicators}项，分值合计{plain(kind.weight)}分"
        return f"{head}，得分{plain(kind.score)}分{reached}{lost}"

    return read


def _how(figure: RateResult) -> str | None:
    """The formula of a rate, with what it takes for granted and what it leaves out."""
    trace = figure.trace
    return (trace.formula + (f"（{trace.why}）" if trace.why else "")) if trace.formula else None


def _most_lost(material: Material) -> Text:
    """The kinds at which most points were lost, in words."""
    kinds = sorted((losses for losses in material.group.loss_kinds if losses.losses), key=lambda losses: -losses.lost)
    told = kinds[:3]
    said = [f"{losses.kind}{plain(losses.lost)}分（占{percent(losses.share or Decimal(0))}）" for losses in told]
    note = not_whole([losses.share for losses in told])
    return ("、".join(said) or "没有失分") + (f"（{note}）" if note else "")


def _lost(material: Material) -> str:
    return f"{plain(sum((losses.lost for losses in material.group.loss_kinds), Decimal(0)))}分"


def _part(name: str) -> Read:
    def read(material: Material) -> Text:
        if material.evaluation is None:
            return None
        part = next((scored for scored in material.evaluation.parts if scored.name == name), None)
        if part is None or part.score is None or not part.weight:
            return None
        share = percent(part.score / part.weight)
        return f"{name}类指标分值{plain(part.weight)}分，得分{plain(part.score)}分，得分率{share}"

    return read


FIGURES: dict[str, tuple[str, Read]] = {
    "department": ("主管部门名称", lambda m: m.group.department or None),
    "year": ("年度", lambda m: m.group.year or None),
    "unit": (
        "实施单位名称",
        lambda m: m.group.units[0].name if len(m.group.units) == 1 else m.group.department or None,
    ),
    "units": ("实施单位名单", lambda m: "、".join(unit.name for unit in m.group.units)),
    "units_count": ("实施单位个数", lambda m: str(len(m.group.units))),
    "projects_count": ("项目个数", lambda m: str(len(m.group.projects))),
    "secret_note": ("涉密项目说明", _secret),
    "rulebook": ("评分所用办法", lambda m: m.group.rulebook_title),
    "initial": ("年初预算数", lambda m: money(m.group.amounts.initial)),
    "budget": ("全年预算数", lambda m: money(m.group.amounts.budget)),
    "executed": ("全年执行数", lambda m: money(m.group.amounts.executed)),
    "unspent": ("未执行的预算", _unspent),
    "execution_rate": ("预算执行率", lambda m: rate(m.group.rates.execution)),
    "carried_rate": ("结转结余率", lambda m: rate(m.group.rates.carried)),
    "carried_how": ("结转结余率的算法", lambda m: _how(m.group.rates.carried)),
    "difference_rate": ("预决算差异率", lambda m: rate(m.group.rates.difference)),
    "difference_how": ("预决算差异率的算法", lambda m: _how(m.group.rates.difference)),
    "adjusted_rate": ("预算调整率", lambda m: rate(m.group.rates.adjusted)),
    "score": ("部门整体得分", _whole_score),
    "score_grade": ("部门整体等级", _of_score(Basis.PRINTED, lambda result: result.grade)),
    "score_method": ("整体得分的算法", _of_score(Basis.PRINTED, lambda result: result.method.label)),
    "score_recomputed": ("按办法复算的整体得分", _of_score(Basis.RECOMPUTED, lambda result: points(result.score))),
    "grades": ("各等级项目个数", _grades),
    "highest_project": ("得分最高的项目", _end("highest", lambda project: project.name)),
    "highest_score": ("最高得分", _end("highest", lambda project: points(project.printed))),
    "lowest_project": ("得分最低的项目", _end("lowest", lambda project: project.name)),
    "lowest_score": ("最低得分", _end("lowest", lambda project: points(project.printed))),
    "lost": ("失分合计", _lost),
    "most_lost": ("失分最多的指标类别", _most_lost),
    "findings_count": ("审核发现的问题数", lambda m: str(len(m.findings))),
    "errors_count": ("错误数", _count(Severity.ERROR)),
    "warnings_count": ("警告数", _count(Severity.WARNING)),
    "notices_count": ("提示数", _count(Severity.NOTICE)),
    "faulty_projects": ("有问题的项目个数", _with_findings),
    "project": ("项目名称", _single(lambda project: None if project.name == NO_PROJECT else project.name)),
    "project_score": ("项目自评得分", _single(lambda project: points(project.printed))),
    "project_grade": ("项目自评等级", _single(lambda project: project.grade_printed)),
    "project_recomputed": ("按办法复算的项目得分", _single(lambda project: points(project.recomputed))),
    **{field.name: (field.label, _said(field.name)) for field in fields(Block.GOALS, Block.TAIL) if not field.personal},
    "eval_score": ("绩效评价得分", lambda m: points(m.evaluation.score) if m.evaluation else None),
    "eval_grade": ("绩效评价等级", lambda m: m.evaluation.grade if m.evaluation else None),
    **{f"kind.{name}": (f"{name}指标得分情况", _kind(name)) for name in KINDS},
    **{f"eval.{name}": (f"{name}类指标评价得分", _part(name)) for name in PARTS},
}
"""Name in a template → (what it is in Chinese, how it is read)."""


def gap(wanted: str) -> str:
    """What stands in a report where people have to write something."""
    return f"【待填写：{wanted}】"


def filled(text: str, material: Material) -> str:
    """A template's sentence with its figures; a gap where the data lacks one."""

    def figure(name: str) -> str:
        label, read = FIGURES[name]
        value = read(material)
        return gap(label) if value is None else value

    return FIGURE.sub(lambda found: figure(found[1]), text)
