"""Finds every quantity in running text, in order, and leaves alone what only looks like one.

Left as text: designations (IPv6, GB/T 22239, 5G网络, 2号楼), ordinals (第2次), list numbers (1、), clock
times, ratios, products, years that only label (2024年支出), and figures longer than a form could hold.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from jiheng.expression import expression
from jiheng.quantity import comparators, dates, figures
from jiheng.quantity.normalise import normal
from jiheng.quantity.numerals import HAN, POINT_FIRST
from jiheng.quantity.units import unit
from jiheng.quantity.value import Kind, Quantity

_START = expression(rf"[0-9A-Za-z{HAN}半第-]|年(?=[底末初内])|[上下](?=半年)|{POINT_FIRST}")
_FIGURE = expression(rf"[\d{HAN}半]")
_HOURS = r"\s*(?:个?小时|[hH](?![A-Za-z]))"
_SERVICE = expression(
    rf"(?<![\d.])(?P<days>[57])\s*×\s*(?P<hours>24|12|8)(?![\d.])(?:{_HOURS})?"
    rf"(?:\s*×\s*(?:365|52|12)(?![\d.])天?)?(?:{_HOURS})?"
    r"|(?:24个?小时|365天)(?=\s*(?:×|连续|不间断|不停|全天候|值守|值班|在线|响应服务|无间断))"
)
_SKIPPED = expression(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z/]*+[ \-_.+]?\d[A-Za-z0-9.\-/_]*+(?![台个套件辆项次份家名])"  # a designation
    r"|(?<![\d.])(?:\d++(?:\.\d++){2,}|\d++\s*[×:/]\s*\d[\d×:/.]*+"
    r"|\d++(?![mM]\^?[23](?![A-Za-z0-9]))[A-Za-z]\d[A-Za-z0-9]*+|\d{1,3}(?: \d{3})++)"
    rf"|(?<=\.)\d[\d.,]*+|-{{2,}}\d[\d.,]*+|\d{{1,2}}月\d{{1,2}}[日号]|第\s*(?:\d++|[{HAN}]++)|(?<=[上下])一年|{dates.LABEL}|[A-Za-z]++(?!\s*\d)"
)
_DATED = frozenset("年月季./-")
_AHEAD = 12
"""How far behind its first character a date has one of the signs of a date."""


@lru_cache(maxsize=8192)
def may_be_dated(text: str) -> bool:
    """Whether a text has a sign of a date, so that what it says may depend on the year of its form."""
    return not _DATED.isdisjoint(normal(text))


def may_count(text: str) -> bool:
    """Whether a text has a sign of a figure, without which it counts nothing."""
    return _FIGURE.search(text) is not None


def scan(text: str, year: int | None = None) -> Iterator[Quantity]:
    """Yield the quantities of a normal text in order; their spans do not overlap."""
    position = floor = 0
    held: Quantity | None = None
    while match := _START.search(text, position):
        start = match.start()
        found = _at(text, start, floor, year)
        if found is None:
            skipped = _SKIPPED.match(text, start) or _run(text, start)
            position = max(skipped.end(), start + 1) if skipped else start + 1
            continue
        position = floor = found.end
        joined = _join(held, found) if held else None
        if held and joined is None:
            yield held
        held = joined or found
    if held:
        yield held


_RUN = expression(rf"\d++(?:[.,]\d++)*+|[{HAN}]++(?:点[{HAN}]++)?")


def _run(text: str, start: int) -> re.Match[str] | None:
    """A whole run of digits or numerals, so that no part of what was not understood is read by itself."""
    return _RUN.match(text, start)


def _at(text: str, start: int, floor: int, year: int | None) -> Quantity | None:
    """The quantity that begins at a position, None when none does."""
    first = text[start]
    if match := _SERVICE.match(text, start) if first in "5723" else None:
        name = f"{match['days']}×{match['hours']}小时" if match["days"] else "7×24小时"
        return Quantity(Kind.TEXT, None, None, name, None, start, match.end())
    if first != "-" and not _DATED.isdisjoint(text[start : start + _AHEAD]) and (day := dates.at(text, start, year)):
        if day.comparator is not None:
            return day
        comparator, _, begin = comparators.before(text, floor, day.start)
        return msgspec.structs.replace(day, comparator=comparator, start=begin)
    if _SKIPPED.match(text, start) or first in "年上下第":
        return None
    return figures.fraction(text, start, floor) or figures.at(text, start, floor)


def _join(first: Quantity, second: Quantity) -> Quantity | None:
    """1小时30分钟 is one duration of 90 分钟."""
    if not (first.kind is second.kind is Kind.DURATION) or first.end != second.start:
        return None
    larger, smaller = unit(first.unit), unit(second.unit)
    if larger.dimension != smaller.dimension or larger.factor <= smaller.factor or larger.factor % smaller.factor:
        return None
    if first.base is None or second.base is None or first.upper is not None or second.upper is not None:
        return None
    base = first.base + second.base
    sign = first.comparator or second.comparator
    about = first.approximate or second.approximate
    return msgspec.structs.replace(
        second, comparator=sign, figure=base / smaller.factor, base=base, start=first.start, approximate=about
    )
