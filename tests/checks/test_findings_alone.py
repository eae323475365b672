"""A batch asks for findings alone and passes over the checks that can have none: it finds what a whole audit finds."""

from jiheng.checks import catalogue, chosen
from jiheng.checks.audit import examine_form, find_in
from jiheng.checks.case import Case
from jiheng.places import Choice, load

from .paper import PaperCase, base_form, paper_cases

DEFAULT_BOOK = "mof-2020"


def test_every_finding_of_a_whole_audit_is_found_alone() -> None:
    seen: set[str] = set()
    for case in paper_cases():
        for form, choice in zip(case.forms, _choices(case), strict=True):
            whole = examine_form(form, choice, chosen())
            alone = find_in(Case(form, choice.book), choice.why, chosen())
            assert alone.findings == whole.findings, case.title
            seen.update(finding.code for finding in whole.findings)
    grounded = {code for code, check in catalogue().items() if check.grounds}
    assert grounded, "checks tell what their findings rest on"
    assert grounded <= seen, "each of them is seen to find something"


def test_a_check_without_grounds_is_not_done() -> None:
    alone = find_in(Case(base_form(), load(DEFAULT_BOOK)), "", chosen(["E01", "A06"]))
    assert list(alone.outcomes) == ["A06"]


def _choices(case: PaperCase) -> list[Choice]:
    return [Choice(load(case.book or DEFAULT_BOOK), "") for _ in case.forms]
