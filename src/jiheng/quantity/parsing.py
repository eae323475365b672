"""The meaning of a cell of targets, actual values or amounts."""

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from jiheng.expression import expression
from jiheng.quantity import dates, levels
from jiheng.quantity.normalise import normal
from jiheng.quantity.scanning import scan
from jiheng.quantity.units import NO_UNIT, right_case
from jiheng.quantity.units import unit as measure_of
from jiheng.quantity.value import Comparator, Kind, Quantity, Value
from jiheng.quantity.words import says_nothing

MAX_TEXT = 20_000
"""A longer text is no cell of a form; it is kept as text."""

_PLAIN = expression(r"\s*+([≥≤><=])?\s*+(\d{1,15}(?:\.\d{1,9})?)\s*+(%)?\s*+")
_SIGNS = {
    **{c.value: c for c in Comparator},
    **dict.fromkeys((">=", "=>", "大于等于", "大于或等于", "不少于", "不低于"), Comparator.GE),
    **dict.fromkeys(("<=", "=<", "小于等于", "小于或等于", "不超过", "不高于", "不多于"), Comparator.LE),
    **dict.fromkeys(("大于", "超过", "高于"), Comparator.GT),
    **dict.fromkeys(("小于", "低于", "少于"), Comparator.LT),
    **dict.fromkeys(("等于", "=="), Comparator.EQ),
}
_PLAIN_SIGNS = {c.value: c for c in Comparator}
_NO_UNIT = frozenset(("~", "定性"))
"""What stands in a column of units where the indicator has none, beside the usual words for nothing."""
_HUNDREDTH = Decimal("0.01")


@lru_cache(maxsize=512)
def parse(text: str, *, sign: str | None = None, unit: str | None = None, year: int | None = None) -> Value:
    """What a cell says: its figures with comparator and unit, its date, its level or scale, or only its text.

    `sign` is the 绩效指标性质 column (≥ ≤ = 定性 …) and `unit` the 度量单位 column; they complete a cell
    that is a bare figure and never overrule what the cell prints itself. `year` is the year of the
    form; it completes dates that have none (12月底前). Any text is accepted and none raises; what is
    not understood is TEXT. Spans are positions in `text`.
    """
    if not text or len(text) > MAX_TEXT:
        return Value(text)
    plain = normal(text)
    comparator = _sign(sign)
    measure = _column(unit)
    if match := _PLAIN.fullmatch(plain):
        return Value(text, (_bare(match, comparator, measure),))
    if (sign or not levels.is_level(plain)) and (found := levels.scale(plain)):
        return Value(text, (), found)
    return _running(text, plain, comparator, measure, year)


def _sign(sign: str | None) -> Comparator | None:
    return _SIGNS.get(normal(sign).strip()) if sign else None


@lru_cache(maxsize=512)
def _column(name: str | None) -> str:
    """The unit that a unit column gives to a bare figure."""
    name = normal(name).rpartition("单位")[2].strip(" ()[]:/\\") if name else ""
    if says_nothing(name) or name in _NO_UNIT or len(name) > 12 or any(c.isdecimal() for c in name.rstrip("23")):
        return ""
    return "小时" if name == "时" else right_case(name)


def _bare(match: re.Match[str], comparator: Comparator | None, name: str) -> Quantity:
    sign, figure, percent = match.groups()
    start, end = match.start(1) if sign else match.start(2), match.end(3) if percent else match.end(2)
    if sign:
        comparator = _PLAIN_SIGNS[sign]
    value = Decimal(figure)
    if percent:
        return Quantity(Kind.SHARE, comparator, value, "%", value * _HUNDREDTH, start, end)
    if name == "年" or not (name or comparator):  # 2023 in a column of years; 2023.12, 20231231
        day = dates.whole(figure + name)
        if day is not None:
            return msgspec.structs.replace(day, comparator=comparator, start=start, end=end)
    measure = measure_of(name) if name else NO_UNIT
    return Quantity(measure.kind, comparator, value, name, value * measure.factor, start, end)


def _running(text: str, plain: str, comparator: Comparator | None, name: str, year: int | None) -> Value:
    stripped = plain.strip()
    if not name and comparator is None and (day := dates.whole(stripped)):
        offset = plain.index(stripped)
        return Value(text, (msgspec.structs.replace(day, start=day.start + offset, end=day.end + offset),))
    if demanded := levels.bound(plain):
        return Value(text, (demanded,), level=demanded.unit)
    quantities = tuple(scan(plain, year))
    if len(quantities) == 1:
        quantities = (_completed(quantities[0], plain, comparator, name),)
    reached = levels.level(plain)
    leading = reached or levels.yes_no(plain)
    if leading and all(q.start >= leading.end or q.end <= leading.start for q in quantities):
        quantities = tuple(sorted((leading, *quantities), key=lambda q: q.start))
    return Value(text, quantities, level=reached.unit if reached else None)


def _completed(found: Quantity, plain: str, comparator: Comparator | None, name: str) -> Quantity:
    """A quantity that is the whole cell takes the sign of its column, and its unit when it prints none."""
    if plain[: found.start].strip() or plain[found.end :].strip(" 。.;,"):
        return found
    if found.kind is Kind.COUNT and name and not found.unit:
        found = complete(found, name)
    elif (
        found.kind is Kind.COUNT
        and name
        and measure_of(found.unit).dimension == ""
        and measure_of(name).kind is Kind.MONEY
    ):
        found = complete(found, found.unit + "元")
    if found.comparator is None and found.upper is None and comparator is not None:
        found = msgspec.structs.replace(found, comparator=comparator)
    return found


def complete(found: Quantity, name: str) -> Quantity:
    """A figure without unit, now in the unit of that name."""
    measure = measure_of(name)
    base = None if found.figure is None else found.figure * measure.factor
    upper = None if found.upper is None else found.upper * measure.factor
    return msgspec.structs.replace(found, kind=measure.kind, unit=name, base=base, upper_base=upper)
