"""What a record that was read changes in a form that is already there: the cells that are open, row by row."""

import copy

from jiheng.checks.names import folded
from jiheng.form import SINGLE_BLOCKS, Block, Form, Owner, Place, cells, describe, fields, labels
from jiheng.places import load
from jiheng.web.forms.approved import ApprovedPlan
from jiheng.web.forms.assess import assess
from jiheng.web.forms.goal_rows import paired
from jiheng.web.forms.initial import printed_scores
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import differences, locked, put
from jiheng.web.forms.saving import reasons_changed, record_of

_HEAD = [field for owner in (Owner.OFFICER, Owner.APPROVED) for field in fields(*SINGLE_BLOCKS, owner=owner)]


def merged(row: SelfEvaluation, record: Form) -> ApprovedPlan:
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
    return ApprovedPlan(result, own, changes, tuple(left))


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
    pairs = dict(paired(record.indicators, after.indicators))
    for number, indicator in enumerate(record.indicators):
        if number not in pairs:
            if not open_rows:
                left.append(f"表上没有指标“{indicator.l3 or indicator.l2}”这一行，没有导入。")
                continue
            pairs[number] = len(after.indicators)
            after.indicators.append(copy.deepcopy(indicator))
        at = pairs[number]
        wanted |= _texts(Place.indicator(at), indicator, after.indicators[at])
    return wanted, left


def _texts(place: Place, row: object, there: object) -> dict[str, str]:
    return {
        str(place.at(field)): text
        for field in labels(place.block)
        if (text := getattr(row, field)) and getattr(there, field) is not None
    }


def _differs(one: str, other: str) -> bool:
    return folded(one) != folded(other)
