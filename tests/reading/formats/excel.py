"""Paper → Excel workbook: one sheet a form, several on a sheet, figures as text or as true numbers."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from .paper import Paper

_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?$")
_SHARE = re.compile(r"(\d+(?:\.(\d+))?)%$")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.(\d+))?$")


@dataclass(frozen=True)
class Excel:
    """A way to write a workbook."""

    numbers: bool = False
    """Figures, amounts and shares as true numbers with a format."""
    formulas: bool = False
    """The true numbers as formulas with the value that Excel last computed."""
    rich: bool = False
    """Texts in runs of several fonts."""
    together: str = "sheets"
    """Several forms: a sheet each, stacked on one sheet, or side by side."""
    offset: tuple[int, int] = (0, 0)
    """Row and column where the form begins."""
    gap: int = 2
    hidden: bool = False
    """A hidden sheet with another form before, hidden rows and columns with notes between."""


def workbook(papers: Sequence[Paper], way: Excel | None = None) -> bytes:
    """The papers as xlsx."""
    way = way or Excel()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    painter = _Painter(book, way)
    row, column = way.offset
    sheet = None
    if way.hidden:
        cover = book.add_worksheet("封面")
        cover.write(0, 0, "本簿仅供测试")
        other = book.add_worksheet("旧稿")
        painter.paint(other, papers[0], 0, 0)
        other.hide()
    for paper in papers:
        if sheet is None or way.together == "sheets":
            sheet = book.add_worksheet()
            row, column = way.offset
        last = painter.paint(sheet, paper, row, column)
        if way.together == "stacked":
            row = last + way.gap
        else:
            column += len(paper.widths) + way.gap
    book.close()
    return buffer.getvalue()


class _Painter:
    def __init__(self, book: xlsxwriter.Workbook, way: Excel) -> None:
        self.book, self.way = book, way
        self.formats: dict[str, Any] = {}

    def paint(self, sheet: Any, paper: Paper, row: int, column: int) -> int:
        """Write a paper from that cell on; returns the first row below it."""
        wide = len(paper.widths)
        for line in paper.above:
            sheet.merge_range(row, column, row, column + wide - 1, line, self.format())
            row += 1
        for place in paper.placed():
            first, left, box = row + place.row, column + place.column, place.box
            if box.wide > 1 or box.high > 1:
                sheet.merge_range(first, left, first + box.high - 1, left + box.wide - 1, "", self.format())
            self.write(sheet, first, left, box.text)
        row += len(paper.rows)
        for line in paper.below:
            sheet.write_string(row, column, line)
            row += 1
        for place, width in enumerate(paper.widths):
            sheet.set_column(column + place, column + place, width * 10)
        return row

    def write(self, sheet: Any, row: int, column: int, text: str) -> None:
        """A cell as the way says."""
        number = typed(text) if self.way.numbers else None
        if number is not None and self.way.formulas:
            sheet.write_formula(row, column, "=ROUND(SUM(0),2)", self.format(number[1]), number[0])
        elif number is not None:
            sheet.write_number(row, column, number[0], self.format(number[1]))
        elif self.way.rich and len(text) > 2:
            bold = self.book.add_format({"bold": True})
            sheet.write_rich_string(row, column, text[:1], bold, text[1:-1], text[-1:], self.format())
        elif text:
            sheet.write_string(row, column, text, self.format())
        else:
            sheet.write_blank(row, column, None, self.format())

    def format(self, number_format: str = "General") -> Any:
        """A cell format, one for each number format."""
        if number_format not in self.formats:
            settings = {"num_format": number_format, "border": 1, "text_wrap": True}
            self.formats[number_format] = self.book.add_format(settings)
        return self.formats[number_format]


def typed(text: str) -> tuple[float, str] | None:
    """The number that a text shows, and the format in which it shows it so."""
    if _PLAIN.match(text):
        places = len(text.partition(".")[2])
        return float(text), f"0.{'0' * places}" if places and text.endswith("0") else "General"
    if match := _SHARE.match(text):
        return float(match[1]) / 100, f"0.{'0' * len(match[2])}%" if match[2] else "0%"
    if match := _AMOUNT.match(text):
        return float(text.replace(",", "")), f"#,##0.{'0' * len(match[1])}" if match[1] else "#,##0"
    return None
