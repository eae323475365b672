"""Writing a declaration and handing it on: rights, what stands against it, remarks, approval, versions, record."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jiheng.quantity import money
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.goals import table
from jiheng.web.goals.models import ApprovedVersion, Declaration, Remark
from jiheng.web.goals.notify import tell
from jiheng.web.goals.versions import keep, keep_what_was
from jiheng.web.planning.approved_form import Entered
from jiheng.web.planning.approved_goals import approve
from jiheng.web.procedure.revisions import revise
from jiheng.web.procedure.steps import held, take, text_of

WRITE, SUBMIT, PASS, APPROVE, RETURN = (
    f"goals.{action}" for action in ("write", "submit", "pass", "approve", "return")
)
REMARK, ANSWER = "goals.remark", "goals.answer"
_ERROR = "error"


class Wish(NamedTuple):
    """The page as sent: the table and the budget asked for, on top of version `base`."""

    entered: Entered
    asked: str
    base: int


def declaration_of(project: Project) -> Declaration:
    """The declaration of a project; a new one, not yet kept, where none was written."""
    found = Declaration.objects.filter(project=project).first()
    row = found or Declaration(project=project, unit=project.unit, state=Declaration.WAY.first)
    row.project, row.unit = project, project.unit
    return row


@transaction.atomic
def write(person: Person, project: Project, wish: Wish) -> Declaration:
    """Keep the table. Raises Denied, ValidationError (Chinese)."""
    row = declaration_of(project)
    require(person, WRITE, row)
    _open(project)
    if row.pk is None:
        row, _ = Declaration.objects.get_or_create(project=project, defaults={"unit": project.unit, "state": row.state})
    row = held(Declaration, row.pk, "project__cycle", "project__unit__parent")
    require(person, WRITE, row)
    if wish.base != row.version:
        raise ValidationError("您打开之后，别人又改过这份申报，没有保存。请另开一页看现在的内容，再决定怎样改。")
    before = table.entered_of(row)
    changed = table.changes(before, wish.entered)
    asked = _amount(wish.asked)
    if asked != row.asked:
        changed.append(("asked", row.asked, asked))
    row.entered, row.asked = table.kept(wish.entered), asked
    row.errors = sum(severity == _ERROR for severity, _, _ in table.judgement(row, wish.entered).findings)
    if changed or row.version == 0:
        row.version += 1
        row.save()
        revise(person, row, row.version, changed)
        log.write(person, WRITE, row, {"version": row.version, "cells": len(changed)})
    return row


@transaction.atomic
def step(person: Person, pk: int, action: str, reason: str = "") -> Declaration:
    """Take a step. Raises Denied, ValidationError (Chinese), Declaration.DoesNotExist."""
    row = held(Declaration, pk, "project__cycle", "project__unit__parent")
    require(person, action, row)
    _open(row.project)
    if action == SUBMIT:
        _complete(row, reason)
    if action in (PASS, APPROVE) and (left := row.remarks.filter(answer="").count()):
        raise ValidationError(f"还有 {left} 条意见单位没有答复。请退回修改，或者等答复后再通过。")
    if action == APPROVE:
        keep_what_was(row.project)
        approve(person, row.project, table.form_of(row, table.entered_of(row)))
        keep(person, row.project, ApprovedVersion.Origin.DECLARED)
    done = take(person, row, action, reason)
    tell(person, row, done)
    return row


@transaction.atomic
def remark(person: Person, pk: int, where: int, text: str) -> Remark:
    """Write a remark on a row, 0 on the whole. Raises Denied, ValidationError, Declaration.DoesNotExist."""
    row = held(Declaration, pk, "project__cycle")
    require(person, REMARK, row)
    if not 0 <= where <= len(table.entered_of(row).rows):
        raise ValidationError("申报里没有这一行，可能刚有改动。请刷新页面。")
    found = row.remarks.create(row=where, text=text_of(text, "意见"), by=person)
    log.write(person, REMARK, row, {"remark": found.pk, "row": where})
    return found


@transaction.atomic
def answer(person: Person, pk: int, number: int, text: str) -> Remark:
    """Answer a remark. Raises Denied, ValidationError, DoesNotExist."""
    row = held(Declaration, pk, "project__cycle")
    require(person, ANSWER, row)
    found = row.remarks.get(pk=number)
    found.answer, found.answered_at = text_of(text, "答复"), timezone.now()
    found.save(update_fields=["answer", "answered_at"])
    log.write(person, ANSWER, row, {"remark": number})
    return found


def _complete(row: Declaration, reason: str) -> None:
    entered = table.entered_of(row)
    if not any(typed.get("l3") for typed in entered.rows) or not entered.goal:
        raise ValidationError("还没有写年度总体目标或绩效指标。请填好再提交。")
    if left := row.remarks.filter(answer="").count():
        raise ValidationError(f"还有 {left} 条审核意见没有答复。请逐条答复后再提交。")
    if row.errors and not reason.strip():
        raise ValidationError(f"检查出 {row.errors} 处错误。请改正；确实无误的，写明原因后可以提交。")


def _open(project: Project) -> None:
    if project.cycle.closed:
        raise ValidationError("这一年度已经结束，目标不能再改。需要的话，请组织单位在“年度”页重新开放。")


def _amount(text: str) -> str:
    text = text_of(text, "申请预算", needed=False)
    if text and ((figure := money(text, MONEY_UNIT)) is None or figure < 0 or len(text) > 40):
        raise ValidationError(f"“申请预算”应是金额（万元），现在是“{text[:20]}”。")
    return text
