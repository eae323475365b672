"""How a spreadsheet shows a number: value × number format → the text an officer sees.

Source of the format language: ECMA-376 part 1, 18.8.30 (numFmts) and 18.8.31; shared by xlsx and xls.
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00',
    8: '"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "General", 13: "General", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: '"¥"#,##0', 43: "#,##0.00", 44: '"¥"#,##0.00',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that a workbook names by number only, as the Chinese edition shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<meridiem>AM/PM|A/P|上午/下午)|(?P<date>[yYmMdDhHsS]+)|(?P<general>General|G/通用格式)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)|(?P<exponent>[Ee][+-]0+)|(?P<other>.)",
    re.DOTALL,
)
_EPOCH = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}
_LONGEST = 11
"""Characters that General shows of a number in a cell of ordinary width."""


def show(value: str, number_format: str, from_1904: bool = False) -> str:
    """The text that a cell with this number and format shows; the number itself where the format is not understood."""
    try:
        number = Decimal(repr(float(value)))
    except (ValueError, InvalidOperation, OverflowError):
        return value
    if not number.is_finite():
        return value
    sections = _sections(number_format or "General")
    section = sections[0]
    if len(sections) > 2 and number == 0:
        section = sections[2]
    elif len(sections) > 1 and number < 0:
        section, number = sections[1], -number
    if any(kind == "date" for kind, _ in section):
        return _show_date(number, section, from_1904)
    return _show_number(number, section)


Section = tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[Section, ...]:
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(number_format):
        kind, text = match.lastgroup, match[0]
        if kind == "other" and text == ";":
            sections.append([])
        elif kind in ("quoted", "escaped"):
            sections[-1].append(("literal", match[kind]))
        elif kind == "bracket":
            inside = match["bracket"]
            if inside.startswith("$"):
                sections[-1].append(("literal", inside[1:].split("-")[0]))
            elif inside.lower().strip("hms") == "" and inside:
                sections[-1].append(("date", inside))
        elif kind is not None:
            sections[-1].append((kind, text))
    return tuple(tuple(s) for s in sections)


def _show_number(number: Decimal, section: Section) -> str:
    percents = sum(text.count("%") for kind, text in section if kind == "other")
    number = number.scaleb(2 * percents)
    if any(kind == "exponent" for kind, _ in section):
        return _general(number)
    pieces, sign = [], "-" if number < 0 else ""
    for kind, text in section:
        if kind == "digits":
            shown = _digits(abs(number), text)
            pieces.append((sign if shown.strip("0.,") else "") + shown)
        elif kind == "general":
            pieces.append(_general(number))
        elif kind in ("literal", "other"):
            pieces.append(_general(number) if text == "@" else text)
    return "".join(pieces).strip()


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    while whole.endswith(","):
        whole, number = whole[:-1], number.scaleb(-3)
    text = f"{number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP):f}"
    left, _, right = text.partition(".")
    while right and fraction[len(right) - 1] == "#" and right.endswith("0"):
        right = right[:-1]
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        left = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", left)
    return f"{left}.{right}" if right or (fraction and "0" in fraction) else left or "0"


def _general(number: Decimal) -> str:
    """General: as many digits as an ordinary cell shows, no trailing zeros."""
    text = f"{number:f}"
    if len(text) > _LONGEST and "." in text:
        whole = len(text.partition(".")[0])
        places = max(0, _LONGEST - whole - 1)
        text = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_date(number: Decimal, section: Section, from_1904: bool) -> str:
    try:
        moment = _EPOCH[from_1904] + datetime.timedelta(seconds=round(float(number) * 86400))
    except OverflowError:
        return _general(number)
    twelve = any(kind == "meridiem" for kind, _ in section)
    pieces, after_hour = [], False
    for kind, text in section:
        if kind == "date":
            pieces.append(_date_part(moment, text.lower(), after_hour, twelve))
            after_hour = text.lower()[0] == "h"
        elif kind == "meridiem":
            pieces.append("下午" if moment.hour >= 12 else "上午")
        elif kind in ("literal", "other") and text != "@":
            pieces.append(text)
    return "".join(pieces).strip()


def _date_part(moment: datetime.datetime, code: str, after_hour: bool, twelve: bool) -> str:
    letter, width = code[0], len(code)
    if letter == "y":
        return f"{moment.year}" if width > 2 else f"{moment.year % 100:02d}"
    if letter == "m":
        figure = moment.minute if after_hour else moment.month
    elif letter == "h":
        figure = (moment.hour + 11) % 12 + 1 if twelve else moment.hour
    else:
        figure = moment.day if letter == "d" else moment.second
    return f"{figure:02d}" if width == 2 else str(figure)
