"""A form that was read → the record of its kind: cells kept under their labels go to the fields that only it has."""

from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from jiheng.form import (
    TOTAL_FUND,
    Block,
    Form,
    FrameworkForm,
    Fund,
    GoalForm,
    Indicator,
    JudgedIndicator,
    Labelled,
    MonitoredFund,
    MonitoredIndicator,
    MonitoringForm,
    Origin,
    Place,
    PlannedFund,
    PlannedIndicator,
    fund_rows,
)
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.quantity.words import is_dash, says_nothing
from jiheng.reading.form.column_likelihood import is_amount
from jiheng.reading.labels.labels import fund_name, key, meaning

_FUNDS: dict[type[Form], type[Fund]] = {MonitoringForm: MonitoredFund, GoalForm: PlannedFund}
_ROWS: dict[type[Form], type[Indicator]] = {
    MonitoringForm: MonitoredIndicator,
    GoalForm: PlannedIndicator,
    FrameworkForm: JudgedIndicator,
}
_TARGET = f"{Block.INDICATORS}.target"
_SUMS = ("total", "year_total")
_OF_YEAR = ("年度", "全年", "本年", "当年")
_KINDS: dict[str, type[Form]] = {
    "monitor": MonitoringForm,
    "goals": GoalForm,
    "framework": FrameworkForm,
    "exante": FrameworkForm,
}


def own_record(form: Form, period: str | None = None) -> Form:
    """The form as the record of its kind; the same object where the kind has none of its own."""
    own = _KINDS.get(form.kind)
    _take_adjusted(form)
    if own is None:
        _only_goal(form)
        return form
    found: Any = _as(own, form)
    found.funds = [_as(_FUNDS.get(own, Fund), row) for row in form.funds]
    found.indicators = [_as(_ROWS[own], row) for row in form.indicators]
    if isinstance(found, GoalForm):
        _plan(found)
    _settle(found)
    if isinstance(found, MonitoringForm):
        found.period = period
    record: Form = found
    return record


def _take_adjusted(form: Form) -> None:
    """Take what a further column has as the adjusted target of a row for its target; the first one is kept instead."""
    for number, one in enumerate(form.others):
        is_adjusted = one.place and one.label.startswith(words().form.of_adjusted)
        if not is_adjusted or meaning(one.label).column != "target" or says_nothing(one.text) or is_dash(one.text):
            continue
        place = Place.parse(one.place)
        row, here = form.indicators[int(place.row or 0)], str(replace(place, field="target"))
        first, there = next(iter(form.labels.get(_TARGET, [one.label]))), str(Place(Block.OTHERS, number))
        old, new = form.origins.get(here, Origin()), form.origins.get(there, one.origin)
        form.others[number] = Labelled(first, row.target or "", old, one.place)
        row.target = one.text
        form.origins |= {here: new, there: old}


def _only_goal(form: Form) -> None:
    """总目标 is the goal of a form that names no other; elsewhere it is the goal of the whole term."""
    if form.goal_expected is not None:
        return
    goal = next((one for one in form.others if not one.place and _fields().get(key(one.label)) == "goal_total"), None)
    if goal is not None:
        form.goal_expected = goal.text
        form.origins["goal_expected"] = goal.origin
        form.labels.setdefault("goal_expected", [goal.label])
        _keep(form, [one for one in form.others if one is not goal])


def _as(kind: type[Any], struct: msgspec.Struct) -> Any:
    return kind(**{name: getattr(struct, name) for name in struct.__struct_fields__})


@cache
def _fields() -> dict[str, str]:
    return {key(word): field for field, labels in words().form.own.items() for word in labels}


on_change(_fields.cache_clear)


def _settle(form: Form) -> None:
    """Move every kept cell whose label is a field of its row, or of the form, to that field; the rest stays."""
    rows: dict[str, msgspec.Struct] = {"": form}
    rows |= {str(Place.fund(name)): fund for name, fund in fund_rows(form)}
    rows |= {str(Place.indicator(number)): row for number, row in enumerate(form.indicators)}
    left = []
    for one in form.others:
        row = rows.get(one.place)
        field = _fields().get(key(one.label), "")
        if row is not None and field in row.__struct_fields__ and getattr(row, field) is None:
            setattr(row, field, one.text)
        else:
            left.append(one)
    _keep(form, left)


def _keep(form: Form, left: list[Labelled]) -> None:
    """The labelled cells that are left, each with where it stands."""
    places = {id(one): str(Place(Block.OTHERS, number)) for number, one in enumerate(form.others)}
    origins = {str(Place(Block.OTHERS, n)): form.origins.get(places[id(one)]) for n, one in enumerate(left)}
    for place in places.values():
        form.origins.pop(place, None)
    form.origins.update({place: origin for place, origin in origins.items() if origin is not None})
    form.others = left


def _plan(form: GoalForm) -> None:
    """The money of a goal form, which prints label and amount in turn: the term's on the left, the year's beside it.

    So do the goals: one that says 年度 is that of the year, whatever was taken for it first.
    """
    left: list[Labelled] = []
    for one in form.others:
        name = None if one.place else _money_name(one, form.year or "")
        if not one.place and meaning(one.label).goal == "goal_expected" and key(one.label).startswith(_OF_YEAR):
            form.goal_total, form.goal_expected = form.goal_expected, one.text
        elif name is None:
            left.append(one)
        else:
            _amount(form, name, one)
    _keep(form, left)
    whole = next((fund for fund in form.funds if fund.name == TOTAL_FUND), None)
    if isinstance(whole, PlannedFund) and whole.budget is None:  # a form that asks for no more than one sum
        whole.budget, whole.total = whole.total, None


def _money_name(one: Labelled, year: str) -> str | None:
    """The row of the money that the label of a cell names; None for any other label."""
    means = meaning(one.label)
    if _fields().get(key(one.label.replace(year, "", 1) if year else one.label)) in _SUMS:  # 2026年度预算
        return TOTAL_FUND
    if means.fund_column == "budget" and is_amount(one.text):  # 本年预算 beside 项目总投资
        return TOTAL_FUND
    return fund_name(one.label) if means.fund_row else None


def _amount(form: GoalForm, name: str, one: Labelled) -> None:
    """Put an amount in its row: a row that is named twice holds the term's amount first, then the year's."""
    fund = next((row for row in form.funds if row.name == name), None)
    if fund is None:
        fund = PlannedFund(name, None, None, None, None, None, None)
        form.funds.append(fund)
    if _fields().get(key(one.label)) == "total":
        fund.total = one.text
    elif fund.budget is None:
        fund.budget = one.text
    else:
        fund.total, fund.budget = fund.budget, one.text
