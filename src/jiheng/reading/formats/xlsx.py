"""Excel 工作簿 (xlsx, xlsm) → a table a sheet, cells as shown, merged ranges and origin.

The sheet's XML is read directly: no macro is run, no formula computed, no outside link followed;
what Excel last showed is what is read.
"""

import re
from collections.abc import Iterator

from lxml import etree

from jiheng.form import Origin
from jiheng.reading.files.package import REL_ID, Package, open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.number_format import BUILTIN, Shown, show, show_text
from jiheng.reading.tables.table import Cell, Table

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})$")
_WIDE = 100
_MOST_WIDE = 1000
"""Merged ranges over more than `_WIDE` columns that a sheet may have."""
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}


def tables(data: bytes, name: str) -> Iterator[Table]:
    """One table for each sheet that is shown and not empty. Raises Unreadable."""
    package = open_package(data)
    workbook = package.xml("xl/workbook.xml")
    targets = package.relations("xl/workbook.xml")
    settings = workbook.find(f"{_S}workbookPr")
    from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    texts = shared_texts(package)
    formats = formats_of(package)
    for sheet in workbook.iter(f"{_S}sheet"):
        part = targets.get(sheet.get(REL_ID, ""), "")
        if part not in package or sheet.get("state", "visible") != "visible":
            continue
        title = sheet.get("name", "")
        table = _table(package.xml(part), texts, formats, from_1904, name, title)
        if table.rows:
            yield table


def shared_texts(package: Package) -> list[str]:
    """The texts that cells refer to by number."""
    if "xl/sharedStrings.xml" not in package:
        return []
    return [_rich(item) for item in package.xml("xl/sharedStrings.xml").iter(f"{_S}si")]


def _rich(item: etree._Element) -> str:
    """The text of a shared or inline string; phonetic runs are left out."""
    spoken = {t for run in item.iter(f"{_S}rPh") for t in run}
    pieces = [t.text or "" for t in item.iter(f"{_S}t") if t not in spoken]
    return "".join(pieces).replace("_x000D_", "").replace("\r", "")


def formats_of(package: Package) -> list[str]:
    """The number format of each cell style."""
    if "xl/styles.xml" not in package:
        return []
    root = package.xml("xl/styles.xml")
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(f"{_S}numFmt")}
    styles = root.find(f"{_S}cellXfs")
    ids = [xf.get("numFmtId", "0") for xf in styles] if styles is not None else []
    return [own.get(i) or BUILTIN.get(int(i) if i.isdecimal() else 0, "General") for i in ids]


def _table(root: etree._Element, texts: list[str], formats: list[str], from_1904: bool, name: str, title: str) -> Table:
    spans, covered = _merges(root)
    table = Table(aligned=True)
    row_number = 0
    for row in root.iter(f"{_S}row"):
        row_number = _number(row.get("r")) or row_number + 1
        cells = []
        column = 0
        for c in row:
            if c.tag != f"{_S}c":
                continue
            column = _column(c.get("r")) or column + 1
            place = (row_number, column)
            if place in covered:
                continue
            text, doubt = shown(c, texts, formats, from_1904)
            if text or doubt:
                high, wide = spans.get(place, (1, 1))
                origin = Origin(name, sheet=title, row=row_number, column=column)
                cells.append(Cell(text, row_number - 1, column - 1, high, wide, origin, doubt))
        if cells:
            table.rows.append(cells)
    return table


def shown(c: etree._Element, texts: list[str], formats: list[str], from_1904: bool) -> Shown:
    """The text that a cell shows."""
    kind = c.get("t", "n")
    style = c.get("s", "0")
    index = int(style) if style.isdecimal() else 0
    code = formats[index] if index < len(formats) else "General"
    if kind == "inlineStr":
        return Shown(show_text(_rich(c), code))
    value = c.find(f"{_S}v")
    raw = value.text if value is not None else None
    if not raw:
        return Shown("")
    if kind == "s":
        return Shown(show_text(texts[int(raw)], code) if raw.isdecimal() and int(raw) < len(texts) else "")
    if kind == "n":
        return show(raw, code, from_1904)
    if kind == "str":
        return Shown(show_text(raw, code))
    return Shown(_BOOLEANS.get(raw, raw) if kind == "b" else raw)


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
    """The cells under merged ranges, without listing them: a range may span a million rows."""

    def __init__(self, ranges: list[tuple[int, int, int, int]]) -> None:
        self.wide = [(top, bottom, left, right) for top, left, bottom, right in ranges if right - left >= _WIDE]
        if len(self.wide) > _MOST_WIDE:
            raise Unreadable(f"有 {len(self.wide)} 处跨 {_WIDE} 列以上的合并单元格，不像自评表", "请核实文件来源。")
        self.by_column: dict[int, list[tuple[int, int, int]]] = {}
        for top, left, bottom, right in ranges:
            for column in range(left, right + 1) if right - left < _WIDE else ():
                self.by_column.setdefault(column, []).append((top, bottom, left))

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return any(
            top <= row <= bottom and place != (top, left) for top, bottom, left in self.by_column.get(column, ())
        ) or any(
            top <= row <= bottom and left <= column <= right and place != (top, left)
            for top, bottom, left, right in self.wide
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
