"""Taking files in: an import is opened, files come one by one or all at once, reading is put into the queue."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.reading.files.sniff import kind as kind_of
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import Denied, require
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle
from jiheng.web.files import storage
from jiheng.web.imports.models import Import, Source
from jiheng.web.imports.visibility import ACTIONS
from jiheng.web.jobs import queue
from jiheng.web.jobs.models import Job

LARGEST = 512 * 1024 * 1024
"""Bytes of one file that is handed in."""
MOST_FILES = 2000
JOB = "imports.read"
_HEAD = 1 << 16
_LONGEST_NAME = 400
_PASSED_OVER = (".", "~$", "__MACOSX")


@transaction.atomic
def start(person: Person, cycle: Cycle, organisation: Organisation, kind: str) -> Import:
    """Open an import. Raises Denied, ValidationError."""
    if kind not in ACTIONS:
        raise ValidationError("请选择这批文件是什么：已填的自评表、批复的绩效目标，还是预算和执行数。")
    require(person, ACTIONS[kind], organisation)
    if not organisation.path.startswith(cycle.organisation.path):
        raise Denied(f"“{organisation}”不参加“{cycle}”。")
    if cycle.closed:
        raise ValidationError(f"“{cycle}”已经结束，不能再导入。")
    batch = Import.objects.create(cycle=cycle, organisation=organisation, kind=kind, by=person)
    log.write(person, "import.start", batch, {"kind": kind})
    return batch


def add(person: Person, batch: Import, name: str, chunks: Iterable[bytes]) -> Source | None:
    """Take a file into an import; None for one that systems leave beside documents. The same file twice is one.

    Raises Denied for another's import, ValidationError for what cannot be taken.
    """
    if batch.by_id != person.pk:
        raise Denied("只有开始这次导入的人可以往里加文件。")
    name = _tidy(name)
    if name.rsplit("/", 1)[-1].startswith(_PASSED_OVER):
        return None
    if batch.sources.count() >= MOST_FILES:
        raise ValidationError(f"一次导入最多 {MOST_FILES} 个文件，请打成压缩包或分几次导入。")
    _still_open(batch)
    # Outside of any transaction: nobody has to wait for a large file to reach the disk.
    stored = storage.keep(_headed(chunks, head := bytearray()), name, "", person, LARGEST)
    with transaction.atomic():
        _still_open(Import.objects.select_for_update(of=("self",)).get(pk=batch.pk))
        stored.kind = str(kind_of(bytes(head), name))
        stored.save(update_fields=["kind"])
        same = next(
            (source for source in batch.sources.filter(file__sha256=stored.sha256) if source.name == name), None
        )
        if same is not None:
            stored.delete()
            return same
        return Source.objects.create(batch=batch, name=name, file=stored)


@transaction.atomic
def begin(person: Person, batch: Import) -> Job:
    """Put the reading into the queue; once, however often it is asked. Raises Denied, ValidationError."""
    if batch.by_id != person.pk:
        raise Denied("只有开始这次导入的人可以开始读取。")
    batch = Import.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.job is not None:
        return batch.job
    if not batch.sources.exists():
        raise ValidationError("还没有文件。请选择或拖入文件再开始。")
    batch.job = queue.put(JOB, person, batch=batch.pk)
    batch.save(update_fields=["job"])
    log.write(person, "import.upload", batch, {"files": batch.sources.count()})
    return batch.job


@transaction.atomic
def read_again(person: Person, batch: Import) -> Job:
    """Put what is not read yet into the queue once more: after a failure, or with columns settled anew."""
    batch = Import.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.job is not None and batch.job.state in (Job.State.WAITING, Job.State.RUNNING):
        return batch.job
    batch.job = queue.put(JOB, person, batch=batch.pk)
    batch.save(update_fields=["job"])
    return batch.job


def _still_open(batch: Import) -> None:
    if batch.job_id is not None:
        raise ValidationError("这次导入已经开始读取，不能再加文件。请另开一次导入。")


def _headed(chunks: Iterable[bytes], head: bytearray) -> Iterable[bytes]:
    for chunk in chunks:
        if len(head) < _HEAD:
            head += chunk[: _HEAD - len(head)]
        yield chunk


def _tidy(name: str) -> str:
    """A path as the browser gave it, for showing only: nothing is ever opened by it."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    clean = "".join(sign for sign in "/".join(parts) if sign.isprintable())
    return clean[-_LONGEST_NAME:] or "未命名"
