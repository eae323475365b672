"""Tables that web pages give as text with bars: a cell a line with a bar behind it, rows filled up with bars."""

import pytest
from tests.reading.drawn_layouts import Drawn, cells, drawn
from tests.reading.made_forms import Box, Paper, as_lines
from tests.reading.test_drawn_layouts import unlike

from jiheng.form import Form
from jiheng.reading import read_text

_ROWS = """\
项目支出绩效自评表（2023年度） | ||||||||
项目名称 | 防汛沙袋储备 | |||||||
主管部门 | 云溪市水务局 | 实施单位 | 云溪市水库所 | |||||
项目资金（万元） | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 |
总额 | 40.00 | 42.00 | 39.90 | 95.00% | 10 | 9.5 | ||
其中：财政资金 | 40.00 | 42.00 | 39.90 | 95.00% | / | / | ||
年度目标 | 预期目标 | 实际完成情况 | ||||||
储备沙袋两万条。 | 储备两万一千条。 | |||||||
绩效指标（90分） | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 权重 | 得分 |
产出指标 | 数量指标 | 储备沙袋 | ≥2万条 | 2.1万条 | 50 | 50 | ||
质量指标 | 抽检合格率 | ≥98% | 97% | 20 | 19.8 | |||
效益指标 | 社会效益指标 | 受益村数 | ≥12个 | 12个 | 20 | 20 | ||
合计 | 100 | 99.3 | ||||||
"""


_READ = [one for one in drawn() if not one.facts.get("unread")]


def _form(text: str) -> Form:
    [form] = [item for item in read_text(text, "表.txt", every=True) if isinstance(item, Form)]
    return form


def _barred(paper: Paper) -> str:
    """One cell a line, a bar behind each; a line break within a cell is a blank."""
    rows = [[Box(box.text.replace("\n", " "), box.columns, box.rows) for box in row] for row in paper.rows]
    paper = Paper(paper.title, paper.above, rows, paper.below, paper.form)
    return "".join(f"{line} |\n" for line in as_lines(paper).splitlines())


@pytest.mark.full
@pytest.mark.parametrize("one", _READ, ids=lambda one: one.name)
def test_a_bar_behind_each_cell_makes_no_difference(one: Drawn) -> None:
    assert cells(_form(_barred(one.paper))) == cells(_form(_barred(one.paper).replace(" |\n", "\n")))


@pytest.mark.full
@pytest.mark.parametrize("one", _READ[::8], ids=lambda one: one.name)
def test_nor_does_one_before_each_cell_of_a_row_but_the_first(one: Drawn) -> None:
    rows = [[box.text.replace("\n", " ") for n, box in enumerate(row) if box.text or n] for row in one.paper.rows]
    lines = [one.paper.title, *one.paper.above, *("\n        | ".join(row) for row in rows)]
    bare = [one.paper.title, *one.paper.above, *("\n".join(row) for row in rows)]
    assert cells(_form("\n".join(lines))) == cells(_form("\n".join(bare)))


@pytest.mark.full
@pytest.mark.parametrize("between", ["\t", " | "])
@pytest.mark.parametrize("one", _READ, ids=lambda one: one.name)
def test_rows_that_keep_no_cell_for_merged_ones_are_read_by_their_cells(one: Drawn, between: str) -> None:
    rows = [between.join(box.text.replace("\n", " ") for box in row) for row in one.paper.rows]
    rows = [f"| {row} |" for row in rows] if "|" in between else rows
    form = _form("\n".join([one.paper.title, *one.paper.above, *rows, *one.paper.below]))
    assert unlike(form, one) == {}


@pytest.mark.full
@pytest.mark.parametrize("one", [one for one in _READ if one.kind == "project"][::3], ids=lambda one: one.name)
def test_cells_without_the_empty_ones_are_read_or_doubted(one: Drawn) -> None:
    lines = [box.text for row in one.paper.rows for box in row if box.text]
    form = _form("\n".join([one.paper.title, *one.paper.above, *lines]))
    wrong = unlike(form, one)
    assert len(wrong) < 0.1 * len(cells(one.gold)) or form.uncertain


def test_rows_filled_up_with_bars_are_read_by_their_cells() -> None:
    form = _form(_ROWS)
    assert (form.year, form.project, form.unit) == ("2023", "防汛沙袋储备", "云溪市水库所")
    assert (form.goal_expected, form.goal_actual) == ("储备沙袋两万条。", "储备两万一千条。")
    total = form.fund("年度资金总额")
    assert total is not None
    assert (total.initial, total.budget, total.executed, total.rate) == ("40.00", "42.00", "39.90", "95.00%")
    assert [(row.l1, row.l3, row.target, row.score) for row in form.indicators] == [
        ("产出指标", "储备沙袋", "≥2万条", "50"),
        ("产出指标", "抽检合格率", "≥98%", "19.8"),
        ("效益指标", "受益村数", "≥12个", "20"),
    ]
    assert (form.total_weight, form.total_score) == ("100", "99.3")
    assert any("竖线" in doubt.why for doubt in form.uncertain)


_BROKEN = """\
项目支出绩效自评表（2023年度）
| 项目名称 |
防汛沙袋储备 |
|||||||||
| 主管部门 | 云溪市水务局 | 实施单位 | 云溪市水库所 | ||||||
|
项目资金 （万元） |
全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | ||||
| 年度资金总额 | 42.00 | 39.90 | 10 | 95.00% | 9.5 | ||||
| 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 | ||||
|
一级 指标 |
二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | ||||
| 产出指标 | 数量指标 | 储备沙袋 | ≥ | 2 | 万条 | 2.1 | 50 | 50 | |
| 质量指标 | 抽检合格率 | ≥ | 98 | % | 97 | 20 | 19.8 | ||
| 效益指标 | 社会效益指标 | 受益村数 | ≥ | 12 | 个 | 12 | 20 | 20 | |
| 总分 | 100 | 99.3 | |||||||
"""


def test_rows_broken_over_lines_with_a_header_of_two_tiers() -> None:
    form = _form(_BROKEN)
    assert (form.project, form.department, form.unit) == ("防汛沙袋储备", "云溪市水务局", "云溪市水库所")
    total = form.fund("年度资金总额")
    assert total is not None
    assert (total.budget, total.executed, total.weight, total.rate) == ("42.00", "39.90", "10", "95.00%")
    assert [(row.l1, row.l3, row.property, row.target, row.unit, row.actual, row.score) for row in form.indicators] == [
        ("产出指标", "储备沙袋", "≥", "2", "万条", "2.1", "50"),
        ("产出指标", "抽检合格率", "≥", "98", "%", "97", "19.8"),
        ("效益指标", "受益村数", "≥", "12", "个", "12", "20"),
    ]
    assert (form.total_weight, form.total_score) == ("100", "99.3")


def test_a_target_parted_in_a_second_row_of_bars() -> None:
    rows = _ROWS.replace(
        "三级指标 | 指标值 | 完成值 | 权重 | 得分 |\n",
        "三级指标 | 指标值 | 完成值 | 权重 | 得分 |\n指标性质 | 目标值 | 计量单位 | ||||||\n",
    )
    for target, parts in (("≥2万条", "≥ | 2 | 万条"), ("≥98%", "≥ | 98 | %"), ("≥12个", "≥ | 12 | 个")):
        rows = rows.replace(f"| {target} |", f"| {parts} |")
    found = [(row.l3, row.property, row.target, row.unit, row.actual) for row in _form(rows).indicators]
    assert found[0] == ("储备沙袋", "≥", "2", "万条", "2.1万条")
    assert found[1:] == [("抽检合格率", "≥", "98", "%", "97%"), ("受益村数", "≥", "12", "个", "12个")]


def test_one_total_with_an_empty_cell_in_each_further_column_is_told_by_its_place() -> None:
    head = ("项目支出绩效自评表", "（2023年度）", "项目名称", "防汛沙袋储备", "主管部门", "云溪市水务局")
    labels = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "权重", "得分", "未完成原因分析")
    row = ("产出指标", "数量指标", "储备沙袋", "2万条", "", "90", "", "")
    form = _form(
        "".join(f"{cell} |\n" for cell in (*head, *labels, *row, "合计", "90", "", "", "评价结论", "按期完成。"))
    )
    assert (form.total_weight, form.total_score) == ("90", "")
    assert form.conclusion == "按期完成。"
