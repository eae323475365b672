"""Deciding on what was read: taking it over, leaving it out, and taking a decision back. Nothing enters otherwise."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiheng.form import AMOUNTS, WHOLE, Form, has_results, kind_name
from jiheng.places import load
from jiheng.quantity.words import fixed
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied, require
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.approved import ApprovedPlan, bare, hold_back, take_over, with_approved
from jiheng.web.forms.assess import assess
from jiheng.web.forms.initial import begin, take_head
from jiheng.web.forms.models import SelfEvaluation, State, Version
from jiheng.web.forms.places import differences
from jiheng.web.forms.project_head import bring_in
from jiheng.web.forms.saving import reasons_changed, write
from jiheng.web.forms.saving import record_of as record_in
from jiheng.web.forms.versions import stood_at
from jiheng.web.imports.merge import merged
from jiheng.web.imports.models import Import, ReadForm
from jiheng.web.imports.records import figures_of, record_of
from jiheng.web.imports.visibility import ACTIONS, shown

OPEN, ACCEPTED, LEFT_OUT = ReadForm.Decision.OPEN, ReadForm.Decision.ACCEPTED, ReadForm.Decision.LEFT_OUT
NO_PROJECT = "还没有对应的项目。请选一个项目，或新建项目。"
Outcome = dict[str, Any]
LATE: dict[str, str] = {Import.Kind.FIGURES: "金额", Import.Kind.APPROVED: "批复"}
"""What is kept with the project where its form was handed in already."""
_WORK = ("evidence", "conflicts", "assigned", "steps", "remarks", "opinions")
"""What others may have added to a form without changing it: with any of these it is not taken away again."""


@transaction.atomic
def accept(person: Person, pk: int) -> ReadForm:
    """Take over what was read, as of the moment. Raises Denied, ValidationError (Chinese, what to do)."""
    read = _locked(person, pk)
    if read.decision != OPEN:
        raise ValidationError(f"“{read.title}”已经处理过：{read.get_decision_display()}。")
    if read.project is None:
        raise ValidationError(f"“{read.title or '未读到项目名称'}”{NO_PROJECT}")
    batch = read.source.batch
    require(person, ACTIONS[batch.kind], read.project)
    if batch.cycle.closed:
        raise ValidationError(f"“{batch.cycle}”已经结束，不能再导入。")
    if read.project.cycle_id != batch.cycle_id:
        raise ValidationError("对应的项目不在这一年度，请重新选择。")
    if batch.kind != Import.Kind.FIGURES:
        _same_kind(batch.cycle, record_of(read))
    made = read.outcome.get("project_made")
    read.outcome = _TAKE[batch.kind](person, read, read.project) | ({"project_made": made} if made else {})
    _decide(person, read, ACCEPTED)
    log.write(person, "import.accept", read, {"project": read.project.pk, **_brief(read.outcome)})
    return read


def _same_kind(cycle: Cycle, record: Form) -> None:
    """A form of a whole department is no project's. Raises ValidationError."""
    if cycle.is_whole != (record.kind == WHOLE) and has_results(record.kind):
        here, read = kind_name(cycle.kind), kind_name(record.kind)
        raise ValidationError(f"这是{read}，“{cycle}”收的是{here}。请在页面右上角换到相应的年度再导入。")


@transaction.atomic
def leave_out(person: Person, pk: int) -> ReadForm:
    """Do not take over what was read. Raises Denied, ValidationError."""
    read = _locked(person, pk)
    if read.decision != OPEN:
        raise ValidationError(f"“{read.title}”已经处理过：{read.get_decision_display()}。")
    _decide(person, read, LEFT_OUT)
    log.write(person, "import.leave-out", read)
    return read


@transaction.atomic
def undo(person: Person, pk: int) -> ReadForm:
    """Take a decision back with all that it made, if nothing was changed since. Raises Denied, ValidationError."""
    read = _locked(person, pk)
    if read.decision == OPEN:
        raise ValidationError("这一份还没有处理，不用撤销。")
    if read.decision == ACCEPTED:
        if read.project is None:
            raise ValidationError("当时采用到的项目已经不在，不能撤销。")
        require(person, ACTIONS[read.source.batch.kind], read.project)
        _UNDO[read.source.batch.kind](person, read, read.project)
    made = read.outcome.get("project_made")
    _decide(person, read, OPEN)
    read.outcome = {"project_made": made} if made else {}
    read.save(update_fields=["outcome"])
    log.write(person, "import.undo", read)
    return read


def plan_of(read: ReadForm) -> ApprovedPlan | None:
    """What accepting would change in the form that the project has; None where it has none."""
    form = _form(read.project) if read.project is not None else None
    if form is None:
        return None
    if read.source.batch.kind == Import.Kind.APPROVED:
        return with_approved(form, bare(record_of(read)))
    return merged(form, record_of(read))


def _locked(person: Person, pk: int) -> ReadForm:
    rows = ReadForm.objects.select_for_update(of=("self",))
    read = rows.select_related("source__batch__cycle", "source__batch__organisation", "project__unit").get(pk=pk)
    require(person, ACTIONS[read.source.batch.kind], read.source.batch.organisation)
    if not ReadForm.objects.filter(shown(person), pk=pk).exists():
        raise Denied("这是涉密内容，只有上传的人和单位指定的知悉人员可以处理。")
    return read


def _decide(person: Person, read: ReadForm, decision: ReadForm.Decision) -> None:
    read.decision, read.decided_by, read.decided_at = decision, person, timezone.now()
    if decision == OPEN:
        read.decided_by = read.decided_at = None
    read.save(update_fields=["decision", "decided_by", "decided_at", "outcome"])


def _form(project: Project) -> SelfEvaluation | None:
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle")
    return rows.filter(project=project).first()


def _locked_form(project: Project) -> SelfEvaluation | None:
    """The project's form, locked; None where it has none."""
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    return rows.filter(project=project).first()


def _draft(project: Project) -> SelfEvaluation | None:
    """The same. Raises ValidationError where the form is under way."""
    form = _locked_form(project)
    if form is not None and form.state != State.DRAFT:
        label = State(form.state).label
        raise ValidationError(f"“{project}”的自评表现在是“{label}”，退回到草稿后才能导入。")
    return form


def _take_form(person: Person, read: ReadForm, project: Project) -> Outcome:
    form = _draft(project)
    record = record_of(read)
    if form is None:
        try:
            form = begin(project, person, record)
        except IntegrityError as error:  # another was quicker
            raise ValidationError(f"“{project}”刚刚有了自评表，请刷新后再看。") from error
        return {"form": form.pk, "version": form.version, "began": True}
    plan = merged(form, record)
    if plan.changes:
        write(form, plan.result, plan.own, plan.changes, person, Version.Kind.IMPORT)
    return {"form": form.pk, "version": form.version, "changed": bool(plan.changes)}


def _take_approved(person: Person, read: ReadForm, project: Project) -> Outcome:
    approved = bare(record_of(read))
    take_head(approved, project)
    same, form = project.approved == msgspec.to_builtins(approved), _locked_form(project)
    if not approved.indicators:
        raise ValidationError(f"“{read.title}”没有读到一条指标，不能作为批复的目标。请补全或换一份文件。")
    before = project.approved
    project.approved = msgspec.to_builtins(approved)
    project.save(update_fields=["approved"])
    if form is None or same:
        return {"approved_before": before}
    form.project = project
    if form.state != State.DRAFT:
        hold_back(form)  # its reviewers see where the form differs
        return {"approved_before": before, "waits": form.approved_waits}
    plan = take_over(form, person)
    return {"approved_before": before, "form": form.pk, "version": form.version, "changed": bool(plan.changes)}


def _take_figures(person: Person, read: ReadForm, project: Project) -> Outcome:
    figures = figures_of(read)
    assert figures is not None
    given = {field: getattr(figures, field) for field in AMOUNTS if getattr(figures, field) is not None}
    if not given:
        raise ValidationError(f"“{read.title}”这一行没有项目的总金额，不能采用。")
    form = _locked_form(project)
    if form is not None and form.state != State.DRAFT:
        form = None  # the amounts are kept with the project; its reviewers see where the form differs
    before = {field: _text(getattr(project, field)) for field in AMOUNTS} | {"fixed": project.funds_fixed}
    for field, amount in given.items():
        setattr(project, field, amount)
    project.funds_fixed = True
    project.save(update_fields=[*given, "funds_fixed"])
    outcome: Outcome = {"amounts_before": before, "amounts": {field: _text(value) for field, value in given.items()}}
    if form is None:
        return outcome
    form.project = project
    changed = bring_in(form, person)
    return outcome | {"form": form.pk, "version": form.version, "changed": changed}


def _undo_form(person: Person, read: ReadForm, project: Project) -> None:
    form = _unchanged(read, project)
    if form is None:
        return
    if not read.outcome.get("began"):
        _back(person, form, read)
        return
    if any(getattr(form, relation).exists() for relation in _WORK):
        raise ValidationError(f"“{project}”的自评表已经提交过，或者有了佐证材料、审核意见、评审安排，不能撤销导入。")
    form.delete()
    made = read.outcome.get("project_made")
    if made == project.pk and not _used(project):
        read.project, read.likeness = None, 0
        read.outcome = {}
        read.save(update_fields=["project", "likeness", "outcome"])
        project.delete()


def _undo_approved(person: Person, read: ReadForm, project: Project) -> None:
    form = _unchanged(read, project)
    taken = bare(record_of(read))
    take_head(taken, project)
    if project.approved != msgspec.to_builtins(taken):
        raise ValidationError(f"“{project}”的批复目标后来又改过，不能撤销。")
    late = _locked_form(project) if read.outcome.get("waits") else None
    if late is not None and late.state == State.DRAFT:
        raise ValidationError(f"“{project}”的自评表已经按这份批复改过，不能撤销；请在项目的批复页改。")
    project.approved = read.outcome.get("approved_before")
    project.save(update_fields=["approved"])
    if form is not None:
        _back(person, form, read)
    elif late is not None:
        late.project = project
        hold_back(late)


def _undo_figures(person: Person, read: ReadForm, project: Project) -> None:
    form = _unchanged(read, project)
    if any(_text(getattr(project, field)) != text for field, text in read.outcome["amounts"].items()):
        raise ValidationError(f"“{project}”的金额后来又改过，不能撤销。")
    before = read.outcome["amounts_before"]
    for field in AMOUNTS:
        setattr(project, field, None if before[field] is None else Decimal(before[field]))
    project.funds_fixed = before["fixed"]
    project.save(update_fields=[*AMOUNTS, "funds_fixed"])
    if form is not None:
        _back(person, form, read)


def _unchanged(read: ReadForm, project: Project) -> SelfEvaluation | None:
    """The form that accepting made or changed, still as it was left then. Raises ValidationError."""
    if "form" not in read.outcome:
        return None
    form = _draft(project)
    if form is None or form.pk != read.outcome["form"] or form.version != read.outcome["version"]:
        raise ValidationError(f"“{project}”的自评表在导入以后又改过，不能撤销；可以在表的历史版本里恢复。")
    return form


def _back(person: Person, form: SelfEvaluation, read: ReadForm) -> None:
    if not read.outcome.get("changed"):
        return
    stood = stood_at(form, form.version - 1)
    now = record_in(form)
    result = assess(stood.record, stood.own, load(form.cycle.rulebook))
    changes = [*differences(now, result.form), *reasons_changed(form.own, stood.own)]
    write(form, result, stood.own, changes, person, Version.Kind.RESTORE)


def _used(project: Project) -> bool:
    return (
        ReadForm.objects.filter(project=project).count() > 1 or SelfEvaluation.objects.filter(project=project).exists()
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else fixed(amount)


def _brief(outcome: Outcome) -> Outcome:
    return {name: outcome[name] for name in ("form", "version", "began", "changed") if name in outcome}


_TAKE: dict[str, Callable[[Person, ReadForm, Project], Outcome]] = {
    Import.Kind.FORMS.value: _take_form,
    Import.Kind.APPROVED.value: _take_approved,
    Import.Kind.FIGURES.value: _take_figures,
}
_UNDO: dict[str, Callable[[Person, ReadForm, Project], None]] = {
    Import.Kind.FORMS.value: _undo_form,
    Import.Kind.APPROVED.value: _undo_approved,
    Import.Kind.FIGURES.value: _undo_figures,
}
