"""What is written over the sheets of an old workbook (xls) in text boxes, by the cell over whose middle it stands.

Sources: [MS-XLS] 2.4.179 MsoDrawing, 2.4.181 Obj, 2.5.143 FtCmo, 2.4.329 TxO; 2.5.193 OfficeArtClientAnchorSheet.
"""

import re
from collections.abc import Iterator
from struct import unpack_from

import xlrd

from jiheng.reading.formats import xls_records

_DRAWING, _OBJECT, _TEXT, _CONTINUED = 0x00EC, 0x005D, 0x01B6, 0x003C
_TEXT_RECORD = b"\xb6\x01\x12\x00"
"""How a record of text begins, whose length is fixed."""
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
"""How the place of a shape begins, behind its version."""
_SET = b"[%s]" % b"".join(re.escape(bytes((byte,))) for byte in range(256) if byte & 2)
_HIDDEN = re.compile(rb"\xbf\x03" + _SET + b"." + _SET, re.DOTALL)
"""The property of a shape (fHidden, with its use bit) that says that it is not shown."""
_WRITTEN = frozenset((0x02, 0x03, 0x06, 0x09, 0x1E))
"""Kinds of objects in which people write: rectangle, oval, text box, polygon, shape; no notes, no controls."""
_MOST = 1000

Place = tuple[int, int]
"""Row and column, from 1."""


def boxes(book: xlrd.Book) -> dict[str, dict[Place, str]]:
    """The texts of the boxes of a workbook opened on demand, by the names of their sheets."""
    stream = xls_records.stream_of(book)
    if _TEXT_RECORD not in stream:
        return {}
    found: dict[str, dict[Place, str]] = {}
    for name, begin in zip(book.sheet_names(), xls_records.sheets(stream), strict=False):
        over: dict[Place, str] = {}
        for place, text in written(stream, begin):
            if len(over) < _MOST:
                over[place] = f"{over[place]}\n{text}" if place in over else text
        if over:
            found[name] = over
    return found


def written(stream: bytes, begin: int) -> Iterator[tuple[Place, str]]:
    """The texts of the boxes of the sheet whose records begin there."""
    place: Place | None = None
    counts = is_hidden = False
    left = 0
    for code, at, length in xls_records.records(stream, begin):
        if code == _DRAWING:
            drawing = stream[at : at + length]
            place, is_hidden = _place(drawing) or place, _HIDDEN.search(drawing) is not None
        elif code == _OBJECT and length >= 6:
            counts = unpack_from("<H", stream, at + 4)[0] in _WRITTEN and not is_hidden
        elif code == _TEXT and length >= 12:
            left = unpack_from("<H", stream, at + 10)[0]
            continue
        elif code == _CONTINUED and left and length:
            is_wide = stream[at] & 1
            text = stream[at + 1 : at + length].decode("utf-16-le" if is_wide else "latin-1", "replace")[:left]
            if counts and place is not None and text.strip():
                yield place, text.replace("\r", "\n").strip()
        left = 0


def _place(drawing: bytes) -> Place | None:
    """The cell under the middle of the last shape of a piece of a drawing; an edge on a line ends before it."""
    at = drawing.rfind(_ANCHOR)
    if at < 0 or at + len(_ANCHOR) + 18 > len(drawing):
        return None
    _, left, _, top, _, right, across, bottom, down = unpack_from("<9H", drawing, at + len(_ANCHOR))
    right, bottom = max(left, right - (across == 0)), max(top, bottom - (down == 0))
    return 1 + (top + bottom) // 2, 1 + (left + right) // 2
