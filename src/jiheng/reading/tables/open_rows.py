"""Tables without upright rules (three-line tables): their columns told from the ends of the level rules' pieces, or
else from the gaps between texts, which is said.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from jiheng.form import Origin
from jiheng.reading.tables.lines import read
from jiheng.reading.tables.page import Glyph, Page, Rule
from jiheng.reading.tables.table import Cell, Table

_FEWEST, _MOST, _WIDEST = 3, 1_500, 120
"""Level rules that make a table, pieces that are looked at, places at which they may end."""
_GAP = 0.4
"""Cells of a row stand apart by more than this share of the height of their letters."""
_CLOSE = 0.15
"""Characters of one text stand apart by less than this share of their height."""
_LONG = 0.5
"""A rule of the table is at least so long, as a share of the longest."""
_LINES = 4
"""A table has fewer lines of text to a row than this; with more, its rows are not ruled apart."""
_NEAR = 1.5
NOTE = "表没有竖线，按文字之间的空隙分的栏，可能错位，请对照原件"


def is_open(rules: Sequence[Rule]) -> bool:
    """Whether a page has level rules only, enough for a table; a frame around them may be closed."""
    level = [rule for rule in rules if rule.horizontal]
    if not _FEWEST <= len(level) <= _MOST:
        return False
    left, right = min(rule.start for rule in level), max(rule.end for rule in level)
    if any(left + 2 * _NEAR < rule.at < right - 2 * _NEAR for rule in rules if not rule.horizontal):
        return False
    return len(_edges(level)) >= _FEWEST and len(_places(level)) <= _WIDEST


def upright(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Rule]:
    """Upright rules between levels at which pieces of rules end at one place.

    None where a piece between these levels runs past the place, and none that would cut through a text.
    """
    rules = [rule for rule in rules if rule.horizontal]
    levels = _levels(rules)
    within = [g for g in glyphs if levels[0] < g.middle[1] < levels[-1]]
    if len(_rows(within)) > _LINES * (len(levels) - 1):
        return []
    at = {id(rule): min(levels, key=lambda level: abs(level - rule.at)) for rule in rules}
    found = []
    for x in _places(rules):
        ends = sorted({at[id(rule)] for rule in rules if min(abs(rule.start - x), abs(rule.end - x)) <= _NEAR})
        passed = {at[id(rule)] for rule in rules if rule.start + 2 * _NEAR < x < rule.end - 2 * _NEAR}
        for top, bottom in pairwise(ends):
            if not _cuts(x, [g for g in glyphs if top < g.middle[1] < bottom]) and not any(
                top < level < bottom for level in passed
            ):
                found.append(Rule(False, x, top, bottom))
    return found if len({rule.at for rule in found}) > 2 else []


def _cuts(x: float, glyphs: Sequence[Glyph]) -> bool:
    """Whether an upright rule would run through a character, or between two characters of one text."""
    near = [g for g in glyphs if g.left - x < g.bottom - g.top and x - g.right < g.bottom - g.top]
    if any(g.left + _NEAR < x < g.right - _NEAR for g in near):
        return True
    before, after = [g for g in near if g.middle[0] <= x], [g for g in near if g.middle[0] > x]
    return any(
        abs(a.middle[1] - b.middle[1]) < 0.3 * (a.bottom - a.top) and b.left - a.right < _CLOSE * (a.bottom - a.top)
        for a in before
        for b in after
    )


def _places(rules: Sequence[Rule]) -> list[float]:
    """Where pieces of rules end, those that are one place counted once."""
    places: list[float] = []
    for x in sorted(x for rule in rules for x in (rule.start, rule.end)):
        if not places or x - places[-1] > 2 * _NEAR:
            places.append(x)
    return places


def table(page: Page, name: str, number: int) -> Table:
    """The rows of such a page as cells that may be shifted, with a word that says so."""
    edges = _edges(page.rules)
    bands: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
    for glyph in page.glyphs:
        bands[bisect_left(edges, glyph.middle[1])].append(glyph)
    made = Table(aligned=False)
    for place, band in enumerate(bands):
        inside = 0 < place < len(edges)
        for row in [band] if inside and not _is_several(band) else _rows(band):
            texts = ["".join(read(cell)[0]) for cell in _cells(row)]
            if not inside:
                (made.after if place else made.before).append("".join(texts))
            elif any(texts):
                origin = Origin(name, page=page.number, table=number, row=len(made.rows) + 1)
                made.rows.append([Cell(text, len(made.rows), n, origin=origin) for n, text in enumerate(texts)])
    made.note(0, NOTE)
    return made


def _levels(rules: Sequence[Rule]) -> list[float]:
    """Where level rules lie, those that are one line counted once."""
    levels: list[float] = []
    for at in sorted(rule.at for rule in rules if rule.horizontal):
        if not levels or at - levels[-1] > 2 * _NEAR:
            levels.append(at)
    return levels


def _edges(rules: Sequence[Rule]) -> list[float]:
    """The levels at which rules run over most of the table."""
    levels = _levels(rules)
    spans = {level: [0.0, 0.0] for level in levels}
    for rule in rules:
        if rule.horizontal:
            level = min(levels, key=lambda at: abs(at - rule.at))
            low, high = spans[level]
            spans[level] = [min(low or rule.start, rule.start), max(high, rule.end)]
    longest = max((high - low for low, high in spans.values()), default=0.0)
    return [level for level, (low, high) in spans.items() if high - low >= _LONG * longest]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The lines of text, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        if rows and glyph.middle[1] - rows[-1][0].middle[1] < 0.6 * (glyph.bottom - glyph.top):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _is_several(band: Sequence[Glyph]) -> bool:
    """Whether what stands between two rules is several rows: most of its lines have a first and a last cell."""
    rows = _rows(band)
    if len(rows) < 2:
        return False
    return sum(len(_cells(row)) >= 3 for row in rows) > len(rows) / 2


def _cells(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand under or close to one another, from left to right."""
    cells: list[list[Glyph]] = []
    end = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.left):
        if cells and glyph.left - end <= _GAP * (glyph.bottom - glyph.top):
            cells[-1].append(glyph)
            end = max(end, glyph.right)
        else:
            cells.append([glyph])
            end = glyph.right
    order = {id(glyph): place for place, glyph in enumerate(glyphs)}
    return [sorted(cell, key=lambda g: order[id(g)]) for cell in cells]
