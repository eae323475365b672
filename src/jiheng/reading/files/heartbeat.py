"""Signs of life of slow readers: a page recognised, a second of conversion gone by.

A worker passes them on so that a long document is not taken for a reader that hangs.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

_INTERVAL = 1.0


class Pages(msgspec.Struct, frozen=True, gc=False):
    """How many pages of a document are through, and how many it has."""

    done: int
    total: int


_listeners: list[Callable[[Pages | None], None]] = []


def listen(listener: Callable[[Pages | None], None]) -> None:
    """Call `listener` at every sign of life in this process; it may be called from another thread."""
    _listeners.append(listener)


def tick(pages: Pages | None = None) -> None:
    """Give a sign of life; `pages` where a page is through."""
    for listener in _listeners:
        listener(pages)


@contextmanager
def working(most: float) -> Iterator[None]:
    """Give a sign of life every second while the body runs, for so many seconds at most.

    For work that is bounded but cannot tell of its progress (a model is loaded, a page looked at): on a slow machine
    it takes its time, and what hangs is still found out.
    """
    over = threading.Event()
    beats = threading.Thread(target=_beat, args=(over, most), daemon=True)
    beats.start()
    try:
        yield
    finally:
        over.set()
        beats.join()


def _beat(over: threading.Event, most: float) -> None:
    for _ in range(int(most / _INTERVAL)):
        if over.wait(_INTERVAL):
            return
        try:
            tick()
        except OSError:  # the caller is gone
            return
