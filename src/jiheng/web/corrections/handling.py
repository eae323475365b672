"""What happens to a notice: issued with a number, answered point by point, accepted or sent back, revoked."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.corrections.drafting import people_of
from jiheng.web.corrections.models import Correction, Item
from jiheng.web.corrections.notice import words
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.steps import held, take, text_of

ISSUE, WRITE, ANSWER = "correction.issue", "correction.write", "correction.answer"
ACCEPT, RETURN, REVOKE = "correction.accept", "correction.return", "correction.revoke"
_OF_ISSUER = (ISSUE, ACCEPT, RETURN, REVOKE)


@transaction.atomic
def write(person: Person, pk: int, answers: Mapping[int, str]) -> int:
    """Keep what the unit wrote to points, by id; how many changed. Raises Denied, ValidationError, DoesNotExist."""
    row = _held(pk)
    require(person, WRITE, row)
    changed = 0
    for item in row.items.filter(pk__in=list(answers)):
        text = text_of(answers[item.pk], "整改情况", needed=False)
        if text != item.answer:
            item.answer, item.answered_by, item.answered_at = text, person, timezone.now()
            item.accepted = None
            item.save()
            changed += 1
    return changed


@transaction.atomic
def step(
    person: Person,
    pk: int,
    action: str,
    reason: str = "",
    *,
    back: Collection[int] = (),
    remarks: Mapping[int, str] | None = None,
) -> Correction:
    """Take a step. `back` are the points that a return is about (none: all), `remarks` the verifier's words on points.

    Raises Denied, ValidationError (Chinese), Correction.DoesNotExist.
    """
    row = _held(pk)
    require(person, action, row)
    if action in _OF_ISSUER:
        require(person, "correction.draft", row.issuer)
    items = list(row.items.all())
    if action == ISSUE:
        _number(row, items)
    elif action == ANSWER:
        _all_answered(items)
    elif action in (ACCEPT, RETURN):
        _judge(items, action, back, remarks or {})
        if action == ACCEPT:
            row.closed_at = timezone.now()
    done = take(person, row, action, reason, late=action == ANSWER and bool(row.overdue))
    _tell(person, row, done)
    return row


def _held(pk: int) -> Correction:
    return held(Correction, pk, "project", "cycle", "issuer", "by")


def _number(row: Correction, items: list[Item]) -> None:
    """Give it its number; numbers run on by issuer and year, one at a time."""
    if not items:
        raise ValidationError("通知里还没有写问题。请至少写一条再发出。")
    if not row.unit.active:
        raise ValidationError(f"“{row.unit.name}”已经停用，没有人能收到通知。请撤销这份草稿，另发给接管的单位。")
    if not people_of(row.unit):
        raise ValidationError(f"“{row.unit.name}”还没有填报人或审核人，通知没有人收。请先由安全管理员授予角色。")
    type(row.issuer).objects.select_for_update().get(pk=row.issuer_id)
    row.year = timezone.localdate().year
    given = Correction.objects.filter(issuer=row.issuer, year=row.year).aggregate(last=Max("serial"))["last"] or 0
    row.serial, row.issued_at = given + 1, timezone.now()
    row.number = row.number or words().number.format(year=row.year, serial=row.serial)


def _all_answered(items: list[Item]) -> None:
    empty = [number for number, item in enumerate(items, 1) if not item.answer]
    if empty:
        raise ValidationError(f"第 {'、'.join(map(str, empty))} 条还没有写整改情况。请写好再提交。")
    again = [number for number, item in enumerate(items, 1) if item.again]
    if again:
        raise ValidationError(f"第 {'、'.join(map(str, again))} 条退回后还没有改写。请按核验意见补充再提交。")


def _judge(items: list[Item], action: str, back: Collection[int], remarks: Mapping[int, str]) -> None:
    if action == ACCEPT and back:
        raise ValidationError("勾选了“这一条再改”，就不能销号。请点“退回再改”，或者去掉勾选。")
    for item in items:
        item.remark = text_of(remarks.get(item.pk, item.remark), "核验意见", needed=False)
        item.accepted = action == ACCEPT or (bool(back) and item.pk not in back)
        item.save(update_fields=["remark", "accepted"])


def _tell(person: Person, row: Correction, done: Step) -> None:
    """The unit of what comes to it, the writer of the notice of what comes back."""
    page = reverse("corrections:show", args=[row.pk])
    about = "" if row.project is None or row.project.secret else f"（{row.project.name}）"
    says = {
        ISSUE: (Notice.Kind.WORK, f"收到整改通知 {row.number}{about}，{row.due:%m月%d日}前整改。"),
        RETURN: (Notice.Kind.RETURNED, f"整改情况被退回：{row.number}{about}。"),
        ACCEPT: (Notice.Kind.READY, f"整改已核验通过：{row.number}{about}。"),
        REVOKE: (Notice.Kind.READY, f"整改通知已撤销：{row.number}{about}。"),
        ANSWER: (Notice.Kind.WORK, f"{row.unit.name}已提交整改情况，等您核验：{row.number}{about}。"),
    }
    if done.action == REVOKE and done.before == Correction.WAY.first:
        return
    people = [row.by] if done.action == ANSWER else people_of(row.unit)
    if row.project is not None and row.project.secret:
        named = set(row.project.named.values_list("pk", flat=True))
        people = [receiver for receiver in people if receiver.pk in named]
    kind, text = says[done.action]
    tell_all(people, kind, text, page, f"correction:{done.pk}", by=person)
