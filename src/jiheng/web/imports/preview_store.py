"""Where the drawing of a source is kept, and reading it back. It can be made again, so it is no part of a backup."""

import contextlib
import shutil
import tempfile
import time
from pathlib import Path

import msgspec
from django.conf import settings

from jiheng.web.imports.preview import Picture, Tables
from jiheng.web.jobs.queue import every
from jiheng.web.sealing.seal import CannotOpen
from jiheng.web.sealing.stream import STORED, opened, sealed

_KEPT_DAYS = 60
_PAGES = "pages.json"
_TABLES = "tables.json"
_GONE = (OSError, CannotOpen)
"""A drawing that is not there, or sealed with a key that is not: as if it had not been made."""


class Page(msgspec.Struct):
    """A page that was drawn, and its size in the reader's points."""

    number: int
    width: float
    height: float


def _folder(source: int) -> Path:
    data: Path = settings.CONFIG.data
    return data / "previews" / f"{source % 100:02}" / str(source)


def keep(source: int, pictures: list[Picture], tables: Tables | None) -> None:
    """Store the drawing of a source in place of an earlier one; whole or not at all."""
    folder = _folder(source)
    folder.parent.mkdir(parents=True, exist_ok=True)
    coming = Path(tempfile.mkdtemp(dir=folder.parent, prefix="coming-"))
    try:
        for picture in pictures:
            (coming / f"{picture.page}.png").write_bytes(sealed(picture.png, STORED))
        if pictures:
            pages = [Page(drawn.page, drawn.width, drawn.height) for drawn in pictures]
            (coming / _PAGES).write_bytes(sealed(msgspec.json.encode(pages), STORED))
        if tables is not None:
            (coming / _TABLES).write_bytes(sealed(msgspec.json.encode(tables), STORED))
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # another worker drew the same at the same time
            coming.rename(folder)
    finally:
        shutil.rmtree(coming, ignore_errors=True)


def pages(source: int) -> list[Page]:
    """The pages that are drawn."""
    try:
        return msgspec.json.decode(_content(_folder(source) / _PAGES), type=list[Page])
    except _GONE:
        return []


def tables(source: int) -> Tables | None:
    """The tables that are drawn; None where there are none."""
    try:
        return msgspec.json.decode(_content(_folder(source) / _TABLES), type=Tables)
    except _GONE:
        return None


def picture(source: int, page: int) -> bytes | None:
    """A page as PNG; None where it is not drawn."""
    try:
        return _content(_folder(source) / f"{int(page)}.png")
    except _GONE:
        return None


def _content(path: Path) -> bytes:
    with opened(path, STORED) as file:
        return file.read()


def forget(source: int) -> None:
    """Remove the drawing of a source."""
    shutil.rmtree(_folder(source), ignore_errors=True)


@every(12 * 60)
def tidy() -> None:
    """Remove drawings that are old: the originals stay."""
    root: Path = settings.CONFIG.data / "previews"
    limit = time.time() - _KEPT_DAYS * 86400
    for folder in root.glob("*/*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)
