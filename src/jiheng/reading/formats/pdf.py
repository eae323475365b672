"""PDF 文件 → tables with merged cells and their origin; pages that are pictures are read by eye."""

from collections.abc import Iterator

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats import pdf_fonts, pdf_layers
from jiheng.reading.formats.pdf_notes import Added, fields, is_drawn_on, on_layers
from jiheng.reading.formats.pdf_page import read_page
from jiheng.reading.page_join import Stitcher
from jiheng.reading.scan.pages import Scans
from jiheng.reading.tables import misread
from jiheng.reading.tables.page import Page
from jiheng.reading.tables.sheet_pages import together
from jiheng.reading.tables.table import Table

MAX_PAGES = 20_000
_COVER = 400
"""Letters of a document at the least that is more than the cover of what is attached to it (PDF 文件包)."""
_ATTACHED = "是装着 {} 个附件的 PDF（文件包），附件没有读"
pdf_fonts.bring()


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of the document, pieces on following pages put together; seams say where.

    A document without any table comes back as one `Table` without rows whose lines are in `before`.
    Raises Unreadable for a damaged, locked or empty file, and, after all tables that could be read,
    for pages that are pictures or have no readable text where the recogniser is not installed.
    """
    document = open_pdf(data)
    try:
        stitcher, scans = Stitcher(name), Scans(len(document))
        letters = 0
        for read in together(_read(document, scans, pdf_layers.has_layers(data))):
            letters += len(read.glyphs)
            yield from map(scans.settled, stitcher.add(read))
        if letters < _COVER and not scans.left and (count := document.count_attachments()):
            raise Unreadable(_ATTACHED.format(count), "请在 PDF 阅读器里把附件另存出来，直接交附件。")
        if not letters and not scans.left:
            raise Unreadable("文件里没有任何文字", "请交 Word/Excel 原件。")
        yield from map(scans.settled, stitcher.finish())
        scans.close()
    finally:
        document.close()


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open the bytes of a PDF. Raises Unreadable."""
    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("PDF 有打开密码", "请去掉密码（用密码打开后另存或打印成 PDF）再试。") from error
        raise Unreadable("PDF 损坏，打不开", "请用阅读器打开原文件，能打开就另存一份再试。") from error
    if count > MAX_PAGES:
        document.close()
        raise Unreadable(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页，没有读取", "请拆分成几个文件再试。")
    return document


def _read(document: pdfium.PdfDocument, scans: Scans, has_layers: bool) -> Iterator[Page]:
    """The pages that can be read, as their file has them or as they look."""
    is_garbled = False
    for number, opened in enumerate(_pages(document, has_layers), 1):
        if opened is not None:
            page, added = opened
            found = read_page(page, number, added)
            if is_garbled and not found.is_garbled:  # few letters may not show it, and the fonts are the same
                found = msgspec.structs.replace(found, is_garbled=True, notes=[*found.notes, misread.NOTE])
            is_garbled = found.is_garbled
            read = scans.read(page, found)
            if read is not None:
                yield read


def _pages(document: pdfium.PdfDocument, has_layers: bool = False) -> Iterator[tuple[pdfium.PdfPage, Added] | None]:
    """The pages in order with what was added to them, each open while it is looked at; None for a page that is damaged.

    Text that was typed on becomes part of the page first, in memory; what stands on layers that are off is taken away.
    """
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    for index in range(len(document)):
        try:
            page = document[index]
            added = Added(fields(page), on_layers(page) if has_layers else [])
            if is_drawn_on(page):
                raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
                page.close()
                page = document[index]
            if has_layers:
                pdf_layers.take_off(page)
        except pdfium.PdfiumError:
            yield None
            continue
        try:
            yield page, added
        finally:
            page.close()
