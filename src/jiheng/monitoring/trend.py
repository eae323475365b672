"""A value at year's end proposed from the values so far."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from jiheng.form import Indicator
from jiheng.monitoring.period import MONTHS
from jiheng.quantity import Kind, Quantity, parse
from jiheng.quantity.words import plain

_SETTLED = (Kind.SHARE, Kind.DURATION)
"""Kinds whose latest value stands for the year: a rate does not add up."""


class Point(msgspec.Struct, frozen=True, order=True):
    """The value reached at the end of a month, as printed."""

    month: int
    value: str


class Proposal(msgspec.Struct, frozen=True):
    """A forecast as it would be written, "" where none can be proposed; `formula` or `why` says it in Chinese."""

    text: str = ""
    figure: Decimal | None = None
    formula: str = ""
    why: str = ""


def propose_forecast(indicator: Indicator, points: Sequence[Point], year: int | None = None) -> Proposal:
    """The value at the end of December, if it goes on as between the first and the last of `points`.

    One point alone goes on at the pace since January. Rates and durations are taken as they stand last.
    """
    read = [(point.month, found) for point in sorted(points) if (found := _figure(indicator, point.value, year))]
    if not read:
        return Proposal(why="各期完成值里没有可以推算的数")
    month, last = read[-1]
    if last.kind in _SETTLED:
        return Proposal(_written(last.figure, last), last.figure, f"比率、时长按最近一期 {_shown(last)} 估计")
    if any(found.kind is not last.kind or found.unit != last.unit for _, found in read):
        return Proposal(why="各期完成值的单位不同，请先统一")
    if month >= MONTHS:
        return Proposal(_written(last.figure, last), last.figure, "已是全年数")
    first_month, first = read[0]
    if first_month == month:
        first_month, start = 0, Decimal(0)
    else:
        start = first.figure or Decimal(0)
    now = last.figure or Decimal(0)
    if now < start:
        return Proposal(why=f"{month} 月的累计数 {_shown(last)} 比 {first_month} 月的 {_shown(first)} 还少，请先核对")
    pace = (now - start) / (month - first_month)
    figure = _rounded(now + pace * (MONTHS - month), now)
    since = "年初" if first_month == 0 else f"{first_month} 月底 {_shown(first)}"
    formula = f"从{since}到 {month} 月底 {_shown(last)}，每月 {_brief(pace)}，照此到年底为 {_written(figure, last)}"
    return Proposal(_written(figure, last), figure, formula)


def _figure(indicator: Indicator, text: str, year: int | None) -> Quantity | None:
    found = parse(text, unit=indicator.unit, year=year).quantities
    usable = len(found) == 1 and found[0].figure is not None and found[0].upper is None
    return found[0] if usable and found[0].kind in (Kind.COUNT, Kind.MONEY, *_SETTLED) else None


def _rounded(figure: Decimal, like: Decimal) -> Decimal:
    """With as many places as the value that it goes on from."""
    exponent = like.as_tuple().exponent
    places = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    return figure.quantize(places, ROUND_HALF_UP)


def _written(figure: Decimal | None, like: Quantity) -> str:
    return "" if figure is None else f"{plain(figure)}{like.unit}"


def _shown(quantity: Quantity) -> str:
    return _written(quantity.figure, quantity)


def _brief(pace: Decimal) -> str:
    return plain(pace.quantize(Decimal("0.01"), ROUND_HALF_UP))
