"""An evaluation from its plan to the final report: framework, experts, working papers, comment, the record."""

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.places import load
from jiheng.quantity import number, share
from jiheng.quantity.words import plain, rounded
from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Organisation, Person, Role
from jiheng.web.accounts.permissions import require, seat
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.evaluations import rating
from jiheng.web.evaluations.models import Evaluation, Paper
from jiheng.web.evaluations.notify import tell
from jiheng.web.procedure.recipients import people
from jiheng.web.procedure.steps import held, take, text_of
from jiheng.web.workflow.worklist_views import evaluators
from jiheng.writing.report.framework import FrameworkItem

SEE, PLAN, WRITE = "evaluation.see", "evaluation.plan", "evaluation.write"
RATE, PAPER = "evaluation.rate", "evaluation.paper"
START, COLLECT, REOPEN = "evaluation.start", "evaluation.collect", "evaluation.reopen"
ASK, COMMENT, FINISH = "evaluation.ask", "evaluation.comment", "evaluation.finish"
WORDS = {"problems": "存在的问题及原因", "advice": "有关建议", "answer": "意见采纳情况"}
"""What the issuer writes into the report."""
ENTRY = {"found": "事实", "source": "依据", "ratio": "完成比例", "score": "得分", "reason": "扣分原因"}
"""What an expert says of an item."""
MOST_ITEMS, MOST_EXPERTS = 60, 15


@transaction.atomic
def begin(person: Person, project: Project) -> Evaluation:
    """A new evaluation of a project, with the framework of the pack. Raises Denied, ValidationError (Chinese)."""
    issuer = seat(person, PLAN)
    kind = Evaluation.Kind.FINANCE if issuer.kind == Organisation.Kind.BUREAU else Evaluation.Kind.DEPARTMENT
    fresh = Evaluation(project=project, unit=project.unit, issuer=issuer, kind=kind, by=person)
    fresh.state, fresh.items = Evaluation.WAY.first, rating.fresh(project.cycle)
    require(person, PLAN, fresh)
    if Evaluation.objects.filter(project=project, issuer=issuer, state__in=Evaluation.WAY.open).exists():
        raise ValidationError("这个项目已有一项评价在办。请打开那一项，或先终止。")
    fresh.save()
    log.write(person, "evaluation.begin", fresh)
    return fresh


def experts(person: Person, row: Evaluation) -> list[Person]:
    """Whom the person can ask to rate: third-party evaluators, and reviewers at or above the unit."""
    above = people(row.unit, (Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER), row.project, above=True)
    third = evaluators(person)
    if row.project.secret:
        named = set(row.project.named.values_list("pk", flat=True))
        third = [evaluator for evaluator in third if evaluator.pk in named]
    return list(dict.fromkeys([*third, *above]))


@transaction.atomic
def plan(person: Person, pk: int, items: Sequence[FrameworkItem], chosen: Set[int]) -> Evaluation:
    """Framework and experts. Raises Denied, ValidationError (Chinese), Evaluation.DoesNotExist."""
    row = _ours(person, pk, PLAN)
    if not items or len(items) > MOST_ITEMS:
        raise ValidationError(f"指标要有 1 到 {MOST_ITEMS} 项。")
    there = {expert.pk: expert for expert in experts(person, row)}
    if chosen - set(there) or len(chosen) > MOST_EXPERTS:
        raise ValidationError(f"专家只能从所列的人里选，最多 {MOST_EXPERTS} 位。")
    row.items, row.version = msgspec.to_builtins(list(items)), row.version + 1
    row.save()
    row.papers.exclude(given_to__in=chosen).delete()
    known = set(row.papers.values_list("given_to", flat=True))
    for key in sorted(chosen - known):
        Paper.objects.create(evaluation=row, project=row.project, given_to=there[key])
    log.write(person, PLAN, row, {"items": len(items), "people": len(chosen)})
    return row


@transaction.atomic
def rate(person: Person, pk: int, entries: Sequence[rating.RatingEntry], done: bool) -> Paper:
    """Keep an expert's paper; `done` hands it in, which needs every item. Raises Denied, ValidationError (Chinese)."""
    paper = Paper.objects.select_related("evaluation__unit", "evaluation__project__cycle", "project").get(pk=pk)
    _held(paper.evaluation_id)
    require(person, RATE, paper)
    items = rating.items_of(paper.evaluation)
    entries = [_tidied(item, entry) for item, entry in zip(items, entries, strict=True)]
    if problems := [why for item, entry in zip(items, entries, strict=True) for why in _wrong(item, entry, done)]:
        raise ValidationError(problems)
    paper.entries, paper.done = msgspec.to_builtins(list(entries)), done
    paper.save()
    log.write(person, "evaluation.rate", paper.evaluation, {"rows": len(items), "what": "交底稿" if done else "存底稿"})
    return paper


@transaction.atomic
def write(person: Person, pk: int, words: Mapping[str, str]) -> Evaluation:
    """Keep the words of the report. Raises Denied, ValidationError (Chinese), Evaluation.DoesNotExist."""
    row = _ours(person, pk, WRITE)
    for name, label in WORDS.items():
        setattr(row, name, text_of(words.get(name, getattr(row, name)), label, needed=False))
    row.save()
    log.write(person, WRITE, row)
    return row


@transaction.atomic
def step(person: Person, pk: int, action: str, reason: str = "", comment: str = "") -> Evaluation:
    """Take a step. Raises Denied, ValidationError (Chinese), Evaluation.DoesNotExist."""
    row = _held(pk) if action == COMMENT else _ours(person, pk, action)
    require(person, action, row)
    if found := hindrances(row, action):
        raise ValidationError(found)
    if action == COMMENT:
        row.comment = text_of(comment, "意见（没有意见的写“无意见”）")
    if action == COLLECT:
        scored = rating.result_of(row, list(row.papers.all())).scored
        row.score = None if scored.score is None else rounded(scored.score, 2)
        row.grade = scored.grade or ""
    if action == REOPEN:
        row.papers.update(done=False)
        row.score, row.grade = None, ""
    done = take(person, row, action, reason)
    tell(person, row, done)
    return row


def hindrances(row: Evaluation, action: str) -> list[str]:
    """What stands against a step, a sentence each (Chinese)."""
    if action == START:
        found = rating.faults(rating.items_of(row), load(row.project.cycle.rulebook))
        return found if row.papers.exists() else [*found, "还没有选专家。"]
    if action == COLLECT:
        late = [str(paper.given_to) for paper in row.papers.filter(done=False).select_related("given_to")]
        return [f"{'、'.join(late)}还没有交底稿。"] if late else []
    if action == ASK and not (row.problems and row.advice):
        return ["请先写存在的问题和有关建议，再送单位。"]
    if action == FINISH:
        if not row.comment:
            return ["还没有征求单位的意见。请先送单位。"]
        return [] if row.answer else ["请写明单位意见的采纳情况，再定稿。"]
    return []


def result(row: Evaluation) -> rating.Result | str:
    """What the papers come to, or why they cannot be added up (Chinese)."""
    try:
        return rating.result_of(row, list(row.papers.select_related("given_to")))
    except Trouble as error:
        return f"{error.message}。{error.advice}"


def _tidied(item: FrameworkItem, entry: rating.RatingEntry) -> rating.RatingEntry:
    """The entry as it is kept. Raises ValidationError (Chinese) for a text that is too long."""
    return rating.RatingEntry(
        **{name: text_of(getattr(entry, name), f"{item.l3}：{label}", needed=False) for name, label in ENTRY.items()}
    )


def _wrong(item: FrameworkItem, entry: rating.RatingEntry, done: bool) -> list[str]:
    """What is wrong with an entry; of a paper that is handed in also what is missing."""
    name, found = item.l3, []
    if entry.score:
        figure = number(entry.score)
        if figure is None or not Decimal(0) <= figure <= item.weight or figure != rounded(figure, 2):
            room = f"0 到 {plain(item.weight)} 之间、最多两位小数的数"
            found.append(f"“{name}”的得分应是 {room}，现在是“{entry.score[:20]}”。")
    if entry.ratio and ((reached := share(entry.ratio)) is None or reached.ratio < 0):
        found.append(f"“{name}”的完成比例应是百分数，例如 95%，现在是“{entry.ratio[:20]}”。")
    if not done or found:
        return found
    full = entry.score and number(entry.score) == item.weight
    if not entry.score and not (item.way == "ratio" and entry.ratio):
        found.append(f"“{name}”还没有评分。")
    elif not entry.found:
        found.append(f"“{name}”还没有写事实。")
    elif entry.score and not full and not entry.reason:
        found.append(f"“{name}”扣了分，还没有写扣分原因。")
    return found


def _ours(person: Person, pk: int, action: str) -> Evaluation:
    """An evaluation of the person's own organisation or one below it. Raises Denied."""
    row = _held(pk)
    require(person, action, row)
    require(person, PLAN, row.issuer)
    return row


def _held(pk: int) -> Evaluation:
    return held(Evaluation, pk, "project__cycle", "issuer", "by")
