"""The reviewer's own value, score and remark for an indicator: rows of the table, setting them, totals."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.form import TOTAL_FUND, Place, describe
from jiheng.places import load
from jiheng.quantity import number
from jiheng.quantity.words import plain, rounded
from jiheng.scoring import Score, Verdict, sentence
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.total import grade
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.forms.assess import Scored, proposals
from jiheng.web.forms.manual_scores import bounds
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import EXECUTION_SCORE, tidy
from jiheng.web.forms.saving import scored
from jiheng.web.ready_query import Ready
from jiheng.web.workflow.models import Opinion

_LONGEST_VALUE, _LONGEST_REMARK = 200, 2000


class EvaluationRow(NamedTuple):
    """A row of the table: as filled in, as the rules would have it, and what reviewers say."""

    place: str
    """Of the score."""
    name: str
    target: str
    actual: str
    weight: str
    score: str
    proposed: str
    """The rules' score, its bounds where they leave it open, "" where they say nothing."""
    differs: bool
    """Whether the score filled in is not the rules'."""
    why: str
    reason: str
    """Why the officer set another score than the proposed one."""
    mine: Opinion | None
    others: Sequence[Opinion]


class Totals(NamedTuple):
    """Filled in, and by the reviewer: only once they have given a score for every row."""

    filled: Decimal | None
    filled_grade: str
    mine: Decimal | None
    mine_grade: str
    given: int
    """Rows with a score of the reviewer's."""
    rows: int


def rows(form: SelfEvaluation, result: Scored, person: Person, see_others: bool) -> list[EvaluationRow]:
    """The execution rate and every indicator that is scored."""
    opinions: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in _of_form(form.pk):
        if see_others or opinion.person_id == person.pk:
            opinions[opinion.place].append(opinion)
    found, offered = [], proposals(result.score)
    for place in _places(result):
        mine = next((opinion for opinion in opinions[place] if opinion.person_id == person.pk), None)
        others = [opinion for opinion in opinions[place] if opinion is not mine]
        found.append(_row(form, result, place, offered.get(place), mine, others))
    return found


_of_form = Ready(lambda form: Opinion.objects.filter(form=form).select_related("person").order_by("id"))


def totals(form: SelfEvaluation, table: Sequence[EvaluationRow]) -> Totals:
    """The total as filled in beside the reviewer's, each with its grade."""
    given = sum(row.mine is not None and row.mine.score is not None for row in table)
    parts = [row.mine.score for row in table if row.mine is not None and row.mine.score is not None]
    sum_ = sum(parts, Decimal(0)) if parts and len(parts) == len(table) else None
    name = "" if sum_ is None else grade(sum_, rules_of(load(form.cycle.rulebook))) or ""
    return Totals(form.total, form.grade, sum_, name, given, len(table))


@transaction.atomic
def judge(person: Person, form_id: int, place: str, value: str, score: str, remark: str) -> SelfEvaluation:
    """Keep the person's value, score and remark; all three empty take it away.

    Raises Denied, ValidationError (Chinese), SelfEvaluation.DoesNotExist.
    """
    form = SelfEvaluation.objects.select_related("project", "unit", "cycle").get(pk=form_id)
    require(person, "opinion.set", form)
    value, remark = tidy(value)[:_LONGEST_VALUE], tidy(remark)[:_LONGEST_REMARK]
    figure = _score(form, place, score.strip())
    mine = Opinion.objects.filter(form=form, place=place, person=person)
    if not value and not remark and figure is None:
        if mine.delete()[0]:
            log.write(person, "opinion.clear", form, {"place": place})
        return form
    defaults = {"value": value, "score": figure, "remark": remark}
    if mine.filter(**defaults).exists():
        return form
    Opinion.objects.update_or_create(form=form, place=place, person=person, defaults=defaults)
    told = None if figure is None or form.project.secret else str(figure)
    log.write(person, "opinion.set", form, {"place": place, "score": told})
    return form


@transaction.atomic
def agree(person: Person, form_id: int) -> int:
    """Take the scores filled in for one's own where one has given none; how many. Raises as `judge` does."""
    form = SelfEvaluation.objects.select_related("project", "unit", "cycle").get(pk=form_id)
    require(person, "opinion.set", form)
    taken = 0
    for row in rows(form, scored(form), person, see_others=False):
        figure = number(row.score)
        if figure is None or (row.mine is not None and row.mine.score is not None):
            continue
        value, remark = (row.mine.value, row.mine.remark) if row.mine is not None else ("", "")
        judge(person, form_id, row.place, value, plain(figure), remark)
        taken += 1
    return taken


def _places(result: Scored) -> list[str]:
    """Where scores stand that count: the execution rate, and the rows with a weight."""
    weighted = [index for index, row in enumerate(result.form.indicators) if number(row.weight) is not None]
    execution = [EXECUTION_SCORE] if result.form.fund() is not None else []
    return [*execution, *(str(Place.indicator(index, "score")) for index in weighted)]


def _row(
    form: SelfEvaluation, result: Scored, place: str, offer: Score | None, mine: Opinion | None, others: list[Opinion]
) -> EvaluationRow:
    if place == EXECUTION_SCORE:
        fund = result.form.fund(TOTAL_FUND)
        name, target, actual = "预算执行率", "", fund.rate or "" if fund else ""
        weight, score = (fund.weight or "", fund.score or "") if fund else ("", "")
    else:
        row = result.form.indicators[int(Place.parse(place).row or 0)]
        name, target, actual = row.l3 or row.l2 or row.l1 or "", row.target or "", row.actual or ""
        weight, score = row.weight or "", row.score or ""
    proposed, differs = _proposed(offer, score)
    why = "" if offer is None else sentence(offer)
    return EvaluationRow(
        place, name, target, actual, weight, score, proposed, differs, why, form.own.get(place, ""), mine, others
    )


def _proposed(offer: Score | None, score: str) -> tuple[str, bool]:
    if offer is None:
        return "", False
    if offer.verdict is Verdict.SCORED and offer.score is not None:
        return plain(offer.score), number(score) is not None and number(score) != offer.score
    if offer.low is not None and offer.high is not None:
        figure = number(score)
        return f"{plain(offer.low)}–{plain(offer.high)}", figure is not None and not offer.low <= figure <= offer.high
    return "", False


def _score(form: SelfEvaluation, place: str, text: str) -> Decimal | None:
    """The score as typed, within 0 and the weight."""
    result = scored(form)
    if place not in _places(result):
        raise ValidationError("表上没有这一行指标，可能批复刚有改动。请刷新页面。")
    if not text:
        return None
    figure, where = number(text), describe(result.form, place)
    if figure is None:
        raise ValidationError(f"“{where}”的评审分应填数字，现在是“{text[:20]}”。")
    offer = proposals(result.score).get(place)
    room = None if offer is None else bounds(result, place, offer)
    high = room.high if room is not None and offer is not None and offer.verdict is Verdict.SCORED else None
    high = high if high is not None else _weight(result, place)
    if figure < 0 or (high is not None and figure > high):
        upper = "" if high is None else f"、不超过分值 {plain(high)}"
        raise ValidationError(f"“{where}”的评审分应不小于 0{upper}，现在是 {plain(figure)}。")
    if figure != rounded(figure, 2):
        raise ValidationError(f"“{where}”的评审分最多两位小数，现在是 {plain(figure)}。")
    return figure


def _weight(result: Scored, place: str) -> Decimal | None:
    if place == EXECUTION_SCORE:
        fund = result.form.fund()
        weight = None if fund is None else number(fund.weight)
        return result.book.number("execution.weight") if weight is None else weight
    return number(Place.parse(place).at("weight").get(result.form))
