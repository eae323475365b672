"""A fault planted in a clean form is found by its check, and no other check cries error."""

import copy
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.effort import examples

from jiheng.checks import Severity, audit
from jiheng.form import Form, Indicator
from jiheng.places import load

from .clean_forms import clean_forms, text

REASON = "雨季较长影响了外业，数量少于计划；下年将提前安排人员和设备，补足数量。"


def found(form: Form, severity: Severity) -> set[str]:
    audited = audit([form], book=load("mof-2020"))
    assert not [o.why for o in audited.forms[0].outcomes.values() if o.state == "defect"]
    return {finding.code for finding in audited.forms[0].findings if finding.severity is severity}


def set_total(form: Form) -> None:
    scores = [form.funds[0].score, *(row.score for row in form.indicators)]
    form.total_score = form.totals[-1].score = text(sum((Decimal(score or 0) for score in scores), Decimal(0)))


def wrong_rate(form: Form) -> None:
    form.funds[0].rate = text(Decimal((form.funds[0].rate or "").rstrip("%")) + 7) + "%"


def wrong_execution_score(form: Form) -> None:
    form.funds[0].score = text(Decimal(form.funds[0].score or 0) - 1)
    set_total(form)


def missing_part(form: Form) -> None:
    form.funds[1].budget = text(Decimal(form.funds[1].budget or 0) - 5)
    form.funds[1].rate = ""
    form.funds[1].executed = form.funds[0].executed = form.funds[1].budget
    rate = Decimal(form.funds[0].executed or 0) / Decimal(form.funds[0].budget or 1)
    form.funds[0].rate = text((rate * 100).quantize(Decimal("0.01"))) + "%"
    form.funds[0].score = text((rate * 10).quantize(Decimal("0.01")))
    set_total(form)


def heavy_weight(form: Form) -> None:
    form.indicators[0].weight = form.indicators[0].score = "15"
    set_total(form)


def wrong_total(form: Form) -> None:
    form.total_score = form.totals[-1].score = text(Decimal(form.total_score or 0) - 3)


def second_total(form: Form) -> None:
    form.totals = [copy.copy(form.totals[0]), *form.totals]
    form.totals[0].score = text(Decimal(form.total_score or 0) - 2)


def no_total(form: Form) -> None:
    form.total_score = form.totals[-1].score = ""


def score_above_weight(form: Form) -> None:
    form.indicators[-1].score = "100"


def words_for_score(form: Form) -> None:
    form.indicators[-1].score = "优秀"


def no_score(form: Form) -> None:
    form.indicators[-1].score = ""


def missed_with_full_score(form: Form) -> None:
    row = form.indicators[0]
    row.actual, row.reason = str(int(row.target or 0) * 7 // 10), REASON


def proportional(row: Indicator) -> Decimal:
    return (Decimal(row.actual or 0) / Decimal(row.target or 1) * 10).quantize(Decimal("0.01"))


def missed_with_wrong_score(form: Form) -> None:
    missed_with_full_score(form)
    row = form.indicators[0]
    row.score = text(((proportional(row) + 10) / 2).quantize(Decimal("0.01")))
    set_total(form)


def missed_without_reason(form: Form) -> None:
    missed_with_wrong_score(form)
    row = form.indicators[0]
    row.score, row.reason = text(proportional(row)), ""
    set_total(form)


def wrong_grade(form: Form) -> None:
    form.grade = "中" if Decimal(form.total_score or 0) > 70 else "优"


FAULTS: dict[str, Callable[[Form], None]] = {
    "A01": wrong_rate,
    "A02": wrong_execution_score,
    "A03": missing_part,
    "A06": heavy_weight,
    "A08": wrong_total,
    "A09": second_total,
    "A10": no_total,
    "A11": score_above_weight,
    "A12": words_for_score,
    "A13": no_score,
    "S01": missed_with_wrong_score,
    "S02": missed_with_full_score,
    "S06": wrong_grade,
    "R01": missed_without_reason,
}


@given(clean_forms())
@settings(max_examples=examples(60), deadline=None)
def test_a_clean_form_has_neither_error_nor_warning(form: Form) -> None:
    assert found(form, Severity.ERROR) | found(form, Severity.WARNING) == set()


@pytest.mark.full
@pytest.mark.parametrize("code", FAULTS)
@given(form=clean_forms())
@settings(max_examples=examples(50), deadline=None)
def test_a_planted_fault_is_found_and_nothing_else_is_an_error(code: str, form: Form) -> None:
    FAULTS[code](form)
    assert found(form, Severity.ERROR) == {code}
