"""Whether a printed figure agrees with the exact one."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from jiheng.checks.outcome import Severity
from jiheng.quantity.words import rounded

# Wide enough for any figure a cell may hold, so that rounding a wild one never raises.
_WIDE = Context(prec=100)


def decimals(figure: Decimal) -> int:
    """The decimal places a figure was printed with."""
    exponent = figure.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def agrees(printed: Decimal, exact: Decimal, places: int) -> bool:
    """Whether `printed` is the rounding or the truncation of `exact`, at its own decimals or at `places`."""
    if printed == exact or _is_cut(printed, exact, places):
        return True
    own = decimals(printed)
    return own != places and _is_cut(printed, exact, own)


def _is_cut(printed: Decimal, exact: Decimal, places: int) -> bool:
    step = _step(places)
    return printed == exact.quantize(step, ROUND_HALF_UP, _WIDE) or printed == exact.quantize(step, ROUND_DOWN, _WIDE)


@lru_cache(maxsize=64)
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


@lru_cache(maxsize=8192)
def score_gap(
    printed: Decimal,
    exact: Decimal,
    places: int,
    tolerance: Decimal,
    cut: Decimal | None = None,
    mode: str = ROUND_HALF_UP,
) -> Severity | None:
    """How grave the difference of a printed score is: None when it agrees.

    `mode` is how the rulebook rounds. A truncation that takes off `cut` or more is a notice where `cut` is given.
    A whole number that rounds the exact score is a notice, not an error, however far it lies from it: the office
    rounded, it did not miscount.
    """
    if printed == exact:
        return None
    if (
        cut is not None
        and decimals(printed) > 0
        and exact - printed >= cut
        and rounded(exact, decimals(printed), mode) != printed
    ):
        return Severity.NOTICE if agrees(printed, exact, places) or exact - printed <= tolerance else Severity.ERROR
    if decimals(printed) > 0 and agrees(printed, exact, places):
        return None
    whole = decimals(printed) == 0 and rounded(exact, 0, mode) == printed
    near = abs(printed - exact) <= tolerance
    if (whole and near) or (agrees(printed, exact, places) and near):
        return None
    return Severity.NOTICE if whole or near else Severity.ERROR


def rounds_up_to_whole(printed: Decimal, exact: Decimal, gap: Decimal) -> bool:
    """Whether a ratio printed as a full 1 is short of it by `gap` or more: money not all spent is not 100 %."""
    return printed == 1 and exact <= 1 - gap
