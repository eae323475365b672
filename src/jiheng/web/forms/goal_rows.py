"""Approved goals as rows: their columns, which rows of two tables are the same, and in which cells they differ."""

from collections.abc import Iterator
from typing import NamedTuple

from jiheng.checks.names import folded
from jiheng.form import Block, Form, Indicator, Owner, fields

GOAL = "年度总体目标"
COLUMNS = {field.name: field.label for field in fields(Block.INDICATORS, owner=Owner.APPROVED)}
"""The columns of what is approved, with their heads."""


class GoalDifference(NamedTuple):
    """A cell that differs: of which row (its name; GOAL for the goal), which column, before and after.

    A row that came or went differs in one cell, its whole, with "" on the side where it is not.
    """

    row: str
    column: str
    before: str
    after: str


def differences(before: Form, after: Form) -> list[GoalDifference]:
    """What differs, in the order of `after`; rows are the same by their names."""
    found = []
    if (before.goal_expected or "") != (after.goal_expected or ""):
        found.append(GoalDifference(GOAL, GOAL, before.goal_expected or "", after.goal_expected or ""))
    old, new = _execution(before), _execution(after)
    if old and new and old != new:
        found.append(GoalDifference("预算执行率", "分值", old, new))
    pairs = dict(paired(after.indicators, before.indicators))
    for number, row in enumerate(after.indicators):
        if number not in pairs:
            found.append(GoalDifference(row.l3 or "", "新增一行", "", _in_words(row)))
            continue
        same = before.indicators[pairs[number]]
        found += [
            GoalDifference(row.l3 or "", label, getattr(same, name) or "", getattr(row, name) or "")
            for name, label in COLUMNS.items()
            if (getattr(same, name) or "") != (getattr(row, name) or "")
        ]
    gone = [row for number, row in enumerate(before.indicators) if number not in pairs.values()]
    return found + [GoalDifference(row.l3 or "", "取消一行", _in_words(row), "") for row in gone]


def _execution(form: Form) -> str:
    """The weight of the execution rate."""
    fund = form.fund()
    return "" if fund is None else fund.weight or ""


def paired(ones: list[Indicator], others: list[Indicator]) -> Iterator[tuple[int, int]]:
    """Rows of two trees that are the same indicator: by all their names, else by the last one if it is unique."""
    used: set[int] = set()
    found: set[int] = set()
    for key in (_whole, _last):
        places: dict[str, list[int]] = {}
        for number, other in enumerate(others):
            if number not in used:
                places.setdefault(key(other), []).append(number)
        mine: dict[str, int] = {}
        for number, row in enumerate(ones):
            if number not in found:
                mine[key(row)] = mine.get(key(row), 0) + 1
        for number, row in enumerate(ones):
            partners = places.get(key(row), [])
            sure = key is _whole or (mine.get(key(row)) == 1 and len(partners) == 1)
            if number in found or not partners or not sure or not row.l3:
                continue
            partner = partners.pop(0)
            used.add(partner)
            found.add(number)
            yield number, partner


def _whole(row: Indicator) -> str:
    return "\n".join(folded(level or "") for level in (row.l1, row.l2, row.l3))


def _last(row: Indicator) -> str:
    return folded(row.l3 or "")


def _in_words(row: Indicator) -> str:
    target = f"{row.property or ''}{row.target or ''}{row.unit or ''}"
    return f"{row.l1 or ''}—{row.l2 or ''}—{row.l3 or ''}：{target}，{row.weight or '0'} 分"
