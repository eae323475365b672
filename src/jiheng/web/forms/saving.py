"""Saving changes to a form: rights, locks, conflicts, the core's answer, the version, the record of it; all or nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jiheng.form import Form, cell, describe
from jiheng.quantity import number
from jiheng.rulebook import load
from jiheng.scoring import Verdict
from jiheng.web.forms.engine import Assessed, assess, proposals
from jiheng.web.forms.models import Conflict, Found, SelfEvaluation, Version
from jiheng.web.forms.places import WHOLE, Change, differences, locked, put, shape
from jiheng.web.people.models import Person
from jiheng.web.people.rights import require
from jiheng.web.record import log

LONGEST = 20_000
"""Characters in one cell."""
OWN = "own:"
"""Before a score's place: the reason why the officer set another score than the proposed one."""
NO_REASON = "（未写理由）"
"""In a version, the reason of an own score that needs none; "" there means that the proposal holds."""
CLOSED = "这一年度的自评已经结束，不能再改。需要修改的，请组织自评的单位在“年度”页重新开放。"


class Saved(NamedTuple):
    """What came of a save.

    `changes` are all cells that this save changed, computed ones included; `others` what others changed since
    the base. With `conflict` nothing was written: its changes wait for a choice.
    """

    evaluation: SelfEvaluation
    assessed: Assessed
    changes: tuple[Change, ...]
    others: tuple[Change, ...] = ()
    conflict: Conflict | None = None


def record_of(evaluation: SelfEvaluation) -> Form:
    """The record of a form. Raises msgspec.ValidationError."""
    return msgspec.convert(evaluation.record, Form)


def assessed(evaluation: SelfEvaluation) -> Assessed:
    """What the core says of the form as it stands."""
    return assess(record_of(evaluation), evaluation.own, load(evaluation.cycle.rulebook))


@transaction.atomic
def save(
    person: Person,
    form_id: int,
    base: int,
    changes: Sequence[Change],
    own: Mapping[str, str | None] | None = None,
    kind: Version.Kind = Version.Kind.EDIT,
) -> Saved:
    """Write cells of a form on top of version `base`.

    `own` gives for a score's place the reason of an own score, None to go back to the proposal. Where others have
    changed other cells since `base`, both stand; where they changed the same cells to something else, nothing is
    written and a Conflict is kept. Raises Denied, ValidationError (Chinese), SelfEvaluation.DoesNotExist.
    """
    evaluation = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    row = evaluation.get(pk=form_id)
    require(person, "form.edit", row)
    if row.cycle.closed:
        raise ValidationError(CLOSED)
    record, wanted = record_of(row), {change.place: change for change in changes}
    _allowed(row, record, wanted)
    others = since(row, base)
    reshaped = others.pop(WHOLE, None)
    clashing = [
        place for place, one in wanted.items() if reshaped or (place in others and others[place].after != one.after)
    ]
    if clashing:
        kept = Conflict.objects.create(form=row, person=person, base=base, changes=[list(one) for one in changes])
        return Saved(row, assessed(row), (), tuple(others.values()), kept)
    before, reasons = record_of(row), dict(row.own)
    for change in changes:
        put(record, change.place, change.after)
    _own_scores(record, reasons, own or {})
    result = assess(record, reasons, load(row.cycle.rulebook))
    _within_bounds(result, reasons)
    found = (*differences(before, result.form), *reasons_changed(row.own, reasons))
    if found:
        write(row, result, reasons, found, person, kind)
    return Saved(row, result, found, tuple(one for place, one in others.items() if place not in wanted))


def write(
    row: SelfEvaluation,
    result: Assessed,
    own: Mapping[str, str],
    changes: Sequence[Change],
    person: Person | None,
    kind: Version.Kind,
) -> None:
    """Put an assessed record into the row, with its version and its entry in the audit log."""
    audit = result.audit
    changes = _with_whole(row, result.form, changes)
    row.record, row.own = msgspec.to_builtins(result.form), dict(own)
    row.version += 1
    row.total, row.lost = number(result.form.total_score), result.lost
    row.rate = None if audit.score.rate is None else min(audit.score.rate, Decimal(999_999)).quantize(Decimal("1e-6"))
    row.grade = result.grade
    row.filled = result.filled
    row.findings = [msgspec.to_builtins(finding) for finding in audit.findings]
    counts = [sum(one.severity == name for one in audit.findings) for name in ("error", "warning", "notice")]
    row.errors, row.warnings, row.notices = counts
    row.changed_at, row.changed_by = timezone.now(), person
    row.save()
    _found(row, result)
    Version.objects.create(
        form=row, number=row.version, person=person, kind=kind, changes=[list(one) for one in changes], total=row.total
    )
    log.write(person, f"form.{kind}", row, {"version": row.version, "places": [one.place for one in changes]})


def since(row: SelfEvaluation, base: int) -> dict[str, Change]:
    """What was changed after version `base`, a change a place, from its text then to its text now."""
    found: dict[str, Change] = {}
    if base >= row.version:
        return found
    for changes in row.versions.filter(number__gt=base).order_by("number").values_list("changes", flat=True):
        for place, before, after in changes:
            first = found.get(place)
            found[place] = Change(place, before if first is None else first.before, after)
    return {place: one for place, one in found.items() if one.before != one.after}


def _allowed(row: SelfEvaluation, record: Form, wanted: Mapping[str, Change]) -> None:
    locks = locked(record, row.project.approved is not None, row.project.funds_fixed)
    for place, change in wanted.items():
        if cell(record, place) is None:
            raise ValidationError(f"表上没有“{describe(record, place)}”这一格。")
        if place in locks:
            raise ValidationError(f"“{describe(record, place)}”不能修改：{locks[place]}。")
        if len(change.after) > LONGEST:
            raise ValidationError(f"“{describe(record, place)}”超过 {LONGEST} 字，没有保存。")


def _own_scores(record: Form, reasons: dict[str, str], own: Mapping[str, str | None]) -> None:
    for place, reason in own.items():
        if not place.endswith(".score") or cell(record, place) is None:
            raise ValidationError(f"“{describe(record, place)}”不是得分。")
        if reason is None:
            reasons.pop(place, None)
        else:
            reasons[place] = reason.strip()[:500]


def _within_bounds(result: Assessed, own: dict[str, str]) -> None:
    """Every own score lies in its bounds; one that is the proposal is no longer an own one."""
    offered = proposals(result.audit.score)
    for place in list(own):
        score, offer, where = number(cell(result.form, place)), offered.get(place), describe(result.form, place)
        if not cell(result.form, place):
            del own[place]
            continue
        if score is None:
            raise ValidationError(f"“{where}”应填数字。")
        if offer is not None and offer.verdict is Verdict.SCORED and offer.score == score:
            del own[place]
            continue
        low, high = _bounds(result, place, offer.verdict is Verdict.BAND if offer else False)
        if not low <= score <= high:
            raise ValidationError(f"“{where}”应在 {low} 到 {high} 之间，现在是 {score}。")
        if offer is not None and offer.verdict is Verdict.SCORED and not own[place]:
            raise ValidationError(f"“{where}”按办法应为 {offer.score}，要改成 {score} 请写明理由。")


def _bounds(result: Assessed, place: str, band: bool) -> tuple[Decimal, Decimal]:
    offer = proposals(result.audit.score).get(place)
    if band and offer is not None and offer.low is not None and offer.high is not None:
        return offer.low, offer.high
    weight = number(cell(result.form, place.replace(".score", ".weight")))
    return Decimal(0), Decimal(100) if weight is None else weight


def reasons_changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """The reasons of own scores that came, went or changed, at places that begin with OWN."""
    places = dict.fromkeys((*before, *after))
    return [
        Change(OWN + place, _reason(before.get(place)), _reason(after.get(place)))
        for place in places
        if before.get(place) != after.get(place)
    ]


def _reason(reason: str | None) -> str:
    return "" if reason is None else reason or NO_REASON


def _with_whole(row: SelfEvaluation, after: Form, changes: Sequence[Change]) -> Sequence[Change]:
    """The changes, with both records whole where rows came or went, so that they can be taken back."""
    before = record_of(row)
    if not row.version or shape(before) == shape(after):
        return changes
    whole = (msgspec.json.encode(form).decode() for form in (before, after))
    return (Change(WHOLE, *whole), *changes)


def _found(row: SelfEvaluation, result: Assessed) -> None:
    """Bring the table of findings by code in line; untouched where nothing changed."""
    now: dict[str, tuple[str, int]] = {}
    for finding in result.audit.findings:
        now[finding.code] = (finding.severity, now.get(finding.code, ("", 0))[1] + 1)
    stored = {one.code: (one.severity, one.count) for one in row.found.all()}
    if stored == now:
        return
    row.found.all().delete()
    Found.objects.bulk_create(Found(form=row, code=code, severity=s, count=n) for code, (s, n) in now.items())
