"""A picture of a page → upright, its rules, and the lines of text in each cell (needs jiheng[ocr])."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.reading.grid import Rule

Image = npt.NDArray[np.uint8]

_SMALLEST_HEIGHT = 2000
"""A page of fewer pixels (some 170 dpi on A4) is scaled up first: symbols of one stroke need it."""
_LARGEST_SIDE = 6000
_LONGEST_TURN = 8.0
"""Degrees that a page may lie askew."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its picture's bounds on the page, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page: grey pixels, ink as a mask without rules, and the rules in pixels."""

    grey: Image
    ink: Image
    rules: list[Rule]


def prepare(grey: Image) -> Picture:
    """Scale, straighten, find the rules and take them out of the ink."""
    grey = _scaled(grey)
    grey = _straightened(grey)
    ink = _ink(grey)
    across, down = _ruled(ink, horizontal=True), _ruled(ink, horizontal=False)
    rules = _rules(across, horizontal=True) + _rules(down, horizontal=False)
    ruled = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    text = cv2.bitwise_and(ink, cv2.bitwise_not(ruled))
    return Picture(grey, _without_specks(text), rules)


def text_lines(ink: Image, left: int, top: int, right: int, bottom: int) -> list[Line]:
    """The lines of text within a box, from top to bottom, by the empty rows between them."""
    box = ink[max(top, 0) : bottom, max(left, 0) : right]
    if not box.size:
        return []
    height, found, start = box.shape[0], [], None
    rows = np.count_nonzero(box, axis=1) > 0
    for y in range(height + 1):
        filled = y < height and bool(rows[y])
        if filled and start is None:
            start = y
        elif not filled and start is not None:
            found.append((start, y))
            start = None
    lines = []
    for first, last in _joined(found):
        columns = np.flatnonzero(np.count_nonzero(box[first:last], axis=0))
        if columns.size and (last - first) * (columns[-1] - columns[0] + 1) >= 12:
            lines.append(Line(left + int(columns[0]), top + first, left + int(columns[-1]) + 1, top + last))
    return lines


def crop(picture: Picture, line: Line) -> Image:
    """The picture of a line with some white around it."""
    margin = max(4, (line.bottom - line.top) // 5)
    high, wide = picture.grey.shape
    part = picture.grey[
        max(0, line.top - 2) : min(high, line.bottom + 2), max(0, line.left - 2) : min(wide, line.right + 2)
    ]
    paper = int(np.percentile(picture.grey, 90))
    return cv2.copyMakeBorder(part, margin, margin, 2 * margin, 2 * margin, cv2.BORDER_CONSTANT, value=paper)


def _joined(bands: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bands that are too low to be a line of their own (the strokes of 二, =, ≤) joined to their neighbour."""
    if not bands:
        return []
    usual = float(np.percentile([last - first for first, last in bands], 75))
    joined: list[tuple[int, int]] = []
    for first, last in bands:
        if joined:
            before = joined[-1]
            gap, together = first - before[1], last - before[0]
            low = min(last - first, before[1] - before[0]) < 0.62 * usual
            if low and together <= 1.25 * max(usual, 14) and gap < 0.6 * max(usual, 14):
                joined[-1] = (before[0], last)
                continue
        joined.append((first, last))
    return joined


def _scaled(grey: Image) -> Image:
    longest, height = max(grey.shape), max(grey.shape)
    if longest > _LARGEST_SIDE:
        factor = _LARGEST_SIDE / longest
        return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    if 0 < height < _SMALLEST_HEIGHT:
        factor = 2.0 if height * 2 <= _LARGEST_SIDE else _LARGEST_SIDE / height
        return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)
    return grey


def _straightened(grey: Image) -> Image:
    """Turn the page by the angle at which its long lines lie."""
    edges = cv2.Canny(grey, 60, 180)
    longest = max(grey.shape) // 6
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, threshold=longest // 2, minLineLength=longest, maxLineGap=12)
    if found is None:
        return grey
    ends = found.reshape(-1, 4).astype(float)
    angles = np.degrees(np.arctan2(ends[:, 3] - ends[:, 1], ends[:, 2] - ends[:, 0]))
    angles = (angles + 45) % 90 - 45
    angles = angles[np.abs(angles) <= _LONGEST_TURN]
    if not angles.size or abs(angle := float(np.median(angles))) < 0.02:
        return grey
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    paper = int(np.percentile(grey, 90))
    turned = cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned, np.uint8)


def _ink(grey: Image) -> Image:
    """Dark strokes as 255, paper as 0, whatever the lighting."""
    block = max(31, (min(grey.shape) // 40) | 1)
    return np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18), np.uint8
    )


def _ruled(ink: Image, horizontal: bool) -> Image:
    """The strokes that are rules: straight and longer than any stroke of a character."""
    length = max(50, max(ink.shape) // 40)
    bridge, long = (np.ones((1, 5), np.uint8), np.ones((1, length), np.uint8))
    if not horizontal:
        bridge, long = bridge.T, long.T
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, long), np.uint8)


def _rules(mask: Image, horizontal: bool) -> list[Rule]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rules = []
    for left, top, wide, high, _ in stats[1:count].tolist():
        if horizontal and wide > 3 * high:
            rules.append(Rule(True, top + high / 2, left, left + wide))
        elif not horizontal and high > 3 * wide:
            rules.append(Rule(False, left + wide / 2, top, top + high))
    return rules


def _without_specks(ink: Image) -> Image:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    speck = stats[:, cv2.CC_STAT_AREA] < 7
    speck[0] = True
    keep = np.where(speck, 0, 255).astype(np.uint8)
    return np.asarray(keep[labels], np.uint8) if count > 1 else ink
