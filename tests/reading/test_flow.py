"""Forms out of text layers: what wraps, tears, breaks and stands around them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.reading import textlayer
from jiheng.reading.tables.table import Cell, Table

HEAD = """项目支出绩效自评表
（2031 年度）

项目名称 河道保洁

主管部门 青岚区水务局 实施单位
青岚区水务局河

道所

项目负责人 林某 联系电话 80000000
"""
FUNDS = """
项目资金
（万元）

年初预
算数

全年预
算数

全年
执行数

分值 执行率 得分

年度资金总额 60 60 54 10 90% 9

其中：当年财政
拨款

60 60 54 — 90% —

上年结转
资金

— —

其他资金 — —
"""
GOALS = """
年
度
总
体
目
标

预期目标 实际完成情况

保持全区河道水面清洁，及时打捞漂浮物，做好汛期
巡查，让沿岸居民有好的环境。

全年打捞漂浮物 320 吨，汛期巡查
46 次，沿岸居民反映良好。
"""
HEADER = """
绩
效
指
标

一级指
标

二级指标 三级指标
年度
指标值

实际
完成值

分
值

得
分

偏差原因分
析及改进
措施
"""
TREE = """
产出指
标

数量指标 保洁河道长度 ≥46 公里 46 公里 20 20

质量指标
河道水面保洁
达标率

≥98% 97% 20 18

汛期漂浮物
多，已增加
打捞船

时效指标 漂浮物打捞
≤2 小
时

2 小时 20 20

效益指
标

经济效益
指标

不涉及

社会效益
指标

改善沿岸环境
沿岸环
境改善

沿岸环
境改善

20 20

满意度
指标

服务对象
满意度指

标

居民满意度 ≥90% 95% 10 10
"""
TOTAL = "\n总分 100 97\n"


def read(text: str) -> list[Table]:
    return textlayer.tables(list(enumerate(text.split("\n"), 1)))


def one(head: str = HEAD, funds: str = FUNDS, goals: str = GOALS, tree: str = TREE, total: str = TOTAL) -> Table:
    tables = read(head + funds + goals + HEADER + tree + total)
    assert len(tables) == 1
    return tables[0]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def tree(table: Table) -> list[list[str]]:
    rows = [{cell.column: cell.text for cell in row} for row in table.rows]
    start = next(i for i, row in enumerate(rows) if row.get(0) == "绩效指标")
    return [[row.get(column, "") for column in range(1, 9)] for row in rows[start + 1 :] if 0 not in row]


def cell(table: Table, text: str) -> Cell:
    return next(cell for row in table.rows for cell in row if cell.text == text)


def test_a_whole_form() -> None:
    table = one()
    assert table.aligned
    assert table.before == ["项目支出绩效自评表", "（2031年度）"]
    rows = texts(table)
    assert ["项目名称", "河道保洁"] in rows
    assert ["主管部门", "青岚区水务局", "实施单位", "青岚区水务局河道所"] in rows
    assert ["项目负责人", "林某", "联系电话", "80000000"] in rows
    assert ["年度资金总额", "60", "60", "54", "10", "90%", "9"] in rows
    assert ["上年结转资金", "", "", "", "—", "", "—"] in rows
    assert [
        "保持全区河道水面清洁，及时打捞漂浮物，做好汛期巡查，让沿岸居民有好的环境。",
        "全年打捞漂浮物320吨，汛期巡查46次，沿岸居民反映良好。",
    ] in rows
    assert tree(table) == [
        ["产出指标", "数量指标", "保洁河道长度", "≥46公里", "46公里", "20", "20", ""],
        ["", "质量指标", "河道水面保洁达标率", "≥98%", "97%", "20", "18", "汛期漂浮物多，已增加打捞船"],
        ["", "时效指标", "漂浮物打捞", "≤2小时", "2小时", "20", "20", ""],
        ["效益指标", "经济效益指标", "不涉及", "", "", "", "", ""],
        ["", "社会效益指标", "改善沿岸环境", "沿岸环境改善", "沿岸环境改善", "20", "20", ""],
        ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "95%", "10", "10", ""],
    ]
    assert rows[-1] == ["总分", "100", "97"]


def test_cells_know_their_line() -> None:
    text = HEAD + FUNDS + GOALS + HEADER + TREE + TOTAL
    found = cell(read(text)[0], "河道水面保洁达标率")
    assert found.origin is not None and found.origin.line is not None
    assert text.split("\n")[found.origin.line - 1] == "河道水面保洁"


def test_text_around_a_form_stays_out() -> None:
    prose = "一、基本情况\n\n本项目名称为河道保洁，三级指标全部完成。\n\n合计投入 60 万元。\n"
    tables = read(prose + HEAD + FUNDS + GOALS + HEADER + TREE + TOTAL + "\n四、评价结论\n\n总体良好 100 分。\n")
    assert len(tables) == 1
    assert tables[0].before == ["项目支出绩效自评表", "（2031年度）"]
    assert texts(tables[0]) == texts(one())


@pytest.mark.parametrize(
    "text", ["", "\f\n\n", "项目名称", "项目名称 甲\n主管部门 乙", "三级指标\n" * 9, "只是一段话。\n" * 50]
)
def test_no_form(text: str) -> None:
    assert read(text) == []


def test_two_forms_run_into_each_other() -> None:
    whole = HEAD + FUNDS + GOALS + HEADER + TREE + TOTAL
    first, second = read(whole + whole.replace("河道保洁\n", "堤岸\n修补\n", 1))
    assert texts(first) == texts(one())
    assert ["项目名称", "堤岸修补"] in texts(second)


@pytest.mark.parametrize("below", ["四、评价结论", "（一）经验", "注：本表一式两份。", "项目支出绩效自评表"])
def test_text_below_a_form_without_total_stays_out(below: str) -> None:
    (table,) = read(HEAD + FUNDS + GOALS + HEADER + TREE + f"\n{below}\n\n总体良好。\n")
    assert tree(table) == tree(one())


def test_labels_torn_by_their_neighbours() -> None:
    table = one(
        head="项目名\n称\n\n河道保洁\n\n主管部门\n实施单\n\n青岚区水务局\n位\n\n青岚区河道所\n\n",
        tree="""
质量指

产出
指标

标
水质达标率 ≥95% 96% 40 40

服务对象
满意度指

满意度
指标

标
居民满意度 ≥90% 95% 50 50
""",
    )
    assert ["项目名称", "河道保洁"] in texts(table)
    assert ["主管部门", "青岚区水务局", "实施单位", "青岚区河道所"] in texts(table)
    assert [row[:3] for row in tree(table)] == [
        ["产出指标", "质量指标", "水质达标率"],
        ["满意度指标", "服务对象满意度指标", "居民满意度"],
    ]


def test_a_torn_project_label_and_a_torn_header() -> None:
    head = HEAD.replace("项目名称 河道保洁", "项目名\n河道保洁\n称")
    text = head + FUNDS + GOALS + HEADER.replace("二级指标 三级指标", "二级指标\n\n三级指\n年\n\n标") + TREE + TOTAL
    (table,) = read(text)
    assert ["项目名称", "河道保洁"] in texts(table)
    assert tree(table) == tree(one())


def test_a_cell_torn_by_its_neighbour() -> None:
    found = tree(one(tree="产出指\n标\n\n时效指标\n≤30 分\n险情到场\n\n钟\n25 分钟 90 90\n"))
    assert found == [["产出指标", "时效指标", "险情到场", "≤30分钟", "25分钟", "90", "90", ""]]


def test_figures_broken_in_a_narrow_column() -> None:
    table = one(
        tree="产出指\n标\n\n数量指标 巡查次数 12 次 12 次\n9\n0\n\n8\n5\n",
        total="\n总分\n1\n0\n0\n\n9\n5\n",
    )
    assert tree(table) == [["产出指标", "数量指标", "巡查次数", "12次", "12次", "90", "85", ""]]
    assert texts(table)[-1] == ["总分", "100", "95"]


def test_a_third_figure_of_the_total_row_is_none() -> None:
    assert texts(one(total="\n总分 100 97\n10\n0\n"))[-1] == ["总分", "100", "97"]


def test_the_same_label_as_name() -> None:
    found = tree(one(tree="效益指\n标\n\n社会效益\n指标\n\n社会效益\n指标\n\n明显\n改善\n\n明显\n改善\n\n90 90\n"))
    assert found == [["效益指标", "社会效益指标", "社会效益指标", "明显改善", "明显改善", "90", "90", ""]]


def test_cost_is_of_the_level_where_its_neighbours_put_it() -> None:
    above = tree(one(tree="成本\n指标\n\n经济成本\n指标\n\n打捞费用 ≤54 万元 54 万元 90 90\n"))
    assert above[0][:4] == ["成本指标", "经济成本指标", "打捞费用", "≤54万元"]
    below = tree(one(tree="产出\n指标\n\n成本指标 打捞费用 ≤54 万元 54 万元 90 90\n"))
    assert below[0][:4] == ["产出指标", "成本指标", "打捞费用", "≤54万元"]
    name = tree(one(tree="产出\n指标\n\n成本指标\n经济成本指\n标\n\n≤540000 540000 90 90\n"))
    assert name[0][:5] == ["产出指标", "成本指标", "经济成本指标", "≤540000", "540000"]


def test_a_reason_before_an_unlabelled_row() -> None:
    first, second = tree(
        one(
            tree="产出\n指标\n\n数量指标\n\n巡查次数 12 次 10 次 40 33\n\n"
            "冬季结冰停\n航，已调整\n计划\n\n维修泵站数量 3 座 3 座 50 50\n"
        )
    )
    assert first[7] == "冬季结冰停航，已调整计划"
    assert second == ["", "", "维修泵站数量", "3座", "3座", "50", "50", ""]


def test_amounts_fewer_than_columns() -> None:
    funds = FUNDS.replace("60 60 54 10 90% 9", "60 54 10 90% 9").replace("其他资金 — —", "其他资金 0 — —")
    table = one(funds=funds)
    assert ["年度资金总额", "", "60", "54", "10", "90%", "9"] in texts(table)
    assert ["其他资金", "0", "", "", "—", "", "—"] in texts(table)
    doubts = [cell.doubt for row in table.rows for cell in row if row[0].text == "其他资金" and cell.doubt]
    assert doubts and all("空" in doubt for doubt in doubts)


def test_a_fund_label_torn_around_its_amounts() -> None:
    funds = FUNDS.replace("其中：当年财政\n拨款\n\n60 60 54 — 90% —", "其中：当年财政\n60 60 54 — 90% —\n拨款")
    assert ["其中：当年财政拨款", "60", "60", "54", "—", "90%", "—"] in texts(one(funds=funds))


def test_goals_printed_right_before_left() -> None:
    done = "已完成全年打捞工作，共出动打捞\n船 300 次，水面保持清洁\n\n"
    wanted = "确保全区河道水面清洁，及时打捞漂浮物，做好汛期巡查，让沿\n岸居民有好的环境。\n。\n"
    table = one(goals="\n预期目\n年\n度\n总\n体\n目\n标\n\n标 实际完成情况\n\n" + done + wanted)
    expected = "确保全区河道水面清洁，及时打捞漂浮物，做好汛期巡查，让沿岸居民有好的环境。"
    actual = "已完成全年打捞工作，共出动打捞船300次，水面保持清洁。"
    assert [expected, actual] in texts(table)
    assert "对调" in (cell(table, expected).doubt or "")


def test_a_form_cut_in_the_middle_is_read_up_to_there() -> None:
    half = (HEAD + FUNDS + GOALS + HEADER + TREE)[:-60]
    (table,) = read(half)
    assert tree(table)[0] == ["产出指标", "数量指标", "保洁河道长度", "≥46公里", "46公里", "20", "20", ""]


LINES = st.lists(
    st.sampled_from([*(HEAD + FUNDS + GOALS + HEADER + TREE + TOTAL).split("\n"), "10 10", "1e999", "\x00", "≥"])
)


@settings(max_examples=examples(150), deadline=None)
@given(LINES)
def test_any_lines_in_any_order_are_taken(lines: list[str]) -> None:
    for table in textlayer.tables(list(enumerate(["项目名称 甲", *lines, "年度资金总额 1", "三级指标", *lines], 1))):
        assert all(cell.text == "".join(cell.text.split()) for row in table.rows for cell in row)


@pytest.mark.full
@pytest.mark.parametrize(
    "line", ["7", "7 7", "项目名称", "服务对象", "甲乙 丙 丁 10 10", HEAD + "年度资金总额 1\n三级指标"]
)
def test_hostile_text_takes_linear_time(line: str) -> None:
    start = HEAD + FUNDS + GOALS + HEADER
    spent = []
    for count in (50, 400):
        lines = list(enumerate((start + f"{line}\n" * count).split("\n"), 1))
        runs = []
        for _ in range(2):  # a collection of garbage may fall on one
            begin = time.process_time()
            textlayer.tables(lines)
            runs.append(time.process_time() - begin)
        spent.append(min(runs))
    assert spent[1] < 24 * spent[0] + 0.5
