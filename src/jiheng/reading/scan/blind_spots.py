"""Signs that the recogniser never gives, told by their neighbours or a second look (needs jiheng[ocr]).

It has no ‰ (it gives %0) and no ㎡ (it gives m), and takes a lone / for 1. docs/ocr.md has the figures.
"""

import re
from collections.abc import Sequence

from jiheng.reading.scan.page import SeenLine
from jiheng.reading.scan.settled import CHECK, Settled

_LIKE_A_SLASH = frozenset("1lI|/丨丿J7]")
_PER_MILLE = re.compile(r"(?<=\d)(\s*)%[0oO〇](?![\d.])|^%[0oO〇]$")
_METRES = re.compile(r"(?:元/|\d|万|平方)[mM]$")
_TALL = 0.72
"""An m is as high as this share of a character at most, ㎡ is higher."""


def is_slash(line: SeenLine) -> bool:
    """Whether a line that was read as 1, l or the like is a slash by its stroke."""
    return line.is_slash and line.first.read().text in _LIKE_A_SLASH


def mended(settled: Settled, lines: Sequence[SeenLine], is_area: bool) -> Settled:
    """The text with ‰ and ㎡ where they can be told, and a doubt where they may be.

    `is_area` tells that the row is about an area.
    """
    bare = "".join(settled.text.split())
    if _PER_MILLE.search(bare):
        text = _PER_MILLE.sub("‰", bare)
        return Settled(text, (bare,), f"图片识别为「{bare}」，按千分号「{text}」读入，{CHECK}")
    if bare in ("m", "M") and len(lines) == 1 and lines[0].box[3] - lines[0].box[1] > _TALL * lines[0].height:
        return Settled("㎡", (bare,), f"图片识别为「{bare}」，按字的高矮读作「㎡」，{CHECK}")
    if _METRES.search(bare) and (is_area or "元/" in bare) and settled.doubt is None:
        return Settled(settled.text, settled.others, f"图片识别为「{bare}」，单位也可能是「㎡」，{CHECK}")
    return settled
