"""The auditor: what it runs, in what order, how it cites rules and shows its own defects."""

from pathlib import Path

import pytest

from jiheng.checks import Severity, State, audit, chosen
from jiheng.checks.case import Case
from jiheng.checks.examination import citation, guarded
from jiheng.checks.outcome import Outcome
from jiheng.form import Doubt, Form, Fund, Indicator, Problem, from_json, place_key
from jiheng.places import load
from jiheng.trouble import Trouble

from .paper import base_form, changed


def test_findings_run_down_the_form() -> None:
    form = changed({"年度资金总额·执行率": "10%", "指标2·得分": "100", "总分（得分）": "3", "指标1·得分": "99"})
    places = [finding.place for finding in audit([form], book=load("mof-2020")).forms[0].findings]
    assert places == sorted(places, key=place_key)
    assert places[0].startswith("funds") and places[-1] == "total_score"


def test_only_selected_checks_run() -> None:
    codes = {check.code for check in chosen({"A", "S02"}, {"A03"})}
    assert "A01" in codes and "S02" in codes
    assert "A03" not in codes and "S01" not in codes
    outcomes = audit([base_form()], select={"A01"}).forms[0].outcomes
    assert list(outcomes) == ["A01"]


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(Trouble, match="Q7"):
        chosen({"A01", "Q7"})


def test_a_check_that_raises_is_shown_as_a_defect() -> None:
    def broken(case: str) -> Outcome:
        raise ZeroDivisionError("nothing left")

    outcome = guarded(broken, "")
    assert outcome.state is State.DEFECT
    assert "ZeroDivisionError: nothing left" in outcome.why


def test_the_rule_is_cited_with_its_source() -> None:
    finding = audit([changed({"年度资金总额·执行率": "10%"})], select={"A01"}).forms[0].findings[0]
    assert "执行率 = 全年执行数 ÷ 全年预算数" in finding.rule and "（" in finding.rule
    assert citation(("no.such.parameter",), load("mof-2020")) == ""


def test_the_reader_s_doubt_about_a_cell_is_told_with_its_finding() -> None:
    form = changed({"年度资金总额·执行率": "10%"})
    form.uncertain = [Doubt("funds[年度资金总额].rate", "相邻两格连在一起")]
    finding = audit([form], select={"A01"}).forms[0].findings[0]
    assert "读取此格时不能确定（相邻两格连在一起）" in finding.advice
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize("place", ["funds", "funds[年度资金总额]"])
def test_a_doubt_about_the_row_or_the_whole_block_holds_for_its_cells(place: str) -> None:
    form = changed({"年度资金总额·执行率": "10%"})
    form.uncertain = [Doubt(place, "可能串了栏")]
    finding = audit([form], select={"A01"}).forms[0].findings[0]
    assert "可能串了栏" in finding.advice and finding.severity is Severity.WARNING


def test_no_forms_no_findings_problems_kept() -> None:
    problem = Problem("空.docx", "文件里没有自评表", "换一个文件")
    audited = audit([], problems=[problem])
    assert (audited.forms, audited.batch, audited.problems) == ((), (), (problem,))


WILD = ("1e9999", "NaN", "∞", "-0", "\x00", "９" * 60, "9" * 60, "0." + "0" * 60 + "1", "%", "-", "10%%", "万元", "٣")


@pytest.mark.parametrize("text", WILD)
def test_wild_figures_never_break_a_check(text: str) -> None:
    row = Indicator("产出指标", "数量指标", text, text, text, text, text, text, text, text)
    form = Form(
        year=text,
        project=text,
        funds=[Fund("年度资金总额", text, text, text, text, text, text)],
        indicators=[row, row],
        total_weight=text,
        total_score=text,
        grade=text,
    )
    audited = audit([form, form], book=load("beijing-chaoyang-2024"))
    outcomes = [*audited.forms[0].outcomes.values(), *audited.batch_outcomes.values()]
    assert not [outcome.why for outcome in outcomes if outcome.state is State.DEFECT]


def test_an_empty_form_breaks_nothing() -> None:
    empty = audit([Form()], book=load("mof-2020"))
    assert not [o.why for o in empty.forms[0].outcomes.values() if o.state is State.DEFECT]


def test_severity_order() -> None:
    assert [severity.rank for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTICE)] == [0, 1, 2]


def test_rows_that_count() -> None:
    form = changed({"加指标": [{"一级指标": "效益指标", "三级指标": "不涉及"}, {"一级指标": "效益指标"}]})
    case = Case(form, load("mof-2020"), audit([form]).forms[0].score)
    assert len(case.rows) == len(base_form().indicators)


def test_gold_forms_are_audited_without_defect(corpus: Path) -> None:
    forms = [form for path in sorted(corpus.glob("gold/*/*.json")) for form in from_json(path.read_bytes())]
    audited = audit(forms)
    outcomes = [o for one in audited.forms for o in one.outcomes.values()] + list(audited.batch_outcomes.values())
    assert not [outcome.why for outcome in outcomes if outcome.state is State.DEFECT]


def test_a_form_read_several_times_is_told_as_a_copy_and_nowhere_counted_again() -> None:
    faulty = changed({"联系电话": "13912345678"})
    once = audit([faulty], book=load("mof-2020"))
    copies = audit([faulty] * 4, book=load("mof-2020"))
    assert [finding.code for finding in copies.batch] == ["B01"]
    assert all(one.findings == once.forms[0].findings for one in copies.forms)
    different = [changed({"项目名称": name, "联系电话": "13912345678"}) for name in "甲乙丙"]
    several = audit(different, book=load("mof-2020"))
    assert "B08" in {finding.code for finding in several.batch}
