"""Saving changes to a form: rights, locks, conflicts, the core's answer, version, audit log; all or nothing."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jiheng.form import HEAD_FIELDS, Block, Form, cell, describe, place_of
from jiheng.places import load
from jiheng.quantity import number
from jiheng.quantity.words import rounded
from jiheng.scoring import score
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log
from jiheng.web.direct_write import inserted, updated
from jiheng.web.forms import more_findings
from jiheng.web.forms.assess import Assessed, Scored, as_printed, assess
from jiheng.web.forms.blanks import standing
from jiheng.web.forms.errors import RefusedInput
from jiheng.web.forms.evidence_places import follow
from jiheng.web.forms.manual_scores import lapsed, take
from jiheng.web.forms.models import Conflict, FindingCount, SelfEvaluation, Version
from jiheng.web.forms.places import APPROVED, ROWS, WHOLE, CellChange, differences, lock_of, put, shape, tidy
from jiheng.web.forms.rows import rearrange
from jiheng.web.forms.sheet import columns_of
from jiheng.web.ready_query import Ready

LONGEST = 20_000
"""Characters in one cell."""
MOST = Decimal("99999.99")
"""The largest total that a row of the table of forms holds."""
OWN = "own:"
"""Before a score's place: the reason why the officer set another score than the proposed one."""
NO_REASON = "（未写理由）"
"""In a version, the reason of an own score that needs none; "" there means that the proposal holds."""
_AT_HAND, _ASSESSED = "_record_at_hand", "_assessed_at_hand"
CLOSED = "这一年度的自评已经结束，不能再改。需要修改的，请组织自评的单位在“年度”页重新开放。"


class Saved(NamedTuple):
    """What came of a save.

    `changes` are all cells that this save changed, computed ones included; `others` what others changed since
    the base. `lapsed` are own scores that no longer fit what was saved and went back to the proposal. With
    `conflict` nothing was written: its changes wait for a choice.
    """

    evaluation: SelfEvaluation
    assessed: Assessed
    changes: tuple[CellChange, ...]
    others: tuple[CellChange, ...] = ()
    conflict: Conflict | None = None
    lapsed: tuple[str, ...] = ()


def record_of(evaluation: SelfEvaluation) -> Form:
    """The record of a form. Raises msgspec.ValidationError."""
    return msgspec.convert(evaluation.record, Form)


def _as_kept(row: SelfEvaluation) -> Form:
    """The same, read once as long as the row's record stands; not to be changed."""
    known: tuple[Any, Form] | None = row.__dict__.get(_AT_HAND)
    if known is None or known[0] is not row.record:
        known = row.__dict__[_AT_HAND] = (row.record, record_of(row))
    return known[1]


def sourced(row: SelfEvaluation, source: str = "") -> Form:
    """The record as the core takes it; its source is the form's id, or what is given."""
    form = as_printed(record_of(row))
    form.source = source or str(row.pk)
    return form


def assessed(evaluation: SelfEvaluation) -> Assessed:
    """What the core says of the form as it stands; asked once as long as the row's record stands."""
    known: tuple[Any, Any, Assessed] | None = evaluation.__dict__.get(_ASSESSED)
    if known is None or known[0] is not evaluation.record or known[1] is not evaluation.own:
        result = assess(_as_kept(evaluation), evaluation.own, load(evaluation.cycle.rulebook))
        known = evaluation.__dict__[_ASSESSED] = (evaluation.record, evaluation.own, result)
    return known[2]


def scored(evaluation: SelfEvaluation) -> Scored:
    """What the rules say of the scores of the form as it stands; what the checks say is kept with it."""
    form, book = _as_kept(evaluation), load(evaluation.cycle.rulebook)
    return Scored(form, score(as_printed(form), book), book)


@transaction.atomic
def save(
    person: Person,
    form_id: int,
    base: int,
    changes: Sequence[CellChange],
    own: Mapping[str, str | None] | None = None,
    kind: Version.Kind = Version.Kind.EDIT,
) -> Saved:
    """Write cells of a form on top of version `base`.

    `own` gives for a score's place the reason of an own score, None to go back to the proposal. Where others have
    changed other cells since `base`, both stand; where they changed the same cells to something else, nothing is
    written and a Conflict is kept. Raises Denied, Refused (a ValidationError), SelfEvaluation.DoesNotExist.
    """
    row = _row(person, form_id)
    record, wanted = record_of(row), {change.place: change._replace(after=tidy(change.after)) for change in changes}
    _allowed(row, record, wanted)
    others = since(row, base)
    if _clashing(wanted, others):
        kept = [*(list(change) for change in wanted.values()), *(list(decided) for decided in _decided(own or {}))]
        return Saved(row, assessed(row), (), tuple(others.values()), _kept(row, person, base, kept))
    reasons = dict(row.own)
    if ROWS in wanted:
        columns, order = columns_of(row.cycle.layout), wanted.pop(ROWS).after
        reasons = rearrange(record, reasons, order, columns, LONGEST)
        follow(row, order)
        _allowed(row, record, wanted)
    for change in wanted.values():
        put(record, change.place, change.after)
    fresh = take(record, reasons, wanted, own or {})
    result, gone = _settled(row, record, reasons, fresh, wanted)
    found = (*differences(_as_kept(row), result.form), *reasons_changed(row.own, reasons))
    if found:
        write(row, result, reasons, found, person, kind, moved=any(change.place == ROWS for change in changes))
    rest = tuple(other for place, other in others.items() if place not in wanted and place != WHOLE)
    return Saved(row, result, found, rest, None, gone)


def _row(person: Person, form_id: int) -> SelfEvaluation:
    """The form, held for this transaction. Raises Denied, Refused, SelfEvaluation.DoesNotExist."""
    found: list[SelfEvaluation] = _held(form_id)
    if not found:
        raise SelfEvaluation.DoesNotExist
    row = found[0]
    require(person, "form.edit", row)
    if row.cycle.closed:
        raise RefusedInput(CLOSED)
    return row


def _for_update(pk: int) -> QuerySet[SelfEvaluation]:
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    return rows.filter(pk=pk).annotate(**more_findings.hints())


_held = Ready(_for_update)


def _kept(row: SelfEvaluation, person: Person, base: int, changes: list[list[str]]) -> Conflict:
    """The conflict to settle; the one that is there where the same save came twice, its first answer lost."""
    known = row.conflicts.filter(person=person, settled_at=None)
    same = next((earlier for earlier in known if earlier.changes == changes), None)
    return same or Conflict.objects.create(form=row, person=person, base=base, changes=changes)


def _clashing(wanted: Mapping[str, CellChange], others: Mapping[str, CellChange]) -> list[str]:
    """The places that others changed to something else than was seen when the change was made."""
    moved = WHOLE in others
    return [
        place
        for place, place_change in wanted.items()
        if (moved and place.startswith(ROWS))
        or (place == ROWS and any(other.startswith(ROWS) for other in others))
        or (place in others and others[place].after not in (place_change.after, place_change.before))
    ]


def _settled(
    row: SelfEvaluation, record: Form, reasons: dict[str, str], fresh: set[str], touched: Collection[str]
) -> tuple[Assessed, tuple[str, ...]]:
    """The record assessed, after the own scores that no longer stand are taken out of `reasons`; and which."""
    book = load(row.cycle.rulebook)
    result = assess(record, reasons, book)
    _fits(result)
    gone = lapsed(result.scored, reasons, fresh, touched)
    if not gone:
        return result, ()
    for place in gone:
        del reasons[place]
    settled = assess(record, reasons, book)
    changed = (place for place in gone if cell(settled.form, place) != cell(result.form, place) and place not in fresh)
    return settled, tuple(changed)


def _fits(result: Assessed) -> None:
    """Raises Refused where weights or scores add up to more than any form can mean."""
    for place in ("total_weight", "total_score"):
        figure = number(cell(result.form, place))
        if figure is not None and abs(figure) > MOST:
            raise RefusedInput(f"“{HEAD_FIELDS[place]}”加起来是 {figure:f}，请检查分值是否填错。"[:200], place)


def write(
    row: SelfEvaluation,
    result: Assessed,
    own: Mapping[str, str],
    changes: Sequence[CellChange],
    person: Person | None,
    kind: Version.Kind,
    *,
    moved: bool = False,
) -> None:
    """Put an assessed record into the row, with its version and its entry in the audit log.

    `moved` says that rows changed places, which their cells alone do not show.
    """
    audit = result.audit
    before = _codes(standing(row, _as_kept(row))) if row.version else {}
    changes = _with_whole(row, result.form, changes, moved)
    row.record, row.own = msgspec.to_builtins(result.form), dict(own)
    row.version += 1
    row.total, row.lost = _storable(number(result.form.total_score)), _storable(result.lost)
    row.rate = None if audit.score.rate is None else rounded(min(audit.score.rate, Decimal(999_999)), 6)
    row.grade = result.grade
    row.filled, row.quality = result.filled, _storable(result.quality)
    row.findings = more_findings.kept(row, result.form, audit.findings)
    row.changed_at, row.changed_by = timezone.now(), person
    found = standing(row, result.form)
    _count(row, found)
    if _codes(found) != before:
        _by_code(row, found)
    listed = [list(change) for change in changes]
    version = Version(form=row, number=row.version, person=person, kind=kind, changes=listed, total=row.total)
    told = {"version": row.version, "places": [change.place for change in changes]}
    along = (updated(row, (*_WRITTEN, *_SEVERITIES.values())), inserted(version))
    log.write(person, f"form.{kind}", row, told, along)


def since(row: SelfEvaluation, base: int) -> dict[str, CellChange]:
    """What was changed after version `base`, a change a place, from its text then to its text now.

    A base that is not there yet was seen before a backup was restored: everything counts as changed.
    """
    found: dict[str, CellChange] = {}
    if base == row.version:
        return found
    base = base if base < row.version else 0
    for changes in row.versions.filter(number__gt=base).order_by("number").values_list("changes", flat=True):
        for place, before, after in changes:
            first = found.get(place)
            found[place] = CellChange(place, before if first is None else first.before, after)
    return {place: change for place, change in found.items() if change.before != change.after}


def _storable(figure: Decimal | None) -> Decimal | None:
    """The figure as the column holds it; None for one that no form can mean, as an old form may print it."""
    return None if figure is None or abs(figure) > MOST else rounded(figure, 2)


def _allowed(row: SelfEvaluation, record: Form, wanted: Mapping[str, CellChange]) -> None:
    """Raises Refused for the first change at no cell of the form, at a locked one, or too long."""
    approved, fixed = row.project.approved is not None, row.project.funds_fixed
    for place, change in wanted.items():
        if place == ROWS:
            if row.project.approved is not None:
                raise RefusedInput(f"指标行不能增删：{APPROVED}。", place)
            continue
        found = place_of(place)
        if found is None or found.get(record) is None:
            if ROWS in wanted and found is not None and found.block is Block.INDICATORS:
                continue
            raise RefusedInput(f"表上没有“{place[:60]}”这一格。", place[:60])
        if why := lock_of(found, approved, fixed):
            raise RefusedInput(f"“{describe(record, place)}”不能修改：{why}。", place)
        if len(change.after) > LONGEST:
            raise RefusedInput(f"“{describe(record, place)}”超过 {LONGEST} 字，没有保存。", place)


def _decided(own: Mapping[str, str | None]) -> list[CellChange]:
    return [CellChange(OWN + place, "", _reason(reason)) for place, reason in own.items()]


def reasons_changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[CellChange]:
    """The reasons of own scores that came, went or changed, at places that begin with OWN."""
    places = dict.fromkeys((*before, *after))
    return [
        CellChange(OWN + place, _reason(before.get(place)), _reason(after.get(place)))
        for place in places
        if before.get(place) != after.get(place)
    ]


def _reason(reason: str | None) -> str:
    return "" if reason is None else reason or NO_REASON


def _with_whole(row: SelfEvaluation, after: Form, changes: Sequence[CellChange], moved: bool) -> Sequence[CellChange]:
    """The changes, with both records whole where rows came, went or moved, so that they can be taken back."""
    before = _as_kept(row)
    if not row.version or not (moved or shape(before) != shape(after)):
        return changes
    whole = (msgspec.json.encode(form).decode() for form in (before, after))
    return (CellChange(WHOLE, *whole), *changes)


def count_findings(row: SelfEvaluation) -> None:
    """Count the findings anew after a form has changed its state: an empty cell is an error once it is handed in.

    What other apps find is looked for anew.
    """
    record = _as_kept(row)
    renewed = more_findings.renewed(row, record)
    found = standing(row, record)
    _count(row, found)
    row.save(update_fields=[*_SEVERITIES.values(), *(["findings"] if renewed else [])])
    _by_code(row, found)


_WRITTEN = (
    *("record", "own", "version", "total", "lost", "rate", "grade", "filled", "quality", "veil", "findings"),
    *("changed_at", "changed_by"),
)
_SEVERITIES = {"error": "errors", "warning": "warnings", "notice": "notices"}
_GRAVEST = tuple(_SEVERITIES)


def _count(row: SelfEvaluation, found: Sequence[Mapping[str, Any]]) -> None:
    for severity, field in _SEVERITIES.items():
        setattr(row, field, sum(finding["severity"] == severity for finding in found))


def _by_code(row: SelfEvaluation, found: Sequence[Mapping[str, Any]]) -> None:
    """Bring the table of findings by code in line; untouched where nothing changed."""
    now = _codes(found)
    stored = {count.code: (count.severity, count.count) for count in row.finding_counts.all()}
    if stored == now:
        return
    row.finding_counts.all().delete()
    counts = (FindingCount(form=row, code=code, severity=s, count=n) for code, (s, n) in now.items())
    FindingCount.objects.bulk_create(counts)


def _codes(found: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, int]]:
    """The gravest severity and the number of the findings of each check."""
    now: dict[str, tuple[str, int]] = {}
    for finding in found:
        code, severity = finding["code"], finding["severity"]
        before, count = now.get(code, (severity, 0))
        now[code] = min(before, severity, key=_GRAVEST.index), count + 1
    return now
