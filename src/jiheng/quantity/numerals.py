"""Figures as they are written: 12, 1,234,567.89, 82．61, 一千二百, 三点五, 半."""

from decimal import Decimal

MAX_DIGITS = 18
"""A longer figure counts nothing that a form could hold; it is left as text."""

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")
}
_HAN_DIGITS["两"] = 2
_HAN_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_LIMIT = 10**14
_HAN_MYRIADS = {"万": 10**4, "亿": 10**8}

DECIMALS = r"(?:\.\d++(?:[eE][+-]?\d{1,2}(?![\dA-Za-z]))?|[eE][+-]\d{1,2}(?![\dA-Za-z]))?"
"""What follows the whole digits: decimals, and the power of ten (4.2E+3; 2E5 is a designation)."""

POINT_FIRST = r"(?:^|(?<=[\s≥≤><=~(:+±-]))\.\d++(?![.\d])"
"""A figure below 1 without its zero (.5, ≥.9), where no word or figure stands before the point."""

HAN = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"


def arabic(text: str) -> Decimal | None:
    """The value of digits with optional sign, thousands separators and decimals; None when too long."""
    plain = text.replace(",", "").replace("−", "-")
    if len(plain) > MAX_DIGITS + 2 or sum(map(str.isdecimal, plain)) > MAX_DIGITS:
        return None
    value = Decimal(plain)
    if not value:
        return Decimal(0)
    if "e" not in plain.lower():
        return value
    return Decimal(f"{value:f}") if abs(value.adjusted()) <= MAX_DIGITS else None


def han(text: str) -> Decimal | None:
    """The value of a Chinese numeral (一千二百, 三点五, 二〇二三, 半); None when it is no well-formed one (十四五)."""
    if text == "半":
        return Decimal("0.5")
    whole, point, decimals = text.partition("点")
    value = _han_whole(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    bare = decimals.rstrip("".join(_HAN_TENS) + "".join(_HAN_MYRIADS))
    digits = [_HAN_DIGITS.get(c) for c in bare]
    if not digits or None in digits or len(digits) > MAX_DIGITS // 2:
        return None
    figure = Decimal(f"{value}." + "".join(map(str, digits)))
    for c in decimals[len(bare) :]:  # 三点五亿
        figure *= _HAN_TENS.get(c) or _HAN_MYRIADS[c]
    return figure


def _han_whole(text: str) -> int | None:
    if not text or len(text) > MAX_DIGITS:
        return None
    if len(text) > 2 and all(c in _HAN_DIGITS for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, None
    step = 10**5  # each place inside a section of four must be smaller than the one before
    for c in text:
        if c in _HAN_DIGITS:
            if digit:
                return None
            digit = _HAN_DIGITS[c]
        elif c in _HAN_TENS:
            place = _HAN_TENS[c]
            if place >= step or (digit == 0 and section == 0):
                return None
            section += (1 if digit is None else digit or 1) * place
            step, digit = place, None
        else:
            section += digit or 0
            total = (total + (section or 1)) * _HAN_MYRIADS[c]
            section, digit, step = 0, None, 10**5
    value = total + section + (digit or 0)
    return value if value < _HAN_LIMIT else None
