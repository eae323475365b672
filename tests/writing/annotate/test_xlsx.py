"""Excel: notes and marked cells, everything else as it was."""

import io

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from tests.writing.office_files import Figures, package, saved, unpacked, workbook

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading.files.sniff import FileKind
from jiheng.reading.read import read_bytes
from jiheng.writing.annotate import annotate

NAME = "甲.xlsx"
RATE, ACTUAL, TOTAL, UNIT = "H6", "F11", "H14", "G4"
SHEET = "xl/worksheets/sheet1.xml"
THREADS = "xl/threadedComments/threadedComment1.xml"
PERSONS = "xl/persons/person.xml"
T = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def forms(data: bytes) -> list[Form]:
    return [item for item in read_bytes(data, NAME) if isinstance(item, Form)]


def annotated(data: bytes) -> bytes:
    return annotate(data, FileKind.XLSX, NAME, audit(forms(data), ignore=("T18", "R08")))[0]


def opened(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return sheet


def bare(sheet: bytes) -> bytes:
    """The canonical XML of a sheet without styles of cells, its drawing of notes, and cells without content."""
    root = etree.fromstring(sheet)
    for element in list(root.iter(f"{S}legacyDrawing")):
        element.getparent().remove(element)
    for cell in list(root.iter(f"{S}c")):
        cell.attrib.pop("s", None)
        if not len(cell):
            cell.getparent().remove(cell)
    return etree.tostring(root, method="c14n")


def test_each_finding_is_a_note_in_a_marked_cell() -> None:
    sheet = opened(annotated(saved(workbook())))
    assert "A01" in sheet[RATE].comment.text and "应为：75%" in sheet[RATE].comment.text
    assert sheet[RATE].comment.author == "绩衡"
    assert sheet[RATE].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet[RATE].border.left.style == "thin", "the rest of the style stays"
    assert sheet["A1"].comment is None


@pytest.mark.parametrize("listed", [True, False])
def test_empty_cells_take_a_note_even_if_the_sheet_does_not_list_them(listed: bool) -> None:
    book = workbook(Figures(actual="", total="", unit=""))
    if not listed:
        for reference in (ACTUAL, TOTAL):
            del book.active._cells[book.active[reference].row, book.active[reference].column]
    sheet = opened(annotated(saved(book)))
    for reference, code in ((ACTUAL, "E01"), (TOTAL, "A10"), (UNIT, "F01")):
        assert code in sheet[reference].comment.text, reference
        assert sheet[reference].fill.fgColor.rgb == "FFFFC7CE"
    columns = [cell.column for cell in sheet[11] if cell.value is not None]
    assert columns == sorted(columns)


def test_everything_else_stays_as_it_was() -> None:
    book = workbook()
    book.create_sheet("说明")["A1"] = "不动"
    data = saved(book)
    before, after = unpacked(data), unpacked(annotated(data))
    assert bare(before[SHEET]) == bare(after[SHEET])
    touched = {SHEET, "[Content_Types].xml", "xl/styles.xml"}
    assert all(after[name] == content for name, content in before.items() if name not in touched)
    assert {name.rpartition("/")[2] for name in after.keys() - before.keys()} == {
        "commentsJiheng1.xml", "vmlDrawingJiheng1.vml", "sheet1.xml.rels",
    }  # fmt: skip


def test_the_form_reads_as_before() -> None:
    data = saved(workbook(Figures(actual="", total=""), numbers=True))
    assert forms(annotated(data)) == forms(data)


def test_notes_that_are_there_are_kept() -> None:
    book = workbook()
    book.active[RATE].comment = Comment("请财务核对", "甲")
    book.active["A1"].comment = Comment("表头", "乙")
    data = saved(book)
    sheet = opened(annotated(data))
    assert sheet[RATE].comment.text.startswith("请财务核对") and "A01" in sheet[RATE].comment.text
    assert sheet["A1"].comment.text == "表头"
    before, after = unpacked(data), unpacked(annotated(data))
    drawing = next(name for name in before if name.endswith(".vml"))
    old = before[drawing]
    assert after[drawing].startswith(old[: old.rindex(b"</xml>")]), "shapes are added behind those that are there"
    assert not any("Jiheng" in name for name in after)


def conversing(references: tuple[str, ...], persons: bool = True) -> bytes:
    """A workbook as Excel writes it with a conversation at each of these cells."""
    book = workbook()
    for reference in references:
        book.active[reference].comment = Comment("[线程批注]请财务核对", f"tc={{ROOT-{reference}}}")
    parts = unpacked(saved(book))
    said = "".join(
        f'<threadedComment ref="{ref}" dT="2026-01-05T08:00:00.00" personId="{{P1}}" id="{{ROOT-{ref}}}">'
        f'<text>请财务核对</text></threadedComment><threadedComment ref="{ref}" dT="2026-01-06T09:30:00.00" '
        f'personId="{{P1}}" id="{{SECOND-{ref}}}" parentId="{{ROOT-{ref}}}"><text>已核</text></threadedComment>'
        for ref in references
    )
    parts[THREADS] = f'<ThreadedComments xmlns="{T[1:-1]}">{said}</ThreadedComments>'.encode()
    _link(parts, "xl/worksheets/_rels/sheet1.xml.rels", "threadedComment", "/xl/threadedComments/threadedComment1.xml")
    if persons:
        person = '<person displayName="某甲" id="{P1}" userId="某甲" providerId="None"/>'
        parts[PERSONS] = f'<personList xmlns="{T[1:-1]}">{person}</personList>'.encode()
        _link(parts, "xl/_rels/workbook.xml.rels", "person", f"/{PERSONS}")
    return package(parts)


def _link(parts: dict[str, bytes], rels: str, kind: str, target: str) -> None:
    space = "http://schemas.microsoft.com/office/2017/10/relationships"
    link = f'<Relationship Id="rIdT" Type="{space}/{kind}" Target="{target}"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())


def _said(parts: dict[str, bytes], reference: str) -> list[etree._Element]:
    root = etree.fromstring(parts[THREADS])
    return [item for item in root if item.get("ref") == reference]


def test_a_conversation_is_kept_and_answered() -> None:
    data = conversing((RATE, "A1"))
    parts = unpacked(annotated(data))
    first, second, ours = _said(parts, RATE)
    assert [first.findtext(f"{T}text"), second.findtext(f"{T}text")] == ["请财务核对", "已核"]
    assert "A01" in ours.findtext(f"{T}text") and ours.get("parentId") == first.get("id")
    assert ours.get("dT") == second.get("dT"), "it stands below what was said"
    persons = {item.get("id"): item.get("displayName") for item in etree.fromstring(parts[PERSONS])}
    assert persons == {"{P1}": "某甲", ours.get("personId"): "绩衡"}
    assert len(_said(parts, "A1")) == 2, "a conversation without remark stays as it was"
    sheet = opened(annotated(data))
    assert "A01" in sheet[RATE].comment.text, "older programs read the note"
    assert sheet[RATE].comment.author == f"tc={first.get('id')}", "by this Excel knows the conversation's note"
    authors = {cell.comment.author for row in sheet for cell in row if cell.comment and cell.coordinate != RATE}
    assert "绩衡" in authors, "cells without a conversation get notes"


def test_answers_of_a_second_time_have_ids_of_their_own() -> None:
    parts = unpacked(annotated(annotated(conversing((RATE,)))))
    said = _said(parts, RATE)
    assert len({item.get("id") for item in said}) == len(said) == 4
    assert len(etree.fromstring(parts[PERSONS])) == 2, "we are listed once"


def test_a_conversation_without_note_or_list_of_persons() -> None:
    parts = unpacked(conversing((RATE,), persons=False))
    note = next(name for name in parts if "comment" in name and "threaded" not in name and name.endswith(".xml"))
    root = etree.fromstring(parts[note])
    root.find(f"{S}commentList").clear()
    after = unpacked(annotated(package(parts | {note: etree.tostring(root)})))
    assert [item.get("displayName") for item in etree.fromstring(after["xl/persons/personJiheng.xml"])] == ["绩衡"]
    assert b"/xl/persons/personJiheng.xml" in after["xl/_rels/workbook.xml.rels"]
    assert b"/xl/persons/personJiheng.xml" in after["[Content_Types].xml"]
    sheet = opened(package(after))
    assert sheet[RATE].comment.author == f"tc={{ROOT-{RATE}}}" and "A01" in sheet[RATE].comment.text


def test_annotating_again_adds_below() -> None:
    data = saved(workbook())
    once, twice = unpacked(annotated(data)), unpacked(annotated(annotated(data)))
    assert once.keys() == twice.keys()
    assert opened(annotated(annotated(data)))[RATE].comment.text.count("A01】") == 2
    assert once["xl/drawings/vmlDrawingJiheng1.vml"] == twice["xl/drawings/vmlDrawingJiheng1.vml"]


def test_sheets_get_parts_of_their_own() -> None:
    book = workbook()
    second = book.copy_worksheet(book.active)
    second.title = "第二张"
    second["C3"] = "另一条河清淤"
    data = saved(book)
    first_only = unpacked(annotated(saved(workbook())))
    parts = unpacked(annotated(data))
    assert {name for name in parts if "Jiheng" in name} == {
        f"xl/{name}" for number in (1, 2)
        for name in (f"commentsJiheng{number}.xml", f"drawings/vmlDrawingJiheng{number}.vml")
    }  # fmt: skip
    assert first_only.keys() < parts.keys()


def test_the_drawing_of_a_header_is_left_alone() -> None:
    parts = unpacked(saved(workbook()))
    parts["xl/drawings/header.vml"] = b"<xml><br></xml>"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing" '
        b'Target="../drawings/header.vml"/></Relationships>'
    )
    link = (
        b'<legacyDrawingHF xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
    )
    parts[SHEET] = parts[SHEET].replace(b"</worksheet>", link + b"</worksheet>")
    after = unpacked(annotated(package(parts)))
    assert after["xl/drawings/header.vml"] == parts["xl/drawings/header.vml"]
    tags = [etree.QName(child).localname for child in etree.fromstring(after[SHEET])]
    assert tags.index("legacyDrawing") < tags.index("legacyDrawingHF")


def test_macros_stay() -> None:
    parts = unpacked(saved(workbook()))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", b"vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    data = package({**parts, "xl/vbaProject.bin": b"\x00macro"})
    out, ending = annotate(data, FileKind.XLSX, NAME, audit(forms(data), ignore=("T18", "R08")))
    assert ending == ".xlsm"
    assert unpacked(out)["xl/vbaProject.bin"] == b"\x00macro"


def test_styles_are_kept_apart() -> None:
    book = workbook()
    book.active[RATE].font = Font(bold=True, color="FF0000FF")
    book.active["I6"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet = opened(annotated(saved(book)))
    assert sheet[RATE].font.bold and sheet[RATE].font.color.rgb == "FF0000FF"
    assert sheet["I6"].fill.fgColor.rgb == "FFFFC7CE", "the mark covers a colour of the cell's own"
    assert not sheet["I6"].font.bold


def test_a_made_cell_looks_like_its_column() -> None:
    book = workbook(Figures(actual=""))
    book.active.column_dimensions["F"].font = Font(italic=True)
    del book.active._cells[11, 6]
    assert opened(annotated(saved(book)))[ACTUAL].font.italic
