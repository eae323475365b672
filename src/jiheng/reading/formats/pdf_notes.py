"""What was typed or drawn on a PDF page after it was made: form fields, typed-on text, strokes over text."""

import ctypes
from collections.abc import Callable, Iterable, Iterator

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.reading.formats.pdf_frame import Point
from jiheng.reading.tables.page import Box, Glyph

MAX_NOTES = 5_000
_LINE = 12.0
"""Points of a line of typed text that says nothing of its own size."""
_BOXES = frozenset((raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON))
_AREAS = frozenset((raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_POLYGON))
_VALUES = frozenset((raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX))


class Field(msgspec.Struct, frozen=True):
    """A filled box of a page: its place (left, bottom, right, top in the page's own coordinates) and its text."""

    box: Box
    text: str


class Added(msgspec.Struct, frozen=True):
    """What a page holds besides its content."""

    fields: list[Field] = msgspec.field(default_factory=list)
    on_layers: list[Box] = msgspec.field(default_factory=list)
    """Where typed-on text is on a layer, which PDFium draws whether the layer is off or not."""


def fields(page: pdfium.PdfPage) -> list[Field]:
    """The form fields of a page with what they hold, and typed-on text that has no drawing of its own."""
    found = []
    for kind, note in _notes(page):
        if kind == raw.FPDF_ANNOT_WIDGET and page.formenv is not None:
            text = _value(page.formenv.raw, note)
        elif kind == raw.FPDF_ANNOT_FREETEXT and not _is_drawn(note):
            text = _contents(note)
        else:
            continue
        if text:
            found.append(Field(_box(note), text))
    return found


def on_layers(page: pdfium.PdfPage) -> list[Box]:
    """Where text was typed on that is on a layer."""
    return [
        _box(note)
        for kind, note in _notes(page)
        if kind == raw.FPDF_ANNOT_FREETEXT and raw.FPDFAnnot_HasKey(note, b"OC")
    ]


def is_drawn_on(page: pdfium.PdfPage) -> bool:
    """Whether typed-on text, or an area that covers text, is drawn apart from the page and has to become part of it."""
    typed = (raw.FPDF_ANNOT_FREETEXT,) if page.formenv is not None else (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET)
    return any((kind in typed or _is_lid(kind, note)) and _is_drawn(note) for kind, note in _notes(page))


def _is_lid(kind: int, note: raw.FPDF_ANNOTATION) -> bool:
    """Whether an annotation is an area filled with a colour."""
    return bool(kind in _AREAS and raw.FPDFAnnot_HasKey(note, b"IC"))


def crossed_out(page: pdfium.PdfPage) -> Iterator[Box]:
    """The strokes of strike-out marks that a reader's program put over text, in the page's own coordinates."""
    points = raw.FS_QUADPOINTSF()
    for kind, note in _notes(page):
        if kind != raw.FPDF_ANNOT_STRIKEOUT:
            continue
        for number in range(min(raw.FPDFAnnot_CountAttachmentPoints(note), MAX_NOTES)):
            if raw.FPDFAnnot_GetAttachmentPoints(note, number, points):
                xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
                middle = (min(ys) + max(ys)) / 2
                yield min(xs), middle, max(xs), middle


def glyphs(filled: Iterable[Field], turn: Callable[[float, float], Point]) -> Iterator[Glyph]:
    """The text of fields as lines in their boxes, on the page as it is read."""
    for field in filled:
        (x0, y0), (x1, y1) = turn(field.box[0], field.box[3]), turn(field.box[2], field.box[1])
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        lines = [line.strip() for line in field.text.splitlines() if line.strip()]
        high = min(_LINE, (bottom - top) / max(1, len(lines)))
        top = (top + bottom - high * len(lines)) / 2
        for place, line in enumerate(lines):
            yield Glyph(line, left, top + place * high, min(right, left + len(line) * high), top + (place + 1) * high)


def _notes(page: pdfium.PdfPage) -> Iterator[tuple[int, raw.FPDF_ANNOTATION]]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(note) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
                yield raw.FPDFAnnot_GetSubtype(note), note
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _box(note: raw.FPDF_ANNOTATION) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _is_drawn(note: raw.FPDF_ANNOTATION) -> bool:
    return bool(raw.FPDFAnnot_GetAP(note, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2)


def _value(form: raw.FPDF_FORMHANDLE, note: raw.FPDF_ANNOTATION) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    if kind in _BOXES:
        return "☑" if raw.FPDFAnnot_IsChecked(form, note) else "□"
    if kind not in _VALUES:
        return ""
    return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))


def _contents(note: raw.FPDF_ANNOTATION) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))


def _string(get: Callable[[object, int], int]) -> str:
    size = get(None, 0)
    buffer = ctypes.create_string_buffer(size)
    get(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")
