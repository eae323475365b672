"""Acts by which one could become another administrator: one asks, a second administrator confirms, the first acts."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jiheng.web.accounts.models import ADMINISTRATORS, Countersign, Membership, Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log

VALID = datetime.timedelta(days=1)
"""How long what was asked may be confirmed, and what was confirmed be done."""
RIGHT = "reset.confirm"


def needed_for(person: Person) -> bool:
    """Whether acts against this account need a second person: it holds an administrator's office."""
    return Membership.objects.filter(person=person, role__in=ADMINISTRATORS).exists()


def open_to(person: Person) -> QuerySet[Countersign]:
    """What waits for this person's confirmation: asked by another, about another."""
    return _valid().filter(confirmed_at=None).exclude(Q(asked_by=person) | Q(person=person))


def standing(person: Person, action: str) -> Countersign | None:
    """What was asked last about this account and is still to be confirmed or done."""
    return _valid().filter(person=person, action=action).order_by("-id").first()


@transaction.atomic
def allow(actor: Person, person: Person, action: str) -> None:
    """Let the act go on where it needs no second person, or one has confirmed it; else ask. Raises ValidationError."""
    if not needed_for(person):
        return
    row = _valid().select_for_update().filter(person=person, action=action, asked_by=actor).order_by("-id").first()
    if row is None or row.confirmed_at is None:
        raise ValidationError(f"{person}是管理员，{row_name(action)}要由另一位管理员确认。请先“申请确认”，确认后再做。")
    row.done_at = timezone.now()
    row.save(update_fields=["done_at"])


@transaction.atomic
def ask(actor: Person, person: Person, action: Countersign.Action) -> None:
    """Ask another administrator to confirm. Raises Denied, ValidationError."""
    require(actor, "person.unlock")
    if not needed_for(person) or person == actor:
        raise ValidationError("这个账号不需要第二人确认。")
    if standing(person, action) is not None:
        raise ValidationError("已经申请过，正等另一位管理员确认。")
    Countersign.objects.create(action=action, person=person, asked_by=actor)
    log.write(actor, "countersign.ask", person, {"action": action.label})


@transaction.atomic
def confirm(actor: Person, row: Countersign) -> None:
    """Confirm what another has asked. Raises Denied, ValidationError."""
    require(actor, RIGHT)
    found = open_to(actor).select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise ValidationError("这一项不能由您确认：是您自己申请的、关系到您自己的，或者已经确认、已经过期。")
    found.confirmed_by, found.confirmed_at = actor, timezone.now()
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    log.write(actor, "countersign.confirm", found.person, {"action": row_name(found.action)})


def row_name(action: str) -> str:
    """The act in words."""
    return str(Countersign.Action(action).label)


def _valid() -> QuerySet[Countersign]:
    return Countersign.objects.filter(done_at=None, asked_at__gt=timezone.now() - VALID)
