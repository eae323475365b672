"""The ink of a page → lines of text, cell by cell (needs jiheng[ocr])."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiheng.reading.scan.rules import Image, components

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

MAX_STROKES = 50_000
"""A page with more strokes is no page of text (a photograph, a screen print)."""
_USUAL = 24.0
"""The height of a character where the page has too few to tell."""
APART = 1.1
"""Two figures in one cell stand apart by so many heights of a character."""
_WIDE_GAP = 3.0
"""Blank space of so many characters parts a line outside a table in two."""


_ONE_LINE, _FEW_BANDS = 1.6, 0.15
"""Strokes that overlap from top to bottom are one line where they are no higher than so many characters; and on so
large a share of the rows of a page at most they may be more."""
_SHORTEST, _WITHIN = 0.2, 0.2
"""A hyphen is longer than this share of the height of a character, and so far from the upper and lower edge of its cell
as this share of the cell's height."""


@dataclass(frozen=True, slots=True)
class InkLine:
    """One line of text: the bounds of its ink in pixels, and how far to the right there is room for more."""

    left: int
    top: int
    right: int
    bottom: int
    room: float
    is_stroke: bool = False
    """Whether it is one flat stroke and nothing else: a dash."""
    gaps: tuple[tuple[int, int], ...] = ()
    """Where the blank spaces within it that are wider than two words leave begin and end."""
    frame: tuple[int, int, int, int] = (0, 0, 0, 0)
    """What is cut out to be read: left, top, right, bottom."""
    is_faint: bool = False
    """Whether it is a flat stroke hardly longer than a speck: a hyphen, or dirt."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The connected strokes of a page: their bounds, and the usual height of a line."""

    boxes: npt.NDArray[np.int32]
    height: float

    def within(self, box: Box) -> npt.NDArray[np.int32]:
        """The strokes whose middle lies in a box."""
        x = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        y = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        return self.boxes[(x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])]

    def outside(self, boxes: Sequence[Box]) -> npt.NDArray[np.int32]:
        """The strokes that lie in none of the boxes."""
        x = (self.boxes[:, 0] + self.boxes[:, 2]) / 2
        y = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        free = np.ones(len(self.boxes), bool)
        for left, top, right, bottom in boxes:
            free &= ~((x > left) & (x < right) & (y > top) & (y < bottom))
        return self.boxes[free]


def strokes(ink: Image) -> Ink:
    """The strokes of a page without its dust."""
    _, stats = components(ink)
    left, top, wide, high, area = stats[1:].T
    largest = max(ink.shape) / 12
    usual = _usual_height(high[(area >= 12) & (high < largest)])
    if len(area) > MAX_STROKES:
        return Ink(np.zeros((0, 4), np.int32), _USUAL)
    kept = (area >= max(4.0, (usual / 9) ** 2)) & (high < largest)
    boxes = np.stack([left, top, left + wide, top + high], axis=1)[kept]
    return Ink(boxes.astype(np.int32), usual)


def cell_lines(ink: Ink, box: Box) -> list[InkLine]:
    """The lines of text in a cell, from top to bottom; a cell with one flat speck only may hold a hyphen."""
    boxes = _without_remains(ink.within(box), box, ink.height)
    return _lines(boxes, ink.height, box[2]) or _hyphen(boxes, box, ink.height)


def free_lines(ink: Ink, tables: Sequence[Box]) -> list[InkLine]:
    """The lines of text outside the tables, parted where a line is blank for long."""
    loose = ink.outside(tables)
    found = []
    for line in _lines(loose, ink.height, float("inf")):
        middle = (loose[:, 1] + loose[:, 3]) / 2
        row = loose[(middle >= line.top) & (middle <= line.bottom)]
        found.extend(_parted(row[np.argsort(row[:, 0])], ink.height * _WIDE_GAP))
    return [line for line in found if line.bottom - line.top <= 4 * ink.height]


def are_interlocked(ink: Ink) -> bool:
    """Whether lines of neighbouring cells stand half a line apart: without rules nothing tells one from another."""
    boxes = ink.boxes[ink.boxes[:, 3] - ink.boxes[:, 1] <= _ONE_LINE * ink.height]
    bands = _joined(_bands(boxes), ink.height)
    return sum(last - first > _ONE_LINE * ink.height for first, last in bands) > _FEW_BANDS * len(bands)


def _usual_height(heights: npt.NDArray[np.int32]) -> float:
    """The height of a character: most strokes of characters are parts of one, the tallest common ones are whole."""
    whole = heights[heights >= 8]
    return float(np.percentile(whole, 80)) if len(whole) >= 10 else _USUAL


def _without_remains(boxes: npt.NDArray[np.int32], box: Box, height: float) -> npt.NDArray[np.int32]:
    """Without the slivers that a rule leaves along the edge of a cell."""
    left, top, right, bottom = boxes.T
    near, thin = 0.3 * height, 0.13 * height
    slim = (np.minimum(left - box[0], box[2] - right) < near) & (right - left <= thin)
    flat = (np.minimum(top - box[1], box[3] - bottom) < near) & (bottom - top <= thin)
    kept: npt.NDArray[np.int32] = boxes[~(slim | flat)]
    return kept


def _lines(boxes: npt.NDArray[np.int32], height: float, room: float) -> list[InkLine]:
    """Strokes heaped to lines by the empty rows between them."""
    bands = _joined(_bands(boxes), height)
    bands = [part for band in bands for part in _split(band, boxes, height)]
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    found = []
    for first, last in bands:
        row = boxes[(middle >= first) & (middle <= last)]
        row = _without_dust(row, height)
        if len(row):
            left, top, right, bottom = row[:, 0].min(), row[:, 1].min(), row[:, 2].max(), row[:, 3].max()
            stroke, gaps = _is_stroke(row, height), blanks(row, APART * height)
            found.append(InkLine(int(left), int(top), int(right), int(bottom), room, stroke, gaps))
    return found


def _bands(boxes: npt.NDArray[np.int32]) -> list[tuple[float, float]]:
    bands: list[tuple[float, float]] = []
    for first, last in sorted(boxes[:, [1, 3]].tolist()):
        if bands and first < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], last))
        else:
            bands.append((first, last))
    return bands


def _joined(bands: list[tuple[float, float]], height: float) -> list[tuple[float, float]]:
    """Bands too low to be a line of their own (the strokes of 二, =, ≤, ÷) joined to the one they belong to."""
    joined: list[tuple[float, float]] = []
    for first, last in bands:
        if joined:
            before = joined[-1]
            low = min(last - first, before[1] - before[0]) < 0.6 * height
            if low and last - before[0] <= 1.15 * height and first - before[1] < 0.5 * height:
                joined[-1] = (before[0], last)
                continue
        joined.append((first, last))
    return joined


def _split(band: tuple[float, float], boxes: npt.NDArray[np.int32], height: float) -> list[tuple[float, float]]:
    """Lines whose strokes touch (a comma above a bracket) parted where the fewest strokes cross."""
    first, last = band
    if last - first < 1.7 * height:
        return [band]
    within = boxes[(boxes[:, 1] >= first) & (boxes[:, 3] <= last)]
    cuts = np.arange(first + 0.7 * height, last - 0.7 * height)
    if not len(cuts) or not len(within):
        return [band]
    wide = (within[:, 2] - within[:, 0])[:, None]
    crossing = (((within[:, 1:2] < cuts) & (within[:, 3:4] > cuts)) * wide).sum(axis=0)
    best = np.flatnonzero(crossing == crossing.min())
    cut = float(cuts[best[np.argmin(np.abs(cuts[best] - (first + height)))]])
    if crossing.min() > 0.3 * (within[:, 2].max() - within[:, 0].min()):
        return [band]
    return [(first, cut), *_split((cut, last), boxes, height)]


def _without_dust(row: npt.NDArray[np.int32], height: float) -> npt.NDArray[np.int32]:
    """Without specks that stand far from all that is no speck; a point stands beside its figure, a comma low."""
    small = np.maximum(row[:, 2] - row[:, 0], row[:, 3] - row[:, 1]) < 0.3 * height
    if small.all():
        return row[:0]
    big = row[~small]
    gaps = np.maximum(big[:, 0][None, :] - row[:, 2][:, None], row[:, 0][:, None] - big[:, 2][None, :]).min(axis=1)
    low = (row[:, 1] > big[:, 1].min() + 0.5 * height) & ((row[:, 3] - row[:, 1]) > 0.15 * height)
    kept: npt.NDArray[np.int32] = row[~small | (gaps < np.where(low, 1.0, 0.6) * height)]
    return kept


def _hyphen(boxes: npt.NDArray[np.int32], box: Box, height: float) -> list[InkLine]:
    """The one flat stroke of a cell that has nothing else in it, where it stands well within."""
    if len(boxes) != 1:
        return []
    left, top, right, bottom = boxes[0].tolist()
    wide, high = right - left, bottom - top
    is_within = top - box[1] > _WITHIN * (box[3] - box[1]) and box[3] - bottom > _WITHIN * (box[3] - box[1])
    if not is_within or wide < _SHORTEST * height or wide < 2 * high:
        return []
    return [InkLine(left, top, right, bottom, box[2], is_stroke=True, is_faint=True)]


def blanks(row: npt.NDArray[np.int32], least: float) -> tuple[tuple[int, int], ...]:
    """The spaces of that width from left to right that no stroke covers."""
    order = row[np.argsort(row[:, 0])]
    ends, begins = np.maximum.accumulate(order[:, 2])[:-1], order[1:, 0]
    return tuple(zip(ends[begins - ends >= least].tolist(), begins[begins - ends >= least].tolist(), strict=True))


def _is_stroke(row: npt.NDArray[np.int32], height: float) -> bool:
    wide, high = row[:, 2] - row[:, 0], row[:, 3] - row[:, 1]
    flat = (wide >= 0.35 * height) & (high <= 0.25 * height)
    dust = np.maximum(wide, high) < 0.3 * height
    return bool(flat.sum() == 1 and (flat | dust).all())


def _parted(row: npt.NDArray[np.int32], gap: float) -> list[InkLine]:
    groups: list[list[list[int]]] = []
    end = 0
    for box in row.tolist():
        if not groups or box[0] - end > gap:
            groups.append([])
            end = box[2]
        groups[-1].append(box)
        end = max(end, box[2])
    ends = [min(box[0] for box in group) for group in groups[1:]] + [float("inf")]
    return [
        InkLine(min(b[0] for b in g), min(b[1] for b in g), max(b[2] for b in g), max(b[3] for b in g), room)
        for g, room in zip(groups, ends, strict=False)
    ]
