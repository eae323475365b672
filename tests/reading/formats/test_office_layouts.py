"""Invented layouts in Word, Excel and web pages: whatever is painted is read back, cell by cell."""

import pytest
from hypothesis import given, settings

from jiheng.form import Form

from .makers import MAKERS, drawn
from .paper import Paper
from .readback import expect


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_painted_is_read_back(name: str) -> None:
    @settings(max_examples=6, deadline=None)
    @given(drawn())
    def check(pairs: list[tuple[Form, Paper]]) -> None:
        expect(MAKERS[name]([paper for _, paper in pairs]), name, [form for form, _ in pairs])

    check()
