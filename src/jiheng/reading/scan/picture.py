"""A picture of a page → upright, evenly lit, its rules, and its ink without the rules (needs jiheng[ocr])."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.reading.scan import bend, perspective, rules, seal, skew
from jiheng.reading.tables.grid import Rule

Image = npt.NDArray[np.uint8]

_SHORTEST_SIDE = 2400
"""A page whose longer side has fewer pixels (some 205 dpi on A4) is scaled up: symbols of one stroke need it."""
_LONGEST_SIDE = 3600
_LARGEST_FACTOR = 3.0
_DARKER_TENTH = 0.31
"""The noise is this share of what the darkest tenth of the paper differs from white by, where that is cut off."""
_CLOSE_ENOUGH = 0.03
"""Degrees askew that harm nothing."""
_BESIDE = 0.01
"""The share of the width that is kept beside a photographed table."""


Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page: its grey pixels without rules, the ink of its text, and the rules, in pixels of `grey`.

    `origin` is the transform (3 × 3) from these pixels to those of the picture as it came; `stamped` is where a seal
    was taken out (255), None where there was none.
    """

    grey: Image
    ink: Image
    rules: list[Rule]
    origin: Matrix
    stamped: Image | None = None

    @property
    def turn(self) -> float:
        """The angle in degrees by which the page was turned to stand upright."""
        return -float(np.degrees(np.arctan2(self.origin[0, 1], self.origin[0, 0])))


def prepare(source: Image, quarters: int = 0) -> Picture:
    """Turn by quarters (to the left), take out a seal, scale, even out the light, straighten, take out the rules.

    `source` is grey (height × width) or in colour (height × width × 3, red first).
    """
    turned = np.ascontiguousarray(np.rot90(source, quarters))
    plain, stamped = seal.take_out(turned) if turned.ndim == 3 else (turned, None)
    askew = _evened(_scaled(plain))
    if stamped is None:
        askew, stamped = seal.take_out_grey(askew)
    factor = askew.shape[0] / turned.shape[0]
    slant = perspective.corners(askew)
    upright = _rotation(askew, skew.angle(askew)) if slant is None else perspective.square(slant)
    grey = _moved(askew, upright)
    if slant is not None:
        _whiten_beside(grey, slant)
    grey = bend.flattened(grey)
    found = rules.find(grey, _noise(_shades(grey)))
    grey = np.asarray(cv2.max(grey, cv2.dilate(found.pixels, np.ones((5, 5), np.uint8))), np.uint8)
    origin = _quarter(source, quarters) @ np.diag([1 / factor, 1 / factor, 1.0]) @ np.linalg.inv(upright)
    where = None if stamped is None else _stamped(stamped, askew, upright)
    return Picture(grey, _ink(grey), found.rules, origin, where)


def _quarter(source: Image, quarters: int) -> Matrix:
    """From a picture turned by quarters to the left to the picture as it came."""
    high, wide = source.shape[:2]
    back = {0: [[1, 0, 0], [0, 1, 0]], 1: [[0, -1, wide], [1, 0, 0]]}
    back |= {2: [[-1, 0, wide], [0, -1, high]], 3: [[0, 1, 0], [-1, 0, high]]}
    return np.array([*back[quarters % 4], [0, 0, 1]], np.float64)


def _rotation(grey: Image, angle: float) -> Matrix:
    if abs(angle) < _CLOSE_ENOUGH:
        return np.eye(3)
    high, wide = grey.shape
    return np.vstack([cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0), [0.0, 0.0, 1.0]])


def _moved(grey: Image, by: Matrix) -> Image:
    if np.array_equal(by, np.eye(3)):
        return grey
    size = (grey.shape[1], grey.shape[0])
    if np.array_equal(by[2], [0, 0, 1]):
        return np.asarray(cv2.warpAffine(grey, by[:2], size, flags=cv2.INTER_CUBIC, borderValue=255), np.uint8)
    return np.asarray(cv2.warpPerspective(grey, by, size, flags=cv2.INTER_CUBIC, borderValue=255), np.uint8)


def _stamped(stamped: Image, grey: Image, by: Matrix) -> Image:
    scaled = cv2.resize(stamped, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    size = (grey.shape[1], grey.shape[0])
    return np.asarray(cv2.warpPerspective(scaled, by, size, flags=cv2.INTER_NEAREST), np.uint8)


def _whiten_beside(grey: Image, table: perspective.Corners) -> None:
    """White to the left and right of a photographed table, where the desk or the next page shows."""
    margin = _BESIDE * grey.shape[1]
    left, right = (table[0, 0] + table[3, 0]) / 2, (table[1, 0] + table[2, 0]) / 2
    grey[:, : max(0, int(left - margin))] = 255
    grey[:, int(right + margin) :] = 255


def _scaled(grey: Image) -> Image:
    longest = max(grey.shape)
    if longest > _LONGEST_SIDE:
        factor, way = _LONGEST_SIDE / longest, cv2.INTER_AREA
    elif longest < _SHORTEST_SIDE:
        factor, way = min(_SHORTEST_SIDE / longest, _LARGEST_FACTOR), cv2.INTER_CUBIC
    else:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=way), np.uint8)


def _evened(grey: Image) -> Image:
    """The page as if lit evenly on white paper: every pixel against the paper around it, shaded cells included."""
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8)), 5)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 40), scale=255), np.uint8)


def _shades(grey: Image) -> npt.NDArray[np.int64]:
    """How many pixels have each of the 256 shades."""
    return np.asarray(cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel(), np.int64)


def _noise(shades: npt.NDArray[np.int64]) -> float:
    """By how much the paper differs from white, half of the time; on paper that is cut off at white, as on other paper.

    There half of the pixels are white whatever the noise, and its darker tenth tells.
    """
    paper = shades.copy()
    paper[:201] = 0
    heaped = np.cumsum(paper)
    if not heaped[-1]:
        return 0.0
    darker, median = (255.0 - float(np.searchsorted(heaped, heaped[-1] * share)) for share in (0.1, 0.5))
    return max(median, _DARKER_TENTH * darker)


def _ink(grey: Image) -> Image:
    """Strokes as 255, paper as 0. Thin strokes of soft pictures are faint, so only the noise sets a bound."""
    shades = _shades(grey)
    level = max(min(_otsu(shades[:245]), 200.0), min(255 - 9 * _noise(shades), 210.0))
    return np.asarray(cv2.threshold(grey, int(np.ceil(level)) - 1, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _otsu(shades: npt.NDArray[np.int64]) -> float:
    """The shade that parts a histogram in two groups as unlike as can be (Otsu 1979); 0 for an empty one."""
    places = np.arange(len(shades))
    below = np.cumsum(shades)
    above = below[-1] - below
    sums = np.cumsum(shades * places)
    with np.errstate(invalid="ignore", divide="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2.0
    return float(np.argmax(np.nan_to_num(between))) if below[-1] else 0.0
