"""Quantities in print: canonical, so that it reads back to the same, and in plain words for a trace."""

import calendar
from datetime import date

from jiheng.quantity import dates
from jiheng.quantity.units import known
from jiheng.quantity.value import Comparator, Kind, Quantity, Value
from jiheng.quantity.words import plain

_WORDS = {
    Comparator.GE: "不低于 ",
    Comparator.LE: "不超过 ",
    Comparator.GT: "大于 ",
    Comparator.LT: "小于 ",
    Comparator.EQ: "等于 ",
}
KIND_NAMES = {
    Kind.COUNT: "数量",
    Kind.SHARE: "比率",
    Kind.MONEY: "金额",
    Kind.DURATION: "时长",
    Kind.DATE: "日期",
    Kind.LEVEL: "等级",
    Kind.YESNO: "是否",
    Kind.TEXT: "文字",
}
"""What a user calls each kind."""

_TENS = {1: "上旬", 11: "中旬", 21: "下旬"}
_NAMES = {Kind.MONEY: "金额", Kind.DURATION: "时长"}


def render(value: Value) -> str:
    """The value in one spelling; `parse` reads it back to the same quantities, scale and level.

    Text around the quantities is left out; a text in which nothing was understood is given as it is.
    """
    if value.scale:
        return "/".join(value.scale)
    if not value.quantities:
        return value.text
    return "；".join(map(render_quantity, value.quantities))


def render_quantity(quantity: Quantity) -> str:
    """One quantity in the spelling of `render`: ≥95%, 约100人次, 3-5天, ≤2023年12月31日, 优."""
    if quantity.kind is Kind.DATE:
        return _date(quantity)
    if quantity.kind is Kind.YESNO:
        return "是" if quantity.figure else "否"
    if quantity.kind in (Kind.LEVEL, Kind.TEXT):
        return f"不低于{quantity.unit}" if quantity.comparator is Comparator.GE else quantity.unit
    sign = quantity.comparator.value if quantity.comparator else ""
    about = "约" if quantity.approximate else ""
    return f"{sign}{about}{_figure(quantity)}"


def _figure(quantity: Quantity) -> str:
    if quantity.figure is None:
        return quantity.unit
    if quantity.unit.endswith("分之"):
        return f"{quantity.unit}{plain(quantity.figure)}"
    name = quantity.unit if known(quantity.unit) else f"「{quantity.unit}」"
    if quantity.upper is None:
        return plain(quantity.figure) + name
    to = "-" if quantity.figure >= 0 else "~"
    return f"{plain(quantity.figure)}{to}{plain(quantity.upper)}{name}"


def _date(quantity: Quantity) -> str:
    name = _days(quantity)
    return f"{quantity.comparator}{name}" if quantity.comparator and name != "年内" else name


def _days(quantity: Quantity) -> str:
    first, last = dates.days_of(quantity)
    year = f"{first.year}年" if dates.has_year(quantity) else ""
    if first.year != last.year:
        return f"{_day(first, year)}至{_day(last, f'{last.year}年')}"
    if first == last:
        return _day(first, year)
    end = calendar.monthrange(last.year, last.month)[1]
    if first.month == last.month and first.day in _TENS and last.day == min(first.day + 9 + (first.day == 21), end):
        return f"{year}{first.month}月{_TENS[first.day]}"
    if first.day > 1 or last.day < end:
        return f"{_day(first, year)}至{_day(last, '')}"
    if first.month == last.month:
        return f"{year}{first.month}月" + ("" if year else "份")
    if (first.month, last.month) == (1, 12) and (year or quantity.comparator is Comparator.LE):
        return year or "年内"
    if last.month - first.month == 2 and last.month % 3 == 0:
        return f"{year}{last.month // 3}季度"
    return f"{year}{first.month}月至{last.month}月"


def _day(day: date, year: str) -> str:
    return f"{year}{day.month}月{day.day}日"


def understood(value: Value) -> str:
    """What was understood, in plain Chinese for a trace: 不低于 95%; 金额 327.5 万元; 等级 优."""
    if value.scale:
        return "分级：" + "、".join(value.scale)
    if not value.quantities:
        return "文字" if value.text.strip() else "空白"
    return "；".join(map(understood_quantity, value.quantities))


def understood_quantity(quantity: Quantity) -> str:
    """One quantity in plain Chinese."""
    if quantity.kind is Kind.YESNO:
        return "已完成或达到" if quantity.figure else "未完成或没有"
    if quantity.kind is Kind.LEVEL:
        return f"等级不低于 {quantity.unit}" if quantity.comparator else f"等级 {quantity.unit}"
    if quantity.kind is Kind.TEXT:
        return f"服务时间 {quantity.unit}"
    if quantity.kind is Kind.DATE:
        return f"时间 {_when(quantity)}"
    sign = _WORDS[quantity.comparator] if quantity.comparator else ""
    about = "（约数）" if quantity.approximate else ""
    name = _NAMES.get(quantity.kind, "")
    glue = " " if name and not sign else ""
    return f"{name}{glue}{sign}{_spaced(quantity)}{about}"


def _when(quantity: Quantity) -> str:
    first, last = dates.days_of(quantity)
    year = dates.has_year(quantity)
    begin, end = (_day(day, f"{day.year}年" if year else "") for day in (first, last))
    match quantity.comparator:
        case Comparator.LE:
            return f"不晚于 {end}"
        case Comparator.LT:
            return f"早于 {begin}"
        case Comparator.GE:
            return f"不早于 {begin}"
        case Comparator.GT:
            return f"晚于 {end}"
        case _:
            return _days(quantity)


def _spaced(quantity: Quantity) -> str:
    if quantity.figure is None or quantity.unit.endswith("分之"):
        return _figure(quantity)
    bounds = [quantity.figure] if quantity.upper is None else [quantity.figure, quantity.upper]
    glue = "" if quantity.unit in ("", "%", "‰") else " "
    return " 至 ".join(map(plain, bounds)) + glue + quantity.unit
