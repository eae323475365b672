"""Forms put to checks, some at a time: each check is done on all of them before the next.

What all checks are made of is many times what a processor keeps at hand, what one is made of is not: done so, the same
work takes well under the time that it takes form by form.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import ROUND_HALF_UP
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from jiheng.checks.accepted import AcceptedEntry, split
from jiheng.checks.by_kind import passed_over
from jiheng.checks.case import Case, FundRow, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.folding import folded_under
from jiheng.checks.outcome import PASSED, Finding, Outcome, Severity, State
from jiheng.checks.remembered import ask_funds, ask_rows
from jiheng.checks.result import FormAudit
from jiheng.checks.switches import switched, turned_off
from jiheng.form import place_key
from jiheng.places import Book
from jiheng.quantity.words import rounding_as
from jiheng.scoring.compiled import rounding_of

Subject = TypeVar("Subject")

TOGETHER = 64
"""Forms that a check is done on before the next."""
_KEPT = 256


class _Plan(msgspec.Struct, frozen=True):
    """What a book wants done of documents of a kind; checks by their number among all."""

    begun: dict[str, Outcome]
    """The outcomes of all checks on single forms to begin with, in their order."""
    wanted: tuple[int, ...]
    always: tuple[int, ...]
    """Those wanted that do not tell their grounds."""
    by_ground: dict[Callable[[Any], Any], tuple[int, ...]]
    """The others by what they ask of rows."""

    def promising(self, answering: set[Callable[[Any], Any]]) -> list[int]:
        """The checks that may find something, where these functions say something of rows."""
        grounded = [number for ground in answering for number in self.by_ground.get(ground, ())]
        return sorted({*self.always, *grounded})


class _Examined(msgspec.Struct):
    """A form on its way through the checks."""

    case: Case
    why_book: str
    wanted: Sequence[int] = ()
    outcomes: dict[str, Outcome] = {}
    found: list[Finding] = []
    error: Exception | None = None
    """What was raised of it outside the checks."""


class Examination:
    """Checks to be done on form after form; those over several forms among them are passed over."""

    def __init__(self, checks: tuple[Check, ...]) -> None:
        single = tuple((check, check.examine) for check in checks if check.examine is not None)
        self._checks, self._examine = tuple(check for check, _ in single), tuple(examine for _, examine in single)
        self._plans: dict[tuple[Book, str], _Plan] = {}

    def whole(self, cases: Iterable[tuple[Case, str]], accepted: Sequence[AcceptedEntry] = ()) -> Iterator[FormAudit]:
        """The audit of each form, given with why it has its book. Raises what is raised outside the checks."""
        for rounding, some in _together(cases):
            with rounding_as(rounding):
                _prepare(some)
                for exam in some:
                    plan = self._plan(exam.case)
                    exam.wanted, exam.outcomes = plan.wanted, plan.begun.copy()
                self._do(some)
                done = [_concluded(exam, accepted) for exam in some]
            yield from done

    def findings(self, cases: Iterable[tuple[Case, str]]) -> Iterator[tuple[Case, FormAudit | Exception]]:
        """Each form with the same for its findings alone: checks that can find nothing are not done, and have no
        outcome. Where something is raised outside the checks, it stands in the place of the audit of that form."""
        for rounding, some in _together(cases):
            with rounding_as(rounding):
                _prepare(some)
                for exam in some:
                    try:
                        exam.wanted = self._plan(exam.case).promising(exam.case.answering())
                    except Exception as error:
                        exam.error = error
                self._do(some)
                done = [(exam.case, _concluded_or_error(exam)) for exam in some]
            yield from done

    def _do(self, some: Sequence[_Examined]) -> None:
        takers: list[list[_Examined]] = [[] for _ in self._checks]
        for exam in some:
            for number in exam.wanted:
                takers[number].append(exam)
        for check, examine, own in zip(self._checks, self._examine, takers, strict=True):
            for exam in own:
                try:
                    outcome = examine(exam.case)
                except Exception as error:
                    outcome = _defect(error)
                if outcome.findings:
                    outcome = _taken(outcome, check, exam)
                exam.outcomes[check.code] = outcome

    def _plan(self, case: Case) -> _Plan:
        key = (case.book, case.form.kind)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= _KEPT:
                self._plans.clear()
            plan = self._plans[key] = self._planned(*key)
        return plan

    def _planned(self, book: Book, kind: str) -> _Plan:
        off = {
            check: outcome
            for check in self._checks
            if (outcome := passed_over(check, kind, book) or turned_off(check, book))
        }
        wanted = tuple(number for number, check in enumerate(self._checks) if check not in off)
        by_ground: dict[Callable[[Any], Any], tuple[int, ...]] = {}
        for number in wanted:
            for ground in self._checks[number].grounds:
                by_ground[ground] = (*by_ground.get(ground, ()), number)
        return _Plan(
            begun={check.code: off.get(check, PASSED) for check in self._checks},
            wanted=wanted,
            always=tuple(number for number in wanted if not self._checks[number].grounds),
            by_ground=by_ground,
        )


@lru_cache(maxsize=16)
def examination(checks: tuple[Check, ...]) -> Examination:
    """These checks, with what has been worked out for them."""
    return Examination(checks)


def _together(cases: Iterable[tuple[Case, str]]) -> Iterator[tuple[str, list[_Examined]]]:
    """Some forms at a time whose books round alike, with how they do."""
    some: list[_Examined] = []
    rounding = ""
    for case, why_book in cases:
        own = _rounding(case.book)
        if some and (len(some) == TOGETHER or own != rounding):
            yield rounding, some
            some = []
        some.append(_Examined(case, why_book))
        rounding = own
    if some:
        yield rounding, some


@lru_cache(maxsize=256)
def _rounding(book: Book) -> str:
    with suppress(Exception):
        return rounding_of((book,))
    return ROUND_HALF_UP  # what is wrong with the book is raised once more where the form is scored


def _prepare(some: Sequence[_Examined]) -> None:
    """Work out what nearly all checks ask. What is raised of a form is raised again where it is asked."""
    cases = [exam.case for exam in some]
    rows: list[Row] = []
    funds: list[FundRow] = []
    for case in cases:
        with suppress(Exception):
            rows += case.rows
    for case in cases:
        with suppress(Exception):
            funds += case.funds
    ask_rows(rows)
    ask_funds(funds)


def _taken(outcome: Outcome, check: Check, examined: _Examined) -> Outcome:
    """The outcome as the book wants it; its findings join those of the form."""
    try:
        outcome = cited(switched(outcome, check, examined.case.book), check, examined.case)
    except Exception as error:
        examined.error = error
    else:
        examined.found += outcome.findings
    return outcome


def _concluded(examined: _Examined, accepted: Sequence[AcceptedEntry]) -> FormAudit:
    if examined.error is not None:
        raise examined.error
    case = examined.case
    case.forget()
    findings = folded_under(examined.found)
    findings.sort(key=lambda finding: (place_key(finding.place), finding.severity.rank, finding.code))
    still_open, closed = split(findings, [case.form], accepted)
    return FormAudit(case.form, case.book, examined.why_book, case.score, examined.outcomes, still_open, closed)


def _concluded_or_error(examined: _Examined) -> FormAudit | Exception:
    try:
        return _concluded(examined, ())
    except Exception as error:
        return error


def guarded(examine: Callable[[Subject], Outcome], subject: Subject) -> Outcome:
    """The outcome of a check; a check that raises is shown as a defect, never swallowed."""
    try:
        return examine(subject)
    except Exception as error:
        return _defect(error)


def _defect(error: Exception) -> Outcome:
    import traceback

    last = traceback.format_exception_only(error)[-1].strip()
    return Outcome(State.DEFECT, f"检查本身出错，请报告开发者：{last}")


def cited(outcome: Outcome, check: Check, case: Case) -> Outcome:
    """The outcome, each finding with its rule filled in where it names none and the reader's doubt about its cell."""
    if not outcome.findings:
        return outcome
    rule = citation(check.rules, case.book)
    return msgspec.structs.replace(
        outcome,
        findings=tuple([_completed(finding, rule, case.doubt_at(finding.place)) for finding in outcome.findings]),
    )


def _completed(finding: Finding, rule: str, doubt: str | None) -> Finding:
    """The finding with its rule; on a cell that the reader doubts it is no error, whatever the rule says."""
    if doubt is None:
        return finding if finding.rule else msgspec.structs.replace(finding, rule=rule)
    severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
    advice = f"{finding.advice}读取此格时不能确定（{doubt.rstrip('。')}），先对照原件。"
    return msgspec.structs.replace(finding, rule=finding.rule or rule, advice=advice, severity=severity)


@lru_cache(maxsize=16_384)
def citation(paths: tuple[str, ...], book: Book) -> str:
    """The rule behind a check: text and source of its first parameter that the book holds, "" without one."""
    for path in paths:
        if parameter := book.parameters.get(path):
            return f"{parameter.text}（{parameter.source}）"
    return ""
