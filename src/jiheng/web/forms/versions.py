"""A form as it stood at any of its versions, what two versions differ in, and taking an old one up again."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from jiheng.form import Form, cell, cells, describe
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import WHOLE, Change, locked, put
from jiheng.web.forms.saving import NO_REASON, OWN, Saved, record_of, save
from jiheng.web.people.models import Person


class NoVersion(LookupError):
    """A number that the form has no version of."""


class Stood(NamedTuple):
    """A form as it stood: its record, and the reasons of own scores by place."""

    record: Form
    own: dict[str, str]


class Difference(NamedTuple):
    """A cell in which two versions differ; `last` is the version that changed it last of those between."""

    place: str
    name: str
    before: str
    after: str
    last: Version | None
    shown: bool
    """Whether the place is a cell of the later version, so that it can be pointed at."""


def record_at(row: SelfEvaluation, number: int) -> Form:
    """The record as stored at version `number`. Raises NoVersion."""
    return stood_at(row, number).record


def stood_at(row: SelfEvaluation, number: int) -> Stood:
    """Record and own scores as stored at version `number`: what came later is taken back. Raises NoVersion."""
    if not 1 <= number <= row.version:
        raise NoVersion(f"“{row}”没有第 {number} 版，共有 {row.version} 版。")
    later = row.versions.filter(number__gt=number).order_by("-number").values_list("changes", flat=True)
    return _taken_back(Stood(record_of(row), dict(row.own)), later)


def compared(row: SelfEvaluation, early: int, late: int) -> tuple[Stood, Stood, list[Difference]]:
    """Both versions and where they differ, in reading order, own scores' reasons last. Raises NoVersion."""
    before, after = stood_at(row, early), stood_at(row, late)
    between = row.versions.filter(number__gt=early, number__lte=late).select_related("person").order_by("number")
    last = {place: version for version in between for place, _, _ in version.changes}
    old, new = _texts(before), _texts(after)
    found = [
        Difference(
            place, _name(before, after, place), old.get(place, ""), new.get(place, ""), last.get(place), place in new
        )
        for place in dict.fromkeys((*new, *old))
        if old.get(place, "") != new.get(place, "")
    ]
    return before, after, found


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
        if place.endswith(".score"):
            if reason is not None or place in now.own:
                own[place] = reason
            if reason is None:
                continue
        if wanted[source] != text:
            changes.append(Change(place, text, wanted[source]))
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


def _name(before: Stood, after: Stood, place: str) -> str:
    bare = place.removeprefix(OWN)
    name = describe(after.record if cell(after.record, bare) is not None else before.record, bare)
    return f"{name}（自评分理由）" if bare != place else name


def _same_rows(old: Form, now: Form) -> dict[int, int]:
    """For each indicator now, the one of the same names then; the same number where nothing moved."""
    places = {(row.l1, row.l2, row.l3): number for number, row in reversed(list(enumerate(old.indicators)))}
    names = [(row.l1, row.l2, row.l3) for row in now.indicators]
    if names == [(row.l1, row.l2, row.l3) for row in old.indicators]:
        return {number: number for number in range(len(names))}
    return {number: places[name] for number, name in enumerate(names) if name in places}


def _moved(place: str, matched: dict[int, int]) -> str | None:
    if not place.startswith("indicators["):
        return place
    number, _, field = place.removeprefix("indicators[").partition("]")
    then = matched.get(int(number))
    return None if then is None else f"indicators[{then}]{field}"
