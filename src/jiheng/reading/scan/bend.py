"""A sheet that was not flat under the camera or by the spine of a book → how it is bent (needs jiheng[ocr]).

Each strip of the page down its height shows the same rules and lines as the strip beside it, a little higher or lower.
"""

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.reading.scan import skew

Image = npt.NDArray[np.uint8]
Heights = npt.NDArray[np.float64]

_STRIPS = 48
_STEP = 7
"""From one strip to the next the page rises or falls by so many pixels at most."""
_DEGREE = 6
"""Of the curve that is laid through the steps."""
_LEAST = 3.0
"""A page bent by fewer pixels is flat."""
_BETTER = 1.1
"""By how much sharper rows of pixels stand out once the page is flat."""


def flattened(grey: Image) -> Image:
    """The page with its rules level where they were bent; the same page where it is flat or nothing is gained.

    A bent page was turned by its bent rules, so that those down the page may lean and are set upright too.
    """
    heights = _heights(grey)
    if heights is None or np.ptp(heights) < _LEAST:
        return grey
    lean = np.tan(np.radians(skew.angle(np.ascontiguousarray(grey.T))))
    high, wide = grey.shape
    rows, columns = np.arange(high, dtype=np.float32)[:, None], np.arange(wide, dtype=np.float32)[None, :]
    across = (columns + np.float32(lean) * (rows - high / 2)).astype(np.float32)
    down = (rows + np.interp(across, np.arange(wide), heights)).astype(np.float32)
    flat = np.asarray(cv2.remap(grey, across, down, cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)
    return flat if _sharpness(flat) > _BETTER * _sharpness(grey) else grey


def _heights(grey: Image) -> Heights | None:
    """By how many pixels each column of pixels lies lower than the middle of the page; None where no lines tell."""
    profiles = (
        255.0 - np.asarray(cv2.resize(grey, (_STRIPS, grey.shape[0]), interpolation=cv2.INTER_AREA), np.float64).T
    )
    steps, weights = np.zeros(_STRIPS), np.zeros(_STRIPS)
    for place in range(1, _STRIPS):
        steps[place], weights[place] = _step(profiles[place - 1], profiles[place])
    if np.count_nonzero(weights) < _STRIPS // 3:
        return None
    lows = np.cumsum(steps)
    middles = (np.arange(_STRIPS) + 0.5) / _STRIPS * 2 - 1
    curve = np.polynomial.Polynomial.fit(middles, lows, _DEGREE, w=np.sqrt(np.maximum(weights, 0.05)), domain=[-1, 1])
    places = np.linspace(-1, 1, grey.shape[1])
    return np.asarray(curve(places.clip(middles[0], middles[-1])) - curve(0.0), np.float64)


def _step(before: Heights, after: Heights) -> tuple[float, float]:
    """By how many pixels a strip lies lower than the one before, and how well that is told (0 to 1)."""
    before, after = before - before.mean(), after - after.mean()
    size = float(np.sqrt(np.dot(before, before) * np.dot(after, after)))
    if size < len(before):
        return 0.0, 0.0
    inner = before[_STEP:-_STEP]
    likeness = np.array([np.dot(inner, after[n : n + len(inner)]) for n in range(2 * _STEP + 1)]) / size
    best = int(likeness.argmax())
    if not 0 < best < 2 * _STEP or likeness[best] < 0.3:
        return 0.0, 0.0
    left, middle, right = likeness[best - 1 : best + 2]
    return best - _STEP + 0.5 * (left - right) / min(left - 2 * middle + right, -1e-9), float(likeness[best])


def _sharpness(grey: Image) -> float:
    profile = (255.0 - grey.mean(axis=1)) ** 2
    return float(profile.sum())
