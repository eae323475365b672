"""Text of a page (PDF, OFD) that a person does not read: white on white, or a pale watermark across the page.

Pale is what lets at most a quarter of the paper's light go: its colour, thinned by its transparency. White text on
something dark (a coloured header) is seen; so is pale text of a usual size.
"""

from collections.abc import Sequence
from typing import NamedTuple

from jiheng.reading.tables.page import Box

WHITE = 8.0
"""Text so little darker than paper (of 255) is not seen on it."""
PALE = 64.0
TALL = 24.0
"""Pale text of so many points is a watermark: twice as tall as what stands in cells and titles are dark."""

COVERED, MOST_SAID = "这里盖住了“{}”，看不见，没有读入，请对照原件", 40
"""What is said of text under something that is drawn over it, and how much of it is told."""
_STREWN, _STEP, _FULL = 3, 4.0, 0.4
"""Rows and columns of equal texts that make a watermark, points within which they are one, share of them filled."""


class Ink(NamedTuple):
    """How dark a thing is drawn (0 to 255), where (in points), by what address it is known again."""

    dark: float
    box: Box
    address: int


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
