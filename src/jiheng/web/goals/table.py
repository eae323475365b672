"""The table of a declaration: as kept, as a record, what the checks say, what the library and last year suggest."""

from typing import Any, NamedTuple

import msgspec

from jiheng.checks.names import indicator_key
from jiheng.form import Block, FieldKind, Form, Owner, fields
from jiheng.places import Book, load
from jiheng.quantity.words import plain
from jiheng.web.cycles.models import Project
from jiheng.web.forms.goal_rows import COLUMNS
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.goals.models import Declaration, LibraryEntry
from jiheng.web.planning.approved_form import ApprovedCheck, Entered, judged, of, record

_WORDS = fields(Block.INDICATORS, kinds=(FieldKind.TEXT,), owner=Owner.APPROVED)
_FROM_LIBRARY = [field.name for field in _WORDS if field.name != "l3"]
"""Columns that the library knows of an indicator by its name."""
_KEPT_AS = {"property": "sign"}
_OFFERED = 300
"""Names of the library that a row offers to choose from."""


class Hint(NamedTuple):
    """What is known of an indicator: `usual` in words, `last` of last year, and what to fill blank cells with."""

    row: int
    usual: str
    last: str
    fill: dict[str, str]


def book_of(project: Project) -> Book:
    """The rulebook of the project's cycle."""
    return load(project.cycle.rulebook)


def entered_of(row: Declaration) -> Entered:
    """The table as kept; of a new one what is approved already, or an empty table."""
    if not row.entered:
        return of(row.project, book_of(row.project))
    return read(row.entered)


def read(data: dict[str, Any]) -> Entered:
    """A table as kept."""
    return Entered(data["goal"], data["execution"], [dict(row) for row in data["rows"]])


def kept(entered: Entered) -> dict[str, Any]:
    """The table as JSON."""
    return {"goal": entered.goal, "execution": entered.execution, "rows": entered.rows}


def form_of(row: Declaration, entered: Entered) -> Form:
    """The declaration as a record of goals, with the budget asked for."""
    form = record(entered, row.project, book_of(row.project))
    form.project, form.unit, form.year = row.project.name, row.project.unit.name, str(row.project.cycle.year)
    form.department = row.project.unit.department().name
    fund = form.fund()
    if fund is not None and row.asked:
        fund.initial = fund.budget = row.asked
    return form


def judgement(row: Declaration, entered: Entered) -> ApprovedCheck:
    """What the core says of it."""
    return judged(form_of(row, entered), book_of(row.project))


def hints(project: Project, entered: Entered) -> list[Hint]:
    """For every row with a name what the library and the project's last year know of it."""
    keys = {at: indicator_key(row["l3"]) for at, row in enumerate(entered.rows) if row.get("l3")}
    known = {known.key: known for known in LibraryEntry.objects.filter(key__in=set(keys.values()))}
    before = _last_year(project)
    found = []
    for at, key in keys.items():
        entry, last = known.get(key), before.get(key, "")
        if entry is not None or last:
            fill = {} if entry is None else _fill(entry, entered.rows[at])
            found.append(Hint(at + 1, "" if entry is None else usual(entry), last, fill))
    return found


def names() -> list[str]:
    """The names of the library, the most frequent first."""
    return list(LibraryEntry.objects.values_list("name", flat=True)[:_OFFERED])


def usual(entry: LibraryEntry) -> str:
    """An entry in words."""
    parts = [f"{entry.l1}—{entry.l2}"] if entry.l1 else []
    parts += [f"常用单位“{entry.unit}”"] if entry.unit else []
    parts += [f"性质 {entry.sign}"] if entry.sign else []
    if entry.low is not None and entry.high is not None:
        middle = "" if entry.middle is None else f"，中位 {plain(entry.middle)}"
        parts.append(f"指标值多在 {plain(entry.low)}—{plain(entry.high)} 之间{middle}")
    parts += [f"分值多为 {plain(entry.weight)}"] if entry.weight is not None else []
    return "，".join(parts) + f"（{entry.count} 个项目用过）"


def filled(entered: Entered, at: int) -> Entered:
    """The table with the blank cells of a row as the library has them."""
    rows = [dict(row) for row in entered.rows]
    if 0 <= at < len(rows) and rows[at].get("l3"):
        entry = LibraryEntry.objects.filter(key=indicator_key(rows[at]["l3"])).first()
        rows[at] |= {} if entry is None else _fill(entry, rows[at])
    return entered._replace(rows=rows)


def changes(before: Entered, after: Entered) -> list[tuple[str, str, str]]:
    """The cells that differ, as place, before, after."""
    found = [("goal", before.goal, after.goal), ("execution", before.execution, after.execution)]
    for at in range(max(len(before.rows), len(after.rows))):
        old, new = (rows[at] if at < len(rows) else {} for rows in (before.rows, after.rows))
        found += [(f"{name}-{at + 1}", old.get(name, ""), new.get(name, "")) for name in COLUMNS]
    return [change for change in found if change[1] != change[2]]


def _fill(entry: LibraryEntry, row: dict[str, str]) -> dict[str, str]:
    offered = {name: getattr(entry, _KEPT_AS.get(name, name)) for name in _FROM_LIBRARY}
    return {name: text for name, text in offered.items() if text and not row.get(name)}


def _last_year(project: Project) -> dict[str, str]:
    """Target and result of the same project's rows a year ago, in words, by key."""
    form = SelfEvaluation.objects.filter(
        project__code=project.code, cycle__year=project.cycle.year - 1, unit=project.unit
    ).first()
    if form is None:
        return {}
    return {
        indicator_key(row.l3): f"目标 {row.property or ''}{row.target or ''}{row.unit or ''}，实际 {row.actual or '—'}"
        for row in msgspec.convert(form.record, Form).indicators
        if row.l3
    }
