"""Dates and periods: 2023.12.31, 12月底前, 2023年1月至3月, 6月中旬, 二季度, 年底前.

A date is a range of days, first to last. One without a year is placed in a year that no form has
(`NO_YEAR`, a leap year), so that it keeps its month and day and is never taken for a dated one.
"""

import calendar
import re
from datetime import date
from decimal import Decimal

from jiheng.quantity.numerals import han
from jiheng.quantity.value import Comparator, Kind, Quantity

NO_YEAR = 4
_LAST_DAY_NO_YEAR = date(NO_YEAR, 12, 31).toordinal()

_HAN_SMALL = "[一二三四五六七八九十]"
_YEAR = r"(?:(?<!\d)(?:19|20)\d\d|二[〇零][〇零一二三四][〇零一二三四五六七八九])"
_SHORT_YEAR = r"(?<![\d.])[12]\d(?=年(?:1[0-2]|0?[1-9])月|年[底末初])"
_MONTH = rf"(?:1[0-2]|0?[1-9](?!\d)|{_HAN_SMALL}{{1,2}}(?=月))"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9](?!\d)|{_HAN_SMALL}{{1,3}}(?=[日号]))"
_PART = r"(?:上旬|中旬|下旬|月?底|月?末|初)"
_HALF = r"(?:上半年|下半年)"
_QUARTER = r"第?\s*(?:[1-4](?!\d)|[一二三四])\s*季度?"

_DOTTED = rf"{_YEAR}\s*[./\-]\s*(?:1[0-2]|0?[1-9])\s*[./\-]\s*(?:3[01]|[12]\d|0?[1-9])(?![\d%])日?"
_IN_MONTH = rf"(?:{_DAY}\s*[日号](?!楼|线)|{_PART}|份)"
_IN_SOME_YEAR = rf"(?:{_MONTH}\s*月\s*{_IN_MONTH}?|{_QUARTER}{_PART}?|{_HALF}|年?[底末初](?!步))"
_WITH_YEAR = rf"(?:{_YEAR}|{_SHORT_YEAR})\s*年度?\s*{_IN_SOME_YEAR}"
_IN_YEAR = rf"(?<![\d.])(?:{_MONTH}\s*月\s*{_IN_MONTH}|{_QUARTER}{_PART}?|{_HALF}|年[底末](?!端)|年内)"
_TWO = r"(?:1[0-2]|0?[1-9](?!\d))"
_POINT = rf"(?:{_DOTTED}|{_WITH_YEAR}|{_IN_YEAR})"
_TO = r"\s*[~～\-至到]{1,2}\s*"
_YEAR_ONLY = rf"{_YEAR}\s*年度?"
_LOOSE = rf"(?:{_POINT}|{_YEAR_ONLY}|(?<![\d.]){_MONTH}\s*月)"
_END = rf"(?:{_LOOSE}|(?:{_DAY})\s*[日号])"
_SUFFIX = r"(?:\s*(?:之前|以前|前|之后|以后|后(?!续|期)|之内|以内|内(?!部|容)|起|止|为止))?"
_DONE = r"(?=\s*(?:之前|以前|前|之后|以后|后(?!续|期)|起(?!草)|完成|建成|实施|投入|结束|竣工|验收))"

DATE = (
    rf"(?:截至|截止到?|于)?\s*(?:{_LOOSE}{_TO}{_END}{_SUFFIX}|(?:{_YEAR}\s*年)?(?<![\d.]){_MONTH}{_TO}{_MONTH}\s*月份?{_SUFFIX}"
    rf"|{_YEAR}\.{_TWO}{_TO}{_YEAR}\.{_TWO}(?![\d.]){_SUFFIX}|{_POINT}{_SUFFIX}|(?:{_YEAR_ONLY}|(?<![\d.]){_MONTH}\s*月){_DONE}{_SUFFIX}|{_YEAR_ONLY}\s*内(?!部|容))"
)
"""A date or period in running text. A year on its own is one only with 前, 内, 完成 …; otherwise it is a label."""

LABEL = rf"{_YEAR}(?:\s*[-~至/、]\s*{_YEAR})?\s*年|(?<![\d.])[12]\d年(?=度|支出|支付|预算|项目|合同|资金|拨款)"
"""A year that only says which one is meant (2024年支出), neither a date nor so many years."""

_BY = re.compile(r"\s*(?:截至|截止到?|于)\s*")
_SUFFIXES = re.compile(r"\s*(之前|以前|前|之后|以后|后|之内|以内|内|起|止|为止)$")
_SPLIT = re.compile(_TO)
_FIELDS = re.compile(
    rf"(?:(?P<year>{_YEAR}|[12]\d(?=年))\s*(?:年度?|[./\-])\s*)?"
    rf"(?:(?P<month>{_MONTH})\s*(?:月|[./\-]|$)\s*)?"
    rf"(?:(?P<day>{_DAY})\s*[日号]?$|(?P<part>{_PART}|份|年?[底末初]|年内|{_HALF})|(?P<quarter>{_QUARTER})(?P<qpart>{_PART})?)?"
)
_WHOLE = re.compile(rf"(?P<y>{_YEAR})(?:年度?|[./\-](?P<m>1[0-2]|0?[1-9])月?|年(?P<n>1[0-2]|0[1-9])(?P<d>[0-3]\d))?$")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)$")

_TENS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "底": (21, 31), "末": (21, 31), "初": (1, 10)}

Days = tuple[date, date]


def _figure(text: str) -> int:
    if text[0].isdecimal():
        return int(text)
    value = han(text)
    return int(value) if value is not None else 0


def _month(year: int, first: int, last: int | None = None) -> Days:
    last = last or first
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _tens(year: int, month: int, part: str) -> Days:
    first, last = _TENS[part]
    return date(year, month, first), date(year, month, min(last, calendar.monthrange(year, month)[1]))


def _point(text: str, year: int | None, month: int | None = None) -> tuple[Days, str] | None:
    """The days of one date, and how fine it is: 日, 旬, 月, 季度 or 年. `year`, `month` are used when it has none."""
    match = _FIELDS.match(text)
    if match is None or not match[0]:
        return None
    y = _figure(match["year"]) if match["year"] else year or NO_YEAR
    y += 2000 if match["year"] and y < 100 else 0
    m = _figure(match["month"]) if match["month"] else month if match["day"] else None
    part = (match["part"] or "").removeprefix("月")
    if match["quarter"]:
        number = next(c for c in match["quarter"] if c in "1234一二三四")
        last = 3 * (_figure(number))
        if match["qpart"]:
            return _tens(y, last, match["qpart"].removeprefix("月")[0]), "旬"
        return _month(y, last - 2, last), "季度"
    if part in ("上半年", "下半年"):
        return (_month(y, 1, 6) if part[0] == "上" else _month(y, 7, 12)), "半年"
    if m is None:
        if part and part != "年内":
            tail = part[-1]
            return _tens(y, 1 if tail == "初" else 12, tail), "旬"
        return _month(y, 1, 12), "年"
    if match["day"]:
        day = date(y, m, _figure(match["day"]))
        return (day, day), "日"
    return (_tens(y, m, part[0]), "旬") if part and part != "份" else (_month(y, m), "月")


def _days(text: str, year: int | None) -> tuple[Days, str] | None:
    ends = _SPLIT.split(text)
    if len(ends) == 2 and not re.match(rf"{_YEAR}-", text):
        return _period(ends[0], ends[1], year)
    if len(ends) == 6 and "-" in text:  # 2023-1-1-2023-12-31
        return _period("-".join(ends[:3]), "-".join(ends[3:]), year)
    if "~" in text or "至" in text or "到" in text:
        halves = re.split(r"\s*[~至到]+\s*", text)
        return _period(halves[0], halves[1], year) if len(halves) == 2 else None
    return _point(text, year)


def _period(first: str, last: str, year: int | None) -> tuple[Days, str] | None:
    if first.strip().isdecimal():
        first += "月"
    begin = _point(first, year)
    if begin is None:
        return None
    start = begin[0][0]
    end = _point(last, start.year if start.year != NO_YEAR else year, start.month)
    if end is None or end[0][1] < start:
        return None
    return (start, end[0][1]), "期间"


def read(text: str, start: int, end: int, year: int | None = None) -> Quantity | None:
    """The date that DATE found at start:end of a normal text, None when there is no such day (2月30日).

    前 after a day, a third of a month (底) or a period includes it; after a whole month, quarter or
    year it leaves that month out (11月前: before November begins).
    """
    piece = text[start:end]
    by = _BY.match(piece)
    comparator = Comparator.LE if by and "截" in by[0] else None
    piece = piece[by.end() :] if by else piece
    suffix = None if piece == "年内" else _SUFFIXES.search(piece)
    word = suffix[1] if suffix else ""
    try:
        found = _days(piece[: suffix.start()] if suffix else piece, year)
    except ValueError:
        return None
    if found is None:
        return None
    days, grain = found
    if "前" in word:
        comparator = Comparator.LT if grain in ("月", "季度", "年") else Comparator.LE
    elif word in ("之内", "以内", "内", "止", "为止") or piece.endswith("年内"):
        comparator = Comparator.LE
    elif word == "起":
        comparator = Comparator.GE
    elif "后" in word:
        comparator = Comparator.GT
    return quantity(days, comparator, start, end)


def month(number: int) -> Days:
    """The days of a month of no particular year."""
    return _month(NO_YEAR, number)


def quantity(days: Days, comparator: Comparator | None, start: int, end: int) -> Quantity:
    """A date as a quantity."""
    first, last = days
    return Quantity(
        Kind.DATE, comparator, None, "", Decimal(first.toordinal()), start, end, None, Decimal(last.toordinal())
    )


def whole(text: str, year: int | None = None) -> Quantity | None:
    """A cell that is nothing but a year, a year and a month or eight digits (2023年, 2023.12, 20231231)."""
    try:
        if match := _COMPACT.match(text):
            day = date(*map(int, match.groups()))
            return quantity((day, day), None, 0, len(text))
        if match := _WHOLE.match(text):
            y = _figure(match["y"])
            if match["m"]:
                return quantity(_month(y, int(match["m"])), None, 0, len(text))
            return quantity(_month(y, 1, 12), None, 0, len(text)) if "年" in text else None
    except ValueError:
        pass
    return None


def has_year(value: Quantity) -> bool:
    """Whether a date says in which year it is."""
    return value.base is not None and value.base > _LAST_DAY_NO_YEAR


def is_whole_year(value: Quantity) -> bool:
    """Whether a date is a year without saying which (年内)."""
    first, last = days_of(value)
    return first == date(NO_YEAR, 1, 1) and last == date(NO_YEAR, 12, 31)


def days_of(value: Quantity) -> Days:
    """First and last day of a date. Raises ValueError for any other kind."""
    if value.kind is not Kind.DATE or value.base is None or value.upper_base is None:
        raise ValueError(f"不是日期：{value.kind}")
    return date.fromordinal(int(value.base)), date.fromordinal(int(value.upper_base))
