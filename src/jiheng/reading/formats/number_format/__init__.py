"""How a spreadsheet shows what a cell holds: value × number format → the text an officer sees (xlsx, xls, et).

Where it cannot be known what the format shows, the stored figure stands and a doubt says so.
"""

from decimal import Context, Decimal, InvalidOperation

import msgspec

from jiheng.reading.formats.number_format.builtin import BUILTIN
from jiheng.reading.formats.number_format.dates import in_date
from jiheng.reading.formats.number_format.figures import (
    Unclear,
    general,
    in_fractions,
    in_general,
    in_places,
    in_powers,
)
from jiheng.reading.formats.number_format.grammar import Condition, Kind, Section, Shape, parsed

__all__ = ["BUILTIN", "Shown", "show", "show_text", "stored"]

_STORED = Context(prec=15)
"""Excel keeps and shows fifteen figures of a number."""
_PLAIN = ("General", "", "@")


class Shown(msgspec.Struct, frozen=True, gc=False):
    """The text that a cell shows, and why it is not certain (Chinese)."""

    text: str
    doubt: str | None = None


def show(value: str, code: str = "General", from_1904: bool = False) -> Shown:
    """The text that a cell with this number and number format shows."""
    number = _number(value)
    if number is None:
        return Shown(value)
    if code in _PLAIN:
        return _long(number, general(number))
    section, is_signed = _chosen(parsed(code), number)
    try:
        if section is None:
            raise Unclear
        text = _shown(number if is_signed else abs(number), section, from_1904)
    except (Unclear, ArithmeticError, ValueError):
        return Shown(stored(number), f"这一格的数字格式（{code}）显示成什么无法确定，这里写的是存的数，请对照原件")
    if section.shape is Shape.GENERAL:
        return _long(number, text.strip())
    if not text.strip() and not section.tokens and number and _hides(code):
        return Shown("", f"这一格的数字格式（{code}）把内容隐藏了，存的是 {stored(number)}")
    return Shown(text.strip())


def show_text(text: str, code: str) -> str:
    """The words that a cell with this text and number format shows."""
    if code == "General" or ("@" not in code and code.count(";") < 3) or code == "@":
        return text
    sections = parsed(code)
    last = sections[-1]
    if len(sections) < 4 and not last.is_text:
        return text
    return "".join(text if kind is Kind.TEXT else words for kind, words in last.tokens).strip()


def stored(number: Decimal) -> str:
    """A number in full, without trailing zeros."""
    return f"{number.normalize():f}" if number else "0"


def _number(value: str) -> Decimal | None:
    try:
        number = _STORED.plus(Decimal(repr(float(value))))
    except (ValueError, InvalidOperation, OverflowError):
        return None
    return number if number.is_finite() else None


def _long(number: Decimal, text: str) -> Shown:
    """General shows a long number with a power of ten: figures of a code are lost then."""
    if "E+" not in text:
        return Shown(text)
    return Shown(text, f"这一格显示为科学计数法 {text}，存的是 {stored(number)}；是编号的请改为文本")


def _hides(code: str) -> bool:
    return all(not section.tokens for section in parsed(code))


def _chosen(sections: tuple[Section, ...], number: Decimal) -> tuple[Section | None, bool]:
    """The section for a number, and whether the sign is shown before it; None where none is known to be for it."""
    for_numbers = sections[:3]
    if 1 < len(sections) < 4 and sections[-1].is_text:
        for_numbers = sections[:-1]
    conditions = [section.condition for section in for_numbers[:2]]
    if any(conditions):
        return _by_condition(for_numbers, conditions, number)
    if len(for_numbers) == 1 or (number >= 0 and len(for_numbers) == 2):
        return for_numbers[0], True
    if number < 0:
        second = for_numbers[1]
        return (None if len(for_numbers) == 2 and not second.tokens else second), False
    return for_numbers[2 if number == 0 else 0], True


def _by_condition(
    sections: tuple[Section, ...], conditions: list[Condition | None], number: Decimal
) -> tuple[Section | None, bool]:
    """The section by conditions; the last one without any is for all other numbers.

    Whether a negative number keeps its sign in a section that is not for negative ones, programs do not agree on.
    """
    for section, condition in zip(sections, conditions, strict=False):
        if condition is not None and condition.holds(number):
            return (section, False) if condition.is_negative else (section if number >= 0 else None, True)
    if conditions[0] is None:
        return (sections[0] if number > 0 else None), True
    if len(sections) == 3 and conditions[1] is None and number < 0:
        return sections[1], False
    is_rest = len(sections) > 1 and sections[-1].condition is None
    return (sections[-1] if is_rest and number >= 0 else None), True


def _shown(number: Decimal, section: Section, from_1904: bool) -> str:
    if section.shape is Shape.DATE:
        return in_date(number, section, from_1904)
    if section.shape is Shape.FIGURES:
        return in_places(number, section)
    if section.shape is Shape.SCIENTIFIC:
        return in_powers(number, section)
    if section.shape is Shape.FRACTION:
        return in_fractions(number, section)
    if section.shape is Shape.UNKNOWN:
        raise Unclear
    return in_general(number, section)
