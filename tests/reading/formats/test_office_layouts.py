"""Invented layouts in Word, Excel and web pages: whatever is painted is read back, cell by cell."""

import pytest
from hypothesis import given, settings

from jiheng.form import Form

from . import print_out
from .makers import MAKERS, drawn
from .paper import Paper
from .pdf_file import Sheet
from .readback import expect


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_painted_is_read_back(name: str) -> None:
    @settings(max_examples=6, deadline=None)
    @given(drawn())
    def check(pairs: list[tuple[Form, Paper]]) -> None:
        expect(MAKERS[name]([paper for _, paper in pairs]), name, [form for form, _ in pairs])

    check()


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(drawn(most=1))
def test_a_page_break_anywhere(pairs: list[tuple[Form, Paper]]) -> None:
    """The break is moved through the form line by line."""
    [(form, paper)] = pairs
    for start in range(0, 240, 6):
        data = print_out.printed([paper], print_out.Print(Sheet(595.0, 330.0)), start)
        expect(data, f"{start}.pdf", [form])
