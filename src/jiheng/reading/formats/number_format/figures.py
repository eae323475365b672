"""Numbers in the places of a format: 0 # ?, thousands, percent, powers of ten, fractions, General, Chinese figures."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from jiheng.reading.formats import chinese_numerals
from jiheng.reading.formats.number_format.grammar import Kind, Section, Token

_LONGEST = 11
"""Characters that General shows of a number, its sign not counted."""
_SHORT = Context(prec=6, rounding=ROUND_HALF_UP)
_MOST_DENOMINATOR = 7
_DIGITS = {
    1: str.maketrans("0123456789", "〇一二三四五六七八九"),
    2: str.maketrans("0123456789", chinese_numerals.LEGAL),
    3: str.maketrans("0123456789", "０１２３４５６７８９"),
}
_COUNTING = {
    1: ("〇一二三四五六七八九", chinese_numerals.COMMON_PLACES, False),
    2: (chinese_numerals.LEGAL, chinese_numerals.LEGAL_PLACES, True),
}


class Unclear(Exception):
    """Raised where it cannot be known what a format shows."""


def general(number: Decimal) -> str:
    """General: as many figures as a cell of ordinary width shows, no trailing zeros."""
    sign, size = "-" if number < 0 else "", abs(number)
    if not size:
        return "0"
    plain = f"{size.normalize():f}"
    if len(plain) <= _LONGEST:
        return sign + plain
    if size < Decimal("0.0001") or size.adjusted() >= _LONGEST:
        short = _SHORT.plus(size)
        mantissa = f"{short.scaleb(-short.adjusted()).normalize():f}"
        return f"{sign}{mantissa}E{'+' if short.adjusted() >= 0 else '-'}{abs(short.adjusted()):02d}"
    places = max(0, _LONGEST - 2 - max(0, size.adjusted()))
    rounded = f"{size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return sign + (rounded.rstrip("0").rstrip(".") if "." in rounded else rounded)


def in_general(number: Decimal, section: Section) -> str:
    """General with the words around it."""
    shown = general(abs(number))
    if section.numerals:
        shown = _spoken(shown, section.numerals)
    pieces = [shown if kind in (Kind.GENERAL, Kind.TEXT) else text for kind, text in section.tokens]
    return ("-" if number < 0 else "") + "".join(pieces)


def _spoken(shown: str, numerals: int) -> str:
    whole, point, fraction = shown.partition(".")
    if numerals not in _COUNTING or not whole.isdecimal() or int(whole) >= 10**16:
        raise Unclear
    digits, places, full = _COUNTING[numerals]
    return chinese_numerals.counted(int(whole), digits, places, full) + point + fraction.translate(_DIGITS[numerals])


def in_places(number: Decimal, section: Section) -> str:
    """The number in the places of a section, with its sign in front. Raises Unclear."""
    tokens = list(section.tokens)
    number = number.scaleb(2 * sum(kind is Kind.PERCENT for kind, _ in tokens))
    shown, is_zero = _placed(abs(number), tokens)
    if section.numerals:
        shown = shown.translate(_DIGITS[section.numerals])
    return ("-" if number < 0 and not is_zero else "") + shown


def _placed(number: Decimal, tokens: list[Token]) -> tuple[str, bool]:
    """The text, and whether only zeros are left of the number."""
    point = next((i for i, (kind, _) in enumerate(tokens) if kind is Kind.POINT), len(tokens))
    thousands, grouped, rest = _commas(tokens, point)
    whole_tokens, fraction_tokens = rest
    if grouped and thousands and _is_parted(whole_tokens):
        raise Unclear
    places = sum(kind is Kind.DIGIT for kind, _ in fraction_tokens)
    with_places = number.scaleb(-3 * thousands).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=max(28, number.adjusted() + places + 9))
    )
    left, _, right = f"{with_places:f}".partition(".")
    text = _whole(left.lstrip("0"), whole_tokens, grouped) + _fraction(right.rstrip("0"), fraction_tokens)
    return text, not with_places


def _is_parted(tokens: Sequence[Token]) -> bool:
    """Whether words stand between the places for figures."""
    kinds = [kind for kind, _ in tokens]
    first, last = kinds.index(Kind.DIGIT), len(kinds) - kinds[::-1].index(Kind.DIGIT)
    return any(kind is not Kind.DIGIT for kind in kinds[first:last])


def _commas(tokens: list[Token], point: int) -> tuple[int, bool, tuple[list[Token], list[Token]]]:
    """How often to divide by 1,000, whether thousands are parted, and the tokens before and from the point."""
    places = [i for i, (kind, _) in enumerate(tokens) if kind is Kind.DIGIT]
    last_whole = max((i for i in places if i < point), default=-1)
    last = places[-1]
    thousands, grouped = 0, False
    parts: tuple[list[Token], list[Token]] = [], []
    for index, token in enumerate(tokens):
        if token[0] is Kind.COMMA and places[0] < index:
            if index < last_whole:
                grouped = True
                continue
            before = tokens[(last_whole if index < point else last) + 1 : index]
            if all(kind is Kind.COMMA for kind, _ in before):
                thousands += 1
                continue
        parts[index >= point].append(token)
    return thousands, grouped, parts


def _whole(digits: str, tokens: list[Token], grouped: bool) -> str:
    """Figures from the right into the places, all that are left over into the first."""
    pieces: list[str] = []
    count = 0
    left = sum(kind is Kind.DIGIT for kind, _ in tokens)
    filled = next((i for i, (kind, text) in enumerate(tokens) if kind is Kind.DIGIT and text == "0"), len(tokens))

    for index in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[index]
        if kind is not Kind.DIGIT:
            pieces.append(text)
            continue
        left -= 1
        here = (digits if not left else digits[-1:]) or {"?": " ", "#": ""}.get(text if index < filled else "0", "0")
        digits = "" if not left else digits[:-1]
        for figure in reversed(here):
            if grouped and count and count % 3 == 0 and figure != " ":
                pieces.append(",")
            pieces.append(figure)
            count += 1
    return "".join(reversed(pieces))


def _fraction(digits: str, tokens: list[Token]) -> str:
    """The decimals from the left; what has none is 0, room or nothing."""
    zeros = max((i for i, (kind, text) in enumerate(tokens) if kind is Kind.DIGIT and text == "0"), default=-1)
    pieces = []
    place = 0
    for index, (kind, text) in enumerate(tokens):
        if kind is Kind.DIGIT:
            empty = "0" if index <= zeros else {"?": " "}.get(text, "")
            pieces.append(digits[place] if place < len(digits) else empty)
            place += 1
        else:
            pieces.append(text)
    return "".join(pieces)


def in_powers(number: Decimal, section: Section) -> str:
    """0.00E+00 and ##0.0E+0."""
    tokens = list(section.tokens)
    cut = next(i for i, (kind, _) in enumerate(tokens) if kind is Kind.EXPONENT)
    mantissa, exponent = tokens[:cut], tokens[cut + 1 :]
    point = next((i for i, (kind, _) in enumerate(mantissa) if kind is Kind.POINT), len(mantissa))
    wide = sum(kind is Kind.DIGIT for kind, _ in mantissa[:point])
    places = sum(kind is Kind.DIGIT for kind, _ in mantissa[point:])
    size = abs(number)
    if not wide or Kind.COMMA in {kind for kind, _ in mantissa}:
        raise Unclear
    power = size.adjusted() // wide * wide if size else 0
    rounded = size.scaleb(-power).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded.adjusted() >= wide:
        power += wide
        rounded = size.scaleb(-power).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if power < 0 else tokens[cut][1][1].replace("-", "")
    shown = _placed(rounded, mantissa)[0] + tokens[cut][1][0].upper() + sign + _whole(str(abs(power)), exponent, False)
    return ("-" if number < 0 else "") + shown


def in_fractions(number: Decimal, section: Section) -> str:
    """# ?/? and 0/8. Raises Unclear for a whole number with a fraction behind it: without the room 1 1/2 is 11/2."""
    tokens = list(section.tokens)
    bar = next(i for i, (kind, _) in enumerate(tokens) if kind is Kind.SLASH)
    above = bar
    while above and tokens[above - 1][0] is Kind.DIGIT:
        above -= 1
    below = bar + 1
    while below < len(tokens) and (tokens[below][0] is Kind.DIGIT or tokens[below][1].isdecimal()):
        below += 1
    with_whole = any(kind is Kind.DIGIT for kind, _ in tokens[:above])
    written = "".join(text for _, text in tokens[bar + 1 : below])
    size = Fraction(abs(number))
    fraction = _nearest(size, written)
    whole, rest = divmod(fraction.numerator, fraction.denominator)
    sign = "-" if number < 0 and fraction else ""
    before = "".join(text for kind, text in tokens[:above] if kind is not Kind.DIGIT)
    after = "".join(text for _, text in tokens[below:])
    if with_whole and whole and rest:
        raise Unclear
    if with_whole and not rest:
        return f"{sign}{before}{whole}{after}"
    if written.isdecimal() and int(written):
        factor = int(written) // fraction.denominator
        return f"{sign}{before}{fraction.numerator * factor}/{written}{after}"
    return f"{sign}{before}{fraction.numerator}/{fraction.denominator}{after}"


def _nearest(size: Fraction, written: str) -> Fraction:
    """The nearest fraction with the denominator that is written, or with one of as many figures."""
    if written.isdecimal() and int(written):
        denominator = int(written)
        return Fraction(int(size * denominator + Fraction(1, 2)), denominator)
    return size.limit_denominator(10 ** min(len(written), _MOST_DENOMINATOR) - 1)
