"""How much a run of the tests tries: a fifth of the examples while working, all of them with JIHENG_FULL=1."""

import os

_FULL = bool(os.environ.get("JIHENG_FULL"))


def examples(full: int, least: int = 10) -> int:
    """The examples of a property; `full` of them in a full run (make test-all), every run others.

    `least` is for a case that costs much: so many are tried while working, however few a fifth is.
    """
    return full if _FULL else max(full // 5, least)
