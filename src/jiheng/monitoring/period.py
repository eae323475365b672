"""The months that a monitoring form reports on."""

import calendar
from datetime import date
from decimal import Decimal

import msgspec

from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity.dates import NO_YEAR

MONTHS = 12
_SPAN = expression(r"(\d{1,2})月?[-—–－~～至到](\d{1,2})月")
_UNTIL = expression(r"(?:截至|截止|至|到)?(\d{1,2})月(?:底|末|\d{1,2}日)")
_QUARTER = expression(r"([一二三四1-4])季度")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class Period(msgspec.Struct, frozen=True, order=True):
    """Months of one year, first and last, from 1. Raises ValueError for months that are none or run backwards."""

    first: int = 1
    last: int = 7

    def __post_init__(self) -> None:
        """Refuse what is no period."""
        if not 1 <= self.first <= self.last <= MONTHS:
            raise ValueError(f"没有这样的期间：{self.first}—{self.last} 月")

    @property
    def label(self) -> str:
        """1—7月."""
        return f"{self.first}—{self.last}月"

    @property
    def share(self) -> Decimal:
        """The part of the year that is gone at the end of the period."""
        return Decimal(self.last) / MONTHS

    def end(self, year: int | None) -> date:
        """The last day, in the year in which dates without one are placed where none is given."""
        own = year or NO_YEAR
        return date(own, self.last, calendar.monthrange(own, self.last)[1])


def period_of(text: str) -> Period | None:
    """The period that a label or title names (1-7月执行数, 截至8月底, 上半年, 三季度); None where it names none.

    A period reported on begins in January: 三季度 is the state at the end of September.
    """
    if match := _SPAN.search(text):
        return _valid(int(match[1]), int(match[2]))
    if match := _UNTIL.search(text):
        return _valid(1, int(match[1]))
    if "上半年" in text:
        return Period(1, 6)
    if match := _QUARTER.search(text):
        return Period(1, 3 * _QUARTERS[match[1]])
    return None


def usual_period(book: Book) -> Period:
    """The period that the place's rules take where a form names none."""
    return Period(1, int(book.number("monitoring.until_month")))


def _valid(first: int, last: int) -> Period | None:
    return Period(first, last) if 1 <= first <= last <= MONTHS else None
