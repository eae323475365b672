"""Automatic numbers of Word paragraphs (一、 （1） ①): printed text that stands in no paragraph.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

import re

import msgspec
from lxml import etree

from jiheng.expression import expression
from jiheng.reading.files.package import Package
from jiheng.reading.formats import chinese_numerals

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_PLACE = expression(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BULLETS = {"\uf0b7": "•", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0a7": "▪", "\uf0fc": "√"}
_MOST_LEVELS = 9


class _Level(msgspec.Struct, frozen=True):
    kind: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    """Whether figures of the levels above are shown in plain figures."""


class _List(msgspec.Struct):
    """A w:num: its levels, and the list whose count it shares."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = msgspec.field(default_factory=dict)


def labels(package: Package, document: str, root: etree._Element) -> dict[etree._Element, str]:
    """The number in front of every numbered paragraph. Raises Unreadable for a damaged numbering part."""
    folder = document.rpartition("/")[0]
    part, styles = f"{folder}/numbering.xml", f"{folder}/styles.xml"
    if part not in package:
        return {}
    lists = _lists(package.xml(part))
    by_style = _styles(package.xml(styles)) if styles in package else {}
    counters: dict[str, list[int]] = {}
    begun: set[str] = set()
    found = {}
    for paragraph in root.iter(f"{_W}p"):
        number = _number_of(paragraph, by_style)
        if number is None or number[0] not in lists:
            continue
        which, level = number
        of = lists[which]
        counts = counters.setdefault(of.abstract, [])
        if which not in begun:
            begun.add(which)
            for depth, start in of.restarts.items():
                del counts[depth:]
                counts += [of.levels.get(d, _Level()).start for d in range(len(counts), depth)] + [start - 1]
        _count(counts, level, of)
        found[paragraph] = _shown(counts, level, of)
    return found


def _count(counts: list[int], level: int, of: _List) -> None:
    """One more paragraph at a level: those below begin anew."""
    del counts[level + 1 :]
    while len(counts) <= level:
        depth = len(counts)
        counts.append(of.levels.get(depth, _Level()).start - (depth == level))
    counts[level] += 1


def _shown(counts: list[int], level: int, of: _List) -> str:
    own = of.levels.get(level, _Level(kind="none"))
    if own.kind == "bullet":
        return _BULLETS.get(own.text, "" if "\ue000" <= own.text <= "\uf8ff" else own.text)

    def figure(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        if depth >= len(counts):
            return ""
        kind = "decimal" if own.legal else of.levels.get(depth, _Level()).kind
        return in_format(counts[depth], kind)

    return _PLACE.sub(figure, own.text)


def _number_of(paragraph: etree._Element, by_style: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    """List and level of a paragraph, its own or its style's; None where it has no number."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return None
    own = properties.find(f"{_W}numPr")
    style = properties.find(f"{_W}pStyle")
    inherited = by_style.get(style.get(_VAL, "")) if style is not None else None
    if own is None:
        return inherited
    which = _value(own, "numId", inherited[0] if inherited else "0")
    level = _value(own, "ilvl", str(inherited[1]) if inherited else "0")
    return (which, _depth(level)) if which != "0" else None


def _styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    found = {}
    for style in root.iter(f"{_W}style"):
        own = style.find(f"{_W}pPr/{_W}numPr")
        if own is not None and _value(own, "numId", "0") != "0":
            found[style.get(f"{_W}styleId", "")] = (_value(own, "numId", "0"), _depth(_value(own, "ilvl", "0")))
    return found


def _lists(root: etree._Element) -> dict[str, _List]:
    abstract = {a.get(f"{_W}abstractNumId", ""): _levels(a) for a in root.iter(f"{_W}abstractNum")}
    found = {}
    for num in root.iter(f"{_W}num"):
        of = _List(_value(num, "abstractNumId", ""), {})
        of.levels = dict(abstract.get(of.abstract, {}))
        for override in num.iter(f"{_W}lvlOverride"):
            of.levels.update(_levels(override))
            start = _value(override, "startOverride", "")
            if start.isdecimal():
                of.restarts[_depth(override.get(f"{_W}ilvl", "0"))] = int(start[:6])
        found[num.get(f"{_W}numId", "")] = of
    return found


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in parent.iterchildren(f"{_W}lvl"):
        start = _value(level, "start", "1")
        found[_depth(level.get(f"{_W}ilvl", "0"))] = _Level(
            _value(level, "numFmt", "decimal"),
            _value(level, "lvlText", ""),
            int(start[:6]) if start.isdecimal() else 1,
            level.find(f"{_W}isLgl") is not None,
        )
    return found


def _value(parent: etree._Element, name: str, default: str) -> str:
    child = parent.find(f"{_W}{name}")
    return child.get(_VAL, default) if child is not None else default


def _depth(text: str) -> int:
    return min(int(text[:3]), _MOST_LEVELS - 1) if text.isdecimal() else 0


def in_format(number: int, kind: str) -> str:
    """A number as a list shows it; in plain figures where the way of counting is not known."""
    if kind == "none":
        return ""
    if number == 0:
        return "0"
    if kind in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"):
        return chinese_numerals.counted(number)
    if kind == "chineseLegalSimplified":
        return chinese_numerals.counted(number, chinese_numerals.LEGAL, chinese_numerals.LEGAL_PLACES, full=True)
    if kind in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if kind == "decimalFullWidth":
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    return _enclosed(number, kind)


_ENCLOSED = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}


def _enclosed(number: int, kind: str) -> str:
    """A single character with the number in it, where there is one."""
    first, last = _ENCLOSED.get(kind, ("", 0))
    return chr(ord(first) + number - 1) if 1 <= number <= last else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    steps = (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")
    text = ""
    for value, letters in (*steps, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (number // value)
        number %= value
    return text
