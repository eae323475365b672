"""Text that does not fit its row and is printed over the rules: which glyphs are one piece of text."""

from collections.abc import Mapping, Sequence

from jiheng.reading.tables.page import Glyph

WORD = "行高不够，字压到了别的格子，按字的位置归的格，请对照原件"
_PITCH = 0.7, 1.8
"""Lines of one piece follow one another by this many heights."""


def pieces(crossing: Mapping[int, tuple[float, float]], glyphs: Sequence[Glyph]) -> list[list[int]]:
    """The pieces of text that glyphs which cross a rule belong to; each glyph is in one piece only.

    `crossing` gives the edges of the cell in which such a glyph stands. A piece is a run of glyphs between these edges
    that follow one another in the file: along a line, or from the end of a line to the beginning of the next below.
    """
    found: list[list[int]] = []
    taken: set[int] = set()
    for place, (left, right) in sorted(crossing.items(), key=lambda item: (item[1][1] - item[1][0], item[0])):
        if place in taken:
            continue
        first = last = place
        while first - 1 not in taken and first > 0 and _follows(glyphs[first - 1], glyphs[first], left, right):
            first -= 1
        while (
            last + 1 not in taken and last + 1 < len(glyphs) and _follows(glyphs[last], glyphs[last + 1], left, right)
        ):
            last += 1
        piece = list(range(first, last + 1))
        taken.update(piece)
        found.append(piece)
    return found


def _follows(before: Glyph, after: Glyph, left: float, right: float) -> bool:
    if not (left <= before.middle[0] <= right and left <= after.middle[0] <= right) or before.turn != after.turn:
        return False
    high, wide = before.bottom - before.top, before.right - before.left
    step = after.middle[1] - before.middle[1]
    if abs(step) < 0.4 * high:
        return -0.5 * wide < after.left - before.right < 1.5 * max(wide, high)
    return _PITCH[0] * high < step < _PITCH[1] * high and after.left < before.right
