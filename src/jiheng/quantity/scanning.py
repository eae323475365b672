"""Finds every quantity in running text, in order, and leaves alone what only looks like one.

Left as text: designations (IPv6, 5G, GB/T 22239, 第3季度会议 → 季度 is a date, 2号楼), list numbers (1、), clock times,
ratios, products, years that only label (2024年支出), and figures longer than any form could hold.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from jiheng.quantity import dates
from jiheng.quantity.numerals import HAN, arabic, han
from jiheng.quantity.units import COMPOUND, MAGNITUDE, NO_UNIT, unit
from jiheng.quantity.value import Comparator, Kind, Quantity

_NUMBER = r"(?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?(?!\d)"
_HAN_NUMBER = rf"[{HAN}]++(?:点[{HAN}]++)?"
_FIGURE = rf"(?:{_NUMBER}|{_HAN_NUMBER}|半(?=个?[年月天日小季]))"
_TO = r"\s*[-~至到]{1,2}\s*"
_INCLUSIVE = r"(?:\((?:含|不含)\)\s*)?(?:及|或|\(及\))?"
_WITHIN = rf"{_INCLUSIVE}(?:以上|之上|以内|之内|以下|之下|左右|上下|封顶|内(?![部容网外控涵存])|起(?![草步到来始]))"
_HOURS = r"\s*(?:个?小时|[hH](?![A-Za-z]))"
_SERVICE = (
    rf"(?<![\d.])(?P<perweek>[57])\s*×\s*(?P<perday>24|12|8)(?![\d.])(?:{_HOURS})?"
    rf"(?:\s*×\s*(?:365|52|12)(?![\d.])天?)?(?:{_HOURS})?"
)
_AROUND = r"(?:全年)?(?:24个?小时|365天)(?=\s*(?:×|连续|不间断|不停|全天候|值守|值班|在线|响应服务|无间断))"
_DESIGNATION = r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z/]*+[ \-_.]?\d[A-Za-z0-9.\-/_]*+(?![台个套件辆项次份家名])"
_OTHER = (
    r"(?<![\d.])(?:\d++(?:\.\d++){2,}|\d++\s*[×:/]\s*\d[\d×:/.]*+|\d++[A-Za-z]\d[A-Za-z0-9]*+"
    rf"|(?:第|星期|礼拜)\s*(?:\d++|[{HAN}]++)|{dates.LABEL})"
)

_TOKEN = re.compile(
    rf"(?P<service>{_SERVICE}|{_AROUND})|(?P<designation>{_DESIGNATION})|(?P<date>{dates.DATE})|(?P<other>{_OTHER})"
    rf"|(?P<fraction>(?P<below>[{HAN}]++|\d++)分之(?P<above>{_FIGURE}))"
    rf"|(?P<figure>(?P<minus>(?<![\d)一-鿿])\s*-)?(?P<number>{_FIGURE})\s*(?P<magnitude>{MAGNITUDE})?\s*(?P<more>[余多])?"
    rf"(?:\s*±\s*(?P<tolerance>{_NUMBER}))?\s*"
    rf"(?P<unit>{COMPOUND})?(?P<half>半)?(?P<over>[余多](?![个项次人家]))?"
    rf"(?:{_TO}(?P<number2>{_FIGURE})\s*(?P<magnitude2>{MAGNITUDE})?\s*(?P<unit2>{COMPOUND})?)?)"
)
_BRACKETS = str.maketrans("", "", "「」()")
_SUFFIX = re.compile(rf"\s*({_WITHIN})")
_ANY = re.compile(rf"[\d{HAN}半]|年[底末内]|半年")

_WORDS: tuple[tuple[Comparator, str], ...] = (
    (Comparator.GE, "≥=?|>=|=>|大于或?等于|(?:不|不得|不能|不应|未|没有)(?:少|低|小|差)于|不下于|至少|最少|起码"),
    (
        Comparator.LE,
        "≤=?|<=|=<|小于或?等于|低于或?等于|(?:不|不得|不能|不应|未|没有)(?:超过|超出|超|多于|高于|大于)|最多|至多|最高|控制在",
    ),
    (Comparator.GT, ">|大于|超过|高于|多于|超出|突破|超"),
    (Comparator.LT, "<|小于|低于|少于|不到|不足|未满|不满"),
    (Comparator.EQ, "=|等于"),
)
_BETWEEN = r"(?:项目|年度|批复|财政|总)*(?:预算|经费|总额|金额|资金|数量?|额度?)*(?:为|到|在|达到?|的|[:$])?"
_ABOUT = "大约|约为|约|接近|将近|近|上"
_BEFORE = re.compile(
    "(?:"
    + "|".join(f"(?P<{c.name}>{words})" for c, words in _WORDS)
    + rf")?\s*(?:[一-鿿]{{1,8}}(?=的))?{_BETWEEN}\s*(?P<about>{_ABOUT})?\s*$"
)
_LAST = frozenset("≥≤><=于少过出超在多到足满码高破等约近上达为额数算金费量度的:") | {""}
_SUFFIX_SIGNS = {
    "上": Comparator.GE,
    "起": Comparator.GE,
    "下": Comparator.LE,
    "内": Comparator.LE,
    "顶": Comparator.LE,
}
_LABEL = re.compile(r"\s*[号楼层栋室级代版届期中大时分点条款＃#街环甲乙]|\s*[A-Za-z]|分之|\s*热线")
_ITEM = re.compile(r"[、.)](?!\d)")
_NOUN = re.compile(r"[一-鿿]")
_YEARS = re.compile(r"\s*(?:年度?|学年)")
_MONEY_WORDS = re.compile(
    r"(?:[经]费|金额|预算|资金|成本|支出|支付|费用|款|造价|投资|拨付|补贴|奖励|收入|产值|合同额)[^,，。;；]{0,8}$"
)
_NAMING = frozenset(("M", "G", "T", "兆", "百兆", "千兆", "万兆"))
_UNSAID = frozenset(("百", "千", "万", "亿", "十万", "百万", "千万"))


def scan(text: str, year: int | None = None) -> Iterator[Quantity]:
    """Yield the quantities of a normal text in order; their spans do not overlap."""
    if not _ANY.search(text):
        return
    end = 0
    held: Quantity | None = None
    for match in _TOKEN.finditer(text):
        if match.start() < end:
            continue
        found = _token(match, text, end, year)
        if found is None:
            continue
        end = found.end
        if held is not None:
            joined = _join(held, found)
            if joined is not None:
                held = joined
                continue
            yield held
        held = found
    if held is not None:
        yield held


def _token(match: re.Match[str], text: str, floor: int, year: int | None) -> Quantity | None:
    name = match.lastgroup
    if name == "figure":
        return _figure(match, text, floor)
    if name == "date":
        return _date(match, text, floor, year)
    if name == "fraction":
        return _fraction(match, text, floor)
    if name == "service":
        hours = f"{match['perweek']}×{match['perday']}小时" if match["perweek"] else "7×24小时"
        return Quantity(Kind.TEXT, None, None, hours, None, match.start(), match.end())
    return None


def _date(match: re.Match[str], text: str, floor: int, year: int | None) -> Quantity | None:
    found = dates.read(text, match.start(), match.end(), year)
    if found is None or found.comparator is not None:
        return found
    comparator, _, start = _before(text, floor, match.start())
    return replace(found, comparator=comparator, start=start)


def _before(text: str, floor: int, start: int) -> tuple[Comparator | None, str, int]:
    """The comparator and the 约 that stand before a figure, and where they begin."""
    low = max(floor, start - 16)
    head = text[low:start].rstrip()
    if not head or head[-1] not in _LAST:
        return None, "", start
    match = _BEFORE.search(head)
    if match is None or not match[0].strip():
        return None, "", start
    about = match["about"] or ""
    if match.lastgroup in (None, "about") and not any(match[c.name] for c, _ in _WORDS):
        return (None, about, low + match.start("about")) if about else (None, "", start)
    sign = next(c for c, _ in _WORDS if match[c.name])
    return sign, about, low + match.start()


def _number(text: str) -> Decimal | None:
    return arabic(text) if text[0].isascii() else han(text)


def _fraction(match: re.Match[str], text: str, floor: int) -> Quantity | None:
    below, above = _number(match["below"]), _number(match["above"])
    if not below or above is None:
        return None
    comparator, about, start = _before(text, floor, match.start())
    end, suffix = _suffix(text, match.end())
    # Thirds have no end as a decimal: a fraction keeps 28 digits, per cent are exact.
    share = above / below
    figure, name = (above, "%") if below == 100 else (above, "‰") if below == 1000 else (share, "")
    name = name or f"{below}分之"
    figure = above
    sign = comparator or suffix
    return Quantity(Kind.SHARE, sign, figure, name, share, start, end, approximate=bool(about))


def _suffix(text: str, end: int) -> tuple[int, Comparator | None]:
    match = _SUFFIX.match(text, end)
    if match is None:
        return end, None
    word = match[1]
    if word in ("左右", "上下"):
        return match.end(), Comparator.EQ
    return match.end(), _SUFFIX_SIGNS[word[-1]]


def _figure(match: re.Match[str], text: str, floor: int) -> Quantity | None:
    number = match["number"]
    name = (match["magnitude"] or "") + (match["unit"] or "").translate(_BRACKETS)
    if not number[0].isascii() and (not match["unit"] or _ordinary(match, text)):
        return None
    figure = _number(number)
    if figure is None or (not name and _label(match, text)):
        return None
    start, end = match.start("number"), match.end()
    upper, name, end = _upper(match, name, end)
    measure = unit(name) if name else NO_UNIT
    comparator, about, begin = _before(text, floor, start)
    if comparator is None and _names(name, text, begin, end):
        return None
    if match["minus"] and begin == start and upper is None:
        figure, begin = -figure or Decimal(0), match.start("minus")
    end, suffix = _suffix(text, end)
    if suffix is Comparator.EQ:
        about, suffix = "约", None
    sign = suffix if suffix and text[begin:].startswith("控制在") else comparator or suffix
    if match["half"]:
        figure += Decimal("0.5")
    kind = measure.kind
    if name in _UNSAID and _MONEY_WORDS.search(text, max(0, begin - 16), start):
        kind, measure, name = Kind.MONEY, unit(name + "元"), name + "元"
    if match["more"] or match["over"]:
        about, sign = "余", sign or Comparator.GT
    elif about in ("近", "接近", "将近") and upper is None:
        sign = sign or Comparator.LT
    if match["tolerance"]:
        tolerance = arabic(match["tolerance"])
        if tolerance is None:
            return None
        figure, upper = figure - tolerance, figure + tolerance
    return _quantity(kind, sign, figure, name, measure.factor, begin, end, upper, bool(about))


def _quantity(
    kind: Kind,
    sign: Comparator | None,
    figure: Decimal,
    name: str,
    factor: Decimal,
    start: int,
    end: int,
    upper: Decimal | None = None,
    approximate: bool = False,
) -> Quantity:
    base = figure * factor
    upper_base = None if upper is None else upper * factor
    return Quantity(kind, sign, figure, name, base, start, end, upper, upper_base, approximate)


def _ordinary(match: re.Match[str], text: str) -> bool:
    """Whether a Chinese numeral is part of a word: 统一, 万元 (a unit of account), 数十家, 星期一次."""
    number, before = match["number"], text[max(0, match.start() - 1) : match.start()]
    if before and before in "近约上超过" and number in "百千万亿":
        return False
    if before and before in "第统专唯单逐数几进同十百千万亿之初":
        return True
    if number == "一" and match["unit"] in ("个", "种", "批"):  # an article: 营造一个……的氛围
        return _NOUN.match(text, match.end()) is not None
    return len(number) == 1 and number in "百千万亿零〇" and not match["more"]


def _label(match: re.Match[str], text: str) -> bool:
    """Whether a figure without unit is only a label: 2号楼, 3级, 1、, 2024年."""
    end = match.end("number")
    if match["number2"] is None and _ITEM.match(text, end):
        head = text[: match.start()].rstrip()
        if not head or head[-1] in "。;；(:":
            return bool(text[end + 1 :].strip())
    return _LABEL.match(text, end) is not None or _YEARS.match(text, end) is not None


def _upper(match: re.Match[str], name: str, end: int) -> tuple[Decimal | None, str, int]:
    """The second bound of a range, the unit of both, and where it ends; a range of two units is only its first."""
    if match["number2"] is None:
        return None, name, end
    second = (match["magnitude2"] or "") + (match["unit2"] or "").translate(_BRACKETS)
    upper = _number(match["number2"])
    usable = upper is not None and (not name or name == second) and (match["number2"][0].isascii() or second)
    if usable:
        return upper, second, end
    cut = max(match.end(g) for g in ("number", "magnitude", "more", "unit", "half", "over"))
    return None, name, cut


def _names(name: str, text: str, start: int, end: int) -> bool:
    """Whether 300M, 5G, 千兆 is part of a name (300M互联网, 5G网络) and no measure: it is not the whole of the cell."""
    if name not in _NAMING:
        return False
    generation = name == "G" and text[start:end] in ("2G", "3G", "4G", "5G", "6G")
    if generation:
        return len(text.strip()) > end - start
    return _NOUN.match(text, end) is not None and _SUFFIX.match(text, end) is None


def _join(first: Quantity, second: Quantity) -> Quantity | None:
    """1小时30分钟 is one duration of 90 分钟."""
    if not (first.kind is second.kind is Kind.DURATION) or first.end != second.start or second.upper is not None:
        return None
    larger, smaller = unit(first.unit), unit(second.unit)
    if larger.dimension != smaller.dimension or larger.factor <= smaller.factor or first.upper is not None:
        return None
    if first.base is None or second.base is None or second.figure is None:
        return None
    base = first.base + second.base
    sign = first.comparator or second.comparator
    about = first.approximate or second.approximate
    return replace(
        second, comparator=sign, figure=base / smaller.factor, base=base, start=first.start, approximate=about
    )
