"""Word 文档 (docx) → tables with merged cells and their origin, and the lines around them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from jiheng.form import Origin
from jiheng.reading.files.package import Package, open_package
from jiheng.reading.formats.docx_numbering import labels
from jiheng.reading.tables.table import Cell, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_SDT, _SDT_CONTENT, _TEXT_BOX = f"{_W}sdt", f"{_W}sdtContent", f"{_W}txbxContent"
_T, _TAB, _BR, _CR, _SYM, _HYPHEN = f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}sym", f"{_W}noBreakHyphen"
_R, _VANISH = f"{_W}r", f"{_W}vanish"
_VAL = f"{_W}val"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTS = (_T, _TAB, _BR, _CR, _SYM, _HYPHEN)
_NOT_HERE = (_TEXT_BOX, f"{_W}moveFrom", _FALLBACK)
_WRAPPERS = (_SDT, _SDT_CONTENT, f"{_W}customXml", f"{_W}smartTag", f"{_W}ins", f"{_W}moveTo")
_GLYPHS = {"F0A3": "□", "F0A8": "□", "F06F": "□", "F052": "☑", "F0FE": "☒", "F0FC": "√"}

Numbers = Mapping[etree._Element, str]
"""The automatic number in front of a paragraph."""
NONE: Numbers = MappingProxyType({})


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of the document in order, nested ones after the table that holds them.

    A document without any table comes back as one `Table` without rows whose lines are in `before`.
    Raises Unreadable.
    """
    package = open_package(data)
    part = main_part(package)
    root = package.xml(part)
    yield from _walked(root, name, labels(package, part, root)).finish()


def main_part(package: Package) -> str:
    """The part that holds the text of the document."""
    return next(
        (part for part in package.archive.NameToInfo if part.endswith("word/document.xml")), "word/document.xml"
    )


def cell_elements(root: etree._Element) -> dict[tuple[int, int, int], etree._Element]:
    """The w:tc element of every cell by (table, row, column), counted from 1 as in its Origin."""
    return _walked(root, "").places


def _walked(root: etree._Element, name: str, numbers: Numbers = NONE) -> "_Reader":
    reader = _Reader(name, numbers)
    body = root.find(f"{_W}body")
    if body is not None:
        reader.blocks(body)
    return reader


class _Reader:
    """Walks the blocks of a document in order and collects tables and the lines between them."""

    def __init__(self, name: str, numbers: Numbers = NONE) -> None:
        self.name, self.numbers = name, numbers
        self.found: list[Table] = []
        self.lines: list[str] = []
        self.places: dict[tuple[int, int, int], etree._Element] = {}

    def finish(self) -> list[Table]:
        if not self.found:
            return [Table(aligned=True, before=self.lines)]
        self.found[-1].after = self.lines
        return self.found

    def blocks(self, parent: etree._Element) -> None:
        for element in parent:
            if element.tag == _P:
                self.lines.append(_paragraph(element, self.numbers))
                for box in element.iter(_TEXT_BOX):
                    if next(box.iterancestors(_FALLBACK), None) is None:
                        self.blocks(box)
            elif element.tag == _TBL:
                self.table(element)
            elif element.tag in _WRAPPERS:
                self.blocks(element)

    def layout(self, rows: list[etree._Element]) -> None:
        """A table that only puts things in their places: what its cells hold, one after the other."""
        for row in rows:
            for tc in _children(row, _TC):
                self.blocks(tc)

    def table(self, element: etree._Element) -> None:
        rows = list(_children(element, _TR))
        if _is_layout(rows):
            self.layout(rows)
            return
        if self.found:
            self.found[-1].after = self.lines
        table = Table(aligned=True, before=self.lines)
        self.found.append(table)
        self.lines = []
        number = len(self.found)
        inner: list[etree._Element] = []
        open_above: dict[int, tuple[list[Cell], int]] = {}
        for row_number, row in enumerate(rows):
            cells: list[Cell] = []
            column = _integer(row, f"{_W}trPr/{_W}gridBefore")
            for tc in _children(row, _TC):
                span = _integer(tc, f"{_W}tcPr/{_W}gridSpan", 1)
                merge = tc.find(f"{_W}tcPr/{_W}vMerge")
                flat = tc.find(f"{_W}tcPr/{_W}hMerge")
                if merge is not None and merge.get(_VAL, "continue") == "continue" and column in open_above:
                    holder, place = open_above[column]
                    holder[place] = _grown(holder[place], rows=row_number - holder[place].row + 1)
                elif flat is not None and flat.get(_VAL, "continue") == "continue" and cells:
                    cells[-1] = _grown(cells[-1], columns=cells[-1].columns + span)
                else:
                    origin = Origin(self.name, table=number, row=row_number + 1, column=column + 1)
                    self.places[number, row_number + 1, column + 1] = tc
                    cells.append(Cell(cell_text(tc, self.numbers), row_number, column, 1, span, origin))
                    open_above.pop(column, None)
                    if merge is not None:
                        open_above[column] = (cells, len(cells) - 1)
                    inner.extend(tc.iterchildren(_TBL))
                column += span
            table.rows.append(cells)
        for nested in inner:
            self.table(nested)


def _is_layout(rows: list[etree._Element]) -> bool:
    """Whether a table holds a greater one: then it is there for the layout of the page only."""
    inner = (table for row in rows for tc in _children(row, _TC) for table in _children(tc, _TBL))
    return any(sum(1 for _ in _children(table, _TR)) > len(rows) for table in inner)


def _grown(cell: Cell, rows: int | None = None, columns: int | None = None) -> Cell:
    return Cell(cell.text, cell.row, cell.column, rows or cell.rows, columns or cell.columns, cell.origin, cell.doubt)


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of a tag, looking through content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _integer(element: etree._Element, path: str, default: int = 0) -> int:
    found = element.find(path)
    text = found.get(_VAL, "") if found is not None else ""
    return min(int(text), 1000) if text.isdecimal() and len(text) < 10 else default


def cell_text(tc: etree._Element, numbers: Numbers = NONE) -> str:
    """The lines of a cell; a table or text box inside it adds its own lines."""
    twice = {p for fallback in tc.iter(_FALLBACK) for p in fallback.iter(_P)}
    return "\n".join(_paragraph(p, numbers) for p in tc.iter(_P) if p not in twice).strip("\n")


def _paragraph(paragraph: etree._Element, numbers: Numbers) -> str:
    """The text of a paragraph as shown: deleted, moved-away and hidden text left out, text boxes left to the caller."""
    left_out: set[etree._Element] = set()
    pieces = [numbers[paragraph]] if paragraph in numbers else []
    for element in paragraph.iter(*_TEXTS, *_NOT_HERE, _VANISH):
        if element.tag in _NOT_HERE:
            left_out.update(element.iter(*_TEXTS))
        elif element.tag == _VANISH:
            if element.get(_VAL, "1") not in ("0", "false"):
                left_out.update(next(element.iterancestors(_R), ()))
        elif element not in left_out:
            pieces.append(_text(element))
    return "".join(pieces)


def _text(element: etree._Element) -> str:
    if element.tag == _T:
        return element.text or ""
    if element.tag == _TAB:  # a tab stop of the paragraph's settings has the same tag as a typed tab, but a value
        return "" if element.get(_VAL) else "\t"
    if element.tag == _SYM:
        return _GLYPHS.get((element.get(f"{_W}char") or "").upper(), "")
    return "-" if element.tag == _HYPHEN else "\n"
