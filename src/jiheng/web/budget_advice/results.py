"""Forms of a project over the years → what the rules look at: one question a year and kind of thing, not a project."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from django.db.models import Count
from django.utils import timezone

from jiheng.checks import Finding
from jiheng.opinion.budget_advice import YearResult
from jiheng.opinion.project_years import faulty_checks
from jiheng.web.corrections.models import Correction
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation, State

_AT_ONCE = 500
"""Forms read at a time; their findings are many."""
Key = tuple[str, int]
"""The code of a project and its unit: by these it is known from year to year."""


def key_of(project: Project) -> Key:
    """What the project is known by over the years."""
    return project.code, project.unit_id


def results_of(projects: Sequence[Project], year: int) -> dict[Key, list[YearResult]]:
    """The results of the projects up to `year`, the oldest first. Only final forms count."""
    wanted = {key_of(project) for project in projects}
    forms = (
        SelfEvaluation.objects.filter(
            state=State.FINAL, cycle__year__lte=year, project__code__in={code for code, _ in wanted}
        )
        .order_by("cycle__year")
        .select_related("project", "cycle")
        .defer("record", "own", "project__approved")
    )
    late = _late(projects)
    found: dict[Key, list[YearResult]] = defaultdict(list)
    for form in forms.iterator(_AT_ONCE):
        key, when = (form.project.code, form.unit_id), form.cycle.year
        if key not in wanted:
            continue
        open_notices = late.get(key, 0) if when == year else None
        known = faulty_checks(msgspec.convert(form.findings, list[Finding]))
        found[key].append(YearResult(when, form.total, form.grade, form.rate, form.quality, known, open_notices))
    return found


def _late(projects: Sequence[Project]) -> dict[Key, int]:
    """How many notices of each project are past their deadline and not answered."""
    rows = Correction.objects.filter(project__in=projects, state="issued", due__lt=timezone.localdate())
    counts = rows.order_by().values_list("project__code", "project__unit_id").annotate(n=Count("pk"))
    return {(code, unit): n for code, unit, n in counts}
