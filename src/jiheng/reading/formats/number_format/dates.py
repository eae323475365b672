"""Dates and times in the letters of a format: yyyy, m, aaaa, [h]:mm, 上午/下午h.

Day 60 of the system that begins in 1900 is 29 February 1900, which never was, and day 0 is 0 January.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from jiheng.reading.formats.chinese_numerals import COMMON_PLACES, LEGAL, LEGAL_PLACES, counted
from jiheng.reading.formats.number_format.figures import Unclear
from jiheng.reading.formats.number_format.grammar import Kind, Section, Token

_LAST = 2_958_465
"""31 December 9999."""
_EPOCH = datetime.date(1899, 12, 30)
_DAYS_BETWEEN = 1462
"""Days from the beginning of the system of 1900 to that of 1904."""
_CHINESE = 0x04
_SYSTEM_DATE, _SYSTEM_TIME = 0xF800, 0xF400
_WEEK = "日一二三四五六"
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LONG_DATE: tuple[Token, ...] = (
    (Kind.DATE, "yyyy"), (Kind.LITERAL, "年"), (Kind.DATE, "m"), (Kind.LITERAL, "月"), (Kind.DATE, "d"),
    (Kind.LITERAL, "日"),
)  # fmt: skip
_LONG_TIME: tuple[Token, ...] = (
    (Kind.DATE, "h"), (Kind.LITERAL, ":"), (Kind.DATE, "mm"), (Kind.LITERAL, ":"), (Kind.DATE, "ss"),
)  # fmt: skip


class _Moment(msgspec.Struct, frozen=True):
    """A date and time by its parts; `total` is all of its seconds."""

    year: int
    month: int
    day: int
    weekday: int
    """0 for Sunday."""
    total: Decimal

    @property
    def hour(self) -> int:
        return int(self.total // 3600) % 24

    @property
    def minute(self) -> int:
        return int(self.total // 60) % 60

    @property
    def second(self) -> int:
        return int(self.total) % 60


def in_date(number: Decimal, section: Section, from_1904: bool) -> str:
    """The date and time that a number stands for. Raises Unclear where a cell would show ####."""
    tokens = {_SYSTEM_DATE: _LONG_DATE, _SYSTEM_TIME: _LONG_TIME}.get(section.language or 0, section.tokens)
    moment = _moment(number, tokens, from_1904)
    is_chinese = section.language is not None and section.language & 0xFF == _CHINESE
    twelve = any(kind is Kind.HALF for kind, _ in tokens)
    minutes = _minutes(tokens)
    pieces = []
    for i, (kind, text) in enumerate(tokens):
        if kind is Kind.DATE:
            code = text.lower().replace("m", "n") if i in minutes and len(text) < 3 else text.lower()
            pieces.append(_part(moment, code, twelve, is_chinese, section.numerals))
        elif kind is Kind.ELAPSED:
            unit = {"h": 3600, "m": 60, "s": 1}[text[0].lower()]
            pieces.append(f"{int(moment.total // unit):0{len(text)}d}")
        elif kind is Kind.PARTS:
            pieces.append(f"{moment.total % 1:.{len(text) - 1}f}"[1:])
        elif kind is Kind.HALF:
            first, second = text.split("/")
            pieces.append(second if moment.hour >= 12 else first)
        elif kind is not Kind.TEXT:
            pieces.append(text)
    return "".join(pieces)


def _minutes(tokens: tuple[Token, ...]) -> set[int]:
    """Which tokens of m are minutes: those behind hours and those before seconds."""
    timed = [(i, text[0].lower()) for i, (kind, text) in enumerate(tokens) if kind in (Kind.DATE, Kind.ELAPSED)]
    letters = ["", *(letter for _, letter in timed), ""]
    return {
        i for (i, _), before, after in zip(timed, letters, letters[2:], strict=False) if before == "h" or after == "s"
    }


def _moment(number: Decimal, tokens: tuple[Token, ...], from_1904: bool) -> _Moment:
    """The parts of a moment, rounded to the smallest unit of seconds that is shown."""
    decimals = next((len(text) - 1 for kind, text in tokens if kind is Kind.PARTS), 0)
    has_seconds = any(kind in (Kind.DATE, Kind.ELAPSED) and text[0] in "sS" for kind, text in tokens)
    places = decimals if has_seconds else 3
    total = (number * 86400).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    day = int(total // 86400)
    if total < 0 or day > _LAST:
        raise Unclear
    if from_1904:
        day += _DAYS_BETWEEN
    if day == 60:
        return _Moment(1900, 2, 29, 3, total)
    if day == 0:
        return _Moment(1900, 1, 0, 6, total)
    date = _EPOCH + datetime.timedelta(day + (day < 60))
    return _Moment(date.year, date.month, date.day, (day - 1) % 7, total)


def _part(moment: _Moment, code: str, twelve: bool, is_chinese: bool, numerals: int) -> str:
    """One part of a date by its letters; n stands for minutes."""
    letter, width = code[0], len(code)
    if letter in "ye":
        year = str(moment.year) if width > 2 or letter == "e" else f"{moment.year % 100:02d}"
        return "".join(counted(int(digit), *_numerals(numerals)) for digit in year) if numerals in (1, 2) else year
    if letter in "gb":
        raise Unclear
    if letter == "a" or (letter == "d" and width > 2):
        return _weekday(moment.weekday, code, is_chinese)
    if letter == "m" and width > 2:
        return _month(moment.month, width, is_chinese)
    hour = (moment.hour + 11) % 12 + 1 if twelve else moment.hour
    figure = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[letter]
    if numerals in (1, 2):
        return counted(figure, *_numerals(numerals), full=numerals == 2)
    if numerals:
        raise Unclear
    return f"{figure:02d}" if width > 1 else str(figure)


def _numerals(numerals: int) -> tuple[str, str]:
    return (LEGAL, LEGAL_PLACES) if numerals == 2 else ("〇一二三四五六七八九", COMMON_PLACES)


def _weekday(day: int, code: str, is_chinese: bool) -> str:
    if code[0] == "a":
        return ("星期" if len(code) > 3 else "") + _WEEK[day]
    if is_chinese:
        return ("星期" if len(code) > 3 else "周") + _WEEK[day]
    return _DAYS[day] if len(code) > 3 else _DAYS[day][:3]


def _month(month: int, width: int, is_chinese: bool) -> str:
    if width == 5:
        return _MONTHS[month - 1][0]
    if is_chinese:
        return f"{month}月" if width == 3 else counted(month) + "月"
    return _MONTHS[month - 1] if width > 3 else _MONTHS[month - 1][:3]
