"""A task from its beginning to acceptance: what stands against each step, the record, who is told."""

import datetime
from collections.abc import Collection
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require, seat
from jiheng.web.auditlog import log
from jiheng.web.commissions.models import Commission
from jiheng.web.commissions.progress import offered, unjudged
from jiheng.web.cycles.models import Cycle
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all
from jiheng.web.procedure import attachments
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.steps import LONGEST_NAME, held, take, text_of
from jiheng.web.workflow.worklist_views import evaluators

SEE, BEGIN, WRITE, HAND_IN = "commission.see", "commission.begin", "commission.write", "commission.hand_in"
ACCEPT, RETURN, REVOKE = "commission.accept", "commission.return", "commission.revoke"
MOST = 500
"""Forms in one task."""


class Wish(NamedTuple):
    """What the page asks for."""

    evaluator: str
    name: str
    due: str
    demand: str
    forms: Collection[int]


def proposed_due() -> datetime.date:
    """The deadline that the page proposes."""
    return timezone.localdate() + datetime.timedelta(days=Commission.WAY.stage(Commission.WAY.first).days)


@transaction.atomic
def begin(person: Person, cycle: Cycle, wish: Wish) -> Commission:
    """A new task of forms that are given to the evaluator. Raises Denied, ValidationError (Chinese)."""
    evaluator = next((candidate for candidate in evaluators(person) if str(candidate.pk) == wish.evaluator), None)
    if evaluator is None:
        raise ValidationError("请选择评价人。没有可选的，先由安全管理员授予“第三方评价人”角色。")
    fresh = Commission(cycle=cycle, unit=seat(person, BEGIN), given_to=evaluator, by=person, state=Commission.WAY.first)
    require(person, BEGIN, fresh)
    fresh.name = text_of(wish.name, "名称", most=LONGEST_NAME)
    fresh.demand, fresh.due = text_of(wish.demand, "要求", needed=False), _day(wish.due)
    there = {form.pk for form in offered(person, evaluator, cycle.pk)}
    if not wish.forms:
        raise ValidationError("还没有勾选自评表。")
    if gone := set(wish.forms) - there:
        raise ValidationError(f"有 {len(gone)} 张表不能委托：没有指定给{evaluator}，不在审核中，或已在另一项委托里。")
    if len(wish.forms) > MOST:
        raise ValidationError(f"一项委托最多 {MOST} 张表，请分几项。")
    fresh.save()
    fresh.forms.set(wish.forms)
    log.write(person, BEGIN, fresh, {"forms": len(wish.forms), "due": f"{fresh.due:%Y-%m-%d}"})
    text = f"{fresh.unit.name}委托您评价 {len(wish.forms)} 张自评表，{fresh.due:%m月%d日}前交付：{fresh.name}。"
    tell_all([evaluator], Notice.Kind.WORK, text, _page(fresh), f"commission:{fresh.pk}")
    return fresh


@transaction.atomic
def write(person: Person, pk: int, conclusion: str) -> Commission:
    """Keep the evaluator's conclusion. Raises Denied, ValidationError (Chinese), Commission.DoesNotExist."""
    row = _held(pk)
    require(person, WRITE, row)
    text = text_of(conclusion, "评价结论", needed=False)
    if text != row.conclusion:
        row.conclusion = text
        row.save(update_fields=["conclusion"])
        log.write(person, WRITE, row)
    return row


@transaction.atomic
def step(person: Person, pk: int, action: str, reason: str = "") -> Commission:
    """Take a step. Raises Denied, ValidationError (Chinese), Commission.DoesNotExist."""
    row = _held(pk)
    require(person, action, row)
    if action == HAND_IN:
        if found := hindrances(row):
            raise ValidationError(found)
        row.handed_on = timezone.localdate()
    done = take(person, row, action, reason, late=action == HAND_IN and row.overdue > 0)
    _tell(person, row, done)
    return row


def hindrances(row: Commission) -> list[str]:
    """What stands against handing in, a sentence each (Chinese)."""
    there = {part for _, part in attachments.of([row])}
    missing = [row.PARTS[part] for part in row.NEEDED if part not in there]
    found = [f"还没有上传{'、'.join(missing)}。"] if missing else []
    if not row.conclusion:
        found.append("还没有写评价结论。")
    return [*found, *unjudged(row)]


def _day(text: str) -> datetime.date:
    try:
        due = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(f"交付期限“{text[:20]}”不是日期。请写成 2025-06-30 这样。") from error
    if due < timezone.localdate():
        raise ValidationError(f"交付期限 {due:%Y-%m-%d} 已经过去。请改成今天以后的日期。")
    return due


def _held(pk: int) -> Commission:
    return held(Commission, pk, "cycle", "given_to", "by")


def _page(row: Commission) -> str:
    return reverse("commissions:show", args=[row.pk])


def _tell(person: Person, row: Commission, done: Step) -> None:
    """Whoever entrusted of what is handed in, the evaluator of what became of it."""
    says = {
        HAND_IN: (row.by, Notice.Kind.WORK, f"{row.given_to}已交付评价成果，等您验收：{row.name}。"),
        ACCEPT: (row.given_to, Notice.Kind.READY, f"评价成果已验收：{row.name}。"),
        RETURN: (row.given_to, Notice.Kind.RETURNED, f"评价成果被退回补充：{row.name}，{done.reason}"),
        REVOKE: (row.given_to, Notice.Kind.READY, f"委托已撤销：{row.name}，{done.reason}"),
    }
    to, kind, text = says[done.action]
    tell_all([to], kind, text, _page(row), f"commission:{done.pk}", by=person)
