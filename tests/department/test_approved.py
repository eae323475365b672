"""The forms beside the approved goals: what counts as changed, what is only written otherwise."""

from typing import Any

import pytest

from jiheng.department.approved.compare import compare_approved, same_target
from jiheng.department.approved.read import approved_in_forms
from jiheng.department.approved.result import Approved
from jiheng.department.comparison import ApprovedComparison
from jiheng.form import Form, Indicator
from jiheng.places import load
from jiheng.reading import read_bytes

from .forms import form, funded

BOOK = load("mof-2020")


def compared(now: Form, before: Form | Approved) -> ApprovedComparison:
    approved = before if isinstance(before, Approved) else approved_in_forms([before], "批复.docx")
    return compare_approved([now], approved, BOOK)


def told(comparison: ApprovedComparison) -> list[tuple[str, str]]:
    return [(one.code, one.kind) for one in comparison.remarks]


def test_the_same_goals_are_not_remarked() -> None:
    comparison = compared(form("甲"), form("甲", "批复.docx#1"))
    assert comparison.findings == () and len(comparison.pairs) == 1


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("target", "80", ("D25", "指标值")),
        ("property", "≤", ("D25", "指标值")),
        ("weight", "5", ("D25", "分值")),
        ("l3", "巡查考核合格比率", ("D25", "指标改名")),
    ],
)
def test_a_changed_cell_is_told_at_its_place(field: str, text: str, expected: tuple[str, str]) -> None:
    now = form("甲")
    setattr(now.indicators[2], field, text)
    comparison = compared(now, form("甲"))
    assert told(comparison) == [expected]
    (finding,) = comparison.findings
    assert finding.place == f"indicators[2].{'target' if field == 'property' else field}" and finding.rule


def test_dropped_added_and_goal() -> None:
    now = form("甲", 预期目标="只打捞漂浮物。")
    del now.indicators[0]
    now.indicators.append(Indicator(l1="产出指标", l2="数量指标", l3="拦网数量", target="3", weight="5"))
    assert sorted(told(compared(now, form("甲")))) == [("D24", "总体目标"), ("D25", "指标删去"), ("D25", "指标新增")]


def test_a_project_added_in_the_year_and_one_that_nobody_approved() -> None:
    nothing = Approved("批复.docx", ())
    (added,) = compared(funded("甲", ("0", "80", "80")), nothing).findings
    assert added.code == "D26" and "年中追加" in added.message
    (unknown,) = compared(funded("甲", ("80", "80", "80")), nothing).findings
    assert unknown.code == "D26" and "年中追加" not in unknown.message


def test_a_budget_changed_while_the_goals_stayed() -> None:
    comparison = compared(funded("甲", ("100", "160", "150")), form("甲"))
    assert told(comparison) == [("D26", "目标未调整")]
    assert compared(funded("甲", ("100", "110", "100")), form("甲")).findings == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("≥", "95", "%"), (None, "不低于百分之九十五", None), True),
        (("=", "12", "次"), (None, "12次", None), True),
        (("≥", "12", "次"), (None, "12次", None), False),
        (("定性", "优良中低差", ""), (None, "优良中低差", None), True),
        ((None, "12月底前完成", None), (None, "11月底前完成", None), False),
        ((None, "全部拨付。", None), (None, "全部拨付", None), True),
    ],
)
def test_targets_are_the_same_by_what_they_ask(one: tuple[Any, ...], other: tuple[Any, ...], same: bool) -> None:
    mine, yours = (Indicator(property=sign, target=target, unit=unit) for sign, target, unit in (one, other))
    assert same_target(mine, yours) is same_target(yours, mine) is same


def test_a_table_of_indicators_with_merged_projects() -> None:
    table = """绩效目标批复表,,,,
项目名称,二级指标,三级指标,年度指标值,权重
甲,数量指标,条数,≥12条,15
,,重量,≥400吨,10
乙,质量指标,合格率,≥95%,10
"""
    forms = [one for one in read_bytes(table.encode(), "批复.csv", every=True) if isinstance(one, Form)]
    approved = approved_in_forms(forms, "批复.csv")
    assert [(one.project, [i.l3 for i in one.indicators]) for one in approved.projects] == [
        ("甲", ["条数", "重量"]),
        ("乙", ["合格率"]),
    ]
    assert approved.projects[0].indicators[1].l2 == "数量指标" and approved.projects[1].where == "批复.csv#2"


def test_names_that_nearly_agree_are_said_and_not_compared() -> None:
    comparison = compared(form("河道日常保洁服务"), form("河道日常保洁服务费", 预期目标="别的"))
    assert comparison.remarks == () and "疑似同一项目" in comparison.notes[0]


def test_a_secret_project_stays_unseen() -> None:
    comparison = compared(form("甲"), approved_in_forms([form("甲"), form("涉密设备运行")], "批复.docx"))
    assert comparison.secret == 1 and "设备运行" not in repr(comparison)
