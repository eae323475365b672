"""Figures as a trace writes them: exact where that is short, cut off with … where it is not."""

from decimal import ROUND_DOWN, Decimal

_KEPT = Decimal("0.0001")
HUNDRED = Decimal(100)


def plain(figure: Decimal) -> str:
    """A figure without trailing zeros or exponent; more than four decimals are cut off and marked …"""
    cut = figure.quantize(_KEPT, ROUND_DOWN)
    text = f"{cut:f}".rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return text if cut == figure else f"{text}…"


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage."""
    return f"{plain(ratio * HUNDRED)}%"
