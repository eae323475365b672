"""What of an OFD page nobody sees: text without colour, white on white or pale across the page, or drawn over later.

Sources: GB/T 33190 8.3.2 (colours), 11.2 (Fill and Stroke of text), 9.1 (Fill and Stroke of outlines).
"""

from collections.abc import Iterator, Sequence

from jiheng.reading.formats.ofd_file import Element, first, numbers
from jiheng.reading.tables import pale
from jiheng.reading.tables.page import Box, Glyph, Mark

_FULL = 255.0
_SPILL = 1.0
"""Points by which the box of a letter, which is greater than its ink, may reach beyond what covers it."""
_MOST_LIDS = 2_000
_CORNERS = 6
"""Points of an outline that is a rectangle, the first and the last in one place or not."""


def darkness(item: Element) -> float:
    """By how much the fill of a thing is darker than white paper, from 0 to 255; one that tells no colour is black.

    A colour of patterns has no figures and counts as black."""
    told = first(item, "FillColor")
    share = _part(item.get("Alpha")) * (1.0 if told is None else _part(told.get("Alpha")))
    parts = numbers(told.get("Value")) if told is not None else []
    if len(parts) == 4:  # CMYK
        return share * min(_FULL, max(parts[:3]) + parts[3])
    return share * (_FULL - min(parts, default=0.0))


def _part(alpha: str | None) -> float:
    return (numbers(alpha) or [_FULL])[0] / _FULL


def is_written(item: Element) -> bool:
    """Whether a text is drawn at all: filled with a colour, as it is unless that is switched off, or outlined."""
    told = first(item, "FillColor")
    if told is not None and _part(told.get("Alpha")) <= 0:
        return False
    return item.get("Fill", "true").lower() != "false" or item.get("Stroke", "false").lower() == "true"


class Inks:
    """Takes texts and filled areas in the order in which they are drawn."""

    def __init__(self) -> None:
        self._texts: list[Sequence[Glyph]] = []
        self._pale: list[pale.Ink] = []
        self._grounds: list[Box] = []
        self._lids = 0
        self._covered: set[int] = set()
        self.marks: list[Mark] = []

    def text(self, glyphs: Sequence[Glyph], dark: float) -> None:
        """A text of that darkness is drawn."""
        if not glyphs:
            return
        if dark <= pale.PALE:
            self._pale.append(pale.Ink(dark, _round(glyphs), len(self._texts)))
        self._texts.append(glyphs)

    def picture(self, box: Box) -> None:
        """A picture is drawn, on which even white text is seen."""
        self._grounds.append(box)

    def area(self, item: Element, box: Box, points: int) -> None:
        """An outline that is no line is drawn."""
        told = first(item, "FillColor")
        is_filled = item.get("Fill", "false").lower() == "true"
        if not is_filled or (told is None and item.get("DrawParam") is None):  # an outline without a colour has no fill
            return
        if darkness(item) > pale.WHITE:
            self._grounds.append(box)
        is_opaque = told is not None and not len(told) and min(_part(item.get("Alpha")), _part(told.get("Alpha"))) >= 1
        if is_opaque and points <= _CORNERS and self._lids < _MOST_LIDS:
            self._lids += 1
            self._cover(box)

    def unseen(self, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """The glyphs of the page without those that nobody sees."""
        gone = set(self._covered)
        for number in pale.unseen(self._pale, self._grounds):
            gone.update(map(id, self._texts[number]))
        return [glyph for glyph in glyphs if id(glyph) not in gone] if gone else list(glyphs)

    def _cover(self, lid: Box) -> None:
        for glyphs in self._texts:
            if not _meet(_round(glyphs), lid):
                continue
            under = [glyph for glyph in glyphs if id(glyph) not in self._covered and _is_in(glyph, lid)]
            if under:
                self._covered.update(map(id, under))
                left, top, right, bottom = _round(under)
                said = pale.COVERED.format("".join(glyph.text for glyph in under)[: pale.MOST_SAID])
                self.marks.append(Mark((left + right) / 2, (top + bottom) / 2, said))


def _round(glyphs: Sequence[Glyph]) -> Box:
    """The box round the letters of a text."""
    boxes: Iterator[Box] = ((g.left, g.top, g.right, g.bottom) for g in glyphs)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _meet(box: Box, lid: Box) -> bool:
    return box[0] < lid[2] and lid[0] < box[2] and box[1] < lid[3] and lid[1] < box[3]


def _is_in(glyph: Glyph, lid: Box) -> bool:
    is_beside = glyph.left < lid[0] - _SPILL or glyph.right > lid[2] + _SPILL
    return not is_beside and lid[1] - _SPILL <= glyph.top and glyph.bottom <= lid[3] + _SPILL
