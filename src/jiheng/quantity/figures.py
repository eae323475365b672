"""One figure in running text with its unit, its range and its comparators: 不少于3万余人次, 80～100万元, 10±2天."""

import re
from decimal import Decimal

import msgspec

from jiheng.expression import expression
from jiheng.quantity import comparators
from jiheng.quantity.numerals import DECIMALS, HAN, POINT_FIRST, arabic, han
from jiheng.quantity.units import printed_unit, unit
from jiheng.quantity.value import Comparator, Kind, Quantity

_NUMBER = rf"(?:(?:\d{{1,3}}(?:,\d{{3}})++(?!\d)|\d++){DECIMALS}|{POINT_FIRST})"
_FIGURE = rf"(?:{_NUMBER}|[{HAN}]++(?:点[{HAN}]++)?|半(?=个?[年月天日小季]))"
_FIRST = expression(rf"(?P<minus>(?:(?<![\d)%一-鿿-])|(?<=[于过到为是约差]))-\s*)?(?P<number>{_FIGURE})")
_SECOND = expression(rf"\s*(?:[~至到]\s*(?P<minus>-)|[-~至到]{{1,2}})\s*(?P<number>{_FIGURE})")
_TOLERANCE = expression(rf"\s*±\s*({_NUMBER})")
_FRACTION = expression(rf"(?P<below>[{HAN}]++|\d++)分之(?P<above>{_FIGURE})")
_MORE = expression(r"[余多]")

_LABEL = expression(r"\s*[号楼层栋室级代版届期中大时分点条款#街环甲乙]|\s*[A-Za-z]|分之|\s*热线|\s*(?:年度?|学年)")
_ITEM = expression(r"[、.)](?!\d)\s*\S")
_NOUN = expression(r"[一-鿿]")
_MONEY = expression(
    r"(?:经费|金额|预算|资金|成本|支出|支付|费用|款|造价|投资|拨付|补贴|奖励|收入|产值)[^,，。;；]{0,8}$"
)
_NAMING = frozenset(("M", "G", "T", "兆", "百兆", "千兆", "万兆"))
_BARE_MAGNITUDES = frozenset(("百", "千", "万", "亿", "十万", "百万", "千万"))
_GENERATIONS = frozenset(("2G", "3G", "4G", "5G", "6G"))
_YEARS = range(1900, 2100)
_LABELLING = frozenset(("日", "年", "岁", "周岁"))
_MONTHLY = expression(r"每(?:个?月|年|季度?|周)(?:的)?\s*$")
_ROUND = frozenset("百千万亿")


class _Measured(msgspec.Struct, frozen=True, gc=False):
    """A figure and what follows it: its unit, whether 余 or 多 does, and where it ends."""

    figure: Decimal
    unit: str
    more: bool
    end: int
    tolerance: Decimal | None = None


def number_of(text: str) -> Decimal | None:
    """The value of an Arabic or Chinese figure."""
    return arabic(text) if text[0].isascii() else han(text)


def at(text: str, position: int, floor: int) -> Quantity | None:
    """The figure that begins at a position of a normal text, None when it counts nothing.

    `floor` is where the quantity before it ends: its comparator is not looked for further back.
    """
    match = _FIRST.match(text, position)
    if match is None:
        return None
    printed = match["number"]
    measured = _measured(text, match)
    if measured is None or (not printed[0].isascii() and _in_word(text, match, measured)):
        return None
    start = match.start()
    comparator, about, begin = comparators.before(text, floor, start)
    measured, upper = _range(text, measured)
    if not measured.unit and _label(text, match, measured.end, comparator is not None):
        return None
    if measured.unit in _LABELLING and _labels(text, start, measured):
        return None
    if comparator is None and measured.unit in _NAMING and _names(text, begin, measured.end):
        return None
    figure = measured.figure
    suffix, around, end = comparators.after(text, measured.end)
    # 控制在99%以上: what follows says the sense, 控制在 only that there is a bound.
    sign = suffix if suffix and text.startswith("控制在", begin) else comparator or suffix
    if measured.more:
        sign = sign or Comparator.GT
    elif about in ("近", "接近", "将近") and upper is None:
        sign = sign or Comparator.LT
    name = measured.unit
    if name in _BARE_MAGNITUDES and _MONEY.search(text, max(0, begin - 16), start):
        name += "元"
    factor = unit(name).factor
    base, upper_base = figure * factor, None if upper is None else upper * factor
    approximate = bool(about) or around or measured.more
    return Quantity(unit(name).kind, sign, figure, name, base, begin, end, upper, upper_base, approximate)


def fraction(text: str, position: int, floor: int) -> Quantity | None:
    """百分之九十五, 三分之二 at a position of a normal text. Thirds are kept to 28 digits."""
    match = _FRACTION.match(text, position)
    if match is None:
        return None
    below, above = number_of(match["below"]), number_of(match["above"])
    if not below or above is None:
        return None
    comparator, about, start = comparators.before(text, floor, position)
    suffix, around, end = comparators.after(text, match.end())
    name = {100: "%", 1000: "‰"}.get(int(below), f"{below}分之")
    approximate = bool(about) or around
    return Quantity(Kind.SHARE, comparator or suffix, above, name, above / below, start, end, approximate=approximate)


def _measured(text: str, match: re.Match[str]) -> _Measured | None:
    figure = number_of(match["number"])
    if figure is None:
        return None
    if match["minus"]:
        figure = -figure or Decimal(0)
    end = match.end()
    tolerance = None
    if "±" in text and (within := _TOLERANCE.match(text, end)):
        tolerance, end = arabic(within[1]), within.end()
    name, more, end = printed_unit(text, end)
    if name and text.startswith("半", end):
        figure, end = figure + Decimal("0.5"), end + 1
    if not more and name and _MORE.match(text, end):
        more, end = True, end + 1
    return _Measured(figure, name, more, end, tolerance)


def _range(text: str, measured: _Measured) -> tuple[_Measured, Decimal | None]:
    """The figure and the upper bound of a range; both bounds have one unit (3-5天, 3天至5天), else it is none."""
    if measured.tolerance is not None:
        low, high = measured.figure - measured.tolerance, measured.figure + measured.tolerance
        return _Measured(low, measured.unit, measured.more, measured.end), high
    match = _SECOND.match(text, measured.end)
    two = _measured(text, match) if match else None
    if match is None or two is None or two.figure < measured.figure or measured.unit not in ("", two.unit):
        return measured, None
    if measured.more or two.more or (not two.unit and not match["number"][0].isascii()):
        return measured, None
    return _Measured(measured.figure, two.unit, False, two.end), two.figure


def _in_word(text: str, match: re.Match[str], measured: _Measured) -> bool:
    """Whether a Chinese numeral is part of a word: 统一, 万元 (a unit of account), 数十家, 一个 as an article."""
    if not measured.unit:
        return True
    number, before = match["number"], text[max(0, match.start() - 1) : match.start()]
    if before and before in "近约上超过" and number in _ROUND:
        return False
    if before and before in "第无统专唯单逐数几进同十百千万亿之初":
        return True
    if measured.unit == "期":  # 二期工程
        return True
    if number == "一" and measured.unit in ("个", "种", "批"):
        return _NOUN.match(text, measured.end) is not None
    return (number in _ROUND and not measured.more) or number in "零〇"


def _labels(text: str, start: int, measured: _Measured) -> bool:
    """Whether a figure with unit only says which: 每月5日, 2024年, 近三年, 65岁以上老人."""
    if measured.unit == "日":
        return _MONTHLY.search(text, max(0, start - 6), start) is not None
    if measured.unit == "年":
        return measured.figure in _YEARS or "近" in text[max(0, start - 1) : start + 1]
    return _NOUN.match(text, comparators.after(text, measured.end)[2]) is not None


def _label(text: str, match: re.Match[str], end: int, signed: bool) -> bool:
    """Whether a figure without unit only labels: 2号楼, 3级, 1、, 2024年, 12345热线."""
    if not signed and _NOUN.match(text, end) and comparators.after(text, end)[2] == end:
        return True
    if _ITEM.match(text, end):
        head = text[max(0, match.start() - 4) : match.start()].rstrip()
        if not head or head[-1] in "。;；(:":
            return True
    return _LABEL.match(text, end) is not None


def _names(text: str, start: int, end: int) -> bool:
    """Whether 300M, 5G, 千兆 belongs to a name (300M互联网, 5G网络); as the whole of a cell it is a measure."""
    if text[start:end] in _GENERATIONS:
        return len(text.strip()) > end - start
    return _NOUN.match(text, end) is not None and comparators.after(text, end)[2] == end
