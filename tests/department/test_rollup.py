"""Groups, doubles, 涉密 projects, sums and points lost."""

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.department.forms import form, funded
from tests.effort import examples

from jiheng.checks import Severity
from jiheng.department import Added, Closing, add_up, to_json
from jiheng.department.rollup.lost_points import EXECUTION
from jiheng.form import Form, Problem
from jiheng.places import load
from jiheng.reading import read_paths

BOOK = load("mof-2020")
REPO = Path(__file__).resolve().parents[2]
OTHER = {"主管部门": "海云市园林局", "实施单位": "海云市苗圃"}


def added(*forms: Form, **more: object) -> Added:
    return add_up(forms, book=BOOK, **more)  # type: ignore[arg-type]


def test_no_forms_at_all() -> None:
    problem = Problem("空.docx", "没有找到项目支出绩效自评表", "请核对。")
    rollup = added(problems=[problem]).rollup
    assert rollup.groups == () and rollup.secret == 0 and rollup.problems == (problem,)


def test_two_departments_and_three_years_are_kept_apart_and_said() -> None:
    rollup = added(
        *[form(f"甲{year}", 年度=year) for year in ("2022", "2023年", "2024年度")],
        form("乙", "乙.docx#1", 年度="2024", **OTHER),
    ).rollup
    assert [(group.department, group.year) for group in rollup.groups] == [
        ("海云市园林局", "2024"),
        ("海云市水务局", "2022"),
        ("海云市水务局", "2023"),
        ("海云市水务局", "2024"),
    ]
    assert "4 组" in rollup.notes[0]


def test_forms_of_whole_departments_are_not_added_to_those_of_projects() -> None:
    whole = form("", 年度="2024")
    whole.kind = "whole"
    both = added(form("甲", 年度="2024"), whole).rollup
    assert [one.name for group in both.groups for one in group.projects] == ["甲"]
    assert (
        both.notes[0] == "部门整体支出绩效自评表 1 张已经包括各项目，不与项目的表相加，没有计入；要用它的，单独给出。"
    )
    assert len(added(whole).rollup.groups[0].projects) == 1


def test_a_form_without_department_or_year_goes_with_its_file() -> None:
    rollup = added(
        form("甲", "一.docx#1"),
        form("乙", "一.docx#2", 主管部门="", 年度=None),
        form("丙", "二.docx#1", 主管部门="", 年度=""),
        form("丁", "二.docx#2", **OTHER),
    ).rollup
    assert [[project.name for project in group.projects] for group in rollup.groups] == [["丙", "丁"], ["甲", "乙"]]
    assert any("2 张表没有写主管部门，随同一文件的其他表归组（一.docx、二.docx）" in note for note in rollup.notes)


def test_a_file_that_nowhere_states_its_department_stands_alone() -> None:
    rollup = added(form("甲"), form("乙", "二.docx#1", 主管部门="", 年度=None)).rollup
    assert [group.name for group in rollup.groups] == ["海云市水务局 2024 年度", "（未写主管部门）（未写年度）"]
    assert any("单独归组（二.docx）" in note for note in rollup.notes)


def test_a_short_name_and_a_code_are_the_same_department() -> None:
    rollup = added(form("甲"), form("乙", 主管部门="海云水务局"), form("丙", 主管部门="042-海云市水务局")).rollup
    assert [group.department for group in rollup.groups] == ["海云市水务局"]
    assert any("视为“海云市水务局”的简称" in note for note in rollup.notes)


def test_all_forms_of_a_department_that_is_named() -> None:
    rollup = added(form("甲"), form("乙", **OTHER), department="海云市建设局").rollup
    assert [(group.department, len(group.projects)) for group in rollup.groups] == [("海云市建设局", 2)]


def test_a_double_counts_once_and_the_fuller_copy_counts() -> None:
    poor = form("泵站 维护", "旧.xlsx#1", 实际完成情况="", 年度="")
    rollup = added(poor, form("泵站维护", "新.docx#1"), form("别的", "新.docx#2")).rollup
    (group,) = rollup.groups
    assert [project.source for project in group.projects] == ["新.docx#1", "新.docx#2"]
    (double,) = group.doubles
    assert (double.counted, double.left_out, double.figures) == ("新.docx#1", ("旧.xlsx#1",), False)
    assert "填得较全" in double.why
    assert group.outcomes["D05"].findings[0].severity is Severity.WARNING


@pytest.mark.parametrize("other", [{"年度": "2023"}, {"实施单位": "海云市闸站管理所"}])
def test_the_same_name_in_another_year_or_unit_is_another_project(other: dict[str, str]) -> None:
    rollup = added(form("泵站维护"), form("泵站维护", "乙.docx#1", **other)).rollup
    assert sum(len(group.projects) for group in rollup.groups) == 2
    assert not any(group.doubles for group in rollup.groups)


MARKS = [
    {"密级标志": "秘密★3年"},
    {"实际完成情况": "本材料为机密★，已按期完成。"},
]


@pytest.mark.parametrize("mark", MARKS)
def test_nothing_of_a_secret_project_is_shown_but_its_number(mark: dict[str, str]) -> None:
    hidden = form("夜鹭行动", "某处.docx#1", 实施单位="海云市北站", **mark)
    problem = Problem("某处.docx", "夜鹭行动一表只读出一部分", "请核对。")
    result = added(hidden, form("甲"), form("乙"), problems=[problem])
    rollup = result.rollup
    assert rollup.secret == rollup.groups[0].secret == 1
    assert len(rollup.groups[0].projects) == len(result.audit.forms) == 2
    everything = to_json(rollup).decode() + repr(result.audit)
    assert not any(word in everything for word in ("夜鹭", "某处", "北站", "★"))


def test_a_copy_of_a_secret_project_is_secret_too() -> None:
    rollup = added(form("夜鹭行动", 密级标志="秘密★3年"), form("夜鹭行动", "公开稿.docx#1"), form("甲")).rollup
    assert rollup.secret == 1 and [project.name for project in rollup.groups[0].projects] == ["甲"]


def test_secret_projects_without_a_telling_name_are_not_taken_for_one() -> None:
    rollup = added(form("涉密项目"), form("涉密项目"), form("涉密项目2"), form("甲")).rollup
    assert rollup.secret == 3


def test_a_department_of_secret_projects_only_is_not_named() -> None:
    rollup = added(form("甲"), form("涉密设备维护", "丙.docx#1", **OTHER)).rollup
    assert [group.secret for group in rollup.groups] == [0] and rollup.secret == 1
    assert "园林" not in to_json(rollup).decode()


def test_a_name_that_denies_secrecy_is_open() -> None:
    rollup = added(form("非涉密网络运维"), form("甲")).rollup
    assert rollup.secret == 0 and len(rollup.groups[0].projects) == 2


def test_funds_and_rates_leave_out_what_is_not_stated() -> None:
    (group,) = added(funded("甲", ("100", "200", "150")), funded("乙", ("", "100", ""))).rollup.groups
    assert group.amounts.budget == Decimal(3_000_000)
    assert group.rates.execution.value == Decimal("0.75")
    assert group.rates.carried.value == Decimal("0.25")
    assert group.rates.difference.value == Decimal("0.5")
    assert group.rates.adjusted.value == Decimal(1)
    assert "1 个项目缺少金额" in group.rates.execution.trace.why
    assert "200 万元" in group.rates.execution.trace.formula


def test_the_accounts_go_before_the_forms() -> None:
    forms = [funded("甲", ("100", "200", "150")), funded("乙", ("100", "200", "200"))]
    wan = Decimal(10000)
    (group,) = added(*forms, closings=lambda audit: {0: Closing(160 * wan, 20 * wan)}).rollup.groups
    assert group.rates.carried.value == Decimal("0.1")
    assert group.rates.difference.value == Decimal("0.6")
    assert "1 个项目缺少金额" in group.rates.carried.trace.why
    assert "决算数" in {one.name for one in group.rates.difference.trace.inputs}


def test_units_are_added_up_apart() -> None:
    (group,) = added(
        funded("甲", ("100", "100", "90"), "90"),
        funded("乙", ("100", "300", "90"), "81", 实施单位="海云市闸站管理所"),
        funded("丙", ("100", "100", "30"), "82", 实施单位="海云市闸站管理所"),
    ).rollup.groups
    assert [(unit.name, len(unit.projects), unit.printed) for unit in group.units] == [
        ("海云市河道管理所", 1, Decimal(90)),
        ("海云市闸站管理所", 2, Decimal("81.5")),
    ]
    assert group.units[1].rates.execution.value == Decimal("0.3")
    assert group.highest is not None and group.highest.name == "甲"
    assert group.lowest is not None and group.lowest.name == "乙"


def test_grades_with_their_shares() -> None:
    forms = [funded(str(index), ("1", "1", "1"), score) for index, score in enumerate(("95", "90", "85", "59.9"))]
    (group,) = added(*forms).rollup.groups
    assert {one.grade: (one.printed, one.printed_share) for one in group.grades} == {
        "优": (2, Decimal("0.5")),
        "良": (1, Decimal("0.25")),
        "中": (0, Decimal(0)),
        "差": (1, Decimal("0.25")),
    }


def test_points_lost_by_kind_with_their_reasons() -> None:
    silent = {"指标1·得分": "12", "指标2·得分": "10", "指标6·得分": "30"}
    (group,) = added(form("甲", **silent)).rollup.groups
    lost = {kind.kind: (kind.lost, kind.losses, kind.explained) for kind in group.loss_kinds if kind.losses}
    assert lost == {EXECUTION: (1, 1, 0), "数量": (3, 1, 0)}
    assert group.losses[0].indicator == "保洁河道条数" and group.losses[0].reason == ""
    assert sum(kind.share or 0 for kind in group.loss_kinds) == 1
    assert group.projects[0].lost == 4


def test_a_score_above_its_weight_is_no_gain() -> None:
    (group,) = added(form("甲", 年度资金总额·得分="90")).rollup.groups
    execution = next(kind for kind in group.loss_kinds if kind.kind == EXECUTION)
    assert (execution.score, execution.lost) == (10, 0)


def test_findings_are_those_of_the_audit_each_once() -> None:
    result = added(form("甲", 年度资金总额·执行率="70%"), form("乙", 实施单位="海云市闸站管理所"))
    (group,) = result.rollup.groups
    found = [finding for one in result.audit.forms for finding in one.findings] + list(result.audit.batch)
    assert sum(sum(family.counts.values()) for family in group.families) == len(found)
    assert sum(check.findings for check in group.checks) == len(found)
    assert group.projects[0].findings[Severity.ERROR] >= 1


def test_the_example_department() -> None:
    items = list(read_paths([REPO / "examples" / "松泠区园林环境局"]))
    result = add_up([item for item in items if isinstance(item, Form)])
    (group,) = result.rollup.groups
    assert (len(group.projects), group.secret, len(group.doubles)) == (14, 1, 1)
    assert "监测设备维护" not in to_json(result.rollup).decode()
    assert [project.name for project in group.projects] == [one.form.project for one in result.audit.forms]


def test_json_reads_back() -> None:
    rollup = added(funded("甲", ("1", "3", "2")), form("乙")).rollup
    data = msgspec.json.decode(to_json(rollup))
    assert data["groups"][0]["projects"][0]["amounts"]["budget"] == 30000
    assert set(data) == {
        "groups",
        "secret",
        "notes",
        "problems",
        "accounts",
        "approved",
        "last_year",
        "monitoring",
        "ledger",
    }


AMOUNT = st.decimals(0, 5000, places=2).map(str)
SCORE = st.decimals(0, 100, places=2).map(str)


@settings(max_examples=examples(50), deadline=None)
@drawn(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT, SCORE, st.sampled_from("甲乙丙")), min_size=1, max_size=6))
def test_the_whole_is_the_sum_of_its_units_and_lies_between_its_extremes(rows: list[tuple[str, ...]]) -> None:
    forms = [
        funded(f"项目{number}号", row[:3], row[3], 实施单位=f"海云市{row[4]}站")  # type: ignore[arg-type]
        for number, row in enumerate(rows)
    ]
    (group,) = added(*forms).rollup.groups
    assert group.amounts.budget == sum(unit.amounts.budget or 0 for unit in group.units)
    assert group.amounts.budget == sum(Decimal(row[1]) for row in rows) * 10000
    scores = [Decimal(row[3]) for row in rows]
    for one in group.overall:
        if one.score is not None and one.basis.value == "printed":
            assert min(scores) <= one.score <= max(scores)
    (turned,) = added(*reversed(forms)).rollup.groups
    assert [one.score for one in turned.overall] == [one.score for one in group.overall]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("经济效益指标", "经济效益"),
        ("社会效益指标", "社会效益"),
        ("环境效益指标", "生态效益"),
        ("效益指标", "效益"),
        ("社会效益和经济效益指标", "效益"),
        ("可持续影响指标", "可持续影响"),
        ("社会公众满意度指标", "满意度"),
        ("生态环境成本指标", "成本"),
        (None, "效益"),
    ],
)
def test_losses_of_benefits_are_told_apart_by_the_second_level(name: str | None, kind: str) -> None:
    made = form("甲")
    row = next(row for row in made.indicators if row.l1 == "效益指标")
    row.l2 = name
    lost = {one.indicator: one.kind for one in added(made).rollup.groups[0].losses}
    assert lost[row.l3] == kind


def test_the_department_itself_by_a_short_name_is_one_unit() -> None:
    full = {"主管部门": "海云市科学技术和信息化局"}
    units = (
        "海云市科学技术和信息化局",
        "海云市科信局",
        "科信局",
        "海云市科信中心",
        "海云市第一小学",
        "海云市第十一小学",
    )
    (group,) = added(*[form(f"甲{unit}", 实施单位=unit, **full) for unit in units]).rollup.groups
    assert [(unit.name, len(unit.projects)) for unit in group.units] == [
        ("海云市科学技术和信息化局", 2),
        ("科信局", 1),
        ("海云市科信中心", 1),
        ("海云市第一小学", 1),
        ("海云市第十一小学", 1),
    ]
    assert any("海云市科信局" in note and "简称" in note for note in group.notes)
