"""A picture of a page → its rules and its lines of text, as a PDF page would have them (needs jiheng[ocr])."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from jiheng.reading.scan import lost_rules, open_columns, shapes
from jiheng.reading.scan.lines import Box, Ink, InkLine, are_interlocked, blanks, cell_lines, free_lines, strokes
from jiheng.reading.scan.ocr import Seen
from jiheng.reading.scan.picture import Image, Matrix, Picture, prepare
from jiheng.reading.scan.settled import CHECK
from jiheng.reading.scan.two_models import Lines, Readings, framed, glance, look_closer
from jiheng.reading.tables import open_rows
from jiheng.reading.tables.grid import Glyph, Grid, Region, Rule, grids
from jiheng.reading.tables.page import Page

MAX_LINES = 2000
"""More lines than this stand on no page; what is found beyond is no text."""
_LARGEST_CROP = 4.0
"""A line higher than so many characters is a drawing or a stamp."""
_MAKES_SENSE, _SURELY = 0.68, 0.75
"""How sure long lines are on the whole on an upright page at least; and on one that is turned for it."""
_LONG, _FEW, _SAMPLE = 4.0, 5, 12
"""A line of so many characters tells; fewer than so many lines tell nothing; so many are looked at for a trial."""
_CRUMBS = 2.2
"""On a page that lies on its side a line has fewer characters than this on the whole."""
_FLAT = 0.25
"""A line that is lower than this share of a character is a dash."""
_APART = 0.45
"""Words of a line without rules around them stand apart by more than this share of a character."""
_SURE = 0.8
"""A line of which no character is less certain is sure."""
_SHOWN = 12
_STAMPED = 0.02
"""A line of which a seal covered a larger share is stamped."""


class PageTrouble(Enum):
    """Why no table was found on a page."""

    NO_COLUMNS = auto()
    """Lines across the page, none down it."""
    NO_RULES = auto()
    """Text without lines."""
    NO_SENSE = auto()
    """Nothing that can be read: blurred, handwritten, a photograph of something else."""


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of text as seen: its box in points, whether it is a flat stroke only, its readings."""

    box: Box
    is_stroke: bool
    first: Seen
    second: Seen | None
    """Figures are read a second time from another rendition of the picture."""
    is_stamped: bool = False
    """Whether a seal stood over it."""
    is_slash: bool = False
    """Whether it is one slanting stroke only."""
    has_unread: bool = False
    """Whether there are strokes in it that no character was read from."""
    has_gap: bool = False
    """Whether there is wider blank space within it than words leave."""
    height: float = 0.0
    """The height of a character in points."""

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page as seen: upright, in points."""

    page: Page
    lines: list[SeenLine]
    origin: Matrix
    """From the upright page to the page as it is shown, which may be askew, turned or slanted (3 × 3, in points)."""
    quarters: int = 0
    """Quarter turns to the left by which the page was turned to be upright."""
    is_sure: bool = True
    """Whether its long lines tell that it is upright."""
    trouble: PageTrouble | None = None
    """Why no table was found on it."""

    def shown(self, box: Box) -> Box:
        """A box of the upright page where it lies on the page as it is shown."""
        left, top, right, bottom = box
        across, down = (left + right) / 2, (top + bottom) / 2
        edges = np.array([[left, right, across, across], [down, down, top, bottom], [1, 1, 1, 1]])
        x, y, depth = self.origin @ edges
        x, y = x / depth, y / depth
        return round(float(x.min()), 1), round(float(y.min()), 1), round(float(x.max()), 1), round(float(y.max()), 1)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A page turned by some quarters, with the quick readings of its lines."""

    quarters: int
    picture: Picture
    pixel: float
    """Points of a pixel."""
    rules: list[Rule]
    ink: Ink
    found: Lines
    readings: Readings
    is_open: bool
    """Whether its table has level rules only; the columns are told by blank space."""

    @property
    def sense(self) -> float:
        """How sure the long lines are on the whole, or all of them where few are long."""
        long = [seen for line, seen in zip(self.found.lines, self.readings.first, strict=True) if self._is_long(line)]
        return _mean_certainty(long if len(long) >= _FEW else self.readings.first)

    @property
    def makes_no_sense(self) -> bool:
        """Whether its lines are read badly, or one by one character, as on a page that lies on its side."""
        letters = sum(len(seen.read().text) for seen in self.readings.first)
        return bool(self.found.lines) and (self.sense < _MAKES_SENSE or letters < _CRUMBS * len(self.found.lines))

    @property
    def tells(self) -> bool:
        """Whether it has enough long lines to tell that it is upright."""
        return sum(map(self._is_long, self.found.lines)) >= _FEW and not self.makes_no_sense

    def _is_long(self, line: InkLine) -> bool:
        return line.right - line.left >= _LONG * self.found.height


def look(source: Image, number: int, width: float, likely: int | None = None) -> SeenPage:
    """Read the picture of a page that is `width` points wide as it is shown.

    `source` is grey or in colour (red first). `likely` are the quarter turns that other pages of the document needed
    (None: not known yet); a page that makes no sense that way is tried the other ways.
    """
    trial = _trial(source, width, likely or 0)
    if trial.makes_no_sense and (likely is None or len(trial.found.lines) >= _SAMPLE):
        others = (quarters for quarters in range(4) if quarters != trial.quarters)
        best, quarters = max((_glance(source, quarters, trial.found), quarters) for quarters in others)
        if best >= _SURELY:
            trial = _trial(source, width, quarters)
    return _seen(source, number, width, trial)


def _trial(source: Image, width: float, quarters: int) -> _Trial:
    picture = prepare(source, quarters)
    upright = width * (1 if quarters % 2 == 0 else source.shape[0] / source.shape[1])
    pixel = upright / picture.grey.shape[1]
    rules = [Rule(r.horizontal, r.at * pixel, r.start * pixel, r.end * pixel) for r in picture.rules]
    ink = strokes(picture.ink)
    is_open = open_rows.is_open(rules)
    if is_open:
        further = open_columns.find([rule for rule in picture.rules if rule.horizontal], ink)
        rules += [Rule(r.horizontal, r.at * pixel, r.start * pixel, r.end * pixel) for r in further]
        rules = rules if further else []
    found, cells = _lines(picture, ink, rules, pixel)
    readings = glance(found)
    lost = lost_rules.find(cells, ink, found.lines, readings.first, picture.rules)
    if lost:
        rules += [Rule(False, r.at * pixel, r.start * pixel, r.end * pixel) for r in lost]
        found, _ = _lines(picture, ink, rules, pixel)
        readings = glance(found)
    return _Trial(quarters, picture, pixel, rules, ink, found, readings, is_open)


def _glance(source: Image, quarters: int, before: Lines) -> float:
    """How sure the longest lines of the page are when it is turned by so many quarters.

    0 where there are too few, or they are shorter than the longest were before: a page on its side has no long lines.
    """
    picture = prepare(source, quarters)
    found, _ = _lines(picture, strokes(picture.ink), [], 1.0)
    sample, known = _longest(found), _longest(before)
    if len(sample) < _FEW or _length(sample) < 0.9 * _length(known[: len(sample)]):
        return 0.0
    return _mean_certainty(glance(Lines(found.grey, sample, found.height)).first)


def _longest(found: Lines) -> list[InkLine]:
    long = [line for line in found.lines if line.right - line.left >= _LONG * found.height]
    return sorted(long, key=lambda line: line.left - line.right)[:_SAMPLE]


def _length(lines: Sequence[InkLine]) -> int:
    return sum(line.right - line.left for line in lines)


def _mean_certainty(seen: Sequence[Seen]) -> float:
    """The mean certainty of the characters; a line that says nothing counts as one without any."""
    sure = [certainty for reading in seen for certainty in reading.read().certainties or (0.0,)]
    return sum(sure) / max(1, len(sure))


def _seen(source: Image, number: int, width: float, trial: _Trial) -> SeenPage:
    """The page with its doubtful lines read more carefully."""
    pixel, picture, trouble = trial.pixel, trial.picture, _trouble(trial)
    readings = trial.readings if trouble else look_closer(trial.found, trial.readings)
    lines = [_line(trial, line, readings, n) for n, line in enumerate(trial.found.lines)]
    glyphs = [Glyph(text, *line.box) for line in lines if (text := line.first.read().text)]
    notes = [open_rows.NOTE] if trial.is_open and trial.rules else []
    if trouble is PageTrouble.NO_RULES:  # columns are told by where each character stands
        glyphs = [] if are_interlocked(trial.ink) else list(_letters(trial))
        notes += _unsure(readings)
    high, wide = picture.grey.shape
    page = Page(number, wide * pixel, high * pixel, trial.rules, glyphs, unmapped=0, pictures=1, notes=notes)
    points = width / source.shape[1]
    origin = np.diag([points, points, 1.0]) @ picture.origin @ np.diag([1 / pixel, 1 / pixel, 1.0])
    return SeenPage(page, lines, origin, trial.quarters, trial.tells, trouble)


def _line(trial: _Trial, line: InkLine, readings: Readings, n: int) -> SeenLine:
    pixel, height = trial.pixel, trial.found.height
    box = (line.left * pixel, line.top * pixel, line.right * pixel, line.bottom * pixel)
    strokes_of_line = trial.ink.within((line.left - 1, line.top - 1, line.right + 1, line.bottom + 1))
    return SeenLine(
        box,
        line.is_stroke,
        readings.first[n],
        readings.second.get(n),
        is_stamped=_is_stamped(trial.picture.stamped, line),
        is_slash=shapes.is_slash(trial.picture.ink, line, height),
        has_unread=line.is_faint
        or (not line.is_stroke and shapes.has_unread(strokes_of_line, line, readings.first[n], height)),
        has_gap=bool(line.gaps),
        height=height * pixel,
    )


def _unsure(readings: Readings) -> Iterator[str]:
    """A word on the lines that were read without certainty, where no cell can say it."""
    texts = [read.text for seen in readings.first if len((read := seen.read()).text) > 1 and read.certainty < _SURE]
    if texts:
        shown = "、".join(f"“{text[:_SHOWN]}”" for text in texts[:_SHOWN])
        yield f"图片识别，有 {len(texts)} 行把握不大（{shown}），{CHECK}"


def _letters(trial: _Trial) -> Iterator[Glyph]:
    """Each character of a page where it stands: those between two blank spaces share the ink there."""
    pixel, height = trial.pixel, trial.found.height
    for line, seen in zip(trial.found.lines, trial.readings.first, strict=True):
        if len(seen.read().text) <= 1 and line.bottom - line.top <= _FLAT * height:
            yield Glyph("—", line.left * pixel, line.top * pixel, line.right * pixel, line.bottom * pixel)
            continue
        for text, left, right in _words(trial.ink, line, seen, height):
            at, step = left, (right - left) / max(1, sum(1 + (not char.isascii()) for char in text))
            for char in text:
                end = at + step * (1 + (not char.isascii()))
                yield Glyph(char, at * pixel, line.top * pixel, end * pixel, line.bottom * pixel)
                at = end


def _words(ink: Ink, line: InkLine, seen: Seen, height: float) -> list[tuple[str, float, float]]:
    """What was read of a line, parted at its blank spaces: each part with where its ink begins and ends."""
    gaps = blanks(ink.within((line.left - 1, line.top - 1, line.right + 1, line.bottom + 1)), _APART * height)
    begins, ends = [line.left, *(end for _, end in gaps)], [*(begin for begin, _ in gaps), line.right]
    texts = [""] * len(begins)
    left, wide = line.frame[0], line.frame[2] - line.frame[0]
    for char, place in zip(seen.read().text, seen.places(), strict=True):
        at = left + place * wide
        nearest = min(range(len(begins)), key=lambda n: max(begins[n] - at, at - ends[n]))
        texts[nearest] += char
    return list(zip(texts, begins, ends, strict=True))


def _trouble(trial: _Trial) -> PageTrouble | None:
    """Why the page has no table; None where it has one, or hardly any text."""
    if grids(trial.rules, [])[0] or len(trial.found.lines) < _SAMPLE:
        return None
    if trial.makes_no_sense:
        return PageTrouble.NO_SENSE
    return PageTrouble.NO_COLUMNS if trial.is_open else PageTrouble.NO_RULES


def _is_stamped(stamped: Image | None, line: InkLine) -> bool:
    if stamped is None:
        return False
    part = stamped[line.top : line.bottom, line.left : line.right]
    return bool(part.size and np.count_nonzero(part) > _STAMPED * part.size)


def _lines(picture: Picture, ink: Ink, rules: list[Rule], pixel: float) -> tuple[Lines, list[Box]]:
    """Lines within the cells of the tables, then those outside; and the cells in pixels."""
    tables, _ = grids(rules, [])
    cells = [_pixels(region, pixel) for table in tables for region in table.regions]
    found = [line for cell in cells for line in cell_lines(ink, cell)]
    found += free_lines(ink, [_pixels(table, pixel) for table in tables])
    kept = [line for line in found if line.bottom - line.top <= _LARGEST_CROP * ink.height]
    lines = [framed(picture.grey, line, ink.height) for line in kept[:MAX_LINES]]
    return Lines(picture.grey, lines, ink.height), cells


def _pixels(place: Region | Grid, pixel: float) -> Box:
    return place.left / pixel, place.top / pixel, place.right / pixel, place.bottom / pixel
