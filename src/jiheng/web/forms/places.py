"""Cells of a form by their place: reading, writing, comparing, and which of them are locked, and why."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jiheng.form import FUND_FIELDS, HEAD_FIELDS, Form, cell, cells

COMPUTED = "由系统按办法计算"
APPROVED = "来自批复的绩效目标，由主管部门在项目页修改"
ACCOUNTS = "来自财务数据，由主管部门重新导入"
PROJECT = "来自项目信息，由主管部门在项目页修改"

WHOLE = "record:"
"""Not a cell: a change at this place holds the whole record before and after, as JSON, where rows came or went."""

_OPEN_HEAD = ("leader", "phone", "goal_actual")
_OPEN_INDICATOR = ("actual", "score", "reason")
_OPEN_FUND = ("budget", "executed", "initial")
_PROJECT_HEAD = ("year", "project", "department", "unit", "secrecy", "title", "money_unit")


class Change(NamedTuple):
    """One cell: its place, its text before and after."""

    place: str
    before: str
    after: str


def put(form: Form, place: str, text: str) -> None:
    """Write a cell. Raises KeyError for a place that the form does not have."""
    if place in HEAD_FIELDS:
        setattr(form, place, text)
        return
    if cell(form, place) is None:
        raise KeyError(place)
    key, field = place.partition("[")[2].split("].")
    row = form.fund(key) if place.startswith("funds[") else form.indicators[int(key)]
    setattr(row, field, text)


def differences(before: Form, after: Form) -> Iterator[Change]:
    """The cells in which two records of the same shape differ, in reading order."""
    old = dict(cells(before))
    new = dict(cells(after))
    for place in dict.fromkeys((*old, *new)):
        if old.get(place, "") != new.get(place, ""):
            yield Change(place, old.get(place, ""), new.get(place, ""))


def shape(form: Form) -> tuple[object, ...]:
    """What cells a form has, whatever stands in them: two forms of one shape differ by `differences` alone."""
    return (*(place for place, _ in cells(form)), *form.blank_rows, *(total.label for total in form.totals))


def locked(form: Form, approved: bool, funds_fixed: bool) -> Mapping[str, str]:
    """The cells that the officer cannot write, each with the reason and who can (Chinese)."""
    found: dict[str, str] = {}
    for place, _ in cells(form):
        field = place.rpartition(".")[2]
        if place in HEAD_FIELDS:
            if field in ("total_weight", "total_score", "grade"):
                found[place] = COMPUTED
            elif field in _PROJECT_HEAD:
                found[place] = PROJECT
            elif approved and field not in _OPEN_HEAD:
                found[place] = APPROVED
        elif place.startswith("funds["):
            if field in ("rate", "score"):
                found[place] = COMPUTED
            elif funds_fixed and field in FUND_FIELDS and field != "weight":
                found[place] = ACCOUNTS
            elif approved and field not in _OPEN_FUND:
                found[place] = APPROVED
        elif approved and field not in _OPEN_INDICATOR:
            found[place] = APPROVED
    return found
