"""Excel 工作簿 (xlsx, xlsm) → a table a sheet, cells as shown, merged ranges and origin.

The sheet's XML is read directly: no macro is run, no formula computed, no outside link followed;
what Excel last showed is what is read.
"""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from jiheng.expression import expression
from jiheng.reading.files.package import REL_ID, Package, open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats import office
from jiheng.reading.formats.number_format import BUILTIN, Shown, show
from jiheng.reading.formats.sheet_table import SheetTable, error, is_picture, picture, struck_out, words
from jiheng.reading.tables.runs import Run, joined
from jiheng.reading.tables.symbol_fonts import in_font, is_symbol
from jiheng.reading.tables.table import Table

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_C, _V, _F, _T, _R = f"{_S}c", f"{_S}v", f"{_S}f", f"{_S}t", f"{_S}r"
_REFERENCE = expression(r"([A-Z]{1,3})([0-9]{1,7})$")
_SMALL, _MOST_CELLS = 2_000, 400_000
"""Merged ranges of more cells are kept as ranges, and all ranges after so many cells."""
_MOST_GREAT = 1000
"""Merged ranges kept as ranges that a sheet may have."""
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}
_TYPED_SHARE = expression(r"[0-9]+(?:\.[0-9]+)?%")
"""A formula that is nothing but a share: a target of =100% typed into a cell."""
_ESCAPED = expression(r"_x([0-9A-Fa-f]{4})_")
_ON = ("1", "true", "on")
_EPOCH = datetime.datetime(1899, 12, 30)
_NOT_COMPUTED = "公式没有算过（由程序写出），文件里没有结果：请用 Excel/WPS 打开、保存一次再试"
_COMPUTED = "公式没有算过（由程序写出），这里的数由 LibreOffice 算出，请核对"
_WORKBOOK, _TEXTS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"

Place = tuple[str, int, int]
"""Title of a sheet, row, column."""


class Style(NamedTuple):
    """What of a cell's style decides what is read: its number format, and whether its text is struck through."""

    code: str = "General"
    struck: bool = False
    font: str = ""
    """The name of its font where that shows signs in place of letters."""


PLAIN = Style()


def tables(data: bytes, name: str) -> Iterator[Table]:
    """One table for each sheet that is shown and not empty. Raises Unreadable."""
    yield from _tables(data, name)


def whole_tables(data: bytes, name: str) -> Iterator[Table]:
    """The same with hidden rows and columns: of a workbook of our own that people have filtered. Raises Unreadable."""
    yield from _tables(data, name, with_hidden=True)


def _tables(data: bytes, name: str, with_hidden: bool = False) -> Iterator[Table]:
    book = _Book(open_package(data))
    found = [_table(book, root, name, title, with_hidden) for title, root in book.sheets()]
    if book.not_computed():
        book.results = _computed(data, name, book)
        found = [_table(book, root, name, title, with_hidden) for title, root in book.sheets()]
    yield from (table for table in found if table.rows)


class _Book:
    """An open workbook: what all of its sheets share, and what its formulas lack."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main(_WORKBOOK)
        self.root = package.xml(self.part)
        settings, calculation = self.root.find(f"{_S}workbookPr"), self.root.find(f"{_S}calcPr")
        self.from_1904 = settings is not None and settings.get("date1904") in _ON
        self.texts, self.styles = shared_texts(package), styles_of(package)
        self.is_written_by_program = calculation is not None and calculation.get("fullCalcOnLoad") in _ON
        """Whether what is stored of formulas may be a mere 0 until the workbook is opened."""
        self.lacking: set[Place] = set()
        self.zeros: set[Place] = set()
        self.has_results = False
        self.results: dict[Place, tuple[str, str]] | None = None

    def sheets(self) -> Iterator[tuple[str, etree._Element]]:
        """Title and root of each sheet that is shown."""
        targets = self.package.relations(self.part)
        for sheet in self.root.iter(f"{_S}sheet"):
            part = targets.get(sheet.get(REL_ID, ""), "")
            if part in self.package and sheet.get("state", "visible") == "visible":
                yield sheet.get("name", ""), self.package.xml(part)

    def not_computed(self) -> set[Place]:
        """The formulas without a result, where there are any."""
        if self.is_written_by_program and not self.has_results:
            self.lacking |= self.zeros
        return self.lacking

    def formula(self, place: Place, kind: str, raw: str | None) -> None:
        """Take note of what is stored of a formula."""
        if not raw and kind != "str":
            self.lacking.add(place)
        elif raw == "0":
            self.zeros.add(place)
        else:
            self.has_results = True


def _computed(data: bytes, name: str, book: _Book) -> dict[Place, tuple[str, str]]:
    """Kind and value of the formulas without a result, worked out by LibreOffice where it is installed."""
    if office.program() is None:
        return {}
    try:
        other = _Book(open_package(office.convert(data, name, target="xlsx")[0]))
        found = {}
        for title, root in other.sheets():
            for c in root.iter(_C):
                place = (title, *row_and_column(c.get("r")))
                raw = c.findtext(_V)
                if place in book.lacking and raw:
                    is_shared = c.get("t") == "s" and raw.isdecimal() and int(raw) < len(other.texts)
                    found[place] = ("str", other.texts[int(raw)].text) if is_shared else (c.get("t", "n"), raw)
    except Unreadable:
        return {}
    return found


def shared_texts(package: Package) -> list[Shown]:
    """The texts that cells refer to by number."""
    part = next(iter(package.related(package.main(_WORKBOOK), "sharedStrings")), _TEXTS)
    return [_rich(item) for item in package.xml(part).iter(f"{_S}si")] if part in package else []


def _rich(item: etree._Element) -> Shown:
    """The text of a shared or inline string; phonetic runs are left out."""
    runs = []
    for child in item:
        if child.tag == _T:
            runs.append(Run(_clean(child.text)))
        elif child.tag == _R:
            text = _clean("".join(t.text or "" for t in child.iterchildren(_T)))
            properties = child.find(f"{_S}rPr")
            if properties is None:
                runs.append(Run(text))
            else:
                raised = properties.find(f"{_S}vertAlign")
                is_raised = raised is not None and raised.get("val") == "superscript"
                text = in_font(text, _value_of(properties, "rFont"))
                runs.append(Run(text, _is_struck(properties), is_raised))
        elif child.tag == f"{_S}is":
            return _rich(child)
    return Shown(runs[0].text) if len(runs) == 1 and runs[0][1:] == (False, False) else Shown(*joined(runs))


def _is_struck(properties: etree._Element) -> bool:
    strike = properties.find(f"{_S}strike")
    return strike is not None and strike.get("val", "1") in _ON


def _value_of(properties: etree._Element, name: str) -> str:
    found = properties.find(f"{_S}{name}")
    return "" if found is None else found.get("val", "")


def _clean(text: str | None) -> str:
    """A text with its escaped characters (_x000D_, _x005F_: ECMA-376 part 1, 22.9.2.19) as they are."""
    text = text or ""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r", "")


def styles_of(package: Package) -> list[Style]:
    """What counts of each cell style, by its number."""
    part = next(iter(package.related(package.main(_WORKBOOK), "styles")), _STYLES)
    if part not in package:
        return []
    root = package.xml(part)
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(f"{_S}numFmt")}
    fonts = root.find(f"{_S}fonts")
    listed = list(fonts) if fonts is not None else []
    struck = {str(i) for i, font in enumerate(listed) if _is_struck(font)}
    signs = {str(i): name for i, font in enumerate(listed) if is_symbol(name := _value_of(font, "name"))}
    styles = root.find(f"{_S}cellXfs")
    found = []
    for xf in styles if styles is not None else ():
        number = xf.get("numFmtId", "0")
        code = own.get(number) or BUILTIN.get(int(number) if number.isdecimal() else 0, "General")
        font = xf.get("fontId", "0")
        found.append(Style(code, font in struck, signs.get(font, "")))
    return found


def _table(book: _Book, root: etree._Element, name: str, title: str, with_hidden: bool = False) -> Table:
    spans, covered = _merges(root)
    table = SheetTable(name, title)
    if not with_hidden:
        _find_hidden(root, table)
    shows_zeros = not any(view.get("showZeros") in ("0", "false") for view in root.iter(f"{_S}sheetView"))
    row_number = 0
    for row in root.iter(f"{_S}row"):
        row_number = _number(row.get("r")) or row_number + 1
        column = 0
        for c in row:
            if c.tag != _C:
                continue
            column = _column(c.get("r")) or column + 1
            place = (row_number, column)
            if not len(c) or place in covered:
                continue
            text = _with_formula(c, book, (title, *place)) if c[0].tag == _F else _shown_in(c, book)
            if (text.text or text.doubt) and (shows_zeros or not _is_zero(c)):
                table.add(row_number, column, text, *spans.get(place, (1, 1)))
    return table.finish()


def _find_hidden(root: etree._Element, table: SheetTable) -> None:
    for column in root.iter(f"{_S}col"):
        first, last = column.get("min", ""), column.get("max", "")
        hidden = column.get("hidden") in _ON or _is_nothing(column.get("width"))
        if hidden and first.isdecimal() and last.isdecimal():
            table.hidden_columns.append((int(first[:6]), int(last[:6])))
    table.hidden_columns.sort()
    for row in root.iter(f"{_S}row"):
        if (row.get("hidden") in _ON or _is_nothing(row.get("ht"))) and (number := _number(row.get("r"))):
            table.hidden_rows.add(number)


def _is_nothing(size: str | None) -> bool:
    """Whether a height or width is given as 0."""
    return bool(size) and not (size or "").strip("0.")


def _is_zero(c: etree._Element) -> bool:
    """Whether a cell holds the number 0, which a sheet may be set not to show."""
    raw = c.findtext(_V) or ""
    try:
        return c.get("t", "n") == "n" and float(raw) == 0
    except ValueError:
        return False


def _shown_in(c: etree._Element, book: _Book) -> Shown:
    return shown(c, book.texts, book.styles, book.from_1904)


def _with_formula(c: etree._Element, book: _Book, place: Place) -> Shown:
    """What a cell with a formula shows: the result that is stored or, where there is none, was worked out."""
    formula = (c.findtext(_F) or "").strip()
    if _TYPED_SHARE.fullmatch(formula):
        return Shown("=" + formula)
    if is_picture(formula):
        return picture()
    if book.results is None:
        book.formula(place, c.get("t", "n"), c.findtext(_V))
        return _shown_in(c, book)
    if place not in book.lacking:
        return _shown_in(c, book)
    if place not in book.results:
        return Shown("", _NOT_COMPUTED)
    kind, raw = book.results[place]
    text, doubt = _valued(kind, raw, _style(c, book.styles), book.from_1904)
    return Shown(text, "；".join(filter(None, (doubt, _COMPUTED))))


def shown(c: etree._Element, texts: list[Shown], styles: list[Style], from_1904: bool) -> Shown:
    """The text that a cell shows."""
    kind, style = c.get("t", "n"), _style(c, styles)
    if kind == "e" and c.get("vm"):  # Excel 365 keeps a picture in a cell as a rich value behind an error value
        return picture()
    if kind == "inlineStr":
        text = _worded(_rich(c), style)
    else:
        raw = c.findtext(_V)
        if not raw:
            return Shown("")
        if kind == "s":
            is_there = raw.isdecimal() and int(raw) < len(texts)
            text = _worded(texts[int(raw)], style) if is_there else Shown("")
        else:
            text = _valued(kind, raw, style, from_1904)
    return struck_out(text) if style.struck else text


def _style(c: etree._Element, styles: list[Style]) -> Style:
    number = c.get("s", "0")
    index = int(number) if number.isdecimal() else 0
    return styles[index] if index < len(styles) else PLAIN


def _worded(rich: Shown, style: Style) -> Shown:
    text, doubt = words(in_font(rich.text, style.font), style.code)
    return Shown(text, doubt or rich.doubt)


def _valued(kind: str, raw: str, style: Style, from_1904: bool) -> Shown:
    """What a cell shows of a value that stands in it."""
    if kind == "n":
        return show(raw, style.code, from_1904)
    if kind == "str":
        return words(raw, style.code)
    if kind == "e":
        return error(raw)
    if kind == "d":
        return _dated(raw, style)
    return Shown(_BOOLEANS.get(raw, raw) if kind == "b" else raw)


def _dated(raw: str, style: Style) -> Shown:
    """A date that is stored as one (Strict Open XML): 2024-11-30T00:00:00."""
    try:
        moment = datetime.datetime.fromisoformat(raw.rstrip("Z")).replace(tzinfo=None) - _EPOCH
    except ValueError:
        return Shown(raw)
    days = moment.days - (moment.days < 61)
    return show(str(days + moment.seconds / 86400), style.code)


def _merges(root: etree._Element) -> tuple[dict[tuple[int, int], tuple[int, int]], "_Covered"]:
    """Spans by top-left cell, and which cells lie under a merged one."""
    ranges = merged_ranges(root)
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in ranges}
    return spans, _Covered(ranges)


def merged_ranges(root: etree._Element) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet as (top, left, bottom, right), counted from 1. Raises Unreadable."""
    ranges = []
    for merge in root.iter(f"{_S}mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        top, left, bottom, right = _number(first), _column(first), _number(last), _column(last)
        if not (top and left and bottom and right) or bottom < top or right < left:
            raise Unreadable(f"合并单元格 {merge.get('ref')} 写法不对", "请用 Excel/WPS 打开后另存一份再试。")
        ranges.append((top, left, bottom, right))
    return ranges


class _Covered:
    """The cells under merged ranges; great ranges are not listed cell by cell: one may span a million rows."""

    def __init__(self, ranges: list[tuple[int, int, int, int]]) -> None:
        self.cells: set[tuple[int, int]] = set()
        self.great: list[tuple[int, int, int, int]] = []
        for top, left, bottom, right in ranges:
            if (bottom - top + 1) * (right - left + 1) > _SMALL or len(self.cells) > _MOST_CELLS:
                self.great.append((top, bottom, left, right))
            else:
                self.cells.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        self.cells.difference_update((top, left) for top, left, _, _ in ranges)
        if len(self.great) > _MOST_GREAT:
            raise Unreadable(f"有 {len(self.great)} 处很大的合并单元格，不像自评表", "请核实文件来源。")

    def __contains__(self, place: tuple[int, int]) -> bool:
        return place in self.cells or (bool(self.great) and self._in_great(place))

    def _in_great(self, place: tuple[int, int]) -> bool:
        row, column = place
        return any(
            top <= row <= bottom and left <= column <= right and place != (top, left)
            for top, bottom, left, right in self.great
        )


def _number(reference: str | None) -> int:
    """Row of a reference such as C12 or 12; 0 when it is none."""
    text = (reference or "").lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZ").lstrip("$")
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _column(reference: str | None) -> int:
    """Column of a reference such as C12, from 1; 0 when it is none."""
    match = _REFERENCE.match((reference or "").replace("$", ""))
    if match is None:
        return 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column


def row_and_column(reference: str | None) -> tuple[int, int]:
    """Row and column of a reference such as C12, from 1; 0 for what is missing in it."""
    return _number(reference), _column(reference)


def reference_of(row: int, column: int) -> str:
    """The reference of a cell by row and column, from 1: 12, 3 → C12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
