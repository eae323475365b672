"""The last entry's hash, kept in a file outside the database, so that cutting off or rewriting the end shows.

Each line holds an entry's number, its time and its hash. A line is renewed in place within one interval, and kept
for good after it. It is never renewed where the entry before is not the one that the line knows of.
"""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from filelock import FileLock

_NAME = "audit-heads.txt"
_INTERVAL = 600
"""Seconds for which one line stands."""
_LINE = len(f"{0:020} {'0' * 20} {'0' * 64}\n")


class Head(NamedTuple):
    """That the entry numbered `entry`, written at `at` (UTC), had this hash."""

    entry: int
    at: datetime.datetime
    hash: str

    def line(self) -> str:
        """As it stands in the file; all lines are equally long."""
        return f"{self.entry:020} {self.at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ} {self.hash}\n"

    def interval(self) -> int:
        """Which interval the entry falls in."""
        return int(self.at.timestamp()) // _INTERVAL


def path() -> Path:
    """Where the file lies."""
    folder: Path = settings.CONFIG.data
    return folder / _NAME


def note(head: Head, previous: str) -> None:
    """Remember an entry that was committed; `previous` is the hash that it names as the one before.

    Two processes may come here in another order than they committed: the later entry stands.
    """
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    with (
        FileLock(f"{file}.lock", mode=0o600, poll_interval=0.002),
        open(file, "r+b", opener=_opener, buffering=0) as lines,
    ):
        end = lines.seek(0, os.SEEK_END) // _LINE * _LINE
        lines.seek(max(0, end - _LINE))
        last = _read(lines.read(_LINE)) if end else None
        if last is not None and last.entry >= head.entry:
            return
        goes_on = last is not None and last.hash == previous and last.interval() == head.interval()
        lines.seek(end - _LINE if goes_on else end)
        lines.write(head.line().encode())


def _opener(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_CREAT, 0o600)


def heads() -> Iterator[Head | None]:
    """All lines in order; None for a line that cannot be read."""
    if not path().exists():
        return
    with path().open("rb") as file:
        while line := file.read(_LINE):
            if len(line) == _LINE:
                yield _read(line)


def _read(line: bytes) -> Head | None:
    try:
        entry, at, digest = line.decode("ascii").split()
        return Head(int(entry), datetime.datetime.strptime(at, "%Y-%m-%dT%H:%M:%S%z"), digest)
    except ValueError:
        return None
