"""Bounds on uploads while they come in, so that none fills the disk before a page has looked at it."""

import shutil
import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from jiheng.web.files.storage import FREE

_REFUSED = "upload_refused"
_MEGABYTE = 1024 * 1024


def limit_of(path: str) -> int:
    """How many bytes one file may have that is sent to the page at `path`."""
    limits: dict[str, int] = settings.UPLOAD_LIMITS_MB
    prefix = max((prefix for prefix in limits if path.startswith(prefix)), key=len)
    return limits[prefix] * _MEGABYTE


def refused(request: HttpRequest) -> tuple[str, ...]:
    """Why files of this request were not taken in, a sentence each (Chinese)."""
    return tuple(getattr(request, _REFUSED, ()))


class Bounded(FileUploadHandler):
    """Comes before the handlers that keep the bytes; what is too much never reaches them."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """See at the beginning whether there is room for all that is announced."""
        folder = settings.FILE_UPLOAD_TEMP_DIR or tempfile.gettempdir()
        self.room = shutil.disk_usage(folder).free - FREE >= content_length
        self.limit = limit_of(self.request.path if self.request is not None else "")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip a file for which there is no room."""
        super().new_file(*args, **kwargs)
        self.size = 0
        if not self.room:
            self._refuse("服务器的磁盘快满了，没有收下。请联系系统管理员清理后再传。")
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the bytes on as long as the file is within the limit."""
        within = self.size <= self.limit
        self.size += len(raw_data)
        if self.size <= self.limit:
            return raw_data
        if within:
            self._refuse(f"“{self.file_name}”超过 {self.limit // _MEGABYTE} MB，没有收下。")
        return None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
        return

    def _refuse(self, why: str) -> None:
        assert self.request is not None
        setattr(self.request, _REFUSED, (*refused(self.request), why))
