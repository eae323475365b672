"""What the strokes of a line look like, where the recogniser has blind spots (needs jiheng[ocr]).

It reads a lone / as 1 and drops signs that it was not taught (☑, ㎡); their strokes tell.
"""

import numpy as np
import numpy.typing as npt

from jiheng.reading.scan.lines import InkLine
from jiheng.reading.scan.ocr import Seen
from jiheng.reading.scan.picture import Image

_LEANS = 0.22
"""A slash goes to the left by this share of its height at least; a 1 or l stands upright."""
_THIN = 0.08
"""Its strokes lie within this share of its height along one straight line; a 7 has a bar."""
_FAR = 0.95
"""Strokes so many heights of a character away from the nearest one that was read were not read."""


def is_slash(ink: Image, line: InkLine, height: float) -> bool:
    """Whether a line is one straight stroke that leans to the right, and nothing else."""
    tall, wide = line.bottom - line.top, line.right - line.left
    if tall < 0.5 * height or not 0.15 * tall < wide < 1.1 * tall:
        return False
    y, x = np.nonzero(ink[line.top : line.bottom, line.left : line.right])
    if len(y) < 12 or len(np.unique(y)) < 0.9 * tall:
        return False
    slope, start = np.polyfit(y, x, 1)
    apart = np.abs(x - (slope * y + start))
    return bool(slope <= -_LEANS and np.quantile(apart, 0.95) <= max(2.0, _THIN * tall))


def has_unread(strokes: npt.NDArray[np.int32], line: InkLine, seen: Seen, height: float) -> bool:
    """Whether strokes of a line (left, top, right, bottom of each) lie far from every character that was read."""
    large = strokes[np.maximum(strokes[:, 2] - strokes[:, 0], strokes[:, 3] - strokes[:, 1]) >= 0.3 * height]
    if not len(large):
        return False
    places = np.array(seen.places()) * (line.frame[2] - line.frame[0]) + line.frame[0]
    if not len(places):
        return True
    middle = (large[:, 0] + large[:, 2]) / 2
    return bool(np.abs(middle[:, None] - places[None, :]).min(axis=1).max() > _FAR * height)
