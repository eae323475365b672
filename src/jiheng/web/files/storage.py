"""Keeping a file, reading it back, sending it. On the disk its bytes are sealed, whatever they are."""

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from jiheng.web.accounts.models import Person
from jiheng.web.files.models import StoredFile
from jiheng.web.sealing.seal import CannotOpen
from jiheng.web.sealing.stream import MAGIC, STORED, SealedWriter, opened

FREE = 512 * 1024 * 1024
"""Bytes that must stay free on the disk."""
_CHUNK = 1 << 20
_PLAIN = "application/octet-stream"


class NoRoom(ValidationError):
    """The quota is used up, or the disk nearly full (message in Chinese)."""


def keep(chunks: Iterable[bytes], name: str, kind: str, by: Person | None, limit: int | None = None) -> StoredFile:
    """Store a file under the hash of its content; complete on the disk before the row is written.

    Raises NoRoom over the quota, ValidationError over `limit` bytes.
    """
    folder: Path = settings.CONFIG.files
    folder.mkdir(parents=True, exist_ok=True)
    used = StoredFile.objects.aggregate(sum=Sum("size"))["sum"] or 0
    room = min(settings.CONFIG.quota_mb * 1024 * 1024 - used, shutil.disk_usage(folder).free - FREE)
    digest, size = hashlib.sha256(), 0
    handle, path = tempfile.mkstemp(dir=folder, prefix="coming-")
    try:
        with os.fdopen(handle, "wb") as file:
            with SealedWriter(file, use=STORED) as sealed:
                for chunk in chunks:
                    size += len(chunk)
                    if limit is not None and size > limit:
                        raise ValidationError(f"“{name}”超过 {limit // 1024 // 1024} MB，没有收下。")
                    if size > room:
                        raise NoRoom("存放文件的空间已满，没有收下。请联系系统管理员清理或提高限额。")
                    digest.update(chunk)
                    sealed.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = place_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(path).replace(target)
    finally:
        Path(path).unlink(missing_ok=True)
    return StoredFile.objects.create(name=_bare(name), sha256=digest.hexdigest(), size=size, kind=kind, by=by)


def chunks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file to be kept, some at a time."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def path_of(file: StoredFile) -> Path:
    """Where the sealed bytes lie."""
    return place_of(file.sha256)


def content_of(digest: str) -> io.BufferedReader:
    """The bytes with this hash, to be read from any point. Raises FileNotFoundError, CannotOpen."""
    return opened(place_of(digest), STORED)


@contextmanager
def in_clear() -> Iterator["Clear"]:
    """Files as plain ones, for readers that want a path: as long as the block runs, for this account alone."""
    clear = Clear()
    try:
        yield clear
    finally:
        for path in clear.paths.values():
            path.unlink(missing_ok=True)


class Clear:
    """The plain copies of one block, one a content."""

    def __init__(self) -> None:
        self.paths: dict[str, Path] = {}

    def path_of(self, file: StoredFile) -> Path:
        """Where the plain copy lies; where it would lie, if the bytes are gone or cannot be opened."""
        digest = file.sha256
        if digest not in self.paths:
            handle, name = tempfile.mkstemp(dir=settings.CONFIG.files, prefix="coming-")
            self.paths[digest] = Path(name)
            with os.fdopen(handle, "wb") as out:
                try:
                    with content_of(digest) as source:
                        shutil.copyfileobj(source, out, 1 << 20)
                except (FileNotFoundError, CannotOpen):
                    Path(name).unlink()
        return self.paths[digest]


def seal_older() -> int:
    """Seal what was stored before files were; how many that were."""
    folder: Path = settings.CONFIG.files
    count = 0
    for path in folder.glob("[0-9a-f][0-9a-f]/[0-9a-f]*"):
        with path.open("rb") as file:
            if file.read(len(MAGIC)) == MAGIC:
                continue
            file.seek(0)
            handle, coming = tempfile.mkstemp(dir=folder, prefix="coming-")
            with os.fdopen(handle, "wb") as out:
                with SealedWriter(out, use=STORED) as sealed:
                    shutil.copyfileobj(file, sealed, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
        os.utime(coming, (path.stat().st_atime, path.stat().st_mtime))  # how old it is decides what is swept
        Path(coming).replace(path)
        count += 1
    return count


def send(file: StoredFile) -> FileResponse:
    """The file as a download that no browser runs or guesses at. Raises FileNotFoundError, CannotOpen.

    Its first piece is read before anything is sent: most damage is found while it can still be said.
    """
    content = content_of(file.sha256)
    try:
        content.peek(1)
    except CannotOpen:
        content.close()
        raise
    response = FileResponse(content, content_type=_PLAIN)
    _as_download(response, file.name)
    return response


def send_bytes(data: bytes, name: str) -> HttpResponse:
    """Bytes just made, as the same sort of download."""
    response = HttpResponse(data, content_type=_PLAIN)
    _as_download(response, _bare(name))
    return response


def _as_download(response: HttpResponseBase, name: str) -> None:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"


def place_of(digest: str) -> Path:
    """Where the sealed bytes with this hash lie."""
    folder: Path = settings.CONFIG.files
    return folder / digest[:2] / digest


def _bare(name: str) -> str:
    """The last part of a name, without characters that a file system or a header would trip over."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-255:] or "未命名"
