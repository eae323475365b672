"""Keeping a project's form true to the project: name, unit, and amounts where the accounts decide them."""

from collections.abc import Collection

from django.core.exceptions import ValidationError

from jiheng.form import AMOUNTS
from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation, State, Version
from jiheng.web.forms.project_head import brought_in, renamed
from jiheng.web.forms.saving import write


def form_of(project: Project) -> SelfEvaluation | None:
    """The project's form, held for this transaction; None where there is none."""
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    return rows.filter(project=project).first()


def settle(project: Project, person: Person, changed: Collection[str]) -> bool:
    """Bring the form in line with the project, of which the fields `changed` were just written; whether it changed.

    A form that was handed in takes over the project's name alone: its readers see the new version. Inside the change's
    transaction. Raises ValidationError where the form would change otherwise, or is final.
    """
    form = form_of(project)
    if form is None:
        return False
    form.project = project
    moved = form.unit_id != project.unit_id
    form.unit = project.unit
    handed_in = form.state != State.DRAFT
    touched = moved or (project.funds_fixed and not AMOUNTS.keys().isdisjoint(changed))
    result, changes = (renamed if handed_in and not touched else brought_in)(form)
    if not changes and not moved:
        return False
    if form.state == State.FINAL or (handed_in and touched):
        raise ValidationError(
            f"这个项目的自评表现在是“{form.get_state_display()}”，单位和财务给定的金额不能在审核途中改变，"
            "定稿以后名称也不能改。请先把表退回到草稿。"
        )
    if moved:
        form.save(update_fields=["unit"])
    write(form, result, form.own, changes, person, Version.Kind.IMPORT)
    return True
