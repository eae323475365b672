"""Word: comments at the cells, everything else as it was."""

import datetime

import pytest
from lxml import etree
from tests.writing.office_files import RATE, Figures, W, docx, paragraph, unpacked

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind
from jiheng.reading.read import read_bytes
from jiheng.writing.annotate import annotate, original, remarks

NAME = "甲.docx"
WHEN = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)
MAIN = "word/document.xml"
_W = f"{{{W}}}"
MARKS = (f"{_W}commentRangeStart", f"{_W}commentRangeEnd")


def forms(data: bytes) -> list[Form]:
    return [item for item in read_bytes(data, NAME) if isinstance(item, Form)]


def annotated(data: bytes) -> bytes:
    out, ending = annotate(data, FileKind.DOCX, NAME, audit(forms(data), ignore=("T18", "R08")), written=WHEN)
    assert ending == ".docx"
    return out


def without_marks(document: bytes) -> bytes:
    """The canonical XML of a document with comment marks taken out."""
    root = etree.fromstring(document)
    for mark in list(root.iter(*MARKS)):
        mark.getparent().remove(mark)
    for reference in list(root.iter(f"{_W}commentReference")):
        run = reference.getparent()
        run.getparent().remove(run)
    return etree.tostring(root, method="c14n")


def commented(data: bytes) -> dict[str, str]:
    """The text of each comment → the text that its range covers."""
    parts = unpacked(data)
    root, comments = etree.fromstring(parts[MAIN]), etree.fromstring(parts["word/comments.xml"])
    found = {}
    for comment in comments:
        number = comment.get(f"{_W}id")
        start = next(m for m in root.iter(MARKS[0]) if m.get(f"{_W}id") == number)
        cell = next(start.iterancestors(f"{_W}tc"))
        assert any(m.get(f"{_W}id") == number for m in cell.iter(MARKS[1]))
        assert any(m.get(f"{_W}id") == number for m in cell.iter(f"{_W}commentReference"))
        found["".join(comment.itertext())] = "".join(t.text or "" for t in cell.iter(f"{_W}t"))
    return found


def test_each_finding_is_a_comment_at_its_cell() -> None:
    said = commented(annotated(docx(Figures(actual=""))))
    rate = next(text for text in said if "A01" in text)
    assert said[rate] == "100%"
    assert "75%" in rate and "怎么改" in rate and "依据" in rate
    assert said[next(text for text in said if "E01" in text)] == "", "an empty cell is marked itself"


def test_everything_else_stays_as_it_was() -> None:
    data = docx(word__styles_dot_xml="<styles/>", docProps__thumbnail_dot_jpeg="no picture")
    before, after = unpacked(data), unpacked(annotated(data))
    assert without_marks(before[MAIN]) == without_marks(after[MAIN])
    changed = {MAIN, "[Content_Types].xml", "word/comments.xml", "word/_rels/document.xml.rels"}
    assert after.keys() - before.keys() <= changed
    assert {name: data for name, data in before.items() if name not in changed} == {
        name: after[name] for name in before if name not in changed
    }
    assert list(after)[: len(before)] == list(before)


def test_the_form_reads_as_before() -> None:
    data = docx(Figures(actual=""))
    assert forms(annotated(data)) == forms(data)


def test_comments_that_are_there_are_kept() -> None:
    once = annotated(docx())
    twice = unpacked(annotated(once))
    comments = etree.fromstring(twice["word/comments.xml"])
    numbers = [comment.get(f"{_W}id") for comment in comments]
    assert len(set(numbers)) == len(numbers) == 6
    assert comments[0].get(f"{_W}author") == "绩衡"
    assert without_marks(twice[MAIN]) == without_marks(unpacked(docx())[MAIN])


RUN = "<w:r><w:t>{}</w:t></w:r>"
SPECIAL = {
    "tracked change": f'<w:p><w:del w:id="5" w:author="甲"><w:r><w:delText>99%</w:delText></w:r></w:del>'
    f'<w:ins w:id="6" w:author="甲">{RUN.format("100%")}</w:ins></w:p>',
    "content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('100%')}</w:sdtContent></w:sdt>",
    "two paragraphs": paragraph("100") + paragraph("%"),
    "nested table": f"<w:tbl><w:tr><w:tc>{paragraph('100%')}</w:tc></w:tr></w:tbl><w:p/>",
}


@pytest.mark.parametrize("inner", SPECIAL.values(), ids=SPECIAL)
def test_cells_of_every_build_take_a_comment(inner: str) -> None:
    data = docx(Figures(inner={RATE: inner}))
    out = annotated(data)
    assert any("A01" in text for text in commented(out))
    assert without_marks(unpacked(data)[MAIN]) == without_marks(unpacked(out)[MAIN])
    assert forms(out)[0].funds == forms(data)[0].funds


def test_an_own_cell_of_a_content_control_is_found() -> None:
    text = unpacked(docx())[MAIN].decode()
    cell = text[text.rindex("<w:tc>", 0, text.index(">100%<")) : text.index("</w:tc>", text.index(">100%<")) + 7]
    wrapped = text.replace(cell, f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>", 1)
    data = docx(word__document_dot_xml=wrapped)
    assert commented(annotated(data))[next(t for t in commented(annotated(data)) if "A01" in t)] == "100%"


def test_a_signature_and_a_lock_are_told() -> None:
    settings = f'<w:settings xmlns:w="{W}"><w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'
    ready = original(docx(_xmlsignatures__sig1_dot_xml="<s/>", word__settings_dot_xml=settings), NAME)
    assert len(ready.cautions) == 2
    assert "签名" in ready.cautions[0] and "编辑限制" in ready.cautions[1]
    assert original(docx(), NAME).cautions == ()


def test_macros_keep_their_ending() -> None:
    parts = unpacked(docx())
    types = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"vnd.ms-word.document.macroEnabled.main+xml",
    )
    from tests.writing.office_files import package

    data = package({**parts, "[Content_Types].xml": types, "word/vbaProject.bin": b"\x00macro"})
    out, ending = annotate(data, FileKind.DOCX, NAME, audit(forms(data), ignore=("T18", "R08")), written=WHEN)
    assert ending == ".docm"
    assert unpacked(out)["word/vbaProject.bin"] == b"\x00macro"


def test_an_odd_character_does_not_break_the_file() -> None:
    data = docx(Figures(project="清淤\u200b项目", unit=""))
    found = remarks(audit(forms(data), ignore=("T18", "R08")), NAME)
    assert found
    etree.fromstring(unpacked(annotated(data))["word/comments.xml"])


def test_a_link_to_comments_that_are_not_there_is_mended() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{kind}" Target="gone.xml"/></Relationships>'
    )
    out = unpacked(annotated(docx(word___rels__document_dot_xml_dot_rels=links)))
    assert b"gone.xml" not in out["word/_rels/document.xml.rels"]
    assert b"A01" in out["word/comments.xml"]


def test_a_broken_file_is_said_to_be_broken() -> None:
    data = docx()
    result = audit(forms(data), ignore=("T18", "R08"))
    with pytest.raises(Unreadable):
        annotate(data[: len(data) // 2], FileKind.DOCX, NAME, result)
    with pytest.raises(Unreadable, match="写不进批注"):
        annotate(b"text", FileKind.TEXT, NAME, result)


def test_only_what_is_grave_enough_is_written() -> None:
    from jiheng.checks import Severity

    data = docx(Figures(rate=""))
    result = audit(forms(data), ignore=("T18", "R08"))
    every, errors = remarks(result, NAME), remarks(result, NAME, Severity.ERROR)
    assert len(errors) < len(every)
    assert {remark.severity for remark in errors} == {Severity.ERROR}
