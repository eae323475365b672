"""An upright grey page → the ruled lines of its tables (needs jiheng[ocr])."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from jiheng.reading.tables.grid import Rule

Image = npt.NDArray[np.uint8]

FAINT = 24
"""How much darker than the paper (of 255) a rule must be at least."""
_THICKEST = 14
"""A stroke of so many pixels is a filled area."""
_MOST = 4000
"""More strokes than this are not looked at; a full page of a form has some hundred."""
_GAPS = 0.055
"""The share of a rule that may be worn away to less than half its darkness."""
_LONG_GAPS, _EVEN = 0.13, 0.98
"""A longer one may have more gaps if what is left of it is evenly dark."""
_BRIDGED, _FOLLOWED = 4.0, 2.4
"""A broken rule goes on behind a gap of so many times five points; with short pieces, of so many."""
_LEVEL = 0.06
"""Where none meets a rule down the page, a rule across it is at least so long, as a share of the width."""
_LONG = 150
"""A stroke so many times as long as it is thick is a rule that lies a little askew."""


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A rule and the pixels that it is made of."""

    rule: Rule
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageRules:
    """The rules of the tables of a page in pixels, and a mask of the pixels that they are drawn with."""

    rules: list[Rule]
    pixels: Image


def find(grey: Image, noise: float) -> PageRules:
    """The rules of the tables of a page.

    `noise` is by how much the paper differs from white. A rule ends at other rules or is long; a stroke
    that does neither belongs to text, or is an underline or a fold of the paper. Where no two rules meet, those that
    run across a part of the page are all there is.
    """
    across, down = long_strokes(grey, noise)
    unit = _unit(across)
    rows, row_labels = _straight(grey, across, unit)
    columns, column_labels = _straight(_turned(grey), _turned(down), unit)
    columns = [_Stroke(Rule(False, s.rule.at, s.rule.start, s.rule.end), s.pieces) for s in columns]
    reach = 1.6 * unit
    rows, columns = _followed(rows, columns, grey, unit), _followed(columns, rows, _turned(grey), unit)
    rows, columns = _bridged(rows, columns, unit), _bridged(columns, rows, unit)
    level = [s for s in rows if s.rule.end - s.rule.start > _LEVEL * grey.shape[1]]
    for _ in range(3):  # what ended only at a stroke that was none goes with it
        at_rows, at_columns = [s.rule for s in rows], [s.rule for s in columns]
        rows = [s for s in rows if _is_held(s.rule, at_columns, reach)]
        columns = [s for s in columns if _is_held(s.rule, at_rows, reach)]
    at_rows, at_columns = [s.rule for s in rows], [s.rule for s in columns]
    rows = [_trimmed(s, at_columns, unit) for s in rows]
    columns = [_trimmed(s, at_rows, unit) for s in columns]
    if not rows:  # a table may have rules across the page only
        rows = level
    pixels = _of(row_labels, rows, unit) | _turned(_of(column_labels, columns, unit))
    return PageRules([s.rule for s in rows + columns], pixels)


def components(mask: Image) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The connected pieces of a mask: which pixel belongs to which, and left, top, width, height, area of each.

    By Grana's algorithm, which takes a third of the time of the usual one; the first piece is what is no piece.
    """
    found = cv2.connectedComponentsWithStatsWithAlgorithm(mask, 8, cv2.CV_32S, cv2.CCL_GRANA)
    return np.asarray(found[1], np.int32), np.asarray(found[2], np.int32)


def long_strokes(grey: Image, noise: float) -> tuple[Image, Image]:
    """The strokes that may be rules, across and down: straight and longer than any stroke of a character."""
    dark = cv2.threshold(grey, 254 - max(FAINT, 6 * noise), 255, cv2.THRESH_BINARY_INV)[1]
    unit = _unit(grey)  # rows may be low, columns are wider than three characters that touch
    return _strokes(dark, 4 * unit), _turned(_strokes(_turned(dark), 3 * unit))


def _unit(grey: Image) -> int:
    """Some five points of the page, in pixels."""
    return max(10, int(max(grey.shape)) // 180)


def _turned(mask: npt.ArrayLike) -> Image:
    return np.asarray(cv2.transpose(np.asarray(mask)), np.uint8)


def _strokes(dark: npt.ArrayLike, length: int) -> Image:
    """Horizontal strokes of at least that length, not filled areas."""
    joined = cv2.morphologyEx(np.asarray(dark, np.uint8), cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8))
    pieces = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    filled = cv2.morphologyEx(pieces, cv2.MORPH_OPEN, np.ones((_THICKEST, 1), np.uint8))
    return np.asarray(cv2.subtract(pieces, filled), np.uint8)


def _straight(grey: Image, mask: Image, unit: int) -> tuple[list[_Stroke], npt.NDArray[np.int32]]:
    """The horizontal strokes, pieces of a worn one put together; and which pixel belongs to which piece."""
    labels, stats = components(mask)
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
    return found, labels


def _followed(strokes: list[_Stroke], others: list[_Stroke], grey: Image, unit: int) -> list[_Stroke]:
    """Rules that end short of the next one that crosses, drawn on over the short pieces that follow on their line."""
    near = 0.8 * unit
    crossing = [other.rule for other in others]
    found = []
    for stroke in strokes:
        rule = stroke.rule
        start, end = rule.start, rule.end
        held = [any(_meets(o, rule.at, place, near) for o in crossing) for place in (start, end)]
        if not all(held):
            pieces = _thin_pieces(grey, rule.at, unit)
            if not held[0]:
                start = -_reached(-start, [(-right, -left) for left, right in reversed(pieces)], unit)
            if not held[1]:
                end = _reached(end, pieces, unit)
        found.append(_Stroke(Rule(rule.horizontal, rule.at, start, end), stroke.pieces))
    return found


def _reached(end: float, pieces: Sequence[tuple[float, float]], unit: int) -> float:
    """How far to the right a rule goes on over the pieces that follow with small gaps."""
    for left, right in pieces:
        if right > end and left - end <= _FOLLOWED * unit:
            end = right
    return end


def _thin_pieces(grey: Image, at: float, unit: int) -> list[tuple[float, float]]:
    """Runs of dark pixels along a row with white above and below, as a rule has and text has not."""
    middle, thick, away = round(at), max(2, unit // 5), max(5, unit // 2)
    dark = grey[max(0, middle - away) : middle + away + 1] < 255 - 2 * FAINT
    inner = dark[away - thick : away + thick + 1] if middle >= away else dark
    thin = inner.any(axis=0) & (dark.sum(axis=0) <= inner.sum(axis=0)) & (inner.sum(axis=0) <= thick + 1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], thin, [False]]).astype(np.int8)))
    runs = edges.reshape(-1, 2).tolist()
    return [(float(left), float(right)) for left, right in runs if right - left >= 0.6 * unit]


def _bridged(strokes: list[_Stroke], others: list[_Stroke], unit: int) -> list[_Stroke]:
    """Pieces of one broken rule put together over gaps of some two lines of text.

    Where both pieces end at rules that cross, the gap between them is a cell that spans it.
    """
    near = 0.8 * unit
    crossing = [other.rule for other in others]
    found: list[_Stroke] = []
    for stroke in sorted(strokes, key=lambda s: s.rule.start):
        rule = stroke.rule
        for place, before in enumerate(found):
            gap = rule.start - before.rule.end
            if abs(before.rule.at - rule.at) > 0.35 * unit or not 0 < gap <= _BRIDGED * unit:
                continue
            ends = (before.rule.end, rule.start)
            if sum(any(_meets(o, rule.at, end, near) for o in crossing) for end in ends) < 2:
                whole = Rule(rule.horizontal, (before.rule.at + rule.at) / 2, before.rule.start, rule.end)
                found[place] = _Stroke(whole, (*before.pieces, *stroke.pieces))
                break
        else:
            found.append(stroke)
    return found


def _meets(other: Rule, at: float, end: float, near: float) -> bool:
    """Whether another rule crosses a line at one of its ends."""
    return abs(other.at - end) <= near and other.start - near <= at <= other.end + near


def _is_drawn(grey: Image, left: int, top: int, right: int, bottom: int) -> bool:
    """Whether a horizontal stroke is drawn in one go; a row of characters that touch has gaps between its strokes.

    Darkness is summed over the thickness, for a thin rule a little askew passes from one row of pixels to the
    next, and there each row alone is only half as dark; the darkest row alone tells better on noisy paper.
    """
    darkness = 255 - grey[max(0, top - 1) : bottom + 1, left:right].astype(np.int16)
    inner = darkness[1:-1] if len(darkness) > 2 else darkness
    if right - left < _LONG * (bottom - top) and len(darkness) > 3:
        darkest = int(darkness.mean(axis=1).argmax())
        inner = darkness[max(0, darkest - 1) : darkest + 2]
        darkness = darkness[max(0, darkest - 2) : darkest + 3]
    unit = _unit(grey)
    is_long = right - left >= 12 * unit
    return any(_is_even(stroke, is_long, unit // 3) for stroke in (darkness.sum(axis=0), inner.max(axis=0)))


def _is_even(stroke: npt.NDArray[np.int16], is_long: bool, frays: int) -> bool:
    """Whether the darkness along a stroke has few gaps.

    So many pale pixels at its ends are left out: noise beside the rule it ends at that was taken for it.
    """
    usual = float(np.median(stroke))
    is_drawn = stroke >= 0.5 * usual
    first, last = int(is_drawn.argmax()), len(stroke) - int(is_drawn[::-1].argmax())
    inner = slice(min(first, frays), max(last, len(stroke) - frays))
    gaps = 1.0 - float(np.mean(is_drawn[inner]))
    if gaps <= _GAPS or not (is_long and gaps <= _LONG_GAPS):
        return gaps <= _GAPS
    return float(np.mean(np.abs(stroke[inner] - usual) <= 0.35 * usual + 12)) + gaps >= _EVEN


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
