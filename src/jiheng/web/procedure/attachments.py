"""Papers attached to objects of the year: taking them in, removing them, who may have them."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.auditlog import log
from jiheng.web.files.access import FileClaim, claims
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import keep
from jiheng.web.files.uploads import limit_of
from jiheng.web.forms.evidence import LONGEST_NOTE, kind_of
from jiheng.web.procedure.models import Attachment, Underway

Claimant = Callable[[int, Person], FileClaim | None]
_claimants: dict[str, Claimant] = {}


def claimed_by(label: str) -> Callable[[Claimant], Claimant]:
    """Decorator: this function says who may have the papers of the objects of a model (`corrections.correction`)."""

    def register(claimant: Claimant) -> Claimant:
        _claimants[label] = claimant
        return claimant

    return register


def of(rows: Iterable[Underway]) -> dict[tuple[str, str], list[Attachment]]:
    """The papers of objects by subject and part, removed ones left out."""
    found: dict[tuple[str, str], list[Attachment]] = defaultdict(list)
    there = Attachment.objects.filter(subject__in=[row.key for row in rows], removed_at=None)
    for attachment in there.select_related("file", "by"):
        found[attachment.subject, attachment.part].append(attachment)
    return found


def part_of(row: Underway, number: str) -> str | None:
    """The part that a paper of the object, known by its number as typed, is for; None where there is no such paper."""
    there = Attachment.objects.filter(pk=whole_number(number), subject=row.key, removed_at=None)
    return there.values_list("part", flat=True).first()


@transaction.atomic
def add(person: Person, row: Underway, upload: "UploadedFile[bytes]", part: str = "", note: str = "") -> Attachment:
    """Take a paper in; whether the person may is for the caller to rule. Raises ValidationError (Chinese)."""
    name, limit = upload.name or "未命名", limit_of("")
    if upload.size is None or upload.size > limit:
        raise ValidationError(f"“{name}”超过 {limit // 1024 // 1024} MB，没有收下。")
    data = upload.read()
    what = kind_of(data, name)
    here = Attachment.objects.filter(subject=row.key, part=part, removed_at=None)
    if here.count() >= settings.EVIDENCE_PER_INDICATOR:
        raise ValidationError(f"这里已有 {settings.EVIDENCE_PER_INDICATOR} 份材料，到了上限。请先移除不要的。")
    stored = keep([data], name, what, person)
    if same := here.select_related("file").filter(file__sha256=stored.sha256).first():
        stored.delete()
        raise ValidationError(f"“{name}”与已有的“{same.file.name}”内容完全相同，不用再传。")
    found = Attachment.objects.create(subject=row.key, part=part, file=stored, note=note[:LONGEST_NOTE], by=person)
    log.write(person, "attachment.add", row, _said(row, found))
    return found


@transaction.atomic
def remove(person: Person, row: Underway, pk: int) -> Attachment:
    """Take a paper off the list; it stays on record. Raises Attachment.DoesNotExist."""
    found = Attachment.objects.select_related("file").get(pk=pk, subject=row.key, removed_at=None)
    found.removed_at = timezone.now()
    found.save(update_fields=["removed_at"])
    log.write(person, "attachment.remove", row, _said(row, found))
    return found


@claims
def attachment_claim(file: StoredFile, person: Person) -> FileClaim | None:
    """Whoever may see the object may have its papers."""
    found = Attachment.objects.filter(file=file).first()
    if found is None:
        return None
    label, _, number = found.subject.partition(":")
    claimant = _claimants.get(label)
    return None if claimant is None else claimant(int(number), person)


def _said(row: Underway, attachment: Attachment) -> dict[str, object]:
    secret = row.project is not None and row.project.secret
    return {"part": attachment.part, "name": "" if secret else attachment.file.name, "sha256": attachment.file.sha256}
