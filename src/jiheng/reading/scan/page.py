"""A picture of a page → its rules and its lines of text, as a PDF page would have them (needs jiheng[ocr])."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import cv2
import numpy as np

from jiheng.reading.tables.page import Page
from jiheng.reading.labels.labels import meaning
from jiheng.reading.scan.lines import Box, Line, cell_lines, free_lines, strokes
from jiheng.reading.scan.ocr import Model, Seen, careful, quick
from jiheng.reading.scan.picture import Image, Picture, prepare
from jiheng.reading.tables.grid import Glyph, Grid, Region, Rule, grids

MAX_LINES = 2000
"""More lines than this stand on no page; what is found beyond is no text."""
_LARGEST_CROP = 4.0
"""A line higher than so many characters is a drawing or a stamp."""
_MARGIN_LEFT, _MARGIN_RIGHT = 0.3, 0.75
"""White left around a line, in heights of a character."""
_BEFORE, _BEHIND = 0.75, 0.95
"""Ink so far before the middle of the first character or behind that of the last was not read."""
_TRUSTED = 0.5
_SURE, _SURE_ALONE = 0.95, 0.99
"""Certainty of its least certain character from which a quick reading stands, and of a lone character."""
_FIGURES = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of text as seen: its box in points, whether it is a flat stroke only, its readings."""

    box: Box
    is_stroke: bool
    first: Seen
    second: Seen | None
    """Figures are read a second time from another rendition of the picture."""

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page as seen: upright, in points. `turn` is the angle in degrees by which it was turned to be so."""

    page: Page
    lines: list[SeenLine]
    turn: float

    def shown(self, box: Box) -> Box:
        """A box of the upright page where it lies on the page as it is shown, which may be askew."""
        angle = radians(self.turn)
        middle_x, middle_y = self.page.width / 2, self.page.height / 2
        dx, dy = (box[0] + box[2]) / 2 - middle_x, (box[1] + box[3]) / 2 - middle_y
        x, y = middle_x + dx * cos(angle) - dy * sin(angle), middle_y + dx * sin(angle) + dy * cos(angle)
        wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        return round(x - wide, 1), round(y - high, 1), round(x + wide, 1), round(y + high, 1)


def look(grey: Image, number: int, width: float) -> SeenPage:
    """Read the picture of a page that is `width` points wide."""
    picture = prepare(grey)
    pixel = width / picture.grey.shape[1]
    rules = [Rule(r.horizontal, r.at * pixel, r.start * pixel, r.end * pixel) for r in picture.rules]
    found, height = _lines(picture, rules, pixel)
    lines = _read(picture, found, height, pixel)
    glyphs = [Glyph(text, *line.box) for line in lines if (text := line.first.read().text)]
    page = Page(number, width, picture.grey.shape[0] * pixel, rules, glyphs, unmapped=0, pictures=1)
    return SeenPage(page, lines, picture.turn)


def _lines(picture: Picture, rules: list[Rule], pixel: float) -> tuple[list[Line], float]:
    """Lines within the cells of the tables, then those outside; and the height of a character."""
    ink = strokes(picture.ink)
    tables, _ = grids(rules, [])
    found = [line for table in tables for region in table.regions for line in cell_lines(ink, _pixels(region, pixel))]
    found += free_lines(ink, [_pixels(table, pixel) for table in tables])
    kept = [line for line in found if line.bottom - line.top <= _LARGEST_CROP * ink.height]
    return kept[:MAX_LINES], ink.height


def _pixels(place: Region | Grid, pixel: float) -> Box:
    return place.left / pixel, place.top / pixel, place.right / pixel, place.bottom / pixel


def _read(picture: Picture, lines: list[Line], height: float, pixel: float) -> list[SeenLine]:
    """Every line by the quick model, the doubtful ones by the careful one, figures twice by either."""
    crops = [_crop(picture.grey, line, height) for line in lines]
    first, second = _twice(quick(), crops)
    wanted = _beside_labels(lines, first)
    doubtful = [
        n
        for n, line in enumerate(lines)
        if not line.is_stroke and (n in wanted or _is_doubtful(first[n], second.get(n), crops[n], line, height))
    ]
    if doubtful:
        for n, (seen, again) in zip(
            doubtful, _carefully([(crops[n], lines[n]) for n in doubtful], height), strict=True
        ):
            first[n] = seen
            second.pop(n, None)
            if again is not None:
                second[n] = again
    found = []
    for n, (line, seen) in enumerate(zip(lines, first, strict=True)):
        box = (line.left * pixel, line.top * pixel, line.right * pixel, line.bottom * pixel)
        found.append(SeenLine(box, line.is_stroke, seen, second.get(n)))
    return found


def _twice(reader: Model, crops: Sequence[Image]) -> tuple[list[Seen], dict[int, Seen]]:
    """What stands in each line, and the second reading of those that have figures."""
    first = reader.see(crops)
    again = [n for n, seen in enumerate(first) if _FIGURES.search(seen.read().text)]
    return first, dict(zip(again, reader.see([_otherwise(crops[n]) for n in again]), strict=True))


def _carefully(doubtful: Sequence[tuple[Image, Line]], height: float) -> list[tuple[Seen, Seen | None]]:
    """Both readings of doubtful lines by the careful model; a line read in part is looked at another way."""
    reader, crops = careful(), [crop for crop, _ in doubtful]
    first, second = _twice(reader, crops)
    partly = [n for n, (crop, line) in enumerate(doubtful) if _is_partly_read(first[n], crop, line, height)]
    for n, seen in zip(partly, reader.see([_otherwise(crops[n]) for n in partly]), strict=True):
        if len(seen.read().text) > len(first[n].read().text) and seen.read().certainty > _TRUSTED:
            first[n] = seen
    return [(seen, second.get(n)) for n, seen in enumerate(first)]


def _is_doubtful(seen: Seen, second: Seen | None, crop: Image, line: Line, height: float) -> bool:
    """Whether the quick reading of a line does not stand by itself."""
    reading = seen.read()
    if reading.certainty < (_SURE if len(reading.text) > 1 else _SURE_ALONE):
        return True
    if second is not None and second.read().text != reading.text:
        return True
    return _is_partly_read(seen, crop, line, height)


def _beside_labels(lines: Sequence[Line], seen: Sequence[Seen]) -> set[int]:
    """The lines to the right of labels such as 项目名称, 负责人: names have characters that the quick model lacks."""
    labels = [line for line, found in zip(lines, seen, strict=True) if meaning(found.read().text).head]
    return {
        n
        for n, line in enumerate(lines)
        if any(label.right < line.left and label.top < (line.top + line.bottom) / 2 < label.bottom for label in labels)
    }


def _is_partly_read(seen: Seen, crop: Image, line: Line, height: float) -> bool:
    """Whether there is ink before the first character that was read, or behind the last."""
    begin, end = (place * crop.shape[1] for place in seen.span())
    tall = max(line.bottom - line.top, height)
    ink = min(_MARGIN_LEFT * height, line.left)
    return bool(begin - ink > _BEFORE * tall or ink + line.right - line.left - end > _BEHIND * tall)


def _crop(grey: Image, line: Line, height: float) -> Image:
    """The picture of a line, as high as a character at least, with some white around it.

    To the right there is room for a stop or a bracket that is too faint to be ink.
    """
    middle = (line.top + line.bottom) / 2
    half = max(line.bottom - line.top, height) / 2 + 0.15 * height
    left, right = (
        max(0, int(line.left - _MARGIN_LEFT * height)),
        int(min(line.right + _MARGIN_RIGHT * height, line.room, grey.shape[1])) + 1,
    )
    return grey[max(0, int(middle - half)) : int(middle + half) + 1, left:right]


def _otherwise(crop: Image) -> Image:
    """The same line another way: softened, black on white, in a wider frame."""
    softened = cv2.GaussianBlur(cv2.resize(crop, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC), (3, 3), 0)
    level, _ = cv2.threshold(softened, 0, 255, cv2.THRESH_OTSU)
    binary = cv2.GaussianBlur(np.where(softened < level, np.uint8(0), np.uint8(255)), (3, 3), 0)
    margin = max(2, binary.shape[0] // 10)
    return np.asarray(cv2.copyMakeBorder(binary, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255))
