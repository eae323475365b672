"""Word 2003 XML, which LibreOffice converts: what the file itself has lost of its tables."""

from collections.abc import Iterator

from lxml import etree

from jiheng.reading.files.package import parse_xml
from jiheng.reading.files.problem import Unreadable

_W = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_VAL = f"{_W}val"


def has_lost_cells(data: bytes) -> bool:
    """Whether cells of a table may stand too far left: a row is short of the grid that the first one fills, and no cell
    of the table says that it is merged with the one above.

    So LibreOffice writes this format: what a cell merged over rows covers is left out, and widths do not tell where.
    Word marks such cells (w:vmerge), and what a row leaves free (w:gridBefore, w:gridAfter).
    Of what is not sound XML nothing is said here; LibreOffice refuses it.
    """
    try:
        root = parse_xml(data, "文件")
    except Unreadable:
        return False
    return any(_has_lost_cells(table) for table in root.iter(f"{_W}tbl"))


def _has_lost_cells(table: etree._Element) -> bool:
    rows = list(_parts(table, f"{_W}tr"))
    if any(cell.find(f"{_W}tcPr/{_W}vmerge") is not None for row in rows for cell in _parts(row, f"{_W}tc")):
        return False
    filled = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
    columns = [_columns(row) for row in rows]
    return columns[:1] == [filled] and min(columns) < filled


def _columns(row: etree._Element) -> int:
    """How many columns of the grid a row says something of."""
    free = sum(_number(row.find(f"{_W}trPr/{_W}{name}"), 0) for name in ("gridBefore", "gridAfter"))
    return free + sum(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1) for cell in _parts(row, f"{_W}tc"))


def _number(element: etree._Element | None, default: int) -> int:
    text = element.get(_VAL, "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _parts(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, the cells of a row, also within revisions and controls; not those of tables within."""
    for child in parent:
        if child.tag == tag:
            yield child
        else:
            yield from _parts(child, tag)
