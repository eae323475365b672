"""Invented layouts through LibreOffice: the formats that people still have, and the PDF that it prints."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from jiheng.form import Form
from jiheng.reading.formats import office

from ..hostile.test_spoiled import paper
from . import excel, word
from .makers import drawn
from .paper import Paper
from .readback import expect, read

Pairs = list[tuple[Form, Paper]]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过"),
]


def converted(data: bytes, ending: str, target: str, folder: Path) -> bytes:
    """A file in another format."""
    source = folder / f"样张.{ending}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(office.program()), profile, "--headless", "--convert-to", target, "--outdir", str(folder / "out")]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=600)
    return (folder / "out" / f"样张.{target.partition(chr(58))[0]}").read_bytes()


@pytest.mark.parametrize("target", ["doc", "odt", "rtf", "pdf"])
def test_from_word(target: str, tmp_path: Path) -> None:
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn(most=3))
    def check(pairs: Pairs) -> None:
        data = converted(word.document([paper for _, paper in pairs]), "docx", target, tmp_path)
        expect(data, f"样张.{target}", [form for form, _ in pairs])

    check()


@pytest.mark.parametrize("target", ["xls", "ods"])
def test_from_excel(target: str, tmp_path: Path) -> None:
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(drawn(most=3))
    def check(pairs: Pairs) -> None:
        way = excel.Excel(numbers=True)
        data = converted(excel.workbook([paper for _, paper in pairs], way), "xlsx", target, tmp_path)
        expect(data, f"样张.{target}", [form for form, _ in pairs])

    check()


@pytest.mark.parametrize("target", ["fodt", "rtf", "odt", "doc"])
@pytest.mark.parametrize("name", ["甲.doc", "甲.docx", "甲.xls"])
def test_other_forms_of_a_word_document_under_wrong_names(name: str, target: str, tmp_path: Path) -> None:
    data = word.document([paper()[1]])
    expect(converted(data, "docx", target, tmp_path), name, read(data, "甲.docx"))


def test_uof_is_read_and_what_is_lost_is_said(tmp_path: Path) -> None:
    form, drawn = paper()
    [found] = read(converted(word.document([drawn]), "docx", "uot", tmp_path), "甲.uot")
    assert found.project == form.project
    assert any("UOF" in doubt.why and "合并" in doubt.why for doubt in found.uncertain)


def test_word_2003_by_libreoffice_loses_cells_and_it_is_said(tmp_path: Path) -> None:
    form, drawn = paper()
    [found] = read(converted(word.document([drawn]), "docx", "xml:MS Word 2003 XML", tmp_path), "甲.xml")
    assert found.project == form.project
    assert any("Word 2003" in doubt.why and "另存为 docx" in doubt.why for doubt in found.uncertain)


def test_word_2003_that_marks_its_merged_cells_is_read_in_full(tmp_path: Path) -> None:
    _, drawn = paper()
    assert read(word.word_2003([drawn]), "甲.docx") == read(word.document([drawn]), "甲.docx")
