"""What the core says of a form in the workbench: rates and scores proposed, totals, grade, findings.

The web room decides nothing here; it puts the core's results where the officer left a cell to it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec

from jiheng.checks import FormAudit
from jiheng.checks.audit import chosen, examine_form
from jiheng.form import Form, Place, walk
from jiheng.opinion import quality
from jiheng.places import Book, Choice
from jiheng.places.printed import execution_cells
from jiheng.quantity import money, number
from jiheng.quantity.words import plain, rounded
from jiheng.reading.tables.clean import printed
from jiheng.scoring import FormScore, Score, Verdict, score
from jiheng.scoring.compiled import rounded_by, rules_of
from jiheng.scoring.execution import counts_apart
from jiheng.scoring.total import grade
from jiheng.scoring.trace_figures import usable
from jiheng.web.forms.blanks import asked

_WHY = "年度自评所定的办法"
MONEY_UNIT = "万元"
"""What amounts are in where a form does not say; as the core takes it."""


class Scored(NamedTuple):
    """A form as it stands, and what the rules of its book say of its scores."""

    form: Form
    score: FormScore
    book: Book


class Assessed(NamedTuple):
    """A form with the cells that are computed filled in, and what the core says of it."""

    form: Form
    audit: FormAudit

    @property
    def scored(self) -> Scored:
        """The same without the checks."""
        return Scored(self.form, self.audit.score, self.audit.book)

    @property
    def filled(self) -> Decimal:
        """The share of the cells to be filled in that are, 0–1."""
        wanted = [bool(text) for _, text in asked(self.form)]
        return rounded(Decimal(sum(wanted)) / len(wanted), 4)

    @property
    def lost(self) -> Decimal | None:
        """Points lost of the whole, None while a part is missing."""
        weight, total = number(self.form.total_weight), number(self.form.total_score)
        return None if weight is None or total is None else weight - total

    @property
    def quality(self) -> Decimal | None:
        """How well the self-evaluation is made, out of 100; None while there is something to be filled in."""
        return quality(self.audit).total if self.filled >= 1 else None

    @property
    def grade(self) -> str:
        """The grade of the total as filled in, "" while a part is missing."""
        total = number(self.form.total_score)
        return "" if total is None else grade(total, rules_of(self.audit.book)) or ""


def assess(record: Form, own: Mapping[str, str], book: Book) -> Assessed:
    """Fill in rates, proposed scores and totals, then score and check the whole.

    A score whose place is in `own` stays as it is. `record` is not changed. Checks that look at several forms
    are left to the roll-up.
    """
    form = _copied(record)
    with rounded_by((book,)):
        _rates(form)
        _scores(form, own, score(as_printed(form), book))
        _totals(form, book)
        return Assessed(form, examine_form(as_printed(form), Choice(book, _WHY), chosen()))


def as_printed(form: Form) -> Form:
    """The record as the core knows it: every cell without white space; the same one where it is so already."""
    blank = [(place, kept) for place, text in walk(form) if text and (kept := printed(text)) != text]
    bare = _copied(form) if blank else form
    for place, kept in blank:
        place.set(bare, kept)
    return bare


def _copied(form: Form) -> Form:
    """The form again, for changing: a tenth of the time of copy.deepcopy."""
    return msgspec.convert(msgspec.to_builtins(form), Form)


def proposals(scored: FormScore) -> dict[str, Score]:
    """The core's score for each place that has one."""
    found = {scored.execution.place: scored.execution}
    return found | {indicator.score.place: indicator.score for indicator in scored.indicators}


def _rates(form: Form) -> None:
    for fund in form.funds:
        budget, executed = (usable(money(cell, form.money_unit or MONEY_UNIT)) for cell in (fund.budget, fund.executed))
        if budget and executed is not None:
            rate = rounded(executed / budget * 100, 2)
            fund.rate = f"{plain(rate)}%"
        elif fund.rate is not None:
            fund.rate = ""


def _scores(form: Form, own: Mapping[str, str], scored: FormScore) -> None:
    for place, proposal in proposals(scored).items():
        if place in own:
            continue
        text = plain(proposal.score) if proposal.verdict is Verdict.SCORED and proposal.score is not None else ""
        score = Place.parse(place)
        if score.get(form) is not None:
            score.set(form, text)


def _totals(form: Form, book: Book) -> None:
    """Weights and scores added up as the core does: rows without a weight do not count, a score that lacks leaves
    the total open.
    """
    fund, rules = form.fund(), rules_of(book)
    parts = [(number(row.weight), row.score) for row in form.indicators]
    parts = [part for part in parts if part[0] is not None]
    if fund is not None and counts_apart(form, execution_cells(form), book):
        weight = number(fund.weight)
        parts.append((book.number("execution.weight") if weight is None else weight, fund.score))
    weights, scores = [weight for weight, _ in parts if weight is not None], [number(text) for _, text in parts]
    complete = bool(parts) and None not in scores
    total = sum((figure for figure in scores if figure is not None), Decimal(0))
    form.total_weight = plain(sum(weights, Decimal(0))) if weights else ""
    form.total_score = plain(total) if complete else ""
    if form.grade is not None:
        form.grade = (grade(total, rules) if complete else "") or ""
    for row in form.totals:
        row.weight, row.score = form.total_weight, form.total_score
