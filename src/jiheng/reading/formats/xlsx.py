"""Excel 工作簿 (xlsx, xlsm) → a table a sheet, cells as shown, merged ranges and origin.

The sheet's XML is read directly: no macro is run, no formula computed, no outside link followed;
what Excel last showed is what is read.
"""

import datetime
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from lxml import etree

from jiheng.expression import expression
from jiheng.reading.files.package import REL_ID, Package, open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats import office
from jiheng.reading.formats.number_format import Shown, show
from jiheng.reading.formats.sheet_table import (
    IN_BOX,
    PLAIN,
    SheetTable,
    Style,
    boxes_by_cell,
    error,
    is_picture,
    picture,
    styled,
    under_box,
    words,
)
from jiheng.reading.formats.uncomputed import Formulas, Place, doubted, said
from jiheng.reading.formats.xlsx_boxes import boxes, header_lines
from jiheng.reading.formats.xlsx_shared import ON, WORKBOOK, S, rich_text, shared_texts, styles_of
from jiheng.reading.labels.form_marks import title_end
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.symbol_fonts import in_font
from jiheng.reading.tables.table import Table

_C, _V, _F = f"{S}c", f"{S}v", f"{S}f"
_LETTERS = expression(r"\$?[A-Z]{1,3}\$?$")
_MOST_DIGITS = 7
_SMALL, _MOST_CELLS = 2_000, 400_000
"""Merged ranges of more cells are kept as ranges, and all ranges after so many cells."""
_MOST_GREAT = 1000
"""Merged ranges kept as ranges that a sheet may have."""
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}
_TYPED = expression(r"[0-9]+(?:\.[0-9]+)?(?:[%‰℃]{0,1}(?![eE][0-9+-])[^\W\d_][^+*^&<>=:,()!$\"']{0,11}|[%‰℃])")
"""A formula that is nothing but a figure with its unit: a target of =100% or =8个 typed into a cell."""
_TYPED_WORDS = expression(r"[一-鿿]{1,20}")
_TAKEN_FOR_FORMULA = "此格写作“={}”，被表格软件当成公式而出错，已按字面读入，请核对"
_HEAD_ROWS = 3
"""Rows at the head of a sheet in which its title may stand."""
_EPOCH = datetime.datetime(1899, 12, 30)


def tables(data: bytes, name: str) -> Iterator[Table]:
    """One table for each sheet that is shown and not empty. Raises Unreadable."""
    yield from _tables(data, name)


def whole_tables(data: bytes, name: str) -> Iterator[Table]:
    """The same with hidden rows and columns: of a workbook of our own that people have filtered. Raises Unreadable."""
    yield from _tables(data, name, with_hidden=True)


def worked_out_tables(data: bytes, name: str) -> Iterator[Table]:
    """The same of a workbook whose formulas LibreOffice has worked out; each is doubted. Raises Unreadable."""
    yield from _tables(data, name, is_worked_out=True)


def _tables(data: bytes, name: str, with_hidden: bool = False, is_worked_out: bool = False) -> Iterator[Table]:
    book = _Book(open_package(data), is_worked_out)
    found = [_table(book, root, name, title, with_hidden) for title, root in book.sheets()]
    if not is_worked_out and (suspected := book.formulas.suspected()):
        book.suspected, book.results = suspected, computed(data, name, suspected)
        found = [_table(book, root, name, title, with_hidden) for title, root in book.sheets()]
    if not any(table.rows for table in found) and book.has_objects:
        raise Unreadable("工作簿里没有表，插入的 Word 等对象没有读取", "请双击打开插入的对象，另存出来再交。")
    yield from (table for table in found if table.rows)


class _Book:
    """An open workbook: what all of its sheets share, and what its formulas lack."""

    def __init__(self, package: Package, is_worked_out: bool = False) -> None:
        self.package, self.is_worked_out = package, is_worked_out
        self.part = package.main(WORKBOOK)
        self.root = package.xml(self.part)
        settings, calculation = self.root.find(f"{S}workbookPr"), self.root.find(f"{S}calcPr")
        self.from_1904 = settings is not None and settings.get("date1904") in ON
        self.texts, self.styles = shared_texts(package), styles_of(package)
        self.parts: dict[str, str] = {}
        """The part of each sheet that is shown, by its title."""
        self.formulas = Formulas(calculation is not None and calculation.get("fullCalcOnLoad") in ON)
        self.suspected: set[Place] = set()
        self.results: dict[Place, tuple[str, str]] | None = None
        self.shown: dict[tuple[str | None, str | None, str], Shown] = {}
        """What cells show, by their type, style and value."""

    @property
    def has_objects(self) -> bool:
        """Whether documents of other programs are embedded."""
        return any("/embeddings/" in name.lower() for name in self.package.archive.NameToInfo)

    def sheets(self) -> Iterator[tuple[str, etree._Element]]:
        """Title and root of each sheet that is shown."""
        targets = self.package.relations(self.part)
        for sheet in self.root.iter(f"{S}sheet"):
            part = targets.get(sheet.get(REL_ID, ""), "")
            if part in self.package and sheet.get("state", "visible") == "visible":
                self.parts[sheet.get("name", "")] = part
                yield sheet.get("name", ""), self.package.xml(part)


def computed(data: bytes, name: str, suspected: Set[Place]) -> dict[Place, tuple[str, str]] | None:
    """Kind and value of the suspected formulas of a workbook (xlsx, xls) as LibreOffice works them out.

    None where that is not installed or cannot read the workbook.
    """
    if office.program() is None:
        return None
    try:
        other = _Book(open_package(office.convert(data, name, target="xlsx", computes=True)[0]))
        found = {}
        for title, root in other.sheets():
            for c in root.iter(_C):
                place = (title, *row_and_column(c.get("r")))
                raw = c.findtext(_V)
                if place in suspected and raw:
                    is_shared = c.get("t") == "s" and raw.isdecimal() and int(raw) < len(other.texts)
                    found[place] = ("str", other.texts[int(raw)].text) if is_shared else (c.get("t", "n"), raw)
    except Unreadable:
        return None
    return found


def _table(book: _Book, root: etree._Element, name: str, title: str, with_hidden: bool = False) -> Table:
    spans, covered = _merges(root)
    table = SheetTable(name, title)
    if not with_hidden:
        _find_hidden(root, table)
    shows_zeros = not any(view.get("showZeros") in ("0", "false") for view in root.iter(f"{S}sheetView"))
    over = boxes_by_cell(boxes(book.package, book.parts[title], root), covered.__contains__, spans)
    row_number = 0
    for row in root.iter(f"{S}row"):
        row_number = _number(row.get("r")) or row_number + 1
        column = 0
        for c in row.iterchildren(_C):
            column = _column(c.get("r")) or column + 1
            place = (row_number, column)
            if not len(c) or place in covered:
                continue
            text = _with_formula(c, book, (title, *place)) if c[0].tag == _F else _shown_in(c, book)
            if over and text.text and place in over:
                text = under_box(text, over.pop(place))
            if text.doubt or (text.text and (shows_zeros or not _is_zero(c))):
                table.add(row_number, column, text, *spans.get(place, (1, 1)))
    for place, written in over.items():
        table.is_mixed = True
        table.add(*place, Shown(written, IN_BOX), *spans.get(place, (1, 1)))
    found = table.finish()
    lines = header_lines(root) if found.rows else []
    if _has_title(lines) and not _has_title(cell.text for row in found.rows[:_HEAD_ROWS] for cell in row):
        found.before = lines
    return found


def _has_title(texts: Iterable[str]) -> bool:
    return any(title_end().search(printed(text)) for text in texts)


def _find_hidden(root: etree._Element, table: SheetTable) -> None:
    for column in root.iter(f"{S}col"):
        first, last = column.get("min", ""), column.get("max", "")
        hidden = column.get("hidden") in ON or _is_nothing(column.get("width"))
        if hidden and first.isdecimal() and last.isdecimal():
            table.hidden_columns.append((int(first[:6]), int(last[:6])))
    table.hidden_columns.sort()
    settings = root.find(f"{S}sheetFormatPr")
    are_hidden = settings is not None and settings.get("zeroHeight") in ON
    for row in root.iter(f"{S}row"):
        height = row.get("ht")
        is_hidden = row.get("hidden") in ON or _is_nothing(height) or (are_hidden and not height)
        if is_hidden and (number := _number(row.get("r"))):
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
    raw = _value(c)
    if not raw or c.get("vm"):
        return shown(c, book.texts, book.styles, book.from_1904)
    known = (c.get("t"), c.get("s"), raw)
    if known not in book.shown:
        book.shown[known] = shown(c, book.texts, book.styles, book.from_1904)
    return book.shown[known]


def _value(c: etree._Element) -> str | None:
    """What is stored as the value of a cell, None where nothing is."""
    for value in c.iterchildren(_V):
        return value.text
    return None


def _with_formula(c: etree._Element, book: _Book, place: Place) -> Shown:
    """What a cell with a formula shows: the result that is stored or, where there is none, was worked out."""
    formula = (c.findtext(_F) or "").strip()
    if _TYPED.fullmatch(formula):
        return Shown("=" + formula)
    if _TYPED_WORDS.fullmatch(formula) and c.findtext(_V) == "#NAME?":
        return Shown("=" + formula, _TAKEN_FOR_FORMULA.format(formula))
    if is_picture(formula):
        return picture()
    if book.is_worked_out:
        return doubted(_shown_in(c, book))
    kind, raw = c.get("t", "n"), _value(c)
    if place in book.suspected:
        return _suspected(c, book, place, raw)
    if not raw and kind != "str":
        book.formulas.lack(place)
    elif raw and kind == "n" and not raw.strip("0."):
        book.formulas.nothing(place)
    else:
        book.formulas.result()
    return _shown_in(c, book)


def _suspected(c: etree._Element, book: _Book, place: Place, raw: str | None) -> Shown:
    stored = _shown_in(c, book) if raw else None
    found = (book.results or {}).get(place)
    return said(stored, worked_out(found, _style(c, book.styles), book.from_1904), book.results is not None)


def worked_out(found: tuple[str, str] | None, style: Style, from_1904: bool) -> Shown | None:
    """What a cell shows of what LibreOffice made of its formula, by kind and value; None where that is an error."""
    if found is None or found[0] == "e":
        return None
    text = _valued(*found, style, from_1904)
    return styled(text, style)


def shown(c: etree._Element, texts: list[Shown], styles: list[Style], from_1904: bool) -> Shown:
    """The text that a cell shows."""
    kind, style = c.get("t", "n"), _style(c, styles)
    if kind == "e" and c.get("vm"):  # Excel 365 keeps a picture in a cell as a rich value behind an error value
        return picture()
    if kind == "inlineStr":
        text = _worded(rich_text(c), style)
    else:
        raw = _value(c)
        if not raw:
            return Shown("")
        if kind == "s":
            is_there = raw.isdecimal() and int(raw) < len(texts)
            text = _worded(texts[int(raw)], style) if is_there else Shown("")
        else:
            text = _valued(kind, raw, style, from_1904)
    return styled(text, style)


def _style(c: etree._Element, styles: list[Style]) -> Style:
    number = c.get("s", "0")
    index = int(number) if number.isdecimal() else 0
    return styles[index] if index < len(styles) else PLAIN


def _worded(rich: Shown, style: Style) -> Shown:
    shown = words(in_font(rich.text, style.font), style.code)
    return Shown(shown.text, shown.doubt or rich.doubt)


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
    for merge in root.iter(f"{S}mergeCell"):
        first, _, last = merge.get("ref", "").partition(":")
        if first and not last:
            continue  # some programs write a cell that is merged with no other
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
    text = reference or ""
    letters = text.rstrip("0123456789")
    return _lettered(letters) if 0 < len(text) - len(letters) <= _MOST_DIGITS else 0


@lru_cache(maxsize=1024)
def _lettered(letters: str) -> int:
    if not _LETTERS.match(letters):
        return 0
    column = 0
    for letter in letters.replace("$", ""):
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
