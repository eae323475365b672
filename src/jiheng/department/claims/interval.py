"""What a printed figure can stand for: the exact values whose rounding or truncation it is."""

from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed: its value, and one unit in its last printed place (`step`), both in the base unit.

    `is_whole` says that no decimals were printed; such a figure is exact where it is an operand.
    """

    value: Decimal
    step: Decimal
    is_whole: bool

    @property
    def slack(self) -> Decimal:
        """How far the exact value may lie from the printed one when this is an operand."""
        return Decimal(0) if self.is_whole else self.step / 2


@dataclass(frozen=True, slots=True)
class Span:
    """The exact result of a sum or quotient of printed figures: the printed digits taken as exact, and its bounds."""

    exact: Decimal
    low: Decimal
    high: Decimal


def printed(figure: Decimal, factor: Decimal) -> Printed:
    """A figure as printed in a unit of `factor` base units."""
    exponent = figure.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return Printed(figure * factor, Decimal(1).scaleb(-places) * factor, places == 0)


def states(claimed: Printed, span: Span) -> bool:
    """Whether the claimed figure is the rounding or truncation of some value in the span."""
    below, above = claimed.value - claimed.step / 2, claimed.value + claimed.step
    if claimed.value < 0:
        below, above = claimed.value - claimed.step, claimed.value + claimed.step / 2
    return span.low <= above and span.high >= below and not (span.low == span.high == above)


def same(one: Printed, other: Printed) -> bool:
    """Whether two printed figures can be the same one, the coarser a rounding or truncation of the finer."""
    coarse, fine = (one, other) if one.step >= other.step else (other, one)
    return one.value == other.value or (
        coarse.step != fine.step and states(coarse, Span(fine.value, fine.value, fine.value))
    )


def total(parts: list[Printed]) -> Span:
    """The sum of parts."""
    exact = sum((part.value for part in parts), Decimal(0))
    slack = sum((part.slack for part in parts), Decimal(0))
    return Span(exact, exact - slack, exact + slack)


def difference(one: Printed, other: Printed) -> Span:
    """One less the other."""
    exact, slack = one.value - other.value, one.slack + other.slack
    return Span(exact, exact - slack, exact + slack)


def quotient(above: Span, below: Span) -> Span | None:
    """One divided by the other, None where the divisor can be 0 or less."""
    if below.low <= 0:
        return None
    try:
        with localcontext() as context:
            context.prec = 40
            corners = [a / b for a in (above.low, above.high) for b in (below.low, below.high)]
            return Span(above.exact / below.exact, min(corners), max(corners))
    except (DivisionByZero, InvalidOperation):
        return None


def span(figure: Printed) -> Span:
    """The values that a printed operand may stand for."""
    return Span(figure.value, figure.value - figure.slack, figure.value + figure.slack)
