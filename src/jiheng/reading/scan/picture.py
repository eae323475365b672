"""A picture of a page → upright, evenly lit, its rules, and its ink without the rules (needs jiheng[ocr])."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.reading.tables.grid import Rule

Image = npt.NDArray[np.uint8]

_SHORTEST_SIDE = 2400
"""A page whose longer side has fewer pixels (some 205 dpi on A4) is scaled up: symbols of one stroke need it."""
_LONGEST_SIDE = 3600
_LARGEST_FACTOR = 3.0
_SKEW_SIDE = 1200
"""The angle of a page is measured on a picture of this size."""
_LARGEST_TURN = 8.0
"""Degrees that a page may lie askew."""
_CROWDED = 0.4
"""A page darker than this over its area is a photograph, and not looked at for lines."""
_THICKEST = 14
"""A stroke of so many pixels is a filled area."""
_MOST = 4000
"""More strokes than this are not looked at; a full page of a form has some hundred."""
_CLOSE_ENOUGH = 0.03
_FITTED = 30
"""So many of the longest strokes tell the angle."""
_GAPS = 0.055
"""The share of a rule that may be worn away to less than half its darkness."""
_LONG_GAPS, _EVEN = 0.13, 0.98
"""A longer one may have more gaps if what is left of it is evenly dark."""
_LONG = 150
"""A stroke so many times as long as it is thick is a rule that lies a little askew."""
_FAINT = 24
"""How much darker than the paper (of 255) a rule must be at least."""


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
    turn = _angle(askew)
    grey = _turned_by(askew, turn)
    if abs(rest := _rest(grey)) >= _CLOSE_ENOUGH:
        turn += rest
        grey = _turned_by(askew, turn)
    across, down = _long_strokes(grey)
    rules, pixels = _rules(grey, across, down)
    ruled = cv2.dilate(pixels, np.ones((5, 5), np.uint8))
    grey = np.where(ruled > 0, np.uint8(255), grey)
    return Picture(grey, _ink(grey), rules, turn)


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


def _angle(grey: Image) -> float:
    """The angle in degrees at which the long lines of the page lie."""
    factor = min(1.0, _SKEW_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    dark = np.where(small < 255 - 2 * _FAINT, np.uint8(255), np.uint8(0))
    if dark.mean() > 255 * _CROWDED:
        return 0.0
    longest = max(small.shape) // 8
    found = cv2.HoughLinesP(dark, 1, np.pi / 1800, threshold=longest, minLineLength=longest, maxLineGap=6)
    if found is None:
        return 0.0
    ends = found.reshape(-1, 4).astype(float)
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    angles = (np.degrees(np.arctan2(down, across)) + 45) % 90 - 45
    angle = _weighted_median(angles, np.hypot(across, down))
    return angle if abs(angle) <= _LARGEST_TURN else 0.0


def _rest(grey: Image) -> float:
    """The angle that is left on a page that is nearly upright, by its longest strokes to the pixel."""
    across, _ = _long_strokes(grey)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    angles, lengths = [], []
    for n in np.argsort(-stats[1:, cv2.CC_STAT_WIDTH])[:_FITTED] + 1:
        left, top, wide, high, _ = stats[n]
        if wide < 8 * _unit(grey):
            break
        y, x = np.nonzero(labels[top : top + high, left : left + wide] == n)
        angles.append(np.degrees(np.arctan(np.polyfit(x, y, 1)[0])))
        lengths.append(wide)
    return _weighted_median(np.array(angles), np.array(lengths, float)) if angles else 0.0


def _turned_by(grey: Image, angle: float) -> Image:
    if abs(angle) < _CLOSE_ENOUGH:
        return grey
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    turned = cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(turned, np.uint8)


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    order = np.argsort(values)
    heaped = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heaped, heaped[-1] / 2)])


def _long_strokes(grey: Image) -> tuple[Image, Image]:
    """The strokes that may be rules, across and down: straight and longer than any stroke of a character."""
    dark = np.where(grey < 255 - max(_FAINT, 6 * _noise(grey)), np.uint8(255), np.uint8(0))
    unit = _unit(grey)  # rows may be low, columns are wider than three characters that touch
    return _strokes(dark, 4 * unit), _turned(_strokes(_turned(dark), 3 * unit))


def _unit(grey: Image) -> int:
    """Some five points of the page, in pixels."""
    return max(10, int(max(grey.shape)) // 180)


def _turned(mask: Image) -> Image:
    return np.ascontiguousarray(mask.T)


def _strokes(dark: Image, length: int) -> Image:
    """Horizontal strokes of at least that length, not filled areas."""
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    pieces = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    filled = cv2.morphologyEx(pieces, cv2.MORPH_OPEN, np.ones((_THICKEST, 1), np.uint8))
    return np.asarray(cv2.subtract(pieces, filled), np.uint8)


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A rule and the pixels that it is made of."""

    rule: Rule
    pieces: tuple[int, ...]


def _rules(grey: Image, across: Image, down: Image) -> tuple[list[Rule], Image]:
    """The strokes that are rules of a table, and their pixels.

    A rule ends at other rules or is long; a stroke that does neither belongs to text, or is an
    underline or a fold of the paper.
    """
    unit = _unit(across)
    rows, row_labels = _straight(grey, across, unit)
    columns, column_labels = _straight(_turned(grey), _turned(down), unit)
    columns = [_Stroke(Rule(False, s.rule.at, s.rule.start, s.rule.end), s.pieces) for s in columns]
    reach = 1.6 * unit
    for _ in range(3):  # what ended only at a stroke that was none goes with it
        at_rows, at_columns = [s.rule for s in rows], [s.rule for s in columns]
        rows = [s for s in rows if _is_held(s.rule, at_columns, reach)]
        columns = [s for s in columns if _is_held(s.rule, at_rows, reach)]
    at_rows, at_columns = [s.rule for s in rows], [s.rule for s in columns]
    rows = [_trimmed(s, at_columns, unit) for s in rows]
    columns = [_trimmed(s, at_rows, unit) for s in columns]
    pixels = _of(row_labels, rows, unit) | _turned(_of(column_labels, columns, unit))
    return [s.rule for s in rows + columns], pixels


def _straight(grey: Image, mask: Image, unit: int) -> tuple[list[_Stroke], npt.NDArray[np.int32]]:
    """The horizontal strokes, pieces of a worn one put together; and which pixel belongs to which piece."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[_Stroke] = []
    longest = np.argsort(-stats[1:, cv2.CC_STAT_WIDTH])[:_MOST] + 1
    for left, top, wide, high, number in sorted((*stats[n].tolist()[:4], n) for n in longest.tolist()):
        if wide <= 3 * high or not _is_drawn(grey, left, top, left + wide, top + high):
            continue
        at = top + high / 2
        for place in range(len(found) - 1, -1, -1):
            before = found[place].rule
            if abs(before.at - at) <= 0.35 * unit and before.end < left <= before.end + 1.6 * unit:
                rule = Rule(True, (before.at + at) / 2, before.start, left + wide)
                found[place] = _Stroke(rule, (*found[place].pieces, number))
                break
        else:
            found.append(_Stroke(Rule(True, at, left, left + wide), (number,)))
    return found, np.asarray(labels, np.int32)


def _is_drawn(grey: Image, left: int, top: int, right: int, bottom: int) -> bool:
    """Whether a horizontal stroke is drawn in one go; a row of characters that touch has gaps between its strokes."""
    darkness = 255 - grey[top:bottom, left:right].astype(np.int16)
    if right - left < _LONG * (bottom - top) and len(darkness) > 2:
        darkest = int(darkness.mean(axis=1).argmax())
        darkness = darkness[max(0, darkest - 1) : darkest + 2]
    stroke = darkness.max(axis=0)
    usual = float(np.median(stroke))
    gaps = float(np.mean(stroke < 0.5 * usual))
    even = float(np.mean(np.abs(stroke - usual) <= 0.35 * usual + 12))
    is_long = right - left >= 12 * _unit(grey)
    return gaps <= _GAPS or (is_long and gaps <= _LONG_GAPS and even + gaps >= _EVEN)


def _of(labels: npt.NDArray[np.int32], strokes: list[_Stroke], unit: int) -> Image:
    """The pixels of strokes between their ends."""
    mask = np.zeros(labels.shape, np.uint8)
    for stroke in strokes:
        rule = stroke.rule
        rows = slice(max(0, int(rule.at) - unit), int(rule.at) + unit + 1)
        columns = slice(max(0, int(rule.start) - 2), int(rule.end) + 3)
        mask[rows, columns][np.isin(labels[rows, columns], stroke.pieces)] = 255
    return mask


def _trimmed(stroke: _Stroke, others: list[Rule], unit: int) -> _Stroke:
    """Without a short end that runs into a character, short of the next rule."""
    rule, reach = stroke.rule, 1.6 * unit
    crossing = sorted(o.at for o in others if o.start - reach <= rule.at <= o.end + reach)
    near = 0.5 * unit
    within = [at for at in crossing if rule.start - near <= at <= rule.end + near]
    if not within:
        return stroke
    start, end = rule.start, rule.end
    if near < within[0] - start < 4 * unit and crossing[0] < within[0]:
        start = within[0]
    if near < end - within[-1] < 4 * unit and crossing[-1] > within[-1]:
        end = within[-1]
    return _Stroke(Rule(rule.horizontal, rule.at, start, end), stroke.pieces)


def _is_held(rule: Rule, others: list[Rule], reach: float) -> bool:
    """Whether a rule ends at others at both ends; one that is open at an end goes down (a page break) or is long."""
    crossing = [o for o in others if o.start - reach <= rule.at <= o.end + reach]
    ends = sum(any(abs(o.at - end) <= reach for o in crossing) for end in (rule.start, rule.end))
    met = any(rule.start - reach <= o.at <= rule.end + reach for o in crossing)
    return ends == 2 or (met and (not rule.horizontal or rule.end - rule.start > 20 * reach))


def _noise(grey: Image) -> float:
    """By how much the paper differs from white, half of the time."""
    paper = grey[grey > 200]
    return 255 - float(np.median(paper)) if paper.size else 0.0


def _ink(grey: Image) -> Image:
    """Strokes as 255, paper as 0. Thin strokes of soft pictures are faint, so only the noise sets a bound."""
    drawn = grey[grey < 245]
    level = cv2.threshold(drawn.reshape(1, -1), 0, 255, cv2.THRESH_OTSU)[0] if drawn.size else 0.0
    level = max(min(level, 200.0), min(255 - 9 * _noise(grey), 210.0))
    return np.where(grey < level, np.uint8(255), np.uint8(0))
