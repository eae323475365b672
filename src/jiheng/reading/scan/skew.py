"""The angle at which a page lies, by its projection profile (needs jiheng[ocr]).

At the right angle the rows of pixels that hold rules and lines of text are full and those between are empty, so
the sum of the squared row sums is largest (Postl 1986).
"""

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

LARGEST = 8.0
"""Degrees that a page may lie askew."""
_SIDE = 1800
"""The angle is measured on a picture of this size at most."""
_CROWDED = 0.4
"""A page darker than this over its area is a photograph, and not looked at for lines."""
_STEPS = ((LARGEST, 0.5), (0.5, 0.1), (0.1, 0.02))
"""Around the best angle so far: how far to both sides, and in which steps (degrees)."""
_POINTS = 24_000
"""Dark pixels that are looked at; a page of text has some hundred thousand."""
_DARK = 48
"""How much darker than the paper (of 255)."""


def angle(grey: Image) -> float:
    """The angle in degrees by which the page is to be turned to stand upright; 0 where none can be told."""
    factor = min(1.0, _SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    dark_y, dark_x = np.nonzero(small < 255 - _DARK)
    if not len(dark_y) or len(dark_y) > _CROWDED * small.size:
        return 0.0
    apart = max(1, len(dark_y) // _POINTS)
    y, x = dark_y[::apart].astype(np.float32), dark_x[::apart].astype(np.float32)
    best = 0.0
    for reach, step in _STEPS:
        tried = best + np.arange(-round(reach / step), round(reach / step) + 1) * step
        best = float(max(tried, key=lambda degrees: _sharpness(y, x, degrees)))
    return best if abs(best) < LARGEST - 0.3 else 0.0


def _sharpness(y: npt.NDArray[np.float32], x: npt.NDArray[np.float32], degrees: float) -> float:
    rows = y - x * np.float32(np.tan(np.radians(degrees)))
    profile = np.bincount((rows - rows.min()).astype(np.int32)).astype(float)
    return float(np.dot(profile, profile))
