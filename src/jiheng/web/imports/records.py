"""What was read, with what a person mended in the preview."""

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.form import Form, cells, describe, subject
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import log
from jiheng.web.forms.places import put, tidy
from jiheng.web.forms.saving import LONGEST
from jiheng.web.imports.figures import Figures
from jiheng.web.imports.models import Import, ReadForm
from jiheng.web.imports.reader import errors_of


def record_of(read: ReadForm) -> Form:
    """The record with what was mended."""
    form = msgspec.convert(read.record, Form)
    there = dict(cells(form))
    for place, _, after in read.mended:
        if place in there:  # a doubt may be of a whole row, which has no text
            put(form, place, after)
    return form


def figures_of(read: ReadForm) -> Figures | None:
    """The row of figures; None for a form."""
    return msgspec.convert(read.record["figures"], Figures) if "figures" in read.record else None


def doubts_of(read: ReadForm, record: Form) -> dict[str, str]:
    """What the reader was not sure of and nobody has looked at, by place."""
    seen = {place for place, _, _ in read.mended}
    return {doubt.place: doubt.why for doubt in record.uncertain if doubt.place not in seen}


@transaction.atomic
def mend(person: Person, read: ReadForm, place: str, text: str) -> Form:
    """Write a cell of what was read; the same text says that it was read right. Raises ValidationError."""
    read = ReadForm.objects.select_for_update(of=("self",)).select_related("source__batch__cycle").get(pk=read.pk)
    if read.decision != ReadForm.Decision.OPEN:
        raise ValidationError("这一份已经处理过，不能再改。要改请先撤销，或到自评表里改。")
    record, text = record_of(read), tidy(text)
    before = dict(cells(record)).get(place)
    if before is None and place in doubts_of(read, record):
        before = text = ""
    if before is None:
        raise ValidationError(f"表上没有“{place[:60]}”这一格。")
    if len(text) > LONGEST:
        raise ValidationError(f"“{describe(record, place)}”超过 {LONGEST} 字，没有保存。")
    original = next((old for where, old, _ in read.mended if where == place), before)
    read.mended = [change for change in read.mended if change[0] != place] + [[place, original, text]]
    if place in dict(cells(record)):
        put(record, place, text)
    _renew(read, record)
    log.write(person, "import.mend", read, {"place": place})
    return record


@transaction.atomic
def unmend(person: Person, read: ReadForm, place: str) -> None:
    """Take the mending of a cell back. Raises ValidationError."""
    read = ReadForm.objects.select_for_update(of=("self",)).select_related("source__batch__cycle").get(pk=read.pk)
    if read.decision != ReadForm.Decision.OPEN:
        raise ValidationError("这一份已经处理过，不能再改。")
    read.mended = [change for change in read.mended if change[0] != place]
    _renew(read, record_of(read))
    log.write(person, "import.mend", read, {"place": place, "back": True})


def _renew(read: ReadForm, record: Form) -> None:
    batch = read.source.batch
    read.title = subject(record)[:255]
    read.unit_named = (record.unit or record.department or "")[:120]
    read.doubts = len(doubts_of(read, record))
    read.errors = errors_of(record, batch.cycle.rulebook) if batch.kind == Import.Kind.FORMS else 0
    read.save(update_fields=["mended", "title", "unit_named", "doubts", "errors"])
