"""A batch from its beginning to the web: which forms it may hold, what stands against a step, the record."""

import datetime
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Organisation, Person, Role
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.recipients import people
from jiheng.web.procedure.steps import LONGEST_NAME, held, take, text_of
from jiheng.web.publishing.models import Batch

CHOOSE, ASK, CONFIRM, PUBLISH = (f"publish.{action}" for action in ("choose", "ask", "confirm", "publish"))
MOST = 1000
"""Forms in one batch."""
_OUT = "pub_back"


class Wish(NamedTuple):
    """What the page asks for."""

    name: str
    approved_on: str
    forms: Collection[int]


@transaction.atomic
def begin(person: Person, cycle: Cycle, unit: Organisation, name: str) -> Batch:
    """A new batch, empty. Raises Denied, ValidationError."""
    fresh = Batch(cycle=cycle, unit=unit, by=person, state=Batch.WAY.first)
    require(person, CHOOSE, fresh)
    fresh.name = text_of(name, "名称", most=LONGEST_NAME)
    fresh.save()
    log.write(person, "publish.begin", fresh, {"name": fresh.name})
    return fresh


@transaction.atomic
def choose(person: Person, pk: int, wish: Wish) -> Batch:
    """Name, day of approval and forms of a batch. Raises Denied, ValidationError (Chinese), Batch.DoesNotExist."""
    row = held(Batch, pk, "cycle")
    require(person, CHOOSE, row)
    if faults := refused(row, wish.forms):
        raise ValidationError(faults)
    if len(wish.forms) > MOST:
        raise ValidationError(f"一个批次最多 {MOST} 张表，请分几批公开。")
    row.name = text_of(wish.name, "名称", most=LONGEST_NAME)
    row.approved_on = _day(wish.approved_on)
    row.forms = sorted(wish.forms)
    row.save()
    log.write(person, CHOOSE, row, {"forms": len(row.forms)})
    return row


@transaction.atomic
def step(person: Person, pk: int, action: str, reason: str = "", address: str = "") -> Batch:
    """Take a step. Raises Denied, ValidationError (Chinese), Batch.DoesNotExist."""
    row = held(Batch, pk, "cycle", "by")
    require(person, action, row)
    if action in (ASK, CONFIRM, PUBLISH):
        if not row.forms:
            raise ValidationError("批次里还没有表。请先勾选要公开的表。")
        if faults := refused(row, row.forms):
            raise ValidationError(faults)
    if action == PUBLISH:
        row.address = text_of(address, "公开网址", needed=False)[:300]
        row.published_on = timezone.localdate()
    done = take(person, row, action, reason, late=action == PUBLISH and row.overdue > 0)
    _tell(person, row, done)
    return row


def open_forms(row: Batch) -> QuerySet[SelfEvaluation]:
    """The forms that the batch may hold: final ones of open projects, in no other batch that is not taken back."""
    there = SelfEvaluation.objects.filter(cycle=row.cycle_id, unit__path__startswith=row.unit.path)
    fit = there.filter(state=State.FINAL, project__secret=False).exclude(pk__in=taken(row))
    return fit.select_related("project", "unit").order_by("unit__path", "project__code")


def taken(row: Batch) -> set[int]:
    """The forms that stand in other batches of the year."""
    others = Batch.objects.filter(cycle=row.cycle_id).exclude(pk=row.pk).exclude(state=_OUT)
    return {form for forms in others.values_list("forms", flat=True) for form in forms}


def refused(row: Batch, forms: Collection[int]) -> list[str]:
    """Why forms may not be in the batch, a sentence each (Chinese)."""
    known = SelfEvaluation.objects.filter(pk__in=forms).select_related("project", "unit").defer("record", "findings")
    elsewhere, found = taken(row), []
    there = {form.pk: form for form in known}
    for pk in sorted(forms):
        form = there.get(pk)
        if form is None or form.cycle_id != row.cycle_id or not form.unit.path.startswith(row.unit.path):
            found.append(f"编号 {pk} 的表不在“{row.unit.name}”这一年度的表里，请去掉。")
        elif form.project.secret:
            found.append(f"{form.project.code} 是涉密项目，不能公开，请从批次里去掉。")
        elif form.state != State.FINAL:
            found.append(f"{form.project.code} 现在是“{form.get_state_display()}”，定稿以后才能公开。")
        elif pk in elsewhere:
            found.append(f"{form.project.code} 已经在另一个公开批次里。")
    return found


def forms_of(row: Batch) -> Sequence[SelfEvaluation]:
    """The forms of the batch that are open; one that has become secret since is left out."""
    found = SelfEvaluation.objects.filter(pk__in=row.forms, project__secret=False)
    return list(found.select_related("project", "unit", "cycle").order_by("unit__path", "project__code"))


def _day(text: str) -> datetime.date | None:
    if not text.strip():
        return None
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValidationError(f"决算批复日期“{text[:20]}”不是日期。请写成 2025-06-30 这样。") from error


def _tell(person: Person, row: Batch, done: Step) -> None:
    """The department of what it is to confirm, whoever made the batch of what became of it."""
    page = reverse("publishing:show", args=[row.pk])
    if done.action == ASK:
        there, kind = people(row.unit, (Role.DEPARTMENT_REVIEWER,), None, above=True), Notice.Kind.WORK
        text = f"公开批次“{row.name}”等您确认，共 {len(row.forms)} 张表。"
    else:
        there, kind = [row.by], Notice.Kind.READY
        text = f"公开批次“{row.name}”：{row.stage.label}{f'，{done.reason}' if done.reason else ''}。"
    tell_all(there, kind, text, page, f"publishing:{done.pk}", by=person)
