"""Taking a step: the right, the way, the reason, the record; in the transaction of what the step changes."""

from typing import NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, require
from jiheng.web.auditlog import log
from jiheng.web.forms.places import tidy
from jiheng.web.procedure.models import Step, Underway
from jiheng.web.procedure.way import Move

LONGEST = 2000
"""Characters of a text that people write."""
LONGEST_NAME = 120
"""Characters of the name of an object."""

Row = TypeVar("Row", bound=Underway)


class Shown(NamedTuple):
    """A step as pages show it."""

    name: str
    before: str
    after: str
    step: Step


def held(model: type[Row], pk: int, *along: str) -> Row:
    """The object, held for the transaction in hand, with what it refers to. Raises DoesNotExist."""
    rows: models.QuerySet[Row] = model._default_manager.select_related("unit", *along)
    return rows.select_for_update(of=("self",)).get(pk=pk)


@transaction.atomic
def take(person: Person, row: Underway, action: str, reason: str = "", *, late: bool = False) -> Step:
    """Take the step that `action` is for the object as it stands; it must be held.

    Raises Denied, ValidationError (Chinese).
    """
    require(person, action, row)
    move = row.WAY.step(action, row.state)
    if move is None:
        raise ValidationError(f"{row.called}现在是“{row.stage.label}”，不能这样办理。")
    reason = text_of(reason, "说明", needed=False)
    if move.reason and not reason:
        raise ValidationError(f"“{move.name}”要写明原因，对方才知道怎么办。")
    before, row.state = row.state, move.to
    row.save()
    step = Step.objects.create(
        subject=row.key,
        project=row.project,
        action=action,
        before=before,
        after=move.to,
        person=person,
        reason=reason,
        late=late,
    )
    log.write(person, action, row, {"before": before, "after": move.to})
    return step


def open_to(person: Person, row: Underway) -> list[Move]:
    """The steps that the person may take with the object now, in the order of the way."""
    return [move for move in row.WAY.move if row.state in move.before and may(person, move.action, row)]


def history(row: Underway) -> list[Shown]:
    """The steps so far, the first first."""
    names = {move.action: move.name for move in row.WAY.move}
    labels = {state.value: state.label for state in row.WAY.state}
    found = Step.objects.filter(subject=row.key).select_related("person")
    return [
        Shown(names.get(step.action, step.action), labels.get(step.before, ""), labels.get(step.after, ""), step)
        for step in found
    ]


def text_of(text: str, what: str, *, needed: bool = True, most: int = LONGEST) -> str:
    """What a person wrote, tidied. Raises ValidationError where it is needed and empty, or too long."""
    text = tidy(text)
    if needed and not text:
        raise ValidationError(f"“{what}”是空的。请写好再保存。")
    if len(text) > most:
        raise ValidationError(f"“{what}”超过 {most} 字，请写短一些。")
    return text
