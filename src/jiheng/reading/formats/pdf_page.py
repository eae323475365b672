"""One PDF page → its rules and glyphs, in points from the top left of the page as it is shown."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.grid import Glyph, Rule

MAX_OBJECTS = 100_000
MAX_GLYPHS = 200_000
_THIN = 3.0
"""A shape no thicker than this is a rule."""
_SHORT = 1.0
_DEPTH = 4
_CLOSING, _OPENING = frozenset("，。；：、！？）】》〉」』〕”’"), frozenset("（【《〈「『〔“‘")
_INVISIBLE = frozenset((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
"""Break opportunities and marks of direction: characters to a program, nothing to a reader."""

Point = tuple[float, float]
Transform = Callable[[float, float], Point]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page. `unmapped` counts glyphs whose font does not say which character they are."""

    number: int
    width: float
    height: float
    rules: list[Rule]
    glyphs: list[Glyph]
    unmapped: int
    pictures: int


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Everything that the grid needs of a page. Raises Unreadable for a page with too much on it."""
    width, height = page.get_size()
    turn = _turn(page)
    rules: list[Rule] = []
    pictures = 0
    for kind, box in _shapes(page):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        else:
            rules.extend(_rules(box, turn))
    glyphs, unmapped = _glyphs(page, turn)
    return Page(number, width, height, rules, glyphs, unmapped, pictures)


def _turn(page: pdfium.PdfPage) -> Transform:
    """From the page's own coordinates (origin bottom left, before rotation) to the shown ones."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    if rotation == 90:
        return lambda x, y: (y - bottom, x - left)
    if rotation == 180:
        return lambda x, y: (right - x, y - bottom)
    if rotation == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def page_box(page: pdfium.PdfPage, shown: "Box") -> "Box":
    """A box in shown coordinates (left, top, right, bottom) as (left, bottom, right, top) of the page's own."""
    left, bottom, right, top = page.get_cropbox()
    x0, y0, x1, y1 = shown
    rotation = page.get_rotation()
    if rotation == 90:
        return left + y0, bottom + x0, left + y1, bottom + x1
    if rotation == 180:
        return right - x1, bottom + y0, right - x0, bottom + y1
    if rotation == 270:
        return right - y1, top - x1, right - y0, top - x0
    return left + x0, top - y1, left + x1, top - y0


Box = tuple[float, float, float, float]


def _shapes(page: pdfium.PdfPage) -> Iterator[tuple[int, Box]]:
    """Kind and bounds of every path and picture, those inside form objects included."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    seen = 0
    todo = [(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)]
    while todo:
        holder, count, get, matrix, depth = todo.pop()
        for index in range(count(holder)):
            seen += 1
            if seen > MAX_OBJECTS:
                raise Unreadable(
                    f"一页里有超过 {MAX_OBJECTS} 个图形对象，没有读完", "请核实文件来源，或把该页另行打印成 PDF 再试。"
                )
            item = get(holder, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                own = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(item, own)
                inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                todo.append((item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1))
            elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE) and raw.FPDFPageObj_GetBounds(
                item, left, bottom, right, top
            ):
                if kind == raw.FPDF_PAGEOBJ_PATH and _is_fat(left, bottom, right, top):
                    for box in _edges(item, (left.value, bottom.value, right.value, top.value)):
                        yield kind, _applied(matrix, box)
                else:
                    yield kind, _applied(matrix, (left.value, bottom.value, right.value, top.value))


Matrix = tuple[float, float, float, float, float, float]


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _applied(m: Matrix, box: Box) -> Box:
    corners = [(box[0], box[1]), (box[2], box[3])]
    points = [(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x, y in corners]
    (x0, y0), (x1, y1) = points
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_fat(left: ctypes.c_float, bottom: ctypes.c_float, right: ctypes.c_float, top: ctypes.c_float) -> bool:
    return right.value - left.value > _THIN and top.value - bottom.value > _THIN


def _edges(path: raw.FPDF_PAGEOBJECT, bounds: Box) -> list[Box]:
    """The straight pieces of a drawn outline; a plain filled area (shading) has none."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value:
        return []
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, own)
    matrix = (own.a, own.b, own.c, own.d, own.e, own.f)
    x, y = ctypes.c_float(), ctypes.c_float()
    edges: list[Box] = []
    start = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), 2000)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            edges.append(_applied(matrix, (*last, *here)))
        if raw.FPDFPathSegment_GetClose(segment):
            edges.append(_applied(matrix, (*here, *start)))
        last = here
    return edges


def _rules(box: Box, turn: Transform) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = turn(box[0], box[1]), turn(box[2], box[3])
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    wide, high = right - left, bottom - top
    if high <= _THIN and wide > high and wide >= _SHORT:
        yield Rule(True, (top + bottom) / 2, left, right)
    elif wide <= _THIN and high >= _SHORT:
        yield Rule(False, (left + right) / 2, top, bottom)


def _inked(character: str, left: float, right: float) -> tuple[float, float]:
    """The half of a full-width stop or bracket that holds ink; the other may hang over the border of its cell."""
    if character in _CLOSING:
        return left, (left + right) / 2
    return ((left + right) / 2, right) if character in _OPENING else (left, right)


def _glyphs(page: pdfium.PdfPage, turn: Transform) -> tuple[list[Glyph], int]:
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MAX_GLYPHS:
            raise Unreadable(f"一页里有 {count} 个字符，没有读完", "请核实文件来源，或拆分后再试。")
        box = raw.FS_RECTF()
        glyphs, unmapped = [], 0
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            if code <= 32 or code == 0xA0 or code in _INVISIBLE:
                continue
            if code in (0xFFFE, 0xFFFF) or raw.FPDFText_HasUnicodeMapError(text, index) == 1:
                unmapped += 1
            if not raw.FPDFText_GetLooseCharBox(text, index, box):
                continue
            (x0, y0), (x1, y1) = turn(box.left, box.top), turn(box.right, box.bottom)
            left, right = _inked(chr(code), min(x0, x1), max(x0, x1))
            glyphs.append(Glyph(chr(code), left, min(y0, y1), right, max(y0, y1)))
        return glyphs, unmapped
    finally:
        text.close()
