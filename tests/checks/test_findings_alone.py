"""A batch asks for findings alone and passes over the checks that can have none: it finds what a whole audit finds."""

from msgspec.structs import replace
from tests.effort import share

from jiheng.checks import Check, FormAudit, State, catalogue, chosen
from jiheng.checks.audit import examine_form
from jiheng.checks.case import Case
from jiheng.checks.examination import examination
from jiheng.places import Choice, load

from .paper import PaperCase, base_form, paper_cases

DEFAULT_BOOK = "mof-2020"


def test_every_finding_of_a_whole_audit_is_found_alone() -> None:
    grounded = {code for code, check in catalogue().items() if check.grounds}
    assert grounded, "checks tell what their findings rest on"
    fails = {case.code: case for case in paper_cases() if case.state == State.FAIL and case.code in grounded}
    seen: set[str] = set()
    for case in [*share(paper_cases(), 0), *fails.values()]:
        for form, choice in zip(case.forms, _choices(case), strict=True):
            whole = examine_form(form, choice, chosen())
            alone = _alone(Case(form, choice.book), chosen())
            assert alone.findings == whole.findings, case.title
            seen.update(finding.code for finding in whole.findings)
    assert grounded <= seen, "each of them is seen to find something"


def test_a_check_without_grounds_is_not_done() -> None:
    alone = _alone(Case(base_form(), load(DEFAULT_BOOK)), chosen(["E01", "A06"]))
    assert list(alone.outcomes) == ["A06"]


def test_a_form_that_cannot_be_scored_costs_no_other() -> None:
    book = load(DEFAULT_BOOK)
    torn = replace(book, parameters={path: one for path, one in book.parameters.items() if path != "rounding.mode"})
    cases = [(Case(base_form(), one), "") for one in (book, torn, book)]
    first, second, third = [found for _, found in examination(chosen()).findings(cases)]
    assert isinstance(second, KeyError)
    assert isinstance(first, FormAudit) and isinstance(third, FormAudit)
    assert first.findings == third.findings


def _alone(case: Case, checks: tuple[Check, ...]) -> FormAudit:
    ((_, audited),) = examination(checks).findings([(case, "")])
    assert isinstance(audited, FormAudit)
    return audited


def _choices(case: PaperCase) -> list[Choice]:
    return [Choice(load(case.book or DEFAULT_BOOK), "") for _ in case.forms]
