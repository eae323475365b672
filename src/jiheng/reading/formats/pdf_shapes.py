"""The drawn things of a PDF page: rules, pictures, and what its pieces of text tell about themselves."""

import ctypes
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.pdf_cover import Covers
from jiheng.reading.formats.pdf_frame import Point
from jiheng.reading.tables.page import GAP, Box, Rule
from jiheng.reading.tables.pale import PALE, WHITE, Ink, unseen

MAX_OBJECTS = 100_000
_THIN = 3.0
"""A shape no thicker than this is a rule."""
_SHORT = 1.0
_DOTS, _NOWHERE = 6, 1e9
"""So many dots in a row, as browsers draw dotted borders, make a rule."""
_DEPTH = 4
_UPRIGHT = 1e-3
_MAX_SEGMENTS = 2000

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Shapes(msgspec.Struct):
    """What is drawn on a page, in the page's own coordinates.

    `clipped` holds, by the address of a piece of text, the box outside of which nothing of it is seen; `is_cut` says
    that some piece is larger than its box. `moved` holds, by the same address, where the form object puts a piece.
    """

    rules: list[Box] = msgspec.field(default_factory=list)
    pictures: int = 0
    is_turned: bool = False
    """Some text does not run to the right."""
    clipped: dict[int, Box] = msgspec.field(default_factory=dict)
    is_cut: bool = False
    moved: dict[int, Matrix] = msgspec.field(default_factory=dict)
    pale: list[Ink] = msgspec.field(default_factory=list)
    """Texts hardly darker than paper."""
    unseen: frozenset[int] = frozenset()
    """The addresses of texts that nobody sees."""
    invisible: set[int] = msgspec.field(default_factory=set)
    """The addresses of texts that are there to be searched only; all of the text of a scan may be such."""
    covered: list[tuple[raw.FPDF_PAGEOBJECT, Box]] = msgspec.field(default_factory=list)
    """Texts that lie under something else, and where."""


def shapes(page: pdfium.PdfPage) -> Shapes:
    """Everything drawn on a page, those things inside form objects included. Raises Unreadable for too many."""
    found, covers = Shapes(), Covers()
    areas: list[tuple[raw.FPDF_PAGEOBJECT, Matrix]] = []
    seen = texts = 0
    todo = [(page.raw, raw.FPDFPage_GetObject, _IDENTITY, 0, raw.FPDFPage_CountObjects(page.raw))]
    while todo:
        holder, get, matrix, index, count = todo.pop()
        while index < count:
            seen += 1
            if seen > MAX_OBJECTS:
                raise Unreadable(
                    f"一页里有超过 {MAX_OBJECTS} 个图形对象，没有读完", "请核实文件来源，或把该页另行打印成 PDF 再试。"
                )
            item = get(holder, index)
            index += 1
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                texts += 1
                _add_text(found, item, matrix)
                covers.waiting.append((item, matrix))
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                if not _add_thin(found, item, matrix):
                    found.rules.extend([_applied(matrix, edge) for edge in _edges(item)])
                    areas.append((item, matrix))
                    covers.area(item, matrix, _seen_of)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                if not _add_thin(found, item, matrix):
                    found.pictures += 1
                    areas.append((item, matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM and len(todo) < _DEPTH:  # what it holds is drawn before what follows it
                todo.append((holder, get, matrix, index, count))
                inner = _times(_matrix(item), matrix)
                todo.append((item, raw.FPDFFormObj_GetObject, inner, 0, raw.FPDFFormObj_CountObjects(item)))
                break
    if found.pale:
        found.unseen = unseen(found.pale, list(_grounds(areas)))
    if found.invisible and 2 * len(found.invisible) < texts:
        found.unseen |= found.invisible
    found.covered = list({address(item): (item, box) for item, box in covers.covered}.values())
    return found


def _add_thin(found: Shapes, item: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> bool:
    """Take a shape, or a stretched picture of a point, that is so thin that it is a rule; whether it is one."""
    bounds = _bounds(item)
    if bounds is None:
        return True
    if bounds[2] - bounds[0] <= _THIN or bounds[3] - bounds[1] <= _THIN:
        found.rules.append(bounds if matrix is _IDENTITY else _applied(matrix, bounds))
        return True
    return False


def _seen_of(item: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> Box | None:
    """Where a thing lies on the page, as far as its clip path lets it be seen."""
    bounds = _bounds(item)
    clip = raw.FPDFPageObj_GetClipPath(item)
    if bounds is not None and clip and (count := raw.FPDFClipPath_CountPaths(clip)) > 0:
        seen = _seen(clip, count)
        bounds = max(bounds[0], seen[0]), max(bounds[1], seen[1]), min(bounds[2], seen[2]), min(bounds[3], seen[3])
    return None if bounds is None or bounds[0] > bounds[2] or bounds[1] > bounds[3] else _applied(matrix, bounds)


def _grounds(areas: Iterable[tuple[raw.FPDF_PAGEOBJECT, Matrix]]) -> Iterator[Box]:
    """Where pictures and areas filled with a colour lie, on which even white text is seen."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for item, matrix in areas:
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPath_GetDrawMode(item, fill, stroke)
            if not fill.value or _darkness(item) <= WHITE:
                continue
        if (bounds := _bounds(item)) is not None:
            yield _applied(matrix, bounds)


def address(item: raw.FPDF_PAGEOBJECT) -> int:
    """By which a piece of text is known again."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def placed(item: raw.FPDF_PAGEOBJECT, matrix: Matrix, box: Box) -> Box:
    """The box of a character of a piece of text in a form object, which that puts where its matrix says.

    Of a character that stands for others (/ActualText) PDFium gives the box without that matrix.
    """
    bounds = _bounds(item)
    if bounds is None:
        return box
    left, bottom, right, top = _applied(matrix, bounds)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    is_there = left - _THIN <= x <= right + _THIN and bottom - _THIN <= y <= top + _THIN
    return box if is_there else _applied(matrix, box)


class _Answers(threading.local):
    """Where PDFium writes what it is asked for: made once, a page has thousands of things."""

    def __init__(self) -> None:
        self.matrix = raw.FS_MATRIX()
        self.left, self.bottom, self.right, self.top = (ctypes.c_float() for _ in range(4))
        self.colour = tuple(ctypes.c_uint() for _ in range(4))


_answers = _Answers()


def _darkness(item: raw.FPDF_PAGEOBJECT) -> float:
    """By how much its fill is darker than white paper, at its darkest part; text that tells no colour is black."""
    red, green, blue, alpha = _answers.colour
    if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return 255.0
    return (255 - min(red.value, green.value, blue.value)) * alpha.value / 255


def _matrix(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    own = _answers.matrix
    raw.FPDFPageObj_GetMatrix(item, own)
    return own.a, own.b, own.c, own.d, own.e, own.f


def _bounds(item: raw.FPDF_PAGEOBJECT) -> Box | None:
    left, bottom, right, top = _answers.left, _answers.bottom, _answers.right, _answers.top
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _add_text(found: Shapes, item: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
    if raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
        found.invisible.add(address(item))
    if (dark := _darkness(item)) <= PALE and (own_box := _bounds(item)) is not None:
        found.pale.append(Ink(dark, _applied(matrix, own_box), address(item)))
    if not found.is_turned:
        own = _times(_matrix(item), matrix) if matrix is not _IDENTITY else _matrix(item)
        found.is_turned = own[0] <= 0 or abs(own[1]) > _UPRIGHT * own[0] or abs(own[2]) > own[0]
    if matrix is not _IDENTITY and matrix != _IDENTITY:
        found.moved[address(item)] = matrix
    clip = raw.FPDFPageObj_GetClipPath(item)
    if not clip:
        return
    count = raw.FPDFClipPath_CountPaths(clip)
    if count > 0 and (bounds := _bounds(item)) is not None:
        seen = _seen(clip, count)
        if bounds[0] < seen[0] or bounds[1] < seen[1] or bounds[2] > seen[2] or bounds[3] > seen[3]:
            found.is_cut = True
        found.clipped[address(item)] = _applied(matrix, seen)


def _seen(clip: raw.FPDF_CLIPPATH, count: int) -> Box:
    """The box outside of which a clip path lets nothing be seen."""
    left, bottom, right, top = -1e6, -1e6, 1e6, 1e6
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(count, 20)):
        points = []
        for number in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), _MAX_SEGMENTS)):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, number), x, y)
            points.append((x.value, y.value))
        if points:
            left, right = max(left, min(p[0] for p in points)), min(right, max(p[0] for p in points))
            bottom, top = max(bottom, min(p[1] for p in points)), min(top, max(p[1] for p in points))
    return left, bottom, right, top


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
    a, b, c, d, e, f = m
    x0, y0 = a * box[0] + c * box[1] + e, b * box[0] + d * box[1] + f
    x1, y1 = a * box[2] + c * box[3] + e, b * box[2] + d * box[3] + f
    return (x0 if x0 < x1 else x1), (y0 if y0 < y1 else y1), (x1 if x0 < x1 else x0), (y1 if y0 < y1 else y0)


def _edges(path: raw.FPDF_PAGEOBJECT) -> list[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value:
        return []
    matrix = _matrix(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    edges: list[Box] = []
    start = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
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


def rules(boxes: Iterable[Box], turn: Callable[[float, float], Point], width: float, height: float) -> Iterator[Rule]:
    """Thin boxes as rules of the page as it is read, cut off where the page ends; dots in a row are one rule."""
    dots: list[Box] = []
    for box in boxes:
        (x0, y0), (x1, y1) = turn(box[0], box[1]), turn(box[2], box[3])
        left, right = max(0.0, min(x0, x1)), min(width, max(x0, x1))
        top, bottom = max(0.0, min(y0, y1)), min(height, max(y0, y1))
        wide, high = right - left, bottom - top
        if wide < 0 or high < 0:
            continue
        if high <= _THIN and wide > high and wide >= _SHORT:
            yield Rule(True, (top + bottom) / 2, left, right)
        elif wide <= _THIN and high >= _SHORT:
            yield Rule(False, (left + right) / 2, top, bottom)
        if high <= _THIN and wide <= _THIN and abs(wide - high) < _SHORT:
            dots.append((left, top, right, bottom))
    if len(dots) >= _DOTS:
        yield from _dotted(True, sorted((round(top, 1), left, right) for left, top, right, _ in dots))
        yield from _dotted(False, sorted((round(left, 1), top, bottom) for left, top, _, bottom in dots))


def _dotted(level: bool, dots: Sequence[tuple[float, float, float]]) -> Iterator[Rule]:
    """The rules that dots in a row make, each given with the line on which it lies, where it begins and ends."""
    run: list[tuple[float, float, float]] = []
    for dot in [*dots, (_NOWHERE, 0.0, 0.0)]:
        if run and (dot[0] != run[-1][0] or dot[1] - run[-1][2] > GAP):
            if len(run) >= _DOTS:
                yield Rule(level, run[0][0] + (run[0][2] - run[0][1]) / 2, run[0][1], run[-1][2])
            run = []
        run.append(dot)
