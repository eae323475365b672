"""Remarks at cells: written by reviewers, answered by the unit, closed when settled."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jiheng.form import cells, describe
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied, may, require
from jiheng.web.auditlog import log
from jiheng.web.auditlog.log import digest
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.saving import record_of
from jiheng.web.procedure.steps import LONGEST, text_of
from jiheng.web.ready_query import Ready
from jiheng.web.workflow.models import Remark, Transition
from jiheng.web.workflow.transitions import PASS, rank

WHOLE = "整张表"


class Shown(NamedTuple):
    """A remark, and what the person can do with it."""

    remark: Remark
    where: str
    can_answer: bool
    can_close: bool
    can_withdraw: bool
    locked: bool
    """Whether what it is about can no longer be answered as the form stands."""


def shown(form: SelfEvaluation, person: Person) -> list[Shown]:
    """The remarks of a form, open ones first."""
    record = record_of(form)
    answers, adds = bool(may(person, "remark.answer", form)), bool(may(person, "remark.add", form))
    passes = bool(may(person, PASS, form))
    moved = next(iter(last_moved(form.pk)), None)
    found = [
        Shown(
            remark,
            describe(record, remark.place) if remark.place else WHOLE,
            answers and remark.closed_at is None,
            remark.closed_at is None and _closes(remark, form, person, adds, passes),
            _withdraws(remark, form, person, adds, moved),
            form.state != State.DRAFT and not remark.answer and remark.closed_at is None,
        )
        for remark in _of_form(form.pk)
    ]
    return sorted(found, key=lambda remark: remark.remark.closed_at is not None)


last_moved = Ready(lambda form: Transition.objects.filter(form=form).order_by("-id").values_list("at", flat=True)[:1])
_of_form = Ready(lambda form: Remark.objects.filter(form=form).select_related("by", "answered_by").order_by("id"))


def places(form: SelfEvaluation) -> list[tuple[str, str]]:
    """The cells that a remark can be at, in the officer's words."""
    record = record_of(form)
    return [("", WHOLE), *((place, describe(record, place)) for place, _ in cells(record))]


@transaction.atomic
def add(person: Person, form_id: int, place: str, text: str) -> Remark:
    """Write a remark. Raises Denied, ValidationError, SelfEvaluation.DoesNotExist."""
    form = _form(form_id)
    require(person, "remark.add", form)
    text = text_of(text, "意见")
    if place and place not in dict(cells(record_of(form))):
        raise ValidationError("表上没有这一格，可能批复刚有改动。请刷新页面。")
    remark = Remark.objects.create(form=form, place=place, text=text, stage=form.state, by=person)
    log.write(person, "remark.add", form, {"remark": remark.pk, "place": place})
    return remark


@transaction.atomic
def adopt(person: Person, form_id: int) -> int:
    """Make a remark of every error that the checks find, at its cell, unless one says it already; how many.

    Raises Denied, SelfEvaluation.DoesNotExist.
    """
    form = _form(form_id)
    require(person, "remark.add", form)
    there = set(form.remarks.filter(closed_at=None).values_list("place", "text"))
    cells_ = dict(cells(record_of(form)))
    made = 0
    for finding in form.findings:
        place = finding["place"] if finding["place"] in cells_ else ""
        text = of_finding(finding)
        if finding["severity"] == "error" and (place, text) not in there:
            add(person, form_id, place, text)
            there.add((place, text))
            made += 1
    return made


def of_finding(finding: Mapping[str, Any]) -> str:
    """What a finding says, as a remark says it."""
    return f"{finding['message']}{finding['advice']}"[:LONGEST]


@transaction.atomic
def answer(person: Person, form_id: int, pk: int, text: str) -> Remark:
    """Answer a remark; an answer can be mended while the form is with the unit."""
    form = _form(form_id)
    require(person, "remark.answer", form)
    remark = Remark.objects.get(pk=pk, form=form)
    if remark.closed_at is not None:
        raise ValidationError("这条意见已经关闭，不用再答复。")
    remark.answer, remark.answered_by, remark.answered_at = text_of(text, "答复"), person, timezone.now()
    remark.save()
    log.write(person, "remark.answer", form, {"remark": remark.pk})
    return remark


@transaction.atomic
def close(person: Person, form_id: int, pk: int) -> Remark:
    """Close a remark as settled: whoever wrote it, or who has the form to review at or after its stage."""
    form = _form(form_id)
    remark = Remark.objects.get(pk=pk, form=form)
    adds, passes = may(person, "remark.add", form), may(person, PASS, form)
    if not _closes(remark, form, person, bool(adds), bool(passes)):
        raise Denied(adds.why or "这条意见由后一环节写的人关闭。")
    if remark.closed_at is None:
        remark.closed_at = timezone.now()
        remark.save(update_fields=["closed_at"])
        log.write(person, "remark.close", form, {"remark": remark.pk})
    return remark


@transaction.atomic
def withdraw(person: Person, form_id: int, pk: int) -> None:
    """Take back one's own remark before the form has moved."""
    form = _form(form_id)
    remark = Remark.objects.get(pk=pk, form=form)
    ruling = may(person, "remark.add", form)
    moved = Transition.objects.filter(form=form).order_by("-id").values_list("at", flat=True).first()
    if not _withdraws(remark, form, person, bool(ruling), moved):
        raise Denied(ruling.why or "表已经转出过，这条意见别人已经看到，不能收回；可以关闭。")
    log.write(person, "remark.withdraw", form, {"remark": pk, "place": remark.place, "sha256": digest(remark.text)})
    remark.delete()


def _form(pk: int) -> SelfEvaluation:
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    return rows.get(pk=pk)


def _closes(remark: Remark, form: SelfEvaluation, person: Person, adds: bool, passes: bool) -> bool:
    return adds and (remark.by_id == person.pk or (passes and rank(remark.stage) <= rank(form.state)))


def _withdraws(
    remark: Remark, form: SelfEvaluation, person: Person, adds: bool, moved: datetime.datetime | None
) -> bool:
    fresh = moved is None or remark.at > moved
    return adds and remark.by_id == person.pk and not remark.answer and remark.closed_at is None and fresh
