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
from jiheng.web.forms.approved import bare, with_approved
from jiheng.web.forms.evidence_places import carry
from jiheng.web.forms.initial import take_head
from jiheng.web.forms.models import SelfEvaluation, State, Version
from jiheng.web.forms.saving import CLOSED, write


class Merged(NamedTuple):
    """What became of a form that had begun: indicators that stayed, and what was filled in and has no place now."""

    kept: int
    left: tuple[str, ...]


class Submitted(ValidationError):
    """The form is on its way; its approved part cannot change under the reviewers' eyes."""


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
    """Make `approved` what was approved for the project; None where the project has no form yet.

    A form in draft takes it over as a new version. Raises Denied, Submitted for a form that has been handed in,
    ValidationError in a closed year.
    """
    require(person, "project.manage", project)
    if project.cycle.closed:
        raise ValidationError(CLOSED)
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    form = rows.filter(project=project).first()
    if form is not None and form.state != State.DRAFT:
        raise Submitted(
            f"这个项目的自评表现在是“{form.get_state_display()}”，批复内容不能在审核途中改变。"
            "请先把表退回到草稿，再来修改批复。"
        )
    record = bare(approved)
    take_head(record, project)
    before = len((project.approved or {}).get("indicators", []))
    project.approved = msgspec.to_builtins(record)
    project.save(update_fields=["approved"])
    log.write(person, "project.approve", project, {"rows": len(record.indicators), "rows_before": before})
    if form is None:
        return None
    form.project = project
    plan = with_approved(form, record)
    if plan.changes:
        carry(form, plan.moved or {})
        write(form, plan.result, plan.own, plan.changes, person, Version.Kind.IMPORT, moved=True)
    return Merged(len(plan.moved or {}), plan.left)
