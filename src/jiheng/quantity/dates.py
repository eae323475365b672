"""Dates and periods: 2023.12.31, 12月底前, 2023年1月至3月, 6月中旬, 二季度, 年底前.

A date is a range of days, first to last. One without a year is placed in a year that no form has
(`NO_YEAR`, a leap year), so that it keeps its month and day and is never taken for a dated one.
"""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

import msgspec

from jiheng.expression import expression
from jiheng.quantity.numerals import han
from jiheng.quantity.value import Comparator, Kind, Quantity

NO_YEAR = 4
_NO_YEAR_ENDS = date(NO_YEAR, 12, 31).toordinal()

Days = tuple[date, date]

_YEAR = r"(?:(?<!\d)(?:19|20)\d\d(?!\d)|二[〇零][〇零一二三四五六七八九]{2})"
_SHORT_YEAR = r"(?<![\d.])[12]\d(?=年(?:\d{1,2}月|[底末初]))"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = expression(r"\s*起?\s*[~\-至到]{1,2}\s*")

_DOTTED = expression(
    rf"(?P<year>{_YEAR})\s*[./\-]\s*(?P<month>1[0-2]|0?[1-9](?!\d))"
    r"(?:\s*[./\-]\s*(?P<day>3[01]|[12]\d|0?[1-9])(?![\d%])日?)?(?![\d%])"
)
_NAMED = expression(
    rf"(?:(?P<year>{_YEAR}|{_SHORT_YEAR})\s*年度?\s*)?"
    r"(?:(?P<half>[上下]半年)|(?P<quarter>第?\s*[1-4一二三四])\s*季度(?P<close>[底末])?|(?P<turn>年?[底末初](?![步级中])|年内)"
    rf"|(?<![\d.])(?P<month>{_MONTH})\s*月(?:\s*(?P<day>{_DAY})\s*[日号](?![楼线])(?:\s*\d{{1,2}}\s*[时点])?|(?P<part>[上中下]旬|月?[底末初](?![步级中]))|(?P<whole>份))?)?"
)
_MONTHS = expression(
    rf"(?:(?P<year>{_YEAR})\s*年\s*)?(?<![\d.])(?P<from>{_MONTH})\s*[~\-至到]\s*(?P<to>{_MONTH})\s*月份?"
)
_DAYS = expression(rf"(?P<day>{_DAY})\s*[日号]")
_SHORT = expression(r"(?P<month>1[0-2]|0?[1-9])\s*[./\-]\s*(?P<day>3[01]|[12]\d|0?[1-9])(?![\d.%])")
_SUFFIX = expression(
    r"\s*(之前|以前|前(?!期|来|往|三|十)|之后|以后|后(?!续|期|台)|之内|以内|内(?![部容外涵])|起(?![草步到来始])|为止|止)"
)
_DONE = expression(r"\s*(?:完成|建成|实施|投入|结束|竣工|验收)")
_COMPACT = expression(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)")
_SIGNS = ("≥", "≤", ">", "<", "=")
_OTHER_YEAR = expression(r"(?:(次|翌|下一?|第二)|上一?|去|前一)年度?的?\s*$")
_OTHER_YEAR_LENGTH = 6
_SINCE = ("截至", "截止", "截止到", "截止至")

LABEL = rf"{_YEAR}(?:\s*[-~至/、]\s*{_YEAR})?\s*年|(?<![\d.])[12]\d年(?=度|支出|支付|预算|项目|合同|资金|拨款)"
"""A year that only says which one is meant (2024年支出), neither a date nor so many years."""

_TENS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "底": (21, 31), "末": (21, 31), "初": (1, 10)}


class _Point(msgspec.Struct, frozen=True, gc=False):
    """One date in a text: its days, where it ends, whether it is a whole month or longer, and whether it is loose.

    A loose one is a date only in company: 2024年 and 11月 may as well be a label and a duration.
    """

    days: Days
    end: int
    long: bool = False
    loose: bool = False


def month(number: int, year: int = NO_YEAR) -> Days:
    """The days of a month, of no particular year unless one is given."""
    return _months(year, number, number)


def _months(year: int, first: int, last: int) -> Days:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _third(year: int, number: int, part: str) -> Days:
    first, last = _TENS[part]
    return date(year, number, first), date(year, number, min(last, monthrange(year, number)[1]))


def _figure(text: str) -> int:
    value = int(text) if text.isdecimal() else han(text)
    return 0 if value is None else int(value)


def _year(text: str | None, default: int) -> int:
    if not text:
        return default
    return _figure(text) + (2000 if len(text) == 2 else 0)


def _point(text: str, position: int, default: int) -> _Point | None:
    """The date at a position of a text; `default` is the year of one that has none. Raises ValueError for 2月30日."""
    if match := _DOTTED.match(text, position):
        year, number = int(match["year"]), int(match["month"])
        if match["day"] is None:
            return _Point(month(number, year), match.end(), long=True, loose=True)
        day = date(year, number, int(match["day"]))
        return _Point((day, day), match.end())
    match = _NAMED.match(text, position)
    if match is None or not match[0]:
        return None
    year = _year(match["year"], default)
    if match["month"]:
        return _in_month(match, year)
    if match["quarter"]:
        last = 3 * _figure(match["quarter"].lstrip("第 "))
        if match["close"]:
            return _Point(_third(year, last, match["close"]), match.end())
        return _Point(_months(year, last - 2, last), match.end(), long=True)
    if match["half"]:
        return _Point(_months(year, 1, 6) if match["half"][0] == "上" else _months(year, 7, 12), match.end())
    turn = match["turn"]
    if turn is None:
        return _Point(_months(year, 1, 12), match.end(), long=True, loose=True)
    if turn == "年内":
        if text[max(0, position - 4) : position].rstrip()[-1:].isdecimal():
            return None  # 2年内
        return _Point(_months(year, 1, 12), match.end() - 1)
    if not match["year"] and turn not in ("年底", "年末"):
        return None
    return _Point(_third(year, 1 if turn[-1] == "初" else 12, turn[-1]), match.end())


def _in_month(match: re.Match[str], year: int) -> _Point:
    number = _figure(match["month"])
    if match["day"]:
        day = date(year, number, _figure(match["day"]))
        return _Point((day, day), match.end())
    if match["part"]:
        return _Point(_third(year, number, match["part"].removeprefix("月")[0]), match.end())
    return _Point(month(number, year), match.end(), long=True, loose=not (match["year"] or match["whole"]))


def _period(text: str, position: int, default: int) -> _Point | None:
    """A date, or two dates and what lies between, at a position of a text."""
    if match := _MONTHS.match(text, position):
        first, last = _figure(match["from"]), _figure(match["to"])
        if first <= last:
            return _Point(_months(_year(match["year"], default), first, last), match.end())
    begin = _point(text, position, default)
    to = _TO.match(text, begin.end) if begin else None
    if begin is None or to is None:
        return begin
    start = begin.days[0]
    if day := _DAYS.match(text, to.end()):
        last_day = start.replace(day=_figure(day["day"]))
        return _Point((start, last_day), day.end()) if last_day >= start else begin
    if (short := _SHORT.match(text, to.end())) and text[begin.end - 1] not in "日月年":  # 2024.1.1—12.31
        last_day = date(start.year, int(short["month"]), int(short["day"]))
        return _Point((start, last_day), short.end()) if last_day >= start else begin
    end = _point(text, to.end(), start.year)
    return begin if end is None or end.days[1] < start else _Point((start, end.days[1]), end.end)


def at(text: str, position: int, year: int | None = None) -> Quantity | None:
    """The date or period that begins at a position of a normal text, None when none does.

    前 after a day, a third of a month (底) or a period includes it; after a whole month, quarter or
    year it leaves that out (11月前: before November begins). A year or month alone is a date only
    with 前, 后, 起 or 完成 after it, or 截至 before it. One of the next or the last year (次年3月底前) is none where
    `year`, that of its form, is not known.
    """
    if other := _OTHER_YEAR.search(text, max(0, position - _OTHER_YEAR_LENGTH), position):
        if year is None:
            return None
        year += 1 if other[1] else -1
    try:
        found = _period(text, position, year or NO_YEAR)
    except ValueError:
        return None
    if found is None:
        return None
    end, comparator, start = found.end, None, other.start() if other else position
    if suffix := _SUFFIX.match(text, end):
        comparator = _comparator(suffix[1], found.long)
        whole_year = found.long and found.days[0].month != found.days[1].month
        if found.loose and comparator is Comparator.LE and not whole_year:
            return None  # 10月内 is within ten months
        end = suffix.end()
    elif text[max(0, position - 8) : position].rstrip().endswith(_SINCE):
        comparator, start = Comparator.LE, text.rindex("截", 0, position)
    elif found.loose and not _DONE.match(text, end) and not _signed(text, position, end):
        return None
    return quantity(found.days, comparator, start, end)


def _signed(text: str, position: int, end: int) -> bool:
    """Whether a sign stands before a year: ≤2023年 is no duration."""
    return text[end - 1] == "年" and text[max(0, position - 4) : position].rstrip()[-1:] in _SIGNS


def _comparator(suffix: str, long: bool) -> Comparator:
    if "前" in suffix:
        return Comparator.LT if long else Comparator.LE
    if "后" in suffix:
        return Comparator.GT
    return Comparator.GE if suffix == "起" else Comparator.LE


def quantity(days: Days, comparator: Comparator | None, start: int, end: int) -> Quantity:
    """A date as a quantity."""
    first, last = (Decimal(day.toordinal()) for day in days)
    return Quantity(Kind.DATE, comparator, None, "", first, start, end, None, last)


def whole(text: str) -> Quantity | None:
    """A cell that is nothing but a year, a year and month, or eight digits (2023年, 2023.12, 20231231)."""
    try:
        if match := _COMPACT.fullmatch(text):
            day = date(*map(int, match.groups()))
            return quantity((day, day), None, 0, len(text))
        found = _point(text, 0, NO_YEAR) if text[:1] in "12二" else None
    except ValueError:
        return None
    loose = found is not None and found.loose and found.end == len(text) and found.days[0].year != NO_YEAR
    return quantity(found.days, None, 0, len(text)) if found and loose else None


def has_year(value: Quantity) -> bool:
    """Whether a date says in which year it is."""
    return value.base is not None and value.base > _NO_YEAR_ENDS


def is_whole_year(value: Quantity) -> bool:
    """Whether a date is a year without saying which (年内)."""
    return days_of(value) == _months(NO_YEAR, 1, 12)


def days_of(value: Quantity) -> Days:
    """First and last day of a date. Raises ValueError for any other kind."""
    if value.kind is not Kind.DATE or value.base is None or value.upper_base is None:
        raise ValueError(f"不是日期：{value.kind}")
    return date.fromordinal(int(value.base)), date.fromordinal(int(value.upper_base))
