"""Tables with a row an indicator for several projects: a form for each, nothing of one in another."""

import io
from collections.abc import Sequence

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.checks import audit
from jiheng.form import Form, GoalForm, Problem
from jiheng.reading import read_bytes, read_text
from jiheng.reading.form.recognise import forms as recognised
from jiheng.reading.tables.table import Cell, Table

Row = tuple[str, ...]
Project = tuple[Row, list[Row]]
"""What a project says once, and its indicators."""

RESULTS = (
    ["序号", "项目名称", "实施单位", "全年预算数", "全年执行数", "执行率"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
)
DONE: list[Project] = [
    (
        ("1", "河道清淤", "云溪市水务站", "100", "95", "95%"),
        [
            ("产出指标", "数量指标", "清淤长度", "≥10公里", "9公里", "50", "45", "雨季停工，已倒排工期"),
            ("效益指标", "社会效益指标", "投诉下降率", "≥20%", "25%", "40", "40", ""),
        ],
    ),
    (
        ("2", "泵站维修", "云溪市水务站", "60", "60", "100%"),
        [
            ("产出指标", "数量指标", "维修泵站", "≥6座", "6座", "50", "50", ""),
            ("产出指标", "质量指标", "验收合格率", "100%", "100%", "20", "20", ""),
            ("效益指标", "社会效益指标", "排涝及时率", "≥95%", "96%", "20", "20", ""),
        ],
    ),
]


def grid(heads: tuple[Sequence[str], Sequence[str]], projects: Sequence[Project], repeated: bool) -> list[list[str]]:
    """The list as rows of texts; what is said once stands in every row or in the first."""
    rows = [[*heads[0], *heads[1]]]
    for once, indicators in projects:
        for number, indicator in enumerate(indicators):
            levels = ("l1", "l2")
            before = indicators[number - 1] if number else ("",) * len(levels)
            tree = [
                text if repeated or place > 1 or text != before[place] or indicator[0] != before[0] else ""
                for place, text in enumerate(indicator)
            ]
            rows.append([*(once if repeated or not number else [""] * len(once)), *tree])
    return rows


def as_html(rows: list[list[str]], title: str) -> bytes:
    """A web page; an empty cell right of no project is a merged one that has no cell."""
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f"<html><body><h2>{title}</h2><p>单位：万元</p><table>{lines}</table></body></html>".encode()


def as_merged_html(projects: Sequence[Project], title: str) -> bytes:
    """A web page whose cells of a project are merged over its rows."""
    lines = [f"<tr>{''.join(f'<td>{text}</td>' for text in (*RESULTS[0], *RESULTS[1]))}</tr>"]
    for once, indicators in projects:
        for number, indicator in enumerate(indicators):
            first = "".join(f'<td rowspan="{len(indicators)}">{text}</td>' for text in once) if not number else ""
            lines.append(f"<tr>{first}{''.join(f'<td>{text}</td>' for text in indicator)}</tr>")
    return f"<h2>{title}</h2><p>单位：万元</p><table>{''.join(lines)}</table>".encode()


def as_xlsx(rows: list[list[str]], title: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([title])
    sheet.append(["单位：万元"])
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_docx(rows: list[list[str]], title: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(title)
    document.add_paragraph("单位：万元")
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_text(rows: list[list[str]], title: str) -> bytes:
    return "\n".join([title, "单位：万元", *("\t".join(row) for row in rows)]).encode()


FORMATS = {"表.html": as_html, "表.xlsx": as_xlsx, "表.docx": as_docx, "表.txt": as_text}


def forms_of(data: bytes, name: str) -> list[Form]:
    found = list(read_bytes(data, name, every=True))
    assert not [one for one in found if isinstance(one, Problem)]
    return [one for one in found if isinstance(one, Form)]


def shown(form: Form) -> Project:
    """What a form says once, and its indicators, as the list prints them."""
    (fund,) = form.funds
    once = (form.project, form.unit, fund.budget, fund.executed, fund.rate)
    names = ("l1", "l2", "l3", "target", "actual", "weight", "score", "reason")
    return tuple(map(str, once)), [tuple(getattr(row, name) for name in names) for row in form.indicators]


EXPECTED = [(once[1:], rows) for once, rows in DONE]


@pytest.mark.full
@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("name", FORMATS)
def test_each_project_is_a_form(name: str, repeated: bool) -> None:
    found = forms_of(FORMATS[name](grid(RESULTS, DONE, repeated), "2024年度项目支出绩效自评明细表"), name)
    assert list(map(shown, found)) == EXPECTED
    assert {(one.kind, one.year, one.money_unit, one.title) for one in found} == {
        ("project", "2024", "万元", "2024年度项目支出绩效自评明细表")
    }
    assert not any(one.others or one.uncertain for one in found)
    assert found[1].origins["indicators[0].target"] != found[0].origins["indicators[0].target"]


def test_merged_cells_hold_for_the_rows_below() -> None:
    found = forms_of(as_merged_html(DONE, "2024年度项目支出绩效自评明细表"), "表.html")
    assert list(map(shown, found)) == EXPECTED


def test_pasted_rows_that_lack_their_merged_cells() -> None:
    rows = [[text for text in row if text] if not row[0] else row for row in grid(RESULTS, DONE[1:], False)]
    rows = [row if row[0] in ("序号", "2") else [*row, ""] for row in rows]
    found = forms_of(as_text(rows, "2024年度项目支出绩效自评明细表"), "表.txt")
    assert [row.l3 for row in found[0].indicators] == ["维修泵站", "验收合格率", "排涝及时率"]
    assert [row.score for row in found[0].indicators] == ["50", "20", "20"]


def test_what_a_list_has_no_column_for_is_not_missing() -> None:
    found = forms_of(as_html(grid(RESULTS, DONE, True), "项目支出绩效自评明细表"), "表.html")
    codes = {finding.code for form in audit(found).forms for finding in form.findings}
    assert not codes & {"A06", "A08", "A10", "A13"}


GOALS = (
    ["单位名称", "项目名称", "年度绩效目标"],
    ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "备注"],
)
PLANNED: list[Project] = [
    (
        ("云溪市水务局", "河道清淤", "完成清淤，行洪畅通。"),
        [
            ("产出指标", "数量指标", "清淤长度", "≥", "10", "公里", "50", ""),
            ("产出指标", "质量指标", "验收合格率", "=", "100", "%", "10", "第三方检测"),
        ],
    ),
    (
        ("云溪市教育局", "校舍修缮", "消除危房。"),
        [("效益指标", "社会效益指标", "受益学生", "≥", "300", "人", "30", "")],
    ),
]


@pytest.mark.parametrize("name", FORMATS)
def test_a_list_of_goals_gives_goal_forms(name: str) -> None:
    found = forms_of(FORMATS[name](grid(GOALS, PLANNED, False), "2025年部门预算项目支出绩效目标表"), name)
    assert [type(one) for one in found] == [GoalForm, GoalForm]
    assert [(one.unit, one.project, one.goal_expected) for one in found] == [once for once, _ in PLANNED]
    assert [(row.property, row.target, row.unit, row.weight) for row in found[0].indicators] == [
        ("≥", "10", "公里", "50"),
        ("=", "100", "%", "10"),
    ]
    assert [(one.label, one.text, one.place) for one in found[0].others] == [("备注", "第三方检测", "indicators[1]")]


STAGGERED = [
    ["单位名称、项目名称", "项目年度绩效目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
    ["1", "2", "3", "4", "5", "6", "7", "8"],
    *(["云溪市司法局", *[""] * 7], ["法律援助", "办案260件。", *[""] * 6]),
    *(["", "", "产出指标", *[""] * 5], ["", "", "", "数量指标", *[""] * 4], [*[""] * 4, "办案数", ">=", "260", "件"]),
    *(["", "", "", "质量指标", *[""] * 4], [*[""] * 4, "评查合格率", ">=", "95", "%"]),
    *(
        ["", "", "效益指标", *[""] * 5],
        ["", "", "", "社会效益指标", *[""] * 4],
        [*[""] * 4, "挽回损失", ">=", "600", "万元"],
    ),
    *(["云溪市公证处", *[""] * 7], ["公证减免", "减免200件。", *[""] * 6]),
    *(["", "", "产出指标", *[""] * 5], ["", "", "", "数量指标", *[""] * 4], [*[""] * 4, "减免件数", ">=", "200", "件"]),
]


@pytest.mark.parametrize("name", FORMATS)
def test_units_and_levels_in_rows_of_their_own(name: str) -> None:
    found = forms_of(FORMATS[name](STAGGERED, "项目支出绩效目标表"), name)
    assert [(one.unit, one.project, one.goal_expected) for one in found] == [
        ("云溪市司法局", "法律援助", "办案260件。"),
        ("云溪市公证处", "公证减免", "减免200件。"),
    ]
    assert [(row.l1, row.l2, row.l3) for one in found for row in one.indicators] == [
        ("产出指标", "数量指标", "办案数"),
        ("产出指标", "质量指标", "评查合格率"),
        ("效益指标", "社会效益指标", "挽回损失"),
        ("产出指标", "数量指标", "减免件数"),
    ]
    assert not any(one.others or one.uncertain for one in found)


def test_a_line_above_a_list_names_the_unit_of_its_projects() -> None:
    rows = [["项目名称", *STAGGERED[0][1:]], *STAGGERED[3:9]]
    page = as_html(rows, "项目支出绩效目标表").decode().replace("<table", "<p>单位名称：云溪市司法局</p><table", 1)
    [form] = forms_of(page.encode(), "表.html")
    assert (form.title, form.unit, form.project) == ("项目支出绩效目标表", "云溪市司法局", "法律援助")
    assert (form.money_unit, [row.l2 for row in form.indicators]) == ("万元", ["数量指标", "质量指标"])


def test_a_header_of_two_tiers_and_sums() -> None:
    page = """<h2>2024年项目绩效自评明细表</h2><table>
<tr><td rowspan=2>预算项目</td><td colspan=2>项目资金</td><td colspan=6>绩效指标</td></tr>
<tr><td>预算数</td><td>执行数</td><td>一级指标</td><td>三级指标</td><td>指标值</td><td>完成值</td><td>分值</td><td>得分</td></tr>
<tr><td rowspan=2>河道清淤</td><td rowspan=2>100</td><td rowspan=2>95</td>
<td>产出指标</td><td>清淤长度</td><td>≥10公里</td><td>12公里</td><td>60</td><td>60</td></tr>
<tr><td>效益指标</td><td>投诉下降率</td><td>≥20%</td><td>25%</td><td>40</td><td>40</td></tr>
<tr><td>合计</td><td></td><td></td><td></td><td></td><td></td><td></td><td>100</td><td>100</td></tr>
<tr><td>泵站维修</td><td>60</td><td>60</td><td>产出指标</td><td>维修泵站</td><td>≥6座</td><td>6座</td><td>100</td><td>98</td></tr>
<tr><td>总计</td><td>160</td><td>155</td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
</table>"""
    first, second = forms_of(page.encode(), "表.html")
    assert (first.project, second.project) == ("河道清淤", "泵站维修")
    assert (first.total_weight, first.total_score, second.total_score) == ("100", "100", None)
    assert [(one.label, one.text) for one in second.others] == [("总计（预算数）", "160"), ("总计（执行数）", "155")]
    assert [(row.l1, row.l3, row.actual) for row in first.indicators] == [
        ("产出指标", "清淤长度", "12公里"),
        ("效益指标", "投诉下降率", "25%"),
    ]


WORDS = st.text("甲乙丙丁戊己庚辛壬癸河湖路桥灯树", min_size=2, max_size=6)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=4, unique=True)), min_size=2, max_size=5))
def test_every_cell_of_a_list_is_in_its_own_form(drawn: list[tuple[str, list[str]]]) -> None:
    projects: list[Project] = [
        (
            (str(number), f"{name}工程{number}", f"{name}站", "10", "9", "90%"),
            [
                ("产出指标", "数量指标", f"{each}数量", f"≥{len(each)}处", f"{number}处", "10", "9", each)
                for each in rows
            ],
        )
        for number, (name, rows) in enumerate(drawn, 1)
    ]
    text = as_text(grid(RESULTS, projects, False), "2024年度项目支出绩效自评明细表").decode()
    found = [one for one in read_text(text, "表.txt", every=True) if isinstance(one, Form)]
    assert list(map(shown, found)) == [(once[1:], rows) for once, rows in projects]


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_a_list_goes_on_in_the_next_table(cut: int, repeated: bool) -> None:
    head, *rows = grid(RESULTS, DONE, False)
    pages = [[head, *rows[:cut]], [head, *rows[cut:]] if repeated else rows[cut:]]
    body = "".join(f"<table>{''.join(_tr(row) for row in page)}</table>" for page in pages)
    found = forms_of(f"<h2>2024年度项目支出绩效自评明细表</h2>{body}<p>注：单位万元。</p>".encode(), "表.html")
    assert list(map(shown, found)) == EXPECTED
    assert found[-1].notes == ["注：单位万元。"]


def _tr(row: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>"


def test_a_form_below_a_list_is_a_form_of_its_own() -> None:
    own = """<h2>项目支出绩效自评表</h2><p>（2024年度）</p><table>
<tr><td>项目名称</td><td colspan=5>校舍修缮</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>得分</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>修缮面积</td><td>≥300平方米</td><td>310平方米</td><td>50</td></tr></table>"""
    listed = "".join(_tr(row) for row in grid(RESULTS, DONE, False))
    page = f"<h2>2024年度项目支出绩效自评明细表</h2><table>{listed}</table>{own}"
    found = [one for one in read_bytes(page.encode(), "表.html", every=True) if isinstance(one, Form)]
    assert [one.project for one in found] == ["河道清淤", "泵站维修", "校舍修缮"]
    assert [len(one.indicators) for one in found] == [2, 3, 1]


def test_a_list_may_have_the_score_of_the_execution_and_the_total_of_each_project() -> None:
    heads = (["项目名称", "全年预算数", "全年执行数", "执行率", "执行率得分（10分）"], [*RESULTS[1], "自评总分"])
    done = [(once[1:2] + once[3:], [(*row, "97.5") for row in rows]) for once, rows in DONE]
    projects: list[Project] = [((*once, "9.5"), rows) for once, rows in done]
    found = forms_of(as_html(grid(heads, projects, True), "2024年度项目支出绩效自评表"), "表.html")
    assert [(one.total_score, one.funds[0].score, len(one.totals)) for one in found] == [("97.5", "9.5", 1)] * 2
    assert not any(one.others or one.uncertain for one in found)


@pytest.mark.parametrize("name", ["表.html", "表.txt"])
def test_what_a_line_above_the_list_says_holds_for_every_project(name: str) -> None:
    planned = [(once[1:], rows) for once, rows in PLANNED]
    title = "2023年度部门预算项目绩效目标批复表"
    data = FORMATS[name](grid((GOALS[0][1:], GOALS[1]), planned, False), title)
    found = forms_of(data.replace("单位：万元".encode(), "预算单位：云溪市水务站".encode()), name)
    assert [(one.title, one.year, one.unit, one.project) for one in found] == [
        (title, "2023", "云溪市水务站", once[0]) for once, _ in planned
    ]


def test_rows_above_the_first_project_are_told() -> None:
    head, *rows = grid(RESULTS, DONE, False)
    page = _tr(head) + _tr(["", "", "（按科室排列）", *[""] * 11]) + "".join(map(_tr, rows))
    found = forms_of(f"<h2>项目支出绩效自评明细表</h2><table>{page}</table>".encode(), "表.html")
    assert list(map(shown, found)) == EXPECTED
    assert "（按科室排列）" in repr((found[0].others, found[0].uncertain))


def test_the_rest_of_a_row_at_the_top_of_a_page() -> None:
    head, *rows = grid(RESULTS, DONE, False)
    rest = [""] * len(head)
    rows[3][8], rest[8] = "验收合", "格率"
    page = [head, *rows[:4], rest, *rows[4:]]
    table = Table([[Cell(text, number, at) for at, text in enumerate(row)] for number, row in enumerate(page)], True)
    table.before, table.seams = ["2024年度项目支出绩效自评明细表"], [5]
    assert list(map(shown, recognised(table))) == EXPECTED
