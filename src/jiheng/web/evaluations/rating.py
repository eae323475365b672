"""Many experts' working papers → a mean and a spread an item, and the evaluation as the core scores it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from jiheng.places import Book, load
from jiheng.quantity import number, share
from jiheng.quantity.words import percent, plain
from jiheng.scoring.compiled import rules_of
from jiheng.web.cycles.models import Cycle
from jiheng.web.evaluations.models import Evaluation, Paper
from jiheng.writing.report.framework import Evaluated, EvaluationScore, Framework, FrameworkItem, evaluate, standard

WHOLE = Decimal(100)
_RESULTS = ("产出", "效益")
_SPREAD = "evaluation.spread_from"
_RESULTS_FROM = "evaluation.results_from"


class RatingEntry(msgspec.Struct):
    """What an expert says of an item, as typed."""

    found: str = ""
    source: str = ""
    ratio: str = ""
    score: str = ""
    reason: str = ""


class Rated(NamedTuple):
    """An item with the scores that experts gave, in the order of the papers; None where one has not given any."""

    item: FrameworkItem
    scores: tuple[Decimal | None, ...]
    mean: Decimal | None
    low: Decimal | None
    high: Decimal | None
    apart: bool
    """Whether the scores lie so far apart that the experts should talk."""


class Result(NamedTuple):
    """All items rated, and the whole by the means; `scored` is None while an item is open."""

    rated: tuple[Rated, ...]
    scored: EvaluationScore


def fresh(cycle: Cycle) -> list[dict[str, object]]:
    """The framework that an evaluation begins with, of the cycle's place, as JSON."""
    found: list[dict[str, object]] = msgspec.to_builtins(list(standard(cycle.rulebook).item))
    return found


def items_of(row: Evaluation) -> tuple[FrameworkItem, ...]:
    """The items of an evaluation. Raises msgspec.ValidationError."""
    return msgspec.convert(row.items, tuple[FrameworkItem, ...], strict=False)


def entries_of(paper: Paper, items: Sequence[FrameworkItem]) -> list[RatingEntry]:
    """The expert's entries, one an item."""
    found = msgspec.convert(paper.entries, list[RatingEntry])
    return [*found, *(RatingEntry() for _ in range(len(items) - len(found)))][: len(items)]


def given(item: FrameworkItem, entry: RatingEntry, book: Book) -> Decimal | None:
    """The points that an entry gives: the score, else weight × ratio; None where neither can be read."""
    if entry.score:
        return number(entry.score)
    reached = share(entry.ratio) if item.way == "ratio" and entry.ratio else None
    return None if reached is None else rules_of(book).rounded(item.weight * min(reached.ratio, Decimal(1)))


def result_of(row: Evaluation, papers: Sequence[Paper]) -> Result:
    """What the papers come to. Raises Trouble where the framework does not add up."""
    book, items = load(row.project.cycle.rulebook), items_of(row)
    entries = [entries_of(paper, items) for paper in papers]
    rated = tuple(
        _rated(item, tuple(given(item, entry[at], book) for entry in entries), book) for at, item in enumerate(items)
    )
    means = tuple(
        msgspec.structs.replace(
            rated_item.item, score=rated_item.mean, reason=_joined([each[at].reason for each in entries])
        )
        for at, rated_item in enumerate(rated)
    )
    base = standard(row.project.cycle.rulebook)
    return Result(rated, evaluate(Framework(base.title, means, base.source, base.certainty), book))


def apart_from(row: Evaluation) -> str:
    """The share of an item's weight from which on its scores lie far apart, as a percentage."""
    return percent(load(row.project.cycle.rulebook).number(_SPREAD))


def faults(items: Sequence[FrameworkItem], book: Book) -> list[str]:
    """What is wrong with a framework, a sentence each (Chinese)."""
    found = []
    whole = sum((item.weight for item in items), Decimal(0))
    if whole != WHOLE:
        found.append(f"分值合计是 {plain(whole)}，应为 100。")
    results = sum((item.weight for item in items if any(word in item.l1 for word in _RESULTS)), Decimal(0))
    least = book.number(_RESULTS_FROM)
    if results < least:
        found.append(f"产出和效益合计 {plain(results)} 分，不低于 {plain(least)} 分才合办法。")
    names = [item.l3 for item in items]
    found += [f"“{name}”写了两次。" for name in dict.fromkeys(names) if names.count(name) > 1]
    return found


def lines(scored: EvaluationScore) -> list[tuple[str, list[Evaluated]]]:
    """The items by their first level."""
    return [
        (part.name, [part_item for part_item in scored.items if part_item.item.l1 == part.name])
        for part in scored.parts
    ]


def _rated(item: FrameworkItem, scores: tuple[Decimal | None, ...], book: Book) -> Rated:
    known = [score for score in scores if score is not None]
    if not known or len(known) < len(scores):
        return Rated(item, scores, None, min(known, default=None), max(known, default=None), False)
    mean = rules_of(book).rounded(sum(known, Decimal(0)) / len(known))
    low, high = min(known), max(known)
    return Rated(item, scores, mean, low, high, high - low >= item.weight * book.number(_SPREAD))


def _joined(reasons: Sequence[str]) -> str:
    return "；".join(dict.fromkeys(reason.rstrip("。；") for reason in reasons if reason))
