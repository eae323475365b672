"""The ranges into which total scores are counted for tables and charts of their distribution."""

from decimal import Decimal
from functools import cache
from itertools import pairwise

from jiheng.places.loader import load
from jiheng.places.sources import BASE

ABOVE_FULL, NO_SCORE = "100以上", "无总分"


@cache
def score_ranges() -> tuple[tuple[Decimal, str], ...]:
    """The lower end of each range and what it is called, from the lowest on; the last holds full marks alone.

    They are of the base pack: totals of all places stand in one table.
    """
    lows = sorted(Decimal(str(row["from"])) for row in load(BASE).rows("distribution.ranges"))
    between = [(low, f"{low}–{high}") for low, high in pairwise(lows)]
    return ((Decimal(0), f"{lows[0]}以下"), *between, (lows[-1], str(lows[-1])))


def range_of(score: Decimal | None) -> str:
    """The range that a total score belongs to."""
    if score is None:
        return NO_SCORE
    ranges = score_ranges()
    if score > ranges[-1][0]:
        return ABOVE_FULL
    return next((label for low, label in reversed(ranges) if score >= low), ranges[0][1])
