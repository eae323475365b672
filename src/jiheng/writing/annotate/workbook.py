"""A workbook of Excel while it changes: the parts that were touched, its sheets, its cells and their styles."""

import copy
from bisect import bisect_left
from dataclasses import dataclass, field

from lxml import etree

from jiheng.reading.files.package import REL_ID, Package, open_package
from jiheng.reading.formats.xlsx import merged_ranges, reference_of, row_and_column
from jiheng.writing.annotate.parts import relations, relations_part, rewritten, to_bytes

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
S = f"{{{NS}}}"
WORKBOOK = "xl/workbook.xml"
_STYLES = "xl/styles.xml"


@dataclass(slots=True)
class Workbook:
    """Every part that was touched, by name: an XML tree, or bytes where the part is no sound XML."""

    package: Package
    trees: dict[str, etree._Element] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    """Sheets: title → part."""
    _sheets: dict[str, "SheetCells"] = field(default_factory=dict)
    _fills: dict[str, int] = field(default_factory=dict)
    _filled: dict[tuple[int, str], int] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes) -> "Workbook":
        """The workbook in a file's bytes. Raises Unreadable."""
        book = cls(open_package(data))
        targets = book.package.relations(WORKBOOK)
        for sheet in book.package.xml(WORKBOOK).iter(f"{S}sheet"):
            book.parts[sheet.get("name", "")] = targets.get(sheet.get(REL_ID, ""), "")
        return book

    def finish(self) -> bytes:
        """The file with what was changed."""
        return rewritten(self.package, {name: to_bytes(root) for name, root in self.trees.items()} | self.raw)

    def __contains__(self, part: str) -> bool:
        return part in self.package or part in self.trees or part in self.raw

    def tree(self, part: str, new: bytes | None = None) -> etree._Element:
        """The root of a part, kept for writing; `new` is its content when it does not exist yet."""
        if part not in self.trees:
            missing = new is not None and part not in self.package
            self.trees[part] = etree.fromstring(new or b"") if missing else self.package.xml(part)
        return self.trees[part]

    def links(self, part: str) -> etree._Element:
        """The relationships of a part, kept for writing."""
        name = relations_part(part)
        if name not in self.trees:
            self.trees[name] = relations(self.package, part)
        return self.trees[name]

    def sheet(self, title: str) -> "SheetCells | None":
        """The sheet of that title, None where there is none (or a chart)."""
        part = self.parts.get(title)
        if part is None or part not in self.package:
            return None
        if title not in self._sheets:
            self._sheets[title] = SheetCells(part, self.tree(part))
        return self._sheets[title]

    def fill(self, cell: etree._Element, colour: str) -> None:
        """Give a cell a background colour, everything else of its style kept."""
        if _STYLES not in self.package:
            return
        text = cell.get("s", "0")
        style = self._filled_style(int(text) if text.isdecimal() else 0, colour)
        cell.set("s", str(style))

    def _filled_style(self, style: int, colour: str) -> int:
        if (style, colour) not in self._filled:
            root = self.tree(_STYLES)
            fills, styles = root.find(f"{S}fills"), root.find(f"{S}cellXfs")
            if fills is None or styles is None or style >= len(styles):
                return style
            if colour not in self._fills:
                pattern = etree.SubElement(etree.SubElement(fills, f"{S}fill"), f"{S}patternFill", patternType="solid")
                etree.SubElement(pattern, f"{S}fgColor", rgb=colour)
                fills.set("count", str(len(fills)))
                self._fills[colour] = len(fills) - 1
            own = copy.deepcopy(styles[style])
            own.set("fillId", str(self._fills[colour]))
            own.set("applyFill", "1")
            styles.append(own)
            styles.set("count", str(len(styles)))
            self._filled[style, colour] = len(styles) - 1
        return self._filled[style, colour]


class SheetCells:
    """The cells of one sheet by row and column, counted from 1."""

    def __init__(self, part: str, root: etree._Element) -> None:
        self.part = part
        self.root = root
        self._rows: list[tuple[int, etree._Element]] = []
        self._data = root.find(f"{S}sheetData")
        number = 0
        for row in root.iter(f"{S}row"):
            text = row.get("r", "")
            number = int(text) if text.isdecimal() and len(text) < 8 else number + 1
            self._rows.append((number, row))
        self._merges = merged_ranges(root)

    def head(self, row: int, column: int) -> tuple[int, int]:
        """The top left cell of the merged range that a cell lies in; the cell itself where there is none."""
        for top, left, bottom, right in self._merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def cell(self, row: int, column: int) -> etree._Element | None:
        """The element of a cell, None where the sheet does not list it."""
        place = self._place(row)
        if place == len(self._rows) or self._rows[place][0] != row:
            return None
        return next((c for number, c in _numbered(self._rows[place][1]) if number == column), None)

    def made(self, row: int, column: int) -> etree._Element:
        """The element of a cell, put in its place where the sheet does not list it yet."""
        found = self.cell(row, column)
        if found is not None:
            return found
        element = self._made_row(row)
        made = element.makeelement(f"{S}c", r=reference_of(row, column))
        style = element.get("s") if element.get("customFormat") in ("1", "true") else self._column_style(column)
        if style:
            made.set("s", style)
        later = next((c for number, c in _numbered(element) if number > column), None)
        if later is None:
            element.append(made)
        else:
            later.addprevious(made)
        return made

    def _place(self, row: int) -> int:
        return bisect_left(self._rows, row, key=lambda item: item[0])

    def _made_row(self, row: int) -> etree._Element:
        place = self._place(row)
        if place < len(self._rows) and self._rows[place][0] == row:
            return self._rows[place][1]
        data = self._data if self._data is not None else etree.SubElement(self.root, f"{S}sheetData")
        made = data.makeelement(f"{S}row", r=str(row))
        if place < len(self._rows):
            self._rows[place][1].addprevious(made)
        else:
            data.append(made)
        self._rows.insert(place, (row, made))
        return made

    def _column_style(self, column: int) -> str | None:
        for item in self.root.iterfind(f"{S}cols/{S}col"):
            first, last = item.get("min", ""), item.get("max", "")
            if first.isdecimal() and last.isdecimal() and int(first) <= column <= int(last):
                return item.get("style")
        return None


def _numbered(row: etree._Element) -> list[tuple[int, etree._Element]]:
    """The cells of a row with their column."""
    found, column = [], 0
    for c in row.iterchildren(f"{S}c"):
        column = row_and_column(c.get("r"))[1] or column + 1
        found.append((column, c))
    return found
