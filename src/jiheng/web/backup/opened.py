"""Opening a backup, sealed or not, as the zip archive that is in it."""

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiheng.trouble import Trouble
from jiheng.web.backup.lock import as_bytes
from jiheng.web.sealing import keys
from jiheng.web.sealing.seal import CannotOpen
from jiheng.web.sealing.stream import SealedReader, header_of, own_key

TRIAL = "JIHENG_TRIAL_KEY"
"""In the environment of a restore on trial: the file's own key, which the process that wrote it still has."""


def locked(path: Path) -> bool:
    """Whether a second person's token is needed. Raises Trouble, OSError."""
    with path.open("rb") as file, _said():
        found = header_of(file)
        return found is not None and bool(found[0].public) and TRIAL not in os.environ


@contextmanager
def archive_of(path: Path, token: str = "") -> Iterator[zipfile.ZipFile]:
    """The archive. Raises Trouble, OSError."""
    with path.open("rb") as file, _said():
        found = header_of(file)
        if found is None:
            with zipfile.ZipFile(file) as archive:
                yield archive
            return
        header, about = found
        trial = os.environ.get(TRIAL)
        key = bytes.fromhex(trial) if trial else own_key(header, keys.ring(), as_bytes(token))
        with (
            io.BufferedReader(SealedReader(file, header, about, key), 1 << 20) as opened,
            zipfile.ZipFile(opened) as archive,
        ):
            yield archive


@contextmanager
def _said() -> Iterator[None]:
    """What cannot be opened, in the words of a backup."""
    try:
        yield
    except CannotOpen as error:
        raise Trouble(f"{error.message}。没有恢复任何东西。{error.advice}") from error
