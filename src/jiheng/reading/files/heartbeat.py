"""Signs of life of slow readers: a page recognised, a second of conversion gone by.

A worker passes them on so that a long document is not taken for a reader that hangs.
"""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Call `listener` at every sign of life in this process."""
    _listeners.append(listener)


def tick() -> None:
    """Give a sign of life."""
    for listener in _listeners:
        listener()
