"""Workbooks as real programs write them: what a person sees is read, what is left out is said."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import office, xls, xls_boxes, xlsx
from jiheng.reading.tables.table import Cell, Table

from .test_libreoffice import converted


def saved(book: Workbook, changes: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """The bytes of a workbook; `changes` replaces text in its parts: part → (old, new)."""
    buffer = io.BytesIO()
    book.save(buffer)
    if not changes:
        return buffer.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            old, new = changes.get(name, ("", ""))
            text = source.read(name)
            target.writestr(name, text.decode().replace(old, new).encode() if old else text)
    return out.getvalue()


def sheet_with(rows: list[list[object]]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    return book, sheet


def read(data: bytes) -> Table:
    (table,) = xlsx.tables(data, "甲.xlsx")
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def only(table: Table) -> Cell:
    ((cell,),) = table.rows
    return cell


def test_hidden_rows_and_columns_are_left_out_and_said() -> None:
    book, sheet = sheet_with([["甲", "乙", "丙"], ["示例", 1, 2], ["真", 3, 4]])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    table = read(saved(book))
    assert texts(table) == [["甲", "丙"], ["真", "4"]]
    assert table.notes == {0: ["第 B 列是隐藏的，没有读入"], 1: ["第 2 行是隐藏的，没有读入"]}


def test_a_merged_cell_is_seen_where_its_first_row_and_column_are_not_hidden() -> None:
    book, sheet = sheet_with([["产出指标", "数量"], [None, "质量"], [None, "时效"]])
    sheet.merge_cells("A1:A3")
    sheet.row_dimensions[1].hidden = True
    table = read(saved(book))
    assert texts(table) == [["产出指标", "质量"], ["时效"]]
    assert (table.rows[0][0].row, table.rows[0][0].rows) == (1, 2)


def test_a_sheet_may_show_no_zeros() -> None:
    book, sheet = sheet_with([[0, 5, "0", 0.0]])
    sheet.sheet_view.showZeros = False
    assert texts(read(saved(book))) == [["5", "0"]]


def test_struck_and_raised_parts_do_not_count() -> None:
    book, sheet = sheet_with([])
    struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
    sheet["A1"] = CellRichText(TextBlock(struck, "150.20"), "148.58", TextBlock(raised, "1"))
    sheet["B1"] = CellRichText("1.5×10", TextBlock(raised, "4"))
    sheet["C1"] = CellRichText("120m", TextBlock(raised, "2"))
    sheet["D1"] = 96
    sheet["D1"].font = Font(strike=True)
    one, two, three, four = read(saved(book)).rows[0]
    assert one.text == "148.58" and "150.20" in (one.doubt or "") and "1”" in (one.doubt or "")
    assert (two.text, three.text) == ("1.5×10⁴", "120m²")
    assert four.text == "" and "96" in (four.doubt or "")


def test_signs_of_symbol_fonts_and_escaped_characters() -> None:
    book, sheet = sheet_with([])
    sheet["A1"] = CellRichText(TextBlock(InlineFont(rFont="Symbol"), "³"), "98%")
    sheet["B1"] = "R"
    sheet["B1"].font = Font(name="Wingdings 2")
    sheet["C1"] = "a_x005F_b"
    sheet["D1"] = CellRichText("≥10", TextBlock(InlineFont(vertAlign="superscript"), "4"), "粒")
    assert texts(read(saved(book))) == [["≥98%", "☑", "a_b", "≥10⁴粒"]]


@pytest.mark.parametrize("formula", ['DISPIMG("ID_1",1)', '_xlfn.DISPIMG("ID_1",1)'])
def test_a_picture_by_formula_is_not_worked_out(formula: str) -> None:
    book, _ = sheet_with([[f"={formula}"]])
    cell = only(read(saved(book)))
    assert cell.text == "" and "图片" in (cell.doubt or "")


def test_a_picture_that_excel_keeps_behind_an_error_value() -> None:
    book, sheet = sheet_with([["#VALUE!"]])
    sheet["A1"].data_type = "e"
    cell = only(read(saved(book, {"xl/worksheets/sheet1.xml": ('t="e"', 't="e" vm="1"')})))
    assert cell.text == "" and "图片" in (cell.doubt or "")


@pytest.mark.parametrize("change", [str.upper, lambda name: name.replace("/", "\\")])
def test_parts_packed_under_odd_names(change: Callable[[str], str]) -> None:
    book, _ = sheet_with([["项目名称", "甲"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            made.writestr(change(name), source.read(name))
    assert kind(out.getvalue()) is FileKind.XLSX
    assert texts(read(out.getvalue())) == [["项目名称", "甲"]]


def test_an_error_value_is_said() -> None:
    book, sheet = sheet_with([["#REF!"]])
    sheet["A1"].data_type = "e"
    cell = only(read(saved(book)))
    assert cell.text == "#REF!" and "错误值" in (cell.doubt or "")


def test_a_picture_in_a_cell_is_no_text() -> None:
    book, sheet = sheet_with([])
    sheet["A1"] = '=_xlfn.DISPIMG("ID_1",1)'
    sheet["A1"].data_type = "s"
    cell = only(read(saved(book)))
    assert cell.text == "" and "图片" in (cell.doubt or "")


def test_a_share_typed_as_a_formula_keeps_its_sign() -> None:
    book, _ = sheet_with([["=100%", "甲", "=8个", "=3.2公里", "=15%以上"]])
    assert texts(read(saved(book))) == [["=100%", "甲", "=8个", "=3.2公里", "=15%以上"]]


def test_a_formula_without_a_result_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())
    book, _ = sheet_with([[1, 2, "=A1+B1"]])
    cell = read(saved(book)).rows[0][2]
    assert cell.text == "" and "公式没有算过" in (cell.doubt or "")


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")
def test_a_formula_without_a_result_is_worked_out() -> None:
    book, sheet = sheet_with([[1, 3, "=A1/B1", '=IF(A1=1,"是","否")']])
    sheet["C1"].number_format = "0.00%"
    row = read(saved(book)).rows[0]
    assert [cell.text for cell in row] == ["1", "3", "33.33%", "是"]
    assert all("LibreOffice 算出" in (cell.doubt or "") for cell in row[2:])


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/SharedStrings.xml", "xl/texts/words.xml"])
def test_parts_are_found_by_their_relations(part: str) -> None:
    book, _ = sheet_with([["项目名称", "甲"]])
    data = saved(book)
    out = io.BytesIO()
    target = part if "words" in part else "xl/sharedStrings.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".rels"):
                content = content.replace(b"/xl/sharedStrings.xml", f"/{target}".encode())
            made.writestr(part if name == "xl/sharedStrings.xml" else name, content)
    assert texts(read(out.getvalue())) == [["项目名称", "甲"]]


def test_strict_open_xml() -> None:
    book, _ = sheet_with([["项目名称", 12.5], ["日期", "2024-11-30T00:00:00"]])
    data = saved(book)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            for kind in (b"spreadsheetml", b"officeDocument"):
                content = content.replace(
                    b"http://schemas.openxmlformats.org/" + kind + b"/2006/",
                    b"http://purl.oclc.org/ooxml/" + kind + b"/",
                )
            made.writestr(name, content)
    assert texts(read(out.getvalue()))[0] == ["项目名称", "12.5"]


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")
def test_old_workbooks_show_the_same(tmp_path: Path) -> None:
    book, sheet = sheet_with([[1125800, 96, 0, "甲"], ["隐藏"]])
    sheet["A1"].number_format = '0\\.0,"万元"'
    sheet["B1"].font = Font(strike=True)
    sheet["E1"] = CellRichText("148.58", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    sheet.sheet_view.showZeros = False
    sheet.row_dimensions[2].hidden = True
    (table,) = xls.tables(converted(saved(book), "xlsx", "xls", tmp_path), "甲.xls")
    assert texts(table) == [["112.6万元", "", "甲", "148.58"]]
    assert table.notes == {0: ["第 2 行是隐藏的，没有读入"]}


def test_a_workbook_that_only_holds_a_document_of_another_program_says_so() -> None:
    book, _ = sheet_with([])
    out = io.BytesIO(saved(book))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/embeddings/Microsoft_Word_Document.docx", b"PK")
    with pytest.raises(Unreadable, match="插入的 Word"):
        read(out.getvalue())


def test_white_letters_on_white_are_not_read_and_said() -> None:
    book, sheet = sheet_with([["提示", "表头", "甲"]])
    sheet["A1"].font, sheet["B1"].font = Font(color="FFFFFFFF"), Font(color="FFFFFFFF")
    sheet["B1"].fill = PatternFill("solid", fgColor="FF4472C4")
    table = read(saved(book))
    assert texts(table) == [["", "表头", "甲"]]
    assert [bool(cell.doubt) for cell in table.rows[0]] == [True, False, False]


def test_rows_without_a_height_of_their_own_may_be_hidden() -> None:
    book, sheet = sheet_with([["甲"], ["作废"], ["乙"]])
    sheet.sheet_format.zeroHeight = True
    for row in (1, 3):
        sheet.row_dimensions[row].height = 20
    assert texts(read(saved(book))) == [["甲"], ["乙"]]


def test_the_title_may_stand_in_the_page_header() -> None:
    book, sheet = sheet_with([["项目名称", "甲"]])
    sheet.oddHeader.center.text, sheet.oddHeader.center.size = "项目支出绩效自评表\n（2024年度）", 16
    sheet.oddHeader.right.text = "第 &P 页"
    assert read(saved(book)).before[:2] == ["项目支出绩效自评表", "（2024年度）"]
    sheet["A1"] = "（2023年度）项目支出绩效自评表"
    assert read(saved(book)).before == []


_ANCHOR = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>{0}</xdr:col><xdr:colOff>9</xdr:colOff><xdr:row>{1}</xdr:row>"
    "<xdr:rowOff>9</xdr:rowOff></xdr:from><xdr:to><xdr:col>{0}</xdr:col><xdr:colOff>99</xdr:colOff>"
    "<xdr:row>{1}</xdr:row><xdr:rowOff>99</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr><xdr:cNvPr id='2' name='a'{3}/>"
    "<xdr:cNvSpPr txBox='1'/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{2}</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
)
_DRAWING = (
    "<xdr:wsDr xmlns:xdr='http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>{}</xdr:wsDr>"
)
_DRAWN = (
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' "
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing' "
    "Target='../drawings/drawing1.xml'/></Relationships>"
)


def _with_boxes() -> bytes:
    book, sheet = sheet_with([["指标", "完成值", "得分"], ["甲", None, 10], ["乙", None, 5]])
    sheet.merge_cells("B2:B3")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO(saved(book, {"xl/worksheets/sheet1.xml": (
        "</worksheet>", f'<drawing xmlns:r="{relation}" r:id="rId1"/></worksheet>')}))  # fmt: skip
    anchors = (
        _ANCHOR.format(1, 2, "8处", "") + _ANCHOR.format(2, 1, "9", "") + _ANCHOR.format(0, 5, "藏", " hidden='1'")
    )
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", _DRAWING.format(anchors))
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", _DRAWN)
    return out.getvalue()


def _expect_boxes(table: Table) -> None:
    assert texts(table) == [["指标", "完成值", "得分"], ["甲", "8处", "10"], ["乙", "5"]]
    assert "文本框" in (table.rows[1][1].doubt or "") and "“9”" in (table.rows[1][2].doubt or "")


def test_what_is_typed_into_boxes_over_cells() -> None:
    _expect_boxes(read(_with_boxes()))


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")
def test_what_is_typed_into_boxes_over_cells_of_old_workbooks(tmp_path: Path) -> None:
    (table,) = xls.tables(converted(_with_boxes(), "xlsx", "xls", tmp_path), "甲.xls")
    _expect_boxes(table)


def _record(code: int, content: bytes) -> bytes:
    return struct.pack("<HH", code, len(content)) + content


@pytest.mark.parametrize(
    ("kind", "text", "seen"),
    [
        (6, b"\x00ab\rc", "ab\nc"),
        (2, b"\x01" + "处数".encode("utf-16-le"), "处数"),
        (25, b"\x00ab\rc", None),  # a note
        (11, b"\x00ab\rc", None),  # a check box
        (6, b"\x00 \r ", None),
    ],
    ids=["box", "wide", "note", "check box", "blank"],
)
def test_text_records_of_old_workbooks(kind: int, text: bytes, seen: str | None) -> None:
    anchor = struct.pack("<HHI9H", 0, 0xF010, 18, 0, 2, 9, 4, 9, 4, 0, 5, 9)  # from C5 to the edge of E6
    length = len(text[1:].decode("utf-16-le" if text[0] else "latin-1"))
    stream = b"".join((
        _record(0x0809, bytes(16)), _record(0xEC, anchor), _record(0x5D, struct.pack("<HHH", 0x15, 18, kind)),
        _record(0xEC, bytes(8)), _record(0x1B6, struct.pack("<10xH6x", length)), _record(0x3C, text),
        _record(0x3C, bytes(16)), _record(0x0A, b""),
    ))  # fmt: skip
    found = dict(xls_boxes.written(stream, 0))
    assert found == ({} if seen is None else {(5, 3): seen})
