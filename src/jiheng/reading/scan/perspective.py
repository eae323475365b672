"""A table photographed at a slant → its four corners (needs jiheng[ocr])."""

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.reading.scan.rules import Image, components
from jiheng.reading.scan.skew import LARGEST

Corners = npt.NDArray[np.float32]
"""Top left, top right, bottom right, bottom left, as x and y in pixels."""

_SIDE = 1400
"""The corners are looked for on a picture of this size."""
_DARK = 60
"""How much darker than the paper (of 255) a rule is."""
_SMALLEST = 0.12
"""A table that covers a smaller share of the picture is not looked at."""
_STRAIGHT, _EXACT = 0.3, 2.5
"""Sides parallel and at right angles to within so many degrees, and pixels at their ends, are those of a rectangle."""
_DRAWN = 0.8
"""The share of an outer edge that must be drawn for it to be one."""


def corners(grey: Image) -> Corners | None:
    """The corners of the largest table of a page in pixels; None where it is a rectangle or has no outline."""
    factor = min(1.0, _SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    dark = cv2.threshold(small, 255 - _DARK, 255, cv2.THRESH_BINARY_INV)[1]
    labels, stats = components(np.asarray(dark, np.uint8))
    if len(stats) < 2:
        return None
    extent = stats[1:, cv2.CC_STAT_WIDTH].astype(float) * stats[1:, cv2.CC_STAT_HEIGHT]
    largest = int(extent.argmax()) + 1
    if extent[largest - 1] < _SMALLEST * small.size:
        return None
    net = np.asarray(labels == largest)
    y, x = np.nonzero(net)
    found = np.array([[x[n], y[n]] for n in (*_ends(x + y), *_ends(x - y))], np.float32)[[0, 3, 1, 2]]
    if not _is_outlined(net, found) or _is_square(found):
        return None
    return np.asarray(found / factor, np.float32)


def square(found: Corners) -> npt.NDArray[np.float64]:
    """The transform (3 × 3) that makes the corners a rectangle of the same width and height."""
    left, right = (found[0, 0] + found[3, 0]) / 2, (found[1, 0] + found[2, 0]) / 2
    top, bottom = (found[0, 1] + found[1, 1]) / 2, (found[2, 1] + found[3, 1]) / 2
    target = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(found, target), np.float64)


def _ends(values: npt.NDArray[np.int64]) -> tuple[int, int]:
    return int(values.argmin()), int(values.argmax())


def _is_square(found: Corners) -> bool:
    """Whether the corners are those of a rectangle that lies askew at most, which is straightened by its angle."""
    top, right, bottom, left = (found[(n + 1) % 4] - found[n] for n in range(4))
    angles = np.array([_angle(top), _angle(-bottom), _angle(right) - 90, _angle(-left) - 90])
    shortest = min(float(np.hypot(*side)) for side in (top, right, bottom, left))
    allowed = _STRAIGHT + float(np.degrees(_EXACT / max(shortest, 1.0)))
    return bool(np.ptp(angles) <= allowed and np.abs(angles).max() <= LARGEST)


def _angle(side: Corners) -> float:
    return float(np.degrees(np.arctan2(side[1], side[0])))


def _is_outlined(net: npt.NDArray[np.bool_], found: Corners) -> bool:
    """Whether both sides and one of top and bottom (the other may lie on another page) are drawn."""
    near = cv2.dilate(net.astype(np.uint8), np.ones((7, 7), np.uint8))
    top, right, bottom, left = (_share(near, found[n], found[(n + 1) % 4]) for n in range(4))
    return left >= _DRAWN and right >= _DRAWN and max(top, bottom) >= _DRAWN


def _share(near: npt.ArrayLike, start: Corners, end: Corners) -> float:
    """The share of a straight line that is drawn."""
    mask = np.asarray(near)
    places = np.linspace(start, end, 200).round().astype(int)
    return float(np.mean(mask[places[:, 1].clip(0, mask.shape[0] - 1), places[:, 0].clip(0, mask.shape[1] - 1)] > 0))
