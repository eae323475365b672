"""What is published: forms masked, added up, sorted, and without anything that tells of files or of 涉密 projects."""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from jiheng.checks import AcceptedEntry, Audit, Finding, Severity
from jiheng.checks.names import folded
from jiheng.department import Group, add_up
from jiheng.department.rollup.result import RollupProject
from jiheng.form import NO_PROJECT, Form, Origin, Problem, subject
from jiheng.places import Book, choose_all
from jiheng.writing.data.entry import key
from jiheng.writing.site.mask import Masking, mask
from jiheng.writing.text import clean, form_name, place_name

FOLDER = "projects"


class ProjectPage(msgspec.Struct, frozen=True):
    """A project with a page of its own. `path` is relative to the site; `masked` counts what was masked in it."""

    path: str
    form: Form
    project: RollupProject
    masked: int

    @property
    def name(self) -> str:
        """What to call the project."""
        return clean(subject(self.form)) or NO_PROJECT

    @property
    def unit(self) -> str:
        """实施单位, or else the department."""
        return self.form.unit or self.form.department or "（未写单位）"


class Section(msgspec.Struct, frozen=True):
    """A department and year of the site, its pages by unit and name."""

    group: Group
    pages: tuple[ProjectPage, ...]


class OpenError(msgspec.Struct, frozen=True):
    """An error that nobody has mended or accepted: whose, where in words, and the finding."""

    owner: str
    place: str
    finding: Finding


class Publication(msgspec.Struct, frozen=True):
    """Everything the site is made from, and what its owner must know before publishing it."""

    sections: tuple[Section, ...]
    secret: int
    maskings: tuple[Masking, ...]
    errors: tuple[OpenError, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    departments: dict[str, int] = {}
    """Every department that was read, those left out too, with the number of its projects."""

    @property
    def pages(self) -> Iterator[ProjectPage]:
        """The pages of all sections."""
        return (page for section in self.sections for page in section.pages)

    @property
    def title(self) -> str:
        """What the site is called."""
        name = self.sections[0].group.name if len(self.sections) == 1 else ""
        return f"{name}项目支出绩效自评公开"


def prepare(
    forms: Sequence[Form],
    *,
    book: Book | None = None,
    problems: Sequence[Problem] = (),
    accepted: Sequence[AcceptedEntry] = (),
    year: str | None = None,
    department: str | None = None,
) -> Publication:
    """Mask the forms, add them up and put them in order.

    `year` keeps the groups of that year only, `department` those whose department's name has it in it.

    Everything that follows is made from the masked forms, so that no sum, list or finding can hold what
    was masked. `book` None takes the fitting rulebook of each form.
    """
    books = [choice.book for choice in choose_all(forms)] if book is None else [book] * len(forms)
    masked = mask(forms, books)
    added = add_up([form.form for form in masked], book=book, problems=problems, accepted=accepted)
    maskings = {id(form.form): form.maskings for form in masked}
    by_form = [maskings[id(audited.form)] for audited in added.audit.forms]
    of_year = [group for group in added.rollup.groups if year is None or group.year == year]
    wanted = None if department is None else folded(department)
    groups = [group for group in of_year if wanted is None or wanted in folded(group.department)]
    seen: Counter[str] = Counter()
    sections = tuple(_section(group, added.audit, by_form, seen) for group in groups)
    shown = {project.index for group in groups for project in group.projects}
    return Publication(
        sections=sections,
        secret=added.rollup.secret if year is None and wanted is None else sum(group.secret for group in groups),
        maskings=tuple(item for index in sorted(shown) for item in by_form[index]),
        errors=tuple(_errors(added.audit, groups, shown)),
        notes=added.rollup.notes,
        problems=added.rollup.problems,
        departments=_departments(of_year),
    )


def _departments(groups: Sequence[Group]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for group in groups:
        counts[group.department] += len(group.projects)
    return dict(counts)


def _section(group: Group, audit: Audit, maskings: Sequence[Sequence[Masking]], seen: Counter[str]) -> Section:
    def order(project: RollupProject) -> tuple[str, str, str, int]:
        form = audit.forms[project.index].form
        return folded(form.unit or ""), form.project or "", form.total_score or "", project.index

    pages = []
    for project in sorted(group.projects, key=order):
        form = audit.forms[project.index].form
        parts = (folded(group.department), group.year, folded(form.unit or ""), folded(form.project or ""))
        seen["\0".join(parts)] += 1
        path = f"{FOLDER}/{key('p', *parts, str(seen[chr(0).join(parts)]))}.html"
        pages.append(ProjectPage(path, _bare(form, path), project, len(maskings[project.index])))
    return Section(group, tuple(pages))


def _bare(form: Form, path: str) -> Form:
    """The form without what tells of its file and its reading; its source is its page."""
    others = [msgspec.structs.replace(other, origin=Origin()) for other in form.others]
    return msgspec.structs.replace(
        form, source=path, origins={}, uncertain=[], blank_rows=[], secrecy=None, others=others
    )


def _errors(audit: Audit, groups: Sequence[Group], shown: set[int]) -> Iterator[OpenError]:
    """Open errors of the forms that are shown, of several of them, and of their departments."""
    for index in sorted(shown):
        form = audit.forms[index].form
        for finding in audit.forms[index].findings:
            if finding.severity is Severity.ERROR:
                yield OpenError(form_name(form), place_name(form, finding.place), finding)
    for finding in audit.batch:
        if finding.severity is Severity.ERROR and shown.intersection(finding.forms):
            form = audit.forms[finding.forms[0]].form
            yield OpenError(form_name(form), place_name(form, finding.place), finding)
    for group in groups:
        for finding in group.findings:
            if finding.severity is Severity.ERROR:
                yield OpenError(group.name, "", finding)
