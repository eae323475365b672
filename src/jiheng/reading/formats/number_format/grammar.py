"""The language of number formats: a format code → its sections, each a row of tokens.

Source: ECMA-376 part 1, 18.8.31 (numFmts). `!` escapes like the backslash (Chinese editions of Excel and WPS write it).
"""

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

import msgspec

from jiheng.expression import expression


class Kind(Enum):
    """What a token stands for."""

    LITERAL = auto()
    DIGIT = auto()
    """One of 0 # ?."""
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()
    """E+ or E-."""
    SLASH = auto()
    GENERAL = auto()
    TEXT = auto()
    DATE = auto()
    """A run of one letter: yyyy, mm, d, aaaa."""
    ELAPSED = auto()
    """[h], [mm], [ss]: hours, minutes, seconds that run on."""
    PARTS = auto()
    """The decimals of a second: .00."""
    HALF = auto()
    """AM/PM, A/P, 上午/下午."""


class Shape(Enum):
    """How a section shows a number."""

    LITERAL = auto()
    GENERAL = auto()
    FIGURES = auto()
    SCIENTIFIC = auto()
    FRACTION = auto()
    DATE = auto()
    UNKNOWN = auto()


Token = tuple[Kind, str]


class Condition(msgspec.Struct, frozen=True):
    """[>=10000]: which numbers a section is for."""

    sign: str
    limit: Decimal

    def holds(self, number: Decimal) -> bool:
        """Whether the section is for this number."""
        return _COMPARE[self.sign](number, self.limit)

    @property
    def is_negative(self) -> bool:
        """Whether it lets only negative numbers through: their sign is then left to the section's own words."""
        if self.sign == "<":
            return self.limit <= 0
        return self.sign in ("<=", "=") and self.limit < 0


class Section(msgspec.Struct, frozen=True):
    """One of the parts of a format between semicolons."""

    tokens: tuple[Token, ...]
    shape: Shape
    condition: Condition | None = None
    numerals: int = 0
    """1 to 3 for [DBNum1] to [DBNum3], 0 for plain figures."""
    language: int | None = None
    """The language of [$-804] (0x804), None where none is named."""

    @property
    def is_text(self) -> bool:
        """Whether it says how text is shown, not numbers."""
        kinds = {kind for kind, _ in self.tokens}
        return Kind.TEXT in kinds and self.shape is Shape.LITERAL


_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
_TOKEN = expression(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<half>AM/PM|A/P|上午/下午)'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-](?=[0#?]))"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|g+|b+|aaa+)|(?P<digit>[0#?])|(?P<end>;)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = expression(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]*\.?[0-9]+(?:E[+-]?[0-9]+)?)$", re.IGNORECASE)
_LANGUAGE = expression(r"\$(?P<sign>[^-]*)(?:-(?P<code>[0-9A-F]{1,8}))?", re.IGNORECASE)
_ELAPSED = expression(r"h+|m+|s+", re.IGNORECASE)
_NUMERALS = expression(r"DBNum([1-3])$", re.IGNORECASE)
_SIGNS = {".": Kind.POINT, ",": Kind.COMMA, "%": Kind.PERCENT, "/": Kind.SLASH, "@": Kind.TEXT}
MOST = 255
"""Characters that a format code may have."""


@lru_cache(maxsize=512)
def parsed(code: str) -> tuple[Section, ...]:
    """The sections of a format code, in order."""
    sections = [_Draft()]
    for match in _TOKEN.finditer(code[:MOST]):
        if match.lastgroup == "end":
            sections.append(_Draft())
        else:
            sections[-1].take(match)
    return tuple(draft.finish() for draft in sections)


class _Draft:
    """A section while its tokens are collected."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.condition: Condition | None = None
        self.numerals = 0
        self.language: int | None = None

    def take(self, match: re.Match[str]) -> None:
        group, text = match.lastgroup, match[0]
        if group == "bracket":
            self._bracket(match["bracket"])
        elif group in ("quoted", "escaped"):
            self.tokens.append((Kind.LITERAL, match[group]))
        elif group == "other":
            self.tokens.append((_SIGNS.get(text, Kind.LITERAL), text))
        elif group is not None:
            self.tokens.append((Kind[group.upper()], text))
        else:  # _x and *x: room on the line
            self.tokens.append((Kind.LITERAL, " "))

    def _bracket(self, inside: str) -> None:
        if condition := _CONDITION.match(inside):
            self.condition = Condition(condition[1], Decimal(condition[2]))
        elif numerals := _NUMERALS.match(inside):
            self.numerals = int(numerals[1])
        elif language := _LANGUAGE.match(inside):
            if language["sign"]:
                self.tokens.append((Kind.LITERAL, language["sign"]))
            if language["code"]:
                self.language = int(language["code"], 16) & 0xFFFF
        elif _ELAPSED.fullmatch(inside):
            self.tokens.append((Kind.ELAPSED, inside))

    def finish(self) -> Section:
        tokens = _with_parts(self.tokens)
        return Section(tuple(tokens), _shape(tokens), self.condition, self.numerals, self.language)


def _with_parts(tokens: list[Token]) -> list[Token]:
    """The tokens with a point and zeros behind seconds joined to one token."""
    found: list[Token] = []
    for kind, text in tokens:
        if kind is Kind.POINT and found and found[-1][0] in (Kind.DATE, Kind.ELAPSED) and found[-1][1] in _SECONDS:
            found.append((Kind.PARTS, text))
        elif kind is Kind.DIGIT and text == "0" and found and found[-1][0] is Kind.PARTS:
            found[-1] = (Kind.PARTS, found[-1][1] + text)
        else:
            found.append((kind, text))
    return found


_SECONDS = ("s", "ss", "S", "SS")


def _shape(tokens: list[Token]) -> Shape:
    kinds = {kind for kind, _ in tokens}
    if kinds & {Kind.DATE, Kind.ELAPSED, Kind.HALF, Kind.PARTS}:
        return Shape.UNKNOWN if kinds & {Kind.DIGIT, Kind.GENERAL, Kind.EXPONENT} else Shape.DATE
    if Kind.GENERAL in kinds:
        return Shape.UNKNOWN if Kind.DIGIT in kinds else Shape.GENERAL
    if Kind.DIGIT not in kinds:
        return Shape.LITERAL
    if Kind.EXPONENT in kinds:
        return Shape.SCIENTIFIC
    return Shape.FRACTION if _is_fraction(tokens) else Shape.FIGURES


def _is_fraction(tokens: list[Token]) -> bool:
    """Whether a slash stands between a place for figures and places or figures of the denominator."""
    for (before, _), (kind, _), (after, text) in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if kind is Kind.SLASH and before is Kind.DIGIT:
            return after is Kind.DIGIT or text.isdecimal()
    return False
