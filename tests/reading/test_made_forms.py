"""Forms in the layouts of many places, made up part by part: read back from every rendering, nothing lost."""

import html
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.reading.made_forms import Box, Paper, as_bars, as_html, as_lines, as_tabs, difference, grid, papers, placed
from tests.reading.test_tables import grid as made_grid

from jiheng.form import Form, Problem
from jiheng.reading import read_bytes, read_text
from jiheng.reading.form.recognise import forms as recognised

RENDERINGS: dict[str, Callable[[Paper], str]] = {
    "网页": as_html,
    "制表符": as_tabs,
    "每行多250个空格": lambda paper: as_tabs(paper, 250),
    "竖线": lambda paper: as_bars(paper, rule=True),
    "竖线无分隔行": lambda paper: as_bars(paper, rule=False),
}
LABEL, TEXT = "资金监管账户", "某某银行某某支行专户"


def read(printed: str) -> Form:
    """The one form, whatever text it is."""
    if printed.startswith("<html"):
        found = list(read_bytes(printed.encode(), "表.html"))
    else:
        found = list(read_text(printed, "表.txt"))
    [form] = [item for item in found if isinstance(item, Form)]
    assert not [item for item in found if isinstance(item, Problem)]
    return form


@pytest.mark.full
@pytest.mark.parametrize("rendering", RENDERINGS)
@settings(max_examples=examples(40))
@given(paper=papers())
def test_a_form_is_read_back(paper: Paper, rendering: str) -> None:
    form = read(RENDERINGS[rendering](paper))
    assert difference(form, paper) == []
    assert form.uncertain == []


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@settings(max_examples=examples(60))
@given(paper=papers(plain=True))
def test_a_form_of_one_cell_a_line_is_read_back(paper: Paper, gap: str) -> None:
    assert difference(read(as_lines(paper, gap)), paper) == []


@settings(max_examples=examples(6))
@given(paper=papers())
def test_workbook_and_document_are_read_back(paper: Paper) -> None:
    for name, data in (("表.xlsx", _workbook(paper)), ("表.docx", _document(paper))):
        [form] = [item for item in read_bytes(data, name) if isinstance(item, Form)]
        assert difference(form, paper) == []


def _texts(form: Form) -> str:
    others = [text for one in form.others for text in (one.label, one.text)]
    rows = [str(row) for row in (*form.funds, *form.indicators, *form.totals)]
    single = [str(getattr(form, name)) for name in form.__struct_fields__ if name not in ("origins", "others")]
    return "\n".join([*others, *rows, *single, *(doubt.text for doubt in form.uncertain)])


@pytest.mark.full
@pytest.mark.parametrize("rendering", RENDERINGS)
@settings(max_examples=examples(30))
@given(paper=papers(), where=st.integers(0, 30))
def test_a_row_that_nobody_knows_is_kept(paper: Paper, rendering: str, where: int) -> None:
    rows = paper.rows
    free = [n for n in range(1, len(rows) + 1) if not _is_covered(rows, n)]
    rows.insert(free[where % len(free)], [Box(LABEL, 2), Box(TEXT, 10)])
    text = _texts(read(RENDERINGS[rendering](paper)))
    assert LABEL in text and TEXT in text


def _is_covered(rows: list[list[Box]], place: int) -> bool:
    """Whether a merged cell, or a header of tiers, goes on over the gap before a row."""
    return any(n + box.rows > place for n, row in enumerate(rows[:place]) for box in row)


@pytest.mark.full
@pytest.mark.parametrize("rendering", RENDERINGS)
@settings(max_examples=examples(30))
@given(paper=papers())
def test_a_column_that_nobody_knows_is_kept(paper: Paper, rendering: str) -> None:
    header = next(n for n, row in enumerate(paper.rows) if any(b.text in ("三级指标", "指标名称") for b in row))
    first = header + max(box.rows for box in paper.rows[header])
    wide = max(len(row) for row in grid(paper))
    rows = grid(paper)
    for number in range(header, min(first + 2, len(rows))):
        lacking = wide - len(rows[number])
        paper.rows[number] += [Box("")] * lacking
    paper.rows[header].append(Box("佐证情况"))
    paper.rows[first].append(Box("有验收单"))
    text = _texts(read(RENDERINGS[rendering](paper)))
    assert "佐证情况" in text and "有验收单" in text


@pytest.mark.parametrize("printed", ["见附表", "按进度"])
@settings(max_examples=examples(20))
@given(paper=papers(plain=True))
def test_words_where_an_amount_belongs_are_a_doubt(paper: Paper, printed: str) -> None:
    fund = paper.form.funds[0]
    row = next(row for row in paper.rows if any(box.text.startswith("年度资金总额") for box in row))
    place = next(number for number, box in enumerate(row) if box.text == fund.executed)
    row[place] = Box(printed, row[place].columns)
    form = read(as_html(paper))
    found = form.fund()
    assert found is not None and printed in (found.initial, found.budget, found.executed)
    assert any(printed in doubt.why for doubt in form.uncertain)


def _workbook(paper: Paper) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, line in enumerate((paper.title, *paper.above), 1):
        sheet.cell(number, 1, line)
    first = 2 + len(paper.above)
    for number, row in enumerate(placed(paper), first):
        for column, box in row:
            cell = sheet.cell(number, column + 1, box.text or None)
            cell.data_type = "s" if box.text else "n"
            if box.columns > 1 or box.rows > 1:
                sheet.merge_cells(None, number, column + 1, number + box.rows - 1, column + box.columns)
    for number, line in enumerate(paper.below, first + len(paper.rows)):
        sheet.cell(number, 1, line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _document(paper: Paper, torn: int | None = None) -> bytes:
    """The table is put together as XML: python-docx counts all cells anew for each one it is asked for.

    Where it is `torn`, what stands from that row on is a table of its own.
    """
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    for line in (paper.title, *paper.above):
        document.add_paragraph(line)
    wide = max(len(row) for row in grid(paper))
    for number, part in enumerate(_torn(placed(paper), len(paper.rows) if torn is None else torn)):
        if number:
            document.add_paragraph("")
        document.element.body[-1].addprevious(parse_xml(_word_table(part, wide)))
    for line in paper.below:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _torn(rows: list[list[tuple[int, Box]]], at: int) -> list[list[list[tuple[int, Box]]]]:
    """The rows above and below; what reaches over the tear goes on as an empty cell."""
    upper = [
        [(column, replace(box, rows=min(box.rows, at - n))) for column, box in row] for n, row in enumerate(rows[:at])
    ]
    rest = [
        (column, Box("", box.columns, n + box.rows - at))
        for n, row in enumerate(rows[:at])
        for column, box in row
        if n + box.rows > at
    ]
    lower = [sorted([*rest, *rows[at]], key=lambda cell: cell[0]), *rows[at + 1 :]] if at < len(rows) else []
    return [part for part in (upper, lower) if part]


def _word_table(rows: list[list[tuple[int, Box]]], wide: int) -> str:
    """A table of WordprocessingML; a box over several rows goes on in cells of their own, as Word has it."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    made = [f'<w:tbl xmlns:w="{space}"><w:tblPr/><w:tblGrid>{"<w:gridCol/>" * wide}</w:tblGrid>']
    hanging: dict[int, tuple[Box, int]] = {}
    for number, row in enumerate(rows):
        made.append("<w:tr>")
        boxes, column = dict(row), 0
        while column < wide:
            box, last = hanging.get(column, (None, -1))
            below = box is not None and last >= number
            if not below:
                box = boxes.get(column, Box(""))
                hanging[column] = (box, number + box.rows - 1)
            assert box is not None
            merged = "" if box.rows < 2 else "<w:vMerge/>" if below else '<w:vMerge w:val="restart"/>'
            lines = [] if below else html.escape(box.text, quote=False).split("\n")
            text = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
            made.append(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{box.columns}"/>{merged}</w:tcPr><w:p><w:r>{text}</w:r></w:p></w:tc>'
            )
            column += box.columns
        made.append("</w:tr>")
    return "".join((*made, "</w:tbl>"))


def _unmerged(*sheets: list[list[str]]) -> bytes:
    """Grids side by side as a page whose merged cells were taken apart."""
    rows = []
    for number in range(max(map(len, sheets))):
        cells: list[str] = []
        for sheet in sheets:
            wide = max(map(len, sheet)) + 1
            row = sheet[number] if number < len(sheet) else []
            cells += [*row, *[""] * (wide - len(row))]
        rows.append("".join(f"<td>{html.escape(cell)}</td>" for cell in cells))
    return f"<html><body><table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></body></html>".encode()


@settings(max_examples=examples(40))
@given(left=papers(), right=papers())
def test_forms_of_two_places_side_by_side(left: Paper, right: Paper) -> None:
    found = list(read_bytes(_unmerged(grid(left), grid(right)), "表.html"))
    forms = [item for item in found if isinstance(item, Form)]
    assert len(forms) == 2
    for form, paper in zip(forms, (left, right), strict=True):
        outside = ("year", "notes")  # what stands above and below the grid is not on this page
        assert [word for word in difference(form, paper) if not word.startswith(outside)] == []


def test_half_a_header_is_told_and_the_other_form_read() -> None:
    whole = "项目名称\t路灯改造\n资金\t年初预算数\t全年预算数\t全年执行数\n年度资金总额\t10\t10\t9\n"
    tree = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\n产出指标\t数量指标\t路灯\t10盏\t10盏\n"
    half = whole.replace("路灯", "道路") + "一级指标\t年度指标值\n产出指标\t面积\t10公顷\n"
    found = list(read_text(f"项目支出绩效自评表\n{half}\n项目支出绩效自评表\n{whole}{tree}", "表.txt"))
    torn, sound = (item for item in found if isinstance(item, Form))
    [problem] = (item for item in found if isinstance(item, Problem))
    assert (torn.project, sound.project) == ("道路改造", "路灯改造")
    assert "绩效指标" in problem.message and "第 1 张" in problem.message
    assert [row.l3 for row in sound.indicators] == ["路灯"] and "10公顷" in _texts(torn)


def test_a_page_torn_between_the_tiers_of_a_header() -> None:
    top = ["绩效指标", "一级指标", "二级指标", "三级指标", ("年度指标值", 3), "实际完成值", "分值", "得分"]
    below = ["", "", "", "", "指标性质", "指标值", "度量单位"]
    row = ["", "产出指标", "数量指标", "路灯", "≥", "10", "盏", "12", "90", "90"]
    table = made_grid([["项目名称", "路灯改造"], top, below, row], seams=(2,))
    [form] = recognised(table)
    one = form.indicators[0]
    assert (one.property, one.target, one.unit, one.actual, one.score) == ("≥", "10", "盏", "12", "90")
