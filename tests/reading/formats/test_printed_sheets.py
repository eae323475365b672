"""A workbook printed to PDF over several pages: whatever the cuts, it is read as it was."""

import io
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.form import Form
from jiheng.reading import read_bytes
from jiheng.reading.formats import office
from jiheng.reading.formats.pdf_page import read_page
from jiheng.reading.page_join import Stitcher
from jiheng.reading.tables.open_rows import is_open, upright
from jiheng.reading.tables.page import Glyph, Mark, Page, Rule
from jiheng.reading.tables.sheet_pages import together

_TREE = [
    ("产出指标", "数量指标", "开放图书室数量", "≥12个", "12个", 20, 20, ""),
    ("", "质量指标", "设备完好率", "≥98%", "98.5%", 15, 15, ""),
    ("", "时效指标", "完成时间", "2024年12月底前", "2024年11月30日", 15, 15, ""),
    ("效益指标", "社会效益指标", "到馆人次", "≥15000人次", "13200人次", 30, 26.4, "汛期闭馆十天，下年提前安排。"),
    ("满意度指标", "服务对象满意度指标", "读者满意度", "≥95%", "96%", 10, 10, ""),
]
"""Level 1 and 2, name, target, actual, weight, score, reason."""


def _cells() -> list[tuple[int, int, Any, int, int]]:
    """Row, column, text, rows and columns of every cell."""
    found: list[tuple[int, int, Any, int, int]] = [(1, 1, "项目支出绩效自评表", 1, 9), (2, 1, "（2024年度）", 1, 9)]
    found += [(3, 1, "项目名称", 1, 2), (3, 3, "社区图书室夜间开放工程", 1, 7)]
    found += [(4, 1, "主管部门", 1, 2), (4, 3, "文化局", 1, 2), (4, 5, "实施单位", 1, 2), (4, 7, "图书馆", 1, 3)]
    found += [(5, 1, "项目资金（万元）", 4, 2)]
    money = ("", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    rows = [money, ("年度资金总额", "120", "118.5", "112.58", "10", "95%", "9.5")]
    rows += [("上年结转资金", "20", "20", "20", "", "100%", ""), ("其他资金", *[""] * 6)]
    found += [(5 + r, 3 + c, text, 1, 1) for r, row in enumerate(rows) for c, text in enumerate(row)]
    found += [(9, 1, "年度总体目标", 2, 1), (9, 2, "预期目标", 1, 4), (9, 6, "实际完成情况", 1, 4)]
    found += [(10, 2, "开放十二个图书室，方便居民借阅。", 1, 4), (10, 6, "已开放十二个图书室。", 1, 4)]
    header = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    found += [(11, 1, "绩效指标", 1 + len(_TREE), 1), *((11, 2 + c, text, 1, 1) for c, text in enumerate(header))]
    for number, row in enumerate(_TREE):
        high = {"产出指标": 3}.get(row[0], 1)
        found += [(12 + number, 2, row[0], high, 1)] if row[0] else []
        found += [(12 + number, 3 + c, text, 1, 1) for c, text in enumerate(row[1:])]
    last = 12 + len(_TREE)
    return [*found, (last, 1, "总分", 1, 6), (last, 7, "100", 1, 1), (last, 8, "90.9", 1, 1), (last, 9, "", 1, 1)]


def _book(set_up: Callable[[Worksheet], None]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    line = Side(style="thin")
    for row, column, text, high, wide in _cells():
        sheet.cell(row, column).value = text if text != "" else None
        if high > 1 or wide > 1:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + high - 1, end_column=column + wide - 1)
    for cells in sheet.iter_rows(min_row=3, max_col=9):
        for cell in cells:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    set_up(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _laid(
    wide: float = 9, high: float = 36, rows: tuple[int, ...] = (), columns: tuple[int, ...] = (), **more: Any
) -> Callable[[Worksheet], None]:
    """Width of the columns, height of the rows, after which rows and columns the paper is cut, what stands on each."""

    def set_up(sheet: Worksheet) -> None:
        for letter in "ABCDEFGHI":
            sheet.column_dimensions[letter].width = wide
        for number in range(3, sheet.max_row + 1):
            sheet.row_dimensions[number].height = high
        for row in rows:
            sheet.row_breaks.append(Break(id=row))
        for column in columns:
            sheet.col_breaks.append(Break(id=column))
        sheet.page_setup.paperSize = more.get("paper", 9)
        sheet.page_setup.orientation = more.get("orientation", "portrait")
        sheet.page_setup.pageOrder = more.get("order", "downThenOver")
        if "titles" in more:
            sheet.print_title_rows = more["titles"]
        if "beside" in more:
            sheet.print_title_cols = more["beside"]

    return set_up


PRINTS: Mapping[str, Callable[[Worksheet], None]] = {
    "one page": _laid(),
    "two pages": _laid(rows=(12,)),
    "cut in the funds": _laid(rows=(7,)),
    "titles repeated": _laid(rows=(12,), titles="1:2"),
    "header repeated": _laid(rows=(14,), titles="11:11"),
    "wide": _laid(18),
    "four pages": _laid(14, rows=(10,)),
    "four pages, beside first": _laid(14, rows=(10,), order="overThenDown"),
    "cut by columns": _laid(columns=(6,)),
    "very wide": _laid(30),
    "wide, titles repeated": _laid(18, 60, titles="1:2"),
    "wide, first columns repeated": _laid(18, beside="A:B"),
    "every few rows": _laid(rows=(6, 9, 12)),
    "low rows": _laid(high=30),
}


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")
def test_a_sheet_printed_over_pages(tmp_path: Path) -> None:
    for number, set_up in enumerate(PRINTS.values()):
        (tmp_path / f"{number}.xlsx").write_bytes(_book(set_up))
    command = [str(office.program()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, sorted(tmp_path.glob("*.xlsx")))]
    subprocess.run(command, capture_output=True, check=True, timeout=600)
    for number, name in enumerate(PRINTS):
        found = list(read_bytes((tmp_path / f"{number}.pdf").read_bytes(), f"{name}.pdf"))
        assert len(found) == 1 and isinstance(found[0], Form), (name, found)
        _check(name, found[0])


def _check(name: str, form: Form) -> None:
    assert (form.project, form.department, form.unit) == ("社区图书室夜间开放工程", "文化局", "图书馆"), name
    assert (form.goal_expected, form.goal_actual) == ("开放十二个图书室，方便居民借阅。", "已开放十二个图书室。"), name
    assert [(f.name, f.executed, f.rate) for f in form.funds] == [
        ("年度资金总额", "112.58", "95%"),
        ("上年结转资金", "20", "100%"),
        ("其他资金", "", ""),
    ], name
    level = ""
    for row, want in zip(form.indicators, _TREE, strict=True):
        level = want[0] or level
        expected = (level, *want[1:5], str(want[5]), str(want[6]), want[7])
        got = (row.l1, row.l2, row.l3, row.target, row.actual, row.weight, row.score, row.reason)
        assert got == expected, name
    assert (form.total_weight, form.total_score) == ("100", "90.9"), name


def _boxed(left: float, right: float, *levels: float) -> list[Rule]:
    return [Rule(True, at, left, right) for at in levels] + [
        Rule(False, x, levels[0], levels[-1]) for x in (left, right)
    ]


def test_a_text_that_the_cut_runs_through_counts_once() -> None:
    title = [Glyph("项目名称", 40, 20, 80, 30), Glyph("夜间开放工程", 85, 20, 99, 30)]
    left = Page(1, 200, 200, _boxed(30, 100, 10, 40, 70), title, 0, 0)
    seen = [Glyph("夜间开放工程", 31, 20, 50, 30), Glyph("得分", 60, 50, 80, 60)]
    right = Page(2, 200, 200, _boxed(30, 100, 10, 40, 70), seen, 0, 0, [Mark(40, 25, "没有印全")])
    (whole,) = together([left, right])
    assert [glyph.text for glyph in whole.glyphs] == ["项目名称", "夜间开放工程", "得分"]


_TITLES = ("项目名称", "主管部门", "总分")


def _sheet(number: int, texts: tuple[str, str, str], titles: tuple[str, str, str] = _TITLES) -> Page:
    rules = [*_boxed(30, 160, 10, 40, 70, 100), Rule(False, 90, 10, 100)]
    glyphs = [Glyph(c, 35 + 9 * n, y, 43 + 9 * n, y + 9) for y, text in zip((20, 50, 80), titles, strict=True)
              for n, c in enumerate(text)]  # fmt: skip
    glyphs += [Glyph(text, 95, y, 150, y + 9) for y, text in zip((20, 50, 80), texts, strict=True)]
    return Page(number, 200, 200, rules, glyphs, 0, 0, [Mark(40, 25, "标题"), Mark(100, 25, "没有印全")])


def test_columns_of_titles_that_are_printed_again_count_once() -> None:
    pages = [_sheet(1, ("夜间开放", "文化局", "100")), _sheet(2, ("工程", "图书馆", "97"))]
    (whole,) = together(pages)
    assert "".join(glyph.text for glyph in whole.glyphs) == "项目名称主管部门总分夜间开放文化局100工程图书馆97"
    assert {rule.at for rule in whole.rules if not rule.horizontal} == {30, 90, 160, 230}
    assert [mark.word for mark in whole.marks].count("标题") == 1
    other = _sheet(2, ("工程", "图书馆", "97"), ("项目名称", "负责人员", "电话"))
    assert len(list(together([pages[0], other]))) == 2


def test_a_label_printed_on_the_second_page_belongs_to_the_rows_above_as_well() -> None:
    def page(number: int, label: str, *rows: tuple[float, str]) -> Page:
        rules = [*_boxed(10, 200, 10, 100), Rule(False, 60, 10, 100), Rule(True, 55, 60, 200)]
        glyphs = [Glyph(text, 70, y, 90, y + 10) for y, text in rows]
        return Page(number, 300, 300, rules, [*glyphs, *([Glyph(label, 20, 50, 40, 60)] if label else [])], 0, 0)

    stitcher = Stitcher("甲.pdf")
    pages = [page(1, "", (20, "一"), (70, "二")), page(2, "产出", (20, "三"), (70, "四"))]
    found = [table for each in pages for table in stitcher.add(each)] + list(stitcher.finish())
    (table,) = found
    label = table.rows[0][0]
    assert (label.text, label.rows) == ("产出", 4)
    assert label.origin is not None and label.origin.page == 2
    assert [[cell.text for cell in row] for row in table.rows] == [["产出", "一"], ["二"], ["三"], ["四"]]


def test_a_label_at_the_top_of_a_page_leaves_an_empty_column_above_alone() -> None:
    def page(number: int, *rows: tuple[float, str, str]) -> Page:
        rules = [*_boxed(10, 200, 10, 100), Rule(False, 60, 10, 100), Rule(True, 55, 10, 200)]
        glyphs = [Glyph(text, x, y, x + 20, y + 10) for y, *row in rows for x, text in zip((20, 70), row, strict=True)]
        return Page(number, 300, 300, rules, [glyph for glyph in glyphs if glyph.text], 0, 0)

    stitcher = Stitcher("甲.pdf")
    pages = [page(1, (20, "", "总额"), (70, "", "其他")), page(2, (20, "目标", "养护"), (70, "", "已养护"))]
    (table,) = [table for each in pages for table in stitcher.add(each)] + list(stitcher.finish())
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["", "总额"],
        ["", "其他"],
        ["目标", "养护"],
        ["", "已养护"],
    ]


def test_columns_from_pieces_of_level_rules_in_a_closed_frame() -> None:
    rules = [Rule(True, at, x, x + 50) for at in (10, 30, 50, 70) for x in (0, 50, 100)]
    rules += [Rule(False, x, 10, 70) for x in (0, 150)]
    texts = [Glyph(char, 31 + 10 * n, 15, 41 + 10 * n, 25) for n, char in enumerate("项目负责人")]
    assert is_open(rules)
    found = upright(rules, texts)
    assert not [rule for rule in found if rule.at == 50 and rule.start == 10], "a rule would part the words of a label"
    assert [rule for rule in found if rule.at == 100 and rule.start == 10]


def test_a_page_put_onto_another_keeps_its_characters_together() -> None:
    """PDFium gives the box of a character that an /ActualText span replaces without the matrix of its form object."""
    inside = b"/Span <</ActualText (Z)>> BDC BT /F1 12 Tf 10 10 Td (A) Tj ET EMC BT /F1 12 Tf 20 10 Td (B) Tj ET"
    content = b"q 1 0 0 1 200 100 cm /X0 Do Q"
    font = b"<</Font<</F1 4 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R/Resources<</XObject<</X0 6 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources%s/Length %d>>stream\n%s\nendstream"
        % (font, len(inside), inside),
    ]
    data = b"%PDF-1.5\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, item) for n, item in enumerate(objects, 1))
    page = pdfium.PdfDocument(data + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF")[0]
    assert [(glyph.text, round(glyph.left)) for glyph in read_page(page, 1).glyphs] == [("Z", 210), ("B", 220)]
