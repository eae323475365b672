"""Writing a notice: to whom, about what, which points, until when; and changing it before it goes out."""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.permissions import require, seat
from jiheng.web.auditlog import log
from jiheng.web.corrections.models import Correction, Item
from jiheng.web.corrections.notice import words
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.procedure.proposals import ProposedPoint
from jiheng.web.procedure.steps import text_of

DRAFT = "correction.draft"
MOST_ITEMS = 100
About = SelfEvaluation | Project | Organisation
_LONGEST_NAME = 60


class Wish(NamedTuple):
    """What the page asks for, besides the points."""

    source: str
    due: str
    responsible: str
    demand: str
    number: str = ""


def issuer_of(person: Person) -> Organisation:
    """For whom the person writes notices: the highest organisation at which they may. Raises Denied."""
    return seat(person, DRAFT)


def proposed_due() -> datetime.date:
    """The deadline that the page proposes."""
    return timezone.localdate() + datetime.timedelta(days=Correction.WAY.stage("issued").days)


def people_of(unit: Organisation) -> list[Person]:
    """Who works on it at the unit: those who fill in and those who hand in."""
    there = Membership.objects.filter(organisation=unit, role__in=(Role.FILLER, Role.UNIT_REVIEWER))
    return list(Person.objects.filter(is_active=True, pk__in=there.values("person")).order_by("pk"))


@transaction.atomic
def draft(
    person: Person,
    cycle: Cycle,
    about: About,
    wish: Wish,
    points: Sequence[ProposedPoint],
) -> Correction:
    """A new notice about a form, a project or a unit as a whole. Raises Denied, ValidationError (Chinese)."""
    form = about if isinstance(about, SelfEvaluation) else None
    project = about if isinstance(about, Project) else None if form is None else form.project
    unit = about.unit
    fresh = Correction(
        cycle=cycle,
        unit=unit,
        form=form,
        project=project,
        issuer=issuer_of(person),
        by=person,
        state=Correction.WAY.first,
    )
    require(person, DRAFT, fresh)
    _open(unit)
    _fill(fresh, wish)
    fresh.save()
    _add(fresh, points)
    log.write(person, DRAFT, fresh, {"items": len(points)})
    return fresh


@transaction.atomic
def change(
    person: Person, row: Correction, wish: Wish, texts: Mapping[int, str], more: Sequence[ProposedPoint]
) -> None:
    """Change a draft: `texts` are the points by id, an empty one is taken out. Raises Denied, ValidationError."""
    require(person, DRAFT, row)
    _fill(row, wish)
    row.save()
    for item in row.items.all():
        text = text_of(texts.get(item.pk, item.text), "问题", needed=False)
        if not text:
            item.delete()
        elif text != item.text:
            item.text = text
            item.save(update_fields=["text"])
    _add(row, more)
    log.write(person, DRAFT, row, {"items": row.items.count()})


def lines(text: str) -> list[ProposedPoint]:
    """Points written freely, one a line."""
    return [ProposedPoint("", line.strip()) for line in text.splitlines() if line.strip()]


def _fill(row: Correction, wish: Wish) -> None:
    if wish.source not in Correction.Source.values:
        raise ValidationError("请选择问题从哪里来。")
    try:
        row.due = datetime.date.fromisoformat(wish.due)
    except ValueError as error:
        raise ValidationError(f"整改期限“{wish.due[:20]}”不是日期。请写成 2025-06-30 这样。") from error
    if row.due < timezone.localdate():
        raise ValidationError(f"整改期限 {row.due:%Y-%m-%d} 已经过去。请改成今天以后的日期。")
    row.source = wish.source
    row.responsible = text_of(wish.responsible, "责任人", needed=False)[:_LONGEST_NAME]
    row.number = text_of(wish.number, "文号", needed=False)[:_LONGEST_NAME]
    row.demand = text_of(wish.demand, "整改要求", needed=False) or words().demand
    if row.number and Correction.objects.filter(issuer=row.issuer, number=row.number).exclude(pk=row.pk).exists():
        raise ValidationError(f"文号“{row.number}”已经用过。请换一个，或留空由系统按顺序编号。")


def _open(unit: Organisation) -> None:
    if not unit.active:
        raise ValidationError(f"“{unit.name}”已经停用，没有人能收到通知。请发给接管其工作的单位，或者主管部门。")


def _add(row: Correction, points: Sequence[ProposedPoint]) -> None:
    if row.items.count() + len(points) > MOST_ITEMS:
        raise ValidationError(f"一份通知最多写 {MOST_ITEMS} 条。请分几份发。")
    texts = [(text_of(point.text, "问题"), point.code) for point in points]
    Item.objects.bulk_create(Item(correction=row, text=text, code=code) for text, code in texts)
