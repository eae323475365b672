"""Cells of a form by their place: reading, writing, comparing, and which of them are locked, and why."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jiheng.form import EXECUTION, Block, Form, Owner, Place, place_of, walk

COMPUTED = "由系统按办法计算"
APPROVED = "来自批复的绩效目标，由主管部门在项目页修改"
ACCOUNTS = "来自财务数据，由主管部门重新导入"
PROJECT = "来自项目信息，由主管部门在项目页修改"
KEPT = "照原件保留的栏目，不能在这里修改"
NOT_SCORED = "资金部分只有“年度资金总额”一行计分"

WHOLE = "record:"
"""Not a cell: a change at this place holds the whole record before and after, as JSON, where rows came or went."""

ROWS = "indicators"
"""Not a cell: a change at this place gives the rows of indicators anew (jiheng.web.forms.rows)."""
EXECUTION_SCORE = str(EXECUTION.at("score"))

_LOCKS = {
    Owner.SYSTEM: COMPUTED,
    Owner.PROJECT: PROJECT,
    Owner.APPROVED: APPROVED,
    Owner.ACCOUNTS: ACCOUNTS,
    Owner.NOBODY: KEPT,
}


class CellChange(NamedTuple):
    """One cell: its place, its text before and after."""

    place: str
    before: str
    after: str


def put(form: Form, place: str, text: str) -> None:
    """Write a cell. Raises KeyError for a place that the form does not have."""
    Place.parse(place).set(form, text)


def differences(before: Form, after: Form) -> Iterator[CellChange]:
    """The cells in which two records of the same shape differ, in reading order."""
    old, new = dict(walk(before)), dict(walk(after))
    for place in old if old.keys() == new.keys() else dict.fromkeys((*old, *new)):
        if old.get(place, "") != new.get(place, ""):
            yield CellChange(str(place), old.get(place, ""), new.get(place, ""))


def shape(form: Form) -> tuple[object, ...]:
    """What cells a form has, whatever stands in them: two forms of one shape differ by `differences` alone."""
    labels = (*(total.label for total in form.totals), *(other.label for other in form.others))
    return (*(place for place, _ in walk(form)), *form.blank_rows, *labels)


def scorable(place: str) -> bool:
    """Whether the place is a score that the rules propose and the officer may set."""
    found = place_of(place)
    return place == EXECUTION_SCORE or (
        found is not None and found.block is Block.INDICATORS and found.field == "score"
    )


def holder(place: str) -> str:
    """The row that a cell belongs to: `indicators[3]`, `funds[其他资金]`; the place itself in the head."""
    found = place_of(place)
    return place if found is None else str(found.whole_row)


def moved(place: str, rows: Mapping[int, int]) -> str | None:
    """Where a cell of an indicator stands once its row has moved by `rows` (old → new); None where it is gone.

    Any other place stays as it is.
    """
    found = place_of(place)
    if found is None or found.block is not Block.INDICATORS or not isinstance(found.row, int):
        return place
    row = rows.get(found.row)
    return None if row is None else str(found.moved(row))


def tidy(text: str) -> str:
    """A text as typed, without what no cell can hold: control signs, halves of signs, space at the ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def locked(form: Form, approved: bool, funds_fixed: bool) -> Mapping[str, str]:
    """The cells that the officer cannot write, each with the reason and who can (Chinese)."""
    return {str(place): why for place, _ in walk(form) if (why := lock_of(place, approved, funds_fixed))}


def lock_of(place: Place, approved: bool, funds_fixed: bool) -> str:
    """Why the officer cannot write a cell and who can (Chinese); "" where nothing is in the way."""
    owner = place.declared.owner if place.declared else Owner.NOBODY
    if place.block is Block.FUNDS and place.field == "score" and place != EXECUTION.at("score"):
        return NOT_SCORED
    free = owner is Owner.OFFICER or (owner is Owner.APPROVED and not approved)
    return "" if free or (owner is Owner.ACCOUNTS and not funds_fixed) else _LOCKS[owner]
