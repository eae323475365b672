"""Text in the order in which a PDF draws it (pdftotext -raw): merged labels stand among the rows that they are for."""

import pytest

from jiheng.form import Form
from jiheng.reading import read_bytes

TEXT = """\
项目支出绩效自评表
（2031 年度）
项目名称 河道保洁项目
主管部门 青岚区水务局 实施单位 青岚区河道所
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 60 60 54 10 90% 9
当年财政拨款 50 50 44 — 88% —
上年结转资金 10 10 10 — 100% —
项目资金
（万元）
其他资金 0 0 0 — — —
预期目标 实际完成情况
年度
总体
目标
完成保洁 12 公里 已完成保洁 12 公里
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
偏差原因分析及改
进措施
数量指标 打捞漂浮物 ≥300 吨 320 吨 20 20
质量指标 验收合格率 ≥95% 98% 20 20
产出指标
时效指标 完工时间 ≤11 月 10 月 20 20
效益指标 社会效益指标 惠及村庄 ＝3 个 3 个 30 28.5
总分 100 97.5
1
"""


@pytest.fixture(scope="module")
def form() -> Form:
    (found,) = read_bytes(TEXT.encode(), "河道.txt")
    assert isinstance(found, Form)
    return found


def test_the_number_of_the_page_ends_no_total(form: Form) -> None:
    assert (form.total_weight, form.total_score) == ("100", "97.5")


def test_the_label_of_the_block_ends_no_funds(form: Form) -> None:
    assert [(fund.name, fund.budget, fund.executed) for fund in form.funds] == [
        ("年度资金总额", "60", "54"),
        ("当年财政拨款", "50", "44"),
        ("上年结转资金", "10", "10"),
        ("其他资金", "0", "0"),
    ]


def test_a_first_level_in_the_middle_of_its_rows_is_for_all_of_them(form: Form) -> None:
    assert [row.l1 for row in form.indicators] == ["产出指标", "产出指标", "产出指标", "效益指标"]
    assert next((row.target, row.actual, row.score) for row in form.indicators) == ("≥300吨", "320吨", "20")


def test_goals_on_one_line_are_parted_where_no_figure_stands(form: Form) -> None:
    assert (form.goal_expected, form.goal_actual) == ("完成保洁12公里", "已完成保洁12公里")


def _read(text: str) -> Form:
    (found,) = read_bytes(text.encode(), "表.txt")
    assert isinstance(found, Form)
    return found


def _money(form: Form) -> list[tuple[str | None, ...]]:
    return [(fund.initial, fund.budget, fund.executed, fund.weight, fund.rate, fund.score) for fund in form.funds]


def test_rows_of_money_without_points_keep_their_columns() -> None:
    """What the rate is of tells whether the figure before it is an amount or the weight."""
    form = _read(
        TEXT.replace("年度资金总额 60 60 54 10 90% 9", "年度资金总额 60 54 10 90% 9")
        .replace("当年财政拨款 50 50 44 — 88% —", "当年财政拨款 52 50 44 88%")
        .replace("上年结转资金 10 10 10 — 100% —", "上年结转资金 10 10 10 100%")
    )
    assert _money(form)[:3] == [
        ("", "60", "54", "10", "90%", "9"),
        ("52", "50", "44", "", "88%", ""),
        ("10", "10", "10", "", "100%", ""),
    ]


def test_the_rate_may_stand_before_the_weight() -> None:
    form = _read(
        TEXT.replace("全年执行数 分值 执行率 得分", "全年执行数 执行率 分值 得分").replace("54 10 90% 9", "54 90% 10 9")
    )
    assert _money(form)[0] == ("60", "60", "54", "10", "90%", "9")


_WHOLE = (
    TEXT.replace("项目支出绩效自评表", "部门整体支出绩效自评表")
    .replace("项目名称 河道保洁项目\n", "")
    .replace("主管部门 青岚区水务局 实施单位 青岚区河道所", "{label} 青岚区水务局")
)


@pytest.mark.parametrize("label", ["部门", "部门名称", "部门（单位）名\n称"])
def test_a_form_of_a_whole_department_begins_at_its_department(label: str) -> None:
    form = _read(_WHOLE.format(label=label))
    assert (form.kind, form.department, form.total_score, len(form.indicators)) == ("whole", "青岚区水务局", "97.5", 4)
    assert _money(form)[0] == ("60", "60", "54", "10", "90%", "9")


def test_a_whole_department_and_its_projects_are_forms_of_their_own() -> None:
    text = _WHOLE.format(label="部门") + TEXT + _WHOLE.format(label="部门名称").replace("部门整体", "单位整体")
    found = [form for form in read_bytes(text.encode(), "表.txt") if isinstance(form, Form)]
    assert [form.kind for form in found] == ["whole", "project", "whole"]
    assert [form.total_score for form in found] == ["97.5"] * 3


def test_the_secrecy_mark_above_a_whole_form_is_its_own_and_a_title_that_goes_on_begins_none() -> None:
    whole = _WHOLE.format(label="部门").replace(
        "预期目标 实际完成情况", "部门整体支出绩效自评表（续）\n预期目标 实际完成情况"
    )
    found = [form for form in read_bytes((TEXT + "秘密\n" + whole).encode(), "表.txt") if isinstance(form, Form)]
    assert [(form.kind, form.secrecy) for form in found] == [("project", None), ("whole", "秘密")]
    assert len(found[1].indicators) == 4


def test_brackets_in_the_label_of_the_project_make_no_difference() -> None:
    text = TEXT.replace("项目名称 河道保洁项目", "转移支付（项目）名\n称\n河道保洁项目")
    assert _read(text).project == "河道保洁项目"
