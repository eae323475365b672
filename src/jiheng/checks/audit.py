"""The auditor: scores every form, runs every check over it, and puts the findings in order."""

import traceback
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from jiheng.checks.accepted import AcceptedEntry, split
from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check, catalogue
from jiheng.checks.outcome import Finding, Outcome, State
from jiheng.checks.pending import choose, score
from jiheng.checks.place_order import place_key
from jiheng.checks.result import Audit, FormAudit
from jiheng.form import Form, Problem
from jiheng.rulebook import Book

Subject = TypeVar("Subject")


class UnknownCode(ValueError):
    """A check code or letter that the catalogue does not know (message in Chinese, for the user)."""


def chosen(select: Collection[str] | None = None, ignore: Collection[str] = ()) -> tuple[Check, ...]:
    """The checks to run: those whose code or letter is in `select` (None: all) and not in `ignore`.

    Raises UnknownCode for a code or letter that no check has.
    """
    checks = catalogue()
    known = set(checks) | {code[0] for code in checks}
    if unknown := sorted({*(select or ()), *ignore} - known):
        raise UnknownCode(f"没有这样的检查代码：{'、'.join(unknown)}。用 jiheng checks 查看全部代码。")

    def named(code: str, names: Collection[str]) -> bool:
        return code in names or code[0] in names

    return tuple(
        check for code, check in checks.items() if (select is None or named(code, select)) and not named(code, ignore)
    )


@dataclass(slots=True)
class _Audited:
    case: Case
    why_book: str
    outcomes: dict[str, Outcome]
    findings: list[Finding]


def audit(
    forms: Iterable[Form],
    *,
    book: Book | None = None,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    accepted: Sequence[AcceptedEntry] = (),
    problems: Sequence[Problem] = (),
) -> Audit:
    """Every form scored and checked, then the batch; `book` None takes the fitting rulebook of each form.

    A check that raises becomes an outcome DEFECT with the last line of its traceback; the others go on.
    Raises UnknownCode for a code in `select` or `ignore` that no check has.
    """
    checks = chosen(select, ignore)
    done = [_examine(form, index, book, checks) for index, form in enumerate(forms)]
    cases = [one.case for one in done]
    audits = []
    for one in done:
        open_findings, closed = split(one.findings, [one.case.form], accepted)
        form_audit = FormAudit(
            form=one.case.form,
            book=one.case.book,
            why_book=one.why_book,
            score=one.case.score,
            outcomes=one.outcomes,
            findings=open_findings,
            accepted=closed,
        )
        audits.append(form_audit)
    batch_outcomes, batch_findings = _examine_batch(cases, checks)
    open_batch, closed_batch = split(batch_findings, [case.form for case in cases], accepted)
    return Audit(tuple(audits), batch_outcomes, open_batch, closed_batch, tuple(problems))


def _examine(form: Form, index: int, book: Book | None, checks: Sequence[Check]) -> _Audited:
    why = "由使用者指定"
    if book is None:
        book, why = choose(form)
    case = Case(form, book, score(form, book), index)
    outcomes: dict[str, Outcome] = {}
    findings: list[Finding] = []
    for check in checks:
        if check.examine is None:
            continue
        outcome = guarded(check.examine, case)
        if outcome.findings:
            outcome = _cite(outcome, check, book)
            findings.extend(outcome.findings)
        outcomes[check.code] = outcome
    findings.sort(key=lambda finding: (place_key(finding.place), finding.severity.rank, finding.code))
    return _Audited(case, why, outcomes, findings)


def _examine_batch(cases: Sequence[Case], checks: Sequence[Check]) -> tuple[dict[str, Outcome], list[Finding]]:
    outcomes: dict[str, Outcome] = {}
    findings: list[Finding] = []
    for check in checks:
        if check.examine_batch is None:
            continue
        outcome = guarded(check.examine_batch, cases)
        if outcome.findings:
            outcome = _cite(outcome, check, cases[outcome.findings[0].forms[0]].book)
            findings.extend(outcome.findings)
        outcomes[check.code] = outcome
    findings.sort(key=lambda finding: (finding.severity.rank, finding.code, finding.forms))
    return outcomes, findings


def guarded(examine: Callable[[Subject], Outcome], subject: Subject) -> Outcome:
    """The outcome of a check; a check that raises is shown as a defect, never swallowed."""
    try:
        return examine(subject)
    except Exception as error:
        last = traceback.format_exception_only(error)[-1].strip()
        return Outcome(State.DEFECT, f"检查本身出错，请报告开发者：{last}")


def _cite(outcome: Outcome, check: Check, book: Book) -> Outcome:
    """Fill the rule of every finding that names none with the rule its check rests on."""
    rule = citation(check.rules, book)
    return msgspec.structs.replace(
        outcome,
        findings=tuple(
            finding if finding.rule else msgspec.structs.replace(finding, rule=rule) for finding in outcome.findings
        ),
    )


def citation(paths: Sequence[str], book: Book) -> str:
    """The rule behind a check: text and source of its first parameter that the book holds, "" without one."""
    for path in paths:
        if parameter := book.parameters.get(path):
            return f"{parameter.text}（{parameter.source}）"
    return ""
