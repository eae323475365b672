"""Lights, and the bands of the pack that give them."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from jiheng.labelled import LabelledEnum
from jiheng.places import Book
from jiheng.scoring.result import Trace


class Light(LabelledEnum):
    """绿 on course, 黄 behind, 红 far behind, 蓝 far ahead (worth a look, no fault), NONE where nothing can be told."""

    GREEN = "green", "绿"
    BLUE = "blue", "蓝"
    YELLOW = "yellow", "黄"
    RED = "red", "红"
    NONE = "none", "—"

    @property
    def rank(self) -> int:
        """How much it asks for attention; NONE 0, RED most."""
        return _RANKS.index(self.value)


_RANKS = ("none", "green", "blue", "yellow", "red")


class Watched(msgspec.Struct, frozen=True):
    """What a monitoring form says of a row, as printed: value so far, forecast for the year, ticked likelihood."""

    so_far: str = ""
    forecast: str = ""
    likelihood: str = ""


class Judged(msgspec.Struct, frozen=True):
    """A light with how it came about. `share` is what the bands were asked (1 = on target), None without a figure.

    `basis` says by what it was judged: `forecast`, `progress`, `execution`, `likelihood`, `date`, `words`, "" for none.
    """

    light: Light
    trace: Trace
    share: Decimal | None = None
    basis: str = ""


def banded(share: Decimal, book: Book, path: str) -> Light:
    """The light of a share by the bands at `path`; red below all of them."""
    rows = sorted(((_figure(row["from"]), str(row["light"])) for row in book.rows(path)), reverse=True)
    return Light(next((light for start, light in rows if share >= start), Light.RED.value))


def behind(share: Decimal, book: Book, path: str) -> Light:
    """The light of a target that is missed by however little: never green or blue."""
    light = banded(share, book, path)
    return light if light.rank >= Light.YELLOW.rank else Light.YELLOW


def needs_reason(light: Light, book: Book) -> bool:
    """Whether the place wants a reason and a measure for that light."""
    return light.value in book.words("monitoring.explained")


def worst(lights: Iterable[Light]) -> Light:
    """The light that stands for many: the one that asks most for attention."""
    return max(lights, key=lambda light: light.rank, default=Light.NONE)


def _figure(value: object) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError("亮灯的界不是数字")
    return value
