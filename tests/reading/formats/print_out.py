"""Paper → PDF: printed page by page, rows torn by page breaks wherever they fall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .paper import Box, Paper
from .pdf_file import FONT_SIZE, Sheet, pdf, slanted, stroke, text

_PORTRAIT = Sheet()
_LINE = 12.0
_MARGIN = 40.0
_PAD = 2.0


@dataclass(frozen=True)
class Print:
    """A way to print."""

    sheet: Sheet = _PORTRAIT
    rules: str = "lines"
    """How borders are drawn: lines, rects, boxes, dashed, dots, double, thick, none, three (over the table, below the
    header of the indicators and below the table), above or below (one line to a cell), sides (upright ones only)."""
    outer: bool = True
    upright: bool = True
    """Upright rules are drawn."""
    shaded: bool = False
    tears: bool = True
    """Whether a page break may fall within a row; otherwise the row goes to the next page."""
    header_repeats: bool = False
    merged_repeats: bool = False
    """The text of a merged cell is printed again where it goes on over a page."""
    rests: bool = False
    """A merged cell that goes on over a page leaves its text there once more, clipped away above the table."""
    watermark: bool = False
    struck: bool = False
    """Another text stands crossed out before what is printed, wherever there is room."""
    own_pages: bool = True
    footer: bool = False
    middle: bool = False
    """Text stands in the middle of its cell, as in most printed forms."""


def printed(papers: Sequence[Paper], way: Print | None = None, start: float = 0.0) -> bytes:
    """The papers as PDF; the first begins `start` points below the top margin."""
    way = way or Print()
    return pdf(pages(papers, way, start), way.sheet)


def pages(papers: Sequence[Paper], way: Print, start: float = 0.0) -> list[str]:
    """What is drawn on each page, in the operators of PDF."""
    printer = _Printer(way)
    printer.y += start
    for number, paper in enumerate(papers):
        if number and printer.way.own_pages:
            printer.turn()
        printer.paper(paper)
    return printer.finish()


@dataclass
class _Open:
    """A box that is being printed: its top on this page, the lines that are left, its last row."""

    left: float
    right: float
    top: float
    words: list[str]
    last: int
    box: Box


class _Printer:
    def __init__(self, way: Print) -> None:
        self.way, self.sheet = way, way.sheet
        self.y = _MARGIN
        self.pages: list[list[str]] = [[]]
        self.bottom = self.sheet.height - _MARGIN

    def finish(self) -> list[str]:
        if self.way.footer:
            for number, page in enumerate(self.pages, 1):
                page.append(text(280, self.sheet.height - 25, f"第 {number} 页", self.sheet.height))
        if self.way.watermark:
            for page in self.pages:
                page += [slanted(60 + 150 * n, 300 + 120 * n, "内部资料请勿外传", self.sheet.height) for n in range(3)]
        return ["".join(page) for page in self.pages]

    def turn(self) -> None:
        self.pages.append([])
        self.y = _MARGIN

    def line(self, words: str) -> None:
        if self.y + _LINE * 1.5 > self.bottom:
            self.turn()
        self.pages[-1].append(text(_MARGIN + 100, self.y, words, self.sheet.height))
        self.y += _LINE * 1.5

    def paper(self, paper: Paper) -> None:
        for words in paper.above:
            self.line(words)
        xs = self._edges(paper)
        rows = _measured(paper, xs)
        open_boxes: list[_Open] = []
        starts = {n: [p for p in paper.placed() if p.row == n] for n in range(len(rows))}
        for number, height in enumerate(rows):
            if number in (0, paper.header, paper.header + 1):
                self._level(xs)
            if not self.way.tears and self.y + height > self.bottom and height < self.bottom - _MARGIN:
                self._break(open_boxes, paper, xs, rows, number, repeat=True)
            for place in starts[number]:
                left, right = xs[place.column], xs[place.column + place.box.wide]
                words = wrapped(place.box.text, right - left - 2 * _PAD)
                open_boxes.append(_Open(left, right, self.y, words, number + place.box.high - 1, place.box))
            remaining = height
            while self.y + remaining > self.bottom + 0.01:
                fits = max(0.0, (self.bottom - self.y - 2 * _PAD) // _LINE) * _LINE
                used = fits + 2 * _PAD if fits else 0.0
                self.y += used
                remaining -= used - 2 * _PAD if used else 0.0
                self._break(
                    open_boxes, paper, xs, rows, number, repeat=self.way.header_repeats and number > paper.header
                )
            self.y += remaining
            for box in [box for box in open_boxes if box.last == number]:
                self._close(box, xs)
                open_boxes.remove(box)
        self._level(xs)
        self.y += 6
        for words in paper.below:
            self.line(words)
        self.y += 20

    def _level(self, xs: list[float]) -> None:
        """A rule over the whole width of a three-line table."""
        if self.way.rules == "three":
            y = self.sheet.height - self.y
            self.pages[-1].append(f"0.8 w {xs[0]:.2f} {y:.2f} m {xs[-1]:.2f} {y:.2f} l S\n")

    def _edges(self, paper: Paper) -> list[float]:
        room = self.sheet.width - 2 * _MARGIN
        xs = [_MARGIN]
        for width in paper.widths:
            xs.append(xs[-1] + room * width / sum(paper.widths))
        return xs

    def _break(
        self, open_boxes: list[_Open], paper: Paper, xs: list[float], rows: list[float], number: int, repeat: bool
    ) -> None:
        """Close what is open at the foot of the page, go on at the head of the next."""
        for box in open_boxes:
            if box.top == self.y:
                continue
            self._close(box, xs)
            again = wrapped(box.box.text, box.right - box.left - 2 * _PAD)
            room = sum(rows[number : box.last + 1]) - 2 * _PAD
            if self.way.merged_repeats and box.box.high > 1 and len(again) * _LINE <= room:
                box.words = again
        self.turn()
        if self.way.rests:
            for box in open_boxes:
                if box.box.high > 1 and box.top > _MARGIN:
                    self._rest(box)
        if self.way.header_repeats and repeat:
            self._header(paper, xs, rows)
        for box in open_boxes:
            box.top = self.y

    def _rest(self, box: _Open) -> None:
        high = self.sheet.height
        words = wrapped(box.box.text, box.right - box.left - 2 * _PAD)
        shown = text(box.left + _PAD, self.y - 25, "".join(words), high)
        clip = f"{box.left:.2f} {high - self.y - 60:.2f} {box.right - box.left:.2f} 60 re W n"
        self.pages[-1].append(f"q {clip}\n{shown}Q\n")

    def _header(self, paper: Paper, xs: list[float], rows: list[float]) -> None:
        bottom = self.y + rows[paper.header]
        for place in paper.placed():
            if place.row == paper.header:
                left, right = xs[place.column], xs[place.column + place.box.wide]
                words = wrapped(place.box.text, right - left - 2 * _PAD)
                self._draw(left, right, self.y, bottom, words if place.box.high == 1 else [], place.box, xs, 0.0)
        left, right = xs[0], xs[1]
        self._draw(left, right, self.y, bottom, [], Box(""), xs, 0.0)
        self.y = bottom

    def _close(self, box: _Open, xs: list[float]) -> None:
        """Draw the piece of a box down to here; the lines that did not fit stay in it."""
        top, words = box.top, box.words
        if self.y - top < 1:
            return
        room = int((self.y - top - 2 * _PAD + 0.1) // _LINE)
        fits = min(room, len(words))
        skip = max(0.0, self.y - top - 2 * _PAD - fits * _LINE) / 2 if self.way.middle else 0.0
        self._draw(box.left, box.right, top, self.y, words[:fits], box.box, xs, skip)
        box.words = words[fits:]

    def _draw(
        self,
        left: float,
        right: float,
        top: float,
        bottom: float,
        words: list[str],
        box: Box,
        xs: list[float],
        offset: float,
    ) -> None:
        high, page = self.sheet.height, self.pages[-1]
        if self.way.shaded and box.is_label:
            page.append(f"0.85 g {left:.2f} {high - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re f 0 g\n")
        page.extend(self._borders(left, right, high - top, high - bottom, xs))
        x = left + _PAD
        if self.way.struck and len(words) == 1 and x + FONT_SIZE * (len(words[0]) + 4) < right:
            page.append(text(x, top + _PAD + offset, "原9", high))
            page.append(stroke(x, x + 1.5 * FONT_SIZE, top + _PAD + offset, high))
            x += 2 * FONT_SIZE
        for number, line in enumerate(words):
            page.append(text(x, top + _PAD + offset + number * _LINE, line, high))

    def _borders(self, left: float, right: float, top: float, bottom: float, xs: list[float]) -> Iterator[str]:
        if self.way.rules in ("none", "three"):
            return
        if self.way.rules == "boxes":
            yield f"0.5 w {left:.2f} {bottom:.2f} {right - left:.2f} {top - bottom:.2f} re S\n"
            return
        sides = [] if self.way.rules in ("below", "sides") else [(left, top, right, top)]
        sides += [] if self.way.rules in ("above", "sides") else [(left, bottom, right, bottom)]
        if self.way.upright and (self.way.outer or left > xs[0]):
            sides.append((left, bottom, left, top))
        if self.way.upright and (self.way.outer or right < xs[-1]):
            sides.append((right, bottom, right, top))
        for x0, y0, x1, y1 in sides:
            yield from self._rule(x0, y0, x1, y1)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> Iterator[str]:
        if self.way.rules == "rects":
            yield f"{x0 - 0.25:.2f} {y0 - 0.25:.2f} {x1 - x0 + 0.5:.2f} {y1 - y0 + 0.5:.2f} re f\n"
            return
        if self.way.rules == "dots":
            steps = int(max(x1 - x0, y1 - y0) / 1.5) + 1
            for n in range(steps):
                x, y = (x0 + 1.5 * n, y0) if y0 == y1 else (x0, y0 + 1.5 * n)
                yield f"{x - 0.3:.2f} {y - 0.3:.2f} .6 .6 re f\n"
            return
        dash, width = ("[3 2] 0 d", 0.5) if self.way.rules == "dashed" else ("[] 0 d", 0.5)
        width = 1.5 if self.way.rules == "thick" else width
        shifts = (-0.75, 0.75) if self.way.rules == "double" else (0.0,)
        for shift in shifts:
            across = y0 == y1
            dx, dy = (0.0, shift) if across else (shift, 0.0)
            yield f"{dash} {width} w {x0 + dx:.2f} {y0 + dy:.2f} m {x1 + dx:.2f} {y1 + dy:.2f} l S\n"


def _measured(paper: Paper, xs: list[float]) -> list[float]:
    """The height of each row."""
    heights = [_LINE + 2 * _PAD] * len(paper.rows)
    for place in sorted(paper.placed(), key=lambda p: p.box.high):
        lines = wrapped(place.box.text, xs[place.column + place.box.wide] - xs[place.column] - 2 * _PAD)
        last = place.row + place.box.high
        lack = len(lines) * _LINE + 2 * _PAD - sum(heights[place.row : last])
        if lack > 0:
            heights[last - 1] += lack
    return heights


def wrapped(words: str, room: float) -> list[str]:
    """The lines that a text takes in a cell of that width."""
    lines = []
    for line in words.split("\n"):
        used, current = 0.0, ""
        for char in line:
            wide = FONT_SIZE * (0.5 if " " <= char <= "~" else 1.0)
            if current and used + wide > room:
                lines.append(current)
                used, current = 0.0, ""
            used, current = used + wide, current + char
        lines.append(current)
    return lines if words else []
