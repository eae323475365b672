"""Whether an actual value meets a target whose direction is known, and the one figure it states."""

from decimal import Decimal

import msgspec

from jiheng.quantity import Comparator, Quantity, meets
from jiheng.scoring.trace_figures import usable

_OPEN = (Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT)


def size(quantity: Quantity) -> Decimal | None:
    """The figure in the base unit of its kind, as printed where the kind has none; None for an impossible one."""
    return usable(quantity.figure if quantity.base is None else quantity.base)


def reached(target: Quantity, actual: Quantity, direction: Comparator) -> bool | None:
    """Whether `actual` meets `target`, taken as `direction` unless the target's own sign is one-sided."""
    if target.comparator not in _OPEN:
        target = msgspec.structs.replace(target, comparator=direction)
    return meets(target, actual)


def exact(actual: Quantity) -> Decimal | None:
    """The one figure that `actual` states; None for an open value (99%以上) or a range."""
    if actual.comparator in _OPEN or actual.upper is not None or actual.upper_base is not None:
        return None
    return size(actual)
