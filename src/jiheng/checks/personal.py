"""Numbers that belong to a person, found in the text of a form: mobile, ID card and bank card numbers."""

from datetime import date

from jiheng.checks.case import Case
from jiheng.checks.rare_words import Rare
from jiheng.checks.remembered import once
from jiheng.expression import expression
from jiheng.form import FieldKind, Place, walk

_LONG = expression(r"\d[\d\-]{9,}")
_LONG_ONES = Rare(lambda text: _LONG.search(text) is not None)
_MOBILE = expression(r"(?<![\d.])(?:\+?86-?)?(1[3-9]\d-?\d{4}-?\d{4})(?![\d.]|[条元人次个件份万亿])")
_ELEVEN = expression(r"(?<!\d)(1\d{10})(?!\d)")
_ID_CARD = expression(r"(?<!\d)(\d{17}[\dXx])(?![\dA-Za-z])")
_BANK_CARD = expression(r"(?<!\d)(\d{16,19})(?!\d)")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_REGIONS = expression(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_OLDEST = 1900


@once
def long_numbers(case: Case) -> tuple[tuple[str, str], ...]:
    """(place, text) of the cells that hold ten or more digits in a row; money and scores are no text."""
    if not _LONG_ONES.stands_in(case):
        return ()
    long = [(place, text) for place, text in walk(case.form, _LONG.search) if _LONG.search(text)]
    return tuple([(str(place), text) for place, text in long if _is_text(place)])


def _is_text(place: Place) -> bool:
    return place.declared is None or place.declared.kind in (FieldKind.TEXT, FieldKind.FIGURE)


def mobiles(text: str) -> list[str]:
    """Mobile numbers in a text."""
    return [match[1] for match in _MOBILE.finditer(text)]


def mobile_shaped(text: str) -> list[str]:
    """Numbers of eleven digits that begin with 1, as no fixed line does, where only telephone numbers stand."""
    return mobiles(text) or [match[1] for match in _ELEVEN.finditer(text)]


def id_cards(text: str) -> list[str]:
    """ID card numbers (18 places) in a text, told by region, date of birth and check digit."""
    return [match[1] for match in _ID_CARD.finditer(text) if is_id_card(match[1])]


def bank_cards(text: str, prefixes: tuple[str, ...]) -> list[str]:
    """Bank card numbers in a text: 16 to 19 digits, a known prefix, the Luhn check digit, no ID card."""
    return [
        number
        for number in (match[1] for match in _BANK_CARD.finditer(text))
        if number.startswith(prefixes) and passes_luhn(number) and not is_id_card(number) and len(set(number)) > 2
    ]


def is_id_card(number: str) -> bool:
    """Whether 18 characters are an ID card number (GB 11643)."""
    if len(number) != len(_ID_WEIGHTS) + 1 or not _ID_REGIONS.match(number) or not _is_birthday(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return number[17].upper() == _ID_CHECKS[total % 11]


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return born.year >= _OLDEST and born <= date.today()


def passes_luhn(number: str) -> bool:
    """Whether the last digit is the Luhn check digit (ISO/IEC 7812)."""
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)) % 10 == 0


def masked(text: str, number: str) -> str:
    """The text with all but the first three and last two places of the number hidden."""
    return text.replace(number, number[:3] + "*" * (len(number) - 5) + number[-2:])
