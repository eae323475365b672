"""Where a PDF page's own coordinates come to lie on the page as it is read."""

from collections.abc import Callable

import msgspec
import pypdfium2 as pdfium

from jiheng.reading.tables.page import Box

Point = tuple[float, float]


class Frame(msgspec.Struct, frozen=True):
    """The visible part of a page in its own coordinates (origin bottom left), and how often it is turned by a quarter
    clockwise to be read: by the page's /Rotate, and once more where the text is drawn sideways."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.quarters % 2 else (wide, high)

    def turned(self, quarters: int) -> "Frame":
        """The same page turned further."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.quarters + quarters) % 4)

    def to_read(self) -> Callable[[float, float], Point]:
        """From the page's own coordinates to those of the page as it is read, from its top left."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.quarters == 1:
            return lambda x, y: (y - bottom, x - left)
        if self.quarters == 2:
            return lambda x, y: (right - x, y - bottom)
        if self.quarters == 3:
            return lambda x, y: (top - y, right - x)
        return lambda x, y: (x - left, top - y)

    def own(self, read: Box) -> Box:
        """A box of the page as it is read (left, top, right, bottom) as left, bottom, right, top of the page's own."""
        x0, y0, x1, y1 = read
        if self.quarters == 1:
            return self.left + y0, self.bottom + x0, self.left + y1, self.bottom + x1
        if self.quarters == 2:
            return self.right - x1, self.bottom + y0, self.right - x0, self.bottom + y1
        if self.quarters == 3:
            return self.right - y1, self.top - x1, self.right - y0, self.top - x0
        return self.left + x0, self.top - y1, self.left + x1, self.top - y0


def shown(page: pdfium.PdfPage) -> Frame:
    """The page as a viewer shows it: what lies outside its crop box is not seen."""
    left, bottom, right, top = page.get_cropbox()
    outer = page.get_mediabox()
    left, bottom, right, top = max(left, outer[0]), max(bottom, outer[1]), min(right, outer[2]), min(top, outer[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = outer
    return Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)
