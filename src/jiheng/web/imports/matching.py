"""Which project a form or row that was read belongs to: proposed by code and name, settled by a person."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from jiheng.department.accounts.rows import form_sums
from jiheng.department.project_matching import Named, in_hundreds, match, name_key
from jiheng.form import AMOUNTS, subject
from jiheng.places import load
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Project
from jiheng.web.imports.figures import Figures
from jiheng.web.imports.models import Import, ReadForm
from jiheng.web.imports.records import figures_of, record_of
from jiheng.web.imports.twins import mark
from jiheng.web.imports.unit_names import aliases, unit_of, units_of_import
from jiheng.web.imports.visibility import projects_for

_TOTAL = "年度资金总额"
_SHORTEST_CODE = 6
"""A shorter code in a file's name may stand there by chance."""


def propose(batch: Import) -> None:
    """Give every open reading without a project the likeliest one within the importer's reach; find twins."""
    _match(batch)
    mark(batch)


def _match(batch: Import) -> None:
    open_ones = ReadForm.objects.filter(source__batch=batch, project=None, decision=ReadForm.Decision.OPEN)
    reads = list(open_ones.select_related("source").order_by("source__rank", "source", "number"))
    projects = list(
        Project.objects.filter(projects_for(batch.by, batch.cycle, batch.organisation)).select_related("unit")
    )
    if not reads or not projects:
        return
    found = _by_code(reads, projects)
    left = [read for read in reads if read.pk not in found]
    book = load(batch.cycle.rulebook)
    known, units = aliases(batch), units_of_import(batch.by, batch)
    matches = match(
        [_named(read, unit_of(read.unit_named, units, known)) for read in left],
        [Named(project.name, project.unit.name, _told(project)) for project in projects],
        book,
    )
    for matched in matches:
        found[left[matched.mine].pk] = projects[matched.theirs], 100 if matched.certain else min(99, matched.likeness)
    _doubles(left, projects, found)
    with transaction.atomic():
        for pk, (project, likeness) in found.items():  # what a person has settled meanwhile stands
            open_ones.filter(pk=pk).update(project=project, likeness=likeness)


def _by_code(reads: Iterable[ReadForm], projects: Iterable[Project]) -> dict[int, tuple[Project, int]]:
    codes = {project.code: project for project in projects if len(project.code) >= _SHORTEST_CODE}
    found: dict[int, tuple[Project, int]] = {}
    for read in reads:
        figures = figures_of(read)
        if figures is not None and figures.code and figures.code in codes:
            found[read.pk] = codes[figures.code], 100
            continue
        told = [project for code, project in codes.items() if code in read.source.name] if figures is None else []
        if len(told) == 1:
            found[read.pk] = told[0], 100
    return found


def _doubles(left: Iterable[ReadForm], projects: Iterable[Project], found: dict[int, tuple[Project, int]]) -> None:
    """A second reading of the same name goes to the same project: the page says that it is there twice."""
    named: dict[str, list[Project]] = defaultdict(list)
    for project in projects:
        named[name_key(project.name)].append(project)
    for read in left:
        same = named.get(name_key(read.title), [])
        if read.pk not in found and read.title and len(same) == 1:
            found[read.pk] = same[0], 100


def _named(read: ReadForm, unit: Organisation | None) -> Named:
    """The project as read; its unit by our name where that is known."""
    called = read.unit_named if unit is None else unit.name
    figures = figures_of(read)
    if figures is not None:
        return Named(figures.project, called, _told(figures))
    record = record_of(read)
    sums = form_sums(record)
    told = ((field, sums.get((_TOTAL, field))) for field in AMOUNTS)
    amounts = frozenset((field, in_hundreds(figure.yuan)) for field, figure in told if figure and figure.yuan)
    return Named(subject(record), called, amounts)


def _told(figures: Figures | Project) -> frozenset[tuple[str, str]]:
    amounts = ((field, getattr(figures, field)) for field in AMOUNTS)
    return frozenset((field, in_hundreds(figure)) for field, figure in amounts if figure)
