"""A picture of a page → upright, evenly lit, its rules, and its ink without the rules (needs jiheng[ocr])."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.reading.scan import rules, skew
from jiheng.reading.tables.grid import Rule

Image = npt.NDArray[np.uint8]

_SHORTEST_SIDE = 2400
"""A page whose longer side has fewer pixels (some 205 dpi on A4) is scaled up: symbols of one stroke need it."""
_LONGEST_SIDE = 3600
_LARGEST_FACTOR = 3.0
_CLOSE_ENOUGH = 0.03
"""Degrees askew that harm nothing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright page: its grey pixels without rules, the ink of its text, and the rules, in pixels of `grey`.

    `turn` is the angle in degrees by which the page was turned to stand upright.
    """

    grey: Image
    ink: Image
    rules: list[Rule]
    turn: float


def prepare(source: Image) -> Picture:
    """Scale, even out the light, straighten, find the rules and take them out."""
    askew = _evened(_scaled(source))
    turn = skew.angle(askew)
    grey = _turned_by(askew, turn)
    found, pixels = rules.find(grey, _noise(_shades(grey)))
    grey = np.asarray(cv2.max(grey, cv2.dilate(pixels, np.ones((5, 5), np.uint8))), np.uint8)
    return Picture(grey, _ink(grey), found, turn)


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


def _turned_by(grey: Image, angle: float) -> Image:
    if abs(angle) < _CLOSE_ENOUGH:
        return grey
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    turned = cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(turned, np.uint8)


def _shades(grey: Image) -> npt.NDArray[np.int64]:
    """How many pixels have each of the 256 shades."""
    return np.asarray(cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel(), np.int64)


def _noise(shades: npt.NDArray[np.int64]) -> float:
    """By how much the paper differs from white, half of the time."""
    paper = shades.copy()
    paper[:201] = 0
    heaped = np.cumsum(paper)
    return 255.0 - float(np.searchsorted(heaped, heaped[-1] / 2)) if heaped[-1] else 0.0


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
