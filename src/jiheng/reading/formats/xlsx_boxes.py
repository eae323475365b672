"""What is written over a sheet (xlsx) in text boxes, by the cell over whose middle it stands, and in its page header.

Sources: ECMA-376 part 1, 20.5 (drawings of a sheet), 18.3.1.46 (page headers).
"""

from collections.abc import Iterator

from lxml import etree

from jiheng.expression import expression
from jiheng.reading.files.package import Package
from jiheng.reading.formats.xlsx_shared import ON, S, unescaped

_X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CODE = expression(r'&(?:"[^"]*"|[0-9]+|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[LCR]|[A-Z])')
_PARTS = expression(r"&[LCR]")
_MOST = 1000

Place = tuple[int, int]
"""Row and column, from 1."""


def boxes(package: Package, part: str, root: etree._Element) -> dict[Place, str]:
    """The texts of the boxes drawn over a sheet."""
    found: dict[Place, str] = {}
    if root.find(f"{S}drawing") is None:
        return found
    for name in package.related(part, "drawing"):
        for anchor in package.xml(name).iter(f"{_X}twoCellAnchor", f"{_X}oneCellAnchor"):
            text = "\n".join(_texts(anchor)).strip()
            if text and (place := _place(anchor)) and len(found) < _MOST:
                found[place] = f"{found[place]}\n{text}" if place in found else text
    return found


def _texts(anchor: etree._Element) -> Iterator[str]:
    for shape in anchor.iter(f"{_X}sp"):
        named = shape.find(f"{_X}nvSpPr/{_X}cNvPr")
        is_hidden = named is not None and named.get("hidden") in ON
        if not is_hidden and next(shape.iterancestors(_FALLBACK), None) is None:
            for paragraph in shape.iterfind(f"{_X}txBody/{_A}p"):
                yield "".join(text.text or "" for text in paragraph.iter(f"{_A}t"))


def _place(anchor: etree._Element) -> Place | None:
    """The cell under the middle of a box, as far as its corners tell; an edge on a line ends before it."""
    begin, end = anchor.find(f"{_X}from"), anchor.find(f"{_X}to")
    if begin is None:
        return None
    first = _number(begin, "row"), _number(begin, "col")
    last = first if end is None else (_last(end, "row"), _last(end, "col"))
    return 1 + (first[0] + max(first[0], last[0])) // 2, 1 + (first[1] + max(first[1], last[1])) // 2


def _last(corner: etree._Element, name: str) -> int:
    return _number(corner, name) - (_number(corner, f"{name}Off") == 0)


def _number(corner: etree._Element, name: str) -> int:
    text = (corner.findtext(f"{_X}{name}") or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def header_lines(root: etree._Element) -> list[str]:
    """The lines printed above a sheet: the left, middle and right part of its page header, without its codes."""
    written = unescaped(root.findtext(f"{S}headerFooter/{S}oddHeader"))
    pieces = (_CODE.sub("", piece) for piece in _PARTS.split(written))
    return [line.strip() for piece in pieces for line in piece.split("\n") if line.strip()]
