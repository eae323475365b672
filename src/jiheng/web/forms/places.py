"""Cells of a form by their place: reading, writing, comparing, and which of them are locked, and why."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jiheng.form import HEAD_FIELDS, TOTAL_FUND, Form, cell, cells

COMPUTED = "由系统按办法计算"
APPROVED = "来自批复的绩效目标，由主管部门在项目页修改"
ACCOUNTS = "来自财务数据，由主管部门重新导入"
PROJECT = "来自项目信息，由主管部门在项目页修改"
NOT_SCORED = "资金部分只有“年度资金总额”一行计分"

WHOLE = "record:"
"""Not a cell: a change at this place holds the whole record before and after, as JSON, where rows came or went."""

ROWS = "indicators"
"""Not a cell: a change at this place gives the rows of indicators anew (jiheng.web.forms.rows)."""
EXECUTION_SCORE = f"funds[{TOTAL_FUND}].score"

_OPEN_HEAD = ("leader", "phone", "goal_actual")
_OPEN_INDICATOR = ("actual", "score", "reason")
_COMPUTED_HEAD = ("total_weight", "total_score", "grade")
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


def scorable(place: str) -> bool:
    """Whether the place is a score that the rules propose and the officer may set."""
    return place == EXECUTION_SCORE or (place.startswith("indicators[") and place.endswith(".score"))


def holder(place: str) -> str:
    """The row that a cell belongs to: `indicators[3]`, `funds[其他资金]`; the place itself in the head."""
    return place.rpartition(".")[0] or place


def tidy(text: str) -> str:
    """A text as typed, without what no cell can hold: control signs, halves of signs, space at the ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def locked(form: Form, approved: bool, funds_fixed: bool) -> Mapping[str, str]:
    """The cells that the officer cannot write, each with the reason and who can (Chinese)."""
    found: dict[str, str] = {}
    for place, _ in cells(form):
        if place in HEAD_FIELDS:
            why = _locked_head(place, approved)
        elif place.startswith("funds["):
            why = _locked_fund(place, approved, funds_fixed)
        else:
            why = APPROVED if approved and _field(place) not in _OPEN_INDICATOR else ""
        if why:
            found[place] = why
    return found


def _field(place: str) -> str:
    return place.rpartition(".")[2]


def _locked_head(place: str, approved: bool) -> str:
    if place in _COMPUTED_HEAD:
        return COMPUTED
    if place in _PROJECT_HEAD:
        return PROJECT
    return APPROVED if approved and place not in _OPEN_HEAD else ""


def _locked_fund(place: str, approved: bool, funds_fixed: bool) -> str:
    field = _field(place)
    if field == "rate":
        return COMPUTED
    if field == "score":
        return "" if place == EXECUTION_SCORE else NOT_SCORED
    if field == "weight":
        return APPROVED if approved else ""
    return ACCOUNTS if funds_fixed else ""
