"""A sheet that is a table: header, filter, print set-up; text always text; goes on in a next sheet when full."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jiheng.writing.text import clean
from jiheng.writing.workbook.style import FONT, Styles

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
MAX_LINKS = 65_000
"""Excel takes 65,530 links a sheet."""
MAX_HEIGHT = 409.0
"""The tallest row Excel knows, in points."""
_LINE, _PADDING = 13.5, 3.0
_ONE_LINE = ("line", "band_line", "picture")
TOO_LONG = "……（过长，此处截断）"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters and the style of its cells.

    `choices` is what people may pick in its cells. A column that is not `printed` is left off the paper; one
    that is not `shown` is for programs alone. Such columns stand last.
    """

    title: str
    width: float
    style: str = "text"
    choices: tuple[str, ...] = ()
    printed: bool = True
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a style of its own, or a link to a row of another table."""

    value: str | int | Decimal | None
    style: str | None = None
    link: str | None = None


Value = str | int | Decimal | Cell | None


def safe(text: str) -> str:
    """A text as a cell can hold it: no control characters, at most 32,767 UTF-16 units, never taken for mark-up."""
    text = clean(text)
    if len(text) * 2 > MAX_TEXT and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        kept = text.encode("utf-16-le")[: (MAX_TEXT - len(TOO_LONG)) * 2].decode("utf-16-le", "ignore")
        text = kept + TOO_LONG
    # The writer passes <r>…</r> through as mark-up of its own; a blank behind it keeps it text.
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many characters, a Chinese character counting two."""
    room = max(width - 1, 2)
    return sum(max(1, ceil(sum(2 if ord(char) > 0x2E7F else 1.1 for char in part) / room)) for part in text.split("\n"))


def put(sheet: Worksheet, styles: Styles, row: int, column: int, value: Value, style: str) -> None:
    """Write one cell: figures as numbers, text as text and nothing else, None as an empty cell."""
    cell = value if isinstance(value, Cell) else Cell(value)
    style = cell.style or style
    if cell.value is None or cell.value == "":
        sheet.write_blank(row, column, None, styles(style))
        return
    if cell.link:
        sheet.write_url(row, column, cell.link, styles(style), "")
    if not isinstance(cell.value, str):
        sheet.write_number(row, column, float(cell.value), styles(style, whole=cell.value == int(cell.value)))
    else:
        text = safe(cell.value)
        sheet.write_string(row, column, text, styles(style, text))


def set_up_page(sheet: Worksheet, title: str, pages_wide: int = 1) -> None:
    """A4 landscape, so many pages wide, with the sheet's name and the page number on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_header(f'&L&"{FONT}"&9{title}', {"margin": 0.3})
    sheet.set_footer(f'&C&"{FONT}"&9第 &P 页，共 &N 页', {"margin": 0.3})
    sheet.center_horizontally()
    sheet.hide_gridlines(2)


class TableSheet:
    """Rows under a header. `max_rows` counts the header; past it the table goes on in 名称（续2）.

    `frozen` is the number of columns that stay in view when the sheet is scrolled sideways and that are
    repeated when it is printed more than one page wide. Rows are made as high as their text needs, since
    not every program does that by itself.
    """

    def __init__(
        self,
        book: Workbook,
        styles: Styles,
        name: str,
        columns: Sequence[Column],
        *,
        frozen: int = 0,
        empty: str = "",
        max_rows: int = MAX_ROWS,
        pages_wide: int = 1,
        portrait: bool = False,
    ) -> None:
        self._portrait = portrait
        self._book, self._styles, self._name, self._columns = book, styles, name, columns
        self._frozen, self._empty, self._max_rows, self._pages_wide = frozen, empty, max_rows, pages_wide
        self._part = self._links = 0
        self._open()

    def _open(self) -> None:
        self._part += 1
        self._row, self._links = 1, 0
        name = self._name if self._part == 1 else f"{self._name}（续{self._part}）"
        self.sheet = self._book.add_worksheet(name)
        set_up_page(self.sheet, name, self._pages_wide)
        if self._portrait:
            self.sheet.set_portrait()
        self.sheet.repeat_rows(0)
        if self._pages_wide > 1 and self._frozen:
            self.sheet.repeat_columns(0, self._frozen - 1)
        self.sheet.freeze_panes(1, self._frozen)
        # Printed figures are kept as text on purpose; Excel need not mark every one of them.
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for index, column in enumerate(self._columns):
            self.sheet.set_column(index, index, column.width, None, {"hidden": not column.shown})
        self.sheet.set_row(0, 30)
        for index, column in enumerate(self._columns):
            put(self.sheet, self._styles, 0, index, column.title, "head")

    def add(self, values: Sequence[Value], *, level: int = 0) -> None:
        """Write the next row; `level` 1 folds it under the row above."""
        if self._row >= self._max_rows:
            self.close()
            self._open()
        self.sheet.set_row(self._row, self._height(values), None, {"level": level})
        for index, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            put(self.sheet, self._styles, self._row, index, self._linked(value), column.style)
        self._row += 1

    def _height(self, values: Sequence[Value]) -> float:
        most = 1
        for column, value in zip(self._columns, values, strict=True):
            text = value.value if isinstance(value, Cell) else value
            style = (value.style if isinstance(value, Cell) else None) or column.style
            if isinstance(text, str) and style not in _ONE_LINE:
                most = max(most, lines(text, column.width))
        return min(most * _LINE + _PADDING, MAX_HEIGHT)

    def _linked(self, value: Value) -> Value:
        """The value, without its link once the sheet holds as many as it may."""
        if not isinstance(value, Cell) or value.link is None:
            return value
        self._links += 1
        return value if self._links <= MAX_LINKS else Cell(value.value, value.style)

    def close(self) -> None:
        """Put the filter on, or say that there is nothing."""
        if self._row == 1:
            put(self.sheet, self._styles, 1, 0, self._empty, "note")
        else:
            self.sheet.autofilter(0, 0, self._row - 1, len(self._columns) - 1)
            for index, column in enumerate(self._columns):
                if column.choices:
                    rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
                    self.sheet.data_validation(1, index, self._row - 1, index, rule)
        printed = sum(column.printed for column in self._columns)
        if printed < len(self._columns):
            self.sheet.print_area(0, 0, max(self._row - 1, 1), printed - 1)
