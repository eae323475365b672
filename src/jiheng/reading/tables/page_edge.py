"""Text that runs over the left or right edge of its page: what is seen of it belongs to a text that the file has whole.

A table wider than the paper is printed so: the figures of its last column stand half on the page.
"""

from collections.abc import Iterable, Sequence

import msgspec

from jiheng.reading.tables.page import Alone, Glyph, Mark, Page, Rule

WORD = "字印出了纸边，按文件里的全文读入，请对照原件"
TABLE = "表印到了纸边，边上可能有没印出来的字和栏，请对照原件"
_OVER = 1.0
"""A character that reaches over the edge by more than so many points is cut."""
_SEEN = 0.2
"""Share of a character that must be on the page for it to be seen."""
_ROWS = 3
"""Level rules over the edge that make a table, and no frame or line under a header."""
_APART = 0.5
"""Characters of one text stand apart by less than this share of their height."""


def looked_at(glyphs: Sequence[Glyph], rules: Iterable[Rule], width: float, height: float) -> Alone | None:
    """What a page of that size holds where it stands by itself; None where nothing runs over its edge.

    The glyphs are given in the order of the file, those beyond the edge among them.
    """
    over = sum(rule.horizontal and (rule.start <= 0 or rule.end >= width) for rule in rules)
    notes = [TABLE] if over >= _ROWS else []
    if not notes and all(glyph.left >= -_OVER and glyph.right <= width + _OVER for glyph in glyphs):
        return None
    return Alone(*_seen(glyphs, width, height), notes)


def alone(page: Page) -> Page:
    """The page as it is read where it is no part of a wide page."""
    own = page.alone
    if own is None:
        return page
    return msgspec.structs.replace(
        page, glyphs=own.glyphs, marks=page.marks + own.marks, notes=page.notes + own.notes, alone=None
    )


def inside(glyphs: Iterable[Glyph], width: float, height: float) -> list[Glyph]:
    """The glyphs whose middle lies on the page."""
    return [g for g in glyphs if 0 <= g.left + g.right <= 2 * width and 0 <= g.top + g.bottom <= 2 * height]


def _seen(glyphs: Sequence[Glyph], width: float, height: float) -> tuple[list[Glyph], list[Mark]]:
    """The glyphs that are seen on a page of that size, given in the order of the file, and what is to be said of them.

    A text that begins or ends beyond the edge counts as a whole, at the edge; one of which nothing is seen is left out.
    """
    found: list[Glyph] = []
    marks: list[Mark] = []
    ahead: list[Glyph] = []  # the piece of a text that lies to the left of the page
    begun = False  # a text of which something was seen goes on
    before: Glyph | None = None
    for glyph in glyphs:
        if before is None or not _goes_on(before, glyph):
            ahead, begun = [], False
        before = glyph
        if not 0 <= glyph.top + glyph.bottom <= 2 * height:
            continue
        if glyph.turn:
            if 0 <= glyph.left + glyph.right <= 2 * width:
                found.append(glyph)
            continue
        if min(glyph.right, width) - max(glyph.left, 0.0) >= _SEEN * (glyph.right - glyph.left):
            text = "".join(earlier.text for earlier in ahead) + glyph.text
            if ahead or glyph.left < 0 or glyph.right > width:
                glyph = msgspec.structs.replace(
                    glyph, text=text, left=max(glyph.left, 0.0), right=min(glyph.right, width)
                )
            if ahead or before.left < -_OVER or before.right > width + _OVER:
                marks.append(Mark(*glyph.middle, WORD))
            ahead, begun = [], True
            found.append(glyph)
        elif glyph.left < 0:
            ahead.append(glyph)
        elif begun:
            if not marks or (marks[-1].x, marks[-1].y) != found[-1].middle:
                marks.append(Mark(*found[-1].middle, WORD))
            found[-1] = msgspec.structs.replace(found[-1], text=found[-1].text + glyph.text)
    return found, marks


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    tall = glyph.bottom - glyph.top
    return (
        before.turn == glyph.turn
        and abs(before.middle[1] - glyph.middle[1]) < 0.4 * tall
        and -_APART * tall < glyph.left - before.right < _APART * tall
    )
