"""A lock on an open file, which the system gives back when the process ends, however it ends."""

import os
import sys


def take(handle: int) -> bool:
    """Whether the lock was free; it is held from now on, until the file is closed. Raises OSError."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)  # there it is a byte of the file that is locked
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:  # EACCES, or under Wine no reason at all
            return False
    else:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
