"""Forms in layouts of many provinces and counties, drawn in layouts/: every cell comes back from every format."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
from _pytest.mark import ParameterSet
from openpyxl import Workbook
from tests.effort import share
from tests.reading.drawn_layouts import Drawn, cells, drawn
from tests.reading.made_forms import Paper, as_html, as_lines, as_packed, as_tabs, beside, placed
from tests.reading.test_made_forms import _document, _workbook

from jiheng.form import (
    Form,
    FrameworkForm,
    GoalForm,
    MonitoringForm,
    Problem,
    SummaryForm,
    from_json,
    record_type,
    to_json,
)
from jiheng.quantity.normalise import normal
from jiheng.reading import read_bytes, read_text
from jiheng.reading.labels.labels import is_word, meaning

FORMS = drawn()
READ: dict[str, Callable[[Drawn], Iterator[Form | Problem]]] = {
    "html": lambda one: read_bytes(as_html(one.paper).encode(), "表.html", every=True),
    "txt": lambda one: read_text(as_tabs(one.paper), "表.txt", every=True),
    "lines": lambda one: read_text(as_lines(one.paper), "表.txt", every=True),
    "xlsx": lambda one: read_bytes(_workbook(one.paper), "表.xlsx", every=True),
    "docx": lambda one: read_bytes(_document(one.paper), "表.docx", every=True),
}
_WHOLE = READ | {"packed": lambda one: read_text(as_packed(one.paper), "表.txt", every=True)}


def only(one: Drawn, variant: str) -> Form:
    found = [item for item in _WHOLE[variant](one) if isinstance(item, Form)]
    assert len(found) == 1, f"{one.name}: {found}"
    return found[0]


def cases() -> Iterator[ParameterSet]:
    """Each form in each format; what is known not to be read from text yet must fail until it is."""
    for one in FORMS:
        for variant in _WHOLE:
            unread = variant in one.facts.get("unread", "").split()
            marks = [pytest.mark.xfail(strict=True)] if unread else []
            yield pytest.param(one, variant, marks=marks, id=f"{one.name}-{variant}")


@pytest.mark.full
@pytest.mark.parametrize(("one", "variant"), [*cases()])
def test_every_cell_comes_back(one: Drawn, variant: str) -> None:
    form = only(one, variant)
    wanted = {place: normal(text) for place, text in cells(one.gold).items()}
    found = {place: normal(text) for place, text in cells(form).items()}
    missing = {place: (text, found.get(place)) for place, text in wanted.items() if found.get(place) != text}
    strange = {place: text for place, text in found.items() if place not in wanted}
    assert (missing, strange) == ({}, {})
    assert form.kind == one.kind
    assert isinstance(form, record_type(one.kind))


def unlike(form: Form, one: Drawn) -> dict[str, tuple[str, str | None]]:
    """Cells that were not read as they are drawn: wanted and found."""
    found = {place: normal(text) for place, text in cells(form).items()}
    wanted = {place: normal(text) for place, text in cells(one.gold).items()}
    return {place: (text, found.get(place)) for place, text in wanted.items() if found.get(place) != text}


TIERS = {
    "aids-2023": 8,
    "guangdong-2022": 5,
    "lijiang-2020": 9,
    "neimenggu-2023": 9,
    "ticks-2022": 7,
    "toilets-2022": 9,
}
"""The row in which a header of two tiers begins."""


@pytest.mark.parametrize("name", TIERS)
def test_a_header_of_two_tiers_that_is_torn_between_two_tables(name: str) -> None:
    one = next(one for one in FORMS if one.name == name)
    torn = _document(one.paper, TIERS[name] + 1)
    [form] = [item for item in read_bytes(torn, "表.docx", every=True) if isinstance(item, Form)]
    assert unlike(form, one) == {}


MADE: dict[str, Callable[[Paper], bytes]] = {
    "xlsx": _workbook,
    "docx": _document,
    "html": lambda paper: as_html(paper).encode(),
    "txt": lambda paper: as_tabs(paper).encode(),
}


def side_by_side(names: tuple[str, ...], kind: str, between: int) -> tuple[list[Form], list[Drawn]]:
    """The forms read of one sheet with the drawn ones beside each other, and these."""
    drawings = [next(one for one in FORMS if one.name == name) for name in names]
    paper = drawings[0].paper
    for one in drawings[1:]:
        paper = beside(paper, one.paper, between)
    found = [item for item in read_bytes(MADE[kind](paper), f"表.{kind}", every=True) if isinstance(item, Form)]
    return found, drawings


@pytest.mark.full
@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("between", [0, 1])
@pytest.mark.parametrize(
    "names",
    [
        ("police-2021", "fujian-2023"),  # the labels of the project stand in different rows
        ("shandong-2022", "overview-pairs-2023"),  # a block's name before the label of the project
        ("no-goals-bars-2021", "fujian-2023"),  # label and name in one cell
        ("guangxi-2023", "yunnan-2020"),
        ("eco-2024", "ticks-2022"),  # the first names its project otherwise
        ("reservoirs-2023", "money-in-blocks-2023"),
        ("zhejiang-2021", "rescue-2024"),  # a number before each row
        ("guangxi-2023", "yunnan-2020", "police-2021"),
    ],
    ids="+".join,
)
def test_forms_of_several_places_side_by_side(names: tuple[str, ...], between: int, kind: str) -> None:
    found, drawings = side_by_side(names, kind, between)
    assert [unlike(form, one) for form, one in zip(found, drawings, strict=True)] == [{}] * len(names)


def test_what_stands_above_the_title_of_a_sheet_is_no_row_of_the_sheet_before() -> None:
    book, names = (
        Workbook(),
        ("transfer-flood-2023", "university-whole-2022", "exante-imaging-2025", "court-aides-2023"),
    )
    drawings = [next(one for one in FORMS if one.name == name) for name in names]
    for number, one in enumerate(drawings, 1):
        sheet = book.create_sheet(one.name)
        sheet.append([f"附件{number}"])
        for line in (one.paper.title, *one.paper.above):
            sheet.append([line])
        for row, boxes in enumerate(placed(one.paper), 3 + len(one.paper.above)):
            for column, box in boxes:
                sheet.cell(row, column + 1, box.text or None)
                sheet.merge_cells(None, row, column + 1, row + box.rows - 1, column + box.columns)
    stream = io.BytesIO()
    book.save(stream)
    found = [item for item in read_bytes(stream.getvalue(), "表.xlsx", every=True) if isinstance(item, Form)]
    assert [unlike(form, one) for form, one in zip(found, drawings, strict=True)] == [{}] * len(names)
    assert [len(form.indicators) for form in found] == [len(one.gold.indicators) for one in drawings]


def test_forms_side_by_side_that_cannot_be_told_apart_are_said_to_be_so() -> None:
    found, _ = side_by_side(("goals-numbered-2023", "xinjiang-2023"), "txt", 0)
    assert any("并排着几张表" in doubt.why for form in found for doubt in form.uncertain)


@pytest.mark.parametrize("name", ["资金构成（万元）", "批复资金", "专项经费来源"])
def test_a_block_of_money_by_any_name_leaves_no_cell_unread(name: str) -> None:
    one = next(one for one in FORMS if one.name == "goal-greenway-2025")
    page = as_html(one.paper)
    assert page.count("项目资金（万元）") == 1
    found = read_bytes(page.replace("项目资金（万元）", name).encode(), "表.html", every=True)
    [form] = [item for item in found if isinstance(item, Form)]
    assert unlike(form, one) == {} and form.uncertain == []


def test_a_project_named_beside_a_form_of_which_nothing_is_read_is_said() -> None:
    one = next(one for one in FORMS if one.name == "fujian-2023")
    page = as_html(one.paper)
    above = "<tr><td>项目名称</td><td>城区绿化养护</td></tr><tr><td>主管部门</td><td>青澜县住房和城乡建设局</td></tr>"
    begin = page.index("<tr")
    found = read_bytes(f"{page[:begin]}{above}{page[begin:]}".encode(), "表.html", every=True)
    [form] = [item for item in found if isinstance(item, Form)]
    assert any("另有一个项目“城区绿化养护”" in doubt.why for doubt in form.uncertain)
    assert unlike(form, one).keys() <= {"year", "unit"}  # what stands above goes to the project named first


def test_a_goal_by_a_name_that_no_list_knows_is_read_and_doubted() -> None:
    one = next(one for one in FORMS if one.name == "grid-wardens-2023")
    form = only(one, "txt")
    assert form.goal_actual == one.gold.goal_actual
    assert any(doubt.place == "goal_actual" for doubt in form.uncertain)


@pytest.mark.full
@pytest.mark.parametrize("one", FORMS, ids=lambda one: one.name)
def test_nothing_printed_is_lost(one: Drawn) -> None:
    form = only(one, "html")
    text = "".join(to_json([form]).decode().split())
    bare = [
        *one.paper.above,
        *(box.text.removeprefix("1.").removeprefix("2.") for row in one.paper.rows for box in row),
    ]
    values = [cell for cell in bare if len(cell) > 6 and not set("：（(□☑") & set(cell) and not is_word(cell)]
    values = [cell for cell in values if not meaning(cell).is_label and "、" not in cell[:3]]  # 二、部门整体支出
    values += [figure[1] for cell in bare if (figure := re.search(r"[:：]\s*(\d+(?:\.\d+)?)\s*(?:万?元)?$", cell))]
    assert [cell for cell in values if not all(part in text for part in re.split(r"[\s/]+", cell))] == []


def test_a_record_of_its_own_kind_survives_json() -> None:
    forms = [only(one, "html") for one in share(FORMS, 0)]
    assert from_json(to_json(forms)) == forms


def test_a_monitoring_form_keeps_forecast_likelihood_and_measure() -> None:
    form = only(next(one for one in FORMS if one.name == "monitor-county-2023"), "docx")
    assert isinstance(form, MonitoringForm)
    first = form.indicators[0]
    assert (form.period, first.actual, first.forecast) == ("截至8月31日", "260台", "430台")
    assert (first.likelihood, first.reason, first.measure) == ("有可能", "报补手续慢", "9月起简化手续")
    assert (form.funds[0].executed, form.funds[0].forecast, form.funds[0].forecast_rate) == ("174", "270", "90%")
    assert not any(one.text in ("430台", "270") for one in form.others)


def test_a_goal_form_tells_the_year_from_the_term() -> None:
    form = only(next(one for one in FORMS if one.name == "goals-central-2023"), "txt")
    assert isinstance(form, GoalForm)
    assert (form.goal_expected, form.goal_total) == ("编纂出版志书3部。", "编纂出版志书9部。")
    assert [(row.target, row.total_target) for row in form.indicators[:1]] == [("3部", "9部")]
    assert [(fund.name, fund.budget, fund.total) for fund in form.funds][:2] == [
        ("年度资金总额", "120", "360"),
        ("当年财政拨款", "120", "360"),
    ]
    assert (form.nature, form.term) == ("延续项目", "3年")


@pytest.mark.parametrize("title", ["中央对地方转移支付项目绩效自评表", "中央预算内投资项目绩效自评表"])
def test_a_form_that_prints_points_is_scored_whatever_its_money(title: str) -> None:
    one = next(one for one in FORMS if one.name == "fujian-2023")
    found = read_bytes(as_html(one.paper).replace(one.paper.title, title).encode(), "表.html", every=True)
    assert [item.kind for item in found if isinstance(item, Form)] == ["project"]


@pytest.mark.parametrize("label", ["本年预算", "年度预算", "当年预算数"])
def test_the_budget_beside_the_total_of_a_goal_form_is_that_of_the_year(label: str) -> None:
    one = next(one for one in FORMS if one.name == "goal-greenway-2025")
    page = as_html(one.paper).replace("项目资金（万元）", "资金总额").replace("实施期资金总额：", "项目总投资")
    found = read_bytes(page.replace("年度资金总额：", label).encode(), "表.html", every=True)
    [form] = [item for item in found if isinstance(item, GoalForm)]
    assert [(fund.budget, fund.total) for fund in form.funds[:1]] == [("320", "960")]


@pytest.mark.parametrize(
    "years",
    [
        ("2021年", "2022年", "2023年"),
        ("2021年实际", "2022年实际", "2023年目标"),
        ("2021年", "2022年", "预期当年实现值"),
        ("2023年", "2024年", "2025年"),
    ],
)
def test_of_columns_a_year_below_the_target_that_of_the_form_is_read(years: tuple[str, ...]) -> None:
    one = next(one for one in FORMS if one.name == "goal-three-years-2023")
    page = as_html(one.paper)
    for before, after in zip(("前年", "上年", "当年（预期）"), years, strict=True):
        page = page.replace(before, after)
    found = read_bytes(page.encode(), "表.html", every=True)
    [form] = [item for item in found if isinstance(item, Form)]
    own = next((n for n, label in enumerate(years) if "2023" in label), 2)
    assert form.indicators[0].target == ("196人次", "208人次", "≥220人次")[own]
    kept = [other.text for other in form.others if other.place == "indicators[0]"]
    assert {*kept} == {"196人次", "208人次", "≥220人次", "计划标准"} - {form.indicators[0].target}


@pytest.mark.parametrize(
    ("name", "second", "spent"),
    [
        ("summary-2021", ("渠道清淤", "96", "88.2", "良"), ["346.6"]),
        ("summary-tiers-2023", ("义务教育课后服务补助", "600", "93.5", "优"), ["945.8"]),  # a header of two tiers
        ("summary-units-2024", ("农产品抽检", "420", "94", "优"), ["627", "153", "780"]),  # each unit over its projects
        ("summary-groups-2022", ("市容整治", "120", "91", "优"), ["399", "160", "559"]),  # 一、部门预算项目
    ],
)
def test_a_list_of_results_has_a_row_for_each_project(name: str, second: tuple[str, ...], spent: list[str]) -> None:
    form = only(next(one for one in FORMS if one.name == name), "xlsx")
    assert isinstance(form, SummaryForm)
    assert [(row.project, row.budget, row.score, row.grade) for row in form.rows][1] == second
    assert [row.executed for row in form.sums] == spent
    assert all(other.place for other in form.others)  # a label of the header is no text of the form


LISTS = [one for one in FORMS if one.kind == "summary"]
TEXTS: dict[str, Callable[[Paper], str]] = {
    "packed": as_packed,
    "lines": as_lines,
    "bare": lambda paper: "\n".join(line for line in as_lines(paper).splitlines() if line.strip()),
}


@pytest.mark.parametrize("variant", TEXTS)
@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.name)
def test_a_row_of_a_pasted_list_that_lost_its_empty_cells_is_matched_or_doubted(one: Drawn, variant: str) -> None:
    wanted = only(one, "xlsx")
    [form] = [item for item in read_text(TEXTS[variant](one.paper), "表.txt", every=True) if isinstance(item, Form)]
    assert isinstance(form, SummaryForm) and isinstance(wanted, SummaryForm)
    assert len(form.rows) == len(wanted.rows) and [row.project for row in form.rows] == [
        row.project for row in wanted.rows
    ]
    doubts = [doubt.why for doubt in form.uncertain if "请核对" in doubt.why]
    assert (form.rows, form.sums) == (wanted.rows, wanted.sums) or doubts
    assert variant == "bare" or (form.rows, form.sums) == (wanted.rows, wanted.sums)


def test_a_tick_is_doubted_where_empty_boxes_are_not_printed() -> None:
    one = next(one for one in FORMS if one.name == "reached-boxes-2022")
    [form] = [item for item in read_text(TEXTS["bare"](one.paper), "表.txt", every=True) if isinstance(item, Form)]
    assert unlike(form, one) == {}
    ticks = {f"others[{n}]" for n, other in enumerate(form.others) if other.label == "是否达成"}
    assert len(ticks) == len(form.indicators) and ticks <= {doubt.place for doubt in form.uncertain}


@pytest.mark.parametrize("variant", ["html", "txt"])
@pytest.mark.parametrize(
    ("name", "kinds", "kept"),
    [
        ("counties-money-2023", ["年度资金总额", "省级", "县级"], ("川口县·省级", "400")),
        ("whole-duties-2023", ["年度资金总额", "基本支出", "项目支出"], ("进馆档案整理·基本支出", "180")),
    ],
)
def test_places_and_tasks_above_their_sum_are_no_kinds_of_money(
    name: str, kinds: list[str], kept: tuple[str, str], variant: str
) -> None:
    form = only(next(one for one in FORMS if one.name == name), variant)
    assert [fund.name for fund in form.funds] == kinds
    assert kept in {(other.label, other.text) for other in form.others}


YEARS = """\
项目支出绩效目标申报表
（2024年度）
项目名称\t灌区信息化建设\t\t\t\t\t
主管部门\t澧源市水利局\t\t\t\t\t
项目资金（万元）\t资金来源\t总投资\t2022年\t2023年\t2024年\t2025年
\t资金总额\t1800\t300\t600\t540\t360
\t其他资金\t300\t0\t100\t140\t60
总体目标（2022—2025年）\t\t\t年度目标（2024年）\t\t\t
建成调度平台，安装测控站120座。\t\t\t安装测控站40座，平台联调。\t\t\t
一级指标\t二级指标\t三级指标\t\t指标值\t\t备注
产出指标\t数量指标\t测控站\t\t40座\t\t
"""


def test_of_amounts_and_goals_of_several_years_those_of_the_form_are_read() -> None:
    [form] = [item for item in read_text(YEARS, "表.txt", every=True) if isinstance(item, GoalForm)]
    assert [(fund.budget, fund.total) for fund in form.funds] == [("540", "1800"), ("140", "300")]
    assert ("2023年", "600") in {(other.label, other.text) for other in form.others}
    assert form.goal_expected == "安装测控站40座，平台联调。"
    lines = re.sub(r"[\t\n]+", "\n", YEARS)
    [form] = [item for item in read_text(lines, "表.txt", every=True) if isinstance(item, GoalForm)]
    assert form.goal_expected == "安装测控站40座，平台联调。"
    assert not form.funds and form.uncertain  # years above amounts, a cell a line, are not read


@pytest.mark.parametrize("name", ["guizhou-2022", "ezhou-2021"])
def test_points_beside_the_goals_are_no_text_of_them(name: str) -> None:
    one = next(one for one in FORMS if one.name == name)
    lines = TEXTS["bare"](one.paper)
    goals = f"{one.gold.goal_expected}\n{one.gold.goal_actual}\n"
    assert lines.count(f"实际完成情况\n{goals}") == 1
    found = read_text(lines.replace(goals, f"得分\n{goals}10\n"), "表.txt", every=True)
    [form] = [item for item in found if isinstance(item, Form)]
    assert unlike(form, one) == {}


def test_a_row_of_a_pasted_list_that_suits_no_column_is_not_read() -> None:
    header = "序号\n项目名称\n实施单位\n年初预算数\n全年预算数\n全年执行数\n执行率\n自评得分\n等级\n"
    first = "1\n社区助餐\n溪口区民政局\n60\n60\n57\n95%\n95\n优\n"
    torn = "2\n道路\n保洁\n溪口区城管局\n80\n80\n80\n100%\n优\n"
    found = read_text(f"项目支出绩效自评结果汇总表\n{header}{first}{torn}", "表.txt", every=True)
    [form] = [item for item in found if isinstance(item, SummaryForm)]
    assert [row.project for row in form.rows] == ["社区助餐"]
    kept = {part for other in form.others for part in (other.label, other.text)}
    assert {"道路", "保洁", "100%"} <= kept | {doubt.text for doubt in form.uncertain}
    assert any("对不上" in doubt.why for doubt in form.uncertain)


def test_what_is_judged_by_is_kept() -> None:
    form = only(next(one for one in FORMS if one.name == "framework-2022"), "html")
    assert isinstance(form, FrameworkForm)
    assert (form.indicators[1].explanation, form.indicators[1].criteria) == ("是否可衡量", "每一项不可衡量扣1分")


def test_the_record_keeps_what_the_form_calls_its_columns() -> None:
    form = only(next(one for one in FORMS if one.name == "neimenggu-2023"), "xlsx")
    assert form.labels["indicators.target"] == ["年度指标值", "值"]
    assert form.labels["funds.budget"] == ["全年预算数（A）"]
    assert (form.labels["department"], form.labels["goal_actual"]) == (["主管部门"], ["实际完成情况"])
    ticked = only(next(one for one in FORMS if one.name == "ticks-2022"), "html")
    assert ticked.labels["indicators.reason"] == ["偏差原因分析"]
