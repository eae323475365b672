"""Word and PDF: the form of official documents, and an update that leaves people's words alone."""

import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree
from tests.writing.report.conftest import Make, forms

from jiheng.department import add_up
from jiheng.trouble import Trouble
from jiheng.writing.report import Material, made, update, written
from jiheng.writing.report.parts import Part, parts

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def text_of(element: etree._Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(qn("w:t")))


def part(document: Document, name: str) -> Part:
    return next(one for one in parts(document.element.body) if one.name == name)


def drawings(one: Part) -> int:
    return sum(1 for element in one.elements for _ in element.iter(qn("w:drawing")))


@pytest.fixture(scope="module")
def old() -> bytes:
    added = add_up(forms())
    return written(made("overall", Material(added, added.rollup.groups[0])), ".docx")


def test_page_and_styles(old: bytes) -> None:
    document = opened(old)
    section = document.sections[0]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    for margin, wanted in zip(margins, (37, 28, 26, 35), strict=True):
        assert margin is not None
        assert abs(margin - Mm(wanted)) < Mm(0.1)
    body = document.styles["Normal"]
    assert body.font.size == Pt(16)
    assert body.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert body.paragraph_format.line_spacing == Pt(28.5)
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    faces = [document.styles[f"Heading {level}"].element.rPr.rFonts.get(qn("w:eastAsia")) for level in (1, 2, 3)]
    assert faces == ["黑体", "楷体", "仿宋"]
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[0] == "一、部门概况"
    assert headings[-1] == "六、措施建议"
    assert "PAGE" in section.footer._element.xpath("string()")
    assert "PAGE" in section.even_page_footer._element.xpath("string()")


def test_gaps_are_highlighted(old: bytes) -> None:
    gaps = [run for one in opened(old).paragraphs for run in one.runs if run.text.startswith("【待填写：")]
    assert len(gaps) > 10
    assert all(run.font.highlight_color is not None for run in gaps)


def test_update_keeps_what_people_wrote(old: bytes, material: Make) -> None:
    document = opened(old)
    gap = next(one for one in document.paragraphs if one.text.startswith("【待填写：机构设置"))
    gap.runs[0].text = "我局设三个科室。"
    run = docx.Document().add_paragraph().add_run("（另有专户资金。）")._element
    part(document, "funds.1").elements[-1].addnext(run)
    document.paragraphs[-1].insert_paragraph_before("这是人加的一段。")
    changed = out(document)
    assert "96.50" not in part(opened(old), "funds.1").text

    new = update(changed, made("overall", material(executed="40")))
    after = opened(new.data)
    whole = text_of(after.element.body)
    for words in ("我局设三个科室。", "（另有专户资金。）", "这是人加的一段。"):
        assert words in whole
    assert "全年执行115.00万元" in part(after, "funds.1").text
    assert "171.50" not in whole
    assert not new.kept
    assert not new.absent
    again = update(new.data, made("overall", material()))
    assert text_of(opened(again.data).element.body) == text_of(opened(changed).element.body)


def test_update_keeps_a_sentence_that_was_changed(old: bytes, material: Make) -> None:
    document = opened(old)
    sentence = [piece for one in part(document, "funds.1").elements for piece in one.iter(qn("w:t"))]
    sentence[0].text = "本年资金情况见附表。"
    for removed in part(document, "list.advice").elements:
        removed.getparent().remove(removed)
    new = update(out(document), made("overall", material(executed="40")))
    assert part(opened(new.data), "funds.1").text == "本年资金情况见附表。"
    assert new.kept == ("funds.1",)
    assert new.absent == ("list.advice",)


def test_update_renews_tables_and_pictures(old: bytes, material: Make) -> None:
    data = update(old, made("overall", material(executed="40"))).data
    assert len(pictures(data)) == len(pictures(old))
    new = opened(data)
    assert "115.00" in part(new, "table.units").text
    before = part(opened(old), "chart.execution")
    after = part(new, "chart.execution")
    assert before.text != after.text
    assert drawings(after) == 1


def test_word_shows_charts_where_typst_is_missing(material: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    data = written(made("overall", material()), ".docx")
    assert pictures(data) and all(name.endswith(".emf") for name in pictures(data))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "image/x-emf" in package.read("[Content_Types].xml").decode()
    assert drawings(part(opened(data), "chart.execution")) == 1
    assert len(pictures(update(data, made("overall", material(executed="40"))).data)) == len(pictures(data))
    with pytest.raises(Trouble, match="PDF"):
        written(made("overall", material()), ".pdf")


@pytest.mark.parametrize("data", [b"", b"not a document", b"PK\x03\x04broken"], ids=["empty", "text", "broken"])
def test_update_of_what_is_no_document(material: Make, data: bytes) -> None:
    with pytest.raises(Trouble, match="旧报告"):
        update(data, made("selfeval", material()))


def test_update_of_a_foreign_document(material: Make) -> None:
    with pytest.raises(Trouble, match="没有可以更新的段落"):
        update(out(docx.Document()), made("selfeval", material()))


def test_pdf_says_the_same(material: Make) -> None:
    report = made("overall", material())
    pages = list(pypdfium2.PdfDocument(written(report, ".pdf")))
    assert round(pages[0].get_width()), round(pages[0].get_height()) == (595, 842)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    for words in ("一、部门概况", "171.50万元", "【待填写：", "—1—", "合计"):
        assert words in text


def pictures(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [name for name in package.namelist() if "/media/" in name]


def out(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="没有 LibreOffice")
def test_an_update_knows_its_parts_after_libreoffice(old: bytes, material: Make, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(old)
    command = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/user", "--convert-to", "docx"]
    subprocess.run([*command, "--outdir", str(tmp_path / "又存"), str(path)], check=True, capture_output=True)
    new = update((tmp_path / "又存" / path.name).read_bytes(), made("overall", material(executed="40")))
    assert not new.kept and not new.absent
    assert "全年执行115.00万元" in part(opened(new.data), "funds.1").text
    assert "115.00" in part(opened(new.data), "table.units").text


def test_an_older_report_in_content_controls_is_renewed(old: bytes, material: Make) -> None:
    document = opened(old)
    held = part(document, "funds.1")
    holder = etree.fromstring(
        f'<w:sdt xmlns:w="{qn("w:p")[1:].partition("}")[0]}">'
        f'<w:sdtPr><w:tag w:val="jiheng/funds.1/{held.sum}"/></w:sdtPr>'
        "<w:sdtContent/></w:sdt>"
    )
    held.elements[0].addprevious(holder)
    runs = [one for one in held.elements if one.tag == qn("w:r")]
    for one in held.elements:
        one.getparent().remove(one)
    holder[1].extend(runs)
    new = update(out(document), made("overall", material(executed="40")))
    assert "funds.1" in new.renewed
    assert "全年执行115.00万元" in part(opened(new.data), "funds.1").text
