"""Whatever stands in the cells, a check of what is written ends in an outcome, soon."""

import copy
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.checks import audit
from jiheng.form import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS, Form
from jiheng.places import load

from .paper import base_form

FAMILIES = {"T", "E", "F", "B"}
wild = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.text("0123456789.．，,%％≥≤=~-—至年月日万元次个（）()《》“”$\\<>&;优良中低差★", max_size=20),
    st.sampled_from(
        ["1e9999", "NaN", "∞", "−0", "-0", "0", "0万元", "≥", "2023年", "9999-99-99", "\ufffd", "\x00", "9" * 40]
    ),
)


@st.composite
def wild_forms(draw: st.DrawFn) -> Form:
    form = copy.deepcopy(base_form())
    for field in draw(st.lists(st.sampled_from([*HEAD_FIELDS]), max_size=6)):
        setattr(form, field, draw(wild))
    for holder, fields in ((form.funds, [*FUND_FIELDS]), (form.indicators, [*INDICATOR_FIELDS])):
        for _ in range(draw(st.integers(0, 8))):
            setattr(draw(st.sampled_from(holder)), draw(st.sampled_from(fields)), draw(wild))
    return form


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(wild_forms(), min_size=1, max_size=3))
def test_no_check_raises(forms: list[Form]) -> None:
    audited = audit(forms, book=load("mof-2020"), select=FAMILIES)
    outcomes = [*audited.batch_outcomes.items(), *(item for one in audited.forms for item in one.outcomes.items())]
    assert [(code, outcome.why) for code, outcome in outcomes if outcome.state == "defect"] == []


@pytest.mark.full
def test_a_cell_of_many_letters_does_not_hold_up_the_audit() -> None:
    form = base_form()
    form.goal_expected = "《" * 100_000 + "〔" * 100_000
    form.goal_actual = "《" * 100_000 + "（" * 100_000
    form.indicators[0].l3 = "1" * 200_000
    form.indicators[1].target = "$\\" * 100_000
    form.indicators[2].actual = "<b " * 60_000
    form.indicators[3].reason = "1-" * 100_000
    started = time.process_time()
    audit([form, copy.deepcopy(form)], book=load("mof-2020"), select=FAMILIES)
    assert time.process_time() - started < 10
