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


_HEAD = TEXT.partition("数量指标 打捞")[0]
_LATE = (
    _HEAD
    + """\
打捞漂浮物 ≥300 吨 320 吨 20 20
清理岸坡 ≥12 公里 12 公里 10 9.5
雨季停工，已倒排
工期
数量指标
巡查次数 ≥90 次 96 次 10 10
产出指标
质量指标 验收合格率 ≥95% 98% 20 20
惠及村庄 ＝3 个 3 个 20 20
绩效
指标
效益指标
社会效益指标 投诉减少 ≥10% 12% 10 9
总分 100 97.5
"""
)
"""The labels of merged cells stand with the last of their rows, as a program draws them that waits for their height."""


def _levels(form: Form) -> list[tuple[str | None, str | None]]:
    return [(row.l1, row.l2) for row in form.indicators]


def test_labels_drawn_with_the_last_of_their_rows_are_for_all_of_them() -> None:
    form = _read(_LATE)
    output, effect = ("产出指标", "数量指标"), ("效益指标", "社会效益指标")
    assert _levels(form) == [output, output, output, ("产出指标", "质量指标"), effect, effect]
    assert [row.l3 for row in form.indicators][:3] == ["打捞漂浮物", "清理岸坡", "巡查次数"]
    assert form.indicators[1].reason == "雨季停工，已倒排工期"
    assert not [doubt for doubt in form.uncertain if doubt.place == "indicators"]


def test_a_first_group_of_one_row_is_told_by_the_label_at_the_edge() -> None:
    lines = ["打捞漂浮物 ≥300 吨 320 吨 20 20", "清理岸坡 ≥12 公里 12 公里 10 9.5", "雨季停工，已倒排", "工期"]
    text = _LATE
    for line in lines:
        text = text.replace(line + "\n", "")
    form = _read(text)
    assert _levels(form)[:2] == [("产出指标", "数量指标"), ("产出指标", "质量指标")]
    assert _levels(form)[2:] == [("效益指标", "社会效益指标")] * 2


def test_a_header_repeated_on_the_next_page_is_no_text() -> None:
    header = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n偏差原因分析及改\n进措施\n"
    form = _read(_LATE.replace("惠及村庄 ＝3", f"1\n\f{header}惠及村庄 ＝3"))
    assert _levels(form) == _levels(_read(_LATE))
    assert (form.indicators[3].reason, form.indicators[4].l3) == ("", "惠及村庄")


def _blocks(form: Form) -> list[str]:
    return [doubt.place for doubt in form.uncertain if doubt.place == "indicators"]


def test_labels_before_a_page_break_that_their_rows_go_on_behind_are_doubted() -> None:
    """On the next page it cannot be seen where the rows of one label end and those of the next begin."""
    header = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n偏差原因分析及改\n进措施\n"
    text = _LATE.replace("清理岸坡", f"数量指标\n产出指标\n1\n\f{header}清理岸坡").replace("数量指标\n巡查", "巡查")
    assert _blocks(_read(text)) == ["indicators"]


def test_labels_amid_their_rows_are_doubted() -> None:
    text = _LATE.replace("数量指标\n巡查次数 ≥90 次 96 次 10 10\n", "巡查次数 ≥90 次 96 次 10 10\n")
    text = text.replace("清理岸坡", "数量指标\n清理岸坡").replace("绩效\n指标\n", "").replace("质量指标 验收", "验收")
    text = text.replace("效益指标\n社会效益指标 投诉", "投诉").replace("惠及", "效益指标\n社会效益指标\n惠及")
    assert _blocks(_read(text)) == ["indicators"]


_TRANSFER = """\
转移支付区域（项目）绩效目标自评表
（2031 年度）
转移支付（项目）名
称
河道保洁项目
地方主管部门 青岚区水务局 资金使用单位 青岚区河道所
全年预算数（A） 全年执行数（B） 预算执行率（B/A）
年度资金总额 823 823 100%
中央补助 500 500 100%
地方资金 323 323 100%
项目资金
（万元）
其他资金 0 0 —
年初设定目标 全年实际完成情况
年度
总体
目标
完成保洁十二公里，改善沿岸环境，减少投诉和积水。
已完成保洁十二公里，沿岸环境改善，投诉和积水减少。
一级指标 二级指标 三级指标 指标值 全年实际完成值
未完成原因和改进措
施
打捞漂浮物 ≥300 吨 320 吨
数量指标
清理岸坡 ≥12 公里 12 公里
产出指标
质量指标 验收合格率 ≥95% 98%
绩效
指标
满意度指标
服务对象满意度
指标
居民满意度 ≥90% 93%
"""


def test_columns_of_the_money_are_those_of_the_header() -> None:
    form = _read(_TRANSFER)
    assert [(fund.name, fund.budget, fund.executed, fund.rate) for fund in form.funds] == [
        ("年度资金总额", "823", "823", "100%"),
        ("中央补助", "500", "500", "100%"),
        ("地方资金", "323", "323", "100%"),
        ("其他资金", "0", "0", "—"),
    ]
    assert not [doubt for doubt in form.uncertain if doubt.place.startswith("funds")]


def test_a_row_of_money_with_fewer_figures_than_columns_is_doubted() -> None:
    form = _read(_TRANSFER.replace("其他资金 0 0 —", "其他资金 0 —"))
    assert {doubt.place for doubt in form.uncertain} >= {"funds[其他资金].executed", "funds[其他资金].budget"}


def test_rows_that_no_points_part_are_doubted() -> None:
    assert _blocks(_read(_TRANSFER)) == ["indicators"]


_SCRAMBLED = """\
项目支出绩效自评表
（2031 年度）
项目名称
主管部门

项目资金
（万元）

河道保洁项目
青岚区水务局

实施单位

年初预算数

全年预算数

全年执行数

分值

执行率

得分

年度资金总额

545

546

546

10

100%

10

其中：当年财
政拨款

458

458

458

预期目标
年度
总体 完成保洁十二公里，改善沿岸环境。
目标
一级指标

二级指标

三级指标

年度指标值

实际完成值

分值

得分

数量指标
产出指标

打捞漂浮物

≥300 吨

320 吨

20

20

总分

100

97.5
"""
"""As pdftotext prints a page without any option: column by column, wherever these seem to end."""


def test_a_form_of_which_many_figures_are_left_over_is_doubted_as_a_whole() -> None:
    form = next(found for found in read_bytes(_SCRAMBLED.encode(), "表.txt") if isinstance(found, Form))
    assert any("次序多半已经打乱" in doubt.why for doubt in form.uncertain if doubt.place == "form")
    assert not any("次序" in doubt.why for doubt in _read(_LATE).uncertain)


_NARROW = """项目支出绩效自评表
（2024年度）
项目名称 河道清淤
主管部门 甲县水务局 实施单位 甲县河道所
项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 60.00 60.00 57.00 10 95.00% 9.50
其中：当年财政拨款 {}
其他资金
年度总体目标
预期目标 实际完成情况
河道畅通，汛期安全。 河道已清淤，汛期安全。
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
产出指标 数量指标 清淤长度 {} 40 40
质量指标 验收合格率 ≥95% 97% 20 20
效益指标 社会效益指标 受益村庄 ≥5个 5个 20 20
满意度指标 服务对象满意度指标 村民满意度 ≥90% 92% 10 10
总分 100 99.5
"""
_LONG = "≥12公里 12公里"


@pytest.mark.parametrize("rate", ["95.00\n%", "95.0\n0%"])
def test_a_rate_that_a_narrow_column_breaks_is_put_together(rate: str) -> None:
    form = _read(_NARROW.format(f"60.00 60.00 57.00 {rate}", _LONG))
    assert (form.funds[1].rate, form.funds[1].weight) == ("95.00%", "")
    assert form.goal_actual == "河道已清淤，汛期安全。"
    assert not any(doubt.place.startswith("funds") for doubt in form.uncertain)


def test_more_figures_than_columns_are_doubted() -> None:
    form = _read(_NARROW.format("60.0\n0 60.0\n0 57.0\n0 9\n5.00%", _LONG))
    assert {"funds[当年财政拨款].budget", "funds[当年财政拨款].score"} <= {doubt.place for doubt in form.uncertain}


def test_values_that_are_not_printed_in_their_row_are_doubted() -> None:
    """A spreadsheet program prints the cells with broken lines after all others, below the table."""
    form = _read(_NARROW.format("60.00 60.00 57.00 95.00%", "") + _LONG + "\n")
    assert form.indicators[0].target == "" and _blocks(form) == ["indicators"]
    whole = _NARROW.format("60.00 60.00 57.00 95.00%", _LONG)
    assert _blocks(_read(whole)) == []
    doubts = _read(whole.replace("≥5个 5个 20 20", "≥5个 20")).uncertain
    assert {"indicators[2].actual", "indicators[2].weight", "indicators[2].score"} <= {doubt.place for doubt in doubts}


@pytest.mark.parametrize(("below", "year"), [("（2031年度）", "2031"), ("2031年度", "2031"), ("2031年3月5日", None)])
def test_a_year_that_is_printed_below_the_table_is_that_of_the_form(below: str, year: str | None) -> None:
    moved = TEXT.replace("（2031 年度）\n", "").replace("97.5\n1\n", f"97.5\n{below}\n项目资金\n")
    (found,) = read_bytes(moved.encode(), "河道.txt")
    assert isinstance(found, Form) and found.year == year


def test_a_year_above_the_table_stands(form: Form) -> None:
    (found,) = read_bytes(TEXT.replace("97.5\n1\n", "97.5\n（2032年度）\n").encode(), "河道.txt")
    assert isinstance(found, Form) and found.year == form.year == "2031"


_ROWS = """项目支出绩效自评表
（2024年度）
项 目 名 称 ： 河道清淤
主管部门 219 甲县水务局 实 施 单 位 甲县河道所
项目资金（万元） 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 60.00 57.00 10 95.00% 9.50
年度目标 预期目标 实际完成情况 原因
目标1：清淤12公里。 目标1：清淤12公里。
目标2：巡查48次。 目标2：巡查46次。 汛期提前。
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因
产出指标 数量指标 清淤长度 12公里 12公里 40 40
质量指标 验收合格率 ≥95% 97% 30 30
满意度指标 服务对象满意度指标 村民满意度 ≥90% 86% 20 19 样本偏少，下年扩大
总 分 100 98.5
填表人：某人 联系电话：0000-0000000
"""


def test_rows_whose_cells_one_blank_parts_are_read_cell_by_cell() -> None:
    form = _read(_ROWS)
    assert (form.project, form.department, form.unit) == ("河道清淤", "219甲县水务局", "甲县河道所")
    assert form.goal_expected == "目标1：清淤12公里。目标2：巡查48次。"
    assert form.goal_actual == "目标1：清淤12公里。目标2：巡查46次。"
    assert [(fund.budget, fund.executed, fund.rate) for fund in form.funds] == [("60.00", "57.00", "95.00%")]
    assert [(row.l1, row.target, row.actual, row.score) for row in form.indicators] == [
        ("产出指标", "12公里", "12公里", "40"),
        ("产出指标", "≥95%", "97%", "30"),
        ("满意度指标", "≥90%", "86%", "19"),
    ]
    assert (form.total_weight, form.total_score) == ("100", "98.5")
    assert (form.indicators[-1].reason, any(doubt.place == "form" for doubt in form.uncertain)) == (
        "样本偏少，下年扩大",
        True,
    )


def test_a_rate_among_the_amounts_of_a_row_is_doubted() -> None:
    form = _read(_ROWS.replace("全年执行数 分值 执行率 得分", "全年执行数").replace("57.00 10 95.00% 9.50", "95.00%"))
    assert any(doubt.place == "funds[年度资金总额]" for doubt in form.uncertain)
