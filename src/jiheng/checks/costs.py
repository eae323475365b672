"""Cost indicators and the money they speak of, in 元."""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.levels import First, Second
from jiheng.quantity import Kind, Value

_NUMERALS = ("万", "亿", "千")
# Amounts of fewer significant digits may differ by a power of ten by chance (8 and 80).
_TELLING_DIGITS = 3


def is_cost(row: Row) -> bool:
    """Whether a row stands under 成本, at the first or the second level."""
    return row.second == Second.COST or row.first == First.COST


def sums(case: Case, row: Row, value: Value) -> tuple[Decimal, ...]:
    """Every amount of money a cell of the row names, in 元; a bare figure of a cost row is in the form's unit."""
    cost = is_cost(row)
    named = tuple(
        quantity.base
        for quantity in value.quantities
        if quantity.base is not None and (quantity.kind is Kind.MONEY or (cost and quantity.unit in _NUMERALS))
    )
    if named or not cost or len(value.quantities) != 1:
        return named
    only = value.quantities[0]
    if only.kind is not Kind.COUNT or only.unit or only.figure is None:
        return ()
    return (only.figure * case.money_factor,)


def one_sum(case: Case, row: Row, value: Value) -> Decimal | None:
    """The amount of a cell that names exactly one, in 元; None otherwise."""
    found = sums(case, row, value)
    return found[0] if len(found) == 1 else None


def slipped(case: Case, one: Decimal, other: Decimal) -> bool:
    """Whether two amounts look like one written in 元 and in 万元, or with a zero too many."""
    if one <= 0 or other <= 0 or one == other:
        return False
    if max(one, other) / min(one, other) >= case.book.number("checks.targets.money_slip"):
        return True
    digits = one.normalize().as_tuple().digits
    return len(digits) >= _TELLING_DIGITS and digits == other.normalize().as_tuple().digits
