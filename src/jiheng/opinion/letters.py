"""What goes out: 审核意见单 to each unit, and 共性问题 of each department with counts."""

from collections.abc import Sequence

from jiheng.checks import Audit, Finding, Severity, catalogue
from jiheng.checks.names import folded
from jiheng.checks.official import example, general
from jiheng.form import Form, subject
from jiheng.opinion.model import Common, CommonProblem, Letter, Opinion
from jiheng.opinion.quality import follows

Found = list[tuple[Form, Finding]]


def letters(opinions: Sequence[Opinion]) -> tuple[Letter, ...]:
    """A letter for each unit of each department, in order of first appearance."""
    groups: dict[tuple[str, str], list[Opinion]] = {}
    for opinion in opinions:
        groups.setdefault((folded(opinion.department), folded(opinion.unit)), []).append(opinion)
    return tuple(
        Letter(
            own[0].unit,
            own[0].department,
            own[0].year if len({opinion.year for opinion in own}) == 1 else "",
            tuple(opinion.id for opinion in own),
        )
        for own in groups.values()
    )


def common_problems(audit: Audit) -> tuple[Common, ...]:
    """The problems that `checks.batch.common_from` or more forms of a department share."""
    departments: dict[str, list[int]] = {}
    for index, audited in enumerate(audit.forms):
        departments.setdefault(folded(audited.form.department or ""), []).append(index)
    made = []
    for members in departments.values():
        least = int(audit.forms[members[0]].book.number("checks.batch.common_from"))
        problems = _problems(audit, members, least)
        if problems:
            name = audit.forms[members[0]].form.department or ""
            made.append(Common(name, len(members), tuple(problems)))
    return tuple(made)


def _problems(audit: Audit, members: Sequence[int], least: int) -> list[CommonProblem]:
    by_code: dict[str, dict[int, Finding]] = {}
    for index in members:
        for finding in audit.forms[index].findings:
            if not follows(finding):
                by_code.setdefault(finding.code, {}).setdefault(index, finding)
    made = []
    for code, found in by_code.items():
        if len(found) >= least:
            gravest = min((fault.severity for fault in found.values()), key=lambda severity: severity.rank)
            own = [(audit.forms[index].form, finding) for index, finding in found.items()]
            names = tuple(dict.fromkeys(subject(form) or form.source for form, _ in own))
            made.append(CommonProblem(code, gravest.value, _told(code, own), len(found), names))
    return sorted(made, key=lambda fault: (Severity(fault.severity).rank, -fault.forms, fault.code))


def _told(code: str, found: Found) -> str:
    """The sentence of the check where it needs no figures of a form, else its title and the first as an example."""
    check = catalogue()[code]
    said = general(check)
    if said != check.title:
        return f"{said}。"
    form, finding = found[0]
    return f"{check.title}。{example(check, finding, form, [form])}"
