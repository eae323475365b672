"""Text of a PDF page that lies under a filled rectangle drawn later, as programs that correct a printed figure do."""

import ctypes
import threading
from collections.abc import Callable, Iterable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.reading.tables.page import Box

_BAND = 16.0
_SPILL = 1.0
"""Points by which the box of a text, which is wider than its ink, may reach beyond what covers it."""
_CORNERS = 6
_OPAQUE = 255

Matrix = tuple[float, float, float, float, float, float]
Seen = Callable[[raw.FPDF_PAGEOBJECT, Matrix], Box | None]
"""Where a thing in form objects of that matrix is seen on the page."""


class _Answers(threading.local):
    """Where PDFium writes what it is asked for."""

    def __init__(self) -> None:
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.parts = tuple(ctypes.c_uint() for _ in range(4))


_answers = _Answers()


class Covers:
    """Takes texts and areas in the order in which they are drawn; `covered` are the texts of which nothing is seen."""

    def __init__(self) -> None:
        self.covered: list[tuple[raw.FPDF_PAGEOBJECT, Box]] = []
        self.waiting: list[tuple[raw.FPDF_PAGEOBJECT, Matrix]] = []
        """The texts since the last area that covers anything: most pages have none."""
        self._bands: dict[int, list[tuple[raw.FPDF_PAGEOBJECT, Box]]] = {}

    def area(self, item: raw.FPDF_PAGEOBJECT, matrix: Matrix, seen: Seen) -> None:
        """An outline is drawn that is no line."""
        if not (self.waiting or self._bands) or not _is_lid(item) or (box := seen(item, matrix)) is None:
            return
        for text, place in self.waiting:
            if (own := seen(text, place)) is not None:
                self._bands.setdefault(_band((own[1] + own[3]) / 2), []).append((text, own))
        self.waiting.clear()
        for band in range(_band(box[1]), _band(box[3]) + 1):
            self.covered.extend(_under(box, self._bands.get(band, ())))


def _band(y: float) -> int:
    return int(y // _BAND)


def _under(lid: Box, texts: Iterable[tuple[raw.FPDF_PAGEOBJECT, Box]]) -> Iterable[tuple[raw.FPDF_PAGEOBJECT, Box]]:
    left, bottom, right, top = lid[0] - _SPILL, lid[1] - _SPILL, lid[2] + _SPILL, lid[3] + _SPILL
    return (
        (text, box) for text, box in texts if left <= box[0] and bottom <= box[1] and box[2] <= right and box[3] <= top
    )


def _is_lid(item: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether an outline is a rectangle that is filled and lets nothing through."""
    fill, (red, green, blue, alpha) = _answers.fill, _answers.parts
    raw.FPDFPath_GetDrawMode(item, fill, _answers.stroke)
    if not fill.value or raw.FPDFPath_CountSegments(item) > _CORNERS or raw.FPDFPageObj_HasTransparency(item):
        return False
    return bool(raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)) and alpha.value == _OPAQUE


def taken_off(page: pdfium.PdfPage, covered: Iterable[tuple[raw.FPDF_PAGEOBJECT, Box]]) -> Iterator[tuple[str, Box]]:
    """Take texts off a page, giving the words of each and where they stood.

    PDFium takes two equal letters in one place for one printed bold: of the new figure over an old one it gives only
    the letters that differ.
    """
    text = page.get_textpage()
    try:
        for item, box in covered:
            size = raw.FPDFTextObj_GetText(item, text, None, 0)
            words = (ctypes.c_ushort * (size // 2 + 1))()
            raw.FPDFTextObj_GetText(item, text, words, size)
            if raw.FPDFPageObj_SetIsActive(item, False):
                yield bytes(words).decode("utf-16-le", "replace").strip("\0"), box
    finally:
        text.close()
