"""Cost indicators and the money they speak of, in 元."""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.levels import First, Second
from jiheng.quantity import Kind, Value


def is_cost(row: Row) -> bool:
    """Whether a row stands under 成本, at the first or the second level."""
    return row.second == Second.COST or row.first == First.COST


def sums(case: Case, row: Row, value: Value) -> tuple[Decimal, ...]:
    """Every amount of money a cell of the row names, in 元; a bare figure of a cost row is in the form's unit."""
    named = tuple(q.base for q in value.quantities if q.kind is Kind.MONEY and q.base is not None)
    if named or not is_cost(row) or len(value.quantities) != 1:
        return named
    only = value.quantities[0]
    if only.kind is not Kind.COUNT or only.unit or only.figure is None:
        return ()
    return (only.figure * case.money_factor,)


def one_sum(case: Case, row: Row, value: Value) -> Decimal | None:
    """The amount of a cell that names exactly one, in 元; None otherwise."""
    found = sums(case, row, value)
    return found[0] if len(found) == 1 else None


def same_digits(one: Decimal, other: Decimal) -> bool:
    """Whether two figures differ only by a power of ten: 586000 and 5860000."""
    return bool(one) and bool(other) and one.normalize().as_tuple().digits == other.normalize().as_tuple().digits


def digit_count(figure: Decimal) -> int:
    """How many significant digits a figure has: 586000 → 3."""
    return len(figure.normalize().as_tuple().digits)
