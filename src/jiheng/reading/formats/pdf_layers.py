"""What of a PDF page stands on layers (optional content) that are switched off, taken off the page.

PDFium draws what is switched on but does not tell what is: the page is drawn with and without each layer.
Source: ISO 32000-1, 8.11.
"""

import ctypes
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_LAYERS = 40
"""Layers of a page that are looked at; the rest are read."""
_DEPTH = 4
_NAME = b"/OCProperties"
"""By which a document says that it has layers."""
_PACKED = re.compile(rb"/ObjStm\b.*?stream\r?\n", re.DOTALL)
_MOST_PACKED = 64 << 20
_NAME_SIZE = 400
_LARGEST = 1684.0
"""Pixels of the longer side of a picture at the most: that of A2, a point a pixel."""

_Thing = tuple[raw.FPDF_PAGEOBJECT, raw.FPDF_PAGEOBJECT | None]
"""A thing and the form object that holds it."""


def has_layers(data: bytes) -> bool:
    """Whether a file says that it has layers, in the open or in a packed stream of objects."""
    if _NAME in data:
        return True
    left = _MOST_PACKED
    for found in _PACKED.finditer(data):
        try:
            inner = zlib.decompressobj().decompress(data[found.end() :], left)
        except zlib.error:
            continue
        left -= len(inner)
        if _NAME in inner:
            return True
        if left <= 0:
            break
    return False


def take_off(page: pdfium.PdfPage) -> None:
    """Take off a page, in memory, what is on its layers that are not drawn."""
    layers: dict[object, list[_Thing]] = {}
    for layer, thing in _things(page):
        layers.setdefault(layer, []).append(thing)
    whole = _drawn(page) if layers else b""
    gone: list[_Thing] = []
    for things in [*layers.values()][:MOST_LAYERS]:
        _switch(things, False)
        if _drawn(page) == whole:
            gone += things
        else:
            _switch(things, True)
    _remove(page, gone)


def _things(page: pdfium.PdfPage) -> Iterator[tuple[object, _Thing]]:
    """The things of a page that are or may be on a layer, by what tells one layer from the other.

    A form object may be on a layer without a mark of it, and is looked at by itself.
    """
    todo = [(raw.FPDFPage_GetObject(page, index), None, 0) for index in range(raw.FPDFPage_CountObjects(page))]
    for item, holder, depth in todo:
        layer = _layer(item)
        if layer is None and raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
            layer = _address(item)
            if depth < _DEPTH:
                count = raw.FPDFFormObj_CountObjects(item)
                todo += [(raw.FPDFFormObj_GetObject(item, index), item, depth + 1) for index in range(count)]
        if layer is not None:
            yield layer, (item, holder)


def _layer(item: raw.FPDF_PAGEOBJECT) -> object:
    """The name of the layer that a thing is marked to be on; of one without a name, where the mark is kept."""
    for index in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        if _string(partial(raw.FPDFPageObjMark_GetName, mark)) == "OC":
            return _string(partial(raw.FPDFPageObjMark_GetParamStringValue, mark, b"Name")) or _address(mark)
    return None


def _string(get: Callable[..., int]) -> str:
    buffer, size = (ctypes.c_ushort * _NAME_SIZE)(), ctypes.c_ulong()
    if not get(buffer, ctypes.sizeof(buffer), size):
        return ""
    return bytes(buffer)[: size.value].decode("utf-16-le", "replace").rstrip("\0")


def _address(handle: object) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _switch(things: Iterable[_Thing], on: bool) -> None:
    for item, _ in things:
        raw.FPDFPageObj_SetIsActive(item, on)


def _remove(page: pdfium.PdfPage, things: Iterable[_Thing]) -> None:
    """Take things off; one may hold another, so that none is destroyed before all are off."""
    removed = []
    for item, holder in things:
        if raw.FPDFPage_RemoveObject(page, item) if holder is None else raw.FPDFFormObj_RemoveObject(holder, item):
            removed.append(item)
    for item in removed:
        raw.FPDFPageObj_Destroy(item)


def _drawn(page: pdfium.PdfPage) -> bytes:
    picture = page.render(scale=min(1.0, _LARGEST / max(1.0, *page.get_size())), grayscale=True)
    return bytes(picture.buffer)
