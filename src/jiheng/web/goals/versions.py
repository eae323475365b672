"""Approved versions: keeping a new one."""

import msgspec
from django.db import transaction
from django.db.models import Max

from jiheng.form import Form
from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Project
from jiheng.web.goals.models import ApprovedVersion


@transaction.atomic
def keep(person: Person | None, project: Project, source: ApprovedVersion.Origin) -> ApprovedVersion:
    """Keep what is approved now as the project's next version."""
    last = project.approved_versions.aggregate(last=Max("number"))["last"] or 0
    return project.approved_versions.create(number=last + 1, record=project.approved, source=source, by=person)


def keep_what_was(project: Project) -> None:
    """Keep what was approved before versions were: once, before the first change."""
    if project.approved is not None and not project.approved_versions.exists():
        keep(None, project, ApprovedVersion.Origin.BEFORE)


def form_of(record: object) -> Form:
    """A record as kept. Raises msgspec.ValidationError."""
    return msgspec.convert(record, Form) if record else Form()
