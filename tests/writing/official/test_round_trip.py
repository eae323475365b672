"""What `fill` writes, the readers read back to the same record: every layout in every format."""

import importlib
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.writing.sample import form

from jiheng.form import Form, Fund, Indicator, cells
from jiheng.reading.form.recognise import Recogniser
from jiheng.writing.official import FORMATS, fill, fitting, layouts
from jiheng.writing.official.layout import Layout

from .records import LIKE_LABELS, records

_NOT_PRINTED = {"source": "", "labels": {}, "uncertain": [], "origins": {}}


def read(data: bytes, ending: str) -> list[Form]:
    """The forms of a file, as its reader and the recogniser see them."""
    reader = importlib.import_module(f"jiheng.reading.formats.{ending[1:]}")
    recogniser = Recogniser()
    found = [form for table in reader.tables(data, "表" + ending) for form in recogniser.feed(table)]
    return [*found, *recogniser.close()]


def bare(form: Form) -> Form:
    """The record without what is not printed on the form."""
    return msgspec.structs.replace(form, **_NOT_PRINTED)


@dataclass(frozen=True)
class Batch:
    """Forms to be filled into one file."""

    layout: Layout
    forms: list[Form]


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    layout = layouts()[draw(st.sampled_from(("beijing-2023", "beijing-2024", "mof-2020")))]
    return Batch(layout, draw(st.lists(records(layout), min_size=1, max_size=2)))


def check(batch: Batch, ending: str) -> None:
    again = read(fill(batch.forms, ending, batch.layout), ending)
    assert len(again) == len(batch.forms)
    for read_back, written in zip(again, batch.forms, strict=True):
        differing = [
            (place, text, was)
            for (place, text), (_, was) in zip(cells(bare(read_back)), cells(bare(written)), strict=False)
            if text != was
        ]
        assert not differing
        assert bare(read_back) == bare(written)


# not shrunk: a form is large and writing a PDF takes a while
_SETTINGS = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": (Phase.reuse, Phase.generate)}


@pytest.mark.full
@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=examples(20, least=6), **_SETTINGS)
@given(batch=batches())
def test_reads_back_the_same_record(ending: str, batch: Batch) -> None:
    check(batch, ending)


@pytest.mark.slow
@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=150, **_SETTINGS)
@given(batch=batches())
def test_reads_back_many_records(ending: str, batch: Batch) -> None:
    check(batch, ending)


@pytest.mark.full
@pytest.mark.parametrize("ending", FORMATS)
def test_goals_that_read_like_labels_are_texts(ending: str) -> None:
    forms = [form(project=text, goal_expected=text, goal_actual=text) for text in LIKE_LABELS]
    again = read(fill(forms, ending, layouts()["mof-2020"]), ending)
    assert [(one.goal_expected, one.goal_actual) for one in again] == [(text, text) for text in LIKE_LABELS]


@pytest.mark.full
@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("layout", ["mof-2020", "beijing-2024"])
def test_goals_are_texts_whatever_they_are(ending: str, layout: str) -> None:
    """Words of other blocks, a title, an empty cell: what stands right below the label of a goal is its text."""
    texts = ("绩效指标", "单位", "项目负责人", "总分", "2024年度项目支出绩效自评表", "宣传服务服务按照绿化完成情况")
    goals = [
        ("", ""),
        *((text, text) for text in texts),
        *((text, "") for text in texts),
        *(("", text) for text in texts),
    ]
    again = read(fill([form(goal_expected=a, goal_actual=b) for a, b in goals], ending, layouts()[layout]), ending)
    assert [(one.goal_expected, one.goal_actual) for one in again] == goals


def test_every_form_of_a_file_keeps_its_secrecy_mark() -> None:
    forms = [form(secrecy="秘密★5年", project=project) for project in ("清淤", "绿化")]
    assert [one.secrecy for one in read(fill(forms, ".pdf", fitting(forms[0])), ".pdf")] == ["秘密★5年"] * 2


def test_a_form_of_a_whole_department_is_printed_on_a_layout_of_its_own():
    whole = Form(kind="whole", department="某局", funds=[Fund("年度资金总额")], indicators=[Indicator("产出指标")])
    assert (fitting(whole).id, fitting(Form(project="甲")).id) == ("jiheng-whole", "mof-2020")
