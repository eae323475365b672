"""What a binary Word file strikes through, raises, hides or takes from a font of signs."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from jiheng.reading.formats import doc

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def _document() -> bytes:
    document = docx.Document()
    cells = document.add_table(1, 6).rows[0].cells
    old = cells[0].paragraphs[0].add_run("150.20")
    old.font.strike = True
    cells[0].paragraphs[0].add_run("148.58")
    cells[1].paragraphs[0].add_run("148.58")
    cells[1].paragraphs[0].add_run("1").font.superscript = True
    cells[2].paragraphs[0].add_run("1.5×10")
    cells[2].paragraphs[0].add_run("4").font.superscript = True
    cells[3].paragraphs[0].add_run("看得见")
    cells[3].paragraphs[0].add_run("看不见").font.hidden = True
    sign = OxmlElement("w:sym")
    sign.set(qn("w:font"), "Symbol")
    sign.set(qn("w:char"), "F0B3")
    cells[4].paragraphs[0].add_run()._r.append(sign)
    cells[4].paragraphs[0].add_run("98%")
    twice = cells[5].paragraphs[0].add_run("旧")
    twice.font.double_strike = True
    cells[5].paragraphs[0].add_run("新")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_struck_raised_hidden_and_signs(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(_document())
    office = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", "--headless", office, "--convert-to", "doc", "a.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=600)
    (table,) = doc.own_tables((tmp_path / "a.doc").read_bytes(), "a.doc")
    texts = [cell.text for cell in table.rows[0]]
    assert texts[:4] == ["148.58", "148.58", "1.5×10⁴", "看得见"]
    assert texts[4].endswith("98%") and texts[4][0] in "≥\uf0b3"
    assert texts[5] == "新"
    doubts = [cell.doubt or "" for cell in table.rows[0]]
    assert "划去" in doubts[0] and "150.20" in doubts[0] and "注号" in doubts[1] and not doubts[3]
