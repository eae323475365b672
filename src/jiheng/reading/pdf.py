"""PDF 文件 → tables with merged cells and their origin, stitched over pages."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium

from jiheng.form import Origin
from jiheng.reading.grid import Grid, Region, grids, lines
from jiheng.reading.pdf_page import Page, read_page
from jiheng.reading.problem import Unreadable
from jiheng.reading.table import Cell, Table

MAX_PAGES = 20_000
_ALIGNED = 8.0
"""Outer edges of two pieces of one table differ by less than this from page to page."""
_SAME_COLUMN = 5.0
_TITLE = re.compile(r"评\s*表|年\s*度")
"""Lines that open a form; with a form a page they run along from page to page like a header."""
_PAGE_NUMBER = re.compile(r"[-—–·\s第共页/|]*\d{1,4}[-—–·\s第共页/|\d]*$")


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of the document, pieces on following pages put together; seams say where.

    A document without any table comes back as one `Table` without rows whose lines are in `before`.
    Raises Unreadable for a damaged or locked file, and for one whose text cannot be read (a scan).
    """
    document = open_pdf(data)
    try:
        stitcher = _Stitcher(name)
        glyphs = unmapped = pictures = 0
        for page in pages(document):
            glyphs, unmapped, pictures = glyphs + len(page.glyphs), unmapped + page.unmapped, pictures + page.pictures
            yield from stitcher.add(page)
        if unmapped * 5 > glyphs > 0:
            raise Unreadable(
                "文件用的字体没有文字对照表，文字取不出来",
                "请把原 Word/Excel 文件直接交来；没有原件时用 jiheng[ocr] 按图片识别。",
            )
        if not glyphs:
            raise Unreadable(
                "这是扫描件，里面只有图片没有文字" if pictures else "文件里没有任何文字",
                "请交 Word/Excel 原件；没有原件时安装识别组件（pip install jiheng[ocr]）后再试。",
            )
        yield from stitcher.finish()
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
        raise Unreadable(f"PDF 损坏，打不开（{error}）", "请用阅读器打开原文件，能打开就另存一份再试。") from error
    if count > MAX_PAGES:
        document.close()
        raise Unreadable(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页，没有读取", "请拆分成几个文件再试。")
    return document


def pages(document: pdfium.PdfDocument) -> Iterator[Page]:
    """The pages in order, each read when it is asked for."""
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            continue
        try:
            yield read_page(page, index + 1)
        finally:
            page.close()


@dataclass(slots=True)
class _Piece:
    """A part of a table on one page."""

    page: int
    grid: Grid


class _Stitcher:
    """Collects grids page by page; a table goes out when nothing more can belong to it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[_Piece] = []
        self.before: list[str] = []
        self.lines: list[str] = []
        self.running: set[str] = set()
        self.number = 0

    def add(self, page: Page) -> Iterator[Table]:
        """Take in a page; yields tables that are complete."""
        found, loose = grids(page.rules, page.glyphs)
        edges = [grid.top for grid in found]
        between: list[list[str]] = []
        for place in range(len(found) + 1):
            band = [g for g in loose if bisect_left(edges, g.middle[1]) == place]
            between.append(lines(band))
        spoken = {line for group in between for line in group}
        for place, grid in enumerate(found):
            self.lines += self._prose(between[place])
            if place or not self._continues(grid):
                yield from self._complete()
            self.pieces.append(_Piece(page.number, grid))
        self.lines += self._prose(between[-1])
        self.running = spoken

    def finish(self) -> Iterator[Table]:
        """The last table, or the lines when there was none."""
        yield from self._complete()
        if self.number == 0:
            yield Table(aligned=True, before=self.before)

    def _prose(self, group: list[str]) -> list[str]:
        """Lines without page numbers and without what ran along on the page before (headers, footers)."""
        return [
            line for line in group if _TITLE.search(line) or (line not in self.running and not _PAGE_NUMBER.match(line))
        ]

    def _continues(self, grid: Grid) -> bool:
        if not self.pieces or self.lines:
            return False
        last = self.pieces[-1].grid
        return abs(last.left - grid.left) < _ALIGNED and abs(last.right - grid.right) < _ALIGNED

    def _complete(self) -> Iterator[Table]:
        if self.pieces:
            self.number += 1
            table = _table(self.pieces, self.name, self.number)
            table.before, table.after = self.before, self.lines
            self.pieces = []
            yield table
        self.before, self.lines = self.lines, []


def _table(pieces: list[_Piece], name: str, number: int) -> Table:
    """The pieces under one another, their columns brought to one count."""
    xs = _columns(pieces)
    table = Table(aligned=True)
    for piece in pieces:
        if table.rows:
            table.seams.append(len(table.rows))
        first = len(table.rows)
        ys = sorted({region.top for region in piece.grid.regions})
        table.rows.extend([] for _ in ys)
        for region in sorted(piece.grid.regions, key=lambda r: (r.top, r.left)):
            row = first + bisect_left(ys, region.top)
            last = first + bisect_left(ys, region.bottom)
            left, right = _column(xs, region.left), _column(xs, region.right)
            origin = Origin(name, page=piece.page, table=number, row=row + 1, column=left + 1, box=_box(region))
            table.rows[row].append(Cell(region.text, row, left, max(1, last - row), max(1, right - left), origin))
    return table


def _columns(pieces: list[_Piece]) -> list[float]:
    found: list[float] = []
    for x in sorted({edge for p in pieces for r in p.grid.regions for edge in (r.left, r.right)}):
        if not found or x - found[-1] > _SAME_COLUMN:
            found.append(x)
    return found


def _column(xs: list[float], x: float) -> int:
    place = bisect_left(xs, x)
    if place == len(xs) or (place and x - xs[place - 1] <= xs[place] - x):
        place -= 1
    return place


def _box(region: Region) -> tuple[float, float, float, float]:
    return round(region.left, 1), round(region.top, 1), round(region.right, 1), round(region.bottom, 1)
