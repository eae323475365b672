"""How much a run of the tests tries: a part while working, all of it with JIHENG_FULL=1 (.ci/run, make test-all).

A property tries a tenth of its examples, others in every run. Of a test marked `full` every fifth case is tried: many
cases of one kind, as every layout in every format. Without cases it is left to the full run: it takes seconds.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

Case = TypeVar("Case")

_FULL = bool(os.environ.get("JIHENG_FULL"))
_SHARE = 5
_SHARE_OF_EXAMPLES = 10


def examples(full: int, least: int = 6) -> int:
    """The examples of a property; `full` of them in a full run, every run others.

    `least` is for a case that costs much: so many are tried while working, however few a tenth is.
    """
    return full if _FULL else max(full // _SHARE_OF_EXAMPLES, least)


def share(cases: Sequence[Case], turn: int) -> Sequence[Case]:
    """All of some like cases in a full run, else every fifth; which ones they are differs from turn to turn."""
    return cases if _FULL else cases[turn % _SHARE :: _SHARE]


def is_left_out(item: pytest.Item) -> bool:
    """Whether this test or case is left to the full run.

    Of lists crossed with each other the diagonal is tried, so that each layout and each format has its turn.
    """
    if _FULL or not item.get_closest_marker("full"):
        return False
    cases = getattr(item, "callspec", None)
    return cases is None or sum(cases.indices.values()) % _SHARE != 0
