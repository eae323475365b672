"""Word 文档 (docx) → tables with merged cells and their origin, and the lines around them."""

import io
import struct
from collections.abc import Iterator

from lxml import etree

from jiheng.form import Origin
from jiheng.reading.files.package import REL_ID, Package, open_package, parse_xml
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import OLE, FileKind, kind
from jiheng.reading.formats.docx_numbering import labels
from jiheng.reading.formats.docx_text import (
    FALLBACK,
    SDT,
    TEXT_BOX,
    VAL,
    P,
    View,
    W,
    paragraph_text,
    unfilled,
    view_of,
)
from jiheng.reading.labels.form_marks import title_end
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.pale import MOST_SAID
from jiheng.reading.tables.runs import PICTURE
from jiheng.reading.tables.table import Cell, Table, is_line

_TBL, _TR, _TC = f"{W}tbl", f"{W}tr", f"{W}tc"
_SDT_CONTENT = f"{W}sdtContent"
_WRAPPERS = (SDT, _SDT_CONTENT, f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo")
_CHUNK = f"{W}altChunk"
_INNER = (FileKind.DOC, FileKind.XLSX, FileKind.XLS, FileKind.HTML)
_TCPR, _TRPR = f"{W}tcPr", f"{W}trPr"
_DELETED_CELL, _SPAN, _MERGE, _FLAT = f"{W}cellDel", f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_BEFORE, _DELETED, _HIDDEN = f"{_TRPR}/{W}gridBefore", f"{W}del", f"{W}hidden"
_OLE_OBJECT, _IMAGE = "{urn:schemas-microsoft-com:office:office}OLEObject", "{urn:schemas-microsoft-com:vml}imagedata"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EQUATION = "此格里有公式编辑器的公式，没有读入"
_TEXT, _HEIGHT, _RULE = f"{W}t", f"{W}trHeight", f"{W}hRule"
_LOWEST = 40
"""Twentieths of a point of a row of which something is seen."""
_UNSEEN = "合并的格子下面还有看不见的字“{}”，没有读入，请对照原件"
_MOST_DEPTH = 3
"""Documents within documents are read this deep."""


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of the document in order, nested ones after the table that holds them.

    A document without any table comes back as one `Table` without rows whose lines are in `before`.
    Raises Unreadable.
    """
    yield from _tables(data, name, 0)


def _tables(data: bytes, name: str, depth: int) -> Iterator[Table]:
    package = open_package(data)
    part = main_part(package)
    written = package.read(part)
    root = parse_xml(written, part)
    view = view_of(package, part, root, labels(package, part, root), written)
    reader = _walked(root, name, view)
    found = reader.finish()
    if found[0].rows and not any(line.strip() for line in found[0].before):
        found[0].before = _titled_header(package, part, view)
    inner: list[Table] = []
    trouble: Unreadable | None = None
    try:
        if depth < _MOST_DEPTH:
            inner.extend(_inner(package, part, root, name, depth))
    except Unreadable as error:
        trouble = error
    if inner and not any(table.rows for table in found):
        lines = [line for table in found for line in table.before]
        inner[0].before = [*lines, *inner[0].before]
        found = []
    yield from found
    yield from inner
    if trouble is not None:
        raise Unreadable(f"文件里插入的内容：{trouble.message}", trouble.advice)


def _titled_header(package: Package, part: str, view: View) -> list[str]:
    """The lines of the page header that has the title of a form, for a document that begins with its table."""
    for name in package.related(part, "header"):
        lines = [paragraph_text(p, view)[0] for p in package.xml(name).iter(P)] if name in package else []
        if any(title_end().search(printed(line)) for line in lines):
            return lines
    return []


def _inner(package: Package, part: str, root: etree._Element, name: str, depth: int) -> Iterator[Table]:
    """The tables of the parts that a document shows within itself: HTML and RTF put in, embedded workbooks, documents.

    Raises Unreadable for the first that cannot be read, after those before it.
    """
    targets = package.relations(part)
    chunks = [targets.get(chunk.get(REL_ID, ""), "") for chunk in root.iter(_CHUNK)]
    embedded = [*package.related(part, "package"), *package.related(part, "oleObject")] if _has_objects(root) else []
    for inside in [*chunks, *embedded]:
        if inside in package:
            yield from _of_part(package.read(inside), name, depth)


def _has_objects(root: etree._Element) -> bool:
    return next(root.iter(f"{W}object"), None) is not None


def _of_part(data: bytes, name: str, depth: int) -> Iterator[Table]:
    from jiheng.reading.formats import by_kind, office

    what = kind(data)
    if what is FileKind.OFFICE and not data.startswith(OLE):
        data, ending = office.convert(data, name)
        what = FileKind(ending)
    if what is FileKind.DOCX:
        yield from _tables(data, name, depth + 1)
    elif what in _INNER:
        yield from by_kind.tables(what, data, name)
    elif (wrapped := _packed(data)) and depth < _MOST_DEPTH:
        yield from _of_part(wrapped, name, depth + 1)


def _packed(data: bytes) -> bytes | None:
    """The document that older programs wrap into a compound file ([MS-OLEDS] 2.3.1); None where there is none."""
    if not data.startswith(OLE):
        return None
    from xlrd.compdoc import CompDoc, CompDocError

    try:
        return CompDoc(data, logfile=io.StringIO()).get_named_stream("Package")
    except (CompDocError, struct.error, IndexError, ValueError, AssertionError):
        return None


def main_part(package: Package) -> str:
    """The part that holds the text of the document."""
    usual = (part for part in package.archive.NameToInfo if part.endswith("word/document.xml"))
    return package.main(next(usual, "word/document.xml"))


def cell_elements(root: etree._Element) -> dict[tuple[int, int, int], etree._Element]:
    """The w:tc element of every cell by (table, row, column), counted from 1 as in its Origin."""
    return _walked(root, "", View(unfilled=unfilled(root))).places


def _walked(root: etree._Element, name: str, view: View) -> "_Reader":
    reader = _Reader(name, view)
    body = root.find(f"{W}body")
    if body is not None:
        reader.blocks(body)
    return reader


class _Reader:
    """Walks the blocks of a document in order and collects tables and the lines between them."""

    def __init__(self, name: str, view: View) -> None:
        self.name, self.view = name, view
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
            if element.tag == P:
                self.lines.append(paragraph_text(element, self.view)[0])
                for box in element.iter(TEXT_BOX):
                    if next(box.iterancestors(FALLBACK), None) is None:
                        self.blocks(box)
            elif element.tag == _TBL:
                self.table(element)
            elif element.tag in _WRAPPERS and element not in self.view.unfilled:
                self.blocks(element)

    def layout(self, rows: list[etree._Element]) -> None:
        """A table that only puts things in their places: what its cells hold, one after the other."""
        for row in rows:
            for tc in _children(row, _TC):
                self.blocks(tc)

    def table(self, element: etree._Element) -> None:
        rows = [row for row in _children(element, _TR) if not _is_gone(row)]
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
        open_above: dict[int, tuple[list[Cell], int, bool]] = {}
        for row_number, row in enumerate(rows):
            cells: list[Cell] = []
            column = _whole_number(row.find(_BEFORE))
            in_row = list(_children(row, _TC))
            for tc in in_row:
                properties = _properties(tc)
                if _DELETED_CELL in properties:
                    continue
                span = _whole_number(properties.get(_SPAN), 1)
                merge, flat = properties.get(_MERGE), properties.get(_FLAT)
                goes_on = merge is not None and merge.get(VAL, "continue") == "continue"
                unseen = _plain(tc) if goes_on and column in open_above else ""
                if goes_on and column in open_above and (not unseen or open_above[column][2]):
                    holder, place, _ = open_above[column]
                    holder[place] = _grown(holder[place], rows=row_number - holder[place].row + 1, unseen=unseen)
                elif flat is not None and flat.get(VAL, "continue") == "continue" and cells:
                    cells[-1] = _grown(cells[-1], columns=cells[-1].columns + span)
                else:
                    origin = Origin(self.name, None, None, None, number, row_number + 1, column + 1)
                    self.places[number, row_number + 1, column + 1] = tc
                    text, doubt = cell_text(tc, self.view)
                    cells.append(Cell(text, row_number, column, 1, span, origin, doubt))
                    open_above.pop(column, None)
                    if merge is not None:
                        open_above[column] = (cells, len(cells) - 1, not goes_on)
                    if tables := list(tc.iterchildren(_TBL)):
                        inner += (t for t in tables if len(in_row) == 1 or not is_line(_widths(t)))
                column += span
            table.rows.append(cells)
        for nested in inner:
            self.table(nested)


def _is_layout(rows: list[etree._Element]) -> bool:
    """Whether a table holds a greater one: then it is there for the layout of the page only."""
    inner = (table for row in rows for tc in _children(row, _TC) for table in _children(tc, _TBL))
    return any(sum(1 for _ in _children(table, _TR)) > len(rows) for table in inner)


def _is_gone(row: etree._Element) -> bool:
    """Whether a row is hidden, too low to be seen, or marked as deleted."""
    properties = row.find(_TRPR)
    if properties is None or not len(properties):
        return False
    hidden = properties.find(_HIDDEN)
    is_hidden = hidden is not None and hidden.get(VAL, "1") not in ("0", "false")
    return is_hidden or _is_flat(properties.find(_HEIGHT)) or properties.find(_DELETED) is not None


def _is_flat(height: etree._Element | None) -> bool:
    """Whether a row is made so low that nothing of it is seen."""
    return height is not None and height.get(_RULE) == "exact" and _whole_number(height, _LOWEST) < _LOWEST


def _properties(tc: etree._Element) -> dict[str, etree._Element]:
    """What is set of a cell, by name."""
    first = tc[0] if len(tc) else None
    return {str(child.tag): child for child in first} if first is not None and first.tag == _TCPR else {}


def _plain(tc: etree._Element) -> str:
    return "".join(text.text or "" for text in tc.iter(_TEXT)).strip()


def _widths(table: etree._Element) -> Iterator[int]:
    """How many cells each row of a table has."""
    return (sum(1 for _ in _children(row, _TC)) for row in _children(table, _TR))


def _grown(cell: Cell, rows: int | None = None, columns: int | None = None, unseen: str = "") -> Cell:
    """A merged cell with one cell more; `unseen` is text under it, which Word keeps but does not show."""
    doubt = _UNSEEN.format(unseen[:MOST_SAID]) if unseen else cell.doubt
    return Cell(cell.text, cell.row, cell.column, rows or cell.rows, columns or cell.columns, cell.origin, doubt)


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of a tag, looking through content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _whole_number(found: etree._Element | None, default: int = 0) -> int:
    text = found.get(VAL, "") if found is not None else ""
    return min(int(text), 1000) if text.isdecimal() and len(text) < 10 else default


def cell_text(tc: etree._Element, view: View | None = None) -> tuple[str, str | None]:
    """The lines of a cell, a table or text box inside it adding its own, and what is to be said of them (Chinese)."""
    view = view or View(unfilled=unfilled(tc))
    twice = {p for fallback in tc.iter(FALLBACK) for p in fallback.iter(P)} if view.has_fallbacks else set()
    if view.unfilled:
        twice |= {p for control in tc.iter(SDT) if control in view.unfilled for p in control.iter(P)}
        if next((a for a in tc.iterancestors(SDT) if a in view.unfilled), None) is not None:
            return "", None
    found = [paragraph_text(p, view) for p in tc.iter(P) if p not in twice]
    text = "\n".join([text for text, _ in found]).strip("\n")
    doubts = dict.fromkeys(doubt for _, doubt in found if doubt)
    if view.has_pictures and (pictured := _pictured(tc, bool(text.strip()))):
        doubts[pictured] = None
    return text, "；".join(doubts) or None


def _pictured(tc: etree._Element, has_text: bool) -> str | None:
    """What is to be said of a cell that shows an equation of older programs, or nothing but a picture."""
    if any(item.get("ProgID", "").startswith("Equation") for item in tc.iter(_OLE_OBJECT)):
        return _EQUATION
    is_picture = not has_text and next(tc.iter(_BLIP, _IMAGE), None) is not None
    return PICTURE if is_picture else None
