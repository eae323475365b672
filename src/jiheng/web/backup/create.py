"""Writing a backup: one file, whole or not there at all, of one moment, while everything goes on."""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
from django.apps import apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from filelock import FileLock, Timeout

from jiheng import __version__
from jiheng.trouble import Trouble
from jiheng.web.auditlog import anchors
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.backup.check_restore import restore_on_trial
from jiheng.web.backup.lock import public
from jiheng.web.backup.manifest import FORMAT, NAME, Manifest, Table
from jiheng.web.backup.snapshot import snapshot
from jiheng.web.backup.table_dump import counted, lines, tables
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import content_of, place_of
from jiheng.web.sealing.fields import as_stored
from jiheng.web.sealing.keys import ring
from jiheng.web.sealing.seal import CannotOpen
from jiheng.web.sealing.stream import SealedWriter

HEADS = "audit-heads.txt"
ROWS = "rows/"
FILES = "files/"

Progress = Callable[[int, int], None]
"""Told how many parts of how many are done."""


class Made(NamedTuple):
    """A backup that was written. `warning` is what the restore on trial warned of (Chinese)."""

    path: Path
    manifest: Manifest
    warning: str

    def said(self) -> str:
        """What is in it, in a sentence, with what is amiss."""
        rows = sum(table.rows for table in self.manifest.tables.values())
        lost = len(self.manifest.missing)
        parts = [f"{rows} 行数据、{len(self.manifest.files)} 个文件。"]
        parts += [f"有 {lost} 个上传的文件在盘上找不到或已损坏，备份里没有它们。"] if lost else []
        return "".join([*parts, self.warning])


def make(path: Path, progress: Progress = lambda done, total: None, check: bool = True, plain: bool = False) -> Made:
    """Write a backup to `path`, sealed unless `plain`. The file appears when it is complete, on the disk, and
    restored once on trial.

    Raises Trouble, OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    lock = FileLock(f"{part}.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise Trouble(f"另一个备份正在写“{path.name}”。请等它写完，或换一个文件名。") from error
    try:
        manifest, key = _written(part, progress, plain)
        warning = restore_on_trial(part, key) if check else ""
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)
    _settle(path.parent)
    return Made(path, manifest, warning)


def _written(part: Path, progress: Progress, plain: bool) -> tuple[Manifest, bytes]:
    """Write the part, down to the disk; what is in it, and its own key (b"" in clear)."""
    # Read before the snapshot: while people save, the file's last line moves on to entries that are not in it.
    heads = [head for head in anchors.heads() if head is not None]
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        with snapshot() as using, as_stored():
            if plain:
                manifest, key = _write(file, using, heads, progress), b""
            else:
                with SealedWriter(file, public()) as sealed:
                    manifest, key = _write(sealed, using, heads, progress), sealed.key
        file.flush()
        os.fsync(file.fileno())
    return manifest, key


def _write(file: BinaryIO | io.RawIOBase, using: str, heads: Sequence[anchors.Head], progress: Progress) -> Manifest:
    models = tables(apps)
    digests = list(StoredFile.objects.using(using).order_by("sha256").values_list("sha256", flat=True).distinct())
    total, found, missing = len(models) + len(digests), dict[str, Table](), list[str]()
    with zipfile.ZipFile(
        file,
        "w",
        zipfile.ZIP_DEFLATED,
        compresslevel=3,
    ) as archive:
        for done, (label, model) in enumerate(models.items()):
            progress(done, total)
            with archive.open(f"{ROWS}{label}.jsonl", "w", force_zip64=True) as out:
                found[label] = counted(lines(model, using), out)  # type: ignore[arg-type]
        for done, digest in enumerate(digests, len(models)):
            progress(done, total)
            if not _add(archive, digest):
                missing.append(digest)
        last = AuditEntry.objects.using(using).order_by("-id").values_list("id", flat=True).first() or 0
        archive.writestr(HEADS, "".join(head.line() for head in heads))
        manifest = Manifest(
            FORMAT,
            __version__,
            timezone.now(),
            connections[using].vendor,
            tuple(sorted(MigrationLoader(connections[using]).graph.leaf_nodes())),
            found,
            tuple(digest for digest in digests if digest not in set(missing)),
            tuple(missing),
            last,
            ring().fingerprints(),
        )
        archive.writestr(NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    progress(total, total)
    return manifest


def _add(archive: zipfile.ZipFile, digest: str) -> bool:
    """Put a stored file in, sealed as it lies; False where it is not there or its content is not what it was."""
    try:
        with content_of(digest) as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != digest:
                return False
    except (FileNotFoundError, CannotOpen):
        return False
    archive.write(place_of(digest), FILES + digest, zipfile.ZIP_STORED)
    return True


def _settle(folder: Path) -> None:
    """See that the new name survives a power cut, where a system lets one ask for it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
