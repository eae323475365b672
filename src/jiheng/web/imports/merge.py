"""What a record that was read changes in a form that is already there: the cells that are open, row by row."""

import copy
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from jiheng.checks.names import folded
from jiheng.form import SINGLE_BLOCKS, Block, Form, Indicator, Owner, Place, cells, describe, fields, labels
from jiheng.places import load
from jiheng.web.forms.assess import Assessed, assess
from jiheng.web.forms.initial import printed_scores
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import Change, differences, locked, moved, put
from jiheng.web.forms.saving import reasons_changed, record_of

_HEAD = [one for owner in (Owner.OFFICER, Owner.APPROVED) for one in fields(*SINGLE_BLOCKS, owner=owner)]
_KEPT = [one.name for owner in (Owner.OFFICER, Owner.PROJECT) for one in fields(*SINGLE_BLOCKS, owner=owner)]
_REACHED = [one.name for one in fields(Block.INDICATORS, owner=Owner.OFFICER)]
"""What the officer fills in of an indicator."""


class Plan(NamedTuple):
    """What taking a record over would do: the form after it, own scores, changes, and what finds no place (Chinese)."""

    result: Assessed
    own: dict[str, str]
    changes: tuple[Change, ...]
    left: tuple[str, ...]
    moved: Mapping[int, int] | None = None
    """Where rows were exchanged as a whole: the new number of each that stayed, by its old one."""


def merged(row: SelfEvaluation, record: Form) -> Plan:
    """The form with what `record` fills in. Locked cells stay; an empty cell never empties a filled one."""
    now = record_of(row)
    after = copy.deepcopy(now)
    approved = row.project.approved is not None
    locks = locked(now, approved, row.project.funds_fixed)
    there = dict(cells(now))
    wanted, left = _wanted(after, record, open_rows=not approved)
    fresh = set()
    for place, text in wanted.items():
        if place in locks:
            if place in there and _differs(there[place], text) and Place.parse(place).field not in ("rate", "score"):
                left.append(
                    f"“{describe(now, place)}”原件是“{text[:30]}”，表上是“{there[place][:30]}”：{locks[place]}。"
                )
            continue
        put(after, place, text)
        fresh.add(place)
    own = {place: why for place, why in row.own.items() if place not in fresh}
    own |= {place: why for place, why in printed_scores(after, row.project).items() if place in fresh}
    result = assess(after, own, load(row.cycle.rulebook))
    changes = (*differences(now, result.form), *reasons_changed(row.own, own))
    return Plan(result, own, changes, tuple(left))


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
    pairs = dict(_pairs(after.indicators, now.indicators))
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


def _wanted(after: Form, record: Form, open_rows: bool) -> tuple[dict[str, str], list[str]]:
    """The texts to be written by place of `after`; rows that it lacks are added where rows are open, else said."""
    wanted = {
        field.name: text
        for field in _HEAD
        if (text := getattr(record, field.name))
        and (field.block is Block.TAIL or getattr(after, field.name) is not None)
    }
    after.notes, after.others = record.notes or after.notes, record.others or after.others
    left: list[str] = []
    for fund in record.funds:
        if after.fund(fund.name) is None:
            if not open_rows:
                left.append(f"表上没有“{fund.name}”这一行资金，没有导入。")
                continue
            after.funds.append(copy.deepcopy(fund))
        wanted |= _texts(Place.fund(fund.name), fund, after.fund(fund.name))
    pairs = dict(_pairs(record.indicators, after.indicators))
    for number, one in enumerate(record.indicators):
        if number not in pairs:
            if not open_rows:
                left.append(f"表上没有指标“{one.l3 or one.l2}”这一行，没有导入。")
                continue
            pairs[number] = len(after.indicators)
            after.indicators.append(copy.deepcopy(one))
        at = pairs[number]
        wanted |= _texts(Place.indicator(at), one, after.indicators[at])
    return wanted, left


def _texts(place: Place, row: object, there: object) -> dict[str, str]:
    return {
        str(place.at(field)): text
        for field in labels(place.block)
        if (text := getattr(row, field)) and getattr(there, field) is not None
    }


def _pairs(ones: list[Indicator], others: list[Indicator]) -> Iterator[tuple[int, int]]:
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


def _differs(one: str, other: str) -> bool:
    return folded(one) != folded(other)
