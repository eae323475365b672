"""A form put on the goals and indicators that were approved, keeping what is filled in for the same rows.

A form that was handed in stays as it is: what was approved since waits until the form is a draft again.
"""

import copy
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from jiheng.form import SINGLE_BLOCKS, Block, Form, Owner, fields
from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.forms.assess import Assessed, assess
from jiheng.web.forms.evidence_places import carry
from jiheng.web.forms.goal_rows import GoalDifference, paired
from jiheng.web.forms.goal_rows import differences as goal_differences
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import CellChange, differences, moved
from jiheng.web.forms.saving import reasons_changed, record_of, write

_KEPT = [field.name for owner in (Owner.OFFICER, Owner.PROJECT) for field in fields(*SINGLE_BLOCKS, owner=owner)]
_REACHED = [field.name for field in fields(Block.INDICATORS, owner=Owner.OFFICER)]
"""What the officer fills in of an indicator."""


class ApprovedPlan(NamedTuple):
    """What taking a record over would do: the form after it, own scores, changes, and what finds no place (Chinese)."""

    result: Assessed
    own: dict[str, str]
    changes: tuple[CellChange, ...]
    left: tuple[str, ...]
    moved: Mapping[int, int] | None = None
    """Where rows were exchanged as a whole: the new number of each that stayed, by its old one."""


def with_approved(row: SelfEvaluation, approved: Form) -> ApprovedPlan:
    """The form on the goals and indicators that were approved, with what is already filled in for the same rows."""
    now = record_of(row)
    after = copy.deepcopy(approved)
    for field in _KEPT:
        setattr(after, field, getattr(now, field))
    after.notes, after.others = now.notes, now.others
    after.funds = copy.deepcopy(now.funds) or after.funds
    for fund in after.funds:
        given = approved.fund(fund.name)
        fund.weight = given.weight if given is not None and given.weight else fund.weight
    pairs = dict(paired(after.indicators, now.indicators))
    old_rows = {old: new for new, old in pairs.items()}
    own = {place: why for old, why in row.own.items() if (place := moved(old, old_rows)) is not None}
    for new, old in pairs.items():
        for field in _REACHED:
            if getattr(now.indicators[old], field):
                setattr(after.indicators[new], field, getattr(now.indicators[old], field))
    kept = set(pairs.values())
    gone = [
        (indicator.l3 or indicator.l2, told)
        for number, indicator in enumerate(now.indicators)
        if number not in kept and (told := indicator.actual or indicator.reason)
    ]
    left = [f"“{name}”不在批复里，已填的“{told[:30]}”只留在历史版本里。" for name, told in gone]
    result = assess(after, own, load(row.cycle.rulebook))
    changes = (*differences(now, result.form), *reasons_changed(row.own, own))
    return ApprovedPlan(result, own, changes, tuple(left), old_rows)


def take_over(row: SelfEvaluation, person: Person) -> ApprovedPlan:
    """Put a draft on what is approved for its project, as a version of its own where that changes it."""
    plan = with_approved(row, _approved(row))
    if plan.changes:
        carry(row, plan.moved or {})
        write(row, plan.result, plan.own, plan.changes, person, Version.Kind.IMPORT, moved=True)
    _wait(row, False)
    return plan


def hold_back(row: SelfEvaluation) -> None:
    """Note on a form that was handed in that what is approved for its project has changed."""
    _wait(row, row.project.approved is not None and bool(goal_differences(record_of(row), _approved(row))))


def waiting(row: SelfEvaluation) -> tuple[list[GoalDifference], tuple[str, ...]]:
    """What was approved since the form was handed in, beside the form; what filled in would find no place."""
    if not row.approved_waits:
        return [], ()
    approved = _approved(row)
    return goal_differences(record_of(row), approved), with_approved(row, approved).left


def _wait(row: SelfEvaluation, waits: bool) -> None:
    if row.approved_waits != waits:
        row.approved_waits = waits
        row.save(update_fields=["approved_waits"])


def _approved(row: SelfEvaluation) -> Form:
    return msgspec.convert(row.project.approved, Form)


def bare(record: Form) -> Form:
    """Goals and indicators without anything that was reached."""
    form = msgspec.convert(msgspec.to_builtins(record), Form)
    form.source, form.origins, form.uncertain = "", {}, []
    form.total_score, form.grade = "", None
    for field in fields(*SINGLE_BLOCKS, owner=Owner.OFFICER, personal=False):
        setattr(form, field.name, "" if field.block is Block.GOALS else None)
    for fund in form.funds:
        fund.executed = fund.rate = fund.score = ""
    for row in form.indicators:
        for name in _REACHED:
            setattr(row, name, "")
    for total in form.totals:
        total.score = ""
    return form
