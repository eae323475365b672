"""The auditor: scores every form, runs every check over it, and puts the findings in order."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from jiheng.checks.accepted import AcceptedEntry, split
from jiheng.checks.batch.common import CHECK as COMMON
from jiheng.checks.batch.common import common
from jiheng.checks.batch.duplicate import CHECK as DUPLICATE
from jiheng.checks.batch.duplicate import without_copies
from jiheng.checks.by_kind import passed_over
from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check, Examine, catalogue
from jiheng.checks.folding import folded_under, under
from jiheng.checks.outcome import PASSED, Finding, Outcome, Severity, State, judged
from jiheng.checks.peers import Peers
from jiheng.checks.result import Audit, FormAudit
from jiheng.checks.switches import switched, switched_batch, turned_off
from jiheng.form import Form, Problem, has_results, place_key
from jiheng.places import Book, Choice, choose_all
from jiheng.places.choose import chosen as place_choice
from jiheng.scoring.compiled import rounded_by
from jiheng.trouble import Trouble

Subject = TypeVar("Subject")


def chosen(select: Collection[str] | None = None, ignore: Collection[str] = ()) -> tuple[Check, ...]:
    """The checks to run: those whose code or letter is in `select` (None: all) and not in `ignore`.

    Raises Trouble for a code or letter that no check has.
    """
    checks = catalogue()
    known = set(checks) | {code[0] for code in checks}
    if unknown := sorted({*(select or ()), *ignore} - known):
        raise Trouble(f"没有这样的检查代码：{'、'.join(unknown)}。用 jiheng checks 查看全部代码。")

    def named(code: str, names: Collection[str]) -> bool:
        return code in names or code[0] in names

    return tuple(
        check for code, check in checks.items() if (select is None or named(code, select)) and not named(code, ignore)
    )


def audit(
    forms: Sequence[Form],
    *,
    book: Book | None = None,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    accepted: Sequence[AcceptedEntry] = (),
    problems: Sequence[Problem] = (),
    peers: Peers | None = None,
) -> Audit:
    """Every form scored and checked, then the batch; `book` None takes the fitting rulebook of each form.
    `peers` is an indicator library to compare targets with.

    A check that raises becomes an outcome DEFECT with the last line of its traceback; the others go on.
    Raises Trouble for a code in `select` or `ignore` that no check has.
    """
    checks = chosen(select, ignore)
    choices = choose_all(forms) if book is None else [place_choice(book, form, "由使用者指定") for form in forms]
    cases = [
        Case(form, choice.book, None, index, peers)
        for index, (form, choice) in enumerate(zip(forms, choices, strict=True))
    ]
    audited = tuple(_examine(case, choice.why, checks, accepted) for case, choice in zip(cases, choices, strict=True))
    with rounded_by({choice.book for choice in choices}):
        batch_outcomes = _examine_batch(cases, checks)
    if COMMON.code in batch_outcomes and cases:
        audited = _shared(cases, audited, checks, batch_outcomes)
    findings = [finding for outcome in batch_outcomes.values() for finding in outcome.findings]
    findings.sort(key=lambda finding: (finding.severity.rank, finding.code, finding.forms))
    batch, batch_accepted = split(findings, forms, accepted)
    return Audit(audited, batch_outcomes, batch, batch_accepted, tuple(problems))


def _shared(
    cases: Sequence[Case], audited: tuple[FormAudit, ...], checks: Sequence[Check], outcomes: dict[str, Outcome]
) -> tuple[FormAudit, ...]:
    """What forms of a department have in common joins the outcomes of the batch and folds in the forms."""
    titles = {check.code: check.title for check in checks if check.examine is not None}
    distinct = without_copies(cases)
    found, shared = common(distinct, [audited[case.index].findings for case in distinct], titles)
    if not found:
        return audited
    own = outcomes[COMMON.code]
    outcomes[COMMON.code] = _cited(judged([*own.findings, *found]), COMMON, cases[found[0].forms[0]])
    return tuple(
        msgspec.structs.replace(one, findings=tuple(_fold_common(one.findings, shared[case.index])))
        if shared.get(case.index)
        else one
        for case, one in zip(cases, audited, strict=True)
    )


def _fold_common(findings: Sequence[Finding], codes: set[str]) -> Iterator[Finding]:
    for finding in findings:
        folds = finding.code in codes and not finding.under and finding.severity is not Severity.ERROR
        yield under(finding, COMMON.code) if folds else finding


def examine_form(form: Form, choice: Choice, checks: Sequence[Check]) -> FormAudit:
    """One form scored and checked by itself; checks over several forms among `checks` are passed over."""
    return _examine(Case(form, choice.book), choice.why, tuple(checks), ())


def find_in(case: Case, why_book: str, checks: Sequence[Check]) -> FormAudit:
    """The same for the findings alone: checks that can find nothing are not done, and have no outcome."""
    with rounded_by((case.book,)):
        answering = case.answering()
        wanted, _ = _wanted(tuple(checks), case.book, case.form.kind)
        promising = [one for one in wanted if not one[1].grounds or not one[1].grounds.isdisjoint(answering)]
        return _looked_through(case, why_book, promising, {}, ())


def _examine(case: Case, why_book: str, checks: tuple[Check, ...], accepted: Sequence[AcceptedEntry]) -> FormAudit:
    with rounded_by((case.book,)):
        wanted, begun = _wanted(checks, case.book, case.form.kind)
        return _looked_through(case, why_book, wanted, begun.copy(), accepted)


def _looked_through(
    case: Case, why_book: str, wanted: "_Wanted", outcomes: dict[str, Outcome], accepted: Sequence[AcceptedEntry]
) -> FormAudit:
    found: list[Finding] = []
    for code, check, examine in wanted:
        try:
            outcome = examine(case)
        except Exception as error:
            outcome = _defect(error)
        if outcome.findings:
            outcome = _cited(switched(outcome, check, case.book), check, case)
            found += outcome.findings
        outcomes[code] = outcome
    case.forget()
    findings = folded_under(found)
    findings.sort(key=lambda finding: (place_key(finding.place), finding.severity.rank, finding.code))
    still_open, closed = split(findings, [case.form], accepted)
    return FormAudit(case.form, case.book, why_book, case.score, outcomes, still_open, closed)


_Wanted = Sequence[tuple[str, Check, Examine]]
"""Checks to be done, each with its code and its function."""


@lru_cache(maxsize=256)
def _wanted(checks: tuple[Check, ...], book: Book, kind: str) -> tuple[_Wanted, dict[str, Outcome]]:
    """The checks on single forms that the book wants done, and the outcomes of all to begin with, in their order."""
    single = {check: check.examine for check in checks if check.examine is not None}
    off = {check: outcome for check in single if (outcome := passed_over(check, kind, book) or turned_off(check, book))}
    wanted = tuple((check.code, check, examine) for check, examine in single.items() if check not in off)
    return wanted, {check.code: off.get(check, PASSED) for check in single}


def _examine_batch(cases: Sequence[Case], checks: Sequence[Check]) -> dict[str, Outcome]:
    outcomes = {}
    results = [case for case in cases if has_results(case.form.kind)]  # goals are no second form of their project
    distinct = without_copies(results)
    for check in checks:
        if check.examine_batch is not None:
            compared = results if check is DUPLICATE else distinct
            outcome = switched_batch(guarded(check.examine_batch, compared), check, [case.book for case in cases])
            first = outcome.findings[0].forms[0] if outcome.findings else 0
            outcomes[check.code] = _cited(outcome, check, cases[first]) if cases else outcome
    return outcomes


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


def _cited(outcome: Outcome, check: Check, case: Case) -> Outcome:
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
