"""The auditor: scores every form, runs every check over it, and puts the findings in order."""

from collections.abc import Collection, Iterator, Sequence

import msgspec

from jiheng.checks.accepted import AcceptedEntry, split
from jiheng.checks.batch.common import CHECK as COMMON
from jiheng.checks.batch.common import common
from jiheng.checks.batch.duplicate import CHECK as DUPLICATE
from jiheng.checks.batch.duplicate import without_copies
from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check, catalogue
from jiheng.checks.examination import cited, examination, guarded
from jiheng.checks.folding import under
from jiheng.checks.outcome import Finding, Outcome, Severity, judged
from jiheng.checks.peers import Peers
from jiheng.checks.result import Audit, FormAudit
from jiheng.checks.switches import switched_batch
from jiheng.form import Form, Problem, has_results
from jiheng.places import Book, Choice, choose_all
from jiheng.places.choose import chosen as place_choice
from jiheng.scoring.compiled import rounded_by
from jiheng.trouble import Trouble


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
    whys = [choice.why for choice in choices]
    audited = tuple(examination(checks).whole(zip(cases, whys, strict=True), accepted))
    distinct = without_copies(cases)
    with rounded_by({choice.book for choice in choices}):
        batch_outcomes = _examine_batch(cases, distinct, checks)
    if COMMON.code in batch_outcomes and cases:
        audited = _shared(cases, distinct, audited, checks, batch_outcomes)
    findings = [finding for outcome in batch_outcomes.values() for finding in outcome.findings]
    findings.sort(key=lambda finding: (finding.severity.rank, finding.code, finding.forms))
    batch, batch_accepted = split(findings, forms, accepted)
    return Audit(audited, batch_outcomes, batch, batch_accepted, tuple(problems))


def _shared(
    cases: Sequence[Case],
    distinct: Sequence[Case],
    audited: tuple[FormAudit, ...],
    checks: Sequence[Check],
    outcomes: dict[str, Outcome],
) -> tuple[FormAudit, ...]:
    """What forms of a department have in common joins the outcomes of the batch and folds in the forms."""
    titles = {check.code: check.title for check in checks if check.examine is not None}
    found, shared = common(distinct, [audited[case.index].findings for case in distinct], titles)
    if not found:
        return audited
    own = outcomes[COMMON.code]
    outcomes[COMMON.code] = cited(judged([*own.findings, *found]), COMMON, cases[found[0].forms[0]])
    return tuple(
        msgspec.structs.replace(each, findings=tuple(_fold_common(each.findings, shared[case.index])))
        if shared.get(case.index)
        else each
        for case, each in zip(cases, audited, strict=True)
    )


def _fold_common(findings: Sequence[Finding], codes: set[str]) -> Iterator[Finding]:
    for finding in findings:
        folds = finding.code in codes and not finding.under and finding.severity is not Severity.ERROR
        yield under(finding, COMMON.code) if folds else finding


def examine_form(form: Form, choice: Choice, checks: Sequence[Check]) -> FormAudit:
    """One form scored and checked by itself; checks over several forms among `checks` are passed over."""
    return next(examination(tuple(checks)).whole([(Case(form, choice.book), choice.why)]))


def _examine_batch(cases: Sequence[Case], distinct: Sequence[Case], checks: Sequence[Check]) -> dict[str, Outcome]:
    outcomes = {}
    # goals are no second form of their project
    results, different = ([case for case in some if has_results(case.form.kind)] for some in (cases, distinct))
    for check in checks:
        if check.examine_batch is not None:
            compared = results if check is DUPLICATE else different
            outcome = switched_batch(guarded(check.examine_batch, compared), check, [case.book for case in cases])
            first = outcome.findings[0].forms[0] if outcome.findings else 0
            outcomes[check.code] = cited(outcome, check, cases[first]) if cases else outcome
    return outcomes
