"""Whether the process that started this one is still there: told by the system, or by a pipe that it holds open.

Windows goes on naming a parent that has ended; a pipe closes with its holder everywhere.
"""

import os
import threading

_closed = threading.Event()


def watch_pipe() -> None:
    """Take the end of standard input, a pipe that the caller holds, for the caller's."""
    threading.Thread(target=_read, daemon=True).start()


def lives(process: int) -> bool:
    """Whether the caller of that number is still there (0: no matter)."""
    if process == 0:
        return True
    return not _closed.is_set() and (os.name == "nt" or os.getppid() == process)


def _read() -> None:
    # Not through sys.stdin, whose lock a thread that is cut off would keep.
    try:
        while os.read(0, 1024):
            continue
    except OSError:
        pass
    _closed.set()
