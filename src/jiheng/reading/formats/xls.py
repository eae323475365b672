"""旧版 Excel 工作簿 (xls) → a table a sheet, cells as shown, merged ranges and origin."""

from collections.abc import Iterator, Sequence

import xlrd
from xlrd.formatting import std_format_strings

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.number_format import BUILTIN, Shown, show
from jiheng.reading.formats.sheet_table import SheetTable, error, struck_out, words
from jiheng.reading.tables.runs import Run, joined
from jiheng.reading.tables.symbol_fonts import in_font
from jiheng.reading.tables.table import Table

_SUPERSCRIPT = 1


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
    table = SheetTable(name, sheet.name)
    table.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    table.hidden_columns = sorted(
        (c + 1, c + 1) for c, info in sheet.colinfo_map.items() if info.hidden or not info.width
    )
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            if (row, column) not in covered:
                shown = _shown(book, sheet, row, column)
                if shown.text or shown.doubt:
                    table.add(row + 1, column + 1, shown, *spans.get((row, column), (1, 1)))
    return table.finish()


def _shown(book: xlrd.Book, sheet: xlrd.sheet.Sheet, row: int, column: int) -> Shown:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return Shown("")
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    is_struck = bool(book.font_list[style.font_index].struck_out)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        if not value and not getattr(sheet, "show_zero_values", True):
            return Shown("")
        shown = show(repr(value), _format(book, style.format_key), bool(book.datemode))
    elif kind == xlrd.XL_CELL_BOOLEAN:
        shown = Shown("TRUE" if value else "FALSE")
    elif kind == xlrd.XL_CELL_ERROR:
        shown = error(xlrd.error_text_from_code.get(int(value), ""))
    else:
        text, doubt = str(value), None
        if listed := sheet.rich_text_runlist_map.get((row, column)):
            text, doubt = joined(_runs(book, listed, text))
        text = in_font(text, str(book.font_list[style.font_index].name))
        shown = words(text, _format(book, style.format_key))
        shown = Shown(shown.text, doubt) if doubt else shown
    return struck_out(shown) if is_struck else shown


def _runs(book: xlrd.Book, listed: Sequence[tuple[int, int]], text: str) -> Iterator[Run]:
    """The text of a cell in runs of one font; the first run has the font of the cell."""
    begins = [begin for begin, _ in listed] + [len(text)]
    yield Run(text[: begins[0]])
    for (begin, number), end in zip(listed, begins[1:], strict=True):
        font = book.font_list[number] if number < len(book.font_list) else None
        name = str(font.name) if font else ""
        yield Run(
            in_font(text[begin:end], name),
            bool(font and font.struck_out),
            bool(font and font.escapement == _SUPERSCRIPT),
        )


def _format(book: xlrd.Book, key: int) -> str:
    """A number format by its number; what xlrd fills in for one that the file does not explain is American."""
    given = book.format_map[key].format_str
    if given is None or given == std_format_strings.get(key):
        return BUILTIN.get(key, given or "General")
    return str(given)
