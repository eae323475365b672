"""自评质量得分: how well the self-evaluation itself is made, each deduction tied to a finding; and 可核实分."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from jiheng.checks import Audit, Finding, FormAudit
from jiheng.checks.batch.common import CHECK as COMMON
from jiheng.checks.case import Case, Row
from jiheng.checks.facts import has_fact, has_figures
from jiheng.form import Block, names, place_of
from jiheng.places import Book

_ZERO = Decimal(0)
_EXECUTION = tuple(name for name in names(Block.FUNDS, reached=True) if name != "budget")


class Deduction(msgspec.Struct, frozen=True):
    """Points taken off for a finding: its check, its first cell, how many points (0 where the part is used up)."""

    code: str
    place: str
    points: Decimal


class Part(msgspec.Struct, frozen=True):
    """One of the five sides of quality: its name, its full points, its score and what took points off."""

    name: str
    weight: Decimal
    score: Decimal
    deductions: tuple[Deduction, ...] = ()


class Quality(msgspec.Struct, frozen=True):
    """The quality of a self-evaluation out of 100, by parts.

    `verifiable` are the points (weights of indicators) whose result has an exact figure, a date or a fact that
    can be checked, `of` the points of all indicators.
    """

    total: Decimal
    parts: tuple[Part, ...]
    verifiable: Decimal
    of: Decimal


class PartRule(msgspec.Struct, frozen=True):
    """A row of `quality.parts`: a part, the checks it looks at, and the section of an opinion they go to."""

    name: str
    points: Decimal
    checks: frozenset[str]
    sections: dict[str, str]


def quality(audited: FormAudit, shared: Sequence[Finding] = ()) -> Quality:
    """The quality of a form by its open findings and those it shares with others (`shared`).

    What follows from another finding takes nothing off.
    """
    parts = _parts(audited.book, [*audited.findings, *shared])
    rows = tuple(Case(audited.form, audited.book, audited.score).rows)
    able, of = _verifiable(rows, audited)
    return Quality(sum((part.score for part in parts), _ZERO), parts, able, of)


def qualities(audit: Audit) -> tuple[Quality, ...]:
    """The quality of every form of an audit, in its order."""
    shared = shared_findings(audit)
    return tuple(quality(form, shared.get(index, ())) for index, form in enumerate(audit.forms))


def shared_findings(audit: Audit) -> dict[int, list[Finding]]:
    """By the number of a form, the findings over several forms that concern it.

    What the forms of a department have in common stands in each of them already.
    """
    found: dict[int, list[Finding]] = {}
    for finding in audit.batch:
        for index in finding.forms if finding.code != COMMON.code else ():
            found.setdefault(index, []).append(finding)
    return found


def _parts(book: Book, findings: Sequence[Finding]) -> tuple[Part, ...]:
    steps = {str(row["severity"]): row["points"] for row in book.rows("quality.steps")}
    taken: dict[str, list[Deduction]] = {}
    left = {rule.name: rule.points for rule in part_rules(book)}
    for finding in sorted(findings, key=lambda finding: finding.severity.rank):
        rule = part_of(finding.code, book)
        if rule is None or follows(finding):
            continue
        step = steps.get(finding.severity.value, _ZERO)
        points = min(left[rule.name], step if isinstance(step, Decimal) else _ZERO)
        left[rule.name] -= points
        taken.setdefault(rule.name, []).append(Deduction(finding.code, finding.place, points))
    return tuple(
        Part(rule.name, rule.points, left[rule.name], tuple(taken.get(rule.name, ()))) for rule in part_rules(book)
    )


def follows(finding: Finding) -> bool:
    """Whether a finding follows from another of the same form; what a department has in common stands by itself."""
    return bool(finding.under) and finding.under != COMMON.code


def part_of(code: str, book: Book) -> PartRule | None:
    """The part that a check belongs to: the one that names its code, else its letter."""
    rules = part_rules(book)
    return next((rule for name in (code, code[:1]) for rule in rules if name in rule.checks), None)


def part_rules(book: Book) -> tuple[PartRule, ...]:
    """The parts of quality by a rulebook."""
    return _part_rules(
        tuple(
            (str(row["name"]), row["points"], str(row["checks"]), str(row["warning"]), str(row["notice"]))
            for row in book.rows("quality.parts")
        )
    )


@lru_cache(maxsize=64)
def _part_rules(rows: tuple[tuple[str, object, str, str, str], ...]) -> tuple[PartRule, ...]:
    return tuple(
        PartRule(
            name,
            points if isinstance(points, Decimal) else _ZERO,
            frozenset(checks.split()),
            {"warning": warning, "notice": notice},
        )
        for name, points, checks, warning, notice in rows
    )


def _verifiable(rows: Sequence[Row], audited: FormAudit) -> tuple[Decimal, Decimal]:
    """The points of indicators with a result that can be checked, and of all."""
    codes = audited.book.words("quality.unverifiable")
    doubted = {place for finding in audited.findings if finding.code in codes for place in finding.places}
    weights = [(row, row.score.weight or _ZERO) for row in rows]
    able = [weight for row, weight in weights if row.place("actual") not in doubted and _has_result(row, audited.book)]
    return sum(able, _ZERO), sum((weight for _, weight in weights), _ZERO)


def _has_result(row: Row, book: Book) -> bool:
    text = row.indicator.actual or ""
    return bool(text) and (has_figures(text, row.score.actual) or has_fact(text, book))


def points_at_stake(audited: FormAudit, places: Sequence[str]) -> Decimal:
    """The weights of the rows that a finding touches, each row once; 0 where it touches none that has a weight.

    The funds count for the weight of the execution rate, where the rate, its score or the amount executed is touched.
    """
    found = [place for text in places if (place := place_of(text)) is not None]
    rows = {place.row for place in found if place.block is Block.INDICATORS and isinstance(place.row, int)}
    indicators = audited.score.indicators
    weights = [indicators[row].weight or _ZERO for row in rows if row < len(indicators)]
    if any(place.block is Block.FUNDS and place.field in _EXECUTION for place in found):
        weights.append(Case(audited.form, audited.book, audited.score).execution_weight or _ZERO)
    return sum(weights, _ZERO)
