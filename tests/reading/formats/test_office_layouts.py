"""Invented layouts in Word, Excel and web pages: whatever is painted is read back, cell by cell."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from tests.conftest import REPO

from jiheng.form import Form

from . import print_out
from .makers import MAKERS, drawn
from .paper import Paper
from .pdf_file import Sheet
from .readback import expect, expect_without_rules

_WITHOUT_RULES = ("unruled", "three_lines")
"""Makers of pages on which no rules part the columns: where a header is broken over lines, some may be mistaken."""

# A failing form is told as it was drawn: making it smaller would paint and read files for minutes.
AS_DRAWN = settings(deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_painted_is_read_back(name: str) -> None:
    @settings(AS_DRAWN, max_examples=6)
    @given(drawn())
    def check(pairs: list[tuple[Form, Paper]]) -> None:
        compare = expect_without_rules if name.startswith(_WITHOUT_RULES) else expect
        compare(MAKERS[name]([paper for _, paper in pairs]), name, [form for form, _ in pairs])

    check()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="别的平台上 pdfium 用系统的字体接口")
def test_turned_text_is_read_on_a_machine_without_fonts(tmp_path: Path) -> None:
    """Fonts are sought in an empty folder: pdfium then has those of the extra alone."""
    program = """
import sys
from jiheng.reading.formats import pdf_fonts
pdf_fonts.SYSTEM = (sys.argv[1],)
from tests.reading.formats import test_office_layouts
test_office_layouts.test_what_is_painted_is_read_back("sideways.pdf")
"""
    pytest.importorskip("pylopdf_fonts_zh_cn", reason="没有装随扩展的字体，跳过")
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=REPO, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@settings(AS_DRAWN, max_examples=4)
@given(drawn(most=1))
def test_a_page_break_anywhere(pairs: list[tuple[Form, Paper]]) -> None:
    """The break is moved through the form line by line."""
    [(form, paper)] = pairs
    for start in range(0, 240, 6):
        data = print_out.printed([paper], print_out.Print(Sheet(595.0, 330.0)), start)
        expect(data, f"{start}.pdf", [form])
