"""Figures as a trace writes them: exact where that is short, cut off with … where it is not."""

from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

_KEPT = Decimal("0.0001")
HUNDRED = Decimal(100)
_LARGEST = Decimal("1e15")
_SMALLEST = Decimal("1e-9")


@lru_cache(maxsize=4096)
def plain(figure: Decimal) -> str:
    """A figure without trailing zeros or exponent; more than four decimals are cut off and marked …"""
    cut = figure.quantize(_KEPT, ROUND_DOWN)
    text = f"{cut:f}".rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return text if cut == figure else f"{text}…"


def usable(figure: Decimal | None) -> Decimal | None:
    """The figure, or None for one that no form can mean (beyond 10^15, or so small that nothing is left of it)."""
    if figure is None or not figure.is_finite():
        return None
    return figure if not figure or _SMALLEST <= abs(figure) < _LARGEST else None


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage."""
    return f"{plain(ratio * HUNDRED)}%"


def product(weight: Decimal, share: Decimal, score: Decimal) -> str:
    """The last step of a sum: weight × share, and the `score` it is rounded to where that is not the same."""
    exact = weight * share
    rounded = "" if exact == score else f"，取 {plain(score)} 分"
    return f"{plain(weight)} 分 × {percent(share)} = {plain(exact)} 分{rounded}"
