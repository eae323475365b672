"""Layouts of other bureaus: other columns, other orders, labels on two lines, torn and missing parts."""

import re

import pytest

from jiheng.form import Form, Problem, Total
from jiheng.reading import read_text

MONEY = """\
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t10\t10\t10\t10\t100%\t10
"""
HEAD = f"项目支出绩效自评表\n（2024年度）\n项目名称\t路灯改造\n主管部门\t甲局\t实施单位\t乙处\n{MONEY}"
TREE = "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"
ROWS = "\t产出指标\t数量指标\t改造路灯\t≥100盏\t120盏\t50\t50\t\n"
ROWS += "\t效益指标\t社会效益指标\t照明改善\t改善\t改善\t40\t38\t\n"
TOTAL = "总分\t\t\t\t\t\t100\t98\t\n"


FORM = HEAD + TREE + ROWS + TOTAL


def read(text: str) -> tuple[list[Form], list[Problem]]:
    found = list(read_text(re.sub(r"^ {8}", "", text, flags=re.MULTILINE), "表.txt"))
    return [x for x in found if isinstance(x, Form)], [x for x in found if isinstance(x, Problem)]


def only(text: str) -> Form:
    forms, problems = read(text)
    assert not problems
    [form] = forms
    return form


def test_plain_form() -> None:
    form = only(HEAD + TREE + ROWS + TOTAL)
    assert (form.title, form.year, form.project) == ("项目支出绩效自评表", "2024", "路灯改造")
    assert (form.department, form.unit, form.money_unit) == ("甲局", "乙处", "万元")
    assert form.leader is None and form.phone is None and form.goal_expected is None
    assert [i.l3 for i in form.indicators] == ["改造路灯", "照明改善"]
    assert form.totals == [Total("总分", "100", "98")] and form.total_score == "98"
    assert form.uncertain == [] and form.source == "表.txt#1"


def test_other_names_orders_and_further_columns() -> None:
    form = only(
        """\
        附件2
        2023年度项目支出绩效自评表
        单位：万元
        项目名称\t古树养护\t\t项目编码\t1100220
        主管单位\t园林局\t\t项目单位\t\t
        预算执行情况\t\t年初预算\t调整后预算数\t实际支出数\t执行率(B/A)\t分值\t得分
        \t年度资金总额：\t100.00\t120.00\t90.00\t75%\t10\t7.5
        \t其中：中央补助\t20\t20\t20\t100%\t\t
        \t地方资金\t80\t100\t70\t70%\t\t
        \t单位资金\t\t\t\t\t\t
        年度总体目标\t年初设定目标\t\t\t年度总体目标完成情况
        \t养护古树300株。\t\t\t已养护320株。
        绩效指标\t序号\t一级指标\t二级指标\t三级指标\t目标值\t完成值\t得分\t分值\t评分标准\t未完成原因和改进措施
        \t1\t产出指标(50分)\t数量指标\t养护株数\t≥300株\t320株\t18\t20\t完成得满分\t
        \t2\t\t时效指标\t养护及时率\t100%\t90%\t13\t15\t\t雨季延误，明年提前安排
        \t3\t效果指标(30分)\t社会效益\t市民认可\t提升\t有所提升\t28\t30\t\t
        \t4\t满意度指标(10分)\t服务对象满意度标\t市民满意度\t≥90%\t92%\t10\t10\t\t
        合计\t\t\t\t\t\t\t93.5\t100\t\t
        自评等级\t优
        """
    )
    assert form.year == "2023" and form.unit == "" and form.grade == "优" and form.money_unit == "万元"
    assert [f.name for f in form.funds] == ["年度资金总额", "中央补助", "地方资金", "单位资金"]
    total = form.fund()
    assert total is not None and (total.initial, total.budget, total.executed) == ("100.00", "120.00", "90.00")
    assert (total.weight, total.rate, total.score) == ("10", "75%", "7.5")
    assert (form.goal_expected, form.goal_actual) == ("养护古树300株。", "已养护320株。")
    late = form.indicators[1]
    assert (late.l1, late.l2, late.weight, late.score) == ("产出指标(50分)", "时效指标", "15", "13")
    assert late.reason == "雨季延误，明年提前安排" and late.property is None
    assert form.totals == [Total("合计", "100", "93.5")]
    assert form.uncertain == []
    assert [(o.label, o.text, o.place) for o in form.others] == [
        ("项目编码", "1100220", ""),
        ("评分标准", "完成得满分", "indicators[0]"),
    ]


def test_header_on_two_lines() -> None:
    header = (
        "绩效指标\t一级指标\t二级指标\t三级指标\t年度\t实际\t评分\t\t偏差原因\n\t\t\t\t指标值\t完成值\t分值\t得分\t\n"
    )
    assert only(HEAD + header + ROWS + TOTAL).indicators == only(HEAD + TREE + ROWS + TOTAL).indicators


def test_without_second_level_and_with_labels_inside_cells() -> None:
    form = only(
        f"""\
        项目支出绩效自评表（二〇二三年度）
        秘密★5年
        项目名称：图书采购    主管部门：丙局   实施单位：丁馆
        {MONEY.splitlines()[0]}
        {MONEY.splitlines()[1]}
        预期目标\t买书一千册
        实际完成情况\t买书一千零五册
        一级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
        产出指标\t册数\t1000册\t1005册\t60\t60
        效益指标\t借阅量\t≥5000人次\t6000人次\t30\t30
        总分\t\t\t\t100\t100
        """
    )
    assert (form.project, form.department, form.unit) == ("图书采购", "丙局", "丁馆")
    assert (form.year, form.secrecy) == ("2023", "秘密★5年")
    assert (form.goal_expected, form.goal_actual) == ("买书一千册", "买书一千零五册")
    assert [(i.l1, i.l2, i.l3, i.reason) for i in form.indicators] == [
        ("产出指标", None, "册数", None),
        ("效益指标", None, "借阅量", None),
    ]


def test_quoted_cells_of_excel() -> None:
    goals = '年度总体目标\t预期目标\t\t实际完成情况\n\t"1.甲。\n2.乙""号""。"\t\t"1.甲完成。\n2.乙完成。"\n'
    form = only(HEAD + goals + TREE + ROWS.replace("改造路灯", '"改造\n路灯"') + TOTAL)
    assert (form.goal_expected, form.goal_actual) == ('1.甲。2.乙"号"。', "1.甲完成。2.乙完成。")
    assert form.indicators[0].l3 == "改造路灯"


def test_quotation_marks_that_are_printed_stay() -> None:
    form = only(HEAD.replace("路灯改造", '"一网统管"') + TREE + ROWS.replace("改造路灯", '"智慧"路灯') + TOTAL)
    assert (form.project, form.indicators[0].l3) == ('"一网统管"', '"智慧"路灯')


def test_table_of_bars_and_drawn_lines() -> None:
    lines = (HEAD + TREE + ROWS + TOTAL).splitlines()
    bars = [f"| {line.replace(chr(9), ' | ')} |" if chr(9) in line else line for line in lines]
    form = only("\n".join([*bars[:2], "|---|---|", *bars[2:], "|:--|--:|"]) + "\n")
    assert form.indicators == only(HEAD + TREE + ROWS + TOTAL).indicators
    assert only(HEAD + TREE + "----\t----\t--\n" + ROWS + TOTAL).indicators == form.indicators


def test_labels_broken_over_rows() -> None:
    form = only(
        f"""\
        项目支出绩效自评表（2022年度）
        项目名称\t大气监测
        {MONEY.splitlines()[0]}
        {MONEY.splitlines()[1]}
        年度\t预期目标\t\t\t\t实际完成情况\t\t\t
        总体\t监测全年空气质量。\t\t\t\t已完成全年监测。\t\t\t
        目标\t\t\t\t\t\t\t\t
        绩\t一级\t二级指标\t三级指标\t年度\t实际\t分值\t得分\t偏差原因分析
        效\t指标\t\t\t指标值\t完成值\t\t\t与整改措施
        指\t产出\t数量指标\t监测点位\t50个\t52个\t25\t25\t
        标\t指标\t质量指标\t数据有效率\t≥98%\t97%\t25\t24.7\t设备故障
        \t效益\t社会效益\t群众知晓度\t提高\t提高\t40\t40\t
        \t指标\t指标\t\t\t\t\t\t
        总分\t\t\t\t\t\t100\t99.7\t
        """
    )
    assert (form.goal_expected, form.goal_actual) == ("监测全年空气质量。", "已完成全年监测。")
    assert [(i.l1, i.l2, i.l3, i.reason) for i in form.indicators] == [
        ("产出指标", "数量指标", "监测点位", ""),
        ("产出指标", "质量指标", "数据有效率", "设备故障"),
        ("效益指标", "社会效益指标", "群众知晓度", ""),
    ]


def test_cells_torn_by_line_breaks() -> None:
    goals = "年度\n总体目标\t预期目标\t\t实际完成情况\t\t\n\t1.甲。\n2.乙。\t\t1.甲完成。\n2.乙完成。\t\t\n"
    torn = TREE.replace("绩效指标", "绩效\n指标", 1).replace("年度指标值", "年度\n指标值")
    form = only(HEAD + goals + torn + ROWS.replace("改造路灯", "改造\n路灯").replace("数量指标", "数量\n指标") + TOTAL)
    assert (form.goal_expected, form.goal_actual) == ("1.甲。2.乙。", "1.甲完成。2.乙完成。")
    assert form.indicators == only(HEAD + TREE + ROWS + TOTAL).indicators


def test_rows_shifted_after_a_page_break() -> None:
    rows = "\t产出指标\t数量指标\t改造路灯\t≥100盏\t120盏\t30\t30\t\n\n\t质量指标\t合格率\t100%\t99%\t20\t19\t返修\n"
    form = only(HEAD + TREE + rows + "效益指标\t社会效益指标\t照明改善\t改善\t改善\t40\t38\n" + TOTAL)
    second, third = form.indicators[1:]
    assert (second.l1, second.l2, second.l3, second.score, second.reason) == (
        "产出指标",
        "质量指标",
        "合格率",
        "19",
        "返修",
    )
    assert (third.l1, third.l2, third.target, third.weight) == ("效益指标", "社会效益指标", "改善", "40")
    assert {d.place for d in form.uncertain} == {"indicators[1]", "indicators[1].l1"}


def test_blank_template_rows_are_no_indicators_but_not_involved_is_one() -> None:
    rows = "\t效益指标\t经济效益指标\t指标1：\t\t\t\t\t\n\t\t\t……\t\t\t\t\t\n\t\t生态效益指标\t不涉及\t\t\t\t\t\n"
    form = only(HEAD + TREE + rows + TOTAL)
    assert form.blank_rows == ["指标1：", "……"]
    assert [(i.l1, i.l2, i.l3, i.weight) for i in form.indicators] == [("效益指标", "生态效益指标", "不涉及", "")]


def test_one_cell_a_line_with_a_blank_line_inside_a_cell() -> None:
    rows = [line.split("\t") for line in (HEAD + TREE + ROWS + TOTAL).splitlines()]
    text = "\n".join("\n".join(f"\t{cell}" for cell in row) + "\n" for row in rows)
    whole = only(text)
    assert only(text.replace("\t改造路灯\n", "\t改造\n路灯\n\n")).indicators == whole.indicators
    assert whole.indicators[0].l3 == "改造路灯"


def test_totals() -> None:
    form = only(HEAD + TREE + ROWS + "总分\t\t\t\t\t\t100\t97\t\n合计\t\t\t\t\t\t100\t98\t\n")
    assert form.totals == [Total("总分", "100", "97"), Total("合计", "100", "98")]
    assert form.total_score == "98"
    compact = only(HEAD + TREE + ROWS + "总分\t100\t98\n")
    assert compact.totals == [Total("总分", "100", "98")]
    assert only(HEAD + TREE + ROWS + "总分\t\t\t\t\t\t100\t\t\n").totals == [Total("总分", "100", "")]


def test_form_cut_in_the_middle_is_given_and_told() -> None:
    forms, [problem] = read(HEAD + TREE + ROWS[:40])
    assert len(forms) == 1
    assert problem.message == "第 1 张表（路灯改造）只读到一部分：没有读到总分" and "重新导出" in problem.advice
    assert forms[0].uncertain[-1].place == "total_score"
    forms, [problem] = read(HEAD)
    assert forms[0].fund() is not None and "绩效指标、总分" in problem.message


def test_two_forms_run_into_each_other() -> None:
    second = HEAD[HEAD.index("项目名称") :].replace("路灯改造", "道路保洁")
    forms, problems = read(HEAD + TREE + ROWS + second + TREE + ROWS + TOTAL)
    assert [form.project for form in forms] == ["路灯改造", "道路保洁"]
    assert [len(form.indicators) for form in forms] == [2, 2]
    assert len(problems) == 1 and "第 1 张表" in problems[0].message


def test_forms_are_found_among_prose() -> None:
    prose = "三、评价结论\n详见附件《项目支出绩效自评表》。\n项目名称、金额等以决算为准。\n" * 3
    forms, problems = read(prose + HEAD + TREE + ROWS + TOTAL + prose + HEAD + TREE + ROWS + TOTAL + prose)
    assert len(forms) == 2 and not problems
    assert forms[0].year == forms[1].year == "2024"


def test_tables_of_other_kinds_around_do_not_matter() -> None:
    other = "序号\t单位\t金额\t备注\t其他\t合计\t说明\t一\t二\t三\n" + "1\t甲\t3\t\t\t\t\t\t\t\n" * 20
    lines = "\n".join("\n".join(f"\t{cell}" for cell in row.split("\t")) + "\n" for row in FORM.splitlines())
    forms, problems = read(other + lines + "\n" + other + FORM + other + lines)
    assert not problems and len({str(form.indicators) for form in forms}) == 1 and len(forms) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今天天气很好。\n明天也好。\n", "没有找到项目支出绩效自评表"),
        ("", "没有文字"),
        ("项目支出绩效\n项目支出绩效自评表\n见附件。\n", "有“项目支出绩效自评表”的表名"),
        ("序号\t项目\t金额\n1\t甲\t3\n2\t乙\t4\n3\t丙\t5\n", "没有找到"),
        (
            "2023年度部门整体支出绩效评价基础数据表\n财政供养人员\t编制数\t实有数\n\t42\t40\n三公经费\t上年决算\t本年决算\n\t8.6\t7.1\n",
            "是“2023年度部门整体支出绩效评价基础数据表”",
        ),
        ("部门整体支出绩效自评表\n见附件。\n部门整体支出基础数据表\n", "有“部门整体支出绩效自评表”的表名"),
        (
            "项目绩效目标申报表\n项目名称\t甲\n绩效指标\t一级指标\t二级指标\t三级指标\t指标值\n\t产出指标\t数量指标\t甲\t10个\n",
            "不是自评表",
        ),
    ],
)
def test_what_is_no_form_is_said(text: str, words: str) -> None:
    forms, [problem] = read(text)
    assert not forms and words in problem.message and problem.advice


def test_odd_figures_and_characters_stay_as_printed() -> None:
    form = only(
        HEAD.replace("\t10\t10\t10\t10\t", "\t1e9999\tNaN\t∞\t-0\t")
        + TREE
        + ROWS.replace("改造", "改\x07\u200b造")
        + TOTAL
    )
    total = form.fund()
    assert total is not None and (total.initial, total.budget, total.executed, total.weight) == (
        "1e9999",
        "NaN",
        "∞",
        "-0",
    )
    assert form.indicators[0].l3 == "改造路灯"


def test_markup_specks_are_no_text() -> None:
    form = only(
        HEAD + TREE + ROWS.replace("改造路灯", "<p>改造</p><br/>路灯&nbsp;").replace("≥100盏", "<100盏") + TOTAL
    )
    assert (form.indicators[0].l3, form.indicators[0].target) == ("改造路灯", "<100盏")


def test_endless_form_is_bounded() -> None:
    row = "\t产出指标\t数量指标\t改造路灯\t≥100盏\t120盏\t50\t50\t\n"
    form = read(HEAD + TREE + row * 5000)[0][0]
    assert 2900 < len(form.indicators) <= 3000
    assert any("表太长" in doubt.why for doubt in form.uncertain)
