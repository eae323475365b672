"""The overall score by every method, its trace, and what is stated beside it."""

from decimal import Decimal

import pytest
from tests.department.forms import form, funded

from jiheng.department import Given, Group, add_up
from jiheng.department.rollup.result import Basis, Method, Overall
from jiheng.form import Form
from jiheng.places import load
from jiheng.scoring import explain
from jiheng.trouble import Trouble

FORMS = (funded("甲", ("100", "300", "150"), "90"), funded("乙", ("300", "100", "50"), "80"))


def group_of(*forms: Form, book: str = "mof-2020", **given: object) -> Group:
    return add_up(forms, book=load(book), given=Given(**given)).rollup.groups[0]  # type: ignore[arg-type]


def result(group: Group, method: Method, basis: Basis = Basis.PRINTED) -> Overall:
    return next(one for one in group.overall if (one.method, one.basis) == (method, basis))


@pytest.mark.parametrize(
    ("method", "score"),
    [(Method.MEAN, "85"), (Method.BY_BUDGET, "87.5"), (Method.BY_INITIAL, "82.5"), (Method.BY_EXECUTED, "87.5")],
)
def test_means(method: Method, score: str) -> None:
    assert result(group_of(*FORMS), method).score == Decimal(score)


def test_the_rulebook_names_the_one_that_counts() -> None:
    assert [one.method for one in group_of(*FORMS).overall if one.counts] == [Method.MEAN] * 2
    fengtai = group_of(*FORMS, book="beijing-fengtai-2023")
    assert fengtai.counting is not None and fengtai.counting.method is Method.BY_BUDGET
    assert fengtai.counting.trace.parameters[0].path == "department.overall.method"


def test_a_trace_tells_what_went_in_and_the_sum() -> None:
    text = explain(result(group_of(*FORMS), Method.BY_BUDGET).trace)
    assert "甲 90，理解为 90 分 × 300 万元" in text
    assert "÷ ∑全年预算数 400 万元 = 87.5 分" in text


def test_a_project_without_score_or_amount_is_left_out_and_said() -> None:
    group = group_of(*FORMS, funded("丙", ("", "", ""), "70"), funded("丁", ("1", "1", "1"), ""))
    mean, weighted = result(group, Method.MEAN), result(group, Method.BY_BUDGET)
    assert mean.score == 80 and len(mean.left_out) == 1 and "1 个项目没有总分" in mean.trace.why
    assert weighted.score == Decimal("87.5") and len(weighted.left_out) == 2


def test_no_score_and_no_amount_at_all() -> None:
    group = group_of(funded("甲", ("", "", ""), ""))
    assert {one.score for one in group.overall if one.basis is Basis.PRINTED} == {None}
    assert result(group, Method.MEAN).trace.result == "不能计算"


def test_amounts_of_nothing_cannot_weigh() -> None:
    group = group_of(funded("甲", ("0", "0", "0"), "90"))
    assert result(group, Method.BY_BUDGET).score is None
    assert "合计为 0" in result(group, Method.BY_BUDGET).trace.why


def test_the_parts_without_management_are_bounds() -> None:
    one = result(group_of(form("甲")), Method.PARTS)
    assert one.score is None and (one.low, one.high) == (Decimal("76.43"), Decimal("96.43"))
    assert "--management" in one.trace.why
    assert [step.subject for step in one.trace.steps] == ["预算执行", "目标实现", "预算管理"]


def test_the_parts_with_what_people_know() -> None:
    assert result(group_of(form("甲"), management=Decimal(18)), Method.PARTS).score == Decimal("94.43")
    given = {"management": Decimal(18), "goals": Decimal(55)}
    assert result(group_of(form("甲"), **given), Method.PARTS).score == Decimal(91)


def test_execution_beyond_the_budget_earns_no_more_than_its_part() -> None:
    steps = result(group_of(funded("甲", ("1", "1", "3"))), Method.PARTS).trace.steps
    assert steps[0].result == "20 分"


@pytest.mark.parametrize(
    ("value", "methods"), [("87.5", [Method.BY_BUDGET, Method.BY_EXECUTED]), ("85.0", [Method.MEAN])]
)
def test_a_stated_score_and_the_methods_that_give_it(value: str, methods: list[Method]) -> None:
    (stated,) = group_of(*FORMS, stated=(("报告", Decimal(value)),)).stated
    assert [method for method, basis in stated.matches if basis is Basis.PRINTED] == methods
    assert stated.nearest is None and stated.needed is None


def test_a_truncated_score_is_reproduced_and_a_wrong_one_is_not() -> None:
    thirds = [funded(name, ("1", "1", "1"), score) for name, score in (("甲", "96"), ("乙", "97"), ("丙", "97"))]
    good, bad = group_of(*thirds, stated=(("报告", Decimal("96.66")), ("报告", Decimal("99.98")))).stated
    assert (Method.MEAN, Basis.PRINTED) in good.matches
    assert bad.matches == () and bad.nearest is not None and bad.gap == Decimal("2.33")


def test_what_is_given_is_for_the_group_that_the_report_names() -> None:
    other = form("丙", "乙.docx#1", 主管部门="海云市园林局", 实施单位="海云市苗圃")
    given = Given(stated=(("报告", Decimal("96.65")),), prose="海云市园林局2024年度整体评价报告")
    rollup = add_up([*FORMS, other], book=load("mof-2020"), given=given).rollup
    assert {group.department: len(group.stated) for group in rollup.groups} == {"海云市园林局": 1, "海云市水务局": 0}
    assert "所给的得分用于“海云市园林局 2024 年度”，其余各组不用。" in rollup.notes
    most = add_up([*FORMS, other], book=load("mof-2020"), given=Given(management=Decimal(18))).rollup
    assert [result(group, Method.PARTS).score is not None for group in most.groups] == [False, True]


@pytest.mark.parametrize(("name", "points"), [("management", "25"), ("goals", "60.5")])
def test_more_points_than_there_are_is_refused(name: str, points: str) -> None:
    with pytest.raises(Trouble, match=f"得分是 {points}，满分只有"):
        group_of(*FORMS, **{name: Decimal(points)})


def test_a_total_that_cannot_be_is_never_in_a_mean_without_a_word() -> None:
    group = group_of(*FORMS, funded("丙", ("100", "-1", "100"), "104.5"))
    for method in (Method.MEAN, Method.BY_INITIAL, Method.BY_EXECUTED):
        assert "其中 1 个项目的表中得分不在 0 与满分 100 之间" in result(group, method).trace.why
    assert group.beyond == (2,)
    assert any("“丙”104.5" in note for note in group.notes)
    assert any("资金有负数的：“丙”" in note for note in group.notes)
    assert not group_of(*FORMS).notes
