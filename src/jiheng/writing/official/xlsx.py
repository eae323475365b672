"""Official forms as a workbook, one form a sheet, laid out for A4; the header row repeats over pages."""

import io
import math
from collections.abc import Iterable, Mapping
from itertools import accumulate

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from jiheng.form import Place
from jiheng.trouble import Trouble
from jiheng.writing.official.measure import FONT_SIZE, POINTS_PER_MM, row_heights
from jiheng.writing.official.names import sheet_name
from jiheng.writing.official.paper import Paper, PaperCell

_PIXELS_PER_POINT = 96 / 72
_HIGHEST_ROW = 400.0
"""Points; Excel knows no higher row than 409.5."""
_A4 = 9
_LONGEST_TEXT = 32767


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of an xlsx. Every cell is text, so none can turn into a formula. Raises Trouble."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    styles = Styles(book)
    taken: set[str] = set()
    for paper in papers:
        project = next((cell.text for cell in paper.cells if cell.place == Place.single("project")), "")
        _sheet(book.add_worksheet(sheet_name(project, taken)), paper, styles)
    book.close()
    return out.getvalue()


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], xlsxwriter.format.Format] = {}
        self.title = self._line("黑体", 16, "center")
        self.year = self._line("宋体", 11, "center")
        self.secrecy = self._line("黑体", 12, "left")

    def of(self, cell: PaperCell, **more: object) -> xlsxwriter.format.Format:
        """The format of a cell, with further properties of xlsxwriter's."""
        key = (cell.left_aligned, cell.open_side, *more.items())
        if key not in self._made:
            look = {"font_name": "宋体", "font_size": FONT_SIZE, "border": 1, "text_wrap": True, "valign": "vcenter"}
            look["align"] = "left" if cell.left_aligned else "center"
            if cell.open_side:
                look[cell.open_side] = 0
            self._made[key] = self._book.add_format({**look, **more})
        return self._made[key]

    def _line(self, face: str, size: int, align: str) -> xlsxwriter.format.Format:
        return self._book.add_format({"font_name": face, "font_size": size, "align": align, "valign": "vcenter"})


class Ground:
    """Where the cells of a form stand on a sheet: title lines above, a tall row of paper over several rows."""

    def __init__(self, paper: Paper, styles: Styles, least: Mapping[Place, float] | None = None) -> None:
        """`least` are heights in points that cells want at least, by their place."""
        self.lines = [
            line
            for line in (
                (paper.secrecy, styles.secrecy, 20),
                (paper.title, styles.title, 30),
                (paper.year_line, styles.year, 20),
            )
            if line[0]
        ]
        self.heights = row_heights(paper)
        for cell in paper.cells:
            self.heights[cell.row] = max(
                self.heights[cell.row], least.get(cell.place, 0.0) if least and cell.place else 0.0
            )
        self.parts = [math.ceil(height / _HIGHEST_ROW) for height in self.heights]
        self.first = [len(self.lines) + before for before in accumulate(self.parts, initial=0)]

    def area(self, cell: PaperCell) -> tuple[int, int, int, int]:
        """First row, first column, last row and last column of a cell, from 0."""
        below = self.first[cell.row + cell.rows] - 1
        return self.first[cell.row], cell.column, below, cell.column + cell.columns - 1

    def reference(self, cell: PaperCell) -> str:
        """The cell as a formula names it: $F$5."""
        row, column, _, _ = self.area(cell)
        return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def lay_ground(sheet: xlsxwriter.worksheet.Worksheet, paper: Paper, ground: Ground) -> None:
    """Page, columns, rows and the lines above the table; the cells are the caller's."""
    _set_up(sheet, paper)
    last = len(paper.layout.widths) - 1
    for row, (text, style, height) in enumerate(ground.lines):
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, text, style)
        sheet.set_row(row, height)
    for row, (points, number) in enumerate(zip(ground.heights, ground.parts, strict=True)):
        for part in range(number):
            sheet.set_row(ground.first[row] + part, points / number)
    sheet.repeat_rows(ground.first[paper.heading_row], ground.first[paper.heading_row + paper.heading_rows] - 1)
    # figures are text on purpose, as printed: Excel need not mark each of them
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(ground.first[-1], last)}"})


def merge(
    sheet: xlsxwriter.worksheet.Worksheet, area: tuple[int, int, int, int], style: xlsxwriter.format.Format
) -> None:
    """Join the cells of an area, where it has more than one."""
    if area[:2] != area[2:]:
        sheet.merge_range(*area, "", style)


def _sheet(sheet: xlsxwriter.worksheet.Worksheet, paper: Paper, styles: Styles) -> None:
    ground = Ground(paper, styles)
    lay_ground(sheet, paper, ground)
    for cell in paper.cells:
        if len(cell.text) > _LONGEST_TEXT:
            raise Trouble(
                f"“{cell.text[:20]}……”有 {len(cell.text)} 个字，Excel 一格最多 {_LONGEST_TEXT} 个字",
                "请缩短这段文字，或写成 .docx。",
            )
        area, style = ground.area(cell), styles.of(cell)
        merge(sheet, area, style)
        sheet.write_string(*area[:2], cell.text, style)


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
