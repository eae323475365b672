"""Tables without upright rules (three-line tables): their columns told from the ends of the level rules' pieces, or
else from the gaps between texts, which is said.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from jiheng.form import Origin
from jiheng.reading.labels.form_marks import first_label
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
_TWICE = 1.4
_PITCH = 1.5
"""Lines of one row follow one another by this many heights."""
PIECES = "表没有竖线，各栏由横线断开的地方还原，可能错位，请对照原件"
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
    rules += _edges_not_drawn(rules, glyphs)
    levels = _levels(rules)
    within = [g for g in glyphs if levels[0] < g.middle[1] < levels[-1]]
    if len(_rows(within)) > _LINES * (len(levels) - 1):
        return []
    pieces: dict[float, list[Rule]] = {level: [] for level in levels}
    for rule in rules:
        pieces[min(levels, key=lambda level: abs(level - rule.at))].append(rule)
    ways: tuple[list[Rule], ...] = [], [], []
    for x in _places(rules):
        ends = [at for at in levels if any(min(abs(r.start - x), abs(r.end - x)) <= _NEAR for r in pieces[at])]
        passed = [at for at in levels if any(r.start + 2 * _NEAR < x < r.end - 2 * _NEAR for r in pieces[at])]
        met = sorted({*ends, *passed})
        spans = (
            [(top, end) for top, end in pairwise(ends) if not any(top < level < end for level in passed)],
            [(top, end) for top, end in pairwise(met) if end in ends],
            [(top, end) for top, end in pairwise(met) if top in ends],
        )
        for way, drawn in zip(ways, spans, strict=True):
            way += [Rule(False, x, top, bottom) for top, bottom in drawn]
    found = _uncut(ways[0], glyphs) if is_double(rules) else _fitting(ways, glyphs)
    return found if len({rule.at for rule in found}) > 2 else []


def _fitting(ways: Sequence[Sequence[Rule]], glyphs: Sequence[Glyph]) -> list[Rule]:
    """The upright rules that the pieces of level ones mean, none that cuts through a text.

    Cells may have a line above and below them, below only, or above only. It is one of the latter two where what it
    means cuts through no text, and what the other means does.
    """
    both, below, above = kept = [_uncut(way, glyphs) for way in ways]
    cut_below, cut_above = (len(way) - len(left) for way, left in zip(ways[1:], kept[1:], strict=True))
    if not cut_below and cut_above:
        return below
    return above if not cut_above and cut_below else both


def _uncut(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Rule]:
    return [r for r in rules if not _cuts(r.at, [g for g in glyphs if r.start < g.middle[1] < r.end])]


def is_double(rules: Iterable[Rule]) -> bool:
    """Whether level rules lie one over another, those below one row and those above the next: then both ends of every
    cell are drawn, and its columns are sure."""
    drawn = covered = end = at = 0.0
    for rule in sorted((rule for rule in rules if rule.horizontal), key=lambda r: (round(r.at), r.start)):
        end = end if drawn and abs(rule.at - at) <= _NEAR else 0.0
        at = rule.at
        drawn += rule.end - rule.start
        covered += max(0.0, rule.end - max(end, rule.start))
        end = max(end, rule.end)
    return drawn > _TWICE * covered


def _edges_not_drawn(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Rule]:
    """The upper edge of a table whose cells have a line below them only, the lower one where it is above them.

    Known by what stands outside of the first and the last line: the beginning of a form, a row of cells.
    """
    levels = _levels(rules)
    lines = _rows(glyphs)
    above = _row([line for line in lines if line[0].middle[1] < levels[0]][::-1])
    below = _row([line for line in lines if line[0].middle[1] > levels[-1]])
    low = min((b - a for a, b in pairwise(levels)), default=0.0)
    found: list[Rule] = []
    begins = first_label().search("".join(glyph.text for glyph in sorted(above, key=lambda g: g.left)))
    if above and (begins or _is_beside(above, levels[0], low)):
        top = min(glyph.top for glyph in above)
        found += [Rule(True, top, r.start, r.end) for r in rules if abs(r.at - levels[0]) <= _NEAR]
    if below and _is_beside(below, levels[-1], low):
        bottom = max(glyph.bottom for glyph in below)
        found += [Rule(True, bottom, r.start, r.end) for r in rules if abs(r.at - levels[-1]) <= _NEAR]
    return found


def _row(lines: Sequence[list[Glyph]]) -> list[Glyph]:
    """The lines that follow the first one closely, as one row of cells."""
    found: list[Glyph] = []
    for line in lines:
        if found and abs(line[0].middle[1] - found[-1].middle[1]) > _PITCH * (line[0].bottom - line[0].top):
            break
        found += line
    return found


def _is_beside(row: Sequence[Glyph], level: float, low: float) -> bool:
    """Whether a row has cells, and stands no further from a line than the lowest row of the table is high."""
    near = min(min(abs(glyph.top - level), abs(glyph.bottom - level)) for glyph in row)
    return near <= low and len(_cells(row)) >= _FEWEST


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
