"""Backups made in the background, kept in a folder of their own beside the stored files."""

import hashlib
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jiheng.web.auditlog import log
from jiheng.web.backup.create import make
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import advance, handles

KIND = "backup.make"
_NAME = re.compile(r"jiheng-\d{8}-\d{6}-\d+\.(jhb|zip)")


def folder() -> Path:
    """Where the backups lie; never among the stored files, so that no backup holds another."""
    data: Path = settings.CONFIG.data
    return data / "backups"


def named(name: str) -> Path | None:
    """The backup of that name; None where there is none."""
    path = folder() / name
    return path if _NAME.fullmatch(name) and path.is_file() else None


def kept() -> list[Path]:
    """All backups, latest first."""
    found = folder().glob("jiheng-*") if folder().is_dir() else ()
    return sorted((path for path in found if _NAME.fullmatch(path.name)), reverse=True)


@handles(KIND, "备份")
def _make(job: Job) -> dict[str, Any]:
    """One job makes one file; run again after a kill, it writes the same file anew."""
    path = folder() / f"jiheng-{timezone.localtime(job.at):%Y%m%d-%H%M%S}-{job.pk}.jhb"
    made = make(path, lambda done, total: advance(job, done, total, "正在写备份，写好后会试着恢复一次"))
    on_record(job, path)
    return {"link": reverse("backup:list"), "text": f"备份已做好，并试着恢复过：{made.said()}"}


def on_record(job: Job | None, path: Path) -> None:
    """Write into the audit log that the backup was made, with its digest."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with transaction.atomic():
        who = None if job is None else job.by
        log.write(who, "backup.make", detail={"file": path.name, "bytes": path.stat().st_size, "sha256": digest})
