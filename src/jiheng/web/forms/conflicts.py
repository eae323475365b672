"""Settling a conflict: both texts of each cell side by side, a choice each, then a save on the newest version."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from jiheng.form import Form, cells, describe
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.forms.models import Conflict, SelfEvaluation, Version
from jiheng.web.forms.places import ROWS, WHOLE, CellChange, locked
from jiheng.web.forms.responses import authors
from jiheng.web.forms.saving import NO_REASON, OWN, Saved, assessed, record_of, save, since
from jiheng.web.ready_query import Ready


class Clash(NamedTuple):
    """A cell of a conflict. `why` says why mine cannot be written any more, "" where it can be chosen."""

    place: str
    name: str
    before: str
    mine: str
    theirs: str
    by: str
    why: str = ""


class Sides(NamedTuple):
    """A conflict's cells: those to choose between, and those that go in without a choice."""

    clashes: list[Clash]
    rest: list[Clash]


def open_conflicts(row: SelfEvaluation, person: Person) -> list[Conflict]:
    """The person's conflicts on the form that wait for a choice."""
    return _open(row.pk, person.pk)


_open = Ready(lambda form, person: Conflict.objects.filter(form=form, person=person, settled_at=None).order_by("id"))


def sides(conflict: Conflict) -> Sides:
    """The conflict against the form as it stands now."""
    row, record = conflict.form, record_of(conflict.form)
    names = authors(row, conflict.base)
    locks = locked(record, row.project.approved is not None, row.project.funds_fixed)
    now, moved = dict(cells(record)), WHOLE in since(row, conflict.base)
    found = Sides([], [])
    for place, before, mine in conflict.changes:
        if place.startswith(OWN):
            continue
        theirs = now.get(place, "")
        why = _unwritable(place, now, locks, moved)
        clash = Clash(
            place, _name(record, place), before, mine, theirs, _author(names.get(place), conflict.person), why
        )
        if why or theirs not in (mine, before):
            found.clashes.append(clash)
        elif theirs != mine:
            found.rest.append(clash)
    return found


@transaction.atomic
def settle(person: Person, conflict: Conflict, version: int, texts: Mapping[str, str]) -> Saved:
    """Write what was chosen for each cell on top of `version`, the one that was seen, and close the conflict.

    `texts` leaves out the cells in which the others' text stays. Where somebody changed one of the cells again,
    a new conflict is kept in `Saved.conflict`. Raises Denied, Refused.
    """
    row = SelfEvaluation.objects.select_related("project", "unit", "cycle").get(pk=conflict.form_id)
    require(person, "form.edit", row)
    record = dict(cells(record_of(row)))
    reasons = {place.removeprefix(OWN): text for place, _, text in conflict.changes if place.startswith(OWN)}
    seen = since(row, version)
    before = {place: seen[place].before if place in seen else text for place, text in record.items()}
    wanted = [CellChange(place, before.get(place, ""), text) for place, text in texts.items()]
    own = {place: _reason(reasons[place]) for place in texts if place in reasons}
    saved = _saved(person, row, version, wanted, own)
    Conflict.objects.filter(pk=conflict.pk, settled_at=None).update(settled_at=timezone.now())
    log.write(person, "form.settle", row, {"conflict": conflict.pk, "places": list(texts)})
    return saved


def _saved(
    person: Person, row: SelfEvaluation, version: int, wanted: Sequence[CellChange], own: Mapping[str, str | None]
) -> Saved:
    if not wanted:
        return Saved(row, assessed(row), ())
    return save(person, row.pk, version, wanted, own, Version.Kind.MERGE)


def _author(author: str | None, person: Person) -> str:
    return "您在另一个窗口" if author == str(person) else author or ""


def _unwritable(place: str, now: Mapping[str, str], locks: Mapping[str, str], moved: bool) -> str:
    if place == ROWS or (moved and place.startswith(ROWS)):
        return "对方增删或移动了指标行，请对照后在表上重填"
    if place not in now:
        return "表上已经没有这一格"
    return f"这一格现在不能修改：{locks[place]}" if place in locks else ""


def _name(record: Form, place: str) -> str:
    return "指标行的增删或次序" if place == ROWS else describe(record, place)


def _reason(text: str) -> str | None:
    return None if not text else "" if text == NO_REASON else text
