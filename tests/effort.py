"""How much a run of the tests tries: a part while working, all of it with JIHENG_FULL=1 (.ci/run, make test-all).

A property tries a tenth of its examples, others in every run. Of a test marked `full` a tenth of its cases is tried, at
least one: many cases of one kind, as every layout in every format. Without cases it is left to the full run: it takes
long, and what it shows a cheaper test shows in part.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar
from zlib import crc32

import pytest

Case = TypeVar("Case")

_FULL = bool(os.environ.get("JIHENG_FULL"))
_SHARE = 10


def examples(full: int, least: int = 6) -> int:
    """The examples of a property; `full` of them in a full run, every run others.

    `least` is for a case that costs much: so many are tried while working, however few a tenth is.
    """
    return full if _FULL else max(full // _SHARE, least)


def share(cases: Sequence[Case], turn: int) -> Sequence[Case]:
    """All of some like cases in a full run, else a tenth, at least one; which ones they are differs by turn."""
    among = min(_SHARE, len(cases))
    return cases if _FULL or not cases else cases[turn % among :: among]


def left_out(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """The tests and cases that are left to the full run."""
    families = defaultdict(list)
    for item in items:
        if not _FULL and item.get_closest_marker("full") and not item.get_closest_marker("slow"):
            families[item.nodeid.partition("[")[0]].append(item)
    return {case for name, cases in families.items() for case in set(cases) - _tried(name, cases)}


def _tried(name: str, cases: list[pytest.Item]) -> set[pytest.Item]:
    """Of lists crossed with each other diagonals are tried, so that each layout and each format has its turn.

    Where the turn begins differs from test to test, else short lists would be tried by their first case everywhere.
    """
    diagonal = {case: sum(case.callspec.indices.values()) for case in cases if hasattr(case, "callspec")}
    chosen = share(sorted(set(diagonal.values())), crc32(name.encode()))
    return {case for case, number in diagonal.items() if number in chosen}
