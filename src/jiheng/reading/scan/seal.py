"""A seal stamped over a page, taken out by its colour, or on a grey page by its ring (needs jiheng[ocr])."""

from collections.abc import Iterator
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
_Circle = tuple[float, float, float]
"""The middle and the radius, in pixels."""

_REDDER = 28
"""By how much more red than green and blue a pixel of a seal is."""
_SMALLEST = 0.0004
"""A page with a smaller share of red has no seal."""
_LARGEST = 0.3
"""With a larger one it is printed on red paper or lit red."""
_PALEST = 110
"""Red ink on paper is at least so bright in red."""

_PRINT, _INK = 84, 200
"""On an evenly lit grey page print is darker than the first (of 255), the ink of a seal lighter, up to the second."""
_AROUND = 5
"""Pixels around print that are as grey as a seal because they are its edges."""
_LEAST = 0.0008
"""A page with a smaller share of such pixels has no seal."""
_NARROW, _WIDE = 0.04, 0.25
"""The radius of a seal, as a share of the shorter side of the page."""
_COARSE, _VOTES = 8, 14
"""Rings are looked for on a picture so many times smaller, and by so many of its edges at least."""
_MOST = 6
"""More circles are not looked at."""
_SECTORS, _DRAWN, _BARE = 36, 0.7, 0.5
"""A ring has ink in this share of so many sectors, and twice as much as the space within and outside of it."""


def take_out(picture: Image) -> tuple[Image, Image | None]:
    """The page in grey without the red of seals, and where the seals were (255); None where there is none.

    Through a red filter the stamp is as light as the paper, and black print under it stays dark.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    red, green, blue = cv2.split(picture)
    excess = cv2.subtract(red, cv2.max(green, blue))
    stamped = cv2.threshold(excess, _REDDER, 255, cv2.THRESH_BINARY)[1]
    share = cv2.countNonZero(stamped) / stamped.size
    if not _SMALLEST < share < _LARGEST:
        return grey, None
    level = max(float(np.median(np.asarray(red)[np.asarray(stamped) > 0])), _PALEST)
    lifted = cv2.convertScaleAbs(red, alpha=255.0 / level)
    wide = np.asarray(cv2.dilate(stamped, np.ones((5, 5), np.uint8)), np.uint8)
    return np.where(wide > 0, np.maximum(grey, lifted), grey).astype(np.uint8), wide


def take_out_grey(grey: Image) -> tuple[Image, Image | None]:
    """An evenly lit grey page without its seals, and where they were (255); None where there is none.

    A seal is lighter than print and has a ring, which is thicker than a rule. Print under it stays dark.
    """
    plain = np.asarray(cv2.erode(grey, np.ones((_AROUND, _AROUND), np.uint8)), np.uint8)
    ink = np.asarray(cv2.bitwise_and(cv2.inRange(plain, _PRINT, _INK), cv2.inRange(grey, _PRINT, _INK)), np.uint8)
    if cv2.countNonZero(ink) < _LEAST * ink.size:
        return grey, None
    thick = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_AROUND, _AROUND), np.uint8)), np.uint8)
    seals = [circle for circle in map(partial(_fitted, thick), _circles(thick)) if _is_ring(thick, circle)]
    if not seals:
        return grey, None
    where = np.zeros(grey.shape, np.uint8)
    for x, y, radius in seals:
        cv2.circle(where, (round(x), round(y)), round(1.04 * radius), 255, -1)
    level = min(float(np.median(grey[(where > 0) & (thick > 0)])) - 20, _INK)
    wide = cv2.bitwise_and(where, cv2.dilate(thick, np.ones((9, 9), np.uint8)))
    lifted = np.where((wide > 0) & (grey > level), np.uint8(255), grey)
    stamped = cv2.bitwise_and(where, cv2.dilate(ink, np.ones((9, 9), np.uint8)))
    return lifted.astype(np.uint8), np.asarray(stamped, np.uint8)


def _circles(ink: Image) -> Iterator[_Circle]:
    """What may be a ring, roughly."""
    small = cv2.resize(ink, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    shorter = min(small.shape)
    least, most = max(4, round(_NARROW * shorter)), round(_WIDE * shorter)
    if most <= least:
        return
    found = cv2.HoughCircles(small, cv2.HOUGH_GRADIENT, 1, least, None, 100, _VOTES, least, most)
    for x, y, radius in found[0].tolist()[:_MOST] if found is not None else ():
        yield (x + 0.5) * _COARSE, (y + 0.5) * _COARSE, radius * _COARSE


def _fitted(ink: Image, rough: _Circle) -> _Circle:
    """The circle through the ink near a rough one (Kåsa 1976)."""
    x, y = _ink_near(ink, rough)
    far = np.hypot(x - rough[0], y - rough[1])
    x, y = x[np.abs(far - rough[2]) <= 2 * _COARSE], y[np.abs(far - rough[2]) <= 2 * _COARSE]
    if len(x) < _SECTORS:
        return rough
    system = np.stack([2.0 * x, 2.0 * y, np.ones(len(x))], axis=1)
    (across, down, rest), *_ = np.linalg.lstsq(system, x.astype(float) ** 2 + y.astype(float) ** 2, rcond=None)
    return float(across), float(down), float(np.sqrt(max(rest + across**2 + down**2, 1.0)))


def _is_ring(ink: Image, circle: _Circle) -> bool:
    """Whether there is ink along the whole of a circle, and less within and outside of it."""
    x, y = _ink_near(ink, circle)
    across, down = x - circle[0], y - circle[1]
    far = np.hypot(across, down) / circle[2]
    on, inside, outside = (_share(far, *edges) for edges in ((0.93, 1.05), (0.82, 0.88), (1.1, 1.16)))
    ring = np.abs(far - 1) <= 0.06
    sectors = ((np.arctan2(down[ring], across[ring]) / np.pi + 1) / 2 * _SECTORS).astype(int) % _SECTORS
    is_closed = len(np.unique(sectors)) >= _DRAWN * _SECTORS
    return is_closed and max(inside, outside) <= _BARE * on


def _share(far: npt.NDArray[np.float64], first: float, last: float) -> float:
    """How much ink there is between two radii, against their area."""
    return float(((far >= first) & (far < last)).sum()) / (last**2 - first**2)


def _ink_near(ink: Image, circle: _Circle) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where there is ink in the square around a circle: x and y."""
    x, y, radius = circle
    top, left = max(0, int(y - 1.2 * radius)), max(0, int(x - 1.2 * radius))
    rows, columns = np.nonzero(ink[top : int(y + 1.2 * radius) + 1, left : int(x + 1.2 * radius) + 1])
    return columns + left, rows + top
