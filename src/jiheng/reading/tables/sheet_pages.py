"""A sheet wider than the paper, printed over several pages: its pages put side by side again.

Office programs print the pages of such a sheet one below another first, or one beside another first.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from jiheng.places.words import words
from jiheng.reading.labels.form_marks import caption, first_label
from jiheng.reading.tables import page_edge
from jiheng.reading.tables.page import Glyph, Mark, Page, Part, Rule

MAX_PAGES = 24
"""A sheet of more pages is none."""
_SAME = 1.5
"""Rows of pages of one sheet lie at the same height within this many points."""
_NEAR = 20.0
"""A text that was cut ends this near the cut."""
_FAR = 250.0
"""A text that was cut is no wider than this to either side."""
_FEWEST, _STRANGE = 6, 0.2
"""Characters that titles printed again have at least; share of the rest of a page that may be alike by chance."""
_ALIKE = 0.8
"""Share of a page's rows that must be those of its neighbour."""


def together(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages as they come; where a sheet was cut into pages side by side, one wide page for each row of pages."""
    held: list[Page] = []
    for page in pages:
        if held and len(held) < MAX_PAGES and (further := _further(page, held)) is not None:
            held.append(further)
            continue
        yield from _joined(held)
        held = []
        if page.rules and _is_cut(page):
            held.append(page)
        else:
            yield page_edge.alone(page)
    yield from _joined(held)


def _further(page: Page, held: Sequence[Page]) -> Page | None:
    """A page as one more of a sheet, without the columns of titles that it prints again; None where another begins."""
    trimmed = next(filter(None, (_without_titles(page, other) for other in held)), None)
    return trimmed if trimmed is not None or _begins(page, held[0]) else page


def _without_titles(page: Page, other: Page) -> Page | None:
    """A page without its first columns, where they are those of the other and nothing else is; else None."""
    xs = sorted({rule.at for rule in page.rules if not rule.horizontal})
    tops = [rule.at for rule in page.rules if rule.horizontal]
    if len(xs) < 3 or not tops:
        return None
    there = {_place(glyph) for glyph in other.glyphs}
    own = [glyph for glyph in page.glyphs if glyph.middle[1] > min(tops)]
    edge, count = 0.0, 0
    for x in xs[1:-1]:
        inside = [glyph for glyph in own if glyph.middle[0] < x]
        if len(inside) > count and not there.issuperset(map(_place, inside)):
            break
        edge, count = x, len(inside)
    rest = [glyph for glyph in own if glyph.middle[0] >= edge]
    if count < _FEWEST or sum(_place(glyph) in there for glyph in rest) > _STRANGE * len(rest):
        return None
    rules = (_cut(rule, edge) for rule in page.rules)
    glyphs = [glyph for glyph in page.glyphs if glyph.middle[0] >= edge]
    return msgspec.structs.replace(
        page,
        rules=[rule for rule in rules if rule is not None],
        glyphs=glyphs,
        marks=[mark for mark in page.marks if mark.x >= edge],
    )


def _place(glyph: Glyph) -> tuple[str, int, int]:
    return glyph.text, round(glyph.left), round(glyph.top)


def _cut(rule: Rule, edge: float) -> Rule | None:
    """What lies of a rule to the right of an edge."""
    if not rule.horizontal:
        return rule if rule.at >= edge - _SAME else None
    return Rule(True, rule.at, max(rule.start, edge), rule.end) if rule.end > edge else None


def _text(page: Page) -> str:
    return "".join(glyph.text for glyph in page.glyphs)


def _begins(page: Page, first: Page) -> bool:
    """Whether a page begins another form than the one whose first page is given; a title may stand on every page."""
    if first_label().search(_text(first)):
        return first_label().search(_text(page)) is not None
    return _is_begun(_text(page))


def _is_cut(page: Page) -> bool:
    text = _text(page)
    usual = words().form.columns["score"][0]
    return _is_begun(text) and usual not in text


def _is_begun(text: str) -> bool:
    """Whether a text holds the first label or the title of a form."""
    return first_label().search(text) is not None or caption().search(text) is not None


def _joined(pages: Sequence[Page]) -> list[Page]:
    """The pages of one sheet in rows; as they were where they do not fit together."""
    count = len(pages)
    for down in range(1, count // 2 + 1):
        if count % down:
            continue
        across = count // down
        below_first = [[pages[c * down + r] for c in range(across)] for r in range(down)]
        beside_first = [list(pages[r * across : (r + 1) * across]) for r in range(down)]
        for rows in (below_first, beside_first):
            if all(_fit(left, right) for row in rows for left, right in pairwise(row)):
                return [_side_by_side(row) for row in rows]
    return list(map(page_edge.alone, pages))


def _levels(page: Page) -> list[float]:
    return sorted({round(rule.at, 1) for rule in page.rules if rule.horizontal})


def _fit(left: Page, right: Page) -> bool:
    """Whether the rows of one page go on on the other."""
    here, there = _levels(left), _levels(right)
    if len(here) < 2 or len(there) < 2 or abs(here[-1] - there[-1]) > _SAME:
        return False
    fewer, more = sorted((here, there), key=len)
    alike = sum(any(abs(a - b) <= _SAME for a in more) for b in fewer)
    return alike >= _ALIKE * len(fewer) and 2 * len(fewer) >= len(more)


def _side_by_side(pages: Sequence[Page]) -> Page:
    shown = "、".join(str(page.number) for page in pages)
    whole = msgspec.structs.replace(
        pages[0],
        parts=[Part(0.0, pages[0].number, 0.0)],
        notes=[*pages[0].notes, f"表太宽，左右分印在第 {shown} 页上，已拼在一起读；可能有没印全的字，请对照原件"],
    )
    for page in pages[1:]:
        edge = max(rule.end if rule.horizontal else rule.at for rule in whole.rules)
        shift = edge - min(rule.start if rule.horizontal else rule.at for rule in page.rules)
        there = [Glyph(g.text, g.left + shift, g.top, g.right + shift, g.bottom, g.turn) for g in page.glyphs]
        whole = msgspec.structs.replace(
            whole,
            width=page.width + shift,
            rules=whole.rules + [_moved(rule, shift) for rule in page.rules],
            glyphs=_once(whole.glyphs, there, edge),
            marks=whole.marks + [Mark(mark.x + shift, mark.y, mark.word) for mark in page.marks],
            unmapped=whole.unmapped + page.unmapped,
            parts=[*whole.parts, Part(edge, page.number, shift)],
        )
    return whole


def _once(here: list[Glyph], there: list[Glyph], edge: float) -> list[Glyph]:
    """The glyphs of both sides of a cut; a text that it runs through may be there as a whole twice: it counts once."""
    wholes = [g for g in here if len(g.text) > 1 and edge - g.right < _NEAR]
    others = [g for g in there if len(g.text) > 1 and g.left - edge < _NEAR]
    kept = [g for g in there if not any(_is_of(g, whole) for whole in wholes)]
    others = [whole for whole in others if whole in kept]
    return [g for g in here if not any(edge - g.right < _FAR and _is_of(g, whole) for whole in others)] + kept


def _is_of(glyph: Glyph, whole: Glyph) -> bool:
    """Whether a glyph is a piece of a text that is there as a whole, in the same row."""
    tall = whole.bottom - whole.top
    in_row = whole.top - tall < glyph.middle[1] < whole.bottom + tall
    return in_row and abs(glyph.middle[0] - whole.middle[0]) < _FAR and glyph.text in whole.text


def _moved(rule: Rule, shift: float) -> Rule:
    if rule.horizontal:
        return Rule(True, rule.at, rule.start + shift, rule.end + shift)
    return Rule(False, rule.at + shift, rule.start, rule.end)
