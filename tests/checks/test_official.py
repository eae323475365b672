"""The wording for documents: every check has one, and it comes out whole for every finding of the cases."""

import re

import pytest

from jiheng.checks import audit, catalogue
from jiheng.checks.official import SLOTS, example, general, located, official
from jiheng.department import catalogue as department_checks
from jiheng.places import load

from .paper import PaperCase, base_form, paper_cases

CHECKS = {**catalogue(), **department_checks()}
FAILING = [case for case in paper_cases() if case.state == "fail"]


@pytest.mark.parametrize("code", CHECKS)
def test_every_check_has_a_sentence_for_documents(code: str) -> None:
    sentence = CHECKS[code].official
    assert sentence.endswith("。")
    assert set(re.findall(r"\{(\w+)\}", sentence)) <= SLOTS
    assert sentence.count("[") == sentence.count("]")
    assert not re.search("印为|印出", sentence)


@pytest.mark.full
@pytest.mark.parametrize("case", FAILING, ids=lambda case: f"{case.code} {case.title}")
def test_a_finding_is_told_whole(case: PaperCase) -> None:
    book = load(case.book or "mof-2020")
    audited = audit(case.forms, book=book, select={case.code}, peers=case.peers)
    own = [(one.form, finding) for one in audited.forms for finding in one.findings]
    for form, finding in own + [(case.forms[finding.forms[0]], finding) for finding in audited.batch]:
        forms = case.forms if finding.forms else [form]
        said = official(CHECKS[finding.code], finding, forms)
        assert not re.search(r"[\[\]{}]", re.sub(r"“[^”]*”", "", said).replace(finding.printed, "")), said
        assert finding.printed or "（空）" not in said, said
        assert "印为" not in finding.message + finding.advice
        assert located(forms[finding.forms[0]] if finding.forms else form, finding)


def test_a_missing_word_leaves_out_the_part_in_brackets() -> None:
    form = base_form()
    finding = CHECKS["R01"].finding("indicators[0].reason", "", "", "", "")
    form.indicators[0].target, form.indicators[0].unit, form.indicators[0].property = "80", "吨", "≥"
    form.indicators[0].actual = "75吨"
    assert official(CHECKS["R01"], finding, [form]) == (
        "未达到年度指标值（目标≥80吨，完成75吨），未说明偏差原因和改进措施。"
    )
    form.indicators[0].actual = ""
    assert official(CHECKS["R01"], finding, [form]) == "未达到年度指标值，未说明偏差原因和改进措施。"


def test_an_example_names_no_cell_of_a_whole_form_and_no_project_that_is_alone() -> None:
    form, check = base_form(), CHECKS["T18"]
    whole, cell = check.finding("form", "", "", "", ""), check.finding("indicators[0].l2", "", "", "", "")
    said = official(check, whole, [form])
    assert example(check, whole, form, [form]) == f"如“{form.project}”：{said}"
    assert example(check, whole, form, [form], alone=True) == said
    assert example(check, cell, form, [form], alone=True).startswith("如绩效指标第1行")


def test_projects_of_a_finding_over_several_forms_are_listed() -> None:
    forms = [base_form() for _ in range(5)]
    for number, form in enumerate(forms):
        form.project = f"项目{number}"
    finding = CHECKS["B02"].finding("goal_actual", "", "", "", "", forms=range(5))
    said = official(CHECKS["B02"], finding, forms)
    assert said == "部分项目文字内容雷同，“项目0”“项目1”“项目2”等5个项目的实际完成情况基本一致。"


def test_cells_of_one_column_are_named_together() -> None:
    form = base_form()
    places = [f"indicators[{row}].actual" for row in range(5)]
    finding = CHECKS["E03"].finding(places[0], "", "", "", "", places=places)
    assert located(form, finding) == (
        "绩效指标第1行「保洁河道条数」、第2行「打捞漂浮物重量」、第3行「巡查考核合格率」等5处·实际完成值"
    )
    assert finding.places == tuple(places)


@pytest.mark.parametrize("code", CHECKS)
def test_what_a_check_says_of_any_form_has_no_gaps(code: str) -> None:
    said = general(CHECKS[code])
    assert said and not re.search(r"[\[\]{}]|。$", said)
