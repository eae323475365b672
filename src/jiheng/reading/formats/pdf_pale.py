"""Text of a PDF page that a person does not read: white on white, or a pale watermark across the page.

Pale is what lets at most a quarter of the paper's light go: its colour, thinned by its transparency. White text on
something dark (a coloured header) is seen; so is pale text of a usual size.
"""

import ctypes
import threading
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2.raw as raw

from jiheng.reading.tables.page import Box

WHITE = 8.0
"""Text so little darker than paper (of 255) is not seen on it."""
PALE = 64.0
TALL = 24.0
"""Pale text of so many points is a watermark: twice as tall as what stands in cells and titles are dark."""

_STREWN, _STEP, _FULL = 3, 4.0, 0.4
"""Rows and columns of equal texts that make a watermark, points within which they are one, share of them filled."""


class Ink(NamedTuple):
    """How dark a thing is drawn (0 to 255), where, by what address it is known again."""

    dark: float
    box: Box
    address: int


class _Colour(threading.local):
    """Where PDFium writes a colour: made once, a page has thousands of things."""

    def __init__(self) -> None:
        self.parts = tuple(ctypes.c_uint() for _ in range(4))


_colour = _Colour()


def darkness(item: raw.FPDF_PAGEOBJECT) -> float:
    """By how much its fill is darker than white paper, at its darkest part; text that tells no colour is black."""
    red, green, blue, alpha = _colour.parts
    if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return 255.0
    return (255 - min(red.value, green.value, blue.value)) * alpha.value / 255


def unseen(pale: Sequence[Ink], grounds: Sequence[Box]) -> frozenset[int]:
    """Addresses of the pale texts that nobody reads; `grounds` are pictures and areas filled with a colour."""
    tiled = _tiles(pale)
    return frozenset(
        ink.address
        for ink in pale
        if _is_watermark(ink) or ink.address in tiled or (ink.dark <= WHITE and not _on(ink, grounds))
    )


def _tiles(pale: Sequence[Ink]) -> frozenset[int]:
    """Addresses of small watermarks: texts of one size, strewn over the page in rows and columns."""
    alike: dict[tuple[int, int, int], list[Ink]] = {}
    for ink in pale:
        if ink.dark <= WHITE:
            continue
        left, bottom, right, top = ink.box
        alike.setdefault((round(right - left), round(top - bottom), round(ink.dark)), []).append(ink)
    return frozenset(ink.address for inks in alike.values() if _is_strewn(inks) for ink in inks)


def _is_strewn(inks: Sequence[Ink]) -> bool:
    places = {(round(ink.box[0] / _STEP), round(ink.box[1] / _STEP)) for ink in inks}
    columns, rows = ({place[side] for place in places} for side in (0, 1))
    return min(len(columns), len(rows)) >= _STREWN and len(places) >= _FULL * len(columns) * len(rows)


def _is_watermark(ink: Ink) -> bool:
    left, bottom, right, top = ink.box
    return ink.dark > WHITE and min(right - left, top - bottom) >= TALL


def _on(ink: Ink, grounds: Sequence[Box]) -> bool:
    x, y = (ink.box[0] + ink.box[2]) / 2, (ink.box[1] + ink.box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in grounds)
