"""How much later than the date of a target a result is, in the unit that a note counts in."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from jiheng.quantity import Comparator, Kind, Quantity
from jiheng.quantity.dates import days_of
from jiheng.quantity.units import unit as unit_of

_DAY, _MONTH = unit_of("天"), unit_of("个月")
_MONTHS_A_YEAR = 12
_NOT_FULL = Decimal("0.5")


class Delay(msgspec.Struct, frozen=True):
    """So many units of the note; one that is begun counts as half a one, whatever is left of it. `told` in Chinese."""

    size: Decimal
    told: str


def delay(target: Quantity, done: Quantity, unit: str) -> Delay | None:
    """The time from the last day of `target` to `done`; None where `done` is no single day after it, or the unit is
    no number of days or months."""
    first, day = days_of(done)
    last, counted = _last_day(target), unit_of(unit)
    if first != day or day <= last:
        return None
    if (counted.kind, counted.dimension) == (Kind.DURATION, _DAY.dimension) and counted.factor >= _DAY.factor:
        days = (day - last).days
        return Delay(days * _DAY.factor / counted.factor, f"{days} 天")
    if (counted.kind, counted.dimension) == (Kind.DURATION, _MONTH.dimension):
        months, days = _months(last, day)
        begun = f"零 {days} 天" if days else ""
        told = f"{months} 个月{begun}" if months else f"{days} 天"
        return Delay((months + (_NOT_FULL if days else 0)) / counted.factor, told)
    return None


def _last_day(target: Quantity) -> date:
    """The last day in time: of 10月底前 the 31st, of 11月前 as well."""
    first, last = days_of(target)
    return first - timedelta(days=1) if target.comparator is Comparator.LT else last


def _months(last: date, day: date) -> tuple[int, int]:
    """Full months and the days left: a month is full on the same day of a later one, from its last day on the last."""
    months = (day.year - last.year) * _MONTHS_A_YEAR + day.month - last.month
    if _later(last, months) > day:
        months -= 1
    return months, (day - _later(last, months)).days


def _later(last: date, months: int) -> date:
    """The day so many months later; the end of a month leads to the end of a month."""
    year, month = divmod(last.month - 1 + months, _MONTHS_A_YEAR)
    year, month = last.year + year, month + 1
    end = monthrange(year, month)[1]
    is_end = last.day == monthrange(last.year, last.month)[1]
    return date(year, month, end if is_end else min(last.day, end))
