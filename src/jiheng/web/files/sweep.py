"""Clearing away: produced files that have expired, and bytes that no file owns (left by a killed process)."""

import datetime
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from jiheng.web.auditlog import log
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import seal_older
from jiheng.web.jobs.queue import every, handles

KIND = "files.sweep"
_EVERY = 6 * 60
_FRESH = datetime.timedelta(days=1)
"""Bytes younger than this may belong to a transaction that has not ended."""
_LEAVING = "leaving-"


class Swept(NamedTuple):
    """What was cleared away: expired files, orphaned ones on the disk, and the bytes these freed."""

    expired: int
    orphans: int
    freed: int


@handles(KIND, "清理过期文件")
def sweep_job(_: object) -> dict[str, object]:
    """The sweep as a job asked for by hand."""
    return {"text": "清理完成：过期文件 {} 份，无主文件 {} 个。".format(*sweep())}


@every(_EVERY)
def sweep_round() -> None:
    """The sweep that comes round by itself."""
    sweep()
    seal_older()


def sweep(fresh: datetime.timedelta = _FRESH) -> Swept:
    """Clear away. Safe at any moment beside uploads and downloads, and after having been killed."""
    expired = _expired()
    gone = [size for path in _files() if (size := _orphan(path, fresh)) is not None]
    if expired or gone:
        log.write(None, "files.sweep", None, {"expired": expired, "orphans": len(gone), "bytes": sum(gone)})
    return Swept(expired, len(gone), sum(gone))


def _expired() -> int:
    """Take out the rows of expired files; their bytes are orphans then. What something still holds on to stays."""
    count = 0
    for file in StoredFile.objects.filter(expires__lte=timezone.now()).iterator():
        try:
            with transaction.atomic():
                file.delete()
        except ProtectedError:
            continue
        count += 1
    return count


def _files() -> Iterator[Path]:
    """The files on the disk that no row owned a moment ago."""
    folder: Path = settings.CONFIG.files
    yield from folder.glob("coming-*")
    for part in folder.glob("[0-9a-f][0-9a-f]"):
        owned = set(StoredFile.objects.filter(sha256__startswith=part.name).values_list("sha256", flat=True))
        yield from (path for path in part.iterdir() if path.name not in owned)


def _orphan(path: Path, fresh: datetime.timedelta) -> int | None:
    """Remove a file that no row owns, and give its size; None where it stays.

    Between the question and the removal the same content may be handed in again. So the file is first moved
    aside, then asked for once more, and put back where it has come to be wanted.
    """
    digest = path.name.removeprefix(_LEAVING)
    if path.name.startswith("coming-"):
        return _removed(path) if _old(path, fresh) else None
    aside = path.with_name(_LEAVING + digest)
    try:
        if path != aside:
            if not _old(path, fresh) or _owned(digest):
                return None
            path.replace(aside)
        if _owned(digest) or not _old(aside, fresh):
            home = aside.with_name(digest)
            if not home.exists():
                aside.replace(home)
                return None
        return _removed(aside)
    except FileNotFoundError:
        return None


def _owned(digest: str) -> bool:
    return StoredFile.objects.filter(sha256=digest).exists()


def _old(path: Path, fresh: datetime.timedelta) -> bool:
    return time.time() - path.stat().st_mtime >= fresh.total_seconds()


def _removed(path: Path) -> int:
    size = path.stat().st_size
    path.unlink()
    return size
