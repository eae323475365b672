"""Signs that the recogniser never gives, told by their neighbours or a second look (needs jiheng[ocr]).

It has no ‰ (it gives %0) and no ㎡ (it gives m), and takes a lone / for 1. docs/ocr.md has the figures.
"""

import re
from collections.abc import Sequence

from jiheng.reading.scan.page import SeenLine
from jiheng.reading.scan.settled import CHECK, Settled
from jiheng.reading.tables.page import UNREAD

_PER_MILLE = re.compile(r"(?<=\d)(\s*)%[0oO〇](?![\d.])|^%[0oO〇]$")
_METRES = re.compile(r"(?:元/|\d|万|平方)[mM]$")
_LIKE_SQUARE_METRES = frozenset("mMnr㎡")
_TALL = 0.72
"""An m is as high as this share of a character at most, ㎡ is higher."""


def is_slash(line: SeenLine) -> bool:
    """Whether a line is a slash by its stroke; what the recogniser takes a lone one for (1, l, 一) says nothing."""
    return line.is_slash and len(line.first.read().text) <= 1


def mended(settled: Settled, lines: Sequence[SeenLine], is_area: bool) -> Settled:
    """The text with ‰ and ㎡ where they can be told, and a doubt where they may be.

    `is_area` tells that the row is about an area.
    """
    bare = "".join(settled.text.split())
    if not bare:
        return _unread(settled, lines)
    if _PER_MILLE.search(bare):
        text = _PER_MILLE.sub("‰", bare)
        return Settled(text, (bare,), f"图片识别为「{bare}」，按千分号「{text}」读入，{CHECK}")
    if bare in ("m", "M") and len(lines) == 1 and lines[0].box[3] - lines[0].box[1] > _TALL * lines[0].height:
        return Settled("㎡", (bare,), f"图片识别为「{bare}」，按字的高矮读作「㎡」，{CHECK}")
    if _METRES.search(bare) and (is_area or "元/" in bare) and settled.doubt is None:
        return Settled(settled.text, settled.others, f"图片识别为「{bare}」，单位也可能是「㎡」，{CHECK}")
    return settled


def _unread(settled: Settled, lines: Sequence[SeenLine]) -> Settled:
    """A cell with print in it that says nothing to the recogniser: what it looks like, or a sign that it is not empty.

    An empty cell has no doubts in the record, so that it must not be left empty.
    """
    whole = [line for line in lines if _is_print(line)]
    if len(whole) != 1 or len(lines) != 1:
        return Settled(UNREAD, (), f"这一格有字，没有认出来，{CHECK}") if whole else settled
    guess = whole[0].first.guess()
    if guess in _LIKE_SQUARE_METRES:
        return Settled("㎡", (guess,), f"图片识别没有把握，按字形读作「㎡」，{CHECK}")
    return Settled(UNREAD, (), f"这一格有字，没有认出来，{CHECK}")


def _is_print(line: SeenLine) -> bool:
    """Whether a line is as large as a character, and no rest of a seal."""
    left, top, right, bottom = line.box
    return not line.is_stamped and bottom - top >= 0.55 * line.height and right - left >= 0.45 * line.height
