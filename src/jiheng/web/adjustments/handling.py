"""A request from its beginning to the new version: what differs, what stands against a step, approval, record."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.form import Form
from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.adjustments.notify import tell
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.forms.goal_rows import GOAL, GoalDifference, differences, paired
from jiheng.web.goals.models import ApprovedVersion
from jiheng.web.goals.table import changes, kept, read
from jiheng.web.goals.versions import form_of, keep, keep_what_was
from jiheng.web.planning.approved_form import Entered, of, record
from jiheng.web.planning.approved_goals import approve
from jiheng.web.procedure.revisions import revise
from jiheng.web.procedure.steps import held, take, text_of

WRITE, SUBMIT, APPROVE = "adjust.write", "adjust.submit", "adjust.approve"
_LONGEST_DOCUMENT = 200


class Wish(NamedTuple):
    """The page as sent, on top of version `base`."""

    entered: Entered
    why: str
    document: str
    base: int


@transaction.atomic
def begin(person: Person, project: Project) -> Adjustment:
    """The request that is under way for the project; a new one where there is none. Raises Denied, ValidationError."""
    fresh = Adjustment(project=project, unit=project.unit, state=Adjustment.WAY.first, by=person)
    require(person, WRITE, fresh)
    _open(project)
    if project.approved is None:
        raise ValidationError("这个项目还没有批复的目标，不用申请调整。请在“目标”页申报。")
    there = Adjustment.objects.filter(project=project, state__in=Adjustment.WAY.open).first()
    if there is not None:
        return there
    fresh.base = project.approved
    fresh.entered = kept(of(project, load(project.cycle.rulebook)))
    fresh.save()
    log.write(person, "adjust.begin", fresh)
    return fresh


@transaction.atomic
def write(person: Person, pk: int, wish: Wish) -> Adjustment:
    """Keep the table and the reason. Raises Denied, ValidationError (Chinese), Adjustment.DoesNotExist."""
    row = _held(pk)
    require(person, WRITE, row)
    _open(row.project)
    if wish.base != row.version:
        raise ValidationError("您打开之后，别人又改过这份申请，没有保存。请另开一页看现在的内容，再决定怎样改。")
    changed = changes(entered_of(row), wish.entered)
    why = text_of(wish.why, "调整理由", needed=False)
    document = text_of(wish.document, "依据文件", needed=False)[:_LONGEST_DOCUMENT]
    changed += [
        (name, getattr(row, name), text)
        for name, text in (("why", why), ("document", document))
        if getattr(row, name) != text
    ]
    if changed:
        row.entered, row.why, row.document, row.version = kept(wish.entered), why, document, row.version + 1
        row.save()
        revise(person, row, row.version, changed)
        log.write(person, WRITE, row, {"version": row.version, "cells": len(changed)})
    return row


@transaction.atomic
def step(person: Person, pk: int, action: str, reason: str = "") -> Adjustment:
    """Take a step. Raises Denied, ValidationError (Chinese), Adjustment.DoesNotExist."""
    row = _held(pk)
    require(person, action, row)
    _open(row.project)
    if action == SUBMIT:
        if not wanted(row):
            raise ValidationError("申请的内容和现行批复一样。请先改要调整的格子。")
        if not row.why:
            raise ValidationError("请写明调整理由，再提交。")
    if action == APPROVE:
        _approve(person, row)
    done = take(person, row, action, reason)
    tell(person, row, done)
    return row


def entered_of(row: Adjustment) -> Entered:
    """The table as asked for."""
    return read(row.entered)


def form_wanted(row: Adjustment, entered: Entered | None = None) -> Form:
    """What is to be approved, as a record."""
    return record(entered or entered_of(row), row.project, load(row.project.cycle.rulebook))


def wanted(row: Adjustment, entered: Entered | None = None) -> list[GoalDifference]:
    """What the request changes in what was approved when it was begun."""
    return differences(form_of(row.base), form_wanted(row, entered))


def gone(row: Adjustment) -> list[str]:
    """Rows that the request is about and that are no longer in what is approved now."""
    base, now = form_of(row.base), form_of(row.project.approved)
    there = {number for _, number in paired(now.indicators, base.indicators)}
    lost = {indicator.l3 or "" for number, indicator in enumerate(base.indicators) if number not in there}
    return [name for name in dict.fromkeys(cell.row for cell in wanted(row) if cell.row != GOAL) if name in lost]


def _approve(person: Person, row: Adjustment) -> None:
    if lost := gone(row):
        names = "”“".join(lost)
        raise ValidationError(f"要调整的“{names}”已经不在现行批复里。请退回，由单位按现行批复重新申请。")
    if row.project.approved != row.base:
        raise ValidationError("申请之后批复内容又改过。请退回，由单位核对现行批复以后重新申请。")
    keep_what_was(row.project)
    approve(person, row.project, form_wanted(row))
    keep(person, row.project, ApprovedVersion.Origin.ADJUSTED)


def _held(pk: int) -> Adjustment:
    return held(Adjustment, pk, "project__cycle", "project__unit__parent")


def _open(project: Project) -> None:
    if project.cycle.closed:
        raise ValidationError("这一年度已经结束，目标不能再调整。")
