"""A form put on the goals and indicators that were approved, keeping what is filled in for the same rows."""

import copy
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from jiheng.checks.names import folded
from jiheng.form import SINGLE_BLOCKS, Block, Form, Indicator, Owner, fields
from jiheng.places import load
from jiheng.web.forms.assess import Assessed, assess
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import CellChange, differences, moved
from jiheng.web.forms.saving import reasons_changed, record_of

_KEPT = [one.name for owner in (Owner.OFFICER, Owner.PROJECT) for one in fields(*SINGLE_BLOCKS, owner=owner)]
_REACHED = [one.name for one in fields(Block.INDICATORS, owner=Owner.OFFICER)]
"""What the officer fills in of an indicator."""


class Plan(NamedTuple):
    """What taking a record over would do: the form after it, own scores, changes, and what finds no place (Chinese)."""

    result: Assessed
    own: dict[str, str]
    changes: tuple[CellChange, ...]
    left: tuple[str, ...]
    moved: Mapping[int, int] | None = None
    """Where rows were exchanged as a whole: the new number of each that stayed, by its old one."""


def with_approved(row: SelfEvaluation, approved: Form) -> Plan:
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
    gone = [
        one for number, one in enumerate(now.indicators) if number not in pairs.values() and (one.actual or one.reason)
    ]
    left = [
        f"“{one.l3 or one.l2}”不在批复里，已填的“{(one.actual or one.reason or '')[:30]}”只留在历史版本里。"
        for one in gone
    ]
    result = assess(after, own, load(row.cycle.rulebook))
    changes = (*differences(now, result.form), *reasons_changed(row.own, own))
    return Plan(result, own, changes, tuple(left), old_rows)


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
        for number, one in enumerate(ones):
            if number not in found:
                mine[key(one)] = mine.get(key(one), 0) + 1
        for number, one in enumerate(ones):
            partners = places.get(key(one), [])
            sure = key is _whole or (mine.get(key(one)) == 1 and len(partners) == 1)
            if number in found or not partners or not sure or not one.l3:
                continue
            partner = partners.pop(0)
            used.add(partner)
            found.add(number)
            yield number, partner


def _whole(row: Indicator) -> str:
    return "\n".join(folded(one or "") for one in (row.l1, row.l2, row.l3))


def _last(row: Indicator) -> str:
    return folded(row.l3 or "")
