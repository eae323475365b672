"""Approved goals and indicators: writing them into a project, and into its form where that has begun.

What the unit has filled in stays with the indicator of the same name; what no longer has one is said.
"""

from typing import Any, NamedTuple

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.form import Form
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.forms.approved import bare, hold_back, take_over
from jiheng.web.forms.initial import take_head
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.saving import CLOSED


class Merged(NamedTuple):
    """What became of a form that had begun: indicators that stayed, and what was filled in and has no place now.

    `waits` where the form is on its way: it stays as it is under the reviewers' eyes until it is a draft again.
    """

    kept: int
    left: tuple[str, ...]
    waits: bool = False


def without_values(approved: dict[str, Any] | None) -> dict[str, Any] | None:
    """An approved record as JSON with goals and indicators, and no amount of its year."""
    if approved is None:
        return None
    form = bare(msgspec.convert(approved, Form))
    for fund in form.funds:
        fund.initial = fund.budget = ""
    return msgspec.to_builtins(form)  # type: ignore[no-any-return]


@transaction.atomic
def approve(person: Person, project: Project, approved: Form) -> Merged | None:
    """Make `approved` what was approved for the project; None where no form has to follow.

    A form in draft takes it over as a new version; one that was handed in stays as it is, and its reviewers see
    where it differs. Raises Denied, ValidationError in a closed year.
    """
    require(person, "project.manage", project)
    if project.cycle.closed:
        raise ValidationError(CLOSED)
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    form = rows.filter(project=project).first()
    record = bare(approved)
    take_head(record, project)
    before = len((project.approved or {}).get("indicators", []))
    project.approved = msgspec.to_builtins(record)
    project.save(update_fields=["approved"])
    log.write(person, "project.approve", project, {"rows": len(record.indicators), "rows_before": before})
    if form is None:
        return None
    form.project = project
    if form.state != State.DRAFT:
        hold_back(form)
        return Merged(0, (), waits=True) if form.approved_waits else None
    plan = take_over(form, person)
    return Merged(len(plan.moved or {}), plan.left)
