"""An advice from its proposal to the budget office's answer: the rules' word, another one with its reason, the record.

Whatever changes goes through here: right, state, what stands against it, log.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from jiheng.opinion.budget_advice import Advice, YearResult, advices, advise
from jiheng.places import Certainty, load
from jiheng.quantity import money
from jiheng.quantity.words import WAN, rounded
from jiheng.web.accounts.models import Organisation, Person, Role
from jiheng.web.accounts.permissions import require, units_within
from jiheng.web.auditlog import log
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.budget_advice.results import key_of, results_of
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.cycles.scope import known
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all, tell_once_unread
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.recipients import OF_UNIT, name_of, people
from jiheng.web.procedure.steps import held, take, text_of

SEE, DRAFT, SEND, ANSWER = "advice.see", "advice.draft", "advice.send", "advice.answer"
_MOST = Decimal(10) ** 9
"""万元; more than this is a slip of the hand."""
_NOBODY = (
    "财政部门还没有经办结果应用的预算处室人员（涉密项目的，知悉人员里没有），送出以后没有人答复。"
    "请安全管理员在“授权”里授予“预算处室”；一人兼两样的，两个角色都授。"
)


class Reply(NamedTuple):
    """What the budget office answers, as typed."""

    answer: str
    amount: str
    reply: str


class Proposed(NamedTuple):
    """What came of proposing: new ones, renewed ones, projects whose results say nothing, those not final yet."""

    fresh: int
    renewed: int
    silent: int
    waiting: int


@transaction.atomic
def propose(person: Person, cycle: Cycle) -> Proposed:
    """An advice for every project of the cycle whose form is final; drafts that nobody changed are renewed.

    What has been sent or changed stays as it is. Raises Denied.
    """
    require(person, DRAFT)
    there = Organisation.objects.filter(units_within(person, DRAFT)).order_by().values("pk")
    all_ = Project.objects.filter(known(person), cycle=cycle, unit__in=there)
    final = SelfEvaluation.objects.filter(cycle=cycle, state=State.FINAL).order_by().values("project")
    projects = list(all_.filter(pk__in=final).select_related("unit").defer("approved"))
    results, book = results_of(projects, cycle.year), load(cycle.rulebook)
    drafts = {
        advice.project_id: advice for advice in BudgetAdvice.objects.select_for_update().filter(project__in=projects)
    }
    fresh, renewed, silent = [], [], 0
    for project in projects:
        years = results.get(key_of(project), [])
        found = advise(years, book) if years else None
        row = drafts.get(project.pk)
        if found is None or not found.advice:
            silent += 1
        elif row is None:
            new = BudgetAdvice(project=project, unit=project.unit, state=BudgetAdvice.WAY.first, by=person)
            fresh.append(_put(new, found, years))
        elif row.state == BudgetAdvice.WAY.first and not row.changed_why:
            row.project = project
            renewed.append(_put(row, found, years))
    BudgetAdvice.objects.bulk_create(fresh, batch_size=500)
    names = ("by_rules", "why", "results", "sources", "advice")
    BudgetAdvice.objects.bulk_update([advice for advice in renewed if not advice.project.secret], names, batch_size=200)
    for row in renewed:
        if row.project.secret:  # only one by one is it sealed
            row.save(update_fields=names)
    log.write(person, "advice.propose", cycle, {"entries": len(fresh), "what": f"更新 {len(renewed)} 条"})
    return Proposed(len(fresh), len(renewed), silent, all_.count() - len(projects))


@transaction.atomic
def change(person: Person, pk: int, advice: str, why: str) -> BudgetAdvice:
    """Propose another advice than the rules', with the reason; the rules' own again takes the reason away.

    Raises Denied, ValidationError (Chinese), BudgetAdvice.DoesNotExist.
    """
    row = _held(pk)
    require(person, DRAFT, row)
    if advice not in advices(load(row.project.cycle.rulebook)):
        raise ValidationError("请从办法所列的建议里选一种。")
    row.changed_why = "" if advice == row.by_rules else text_of(why, "改建议的理由")
    row.advice, row.by = advice, person
    row.save()
    log.write(person, "advice.change", row, {"before": row.by_rules, "after": advice})
    return row


@transaction.atomic
def step(person: Person, pk: int, action: str, reason: str = "", reply: Reply | None = None) -> BudgetAdvice:
    """Take a step; an answer needs `reply`. Raises Denied, ValidationError (Chinese), BudgetAdvice.DoesNotExist."""
    row = _held(pk)
    require(person, action, row)
    if action == ANSWER:
        _answer(row, reply or Reply("", "", ""))
    if action == SEND and not people(row.unit, (Role.BUDGET_OFFICE,), row.project, above=True):
        raise ValidationError(_NOBODY)
    done = take(person, row, action, reason)
    _tell(person, row, done)
    return row


def send(person: Person, numbers: Collection[int]) -> int:
    """Send drafts to the budget office, each by itself; how many went. Raises ValidationError for what was refused."""
    refused, sent = [], 0
    for pk in sorted(numbers):
        try:
            step(person, pk, SEND)
            sent += 1
        except ValidationError as error:
            refused += error.messages
        except BudgetAdvice.DoesNotExist:
            refused.append(f"编号 {pk} 的建议已经没有了。")
    if refused:
        raise ValidationError([f"送出 {sent} 条，{len(refused)} 条没有送：", *dict.fromkeys(refused)])
    return sent


def _put(row: BudgetAdvice, found: Advice, years: list[YearResult]) -> BudgetAdvice:
    row.by_rules = row.advice = found.advice
    row.why, row.results = found.why, [_plain(year) for year in years]
    row.sources = [
        {"text": parameter.text, "source": parameter.source, "certainty": Certainty(parameter.certainty).label}
        for parameter in found.trace.parameters
    ]
    return row


def _plain(year_result: YearResult) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(year_result)
    return found | {"checks": sorted(year_result.checks or ())}


def _answer(row: BudgetAdvice, reply: Reply) -> None:
    if reply.answer not in BudgetAdvice.Answer.values:
        raise ValidationError("请选采纳、部分采纳或不采纳。")
    row.answer = reply.answer
    declined = reply.answer != BudgetAdvice.Answer.ADOPTED
    row.reply = text_of(reply.reply, "答复意见（部分采纳、不采纳要写明理由）", needed=declined)
    row.amount = None
    if text := reply.amount.strip():
        figure = money(text, MONEY_UNIT)
        if figure is None or not 0 <= figure / WAN <= _MOST:
            raise ValidationError(f"“下年安排”应是金额（万元），现在是“{text[:20]}”。")
        row.amount = rounded(figure / WAN, 6)


def _held(pk: int) -> BudgetAdvice:
    return held(BudgetAdvice, pk, "project__cycle", "by")


def _tell(person: Person, row: BudgetAdvice, done: Step) -> None:
    """The budget office of what waits for an answer, once until read; the others concerned of the answer."""
    project = row.project
    if done.action == SEND:
        there = people(row.unit, (Role.BUDGET_OFFICE,), project, above=True)
        link = f"{reverse('budget_advice:list')}?state=advice_sent"
        text, topic = "有结果应用建议等预算处室答复。", f"advice:{project.cycle_id}"
        tell_once_unread(there, Notice.Kind.WORK, text, link, topic, done.pk, by=person)
        return
    if done.action != ANSWER:
        return
    above = (Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER)
    there = people(row.unit, OF_UNIT, project) + people(row.unit, above, project, above=True)
    text = f"{name_of(project)}的自评结果应用：建议{row.advice}，预算处室{row.get_answer_display()}。"
    page = reverse("budget_advice:show", args=[row.pk])
    tell_all(dict.fromkeys(there), Notice.Kind.READY, text, page, f"advice:{done.pk}", by=person)
