"""旧版 Excel 工作簿 (xls) → a table a sheet, cells as shown, merged ranges and origin."""

from collections.abc import Iterator

import xlrd
from xlrd.formatting import std_format_strings

from jiheng.form import Origin
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.number_format import BUILTIN, Shown, show, show_text
from jiheng.reading.tables.table import Cell, Table


def tables(data: bytes, name: str) -> Iterator[Table]:
    """One table for each sheet that is shown and not empty. Raises Unreadable."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silent())
    except Exception as error:  # xlrd answers damaged files with errors of every kind
        if "encrypted" in str(error).lower():
            raise Unreadable("文件有打开密码", "请用 Excel/WPS 打开后取消密码、另存一份再试。") from error
        raise Unreadable(f"xls 文件读不出来（{error}）", "请用 Excel/WPS 打开后另存为 xlsx 再试。") from error
    for sheet in book.sheets():
        if sheet.visibility == 0 and (table := _table(book, sheet, name)).rows:
            yield table


class _Silent:
    """xlrd prints warnings about odd files; they are none of the user's concern."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return


def _table(book: xlrd.Book, sheet: xlrd.sheet.Sheet, name: str) -> Table:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, bottom, left, right in sheet.merged_cells:
        spans[top, left] = (bottom - top, right - left)
        covered.update((r, c) for r in range(top, min(bottom, sheet.nrows)) for c in range(left, right))
    covered -= spans.keys()
    table = Table(aligned=True)
    for row in range(sheet.nrows):
        cells = []
        for column in range(sheet.row_len(row)):
            if (row, column) in covered:
                continue
            text, doubt = _shown(book, sheet, row, column)
            if text or doubt:
                high, wide = spans.get((row, column), (1, 1))
                origin = Origin(name, sheet=sheet.name, row=row + 1, column=column + 1)
                cells.append(Cell(text, row, column, high, wide, origin, doubt))
        if cells:
            table.rows.append(cells)
    return table


def _shown(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> Shown:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        if not value and not getattr(sheet, "show_zero_values", True):
            return Shown("")
        return show(repr(value), _format(book, sheet, row, column), bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Shown("TRUE" if value else "FALSE")
    if kind == xlrd.XL_CELL_ERROR:
        return Shown(xlrd.error_text_from_code.get(int(value), ""))
    return Shown(show_text(str(value), _format(book, sheet, row, column))) if kind == xlrd.XL_CELL_TEXT else Shown("")


def _format(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> str:
    """The number format of a cell; what xlrd fills in for a number that the file does not explain is American."""
    key = book.xf_list[sheet.cell_xf_index(row, column)].format_key
    given = book.format_map[key].format_str
    if given is None or given == std_format_strings.get(key):
        return BUILTIN.get(key, given or "General")
    return str(given)
