"""Lines of cells → rows: a cell of several lines stands around the line of its row's figures, or begins on it."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

_MOST = 40
"""Lines that a cell has at most."""
_APART = 0.3
"""What a line left out between two lines of a cell costs."""
_SHORT = 1.2
"""What it costs to go on below a line that does not fill its column, or to end on one that does."""
_FAR = 1e9


class Dealt(NamedTuple):
    """For each row the run (start, end) of what is dealt out, and what it cost."""

    runs: list[tuple[int, int]]
    cost: float


def deal(lines: Sequence[float], full: Sequence[bool], anchors: Sequence[float], empty: float, top: bool) -> Dealt:
    """Deal lines of one column out to rows, in order; `anchors` are the lines of the rows' figures.

    `full` says which lines fill their column: a text goes on below such a line, and ends on another. `empty` is the
    cost of a row without any; with `top` a cell begins on the line of its row.
    """
    apart = (_APART * (after - before - 1) for before, after in pairwise(lines))
    gaps = [0.0, *(gap + (0.0 if goes_on else _SHORT) for gap, goes_on in zip(apart, full, strict=False))]
    sums = [0.0]
    for gap in gaps:
        sums.append(sums[-1] + gap)

    def cost(row: int, start: int, end: int) -> float:
        if start == end:
            return empty
        at = lines[start] if top else (lines[start] + lines[end - 1]) / 2
        parted = _SHORT if end < len(lines) and full[end - 1] else 0.0
        return abs(at - anchors[row]) + sums[end] - sums[start + 1] + parted

    return _parted(len(lines), len(anchors), cost, 0)


def share(centres: Sequence[float], tops: Sequence[float], bottoms: Sequence[float], top: bool) -> Dealt:
    """Share rows out among merged cells, in order, each at least one: `centres` of their texts, extents of the rows."""

    def cost(cell: int, start: int, end: int) -> float:
        at = tops[start] if top else (tops[start] + bottoms[end - 1]) / 2
        return abs(at - centres[cell])

    return _parted(len(tops), len(centres), cost, 1)


def _parted(things: int, parts: int, cost: Callable[[int, int, int], float], least: int) -> Dealt:
    """The cheapest way to cut so many things into so many runs, each with at least so many."""
    best = [[_FAR] * (things + 1) for _ in range(parts + 1)]
    came = [[0] * (things + 1) for _ in range(parts + 1)]
    best[0][0] = 0.0
    for part in range(parts):
        for start in range(things + 1):
            if best[part][start] >= _FAR:
                continue
            for end in range(start + least, min(start + _MOST, things) + 1):
                total = best[part][start] + cost(part, start, end)
                if total < best[part + 1][end]:
                    best[part + 1][end], came[part + 1][end] = total, start
    runs: list[tuple[int, int]] = []
    end = things
    if best[parts][end] >= _FAR:
        return Dealt([], _FAR)
    for part in range(parts, 0, -1):
        runs.append((came[part][end], end))
        end = came[part][end]
    return Dealt(runs[::-1], best[parts][things])
