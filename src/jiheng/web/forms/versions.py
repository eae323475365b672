"""A form as it stood at any of its versions, what two versions differ in, and taking an old one up again."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from jiheng.form import Block, Form, cells, describe, place_of
from jiheng.web.accounts.models import Person
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import WHOLE, CellChange, locked, moved, put, scorable
from jiheng.web.forms.saving import NO_REASON, OWN, Saved, record_of, save

GONE = "gone:"
"""Before a place of the earlier version whose row the later one no longer has."""


class NoVersion(LookupError):
    """A number that the form has no version of."""


class Stood(NamedTuple):
    """A form as it stood: its record, and the reasons of own scores by place."""

    record: Form
    own: dict[str, str]


class CellDifference(NamedTuple):
    """A cell in which two versions differ; `last` is the version that changed it last of those between."""

    place: str
    name: str
    before: str
    after: str
    last: Version | None
    shown: bool
    """Whether the place is a cell of the later version, so that it can be pointed at."""


def stood_at(row: SelfEvaluation, number: int) -> Stood:
    """Record and own scores as stored at version `number`: what came later is taken back. Raises NoVersion."""
    if not 1 <= number <= row.version:
        raise NoVersion(f"“{row}”没有第 {number} 版，共有 {row.version} 版。")
    later = row.versions.filter(number__gt=number).order_by("-number").values_list("changes", flat=True)
    return _taken_back(Stood(record_of(row), dict(row.own)), later)


def compared(row: SelfEvaluation, early: int, late: int) -> tuple[Stood, Stood, list[CellDifference]]:
    """Both versions and where they differ, in reading order. Raises NoVersion.

    Rows that moved are compared with themselves; places are those of the later version, of rows that it no longer
    has those of the earlier one.
    """
    before, after = stood_at(row, early), stood_at(row, late)
    last, fallback = _last_changes(row, early, late)
    matched = _same_rows(before.record, after.record)
    now = {then: number for number, then in matched.items()}
    old, new = _texts(before), _texts(after)
    there = {_moved(place, now) or GONE + place: (place, text) for place, text in old.items()}
    found = []
    for place in dict.fromkeys((*new, *there)):
        was, text = there.get(place, (place, ""))
        if text == new.get(place, ""):
            continue
        name = _name(after if place in new else before, was if place.startswith(GONE) else place)
        found.append(CellDifference(place, name, text, new.get(place, ""), last.get(place, fallback), place in new))
    return before, after, found


def _last_changes(row: SelfEvaluation, early: int, late: int) -> tuple[dict[str, Version], Version | None]:
    """By place, the version that changed it last; for what rows moving has hidden, the version that moved them."""
    last: dict[str, Version] = {}
    moving = None
    for version in row.versions.filter(number__gt=early, number__lte=late).select_related("person").order_by("number"):
        if any(place == WHOLE for place, _, _ in version.changes):
            moving, last = version, {place: change for place, change in last.items() if not _in_row(place)}
        last |= {place: version for place, _, _ in version.changes}
    return last, moving


def restore(person: Person, row: SelfEvaluation, number: int) -> Saved:
    """Write what stood in the open cells at version `number`, as a new version.

    Locked and computed cells stay; so do cells that the old version did not have. Raises NoVersion, and what
    `save` raises.
    """
    old, now = stood_at(row, number), Stood(record_of(row), dict(row.own))
    locks = locked(now.record, row.project.approved is not None, row.project.funds_fixed)
    wanted, texts = _texts(old), _texts(now)
    matched = _same_rows(old.record, now.record)
    changes, own = [], {}
    for place, text in texts.items():
        source = _moved(place, matched)
        if place.startswith(OWN) or place in locks or source is None or source not in wanted:
            continue
        reason = old.own.get(source)
        if scorable(place):
            if reason is not None or place in now.own:
                own[place] = reason
            if reason is None:
                continue
        if wanted[source] != text:
            changes.append(CellChange(place, text, wanted[source]))
    return save(person, row.pk, row.version, changes, own, Version.Kind.RESTORE)


def _taken_back(stood: Stood, later: Iterable[list[tuple[str, str, str]]]) -> Stood:
    form, own = stood
    for changes in later:
        whole = next((before for place, before, _ in changes if place == WHOLE), None)
        if whole is not None:
            form = msgspec.json.decode(whole, type=Form)
        for place, before, _ in changes:
            if place.startswith(OWN):
                _set_reason(own, place.removeprefix(OWN), before)
            elif whole is None:
                put(form, place, before)
    for total in form.totals:
        total.weight, total.score = form.total_weight, form.total_score
    return Stood(form, own)


def _set_reason(own: dict[str, str], place: str, text: str) -> None:
    if text:
        own[place] = "" if text == NO_REASON else text
    else:
        own.pop(place, None)


def _texts(stood: Stood) -> dict[str, str]:
    return dict(cells(stood.record)) | {OWN + place: text or NO_REASON for place, text in stood.own.items()}


def _name(stood: Stood, place: str) -> str:
    bare = place.removeprefix(OWN)
    name = describe(stood.record, bare)
    return f"{name}（自评分理由）" if bare != place else name


def _same_rows(old: Form, now: Form) -> dict[int, int]:
    """For each indicator now, the one of the same names then; by number where no name has changed place."""
    names, before = ([(row.l1, row.l2, row.l3) for row in form.indicators] for form in (now, old))
    if len(names) == len(before) and sum(one != other for one, other in zip(names, before, strict=True)) <= 1:
        return {number: number for number in range(len(names))}
    free: dict[tuple[str | None, ...], list[int]] = {}
    for number, name in enumerate(before):
        free.setdefault(name, []).append(number)
    return {number: free[name].pop(0) for number, name in enumerate(names) if free.get(name)}


def _in_row(place: str) -> bool:
    found = place_of(place.removeprefix(OWN))
    return found is not None and found.block is Block.INDICATORS


def _moved(place: str, matched: Mapping[int, int]) -> str | None:
    """The place where its row stands by `matched`; None where it has none."""
    bare = place.removeprefix(OWN)
    found = moved(bare, matched)
    return None if found is None else place.removesuffix(bare) + found
