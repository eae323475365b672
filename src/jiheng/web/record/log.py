"""Writing the audit log and finding any change made to it afterwards."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone

from jiheng.web.people.models import Person
from jiheng.web.record.models import Entry

FIRST = "0" * 64
"""What stands for the hash before the first entry."""

_LOCK = 0x6A68
address: ContextVar[str] = ContextVar("address", default="")
"""Where the request in hand comes from; set by the middleware."""


class Broken(NamedTuple):
    """The first entry at which the chain does not hold, and what is wrong with it (Chinese)."""

    entry: int
    why: str


def write(
    person: Person | None, action: str, subject: models.Model | None = None, detail: Mapping[str, object] | None = None
) -> None:
    """Add an entry, in the transaction of the change that it tells of; call it last there.

    From here to the end of the transaction no other entry can be written, so that the chain has one order.
    """
    with transaction.atomic():
        _one_at_a_time()
        last = Entry.objects.order_by("-id").values_list("hash", flat=True).first()
        entry = Entry(
            at=timezone.now(),
            person_id=None if person is None else person.pk,
            person_name="" if person is None else str(person)[:60],
            address=address.get(),
            action=action,
            subject="" if subject is None else f"{subject._meta.label_lower}:{subject.pk}",
            detail=json.loads(json.dumps(detail or {}, ensure_ascii=False, default=str)),
            previous=last or FIRST,
        )
        entry.hash = _hash(entry)
        entry.save(force_insert=True)


def verify() -> Broken | None:
    """The first entry that was changed, or before which one was taken out; None where the chain holds."""
    previous = FIRST
    for entry in _entries():
        if entry.previous != previous:
            return Broken(entry.pk, "前面有记录被删去、插入或改动：所记的上一条摘要对不上")
        if entry.hash != _hash(entry):
            return Broken(entry.pk, "这一条的内容被改动：摘要对不上")
        previous = entry.hash
    return None


def _entries() -> Iterator[Entry]:
    return Entry.objects.order_by("id").iterator(chunk_size=2000)


def _hash(entry: Entry) -> str:
    """SHA-256 over the fields in a fixed order, as JSON without spaces, keys sorted."""
    fields = (
        entry.previous,
        entry.at.timestamp(),
        entry.person_id,
        entry.person_name,
        entry.address,
        entry.action,
        entry.subject,
        entry.detail,
    )
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _one_at_a_time() -> None:
    """Wait until no other transaction is writing entries; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
