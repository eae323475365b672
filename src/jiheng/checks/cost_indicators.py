"""Cost indicators and the money they speak of, in 元."""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import mentions
from jiheng.expression import expression
from jiheng.quantity import Kind, Value

_PER = expression(r"元\s*[/／每]|[/／·](?:人|户|套|亩|吨|件|次|月|天|平方米|米|年)")
_NUMERALS = ("万", "亿", "千")
# Amounts of fewer significant digits may differ by a power of ten by chance (8 and 80).
_TELLING_DIGITS = 3


def sums(case: Case, row: Row, value: Value) -> tuple[Decimal, ...]:
    """Every amount of money that the target or the actual value of the row names, in 元; a bare figure of a cost row
    is in the form's unit."""
    if not value.quantities:
        return ()
    named, bare = _of_target(row) if value is row.score.target else _of_actual(row)
    return named if named or bare is None else (bare * case.money_factor,)


def names_money(row: Row, value: Value) -> bool:
    """Whether the target or the actual value of the row names an amount of money at all."""
    named, bare = _of_target(row) if value is row.score.target else _of_actual(row)
    return bool(named) or bare is not None


_Amounts = tuple[tuple[Decimal, ...], Decimal | None]
"""The amounts of a cell in so many words, in 元, and the figure that prints no unit."""


@once
def _of_target(row: Row) -> _Amounts:
    return _named(row, row.score.target), _bare(row, row.score.target)


@once
def _of_actual(row: Row) -> _Amounts:
    return _named(row, row.score.actual), _bare(row, row.score.actual)


def _named(row: Row, value: Value) -> tuple[Decimal, ...]:
    """The amounts in so many words."""
    return tuple(
        [
            quantity.base
            for quantity in value.quantities
            if quantity.base is not None
            and (quantity.kind is Kind.MONEY or (row.is_cost and quantity.unit in _NUMERALS))
        ]
    )


def _bare(row: Row, value: Value) -> Decimal | None:
    """The figure of a cost row that prints no unit."""
    if not row.is_cost or len(value.quantities) != 1:
        return None
    only = value.quantities[0]
    if only.kind is not Kind.COUNT or only.unit:
        return None
    # a rate whose % is missing is no money
    return None if row.bare.endswith(row.book.words("checks.targets.share_endings")) else only.figure


def one_sum(case: Case, row: Row, value: Value) -> Decimal | None:
    """The amount of a cell that names exactly one, in 元; None otherwise."""
    found = sums(case, row, value)
    return found[0] if len(found) == 1 else None


@once
def is_unit_price(row: Row) -> bool:
    """Whether a cost row speaks of a price or standard for one (元/套, 生均补助标准), not of the whole money."""
    if any("/" in quantity.unit or "·" in quantity.unit for quantity in row.score.target.quantities):
        return True
    printed = f"{row.indicator.target or ''}{row.indicator.unit or ''}"
    is_named = mentions(row.book, "checks.targets.unit_price_words", row.bare)
    is_named |= row.bare.startswith(row.book.words("checks.targets.unit_price_beginnings"))
    return bool(_PER.search(printed)) or is_named


def slipped(case: Case, one: Decimal, other: Decimal) -> bool:
    """Whether two amounts look like one written in 元 and in 万元, or with a zero too many."""
    if one <= 0 or other <= 0 or one == other:
        return False
    if max(one, other) / min(one, other) >= case.book.number("checks.targets.money_slip"):
        return True
    digits = one.normalize().as_tuple().digits
    return len(digits) >= _TELLING_DIGITS and digits == other.normalize().as_tuple().digits
