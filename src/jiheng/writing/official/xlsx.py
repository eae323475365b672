"""Official forms as a workbook, one form a sheet, laid out for A4."""

import io
import re
from collections.abc import Iterable

import xlsxwriter

from jiheng.writing.official.paper import Paper

_MM_PER_CHARACTER = 2.0
_LINE_POINTS = 14.0
_CHARACTER_MM = 3.4
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of an xlsx. Every cell is text, so none can turn into a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    base = {"font_name": "宋体", "font_size": 9, "border": 1, "text_wrap": True, "valign": "vcenter"}
    centred, left = book.add_format({**base, "align": "center"}), book.add_format({**base, "align": "left"})
    heading = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
    year = book.add_format({"font_name": "宋体", "font_size": 11, "align": "center", "valign": "vcenter"})
    taken: set[str] = set()
    for paper in papers:
        sheet = book.add_worksheet(_sheet_name(paper, taken))
        _set_up(sheet, paper)
        last = len(paper.layout.widths) - 1
        sheet.merge_range(0, 0, 0, last, "", heading)
        sheet.write_string(0, 0, paper.title, heading)
        sheet.set_row(0, 26)
        top = 1
        if paper.year_line:
            sheet.merge_range(1, 0, 1, last, "", year)
            sheet.write_string(1, 0, paper.year_line, year)
            top = 2
        for cell in paper.cells:
            style = left if cell.left_aligned else centred
            row, right = top + cell.row, cell.column + cell.columns - 1
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_range(row, cell.column, row + cell.rows - 1, right, "", style)
            sheet.write_string(row, cell.column, cell.text, style)
        for number, height in enumerate(_heights(paper)):
            sheet.set_row(top + number, height)
        sheet.repeat_rows(top + paper.heading_row)
    book.close()
    return out.getvalue()


def _set_up(sheet: xlsxwriter.worksheet.Worksheet, paper: Paper) -> None:
    for column, width in enumerate(paper.layout.widths):
        sheet.set_column(column, column, width / _MM_PER_CHARACTER)
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    if paper.layout.orientation == "landscape":
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()


def _heights(paper: Paper) -> list[float]:
    """A height for each row in points, so that wrapped text is seen whole: merged cells do not grow by themselves."""
    heights = [_LINE_POINTS + 4] * paper.height
    for cell in sorted(paper.cells, key=lambda cell: cell.rows):
        width = sum(paper.layout.widths[cell.column : cell.column + cell.columns])
        per_line = max(1, int((width - 1.5) / _CHARACTER_MM))
        length = sum(1.0 if ord(character) > 0x2E7F else 0.55 for character in cell.text)
        needed = _LINE_POINTS * (1 + int(length / per_line)) + 4
        own = sum(heights[cell.row : cell.row + cell.rows])
        if needed > own:
            share = (needed - own) / cell.rows
            for row in range(cell.row, cell.row + cell.rows):
                heights[row] = min(400.0, heights[row] + share)
    return heights


def _sheet_name(paper: Paper, taken: set[str]) -> str:
    project = next((cell.text for cell in paper.cells if cell.place == "project"), "")
    base = _FORBIDDEN.sub("", project)[:_LONGEST_NAME].strip() or "自评表"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        name = f"{base[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
    taken.add(name.lower())
    return name
