"""Remarks as highlights with pop-up notes in a PDF; the file's own bytes stay, the remarks are appended."""

import ctypes
import io
from collections.abc import Iterable

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.checks.outcome import Severity
from jiheng.reading.pdf import open_pdf
from jiheng.reading.pdf_page import page_box
from jiheng.writing.annotate.remark import AUTHOR, Remark

_COLOURS = {Severity.ERROR: (255, 130, 130), Severity.WARNING: (255, 220, 90), Severity.NOTICE: (150, 200, 255)}
_OPACITY = 110


def annotate(data: bytes, remarks: Iterable[Remark]) -> bytes:
    """The document with a highlight over the cell of every remark. Raises Unreadable."""
    document = open_pdf(data)
    try:
        by_page: dict[int, list[Remark]] = {}
        for remark in remarks:
            if remark.origin.page and remark.origin.box and remark.origin.page <= len(document):
                by_page.setdefault(remark.origin.page, []).append(remark)
        for number, items in sorted(by_page.items()):
            page = document[number - 1]
            for remark in items:
                _highlight(page, remark)
            page.close()
        out = io.BytesIO()
        document.save(out, flags=raw.FPDF_INCREMENTAL)
        return out.getvalue()
    finally:
        document.close()


def _highlight(page: pdfium.PdfPage, remark: Remark) -> None:
    left, bottom, right, top = page_box(page, remark.origin.box or (0.0, 0.0, 0.0, 0.0))
    note = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_HIGHLIGHT)
    if not note:
        return
    raw.FPDFAnnot_SetColor(note, raw.FPDFANNOT_COLORTYPE_Color, *_COLOURS[remark.severity], _OPACITY)
    raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(left, top, right, bottom))
    raw.FPDFAnnot_AppendAttachmentPoints(note, raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom))
    _text(note, b"T", AUTHOR)
    _text(note, b"Contents", remark.text)
    raw.FPDFAnnot_SetFlags(note, raw.FPDF_ANNOT_FLAG_PRINT)
    raw.FPDFPage_CloseAnnot(note)


def _text(note: raw.FPDF_ANNOTATION, key: bytes, text: str) -> None:
    wide = (text + "\x00").encode("utf-16-le")
    buffer = ctypes.create_string_buffer(wide, len(wide))
    raw.FPDFAnnot_SetStringValue(note, key, ctypes.cast(buffer, raw.FPDF_WIDESTRING))
