"""A column that a form does not have is no empty column: nothing is found missing in it, nothing is wrong by it."""

import copy

import pytest
from hypothesis import given, settings
from tests.effort import examples

from jiheng.checks import Finding, Severity, State, audit
from jiheng.form import FIELDS, SINGLE_BLOCKS, Block, Field, Form, place_of

from .clean_forms import clean_forms


def without(form: Form, field: Field) -> Form:
    """The form with a whole column, or the cell that it has once, taken out."""
    bare = copy.deepcopy(form)
    rows = {Block.FUNDS: bare.funds, Block.INDICATORS: bare.indicators, Block.TOTALS: bare.totals}
    for holder in [bare] if field.block in SINGLE_BLOCKS else rows[field.block]:
        setattr(holder, field.name, None)
    return bare


def new_findings(form: Form, field: Field) -> list[Finding]:
    before = {(one.code, one.place) for one in audit([form]).forms[0].findings}
    audited = audit([without(form, field)]).forms[0]
    assert all(outcome.state is not State.DEFECT for outcome in audited.outcomes.values())
    return [one for one in audited.findings if (one.code, one.place) not in before]


@pytest.mark.full
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.block}.{field.name}")
@settings(max_examples=examples(100))
@given(form=clean_forms())
def test_nothing_is_missing_in_a_column_that_the_form_lacks(field: Field, form: Form) -> None:
    found = new_findings(form, field)
    places = [place for one in found for text in one.places if (place := place_of(text))]
    assert [str(place) for place in places if (place.block, place.field) == (field.block, field.name)] == []
    assert [one.message for one in found if one.severity is Severity.ERROR] == []
