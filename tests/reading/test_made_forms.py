"""Forms in the layouts of many places, made up part by part: read back from every rendering, nothing lost."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.reading.made_forms import Box, Paper, as_bars, as_html, as_lines, as_tabs, difference, grid, papers, placed

from jiheng.form import Form, Problem
from jiheng.reading import read_bytes, read_text

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


def _document(paper: Paper) -> bytes:
    from docx import Document

    document = Document()
    for line in (paper.title, *paper.above):
        document.add_paragraph(line)
    wide = max(len(row) for row in grid(paper))
    table = document.add_table(len(paper.rows), wide)
    for number, row in enumerate(placed(paper)):
        for column, box in row:
            cell = table.cell(number, column)
            if box.columns > 1 or box.rows > 1:
                cell = cell.merge(table.cell(number + box.rows - 1, column + box.columns - 1))
            cell.text = box.text
    for line in paper.below:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
