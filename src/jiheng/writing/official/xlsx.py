"""Official forms as a workbook, one form a sheet, laid out for A4; the header row repeats over pages."""

import io
import math
import re
from collections.abc import Iterable
from itertools import accumulate

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from jiheng.writing.official.measure import FONT_SIZE, POINTS_PER_MM, row_heights
from jiheng.writing.official.paper import Paper, PaperCell

_PIXELS_PER_POINT = 96 / 72
_HIGHEST_ROW = 400.0
"""Points; Excel knows no higher row than 409.5."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_A4 = 9


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of an xlsx. Every cell is text, so none can turn into a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    styles = _Styles(book)
    taken: set[str] = set()
    for paper in papers:
        project = next((cell.text for cell in paper.cells if cell.place == "project"), "")
        _sheet(book.add_worksheet(sheet_name(project, taken)), paper, styles)
    book.close()
    return out.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[bool, str], xlsxwriter.format.Format] = {}
        self.title = self._line("黑体", 16, "center")
        self.year = self._line("宋体", 11, "center")
        self.secrecy = self._line("黑体", 12, "left")

    def of(self, cell: PaperCell) -> xlsxwriter.format.Format:
        key = (cell.left_aligned, cell.open_side)
        if key not in self._made:
            look = {"font_name": "宋体", "font_size": FONT_SIZE, "border": 1, "text_wrap": True, "valign": "vcenter"}
            look["align"] = "left" if cell.left_aligned else "center"
            if cell.open_side:
                look[cell.open_side] = 0
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def _line(self, face: str, size: int, align: str) -> xlsxwriter.format.Format:
        return self._book.add_format({"font_name": face, "font_size": size, "align": align, "valign": "vcenter"})


def _sheet(sheet: xlsxwriter.worksheet.Worksheet, paper: Paper, styles: _Styles) -> None:
    _set_up(sheet, paper)
    last = len(paper.layout.widths) - 1
    top = 0
    for text, style, height in (
        (paper.secrecy, styles.secrecy, 20),
        (paper.title, styles.title, 30),
        (paper.year_line, styles.year, 20),
    ):
        if text:
            sheet.merge_range(top, 0, top, last, "", style)
            sheet.write_string(top, 0, text, style)
            sheet.set_row(top, height)
            top += 1
    heights = row_heights(paper)
    parts = [math.ceil(height / _HIGHEST_ROW) for height in heights]
    first = [top + before for before in accumulate(parts, initial=0)]
    for row, (points, number) in enumerate(zip(heights, parts, strict=True)):
        for part in range(number):
            sheet.set_row(first[row] + part, points / number)
    for cell in paper.cells:
        style = styles.of(cell)
        row, below, right = first[cell.row], first[cell.row + cell.rows] - 1, cell.column + cell.columns - 1
        if below > row or right > cell.column:
            sheet.merge_range(row, cell.column, below, right, "", style)
        sheet.write_string(row, cell.column, cell.text, style)
    sheet.repeat_rows(first[paper.heading_row])
    # figures are text on purpose, as printed: Excel need not mark each of them
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(first[-1], last)}"})


def _set_up(sheet: xlsxwriter.worksheet.Worksheet, paper: Paper) -> None:
    for column, width in enumerate(paper.layout.widths):
        sheet.set_column_pixels(column, column, round(width * POINTS_PER_MM * _PIXELS_PER_POINT))
    sheet.set_paper(_A4)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if paper.layout.orientation == "landscape":
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()


def sheet_name(project: str, taken: set[str]) -> str:
    """A name that Excel takes for the sheet of a project, unlike all in `taken`; adds it to them."""
    base = _FORBIDDEN.sub("", project)[:_LONGEST_NAME].strip() or "自评表"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
    taken.add(name.lower())
    return name
