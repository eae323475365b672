"""Lists as workbooks: a heading row that stays, text as text, figures as figures."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter

from jiheng.writing.workbook.new import AS_TEXT

Row = Sequence[str | int | Decimal | None]


class SheetOut(NamedTuple):
    """A sheet: its name, the head of each column with its width in characters, the rows."""

    name: str
    columns: Mapping[str, int]
    rows: Iterable[Row]


def workbook(*sheets: SheetOut) -> bytes:
    """The sheets as xlsx; no text becomes a formula or a link."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_TEXT) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E6EEF6", "text_wrap": True})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, bold, text)
    return buffer.getvalue()


def _write(page: "xlsxwriter.worksheet.Worksheet", sheet_out: SheetOut, bold: object, text: object) -> None:
    for column, (head, width) in enumerate(sheet_out.columns.items()):
        page.set_column(column, column, width)
        page.write_string(0, column, head, bold)
    for number, row in enumerate(sheet_out.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, column, value, text)
            elif value is not None:
                page.write_number(number, column, value, text)
    page.freeze_panes(1, 0)
