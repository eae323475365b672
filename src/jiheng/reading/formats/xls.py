"""旧版 Excel 工作簿 (xls) → a table a sheet, cells as shown, merged ranges and origin."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product
from typing import NamedTuple

import xlrd
from xlrd.formatting import std_format_strings

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats import xls_boxes, xls_formulas
from jiheng.reading.formats.number_format import BUILTIN, Shown, show
from jiheng.reading.formats.sheet_table import IN_BOX, SheetTable, Style, boxes_by_cell, error, styled, under_box, words
from jiheng.reading.formats.uncomputed import Place, said
from jiheng.reading.tables.runs import Run, joined
from jiheng.reading.tables.symbol_fonts import in_font, is_symbol
from jiheng.reading.tables.table import Table

_SUPERSCRIPT = 1
_WHITE = (255, 255, 255)
_SOLID = 1
_SINGLE = (1, 1)
_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def tables(data: bytes, name: str) -> Iterator[Table]:
    """One table for each sheet that is shown and not empty. Raises Unreadable."""
    try:
        # opened on demand, the book keeps its stream, which holds of the formulas what xlrd leaves out
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silent(), on_demand=True)
        sheets = book.sheets()
        suspected, over = xls_formulas.suspected(book), xls_boxes.boxes(book)
    except Exception as error:  # xlrd answers damaged files with errors of every kind
        if "encrypted" in str(error).lower():
            raise Unreadable("文件有打开密码", "请用 Excel/WPS 打开后取消密码、另存一份再试。") from error
        raise Unreadable("xls 文件读不出来", "请用 Excel/WPS 打开后另存为 xlsx 再试。") from error
    shared = _Book(book)
    if suspected:
        from jiheng.reading.formats import xlsx  # hardly any workbook needs it

        shared.suspected, shared.results = suspected, xlsx.computed(data, name, suspected)
    for sheet in sheets:
        if sheet.visibility == 0 and (table := _table(shared, sheet, name, over.get(sheet.name, {}))).rows:
            yield table


class _Silent:
    """xlrd prints warnings about odd files; they are none of the user's concern."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return


class _Font(NamedTuple):
    """What of a font decides what is read of a run of text."""

    name: str = ""
    struck: bool = False
    raised: bool = False


class _Book:
    """An open workbook: what all of its sheets share, worked out once."""

    def __init__(self, book: xlrd.Book) -> None:
        self.from_1904 = bool(book.datemode)
        self.fonts = [
            _Font(
                str(font.name) if is_symbol(str(font.name)) else "",
                bool(font.struck_out),
                bool(font.escapement == _SUPERSCRIPT),
            )
            for font in book.font_list
        ]
        self.special = {number for number, font in enumerate(self.fonts) if font != _PLAIN}
        """The fonts that decide what is read of a text."""
        self.styles = [self._style(book, style) for style in book.xf_list]
        self.known: dict[tuple[int, float | str, int], Shown] = {}
        """What cells show, by the kind of their value, the value and their style; the same come back in every form."""
        self.suspected: Set[Place] = frozenset()
        self.results: Mapping[Place, tuple[str, str]] | None = None

    def _style(self, book: xlrd.Book, style: xlrd.formatting.XF) -> Style:
        font = self.fonts[style.font_index] if style.font_index < len(self.fonts) else _Font()
        return Style(_format(book, style.format_key), font.struck, font.name, _is_unseen(book, style))

    def shown(self, sheet: xlrd.sheet.Sheet, row: int, column: int, kind: int, value: float | str) -> Shown:
        """The text that a cell which is not empty shows."""
        style = sheet.cell_xf_index(row, column)
        if self.suspected and (sheet.name, row + 1, column + 1) in self.suspected:
            return self._suspected(sheet, row, column, kind, value)
        shown = self._shown(sheet, row, column, kind, value, self.styles[style])
        listed = sheet.rich_text_runlist_map.get((row, column))
        if value and (not listed or self.are_plain(listed)):  # whether a 0 shows, the sheet says
            self.known[kind, value, style] = shown
        return shown

    def _suspected(self, sheet: xlrd.sheet.Sheet, row: int, column: int, kind: int, value: float | str) -> Shown:
        """What a cell shows whose formula may not have been computed."""
        from jiheng.reading.formats import xlsx

        style = self.styles[sheet.cell_xf_index(row, column)]
        stored = self._shown(sheet, row, column, kind, value, style)
        found = (self.results or {}).get((sheet.name, row + 1, column + 1))
        return said(stored, xlsx.worked_out(found, style, self.from_1904), self.results is not None)

    def _shown(
        self, sheet: xlrd.sheet.Sheet, row: int, column: int, kind: int, value: float | str, style: Style
    ) -> Shown:
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            if not value and not getattr(sheet, "show_zero_values", True):
                return Shown("")
            shown = show(repr(value), style.code, self.from_1904)
        elif kind == xlrd.XL_CELL_BOOLEAN:
            shown = Shown("TRUE" if value else "FALSE")
        elif kind == xlrd.XL_CELL_ERROR:
            shown = error(xlrd.error_text_from_code.get(int(value), ""))
        else:
            shown = self._worded(str(value), sheet.rich_text_runlist_map.get((row, column)), style)
        return styled(shown, style)

    def _worded(self, text: str, listed: Sequence[tuple[int, int]] | None, style: Style) -> Shown:
        """What a cell with words shows; `listed` says where the font changes to which."""
        doubt = None
        if listed and not self.are_plain(listed):
            text, doubt = joined(self._runs(listed, text))
        shown = words(in_font(text, style.font), style.code)
        return Shown(shown.text, doubt) if doubt else shown

    def are_plain(self, listed: Sequence[tuple[int, int]]) -> bool:
        """Whether no font that a text changes to decides what is read of it."""
        return self.special.isdisjoint([number for _, number in listed])

    def _font(self, number: int) -> _Font:
        return self.fonts[number] if number < len(self.fonts) else _PLAIN

    def _runs(self, listed: Sequence[tuple[int, int]], text: str) -> Iterator[Run]:
        """The text of a cell in runs of one font; the first run has the font of the cell."""
        begins = [begin for begin, _ in listed] + [len(text)]
        yield Run(text[: begins[0]])
        for (begin, number), end in zip(listed, begins[1:], strict=True):
            font = self._font(number)
            yield Run(in_font(text[begin:end], font.name), font.struck, font.raised)


_PLAIN = _Font()


def _is_unseen(book: xlrd.Book, style: xlrd.formatting.XF) -> bool:
    """Whether a style writes white letters on white."""
    fonts, ground = book.font_list, style.background
    if ground is None or style.font_index >= len(fonts):
        return False
    if book.colour_map.get(fonts[style.font_index].colour_index) != _WHITE:
        return False
    return not ground.fill_pattern or (
        ground.fill_pattern == _SOLID and book.colour_map.get(ground.pattern_colour_index) == _WHITE
    )


def _table(book: _Book, sheet: xlrd.sheet.Sheet, name: str, boxes: Mapping[tuple[int, int], str]) -> Table:
    """The table of a sheet; `boxes` are the texts over it, by row and column from 1."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, bottom, left, right in sheet.merged_cells:
        spans[top, left] = (bottom - top, right - left)
        covered.update(product(range(top, min(bottom, sheet.nrows)), range(left, right)))
    covered -= spans.keys()
    table = SheetTable(name, sheet.name)
    table.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    table.hidden_columns = sorted(
        (c + 1, c + 1) for c, info in sheet.colinfo_map.items() if info.hidden or not info.width
    )
    rich = {place for place, listed in sheet.rich_text_runlist_map.items() if not book.are_plain(listed)}
    may_be_known = not book.suspected
    over = boxes_by_cell(
        {(row - 1, column - 1): text for (row, column), text in boxes.items()}, covered.__contains__, spans
    )
    for row in range(sheet.nrows):
        values = sheet.row_values(row)
        for column, kind in enumerate(sheet.row_types(row)):
            if kind in _NOTHING or (place := (row, column)) in covered:
                continue
            known = None
            if may_be_known and place not in rich:
                known = book.known.get((kind, values[column], sheet.cell_xf_index(row, column)))
            shown = known or book.shown(sheet, row, column, kind, values[column])
            if over and shown.text and place in over:
                shown = under_box(shown, over.pop(place))
            if shown.text or shown.doubt:
                table.add(row + 1, column + 1, shown, *spans.get(place, _SINGLE))
    for (row, column), text in over.items():
        table.is_mixed = True
        table.add(row + 1, column + 1, Shown(text, IN_BOX), *spans.get((row, column), _SINGLE))
    return table.finish()


def _format(book: xlrd.Book, key: int) -> str:
    """A number format by its number; what xlrd fills in for one that the file does not explain is American."""
    given = book.format_map[key].format_str
    if given is None or given == std_format_strings.get(key):
        return BUILTIN.get(key, given or "General")
    return str(given)
