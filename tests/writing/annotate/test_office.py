"""Written files open in LibreOffice, and formats that only LibreOffice knows come back as docx and xlsx."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from tests.writing.office_files import Figures, docx, saved, workbook

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import office
from jiheng.reading.read import read_bytes
from jiheng.writing.annotate import annotate, original, remarks
from jiheng.writing.annotate.control import cautions
from jiheng.writing.correct import correct

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice"),
]


def converted(data: bytes, ending: str, target: str, folder: Path) -> bytes:
    """The file as another format, by LibreOffice."""
    source = folder / f"source{ending}"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [office.program() or "", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    subprocess.run([*command, "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True)
    return (folder / "out" / f"source.{target.partition(':')[0]}").read_bytes()


def read(data: bytes, name: str) -> list[Form]:
    return [item for item in read_bytes(data, name) if isinstance(item, Form)]


@pytest.mark.parametrize(
    ("ending", "target", "back"),
    [(".docx", "doc", ".docx"), (".docx", "odt", ".docx"), (".docx", "rtf", ".docx"), (".xlsx", "xls", ".xlsx"),
     (".xlsx", "ods", ".xlsx")],
)  # fmt: skip
def test_other_formats_come_back_as_docx_and_xlsx(ending: str, target: str, back: str, tmp_path: Path) -> None:
    figures = Figures(actual="")
    data = converted(docx(figures) if ending == ".docx" else saved(workbook(figures)), ending, target, tmp_path)
    name = f"甲.{target}"
    ready = original(data, name)
    assert f".{target} 不能直接写入" in ready.cautions[0]
    forms = read(ready.data, name)
    result = audit(forms)
    out, made = annotate(ready.data, ready.kind, name, result)
    assert made == back
    assert {remark.text[1:7] for remark in remarks(result, name)} >= {"错误 A01", "错误 E01"}
    assert read(out, name) == forms
    fixed = correct(ready.data, ready.kind, result.forms)
    assert fixed.data is not None and read(fixed.data, name)[0].total_score == "97.5"


@pytest.mark.parametrize(("ending", "target"), [(".docx", "doc"), (".xlsx", "xls")])
def test_a_copy_is_compared_with_the_file_that_it_was_made_of(ending: str, target: str, tmp_path: Path) -> None:
    """Nothing is said of a faithful copy; a lost cell is said; a copy with another figure is not handed out."""

    def made(figures: Figures) -> bytes:
        return docx(figures) if ending == ".docx" else saved(workbook(figures))

    old = converted(made(Figures()), ending, target, tmp_path)
    what, copied = kind(old), FileKind(ending[1:])
    assert len(original(old, f"甲.{target}").cautions) == 1
    assert cautions(old, what, made(Figures()), copied, "甲") == []
    with pytest.raises(Unreadable, match="不一样") as refused:
        cautions(old, what, made(Figures(total="99")), copied, "甲")
    assert "另存为" in refused.value.advice and "“100”" in refused.value.message


def test_a_format_without_another_reader_is_said_to_be_unchecked(tmp_path: Path) -> None:
    odt = converted(docx(Figures()), ".docx", "odt", tmp_path)
    assert "核对" in original(odt, "甲.odt").cautions[1]


def notes(pdf: bytes) -> int:
    document = pdfium.PdfDocument(pdf)
    return sum(raw.FPDFPage_GetAnnotCount(page.raw) for page in document)


def test_word_comments_and_changes_open(tmp_path: Path) -> None:
    data = docx()
    items = audit(read(data, "甲.docx"))
    with_comments, _ = annotate(data, original(data, "甲.docx").kind, "甲.docx", items)
    export = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    assert notes(converted(with_comments, ".docx", export, tmp_path)) >= 2
    fixed = correct(data, original(data, "甲.docx").kind, items.forms).data
    assert fixed is not None
    odt = tmp_path / "fixed.odt"
    odt.write_bytes(converted(fixed, ".docx", "odt", tmp_path))
    content = zipfile.ZipFile(odt).read("content.xml").decode()
    assert content.count("<text:insertion>") == content.count("<text:deletion>") == 3
    assert "<dc:creator>绩衡</dc:creator>" in content


def test_excel_notes_open(tmp_path: Path) -> None:
    data = saved(workbook(numbers=True))
    kind, items = original(data, "甲.xlsx").kind, audit(read(data, "甲.xlsx"))
    for written in (annotate(data, kind, "甲.xlsx", items)[0], correct(data, kind, items.forms).data or b""):
        ods = tmp_path / "a.ods"
        ods.write_bytes(converted(written, ".xlsx", "ods", tmp_path))
        content = zipfile.ZipFile(ods).read("content.xml").decode()
        assert content.count("<office:annotation ") >= 2
        assert "A01" in content
        shutil.rmtree(tmp_path / "out")


def test_what_uof_loses_in_a_copy_is_said() -> None:
    said = cautions(
        b'<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>', FileKind.OFFICE, b"", FileKind.DOCX, "甲"
    )
    assert len(said) == 2 and "拆散" in said[1]
    assert len(cautions(b"{\\rtf1}", FileKind.OFFICE, b"", FileKind.DOCX, "甲")) == 1
