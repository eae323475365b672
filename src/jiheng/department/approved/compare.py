"""The forms beside the goals as approved at the budget: goal, indicators, targets and weights changed since."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from jiheng.alike import ratio
from jiheng.checks import Severity
from jiheng.checks.case import counts
from jiheng.checks.names import bare_name, folded
from jiheng.department.accounts.rows import form_sums
from jiheng.department.approved.result import Approved, ApprovedProject
from jiheng.department.catalogue import with_outcomes
from jiheng.department.comparison import ApprovedComparison, ComparisonRemark, ProjectPair, suspected_note
from jiheng.department.population import counted, named
from jiheng.department.project_matching import Named, match
from jiheng.form import EXECUTION, TOTAL_FUND, Form, Indicator, Place
from jiheng.places import Book
from jiheng.quantity import Comparator, number, parse
from jiheng.quantity.words import percent, short

_RESTORE = "改回批复的内容；经批准调整过的，附上批复。"
_NAMED = 5

_Make = Callable[[str, str, str, str, str], ComparisonRemark]
"""Makes a remark on an indicator from place, kind, printed, earlier and message."""


def compare_approved(forms: Sequence[Form], approved: Approved, book: Book | None = None) -> ApprovedComparison:
    """The forms that count beside the approved goals. A finding's `forms` are numbers among the forms that count.

    Raises ValueError without any form.
    """
    scope = counted(forms, book)
    projects = [approval for approval in approved.projects if not scope.is_hidden(approval.project)]
    found = match(
        [named(form) for form in scope.forms],
        [Named(approval.project, approval.unit) for approval in projects],
        scope.book,
    )
    pairs: list[ProjectPair] = []
    suspected: list[ProjectPair] = []
    remarks: list[ComparisonRemark] = []
    for matched in found:
        form, project = scope.forms[matched.mine], projects[matched.theirs]
        pair = ProjectPair(matched.mine, form.project or "", project.project, project.where, matched.likeness)
        (pairs if matched.certain else suspected).append(pair)
        if matched.certain:
            remarks += list(_changes(matched.mine, form, project, scope.books[matched.mine]))
    seen = {matched.mine for matched in found}
    remarks += [_absent(index, form) for index, form in enumerate(scope.forms) if index not in seen]
    comparison = ApprovedComparison(
        file=approved.file,
        pairs=tuple(pairs),
        suspected=tuple(suspected),
        remarks=tuple(remarks),
        secret=len(approved.projects) - len(projects),
        notes=(
            *suspected_note(tuple(suspected), "批复"),
            *_without_form(projects, {matched.theirs for matched in found}),
        ),
    )
    return with_outcomes(comparison, scope.book)


def _without_form(projects: Sequence[ApprovedProject], seen: set[int]) -> tuple[str, ...]:
    left = [f"“{project.project}”" for index, project in enumerate(projects) if index not in seen]
    if not left:
        return ()
    more = f"等 {len(left)} 个项目" if len(left) > _NAMED else ""
    return (f"批复里有、没有自评表：{'、'.join(left[:_NAMED])}{more}。",)


def _changes(index: int, form: Form, project: ApprovedProject, book: Book) -> Iterator[ComparisonRemark]:
    """What of a project is not as approved; where nothing is, whether its budget should have changed its goals."""
    found = [*_goal(index, form, project), *_indicators(index, form, project, book)]
    yield from found
    if not found:
        yield from _unmoved(index, form, project, book)


def _goal(index: int, form: Form, project: ApprovedProject) -> Iterator[ComparisonRemark]:
    if project.goal and form.goal_expected is not None and folded(project.goal) != folded(form.goal_expected):
        yield ComparisonRemark(
            code="D24",
            project=form.project or "",
            form=index,
            place="goal_expected",
            kind="总体目标",
            printed=form.goal_expected,
            earlier=project.goal,
            message=f"“{short(form.project or '')}”的总体目标与批复不同（文字相似 "
            f"{int(ratio(folded(project.goal), folded(form.goal_expected)))}%）。",
            advice=_RESTORE,
            where=project.where,
        )


def _indicators(index: int, form: Form, project: ApprovedProject, book: Book) -> Iterator[ComparisonRemark]:
    now = [at for at, indicator in enumerate(form.indicators) if counts(indicator) and indicator.l3]
    before = [at for at, indicator in enumerate(project.indicators) if counts(indicator) and indicator.l3]
    pairs = _matched(form.indicators, now, project.indicators, before, float(book.number("accounts.renamed")))

    def remark(place: str, kind: str, printed: str, earlier: str, message: str) -> ComparisonRemark:
        name = short(form.project or "")
        return ComparisonRemark(
            "D25",
            form.project or "",
            index,
            place,
            kind,
            printed,
            earlier,
            f"“{name}”{message}",
            _RESTORE,
            project.where,
            Severity.WARNING,
        )

    for at, other in pairs:
        yield from _differences(form.indicators[at], project.indicators[other], at, remark)
    for at in sorted(set(now) - {mine for mine, _ in pairs}):
        name = bare_name(form.indicators[at].l3 or "")
        yield remark(str(Place.indicator(at, "l3")), "指标新增", name, "", f"多了批复里没有的指标“{name}”。")
    for other in sorted(set(before) - {yours for _, yours in pairs}):
        name = bare_name(project.indicators[other].l3 or "")
        yield remark(str(Place.indicator(0, "l3")), "指标删去", "", name, f"少了批复的指标“{name}”。")


def _matched(
    ones: Sequence[Indicator], now: list[int], others: Sequence[Indicator], before: list[int], least: float
) -> list[tuple[int, int]]:
    """The same indicator on both sides: by name, the same level 2 first; then by a name that is nearly the same."""

    def likeness(indicator: Indicator, other: Indicator) -> float:
        alike = ratio(folded(bare_name(indicator.l3 or "")), folded(bare_name(other.l3 or "")), least)
        return alike and alike + (indicator.l2 == other.l2)

    ranked = sorted(
        (-alike, at, other) for at in now for other in before if (alike := likeness(ones[at], others[other]))
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, at, other in ranked:
        if at not in taken and other not in used:
            taken[at] = other
            used.add(other)
    return sorted(taken.items())


def _differences(one: Indicator, other: Indicator, at: int, remark: _Make) -> Iterator[ComparisonRemark]:
    name, before = bare_name(one.l3 or ""), bare_name(other.l3 or "")
    if folded(name) != folded(before):
        yield remark(str(Place.indicator(at, "l3")), "指标改名", name, before, f"的指标“{before}”改成了“{name}”。")
    if other.target and one.target and not same_target(one, other):
        now, then = _shown(one), _shown(other)
        yield remark(
            str(Place.indicator(at, "target")), "指标值", now, then, f"的“{name}”指标值批复为 {then}，现为 {now}。"
        )
    weight, approved = number(one.weight), number(other.weight)
    if approved is not None and weight is not None and weight != approved:
        message = f"的“{name}”分值批复为 {approved}，现为 {weight}。"
        yield remark(str(Place.indicator(at, "weight")), "分值", one.weight or "", other.weight or "", message)


def same_target(one: Indicator, other: Indicator) -> bool:
    """Whether two targets ask for the same, however they are written (≥95% and 不低于百分之九十五)."""
    if _shown(one) == _shown(other):
        return True
    mine, yours = (parse(each.target or "", sign=each.property, unit=each.unit) for each in (one, other))
    if not mine.quantities or not yours.quantities:
        return folded(one.target or "") == folded(other.target or "")
    return [_meant(q.kind, q.comparator, q.base, q.upper_base) for q in mine.quantities] == [
        _meant(q.kind, q.comparator, q.base, q.upper_base) for q in yours.quantities
    ]


def _meant(
    kind: str, comparator: Comparator | None, base: Decimal | None, upper: Decimal | None
) -> tuple[str, Comparator, Decimal | None, Decimal | None]:
    """A quantity without its way of writing; no sign is the same as =."""
    return kind, comparator or Comparator.EQ, base, upper


def _shown(row: Indicator) -> str:
    """A target with its sign and unit in one piece."""
    target = row.target or ""
    sign = row.property if row.property and row.property != "定性" and not target.startswith(row.property) else ""
    unit = row.unit if row.unit and not target.endswith(row.unit) else ""
    return f"{sign}{target}{unit}"


def _absent(index: int, form: Form) -> ComparisonRemark:
    """A project that was not approved with goals: added in the year, or unknown to the approval."""
    sums = form_sums(form)
    initial, budget = sums.get((TOTAL_FUND, "initial")), sums.get((TOTAL_FUND, "budget"))
    added = (initial is None or not initial.figure) and budget is not None and budget.figure > 0
    said = "是年中追加的项目（年初预算数为 0），批复的目标里没有它" if added else "在批复的目标里没有"
    advice = "追加预算时应一并申报绩效目标；已批复的，补上批复。" if added else "核对项目名称；确未批复目标的，说明。"
    message = f"“{short(form.project or '')}”{said}。"
    return ComparisonRemark(
        "D26", form.project or "", index, "project", "批复没有", form.project or "", "", message, advice
    )


def _unmoved(index: int, form: Form, project: ApprovedProject, book: Book) -> Iterator[ComparisonRemark]:
    """A budget changed by more than the rulebook's share, with goals to the letter as approved."""
    sums = form_sums(form)
    initial, budget = sums.get((TOTAL_FUND, "initial")), sums.get((TOTAL_FUND, "budget"))
    if initial is None or budget is None or not initial.figure or not project.indicators:
        return
    share = (budget.yuan - initial.yuan) / initial.yuan
    if abs(share) <= book.number("budget.adjusted_from"):
        return
    yield ComparisonRemark(
        "D26",
        form.project or "",
        index,
        str(EXECUTION.at("budget")),
        "目标未调整",
        str(budget.figure),
        str(initial.figure),
        f"“{short(form.project or '')}”预算调整 {percent(share)}，目标和指标却与批复一字不差。",
        "随预算调整目标和指标；不需要调整的，说明理由。",
        project.where,
        Severity.NOTICE,
    )
