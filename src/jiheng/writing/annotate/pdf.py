"""Remarks as highlights with pop-up notes in a PDF; the file's own bytes stay, the remarks are appended."""

import ctypes
import io
from collections.abc import Iterable

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.checks.outcome import Severity
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.pdf import open_pdf
from jiheng.reading.formats.pdf_frame import Frame
from jiheng.reading.formats.pdf_page import frame_of
from jiheng.reading.tables.page import Box
from jiheng.writing.annotate.remark import AUTHOR, CellRemark, worst

_COLOURS = {Severity.ERROR: (255, 130, 130), Severity.WARNING: (255, 220, 90), Severity.NOTICE: (150, 200, 255)}
_OPACITY = 110
_BAND = 12.0


def annotate(data: bytes, remarks: Iterable[CellRemark]) -> bytes:
    """The document with a highlight over every cell with remarks. Raises Unreadable."""
    document = open_pdf(data)
    try:
        by_page: dict[int, dict[Box, list[CellRemark]]] = {}
        for remark in remarks:
            where = remark.origin
            if where.page and where.box and where.page <= len(document):
                by_page.setdefault(where.page, {}).setdefault(where.box, []).append(remark)
        for number, boxes in sorted(by_page.items()):
            page = document[number - 1]
            frame = frame_of(page)
            for box, items in boxes.items():
                _highlight(page, frame, box, items)
            page.close()
        out = io.BytesIO()
        document.save(out, flags=raw.FPDF_INCREMENTAL)
        return out.getvalue()
    except pdfium.PdfiumError as error:
        raise Unreadable(f"批注写不进这个 PDF（{error}）", "请用阅读器打开后另存一份再试。") from error
    finally:
        document.close()


def _highlight(page: pdfium.PdfPage, frame: Frame, box: Box, remarks: list[CellRemark]) -> None:
    left, bottom, right, top = frame.own(box)
    note = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_HIGHLIGHT)
    if not note:
        raise pdfium.PdfiumError("highlight refused")
    raw.FPDFAnnot_SetColor(note, raw.FPDFANNOT_COLORTYPE_Color, *_COLOURS[worst(remarks)], _OPACITY)
    raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(left, top, right, bottom))
    # viewers round the ends of a highlight by its height, so a tall cell is marked in bands like lines of text
    bands = max(1, round((top - bottom) / _BAND))
    high = (top - bottom) / bands
    for band in range(bands):
        upper, lower = top - band * high, top - (band + 1) * high
        corners = raw.FS_QUADPOINTSF(left, upper, right, upper, left, lower, right, lower)
        raw.FPDFAnnot_AppendAttachmentPoints(note, corners)
    _text(note, b"T", AUTHOR)
    _text(note, b"Contents", "\n\n".join(remark.text for remark in remarks))
    raw.FPDFAnnot_SetFlags(note, raw.FPDF_ANNOT_FLAG_PRINT)
    raw.FPDFPage_CloseAnnot(note)


def _text(note: raw.FPDF_ANNOTATION, key: bytes, text: str) -> None:
    wide = (text + "\x00").encode("utf-16-le", "replace")
    buffer = ctypes.create_string_buffer(wide, len(wide))
    raw.FPDFAnnot_SetStringValue(note, key, ctypes.cast(buffer, raw.FPDF_WIDESTRING))
