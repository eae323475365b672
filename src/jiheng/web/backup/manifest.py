"""What a backup says of itself: which version made it, what is in it, and the digest of every part."""

import datetime
import zipfile

import msgspec

from jiheng.trouble import Trouble

NAME = "manifest.json"
FORMAT = 1
"""Raised when older programs cannot read what newer ones write."""


class Table(msgspec.Struct, frozen=True):
    """One table: how many rows, and SHA-256 over its lines as written."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """The first thing that a restore reads.

    `migrations` names the last migration of each app, the shape that the rows are in. `files` are the digests of
    the stored files that are in the backup; `missing` those that the database names and the disk did not have, or
    had with another content.
    """

    format: int
    version: str
    made_at: datetime.datetime
    database: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, Table]
    files: tuple[str, ...]
    missing: tuple[str, ...] = ()
    last_entry: int = 0
    """The number of the last entry of the audit log."""
    keys: tuple[str, ...] = ()
    """Fingerprints of the keys that the sealed rows and the audit log may need."""


def read(archive: zipfile.ZipFile) -> Manifest:
    """The manifest of an archive. Raises Trouble."""
    try:
        kept = msgspec.json.decode(archive.read(NAME), type=dict[str, msgspec.Raw])
        number = msgspec.json.decode(kept["format"], type=int)
    except (KeyError, msgspec.DecodeError, zipfile.BadZipFile) as error:
        raise Trouble("这不是绩衡的备份文件，或者已经损坏。请换一个备份文件。") from error
    if number > FORMAT:
        raise Trouble("这个备份是更新版本的绩衡做的。请先把绩衡升级到同样或更新的版本，再恢复。")
    try:
        return msgspec.json.decode(archive.read(NAME), type=Manifest)
    except (msgspec.DecodeError, zipfile.BadZipFile) as error:
        raise Trouble("备份的清单已经损坏。请换一个备份文件。") from error
