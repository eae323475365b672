"""Glyphs of a cell or of the space between tables → lines of text in reading order."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter

from jiheng.reading.tables.page import UNREAD, Glyph
from jiheng.reading.tables.runs import Run, joined

_SMALL, _LIFTED = 0.9, 0.18
_GAP, _WIDE = 0.2, 0.6
"""Gaps of a line that are a blank, and that part what stands in it, in heights of a letter."""
_NEVER = frozenset("“”‘’'\"°′″")
"""A raised mark is smaller than the text that it stands at, and its foot lies above the foot of that text."""


_LEFT, _TURN = attrgetter("left"), attrgetter("turn")


def lines(glyphs: Sequence[Glyph]) -> list[str]:
    """The glyphs joined to lines of text from top to bottom, each line from left to right."""
    return read(glyphs)[0]


def spread(glyphs: Sequence[Glyph]) -> list[str]:
    """Lines of running text, what stands well apart in one with blanks between: 填报单位：某局　　2023年度."""
    if any(map(_TURN, glyphs)):
        return lines(glyphs)
    return _upright([*glyphs, *(blank for row in _rows(glyphs) for blank in _gaps(row))])[0]


def _gaps(row: Sequence[Glyph]) -> list[Glyph]:
    """Blanks for the gaps of a line, two for a wide one, one for a narrow one between two words.

    None where all letters stand apart, nor behind punctuation, of which a glyph may show the ink alone.
    """
    ordered = sorted(row, key=lambda glyph: glyph.left)
    pairs = [(before, after) for before, after in pairwise(ordered) if before.text.isalnum()]
    usual = max(sorted(after.left - before.right for before, after in pairs)[len(pairs) // 2], 0.0) if pairs else 0.0
    found = []
    for before, after in pairs:
        gap = after.left - before.right - usual
        blank = "  " if gap > _WIDE * _height(before) else " " if gap > _GAP * _height(before) else ""
        if len(blank) > 1 or (blank and not before.text.isascii() and not after.text.isascii()):
            found.append(Glyph(blank, before.right, before.top, after.left, before.bottom))
    return found


def read(glyphs: Sequence[Glyph]) -> tuple[list[str], list[str]]:
    """The lines of text in reading order, and why they are not certain: marks that stood raised behind figures.

    Turned text is read in the direction in which it runs; upright text that runs down in several columns, as it does.
    """
    if not any(map(_TURN, glyphs)):
        return _upright(glyphs)
    found: list[str] = []
    marks: list[str] = []
    for turn in (0, 1, 2, 3):
        text, noted = _upright([_turned(glyph) if turn else glyph for glyph in glyphs if glyph.turn == turn])
        found += text
        marks += noted
    return found, marks


def _upright(glyphs: Sequence[Glyph]) -> tuple[list[str], list[str]]:
    rows = _rows(glyphs)
    if len(rows) > 2 and len(glyphs) > len(rows) and _runs_down(glyphs, len(rows)):
        return ["".join(glyph.text for glyph in glyphs)], []
    found: list[str] = []
    marks: list[str] = []
    for row in rows:
        if len(row) == 1:
            found.append(row[0].text)
            continue
        ordered = sorted(row, key=_LEFT)
        if any(b.left - a.left < 0.25 * (a.right - a.left) for a, b in pairwise(ordered)):
            ordered = _one_over_another(ordered, glyphs)
        text, noted = _with_marks(ordered)
        found.append(text)
        marks += noted
    return found, marks


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """A glyph stands on a line when its middle lies within the height of the tallest glyph there, or the other way
    round: a quotation mark and a full stop may have boxes as small as their ink, at the top and at the foot."""
    rows: list[list[Glyph]] = []
    tallest = level = 0.0  # the height of the tallest glyph of the row, and twice its middle
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        height = glyph.bottom - glyph.top
        if rows and glyph.top + glyph.bottom - level < 1.1 * max(height, tallest):
            rows[-1].append(glyph)
            if height <= tallest:
                continue
        else:
            rows.append([glyph])
        tallest, level = height, glyph.top + glyph.bottom
    return rows


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


def _turned(glyph: Glyph) -> Glyph:
    """The glyph as it stands when the page is turned so that its text runs to the right."""
    left, top, right, bottom = glyph.left, glyph.top, glyph.right, glyph.bottom
    if glyph.turn == 1:
        return Glyph(glyph.text, top, -right, bottom, -left)
    if glyph.turn == 3:
        return Glyph(glyph.text, -bottom, left, -top, right)
    return Glyph(glyph.text, -right, -bottom, -left, -top)


def _runs_down(glyphs: Sequence[Glyph], rows: int) -> bool:
    """Whether upright text was written downwards, column after column, as its order in the file tells."""
    if len(glyphs) > 3 * rows:
        return False
    steps = sum(
        b.top - a.top > 0.6 * _height(a) and abs(b.left - a.left) < 0.4 * (a.right - a.left)
        for a, b in pairwise(glyphs)
    )
    return steps > 0.6 * (len(glyphs) - 1)


def _one_over_another(row: list[Glyph], order: Iterable[Glyph]) -> list[Glyph]:
    """A row in which glyphs lie one over another: those that share a place come as the file has them.

    A character drawn twice, a little aside, to make it bold or to give it a shadow, is one.
    """
    number = {id(glyph): place for place, glyph in enumerate(order)}
    clusters: list[list[Glyph]] = []
    for glyph in row:
        if clusters and glyph.left - clusters[-1][0].left < 0.25 * (glyph.right - glyph.left):
            if not any(_is_drawn_again(glyph, other) for other in clusters[-1]):
                clusters[-1].append(glyph)
        else:
            clusters.append([glyph])
    return [glyph for cluster in clusters for glyph in sorted(cluster, key=lambda g: number[id(g)])]


def _is_drawn_again(glyph: Glyph, before: Glyph) -> bool:
    return glyph.text == before.text and abs(glyph.top - before.top) < 0.25 * _height(glyph)


def _with_marks(row: list[Glyph]) -> tuple[str, list[str]]:
    """The text of a line, raised marks told apart from figures, and what was left out for that."""
    heights = [glyph.bottom - glyph.top for glyph in row]
    if min(heights) >= _SMALL * max(heights):
        return "".join(glyph.text for glyph in row), []
    raised: list[bool] = []
    body: Glyph | None = None
    foot = sorted(glyph.bottom for glyph in row)[len(row) // 2]
    for glyph in row:
        raised.append(body is not None and _is_raised(glyph, body, foot))
        if not raised[-1] and glyph.text != UNREAD:
            body = glyph
    if not any(raised):
        return "".join(glyph.text for glyph in row), []
    text, doubt = joined(Run(glyph.text, raised=up) for glyph, up in zip(row, raised, strict=True))
    return text, [doubt] if doubt else []


def _is_raised(glyph: Glyph, body: Glyph, foot: float) -> bool:
    """Whether a glyph stands above the foot of its line and of the text before it: the s of Mbps stands beside a p
    that reaches below the line, and is not raised."""
    high = body.bottom - body.top
    if glyph.bottom - glyph.top >= _SMALL * high:
        return False
    return glyph.bottom < min(body.bottom, foot) - _LIFTED * high and glyph.text not in _NEVER
