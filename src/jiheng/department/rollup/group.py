"""One department and year: projects, units, funds, grades, findings and overall scores from its audited forms."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiheng.checks import FAMILIES, Audit, Finding, FormAudit, Severity
from jiheng.checks import catalogue as form_checks
from jiheng.checks.case import Case
from jiheng.department.catalogue import with_outcomes
from jiheng.department.context import Scene
from jiheng.department.own_unit import own_names
from jiheng.department.rollup.lost_points import losses
from jiheng.department.rollup.overall_score import ScoredProject, is_beyond, overall
from jiheng.department.rollup.rates import rates, sums
from jiheng.department.rollup.result import (
    Amounts,
    Basis,
    CheckCount,
    Closing,
    Double,
    FamilyCount,
    Given,
    GradeShare,
    Group,
    RollupProject,
    Source,
    UnitResult,
)
from jiheng.department.rollup.stated_score import stated
from jiheng.form import FUND_NAMES, NO_PROJECT, TOTAL_FUND, subject
from jiheng.places import Book
from jiheng.quantity import number
from jiheng.quantity.words import plain
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.total import grade

_ZERO = Decimal(0)
_NO_UNIT = "（未写实施单位）"


@dataclass(frozen=True, slots=True)
class Members:
    """Who belongs to a group: its name and year, the forms (indexes in the audit), doubles, number of 涉密 ones."""

    department: str
    year: str
    indexes: tuple[int, ...]
    doubles: tuple[Double, ...]
    secret: int


def group_of(members: Members, audit: Audit, given: Given, closings: Mapping[int, Closing]) -> Group:
    """Everything about the group; the rulebook is the one that most of its forms are judged by.

    `closings` is what the accounts say of the forms (indexes in the audit).
    """
    forms = [audit.forms[index] for index in members.indexes]
    used = Counter(form.book.id for form in forms).most_common(1)[0][0]
    main = next(form for form in forms if form.book.id == used)
    book = main.book
    cases = [
        Case(audited.form, audited.book, audited.score, index)
        for index, audited in zip(members.indexes, forms, strict=True)
    ]
    findings = _findings(members.indexes, audit)
    lost, kinds = losses(cases)
    points: dict[int, Decimal] = {}
    for loss in lost:
        points[loss.project] = points.get(loss.project, _ZERO) + loss.lost
    short, said = own_names(members.department, [form.form for form in forms])
    entries = [
        _entry(
            case, audited, members.department, short, points.get(case.index, _ZERO), findings, closings.get(case.index)
        )
        for case, audited in zip(cases, forms, strict=True)
    ]
    projects = tuple(entry.project for entry in entries)
    parts = [project.amounts for project in projects]
    whole = rates("部门", parts, book)
    results = overall(entries, whole.execution.value, book, given)
    group = Group(
        department=members.department,
        year=members.year,
        rulebook=book.id,
        rulebook_title=book.title,
        why_rulebook=main.why_book,
        projects=projects,
        units=_units(projects, findings, book),
        secret=members.secret,
        doubles=members.doubles,
        amounts=sums(parts),
        sources=tuple(_source(name, cases) for name in _source_names(cases)),
        rates=whole,
        grades=_grades(projects, book),
        losses=lost,
        loss_kinds=kinds,
        families=_families(findings),
        checks=_checks(findings),
        overall=tuple(result.overall for result in results),
        stated=tuple(stated(where, value, results, book) for where, value in given.stated),
        notes=(*said, *_notes(forms), *_beyond_said(projects, book)),
        beyond=tuple(project.index for project in projects if is_beyond(project.printed, book)),
    )
    return with_outcomes(group, book, Scene(group, book, tuple(cases)))


Found = dict[int, list[Finding]]
"""The open findings of each form (index in the audit), those over several forms with every form concerned."""


def _findings(indexes: Sequence[int], audit: Audit) -> Found:
    found: Found = {index: list(audit.forms[index].findings) for index in indexes}
    for finding in audit.batch:
        for index in finding.forms:
            if index in found:
                found[index].append(finding)
    return found


def _entry(
    case: Case,
    audited: FormAudit,
    department: str,
    short: Mapping[str, str],
    lost: Decimal,
    findings: Found,
    closing: Closing | None,
) -> ScoredProject:
    form, score = audited.form, audited.score
    printed, recomputed = number(form.total_score), score.total.score
    rules = rules_of(audited.book)
    name = subject(form) or NO_PROJECT
    amounts = _amounts(case, closing or Closing())
    counts = Counter(finding.severity for finding in findings[case.index])
    project = RollupProject(
        index=case.index,
        name=name,
        unit=short.get(form.unit, form.unit) if form.unit else department,
        source=form.source,
        amounts=amounts,
        rates=rates(f"“{name}”", [amounts], audited.book),
        printed=printed,
        recomputed=recomputed,
        grade_printed=form.grade or (None if printed is None else grade(printed, rules)),
        grade_recomputed=score.grade,
        lost=lost,
        findings={severity: counts[severity] for severity in Severity},
    )
    return ScoredProject(project, _goals(case, recomputed, score.execution.score), _goals_weight(case))


def _amounts(case: Case, closing: Closing) -> Amounts:
    row = case.total_fund
    printed = (None, None, None) if row is None else (row.initial, row.budget, row.executed)
    return Amounts(*printed, closing.final, closing.carried)


def _goals(case: Case, recomputed: Decimal | None, execution: Decimal | None) -> dict[Basis, Decimal | None]:
    """The scores of the indicators alone: as printed where every one is, as recomputed where the total is."""
    printed = [row.score.printed for row in case.rows if row.score.weight is not None]
    known = [score for score in printed if score is not None]
    again = recomputed - execution if recomputed is not None and execution is not None else None
    return {Basis.PRINTED: sum(known, _ZERO) if known and len(known) == len(printed) else None, Basis.RECOMPUTED: again}


def _goals_weight(case: Case) -> Decimal | None:
    weights = [row.score.weight for row in case.rows if row.score.weight is not None]
    return sum(weights, _ZERO) if weights else None


def _units(projects: Sequence[RollupProject], findings: Found, book: Book) -> tuple[UnitResult, ...]:
    """The units in the order in which they first appear."""
    members: dict[str, list[RollupProject]] = {}
    for project in projects:
        members.setdefault(project.unit or _NO_UNIT, []).append(project)
    return tuple(_unit(name, own, findings, book) for name, own in members.items())


def _unit(name: str, projects: Sequence[RollupProject], findings: Found, book: Book) -> UnitResult:
    parts = [project.amounts for project in projects]
    families = Counter(finding.code[0] for project in projects for finding in findings[project.index])
    return UnitResult(
        name=name,
        projects=tuple(project.index for project in projects),
        amounts=sums(parts),
        rates=rates(f"“{name}”", parts, book),
        printed=_mean([project.printed for project in projects], book),
        recomputed=_mean([project.recomputed for project in projects], book),
        families=dict(sorted(families.items())),
    )


def _mean(scores: Sequence[Decimal | None], book: Book) -> Decimal | None:
    known = [score for score in scores if score is not None]
    return rules_of(book).rounded(sum(known, _ZERO) / len(known)) if known else None


def _source_names(cases: Sequence[Case]) -> list[str]:
    """The rows of the funds block that any form has, the total left out; the usual ones first."""
    names = {row.name for case in cases for row in case.funds} - {TOTAL_FUND}
    return [*(name for name in FUND_NAMES if name in names), *sorted(names - set(FUND_NAMES))]


def _source(name: str, cases: Sequence[Case]) -> Source:
    rows = [row for case in cases for row in case.funds if row.name == name]
    parts = [Amounts(row.initial, row.budget, row.executed) for row in rows]
    return Source(name, sums(parts), sum(any((part.initial, part.budget, part.executed)) for part in parts))


def _grades(projects: Sequence[RollupProject], book: Book) -> tuple[GradeShare, ...]:
    """Every grade of the rulebook, the best first."""
    printed = Counter(project.grade_printed for project in projects if project.grade_printed)
    recomputed = Counter(project.grade_recomputed for project in projects if project.grade_recomputed)
    names = [name for _, name in rules_of(book).grades]
    names += [name for name in printed if name not in names]
    return tuple(
        GradeShare(
            grade=name,
            printed=printed[name],
            printed_share=_share(printed[name], printed.total()),
            recomputed=recomputed[name],
            recomputed_share=_share(recomputed[name], recomputed.total()),
        )
        for name in names
    )


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _families(findings: Found) -> tuple[FamilyCount, ...]:
    """Families with open findings in catalogue order; a finding over several forms counts once."""
    counted = []
    for letter, name in FAMILIES.items():
        own = {index: [finding for finding in found if finding.code[0] == letter] for index, found in findings.items()}
        distinct = {id(finding): finding for found in own.values() for finding in found}
        if distinct:
            counts = Counter(finding.severity for finding in distinct.values())
            severities = {severity: counts[severity] for severity in Severity}
            counted.append(FamilyCount(letter, name, severities, sum(bool(found) for found in own.values())))
    return tuple(counted)


def _checks(findings: Found) -> tuple[CheckCount, ...]:
    """Checks with open findings, the one that concerns most projects first."""
    by_code: dict[str, dict[int, Finding]] = {}
    projects: dict[str, set[int]] = {}
    for index, found in findings.items():
        for finding in found:
            by_code.setdefault(finding.code, {})[id(finding)] = finding
            projects.setdefault(finding.code, set()).add(index)
    counted = []
    for code, own in by_code.items():
        check = form_checks().get(code)
        found_at = Counter(finding.severity for finding in own.values())
        counts = {severity: found_at[severity] for severity in Severity}
        gravest = min(found_at, key=lambda severity: severity.rank)
        title = check.title if check else code
        counted.append(CheckCount(code, title, gravest, len(own), len(projects[code]), counts))
    return tuple(sorted(counted, key=lambda count: (-count.projects, -count.findings, count.code)))


def _beyond_said(projects: Sequence[RollupProject], book: Book) -> Iterator[str]:
    """What goes into sums and means as printed though it cannot be."""
    scored = [
        f"“{project.name}”{plain(project.printed)}"
        for project in projects
        if project.printed and is_beyond(project.printed, book)
    ]
    if scored:
        full = plain(book.number("weights.total"))
        yield f"总分不在 0 与满分 {full} 之间的：{'、'.join(scored)}；平均分、等级都照填报数计入，先核实。"
    negative = [f"“{project.name}”" for project in projects if _is_negative(project.amounts)]
    if negative:
        yield f"资金有负数的：{'、'.join(negative)}；合计照填报数计入，先核实。"


def _is_negative(amounts: Amounts) -> bool:
    return any(amount is not None and amount < 0 for amount in (amounts.initial, amounts.budget, amounts.executed))


def _notes(forms: Sequence[FormAudit]) -> tuple[str, ...]:
    """What a reader of the sums must know."""
    notes = []
    books = Counter(form.book.title for form in forms)
    if len(books) > 1:
        listed = "、".join(f"《{title}》{count} 张" for title, count in books.most_common())
        notes.append(f"各表所用办法不同：{listed}；部门的计算按用得最多的一部。")
    unsure = sum(bool(form.form.uncertain) for form in forms)
    if unsure:
        notes.append(f"{unsure} 张表有读取时拿不准的格子，汇总前请对照原文（jiheng extract 列出是哪些）。")
    return tuple(notes)
