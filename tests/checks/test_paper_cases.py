"""Every check does on the cases of cases/ what the case says."""

import re

import pytest

from jiheng.checks import audit, catalogue
from jiheng.checks.outcome import Outcome
from jiheng.places import load

from .paper import PaperCase, base_form, paper_cases

HEADINGS = ("是什么", "为什么", "举例", "怎么改")
DEFAULT_BOOK = "mof-2020"


def outcome_of(case: PaperCase) -> Outcome:
    book = load(case.book or DEFAULT_BOOK)
    audited = audit(case.forms, book=book, select={case.code}, peers=case.peers)
    return {**audited.forms[0].outcomes, **audited.batch_outcomes}[case.code]


@pytest.mark.parametrize("case", paper_cases(), ids=lambda case: f"{case.code} {case.title}")
def test_case(case: PaperCase) -> None:
    outcome = outcome_of(case)
    told = "\n".join(f"{finding.place} {finding.message} {finding.advice}" for finding in outcome.findings)
    assert outcome.state == case.state, f"{outcome.why}{told}"
    for words in case.words:
        assert words in told + outcome.why
    for words in case.without:
        assert words not in told + outcome.why
    if case.count is not None:
        assert len(outcome.findings) == case.count, told
    if case.severity:
        assert {finding.severity.value for finding in outcome.findings} == {case.severity}
    if case.places:
        assert [finding.place for finding in outcome.findings] == list(case.places)
    if case.cells:
        assert [place for finding in outcome.findings for place in finding.places] == list(case.cells)


@pytest.mark.parametrize("code", catalogue())
def test_a_check_has_a_case_that_passes_one_that_fails_and_one_it_does_not_apply_to(code: str) -> None:
    assert {case.state for case in paper_cases() if case.code == code} >= {"pass", "fail", "not_applicable"}


def test_cases_are_of_checks_that_exist() -> None:
    assert {case.code for case in paper_cases()} <= set(catalogue())


def test_the_clean_form_has_no_finding() -> None:
    audited = audit([base_form()], book=load(DEFAULT_BOOK))
    assert [(f.code, f.place, f.message) for f in audited.forms[0].findings + audited.batch] == []
    outcomes = audited.forms[0].outcomes | audited.batch_outcomes
    assert not [outcome.why for outcome in outcomes.values() if outcome.state == "defect"]


@pytest.mark.parametrize("code", catalogue())
def test_page_has_its_four_parts_in_order(code: str) -> None:
    page = catalogue()[code].page
    found = [line.strip() for line in page.splitlines() if line.strip() in HEADINGS]
    assert tuple(found) == HEADINGS
    assert re.search("[一-鿿]", page.splitlines()[0])


@pytest.mark.parametrize("code", catalogue())
def test_rules_of_a_check_stand_in_the_national_book(code: str) -> None:
    check = catalogue()[code]
    assert check.rules
    assert any(path in load(DEFAULT_BOOK).parameters for path in check.rules)


@pytest.mark.parametrize("code", catalogue())
def test_findings_say_what_and_what_to_do_in_chinese(code: str) -> None:
    for case in paper_cases():
        if case.code != code or case.state != "fail":
            continue
        for finding in outcome_of(case).findings:
            assert finding.message.endswith("。") and finding.advice.endswith("。")
            assert finding.rule
