"""The one door through which files are written: the new one whole, or the old one as it was."""

import contextlib
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_read: ContextVar[set[Path]] = ContextVar("_read")
"""The files that the command at work reads."""


class OriginalError(OSError):
    """The file to be written is one of those that the command reads."""


def begin() -> None:
    """Forget what the command before has read."""
    _read.set(set())


def spare(path: Path | str) -> None:
    """Let nothing be written onto this file from now on: the command reads it."""
    _read.get(set()).add(Path(path))


def refuse_original(path: Path) -> None:
    """Raises OriginalError where the command has read what stands there."""
    if path.is_file() and any(path.samefile(source) for source in _read.get(()) if source.is_file()):
        raise OriginalError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A draft beside `path`, with the same ending, that takes its place when the block ends well.

    Killed, refused or out of room in between, what stood at `path` stays. What is no ordinary file (a device, a
    pipe) is written into directly. Raises OriginalError where the command has read the file by then, and OSError,
    also where a library wraps one in an error of its own.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        yield path
        return
    import tempfile  # hardly any run writes a file

    target = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".jiheng-", suffix=path.suffix)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        refuse_original(target)
        draft.chmod(_mode(target))
        draft.replace(target)
    except OSError:
        raise
    except Exception as error:
        if error.args and isinstance(error.args[0], OSError):
            raise error.args[0] from error
        raise
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The rights of the file that is replaced; of a new one those that the account gives to new files."""
    with contextlib.suppress(OSError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
