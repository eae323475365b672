"""历年台账: a project over the years, with its execution, scores, grades, and the findings that come back."""

from collections import Counter
from collections.abc import Sequence

from jiheng.checks import Audit, Severity
from jiheng.checks import catalogue as form_checks
from jiheng.checks.names import folded
from jiheng.checks.similar import project_stem
from jiheng.department.project_matching import name_key
from jiheng.department.rollup.result import Group, LedgerLine, LedgerYear, Repeated, RollupProject

_Key = tuple[str, str, str]
"""Department, project without year, and the unit where the name alone does not tell projects of a year apart."""


def ledger(groups: Sequence[Group], audited: Audit) -> tuple[LedgerLine, ...]:
    """A line a project, by department and name; () where no department has two years.

    A project is known by its name without years and codes, whatever its unit is called in a year.
    """
    departments = Counter(
        department for department, _ in {(group.department, group.year) for group in groups if group.year}
    )
    several = [group for group in groups if departments[group.department] > 1 and group.year]
    lines: dict[_Key, dict[str, RollupProject]] = {}
    for group in several:
        for key, project in _keyed(group):
            lines.setdefault(key, {})[group.year] = project
    order = sorted(lines, key=lambda key: (key[0], -len(lines[key])))
    return tuple(_line(key[0], lines[key], audited) for key in order)


def _keyed(group: Group) -> list[tuple[_Key, RollupProject]]:
    stems = [project_stem(name_key(project.name)) or folded(project.name) for project in group.projects]
    counts = Counter(stems)
    return [
        ((group.department, stem, folded(project.unit) if counts[stem] > 1 else ""), project)
        for stem, project in zip(stems, group.projects, strict=True)
    ]


def _line(department: str, projects: dict[str, RollupProject], audited: Audit) -> LedgerLine:
    years = sorted(projects)
    latest = projects[years[-1]]
    codes = {year: _codes(projects[year], audited) for year in years}
    found = Counter(code for year in years for code in codes[year])
    repeated = [
        Repeated(code, form_checks()[code].title, tuple(year for year in years if code in codes[year]))
        for code, count in sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
        if count > 1
    ]
    made = tuple(_year(year, projects[year]) for year in years)
    return LedgerLine(department, latest.name, latest.unit, made, tuple(repeated))


def _codes(project: RollupProject, audited: Audit) -> frozenset[str]:
    """The checks that found something to mend on a project's form; notices come back everywhere."""
    findings = audited.forms[project.index].findings
    return frozenset(
        finding.code for finding in findings if finding.severity is not Severity.NOTICE and not finding.under
    )


def _year(year: str, project: RollupProject) -> LedgerYear:
    return LedgerYear(
        year=year,
        index=project.index,
        budget=project.amounts.budget,
        execution=project.rates.execution.value,
        printed=project.printed,
        recomputed=project.recomputed,
        grade=project.grade_printed or project.grade_recomputed,
        errors=project.findings.get(Severity.ERROR, 0),
        warnings=project.findings.get(Severity.WARNING, 0),
    )
