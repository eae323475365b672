"""Audited forms of several years → each project of the latest year with its results over the years, and the advice."""

from collections.abc import Iterable

import msgspec

from jiheng.checks import Audit, Finding, FormAudit, Severity
from jiheng.checks.folding import is_same_fault
from jiheng.checks.names import folded
from jiheng.checks.secret import is_secret
from jiheng.checks.similar import project_stem
from jiheng.department.rollup.grouping import year_of
from jiheng.form import WHOLE, kind_name
from jiheng.opinion.budget_advice import Advice, YearResult, advise
from jiheng.opinion.quality import Quality, follows, qualities
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.total import grade

_GRAVE = (Severity.ERROR, Severity.WARNING)


class Advised(msgspec.Struct, frozen=True):
    """A project of the latest year: as printed, where its form is, its results (the oldest first), the advice."""

    project: str
    unit: str
    source: str
    results: tuple[YearResult, ...]
    advice: Advice


class AdvisedProjects(msgspec.Struct, frozen=True):
    """The projects of `year` in reading order; `notes` are what was left out and why (Chinese)."""

    year: int
    projects: tuple[Advised, ...]
    notes: tuple[str, ...] = ()


def advise_projects(audit: Audit) -> AdvisedProjects | None:
    """What the forms of an audit say for the next budget of each project; None where no form states its year.

    A project is known over the years by its name without years and its unit. Secret projects, forms of a whole
    department, those without a year or a name, and second forms of a project and year are left out, and said.
    """
    found: dict[tuple[str, str], dict[int, tuple[FormAudit, Quality]]] = {}
    secret = whole = unknown = 0
    double: list[str] = []
    for audited, quality in zip(audit.forms, qualities(audit), strict=True):
        year, key = year_of(audited.form), _key(audited)
        if is_secret(audited.form, audited.book):
            secret += 1
        elif audited.form.kind == WHOLE:
            whole += 1
        elif not year or not key[0]:
            unknown += 1
        elif int(year) in found.setdefault(key, {}):
            double.append(f"“{audited.form.project}”{year}年度")
        else:
            found[key][int(year)] = audited, quality
    if not found:
        return None
    latest = max(year for years in found.values() for year in years)
    projects = tuple(_advised(years) for years in found.values() if latest in years)
    ended = len(found) - len(projects)
    notes = [
        f"涉密项目 {secret} 个没有列入，请按保密规定单独办理。" if secret else "",
        f"{kind_name(WHOLE)} {whole} 张不是项目的表，没有列入。" if whole else "",
        f"{unknown} 张表没有写年度或项目名称，没有列入。" if unknown else "",
        f"{ended} 个项目只有以前年度的表，没有列入。" if ended else "",
        f"同一项目同一年度有几张表的，只看第一张：{'、'.join(dict.fromkeys(double))}。" if double else "",
    ]
    return AdvisedProjects(latest, projects, tuple(note for note in notes if note))


def year_result(audited: FormAudit, quality: Quality, year: int) -> YearResult:
    """The result of a form: the total as it should be, its grade by the rules, execution, quality, what was found."""
    total = audited.score.total.score
    name = audited.score.grade or ("" if total is None else grade(total, rules_of(audited.book)) or "")
    return YearResult(year, total, name, audited.score.rate, quality.total, faulty_checks(audited.findings))


def faulty_checks(findings: Iterable[Finding]) -> frozenset[str]:
    """The checks that count from year to year: of errors and warnings that follow from no other fault of the form."""
    grave = (finding for finding in findings if finding.severity in _GRAVE)
    return frozenset(finding.code for finding in grave if is_same_fault(finding) or not follows(finding))


def _key(audited: FormAudit) -> tuple[str, str]:
    return project_stem(audited.form.project or ""), folded(audited.form.unit or audited.form.department or "")


def _advised(years: dict[int, tuple[FormAudit, Quality]]) -> Advised:
    last, _ = years[max(years)]
    results = tuple(year_result(*years[year], year) for year in sorted(years))
    form = last.form
    return Advised(
        form.project or "", form.unit or form.department or "", form.source, results, advise(results, last.book)
    )
