"""Invented layouts in Word, Excel and web pages: whatever is painted is read back, cell by cell."""

from functools import cache

import pytest
from hypothesis import Phase, given, settings
from tests.effort import examples

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

_DRAWINGS = 6


@pytest.mark.full
@pytest.mark.parametrize("name", MAKERS)
def test_what_is_painted_is_read_back(name: str) -> None:
    compare = expect_without_rules if name.startswith(_WITHOUT_RULES) else expect
    tried = examples(_DRAWINGS, least=2)
    first = list(MAKERS).index(name) * tried
    for number in range(first, first + tried):
        print("drawing", number % _DRAWINGS)
        pairs = _drawings()[number % _DRAWINGS]
        compare(MAKERS[name]([paper for _, paper in pairs]), name, [form for form, _ in pairs])


@cache
def _drawings() -> list[list[tuple[Form, Paper]]]:
    """What the makers paint, drawn once for all of them; nobody changes it."""
    found: list[list[tuple[Form, Paper]]] = []

    @settings(AS_DRAWN, max_examples=_DRAWINGS, database=None)
    @given(drawn())
    def draw(pairs: list[tuple[Form, Paper]]) -> None:
        found.append(pairs)

    draw()
    return found


@pytest.mark.slow
@settings(AS_DRAWN, max_examples=4)
@given(drawn(most=1))
def test_a_page_break_anywhere(pairs: list[tuple[Form, Paper]]) -> None:
    """The break is moved through the form line by line."""
    [(form, paper)] = pairs
    for start in range(0, 240, 6):
        data = print_out.printed([paper], print_out.Print(Sheet(595.0, 330.0)), start)
        expect(data, f"{start}.pdf", [form])


@settings(AS_DRAWN, max_examples=1)
@given(drawn(most=1))
def test_a_page_that_ends_below_the_first_row(pairs: list[tuple[Form, Paper]]) -> None:
    [(form, paper)] = pairs
    for start in (174, 180, 186):
        expect(print_out.printed([paper], print_out.Print(Sheet(595.0, 330.0)), start), f"{start}.pdf", [form])
