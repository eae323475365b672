"""Keeping a file, reading it back, sending it."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from jiheng.web.accounts.models import Person
from jiheng.web.files.models import StoredFile

FREE = 512 * 1024 * 1024
"""Bytes that must stay free on the disk."""
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
            for chunk in chunks:
                size += len(chunk)
                if limit is not None and size > limit:
                    raise ValidationError(f"“{name}”超过 {limit // 1024 // 1024} MB，没有收下。")
                if size > room:
                    raise NoRoom("存放文件的空间已满，没有收下。请联系系统管理员清理或提高限额。")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = _path(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(path).replace(target)
    finally:
        Path(path).unlink(missing_ok=True)
    return StoredFile.objects.create(name=_bare(name), sha256=digest.hexdigest(), size=size, kind=kind, by=by)


def path_of(file: StoredFile) -> Path:
    """Where the bytes lie."""
    return _path(file.sha256)


def send(file: StoredFile) -> FileResponse:
    """The file as a download that no browser runs or guesses at. Raises FileNotFoundError."""
    response = FileResponse(path_of(file).open("rb"), content_type=_PLAIN)
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


def _path(digest: str) -> Path:
    folder: Path = settings.CONFIG.files
    return folder / digest[:2] / digest


def _bare(name: str) -> str:
    """The last part of a name, without characters that a file system or a header would trip over."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-255:] or "未命名"
