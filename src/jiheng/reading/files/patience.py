"""How long a worker is waited for that gives no sign of progress: processor time counts, so that a busy computer does
not make a sound file one that hangs."""

import os
from pathlib import Path

_BLOCKED = 6
"""So many times the limit pass on the clock before a worker is given up that waits for something and uses no time."""
_LEAST = 0.05
"""Seconds between two looks: the system counts processor time in hundredths."""


def left(waited: float, used: float, limit: float) -> float:
    """Seconds after which to look again at a worker that gave no sign; 0 where it is to be given up.

    Since its last sign `waited` seconds have passed, of which it was on a processor for `used`; `limit` is what it may
    use. A worker of several threads may use more than passes, and is given as long by the clock.
    """
    if waited >= longest(limit):
        return 0.0
    more = limit - min(waited, used)
    return min(max(more, _LEAST), longest(limit) - waited) if more > 0 else 0.0


def longest(limit: float) -> float:
    """Seconds by the clock after which a worker is given up even if it was never on a processor."""
    return _BLOCKED * limit


def processor_seconds(process: int) -> float | None:
    """The processor time of a process that has not ended; None where the system does not tell (macOS, Windows)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime, stime: proc(5)
    except (OSError, ValueError, IndexError):
        return None
