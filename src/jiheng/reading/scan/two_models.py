"""Lines of a page → readings: a quick model reads them all, a careful one those that stay doubtful."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

import cv2
import numpy as np

from jiheng.reading.labels.labels import meaning
from jiheng.reading.scan.lines import InkLine
from jiheng.reading.scan.ocr import Model, Seen, careful, quick
from jiheng.reading.scan.picture import Image

_MARGIN_LEFT, _MARGIN_RIGHT = 0.3, 0.75
"""White left around a line, in heights of a character."""
_BEFORE, _BEHIND = 0.75, 0.95
"""Ink so far before the middle of the first character or behind that of the last was not read."""
_TRUSTED = 0.5
_CERTAIN = 0.9995
"""Figures read so surely are not read a second time: of 800 on noisy and worn pages five differed, each read wrong by
the second reading only."""
_SURE, _SURE_ALONE, _SURE_NAME = 0.95, 0.98, 0.999
"""Certainty of its least certain character from which a quick reading stands; of a lone character; and of a name.

A third of the characters that the quick model lacks are taken for another one with more than 0.95, none with 0.999.
"""
_LOOKALIKES = str.maketrans("lI|Oo", "11100")
_FIGURES = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page in pixels of `grey`, and the height of a character."""

    grey: Image
    lines: list[InkLine]
    height: float


@dataclass(frozen=True, slots=True)
class Readings:
    """What the lines say; and of those that have figures that are not certain the second reading, from another
    rendition, if it differs."""

    first: list[Seen]
    second: dict[int, Seen]


def glance(found: Lines) -> Readings:
    """Every line by the quick model."""
    return _twice(quick(), [_crop(found, line) for line in found.lines])


def look_closer(found: Lines, readings: Readings) -> Readings:
    """The same with the doubtful lines read anew by the careful model."""
    names = _beside_labels(found.lines, readings.first)
    doubtful = [
        n
        for n, (line, seen) in enumerate(zip(found.lines, readings.first, strict=True))
        if not line.is_stroke
        and (
            n in readings.second
            or seen.read().certainty < _bound(seen, n in names)
            or _is_partly_read(found, line, seen)
        )
    ]
    if not doubtful:
        return readings
    first, second = list(readings.first), dict(readings.second)
    crops = [_crop(found, found.lines[n]) for n in doubtful]
    closer = _twice(careful(), crops)
    partly = [p for p, n in enumerate(doubtful) if _is_partly_read(found, found.lines[n], closer.first[p])]
    for place, seen in zip(partly, careful().see([_otherwise(crops[p]) for p in partly]), strict=True):
        before = closer.first[place].read().text
        if len(seen.read().text) > len(before) and seen.read().certainty > _TRUSTED:
            closer.first[place] = seen
    for place, n in enumerate(doubtful):
        first[n] = closer.first[place]
        second.pop(n, None)
        if place in closer.second:
            second[n] = closer.second[place]
    return Readings(first, second)


def _twice(reader: Model, crops: Sequence[Image]) -> Readings:
    first = reader.see(crops)
    again = [
        n for n, seen in enumerate(first) if seen.read().certainty < _CERTAIN and _FIGURES.search(seen.read().text)
    ]
    second = zip(again, reader.see([_otherwise(crops[n]) for n in again]), strict=True)
    return Readings(first, {n: seen for n, seen in second if _alike(seen) != _alike(first[n])})


def _alike(seen: Seen) -> str:
    """A reading without the differences that say nothing: full and half width, and letters that look like figures."""
    return normalize("NFKC", seen.read().text).translate(_LOOKALIKES)


def _bound(seen: Seen, is_name: bool) -> float:
    """The certainty from which a quick reading stands by itself."""
    return _SURE_NAME if is_name else _SURE if len(seen.read().text) > 1 else _SURE_ALONE


def _beside_labels(lines: Sequence[InkLine], seen: Sequence[Seen]) -> set[int]:
    """The lines to the right of labels such as 项目名称, 负责人: names have characters that the quick model lacks."""
    labels = [line for line, found in zip(lines, seen, strict=True) if meaning(found.read().text).head]
    return {
        n
        for n, line in enumerate(lines)
        if any(label.right < line.left and label.top < (line.top + line.bottom) / 2 < label.bottom for label in labels)
    }


def _is_partly_read(found: Lines, line: InkLine, seen: Seen) -> bool:
    """Whether there is ink before the first character that was read, or behind the last."""
    left, _, right, _ = line.frame
    begin, end = (place * (right - left) for place in seen.span())
    tall = max(line.bottom - line.top, found.height)
    ink = min(_MARGIN_LEFT * found.height, line.left)
    return bool(begin - ink > _BEFORE * tall or ink + line.right - line.left - end > _BEHIND * tall)


def _crop(found: Lines, line: InkLine) -> Image:
    """The picture of a line."""
    left, top, right, bottom = line.frame
    return found.grey[top:bottom, left:right]


def framed(grey: Image, line: InkLine, height: float) -> InkLine:
    """The line with the box that is cut out: as high as a character at least, with some white around it.

    To the right there is room for a stop or a bracket that is too faint to be ink.
    """
    middle = (line.top + line.bottom) / 2
    half = max(line.bottom - line.top, height) / 2 + 0.15 * height
    right = min(line.right + _MARGIN_RIGHT * height, line.room, grey.shape[1] - 1)
    left, top = max(0, int(line.left - _MARGIN_LEFT * height)), max(0, int(middle - half))
    return replace(line, frame=(left, top, int(right) + 1, min(grey.shape[0], int(middle + half) + 1)))


def _otherwise(crop: Image) -> Image:
    """The same line another way: softened, black on white, in a wider frame."""
    softened = cv2.GaussianBlur(cv2.resize(crop, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC), (3, 3), 0)
    level, _ = cv2.threshold(softened, 0, 255, cv2.THRESH_OTSU)
    binary = cv2.GaussianBlur(np.where(softened < level, np.uint8(0), np.uint8(255)), (3, 3), 0)
    margin = max(2, binary.shape[0] // 10)
    return np.asarray(cv2.copyMakeBorder(binary, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255))
