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
    for number, cell in enumerate(form.others):
        is_adjusted = cell.place and cell.label.startswith(words().form.of_adjusted)
        if not is_adjusted or meaning(cell.label).column != "target" or says_nothing(cell.text) or is_dash(cell.text):
            continue
        place = Place.parse(cell.place)
        row, here = form.indicators[int(place.row or 0)], str(replace(place, field="target"))
        first, there = next(iter(form.labels.get(_TARGET, [cell.label]))), str(Place(Block.OTHERS, number))
        old, new = form.origins.get(here, Origin()), form.origins.get(there, cell.origin)
        form.others[number] = Labelled(first, row.target or "", old, cell.place)
        row.target = cell.text
        form.origins |= {here: new, there: old}


def _only_goal(form: Form) -> None:
    """总目标 is the goal of a form that names no other; elsewhere it is the goal of the whole term."""
    if form.goal_expected is not None:
        return
    goal = next(
        (cell for cell in form.others if not cell.place and _fields().get(key(cell.label)) == "goal_total"), None
    )
    if goal is not None:
        form.goal_expected = goal.text
        form.origins["goal_expected"] = goal.origin
        form.labels.setdefault("goal_expected", [goal.label])
        _keep(form, [cell for cell in form.others if cell is not goal])


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
    for cell in form.others:
        row = rows.get(cell.place)
        field = _fields().get(key(cell.label), "")
        if row is not None and field in row.__struct_fields__ and getattr(row, field) is None:
            setattr(row, field, cell.text)
        else:
            left.append(cell)
    _keep(form, left)


def _keep(form: Form, left: list[Labelled]) -> None:
    """The labelled cells that are left, each with where it stands."""
    places = {id(cell): str(Place(Block.OTHERS, number)) for number, cell in enumerate(form.others)}
    origins = {str(Place(Block.OTHERS, n)): form.origins.get(places[id(cell)]) for n, cell in enumerate(left)}
    for place in places.values():
        form.origins.pop(place, None)
    form.origins.update({place: origin for place, origin in origins.items() if origin is not None})
    form.others = left


def _plan(form: GoalForm) -> None:
    """The money of a goal form, which prints label and amount in turn: the term's on the left, the year's beside it.

    So do the goals: one that says 年度 is that of the year, whatever was taken for it first.
    """
    left: list[Labelled] = []
    for cell in form.others:
        name = None if cell.place else _money_name(cell, form.year or "")
        if not cell.place and meaning(cell.label).goal == "goal_expected" and key(cell.label).startswith(_OF_YEAR):
            form.goal_total, form.goal_expected = form.goal_expected, cell.text
        elif name is None:
            left.append(cell)
        else:
            _amount(form, name, cell)
    _keep(form, left)
    whole = next((fund for fund in form.funds if fund.name == TOTAL_FUND), None)
    if isinstance(whole, PlannedFund) and whole.budget is None:  # a form that asks for no more than one sum
        whole.budget, whole.total = whole.total, None


def _money_name(cell: Labelled, year: str) -> str | None:
    """The row of the money that the label of a cell names; None for any other label."""
    means = meaning(cell.label)
    if _fields().get(key(cell.label.replace(year, "", 1) if year else cell.label)) in _SUMS:  # 2026年度预算
        return TOTAL_FUND
    if means.fund_column == "budget" and is_amount(cell.text):  # 本年预算 beside 项目总投资
        return TOTAL_FUND
    return fund_name(cell.label) if means.fund_row else None


def _amount(form: GoalForm, name: str, cell: Labelled) -> None:
    """Put an amount in its row: a row that is named twice holds the term's amount first, then the year's."""
    fund = next((row for row in form.funds if row.name == name), None)
    if fund is None:
        fund = PlannedFund(name, None, None, None, None, None, None)
        form.funds.append(fund)
    if _fields().get(key(cell.label)) == "total":
        fund.total = cell.text
    elif fund.budget is None:
        fund.budget = cell.text
    else:
        fund.total, fund.budget = fund.budget, cell.text
