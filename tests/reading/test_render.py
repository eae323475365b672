"""Whatever a layout prints is read back, cell by cell."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.form import Form, cell
from jiheng.reading import read_text
from jiheng.reading.tables.clean import printed

from .render import Layout, forms, graded, layouts, render


@st.composite
def printed_forms(draw: st.DrawFn) -> tuple[Form, Layout]:
    form = draw(forms())
    return form, draw(layouts(form))


def read(text: str) -> list[Form]:
    found = list(read_text(text, "样张.txt"))
    assert all(isinstance(item, Form) for item in found), found
    return [item for item in found if isinstance(item, Form)]


@settings(max_examples=examples(150), deadline=None)
@given(printed_forms())
def test_what_is_printed_is_read_back(case: tuple[Form, Layout]) -> None:
    form, layout = case
    [found] = read(render(form, layout))
    assert graded(found) == graded(form)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(printed_forms(), min_size=2, max_size=4))
def test_forms_one_after_the_other_stay_apart(cases: list[tuple[Form, Layout]]) -> None:
    text = "\n以下为各项目自评表，供参考。\n\n".join(render(*case) for case in cases)
    found = read(text)
    assert [graded(form) for form in found] == [graded(form) for form, _ in cases]
    assert [form.source for form in found] == [f"样张.txt#{n}" for n in range(1, len(cases) + 1)]


@settings(max_examples=examples(40), deadline=None)
@given(printed_forms())
def test_every_origin_points_at_its_cell(case: tuple[Form, Layout]) -> None:
    text = render(*case)
    lines = text.split("\n")
    [form] = read(text)
    assert form.origins
    for place, origin in form.origins.items():
        words = cell(form, place)
        assert origin.line is not None and origin.file == "样张.txt"
        if words and place not in ("year", "money_unit"):
            assert words in printed("".join(lines[origin.line - 1 :])), place


@settings(max_examples=examples(40), deadline=None)
@given(printed_forms())
def test_reading_twice_gives_the_same(case: tuple[Form, Layout]) -> None:
    text = render(*case)
    assert read(text) == read(text)
