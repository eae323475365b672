"""Cells that must be a figure and nothing else: weights, scores, rates, amounts."""

from decimal import Decimal
from functools import lru_cache

import msgspec

from jiheng.expression import expression
from jiheng.quantity.normalise import normal
from jiheng.quantity.numerals import DECIMALS, arabic
from jiheng.quantity.units import MAGNITUDE, unit
from jiheng.quantity.value import Kind

_NUMBER = rf"[+-]?\s*+(?:(?:\d{{1,3}}(?:,\d{{3}})++|\d++)(?:{DECIMALS}|\.)|\.\d++)"
_FIGURE = expression(rf"\s*+(?:({_NUMBER})\s*+分?|\(\s*+({_NUMBER})\s*+分?\s*+\))\s*+")
_RATE = expression(rf"\s*+({_NUMBER})\s*+(%)?\s*+")
_AMOUNT = expression(rf"\s*+[¥￥]?\s*+({_NUMBER})\s*+({MAGNITUDE}?\s*+(?:元|圆)?)(?:人民币)?整?\s*+")


class PrintedShare(msgspec.Struct, frozen=True, gc=False):
    """A rate as printed: `figure` is what stands there, `percent` whether a % sign does."""

    figure: Decimal
    percent: bool

    @property
    def readings(self) -> tuple[Decimal, ...]:
        """Every ratio the cell can mean (1 = 100 %): without a sign, 0.826 may be 82.6 % or 0.826 %."""
        hundredth = self.figure.scaleb(-2)
        if self.percent or abs(self.figure) > 10:
            return (hundredth,)
        return (self.figure, hundredth) if abs(self.figure) <= 1 else (hundredth, self.figure)

    @property
    def ratio(self) -> Decimal:
        """The likeliest ratio: without a sign, a figure up to 1 is a ratio and a larger one is per cent."""
        return self.readings[0]


@lru_cache(maxsize=16384)
def number(text: str | None) -> Decimal | None:
    """The figure of a cell that holds only a figure (10, 9.9, 1,234,567.89, 82．61, 10分, （10）).

    None for an empty cell, —, a rate with %, an amount with unit, or anything else.
    """
    match = _FIGURE.fullmatch(normal(text)) if text else None
    return arabic("".join((match[1] or match[2]).split())) if match else None


def points(text: str | None) -> Decimal | None:
    """The points of a cell for a weight: its figure, or its share of the whole of a hundred points (25%)."""
    return number(text.rstrip("%％ ") if text else None)


@lru_cache(maxsize=4096)
def share(text: str | None) -> PrintedShare | None:
    """The rate of a cell that holds only a rate (100%, 82.6％, 0.826, 100); None for anything else."""
    match = _RATE.fullmatch(normal(text)) if text else None
    figure = arabic("".join(match[1].split())) if match else None
    return None if match is None or figure is None else PrintedShare(figure, match[2] is not None)


@lru_cache(maxsize=4096)
def money(text: str | None, unit_name: str | None = None) -> Decimal | None:
    """The amount of a cell in 元. The unit that the cell prints (80万元, 80万) goes before `unit_name`.

    None when the cell is no amount, or has no unit and `unit_name` is None or no unit of money.
    """
    match = _AMOUNT.fullmatch(normal(text)) if text else None
    figure = arabic("".join(match[1].split())) if match else None
    if match is None or figure is None:
        return None
    name = "".join(match[2].split()) or (unit_name or "").strip(" ()（）")
    measure = unit(name if "元" in name or "圆" in name or not match[2] else name + "元")
    return figure * measure.factor if measure.kind is Kind.MONEY and measure.dimension == "元" else None
