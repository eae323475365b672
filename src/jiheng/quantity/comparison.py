"""Whether an actual value meets its target, and how far it got.

Every figure is taken as the set of values it can stand for: 48小时内 is [0, 48], 约100 is 90 to 110,
100余 is above 100, 3-5天 is [3, 5]. A target is met when every such value meets it, missed when none
does, and undecided otherwise.
"""

from decimal import Decimal

import msgspec

from jiheng.quantity import dates, levels
from jiheng.quantity.parsing import complete
from jiheng.quantity.units import unit
from jiheng.quantity.value import Comparator, Kind, Quantity

_ABOUT = Decimal("0.1")
"""How far from the printed figure 约, 左右 may lie: a tenth of it."""

_MONTHS = frozenset(map(Decimal, range(1, 13)))
_INFINITY = Decimal("Infinity")
_THINGS = frozenset("个项家户份台套件部篇本册张座栋幢间所处种类例宗站村") | {
    "系统",
    "平台",
    "网站",
    "单位",
    "企业",
    "社区",
}


class _Span(msgspec.Struct, frozen=True, gc=False):
    """The values from `low` to `high`; an open end is not one of them."""

    low: Decimal
    high: Decimal
    open_low: bool = False
    open_high: bool = False

    def within(self, other: "_Span") -> bool:
        above = self.low > other.low or (self.low == other.low and (self.open_low or not other.open_low))
        below = self.high < other.high or (self.high == other.high and (self.open_high or not other.open_high))
        return above and below

    def apart(self, other: "_Span") -> bool:
        """Whether the two have no value in common."""

        def before(a: "_Span", b: "_Span") -> bool:
            return a.high < b.low or (a.high == b.low and (a.open_high or b.open_low))

        return before(self, other) or before(other, self)


def convert(quantity: Quantity, name: str) -> Quantity | None:
    """The same quantity in another unit of its dimension, None when there is no exact way (天 → 月)."""
    here, there = unit(quantity.unit), unit(name)
    if quantity.base is None or quantity.kind is not there.kind or here.dimension != there.dimension:
        return None
    upper = None if quantity.upper_base is None else quantity.upper_base / there.factor
    return msgspec.structs.replace(quantity, figure=quantity.base / there.factor, unit=name, upper=upper)


def aligned(target: Quantity, actual: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both in terms in which they can be compared, None when there are none.

    A figure without unit takes the unit of the other; 万 becomes 万元 beside an amount; 个 stands for
    any counter of things; 12月 and 2023.12 become dates beside a date; 次/年 is 次 in a form, which is for a year.
    """
    if Kind.DATE in (target.kind, actual.kind):
        target, actual = _as_date(target, actual), _as_date(actual, target)
    else:
        target, actual = _completed(target, actual), _completed(actual, target)
    if target.kind is not actual.kind:
        return None
    if target.kind in (Kind.DATE, Kind.YESNO, Kind.LEVEL, Kind.TEXT):
        return target, actual
    one, other = unit(target.unit), unit(actual.unit)
    return (target, actual) if _same(one.dimension, other.dimension) else None


def _same(one: str, other: str) -> bool:
    one, other = one.removesuffix("/年"), other.removesuffix("/年")
    return one == other or "" in (one, other) or ("个" in (one, other) and _things(one) and _things(other))


def _things(dimension: str) -> bool:
    """Whether a dimension counts things, for which 个 is the general counter."""
    return dimension in _THINGS


def _completed(one: Quantity, other: Quantity) -> Quantity:
    """`one` with the unit of `other` where it has none of its own."""
    if one.kind is not Kind.COUNT or other.figure is None:
        return one
    if not one.unit and other.unit and other.kind is not Kind.YESNO:
        return complete(one, other.unit)
    if one.unit and unit(one.unit).dimension == "" and other.kind is Kind.MONEY:
        return complete(one, one.unit + "元")
    return one


def _as_date(quantity: Quantity, other: Quantity) -> Quantity:
    """11月 as November of the other's year, 2023.12 as that month, 20231231 as that day; anything else as it is."""
    if quantity.figure is None or quantity.upper is not None:
        return quantity
    if quantity.unit == "月" and quantity.figure in _MONTHS:
        dated = other.kind is Kind.DATE and dates.has_year(other)
        days = dates.month(int(quantity.figure), *([dates.days_of(other)[0].year] if dated else []))
        return dates.quantity(days, quantity.comparator, quantity.start, quantity.end)
    read = dates.whole(str(quantity.figure)) if not quantity.unit else None
    if read is None:
        return quantity
    return msgspec.structs.replace(read, comparator=quantity.comparator, start=quantity.start, end=quantity.end)


def meets(target: Quantity, actual: Quantity) -> bool | None:
    """Whether the actual meets the target; None when they do not compare or it cannot be told.

    A target without comparator is met by its own figure; for any other it cannot be told which way
    is better (put the comparator in with `msgspec.structs.replace`).
    """
    pair = aligned(target, actual)
    if pair is None:
        return None
    target, actual = pair
    if target.kind is Kind.TEXT:
        return True if target.unit == actual.unit else None
    if target.kind is Kind.YESNO:
        return target.figure == actual.figure
    if target.kind is Kind.LEVEL:
        return _meets_level(target, actual)
    if target.kind is Kind.DATE and dates.has_year(target) != dates.has_year(actual):
        return None
    wanted, got = _wanted(target), _span(actual)
    if wanted is None or got is None:
        return None
    if got.within(wanted):
        return True
    undirected = target.comparator is None and (target.upper is None or target.kind is Kind.DATE)
    return False if got.apart(wanted) and not undirected else None


def _meets_level(target: Quantity, actual: Quantity) -> bool | None:
    pair = (target.unit, actual.unit)
    wanted, got = levels.rank(pair, target.unit), levels.rank(pair, actual.unit)
    if wanted is None or got is None:
        return True if target.unit == actual.unit else None
    return got >= wanted


def _span(quantity: Quantity) -> _Span | None:
    """The values that a quantity can stand for."""
    low, high = quantity.base, quantity.upper_base
    if low is None:
        return None
    high = low if high is None else high
    if quantity.approximate and quantity.comparator is None:
        low, high = low - abs(low) * _ABOUT, high + abs(high) * _ABOUT
    floor = Decimal(0) if low >= 0 and quantity.kind is not Kind.DATE else -_INFINITY
    match quantity.comparator:
        case Comparator.GE:
            return _Span(low, _INFINITY)
        case Comparator.GT:
            return _Span(high if quantity.kind is Kind.DATE else low, _INFINITY, True)
        case Comparator.LE:
            return _Span(floor, high)
        case Comparator.LT:
            return _Span(floor, low, open_high=True)
        case _:
            return _Span(low, high)


def _wanted(target: Quantity) -> _Span | None:
    span = _span(target)
    if span is None or span.low != 0 or target.comparator not in (Comparator.LE, Comparator.LT):
        return span
    return msgspec.structs.replace(span, low=-_INFINITY)


def ratio(actual: Quantity, target: Quantity) -> Decimal | None:
    """Actual ÷ target by their figures, of a range its upper one; None when they do not compare or the target is 0."""
    pair = aligned(target, actual)
    if pair is None:
        return None
    goal, got = (q.base if q.upper_base is None else q.upper_base for q in pair)
    if pair[0].kind in (Kind.DATE, Kind.YESNO, Kind.LEVEL, Kind.TEXT) or not goal or got is None:
        return None
    return got / goal
