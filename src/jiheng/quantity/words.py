"""Figures as people write them, and what people write for nothing: exact, rounded half up, in per cent, in 万元."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=100)
"""Wide enough for any figure a cell may hold, so that rounding a wild one never raises."""
WAN = Decimal(10000)
"""元 in a 万元."""
_DASHES = frozenset(("-", "--", "—", "——", "———", "－", "－－", "-—", "─", "–", "―", "−", "﹣", "/", "／", "\\"))
_NONE = _DASHES | {"", "无", "暂无", "没有", "不涉及", "不适用", "无。"}
_NOT_CONCERNED = frozenset(("不涉及", "不适用"))
_NAME_SHOWN = 18

_rounding: ContextVar[str] = ContextVar("rounding", default=ROUND_HALF_UP)
"""How figures are rounded where nobody says: by the rulebook of what is being worked on."""


@contextmanager
def rounding_as(mode: str) -> Iterator[None]:
    """Within it figures for people are rounded so (a rounding mode of `decimal`)."""
    before = _rounding.set(mode)
    try:
        yield
    finally:
        _rounding.reset(before)


def round_as(mode: str) -> None:
    """The same from here on, until the `rounding_as` around it ends, or the program."""
    _rounding.set(mode)


def rounded(exact: Decimal, places: int, mode: str | None = None) -> Decimal:
    """Half-up rounding, as offices round: 98.625 → 98.63 at two places.

    A rulebook may ask for another (GB/T 8170: half to even): `mode`, else that of `rounding_as`.
    """
    return exact.quantize(Decimal(1).scaleb(-places), mode or _rounding.get(), _WIDE)


def plain(figure: Decimal) -> str:
    """A figure without exponent or trailing zeros: 9.650 → 9.65, -0 → 0."""
    if not figure:
        return "0"
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def brief(exact: Decimal, places: int = 2, mode: str | None = None) -> str:
    """An exact figure rounded for a message: 5.625 → 5.63."""
    return plain(rounded(exact, places, mode))


def points(score: Decimal | None) -> str:
    """A score in points, "" when there is none."""
    return "" if score is None else plain(score)


def percent(ratio: Decimal, places: int = 2, mode: str | None = None) -> str:
    """A ratio as a percentage: 0.5625 → 56.25%."""
    return plain(rounded(ratio * 100, places, mode)) + "%"


def not_whole(shares: Iterable[Decimal | None], places: int = 2) -> str:
    """What to say where shares of a whole, rounded as they are printed, do not add up to 100 %; "" where they do."""
    known = [share for share in shares if share is not None]
    total = sum((rounded(share * 100, places) for share in known), Decimal(0))
    if not known or sum(known, Decimal(0)).quantize(Decimal("1e-9"), ROUND_HALF_UP) != 1 or total == 100:
        return ""
    return f"占比四舍五入，合计 {plain(total)}%"


def fixed(figure: Decimal, places: int = 2) -> str:
    """A figure with just so many places: 9.5 → 9.50."""
    return f"{rounded(figure, places):f}"


def grouped(amount: Decimal, places: int = 2) -> str:
    """An amount with its thousands marked: 1234565.125 → 1,234,565.13."""
    return f"{rounded(amount, places):,f}"


def wan(amount: Decimal) -> str:
    """An amount in 元 as text in 万元, every digit kept."""
    return f"{plain(amount / WAN)} 万元"


def short(text: str, width: int = _NAME_SHOWN) -> str:
    """A text cut to a width for a message."""
    return text if len(text) <= width else text[: width - 1] + "…"


def is_dash(text: str) -> bool:
    """A dash or slash that stands for no value."""
    return text in _DASHES


def is_blank(text: str | None) -> bool:
    """Whether a cell holds nothing: empty, a dash or a slash, or not on the form at all."""
    return not text or text in _DASHES


def is_empty(text: str | None) -> bool:
    """Whether a cell that the form has holds nothing; a column that is not there is no empty cell."""
    return text is not None and is_blank(text)


def says_nothing(text: str | None) -> bool:
    """Whether a cell holds nothing or only the word for it (无, 不涉及)."""
    return text is None or text in _NONE


def not_concerned(text: str | None) -> bool:
    """Whether a cell says that the item does not concern the project."""
    return text in _NOT_CONCERNED
