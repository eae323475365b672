"""得分复核: every score of a form beside the printed one, with a verdict and the reason in Chinese."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from jiheng.checks import FormAudit, Severity
from jiheng.checks.rounding import score_gap
from jiheng.places import Book
from jiheng.places.printed import execution_cells
from jiheng.quantity import number
from jiheng.quantity.words import points
from jiheng.scoring import Score, Verdict, sentence
from jiheng.writing.text import clean, span


class ScoreAgreement(StrEnum):
    """How a printed score stands to the recomputed one; the value is the word shown."""

    AGREES = "相符"
    NEAR = "取整或尾差"
    WITHIN = "在档内"
    OFF = "不符"
    OUTSIDE = "不在档内"
    MISSING = "未填得分"
    JUDGE = "须人判断"
    UNKNOWN = "无法复算"


WRONG = frozenset((ScoreAgreement.OFF, ScoreAgreement.OUTSIDE, ScoreAgreement.MISSING))
"""Standings that call for a correction."""


@dataclass(frozen=True, slots=True)
class Review:
    """One score reviewed. `gap` is printed − recomputed (or − the nearer end of the range); None when it agrees."""

    item: str
    first_level: str
    second_level: str
    place: str
    weight: str
    printed: str
    score: Decimal | None
    range: str
    gap: Decimal | None
    standing: ScoreAgreement
    why: str

    @property
    def wrong(self) -> bool:
        """Whether the printed score calls for a correction."""
        return self.standing in WRONG


def reviews(audited: FormAudit) -> Iterator[Review]:
    """The total, the execution rate and every indicator, in that order."""
    form, scores, book = audited.form, audited.score, audited.book
    total = Review("总分", "", "", *_review(scores.total, book, form.total_score, form.total_weight, None))
    yield replace(total, why=f"等级：{scores.grade}；{total.why}") if scores.grade else total
    cells = execution_cells(form)
    yield Review("预算执行率", "", "", *_review(scores.execution, book, cells.score, cells.weight, scores.rate))
    for row, score in zip(form.indicators, scores.indicators, strict=True):
        name = clean(row.l3 or row.l2) or f"第{score.index + 1}行"
        fields = _review(score.score, book, row.score, row.weight, score.ratio)
        yield Review(name, clean(row.l1), clean(row.l2), *fields)


def _review(
    score: Score, book: Book, printed: str | None, weight: str | None, ratio: Decimal | None
) -> tuple[str, str, str, Decimal | None, str, Decimal | None, ScoreAgreement, str]:
    value, most = number(printed), number(weight)
    gap = _gap(score, value)
    admissible = span(score.low, score.high) if score.verdict in (Verdict.BAND, Verdict.JUDGEMENT) else ""
    standing = _standing(score, value, gap)
    if standing is ScoreAgreement.OFF and value is not None:
        standing = _difference(value, _exact(score, most, ratio), most, book)
    if standing in (ScoreAgreement.AGREES, ScoreAgreement.WITHIN):
        gap = None
    return score.place, clean(weight), clean(printed), score.score, admissible, gap, standing, reason(score)


def _exact(score: Score, weight: Decimal | None, ratio: Decimal | None) -> Decimal:
    """The score before rounding where weight × ratio gives it, so that a truncated figure is known as such."""
    rounded = score.score or Decimal(0)
    if weight is None or ratio is None:
        return rounded
    exact = weight * ratio
    return exact if abs(exact - rounded) < Decimal("0.01") else rounded


def _gap(score: Score, printed: Decimal | None) -> Decimal | None:
    if printed is None:
        return None
    if score.score is not None:
        return printed - score.score
    if score.low is None or score.high is None:
        return None
    if printed > score.high:
        return printed - score.high
    return printed - score.low if printed < score.low else Decimal(0)


def _standing(score: Score, printed: Decimal | None, gap: Decimal | None) -> ScoreAgreement:
    """How the scores stand; OFF for any difference at all from a score that is certain."""
    if score.verdict is Verdict.UNDECIDED:
        return ScoreAgreement.UNKNOWN
    if printed is None:
        return ScoreAgreement.MISSING
    if score.verdict is Verdict.BAND:
        return ScoreAgreement.OUTSIDE if gap else ScoreAgreement.WITHIN
    if score.verdict is Verdict.JUDGEMENT or score.score is None:
        return ScoreAgreement.JUDGE
    return ScoreAgreement.OFF if gap else ScoreAgreement.AGREES


def _difference(printed: Decimal, exact: Decimal, weight: Decimal | None, book: Book) -> ScoreAgreement:
    """Whether a difference is one at all, or only of rounding. Full marks for less than all are no rounding."""
    places, tolerance = int(book.number("rounding.places")), book.number("agreement.score_tolerance")
    grave = score_gap(printed, exact, places, tolerance)
    if grave is Severity.NOTICE and printed == weight and printed - exact > tolerance:
        return ScoreAgreement.OFF
    return {None: ScoreAgreement.AGREES, Severity.NOTICE: ScoreAgreement.NEAR}.get(grave, ScoreAgreement.OFF)


def reason(score: Score) -> str:
    """Why a score is what it is: one sentence, then what each way to judge would give."""
    ways = [
        f"如果{alternative.condition}"
        + ("" if points(alternative.score) in alternative.condition else f"：{points(alternative.score)} 分")
        for alternative in score.alternatives
    ]
    return clean("；".join([sentence(score), *ways]))
