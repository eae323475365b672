"""What papers call our units: by our own name, or by a name that a person settled once and that is remembered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from rapidfuzz import fuzz

from jiheng.department.project_matching import name_key
from jiheng.places import load
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import require, units_within
from jiheng.web.auditlog import log
from jiheng.web.imports.models import Import, ReadForm, UnitAlias
from jiheng.web.imports.visibility import shown


class Unknown(NamedTuple):
    """A name that is none of ours: on how many papers it stands, and the unit that it is most like, if any."""

    written: str
    papers: int
    likeliest: Organisation | None


def units_of_import(person: Person, batch: Import) -> list[Organisation]:
    """The units in the import's reach for which the person may make projects, in the order of the tree."""
    there = Organisation.objects.filter(units_within(person, "project.manage"), active=True)
    return list(there.filter(path__startswith=batch.organisation.path, kind=Organisation.Kind.UNIT).order_by("path"))


def aliases(batch: Import) -> dict[str, int]:
    """Names settled for the import's organisation, or one above it: key → id of the unit; the nearest one's word."""
    above = [int(key) for key in batch.organisation.path.strip("/").split("/")]
    rows = UnitAlias.objects.filter(organisation__in=above).order_by("organisation__path")
    return dict(rows.values_list("key", "unit"))


def unit_of(written: str, units: Sequence[Organisation], known: Mapping[str, int]) -> Organisation | None:
    """The unit of that name, or the one that the name was settled to; None where it is neither."""
    key = name_key(written)
    if not key:
        return None
    named = next((unit for unit in units if name_key(unit.name) == key), None)
    return named or next((unit for unit in units if unit.pk == known.get(key)), None)


def unknown(person: Person, batch: Import) -> list[Unknown]:
    """The names on papers that wait for a project and whose unit is not known, the most frequent first."""
    waiting = ReadForm.objects.filter(
        shown(person), source__batch=batch, decision=ReadForm.Decision.OPEN, project=None
    ).exclude(unit_named="")
    units, known = units_of_import(person, batch), aliases(batch)
    if len(units) < 2:
        return []
    counts = Counter(waiting.values_list("unit_named", flat=True))
    names = [(name, n) for name, n in counts.most_common() if unit_of(name, units, known) is None]
    least = load(batch.cycle.rulebook).number("accounts.names.likeness")
    return [Unknown(name, n, _likeliest(name, units, float(least))) for name, n in names]


@transaction.atomic
def settle(person: Person, batch: Import, chosen: Mapping[str, Organisation]) -> int:
    """Remember which unit each name means; how many. Raises Denied."""
    for written, unit in chosen.items():
        require(person, "project.manage", unit)
        UnitAlias.objects.update_or_create(
            organisation=batch.organisation, key=name_key(written)[:120], defaults={"written": written, "unit": unit}
        )
    if chosen:
        log.write(person, "import.units", batch, {"units": {name: unit.name for name, unit in chosen.items()}})
    return len(chosen)


def _likeliest(name: str, units: Sequence[Organisation], least: float) -> Organisation | None:
    key = name_key(name)
    ranked = max(units, key=lambda unit: fuzz.partial_ratio(key, name_key(unit.name)))
    return ranked if fuzz.partial_ratio(key, name_key(ranked.name)) >= least else None
