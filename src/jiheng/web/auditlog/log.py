"""Writing the audit log and finding any change made to it afterwards."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from jiheng.web import flush
from jiheng.web.auditlog import anchors, triggers
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.direct_write import Statement, insert_row, run_together
from jiheng.web.sealing import keys
from jiheng.web.sealing.seal import mac

FIRST = "0" * 64
"""What stands for the hash before the first entry."""

_AT_ONCE = 2000
_LATE = datetime.timedelta(days=1)
"""The first head is of the first minutes of the log; later than this it is not the first one."""
_EARLIEST = datetime.datetime.min.replace(tzinfo=datetime.UTC) + datetime.timedelta(days=1)
_STEP = datetime.timedelta(seconds=5)
"""By so little a clock is put right against others every now and then."""
_LOCKED = Statement(f"SELECT pg_advisory_xact_lock({0x6A68})", [])
_LATEST = Statement("SELECT hash FROM auditlog_auditentry ORDER BY id DESC LIMIT 1", [])
_DIGESTS = ("SHA-256", "SM3")
address: ContextVar[str] = ContextVar("address", default="")
"""Where the request in hand comes from; set by the middleware."""


class Broken(NamedTuple):
    """The first entry at which the chain does not hold, and what is wrong with it (Chinese)."""

    entry: int
    why: str


def write(
    person: models.Model | None,
    action: str,
    subject: models.Model | None = None,
    detail: Mapping[str, object] | None = None,
    along: Sequence[Statement] = (),
) -> None:
    """Add an entry, in the transaction of the change that it tells of; call it last there.

    From here to the end of the transaction no other entry can be written, so that the chain has one order; the disk is
    waited for after that. `along` is run before, in the same trip to the database.
    """
    told = json.loads(json.dumps(detail or {}, ensure_ascii=False, default=str))
    with transaction.atomic(savepoint=False):
        last = _last(along)
        entry = AuditEntry(
            at=timezone.now(),
            person_id=None if person is None else person.pk,
            person_name="" if person is None else str(person)[:60],
            address=address.get(),
            action=action,
            subject="" if subject is None else f"{subject._meta.label_lower}:{subject.pk}",
            detail=told,
            previous=last or FIRST,
            mac=f"{settings.CONFIG.options.keys.digest}:{keys.ring().current}",
        )
        entry.hash = _hash(entry)
        insert_row(entry)
        flush.when_committed()
        head = anchors.Head(entry.pk, entry.at, entry.hash)
        transaction.on_commit(partial(anchors.note, head, entry.previous), robust=True)


class Checked(NamedTuple):
    """What a check of the log found: entries read, the last one's hash, the first fault, and the first entry whose
    time is before that of the entry in front of it: no fault of the log, but the clock was set back.
    """

    entries: int
    last: str
    broken: Broken | None
    set_back: int | None = None

    @property
    def clock(self) -> str:
        """A sentence about the clock (Chinese), "" where it only went forward."""
        if self.set_back is None:
            return ""
        return f"第 {self.set_back} 号的时间早于它前面的一条：系统时间被往回调过，那以后的时间要另行核对。"


def verify() -> Broken | None:
    """The first entry that was changed, or before which one was taken out; None where the chain holds."""
    return check(None).broken


def check(kept: Iterable[anchors.Head | None] | None, progress: Callable[[int], None] = lambda done: None) -> Checked:
    """Read the whole log, and compare it with the heads kept outside the database (None: an unreadable line).

    Heads that are gone or begin late are a fault, and so is a database that no longer refuses changes. With `kept`
    None the chain alone is looked at.
    """
    known: dict[int, str] = {}
    heads = list(kept or ())
    if kept is not None and (why := _unanchored(heads)):
        return Checked(0, FIRST, Broken(0, why))
    for head in heads:
        if head is None:
            return Checked(0, FIRST, Broken(0, "数据库外的末条摘要文件有认不出的行：这个文件被改动"))
        known[head.entry] = head.hash
    previous, entries, at, set_back = FIRST, 0, _EARLIEST, None
    for part in _parts():
        for entry in part:
            why = _fault(entry, previous, known.pop(entry.pk, None))
            if why:
                return Checked(entries, previous, Broken(entry.pk, why))
            if set_back is None and entry.at < at - _STEP:
                set_back = entry.pk
            previous, entries, at = entry.hash, entries + 1, entry.at
        progress(entries)
    if known:
        gone = min(known)
        return Checked(entries, previous, Broken(gone, "这一条曾经写入（数据库外存有它的摘要），现在没有了：末尾被删"))
    if kept is not None and not triggers.guard(connection):
        return Checked(entries, previous, Broken(0, "数据库里拒绝改动日志的触发器不见了或被停用"))
    return Checked(entries, previous, None, set_back)


def _unanchored(heads: Sequence[anchors.Head | None]) -> str:
    """What is wrong with the heads as a whole (Chinese); "" where they reach back to the beginning of the log."""
    first = AuditEntry.objects.order_by("id").values_list("at", flat=True).first()
    if first is None:
        return ""
    if not heads:
        return "数据库外的末条摘要文件不见了或被清空，末尾有没有被删无从判断"
    if heads[0] is not None and heads[0].at - first > _LATE:
        return "数据库外的末条摘要文件是后来重新开始的，以前的摘要不见了"
    return ""


def digest(text: str) -> str:
    """What stands in the log for a free text, by which it can be proved later without being read there."""
    return hashlib.sha256(text.encode()).hexdigest()


def _parts() -> Iterator[list[AuditEntry]]:
    """All entries in order, some at a time: no long read stands in the way of those who write."""
    part = list(AuditEntry.objects.order_by("id")[:_AT_ONCE])
    while part:
        yield part
        part = list(AuditEntry.objects.filter(pk__gt=part[-1].pk).order_by("id")[:_AT_ONCE])


def _fault(entry: AuditEntry, previous: str, kept: str | None) -> str:
    if entry.previous != previous:
        return "前面有记录被删去、插入或改动：所记的上一条摘要对不上"
    if why := _keyless(entry):
        return why
    if entry.hash != _hash(entry):
        return "这一条的内容被改动：摘要对不上"
    if kept is not None and kept != entry.hash:
        return "与数据库外存的摘要不同：这一条或之前的记录被改写，并重新算过摘要"
    return ""


def _keyless(entry: AuditEntry) -> str:
    """Why an entry cannot be vouched for by a key (Chinese); "" where it can, or is of the time before keys."""
    ring = keys.ring()
    if entry.mac is None:
        late = ring.log_from is not None and entry.pk >= ring.log_from
        return "这一条没有用密钥生成摘要，而那时已经有密钥：是后来伪造的" if late else ""
    digest, _, number = entry.mac.partition(":")
    if digest not in _DIGESTS or not number.isdecimal() or int(number) not in ring.keys:
        return f"这一条的摘要是用 {entry.mac} 生成的，密钥文件里没有这一把，无从核对"
    return ""


def _hash(entry: AuditEntry) -> str:
    """Over the fields in a fixed order, as JSON without spaces, keys sorted: HMAC by `mac`, SHA-256 without one."""
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
    if entry.mac is None:
        return hashlib.sha256(text.encode()).hexdigest()
    algorithm, _, number = entry.mac.partition(":")
    key = keys.ring().keys[int(number)].derived("audit", 32)
    return mac(algorithm, key, f"{entry.mac}\n{text}".encode())


def _last(along: Sequence[Statement]) -> str | None:
    """The last entry's hash, read once no other transaction is writing entries; SQLite has one writer anyway.

    In one trip each statement still sees what is committed when it begins.
    """
    locks = (flush.NOT_AT_ONCE, _LOCKED) if connection.vendor == "postgresql" else ()
    found = run_together(*along, *locks, _LATEST)
    return found[0] if found else None
