"""One PDF page → its rules and glyphs, in points from the top left of the page as it is read."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter

import msgspec
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats import pdf_cover, pdf_notes, pdf_shapes
from jiheng.reading.formats.pdf_frame import Frame, shown
from jiheng.reading.formats.pdf_notes import Added
from jiheng.reading.formats.pdf_shapes import Shapes
from jiheng.reading.tables import misread, page_edge, pale, strikes
from jiheng.reading.tables.page import CLOSING, CUT, OPENING, UNREAD, UNTOLD, Box, Glyph, Mark, Page
from jiheng.reading.tables.radicals import common
from jiheng.reading.tables.symbol_fonts import sign

MAX_GLYPHS = 200_000
_INVISIBLE = frozenset((0xA0, 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
"""Break opportunities and marks of direction: characters to a program, nothing to a reader."""
_ON_LAYER = "这里添加的文字在图层上，图层可能关着、看不见，请对照原件"
_NOTHING = Added()
_ENDS = frozenset((9, 10, 13))
"""Ends of lines, which PDFium puts between texts."""
_CELL = 0.25
"""Share of a page that a cell's clip path may take; what one cell cuts is one text."""
_PITCH = 0.7, 1.8
"""Lines of one text follow one another by this many heights."""
_EDGE, _FAR = 1.0, (-1e6, 1e6)
_INDENT = 3
"""The next line of a text begins no further to the left of this one than so many heights."""
_SLANT = math.radians(8)
"""Text that runs at more than this from upright or sideways is a watermark; a scan may lie a little askew."""


_TURN = itemgetter(2)


class _Found(msgspec.Struct):
    """Characters of a page with the boxes and quarter turns that the file gives them."""

    characters: list[tuple[str, Box, int]] = msgspec.field(default_factory=list)
    unmapped: int = 0
    cut: list[Box] = msgspec.field(default_factory=list)
    """Where a text stands of which only a part is seen."""


def read_page(page: pdfium.PdfPage, number: int, added: Added = _NOTHING) -> Page:
    """Everything that the grid needs of a page; the own words of the form fields that were `added` count.

    Raises Unreadable for a page with too much on it.
    """
    drawn = pdf_shapes.shapes(page)
    covered = list(pdf_cover.taken_off(page, drawn.covered)) if drawn.covered else []
    found = _characters(page, drawn)
    if added.fields:
        found.characters = [c for c in found.characters if not any(_lies_in(c[1], field.box) for field in added.fields)]
    frame = _upright(shown(page), found)
    width, height = frame.size
    glyphs, is_over = _glyphs(found, frame)
    turn = frame.to_read()
    marks = [Mark(*turn((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), CUT) for box in found.cut]
    marks += [Mark(*turn((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), _ON_LAYER) for box in added.on_layers]
    for text, box in covered:
        marks.append(
            Mark(*turn((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), pale.COVERED.format(text[: pale.MOST_SAID]))
        )
    if found.unmapped:
        marks += [Mark(*glyph.middle, UNTOLD) for glyph in glyphs if glyph.text == UNREAD]
    glyphs += pdf_notes.glyphs(added.fields, turn)
    rules = list(pdf_shapes.rules([*drawn.rules, *pdf_notes.crossed_out(page)], turn, width, height))
    rules, glyphs, struck = strikes.apart(rules, glyphs)
    alone = page_edge.looked_at(glyphs, rules, width, height)
    if is_over:
        glyphs = page_edge.inside(glyphs, width, height)
    counts = found.unmapped, drawn.pictures
    garbled = misread.letters(glyphs)
    marks += struck + [Mark(*glyph.middle, misread.WORD.format(glyph.text)) for glyph in garbled]
    notes = [misread.NOTE] if garbled else []
    return Page(
        number, width, height, rules, glyphs, *counts, marks, notes=notes, alone=alone, is_garbled=bool(garbled)
    )


def frame_of(page: pdfium.PdfPage) -> Frame:
    """How a page is turned to be read, sideways text counted in: to find a place that was read again."""
    return _upright(shown(page), _characters(page, pdf_shapes.shapes(page)))


def _lies_in(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _upright(frame: Frame, found: _Found) -> Frame:
    """The frame turned so that most of the text runs to the right."""
    if not frame.quarters and not any(map(_TURN, found.characters)):
        return frame
    turns = Counter(map(_TURN, found.characters))
    most = max(turns, key=lambda turn: (turns[turn], -turn), default=-frame.quarters)
    return frame.turned(-(most + frame.quarters))


def _glyphs(found: _Found, frame: Frame) -> tuple[list[Glyph], bool]:
    """Every glyph in the order of the file, and whether one lies beyond the page."""
    turn, beside, top_edge = frame.to_read(), frame.left, frame.top
    width, height = frame.size
    quarters = frame.quarters
    glyphs = []
    is_over = False
    for text, box, quarter in found.characters:
        if quarters:
            (x0, y0), (x1, y1) = turn(box[0], box[3]), turn(box[2], box[1])
        else:  # as nearly all pages lie, without two calls for each glyph
            x0, y0, x1, y1 = box[0] - beside, top_edge - box[3], box[2] - beside, top_edge - box[1]
        left, right = (x0, x1) if x0 <= x1 else (x1, x0)
        top, bottom = (y0, y1) if y0 <= y1 else (y1, y0)
        if not (0 <= left + right <= 2 * width and 0 <= top + bottom <= 2 * height):
            is_over = True
        own = (quarter + quarters) % 4
        if not own and text in _HALVES:
            left, right = _inked(text, left, right)
        glyphs.append(Glyph(text, left, top, right, bottom, own))
    return glyphs, is_over


_HALVES = CLOSING | OPENING


def _inked(character: str, left: float, right: float) -> tuple[float, float]:
    """The half of a full-width stop or bracket that holds ink; the other may hang over the border of its cell."""
    if character in CLOSING:
        return left, (left + right) / 2
    return (left + right) / 2, right


def _characters(page: pdfium.PdfPage, drawn: Shapes) -> _Found:
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MAX_GLYPHS:
            raise Unreadable(f"一页里有 {count} 个字符，没有读完", "请核实文件来源，或拆分后再试。")
        found = _Found()
        box, handle, place = raw.FS_RECTF(), text.raw, raw.FPDFText_GetLooseCharBox
        clipped = _Clipped(text, drawn.clipped, found, page) if drawn.is_cut else None
        is_turned, unseen, moved, add = drawn.is_turned, drawn.unseen, drawn.moved, found.characters.append
        for index, shown_text in _codes(text, count, found):
            if not place(handle, index, box):
                continue
            turn = 0
            if is_turned:
                quarter = _quarter(raw.FPDFText_GetCharAngle(text, index))
                if quarter is None:
                    continue
                turn = quarter
            where = (box.left, box.bottom, box.right, box.top)
            if unseen and pdf_shapes.address(raw.FPDFText_GetTextObject(text, index)) in unseen:
                continue
            if moved:
                item = raw.FPDFText_GetTextObject(text, index)
                if (matrix := moved.get(pdf_shapes.address(item))) is not None:
                    where = pdf_shapes.placed(item, matrix, where)
            if clipped is None:
                add((shown_text, where, turn))
            else:
                clipped.add(index, (shown_text, where, turn))
        if clipped is not None:
            clipped.close()
        return found
    finally:
        text.close()


def _codes(text: pdfium.PdfTextPage, count: int, found: _Found) -> Iterator[tuple[int, str]]:
    """Number and character of what a reader sees; a rare character comes as two halves, which are put together.

    PDFium is asked whether the font says which character a code is until it does once on the page.
    """
    failed, handle = raw.FPDFText_HasUnicodeMapError, text.raw
    known: dict[int, str] = {}
    half = 0
    for index, code in enumerate(_units(handle, count)):
        if (seen := known.get(code)) is not None:
            yield index, seen
            continue
        if code < 32 and code not in _ENDS and failed(handle, index) == 1:
            code = ord(UNREAD)
        if code <= 32 or code in _INVISIBLE:
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                half = code
                continue
            code = 0x10000 + (half - 0xD800) * 0x400 + code - 0xDC00 if half else ord(UNREAD)
            half = 0
        is_lost = code in (0xFFFD, 0xFFFE, 0xFFFF) or failed(handle, index) == 1
        if is_lost:
            found.unmapped += 1
        if 0xE000 <= code < 0xF900:
            yield index, sign(code, _font(text, index)) or chr(code)
            continue
        seen = common(chr(code)) if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00 else chr(code)
        if not is_lost:
            known[code] = seen
        yield index, seen


def _units(handle: raw.FPDF_TEXTPAGE, count: int) -> Sequence[int]:
    """The codes of all characters at once; one by one where some have none and PDFium leaves them out."""
    units = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(handle, 0, count, units) == count + 1:
        return units[:count]
    return [raw.FPDFText_GetUnicode(handle, index) for index in range(count)]


def _font(text: pdfium.PdfTextPage, index: int) -> str:
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return name.value.decode("utf-8", "replace")


def _quarter(angle: float) -> int | None:
    """The quarter turns clockwise at which text runs; None for slanted text."""
    quarter = round(angle / (math.pi / 2))
    return quarter % 4 if abs(angle - quarter * math.pi / 2) < _SLANT else None


class _Clipped:
    """Puts characters into what was found, the lines of a text of which a clip path cuts something as one.

    A text of which nothing is seen is left out: the rest of a merged label on the next page. Of a text of which a part
    is seen, a cell too small for its lines, the whole belongs where that part stands.
    """

    def __init__(self, text: pdfium.PdfTextPage, clipped: dict[int, Box], found: _Found, page: pdfium.PdfPage) -> None:
        self.text, self.clipped, self.found = text, clipped, found
        self.paper, self.area = shown(page), _area(page.get_mediabox())
        self.last = 0
        self.lines: list[_Line] = []

    def add(self, index: int, character: tuple[str, Box, int]) -> None:
        """Take in the next character of the page."""
        where = pdf_shapes.address(raw.FPDFText_GetTextObject(self.text, index))
        if where != self.last or not self.lines:
            seen = self.clipped.get(where)
            line = _Line(None if seen is None else self._cut_by(seen), [], 0.0 if seen is None else _area(seen))
            if self.lines and not self.lines[-1].goes_on(character):
                self.close()
            self.lines.append(line)
            self.last = where
        self.lines[-1].characters.append(character)

    def _cut_by(self, seen: Box) -> Box:
        """A clip path's box, open where it reaches the edge of the page, which cuts by itself (`page_edge`)."""
        left, bottom, right, top = seen
        paper = self.paper
        return (
            _FAR[0] if left <= paper.left + _EDGE else left,
            bottom,
            _FAR[1] if right >= paper.right - _EDGE else right,
            top,
        )

    def close(self) -> None:
        """The text is complete."""
        lines, self.lines = self.lines, []
        is_cell = all(line.area <= _CELL * self.area for line in lines)
        shown = [[c for c in line.characters if line.seen is None or _lies_in(c[1], line.seen)] for line in lines]
        is_cut = any(len(some) < len(line.characters) for some, line in zip(shown, lines, strict=True))
        if not is_cut or not is_cell or not any(shown):
            self.found.characters += [character for some in shown for character in some]
            return
        boxes = [box for some in shown for _, box, _ in some]
        box = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
        whole = "".join(text for line in lines for text, _, _ in line.characters)
        self.found.characters.append((whole, box, next(some for some in shown if some)[0][2]))
        self.found.cut.append(box)


class _Line(msgspec.Struct):
    """A text object of a page: the box outside of which nothing of it is seen, its characters, its clip path's area."""

    seen: Box | None
    characters: list[tuple[str, Box, int]]
    area: float

    def goes_on(self, character: tuple[str, Box, int]) -> bool:
        """Whether a character goes on with this line: behind its last one, or at the beginning of the next line."""
        _, (_, bottom, right, top), turn = self.characters[-1]
        (first, low, _, high), own = character[1], character[2]
        if turn or own:
            return turn == own
        tall = max(1.0, top - bottom)
        step = (bottom + top - low - high) / 2
        if abs(step) < 0.4 * tall:
            return -0.5 * tall < first - right < 1.5 * tall
        begins = self.characters[0][1][0] - _INDENT * tall
        return _PITCH[0] * tall < step < _PITCH[1] * tall and begins < first < right


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
