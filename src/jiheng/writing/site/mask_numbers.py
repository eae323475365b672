"""Numbers that belong to a person, found in a text and masked: mobile, ID card, bank card, e-mail."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from jiheng.checks.personal import is_id_card, passes_luhn
from jiheng.writing.site.mask_rules import MaskRules

MOBILE, LANDLINE, ID_CARD, BANK_CARD, EMAIL = "手机号码", "座机号码", "身份证号码", "银行卡号", "电子邮箱"

_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms of letters, digits and signs; the text keeps its length."""
_HINT = re.compile(r"\d[\d\s\-–—]{6,}|@")
_MOBILE = re.compile(r"(?<!\d)(?<!\d\.)1[3-9]\d[\s\-–—]?\d{4}[\s\-–—]?\d{4}(?!\d|\.\d|[元万亿])")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[\s\-–—]?)?[2-8]\d{6,7}(?!\d)")
_ID_CARD = re.compile(r"(?<!\d)\d{6}[\s\-]?\d{8}[\s\-]?\d{3}[\dXx](?![\dA-Za-z])")
_ID_LABELLED = re.compile(r"(?:身份证|证件号)\D{0,4}?(?P<number>\d{14,17}[\dXx]?)")
_BANK_CARD = re.compile(r"(?<!\d)(?:\d{16,19}|\d{4}(?:[\s\-]\d{4}){3}(?:[\s\-]?\d{1,3})?)(?!\d)")
_BANK_LABELLED = re.compile(r"(?:卡号|账号|帐号)\D{0,4}?(?P<number>\d(?:[\s\-]?\d){8,24})")
_EMAIL = re.compile(r"(?<![A-Za-z0-9._+%\-])[A-Za-z0-9._+%\-]{1,254}(?=@[\w.\-]{1,250}\.\w{2,})")


class Span(NamedTuple):
    """A stretch of a text that must not be shown, and what stands there instead."""

    start: int
    end: int
    kind: str
    masked: str


def numbers(text: str, rules: MaskRules, *, is_phone: bool = False, is_figure: bool = False) -> Iterator[Span]:
    """The numbers in a text; a plain figure in a cell for figures is no mobile and no bank card."""
    plain = text.translate(_ASCII)
    if not _HINT.search(plain):
        return
    for kind, match in _found(plain, rules, is_phone):
        if is_figure and kind in (MOBILE, BANK_CARD):
            continue
        start, end = match.span("number") if "number" in match.re.groupindex else match.span()
        yield Span(start, end, kind, _hidden(text[start:end], kind, rules))


def _found(plain: str, rules: MaskRules, is_phone: bool) -> Iterator[tuple[str, re.Match[str]]]:
    if rules.id_card:
        yield from ((ID_CARD, match) for match in _ID_CARD.finditer(plain) if is_id_card(_digits(match[0])))
        yield from ((ID_CARD, match) for match in _ID_LABELLED.finditer(plain))
    if rules.bank_card:
        yield from ((BANK_CARD, match) for match in _BANK_CARD.finditer(plain) if _is_bank_card(match[0], rules))
        yield from ((BANK_CARD, match) for match in _BANK_LABELLED.finditer(plain))
    if rules.mobile:
        yield from ((MOBILE, match) for match in _MOBILE.finditer(plain))
    if rules.landline and is_phone:
        yield from ((LANDLINE, match) for match in _LANDLINE.finditer(plain))
    if rules.email:
        yield from ((EMAIL, match) for match in _EMAIL.finditer(plain))


def _digits(number: str) -> str:
    return re.sub(r"[\s\-]", "", number)


def _is_bank_card(number: str, rules: MaskRules) -> bool:
    digits = _digits(number)
    return digits.startswith(rules.card_prefixes) and passes_luhn(digits) and len(set(digits)) > 2


def _hidden(number: str, kind: str, rules: MaskRules) -> str:
    """The number with only its first and last places shown; of an e-mail's name only the first character."""
    if kind == EMAIL:
        return number[0] + "***"
    places = [index for index, character in enumerate(number) if character.isalnum()]
    hidden = set(places[rules.first : len(places) - rules.last])
    return "".join("*" if index in hidden else character for index, character in enumerate(number))
