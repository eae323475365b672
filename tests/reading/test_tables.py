"""Tables with a true grid: merged cells, rows torn by a page, repeated headers, the place of empty cells."""

import pytest

from jiheng.form import Form, Origin
from jiheng.reading.form.recognise import Recogniser, forms
from jiheng.reading.tables.lines import lines
from jiheng.reading.tables.page import Glyph
from jiheng.reading.tables.table import Cell, Table

HEADER = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]


def grid(rows: list[list[str | tuple[str, int]]], seams: tuple[int, ...] = (), before: tuple[str, ...] = ()) -> Table:
    """A table of texts; (text, span) is a cell over several columns, "" an empty one."""
    table = Table(aligned=True, seams=list(seams), before=list(before))
    for number, row in enumerate(rows):
        cells = []
        column = 0
        for entry in row:
            text, span = entry if isinstance(entry, tuple) else (entry, 1)
            cells.append(Cell(text, number, column, 1, span, Origin("表.docx", row=number + 1, column=column + 1)))
            column += span
        table.rows.append(cells)
    return table


HEAD: list[list[str | tuple[str, int]]] = [
    [("项目名称", 2), ("绿地养护", 7)],
    [("主管部门", 2), ("甲局", 3), ("实施单位", 2), ("乙所", 2)],
    ["项目资金（元）", "", ("年初预算数", 2), "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", ("100", 2), "100", "80", "10", "80%", "8"],
    ["", "其中：当年财政拨款", ("", 2), "100", "80", "—", "", "—"],
    ["年度总体目标", ("预期目标", 4), ("实际完成情况", 4)],
    ["", ("养护。", 4), ("已养护。", 4)],
]
ROW_1 = ["", "产出指标", "数量指标", "面积", "≥9公顷", "9公顷", "50", "50", ""]
ROW_2 = ["", "", "质量指标", "成活率", "≥95%", "96%", "40", "38", "干旱"]
TOTAL: list[str | tuple[str, int]] = [("总分", 6), "100", "96", ""]


def read(rows: list[list[str | tuple[str, int]]], seams: tuple[int, ...] = ()) -> Form:
    [form] = forms(grid([*HEAD, *rows], seams))
    return form


def test_merged_cells() -> None:
    form = read([list(HEADER), list(ROW_1), list(ROW_2), TOTAL])
    assert (form.project, form.unit, form.money_unit) == ("绿地养护", "乙所", "元")
    total = form.fund()
    assert total is not None and (total.initial, total.budget, total.executed) == ("100", "100", "80")
    assert (form.goal_expected, form.goal_actual) == ("养护。", "已养护。")
    assert [(i.l1, i.l2, i.score) for i in form.indicators] == [
        ("产出指标", "数量指标", "50"),
        ("产出指标", "质量指标", "38"),
    ]
    assert form.total_score == "96" and form.uncertain == []


def test_cells_whose_edges_are_not_those_of_the_header() -> None:
    header = [*HEADER[:6], ("分值", 2), "得分", "偏差原因"]
    rows: list[list[str | tuple[str, int]]] = [[*ROW_1[:7], ("48", 2), ""], [*ROW_2[:7], ("38", 2), "干旱"]]
    form = read([header, *rows])
    assert [(row.weight, row.score, row.reason) for row in form.indicators] == [("50", "48", ""), ("40", "38", "干旱")]
    labels = [*HEAD[2][:4], ("全年执行数", 2), "执行率"]
    funds: list[str | tuple[str, int]] = ["", "年度资金总额", ("100", 2), "100", "80", ("80%", 2)]
    [form] = forms(grid([*HEAD[:2], labels, funds, *HEAD[5:], list(HEADER), list(ROW_1)]))
    assert (form.funds[0].executed, form.funds[0].rate) == ("80", "80%")


def test_a_cell_under_the_label_before_its_own_is_told_by_the_rows_above() -> None:
    header = [*HEADER[:5], ("实际完成值", 2), ("分值", 2), "得分", "偏差原因"]
    whole = [*ROW_1[:5], "9公顷", ("50", 2), ("48", 2), ""]
    form = read([header, whole, [*ROW_2[:5], "", ("40", 2), ("38", 2), ""]])
    assert [(row.actual, row.weight, row.score) for row in form.indicators] == [("9公顷", "50", "48"), ("", "40", "38")]


def test_two_figures_below_one_label_are_doubted() -> None:
    header = [*HEADER[:6], ("分值", 2), "得分", "偏差原因"]
    form = read([header, [*ROW_1[:7], "48", "", ""]])
    assert form.indicators[0].weight == "5048"
    assert "indicators[0].weight" in [doubt.place for doubt in form.uncertain]


@pytest.mark.parametrize("expected", ["养护。", "年度总体目标完成", "设备全年完成情况"])
@pytest.mark.parametrize("actual", ["已养护。", "全年完成培训情况", "实际完成指标情况", "完成情况", "设备全年完成情况"])
def test_goals_that_look_like_labels(expected: str, actual: str) -> None:
    head = [*HEAD[:-1], ["", (expected, 4), (actual, 4)]]
    [form] = forms(grid([*head, list(HEADER), list(ROW_1), TOTAL]))
    assert (form.goal_expected, form.goal_actual) == (expected, actual)
    assert len(form.indicators) == 1 and form.total_score == "96"


def test_short_goals_behind_their_labels_in_one_row() -> None:
    row: list[str | tuple[str, int]] = ["年度总体目标", "预期目标", ("养护绿地", 3), ("实际完成情况", 2), ("已养护", 2)]
    [form] = forms(grid([*HEAD[:-2], row, list(HEADER), list(ROW_1), TOTAL]))
    assert (form.goal_expected, form.goal_actual) == ("养护绿地", "已养护") and form.others == []


def test_goals_one_below_the_other() -> None:
    head = [*HEAD[:-2], ["年度总体目标", ("预期目标", 2), ("养护。", 6)], ["", ("实际完成情况", 2), ("已养护。", 6)]]
    [form] = forms(grid([*head, list(HEADER), list(ROW_1), TOTAL]))
    assert (form.goal_expected, form.goal_actual) == ("养护。", "已养护。")


def test_project_that_looks_like_a_part_of_the_form() -> None:
    head = [[("项目名称", 2), ("年度绩效指标库", 7)], *HEAD[1:]]
    [form] = forms(grid([*head, list(HEADER), list(ROW_1), TOTAL]))
    assert form.project == "年度绩效指标库"


def test_header_on_two_lines_ends_at_the_first_figure() -> None:
    upper = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度", "实际", "分值", "得分", "偏差"]
    lower = ["", "", "", "", "指标值", "完成值", "", "", "原因"]
    form = read([upper, lower, list(ROW_1), list(ROW_2), TOTAL])
    assert [row.target for row in form.indicators] == ["≥9公顷", "≥95%"]
    low = ["", "产出", "数量", "情况", "9", "9", "50", "50", ""]
    form = read([list(HEADER), low, list(ROW_2), TOTAL])
    assert [row.target for row in form.indicators] == ["9", "≥95%"]


def test_the_short_end_of_a_torn_cell_is_read_once() -> None:
    upper = ["", "", "质量指标", "养护水平的", "优良中低", "优", "40", "38", ""]
    lower = ["", "", "", "变化", "差", "", "", "", ""]
    form = read([list(HEADER), list(ROW_1), list(upper), list(lower), TOTAL], seams=(10,))
    assert (form.indicators[1].l3, form.indicators[1].target) == ("养护水平的变化", "优良中低差")
    assert form.others == []


def test_empty_cells_have_a_place_too() -> None:
    form = read([list(HEADER), list(ROW_1), list(ROW_2), TOTAL])
    assert form.origins["indicators[0].reason"] == Origin("表.docx", row=9, column=9)
    assert form.origins["funds[当年财政拨款].initial"] == Origin("表.docx", row=5, column=3)
    assert form.origins["indicators[1].reason"].row == 10


def test_row_torn_by_a_page() -> None:
    upper = ["", "满意度", "服务对", "指标1：市", "≥90%", "92%", "10", "10", ""]
    lower = ["", "指标", "象满意度指标", "民满意度", "", "", "", "", ""]
    form = read([list(HEADER), list(ROW_1), list(upper), list(lower), TOTAL], seams=(10,))
    torn = form.indicators[1]
    assert (torn.l1, torn.l2, torn.l3) == ("满意度指标", "服务对象满意度指标", "指标1：市民满意度")
    assert {d.place for d in form.uncertain} == {f"indicators[1].{name}" for name in ("l1", "l2", "l3")}


def test_whole_row_after_a_page_stays_whole() -> None:
    form = read([list(HEADER), list(ROW_1), list(ROW_2), TOTAL], seams=(9,))
    assert len(form.indicators) == 2 and form.uncertain == []
    unfilled = ["", "", "", "指标2：", "", "", "", "", ""]
    form = read([list(HEADER), list(ROW_1), list(unfilled), TOTAL], seams=(9,))
    assert form.indicators[0].l3 == "面积" and form.blank_rows == ["指标2："]


def test_header_repeated_on_the_next_page() -> None:
    form = read([list(HEADER), list(ROW_1), list(HEADER), list(ROW_2), TOTAL], seams=(9,))
    assert [(i.l1, i.l3) for i in form.indicators] == [("产出指标", "面积"), ("产出指标", "成活率")]


def test_name_of_money_torn_by_a_page() -> None:
    rows = [
        *HEAD[:4],
        ["", "其中：当年", ("", 2), "100", "80", "—", "", "—"],
        ["", "财政拨款", ("", 2), "", "", "", "", ""],
    ]
    [form] = forms(grid([*rows, *HEAD[5:], list(HEADER), list(ROW_1), TOTAL], seams=(5,)))
    assert [fund.name for fund in form.funds] == ["年度资金总额", "当年财政拨款"]


def test_form_goes_on_in_the_next_table() -> None:
    recogniser = Recogniser()
    found = list(recogniser.feed(grid(HEAD, before=("附件", "项目支出绩效自评表", "（2024年度）"))))
    found += recogniser.feed(grid([list(HEADER), list(ROW_1), TOTAL]))
    found += recogniser.feed(
        grid([*HEAD, list(HEADER), list(ROW_2), TOTAL], before=("项目支出绩效自评表", "（2023年度）"))
    )
    found += recogniser.close()
    assert [(form.year, len(form.indicators)) for form in found] == [("2024", 1), ("2023", 1)]


def test_title_inside_the_table_and_doubts_of_a_cell() -> None:
    table = grid([[("2022年度项目支出绩效自评表", 9)], *HEAD, list(HEADER), list(ROW_1), TOTAL])
    row = table.rows[9]
    row[4] = Cell("≥9公顷", 9, 4, origin=row[4].origin, doubt="字迹不清")
    [form] = forms(table)
    assert form.year == "2022" and form.title == "2022年度项目支出绩效自评表"
    assert [(d.place, d.why) for d in form.uncertain] == [("indicators[0].target", "字迹不清")]


@pytest.mark.parametrize("caption", ["附件3　", "附表：", "附件2-1 ", "附件12", "附表一、"])
def test_the_number_of_an_annex_is_no_part_of_the_title(caption: str) -> None:
    [form] = forms(grid([*HEAD, list(HEADER), list(ROW_1), TOTAL], before=(f"{caption}2022年度项目支出绩效自评表",)))
    assert (form.title, form.year) == ("2022年度项目支出绩效自评表", "2022")


def test_a_text_below_all_columns_of_values_belongs_to_the_label_left_of_it() -> None:
    wide = len(HEADER)
    below: list[str | tuple[str, int]] = [("后续安排", 3), ("增加施工班组。", wide - 3)]
    [form] = forms(grid([*HEAD, list(HEADER), list(ROW_1), below]))
    assert len(form.indicators) == 1
    assert [(one.label, one.text) for one in form.others][-1] == ("后续安排", "增加施工班组。")


UPPER: list[str | tuple[str, int]] = [
    "一级指标",
    "二级指标",
    "三级指标",
    ("年度指标值", 2),
    "实际完成值",
    "分值",
    "得分",
    "偏差原因",
]
LOWER: list[str | tuple[str, int]] = ["", "", "", "指标性质", "指标值", "", "", "", ""]


@pytest.mark.parametrize(
    ("header", "seam"),
    [
        ([UPPER, LOWER], 8),
        (
            [
                ["一级指", "二级指", "三级指", ("年度指", 2), "实际完", "分", "得", "偏差"],
                ["标", "标", "标", ("标值", 2), "成值", "值", "分", "原因"],
                LOWER,
            ],
            8,
        ),
        ([UPPER, ["", "", "", "指标性", "指标", "", "", "", ""], ["", "", "", "质", "值", "", "", "", ""]], 9),
    ],
    ids=["between the tiers", "in the upper tier", "in the lower tier"],
)
def test_a_header_of_two_tiers_torn_by_a_page(header: list[list[str | tuple[str, int]]], seam: int) -> None:
    row: list[str | tuple[str, int]] = ["产出指标", "数量指标", "面积", "≥", "9公顷", "9公顷", "50", "50", ""]
    form = read([*header, row, TOTAL], seams=(seam,))
    [found] = form.indicators
    assert (found.l3, found.property, found.target, found.actual, found.score) == ("面积", "≥", "9公顷", "9公顷", "50")
    assert form.total_score == "96" and form.uncertain == []


def test_labels_torn_by_a_page() -> None:
    goals: list[list[str | tuple[str, int]]] = [
        ["年度总体目标", ("预期目标", 4), ("实际完成情", 4)],
        ["", ("", 4), ("况", 4)],
        ["", ("养护。", 4), ("已养护。", 4)],
    ]
    upper = ["绩效指标", "序", "一级指标", "二级指标", "三级指标", "年度", "实际完成值", "分值", "得分"]
    lower = ["", "号", "", "", "", "指标值", "", "", ""]
    row = ["", "1", "产出指标", "数量指标", "面积", "≥9公顷", "9公顷", "50", "50"]
    [form] = forms(grid([*HEAD[:5], *goals, list(upper), list(lower), list(row), TOTAL], seams=(6, 9)))
    assert form.goal_actual == "已养护。"
    assert [(i.l3, i.target, i.score) for i in form.indicators] == [("面积", "≥9公顷", "50")]


def test_level_word_torn_by_a_page_over_two_rows() -> None:
    upper = ["", "效益指标", "社会效益", "知晓率", "≥90%", "92%", "10", "10", ""]
    lower = ["", "", "指标", "投诉", "≤3件", "1件", "10", "10", ""]
    form = read([list(HEADER), list(ROW_1), list(upper), list(lower), TOTAL], seams=(10,))
    assert [i.l2 for i in form.indicators] == ["数量指标", "社会效益指标", "社会效益指标"]


def test_amount_torn_by_a_page_is_put_together_and_told() -> None:
    rows = [*HEAD[:4], ["", "", ("", 2), ".56", "", "", "", ""], *HEAD[4:]]
    rows[3] = ["", "年度资金总额", ("100", 2), "1,234", "80", "10", "80%", "8"]
    [form] = forms(grid([*rows, list(HEADER), list(ROW_1), TOTAL], seams=(4,)))
    assert [(f.name, f.budget) for f in form.funds] == [("年度资金总额", "1,234.56"), ("当年财政拨款", "100")]
    assert [d.place for d in form.uncertain] == ["funds[年度资金总额].budget"]


def test_labels_of_money_torn_by_a_page() -> None:
    upper = ["项目资金", "", ("年初", 2), "全年预", "全年执行数", "分值", "执行", "得分"]
    lower = ["（元）", "", ("预算数", 2), "算数", "", "", "率", ""]
    [form] = forms(grid([*HEAD[:2], upper, lower, *HEAD[3:], list(HEADER), list(ROW_1), TOTAL], seams=(3,)))
    total = form.fund()
    assert total is not None and (total.initial, total.budget, total.rate) == ("100", "100", "80%")
    assert form.money_unit == "元"


def test_the_end_of_a_label_that_is_one_without_it_too() -> None:
    upper = ["项目资金（元）", "", ("年初预算", 2), "全年预算", "全年执行数", "分值", "执行率", "得分"]
    lower = ["", "", ("数", 2), "数", "", "", "", ""]
    [form] = forms(grid([*HEAD[:2], upper, lower, *HEAD[3:], list(HEADER), list(ROW_1), TOTAL], seams=(3,)))
    total = form.fund()
    assert total is not None and (total.initial, total.budget) == ("100", "100")
    assert form.others == [] and form.uncertain == []


def test_the_end_of_a_value_of_the_head_that_a_page_has_torn() -> None:
    upper = [("主管部门", 2), ("甲市园林", 3), ("实施单位", 2), ("乙所", 2)]
    lower = [("", 2), ("绿化局", 3), ("", 2), ("", 2)]
    [form] = forms(grid([HEAD[0], upper, lower, *HEAD[2:], list(HEADER), list(ROW_1), TOTAL], seams=(2,)))
    assert (form.department, form.unit, form.others) == ("甲市园林绿化局", "乙所", [])


def test_an_amount_torn_beside_the_torn_name_of_the_block() -> None:
    upper = ["", "年度资金总额", ("100", 2), "100", "1,234.", "10", "80%", "8"]
    lower = ["元）", "", ("", 2), "", "56", "", "", ""]
    header = ["项目资金（万", *HEAD[2][1:]]
    [form] = forms(grid([*HEAD[:2], header, upper, lower, *HEAD[4:], list(HEADER), list(ROW_1), TOTAL], seams=(4,)))
    total = form.fund()
    assert total is not None and total.executed == "1,234.56" and form.others == []
    assert [doubt.place for doubt in form.uncertain] == ["funds[年度资金总额].executed"]


def test_marks_with_small_boxes_stand_on_their_line() -> None:
    tall = [Glyph(text, 10.0 * at, 159.2, 10.0 * at + 9, 168.2) for at, text in ((0, "1"), (2, "双"), (4, "情"))]
    quote, stop = Glyph("”", 30, 159.3, 34, 162.0), Glyph(".", 12, 166.1, 14, 167.3)
    below = [Glyph("下", 0, 171.2, 9, 180.2), Glyph("“", 10, 171.3, 14, 174.0)]
    assert lines([*tall, quote, stop, *below]) == ["1.双”情", "下“"]


def test_the_last_line_of_a_label_that_its_cell_cuts_off_is_said() -> None:
    """A sheet printed with rows too low for their text shows only the end of it: 款 of 当年财政拨款, 标 of 质量指标."""
    money = [["", "款", *HEAD[4][2:]] if row is HEAD[4] else row for row in HEAD]
    level = ["", "", "标", *ROW_2[3:]]
    (form,) = forms(grid([*money, HEADER, ROW_1, level, TOTAL]))
    said = {doubt.place: doubt.why for doubt in form.uncertain if "没有印出来" in doubt.why}
    assert set(said) == {"funds[款]", "indicators[1].l2"}
    assert "form" in {doubt.place for doubt in form.uncertain if "末一行" in doubt.why}
    (form,) = forms(grid([*HEAD, [*HEADER[:-1], "进措施"], ROW_1, ROW_2, TOTAL]))
    assert form.indicators[1].reason == "干旱"
    assert {"form", "indicators"} <= {doubt.place for doubt in form.uncertain}
    (form,) = forms(grid([*HEAD, HEADER, ROW_1, ROW_2, TOTAL]))
    assert not any("没有印出来" in doubt.why for doubt in form.uncertain)
