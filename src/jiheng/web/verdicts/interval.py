"""The share of faulty forms in all, as a draw lets it be told: Wilson's interval, narrower where much was drawn."""

from decimal import Decimal
from typing import NamedTuple

_Z = Decimal("1.959963984540054")
"""95 % of a normal distribution lie within so many standard deviations."""
_ONE = Decimal(1)


class Rate(NamedTuple):
    """The share found, and the bounds within which that of all lies (95 %)."""

    found: Decimal
    low: Decimal
    high: Decimal


def error_rate(wrong: int, checked: int, population: int) -> Rate | None:
    """`wrong` of `checked` forms out of `population`; None where none was checked.

    Wilson's score interval with the finite population correction: n is taken for n·(N−1)÷(N−n). Where all were
    checked nothing is left open.
    """
    if checked <= 0:
        return None
    share = Decimal(wrong) / checked
    if checked >= population:
        return Rate(share, share, share)
    size = Decimal(checked) * (population - 1) / (population - checked)
    square = _Z * _Z
    middle = (share + square / (2 * size)) / (_ONE + square / size)
    half = (_Z / (_ONE + square / size)) * (share * (_ONE - share) / size + square / (4 * size * size)).sqrt()
    return Rate(share, max(Decimal(0), middle - half), min(_ONE, middle + half))
