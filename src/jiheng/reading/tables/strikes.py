"""Text that is struck through: what somebody crossed out does not count, and a word says that it stands there."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from jiheng.reading.tables.page import GAP, Glyph, Mark, Rule

_TOUCH = 2.0
"""A border ends at other borders within this many points; a stroke through text ends free."""
_MIDDLE = 0.22
"""A stroke lies within this share of a glyph's height from its middle; an underline lies lower."""


def apart(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Rule], list[Glyph], list[Mark]]:
    """Rules and glyphs without strokes and what they strike through, and a mark for each stroke."""
    verticals = sorted((rule for rule in rules if not rule.horizontal), key=lambda r: r.at)
    uprights = [rule.at for rule in verticals]
    free = {
        id(rule)
        for line in _lines(rules)
        if not (_meets(line[0].start, line, verticals, uprights) and _meets(_end(line), line, verticals, uprights))
        for rule in line
    }
    if not free:
        return list(rules), list(glyphs), []
    kept: list[Rule] = []
    gone: set[int] = set()
    marks: list[Mark] = []
    places = sorted(range(len(glyphs)), key=lambda place: glyphs[place].middle[1])
    heights = [glyphs[place].middle[1] for place in places]
    reach = _MIDDLE * max((glyph.bottom - glyph.top for glyph in glyphs), default=0.0)
    for rule in rules:
        near = slice(bisect_left(heights, rule.at - reach), bisect_right(heights, rule.at + reach))
        struck = _struck(rule, glyphs, sorted(places[near])) if id(rule) in free else []
        if not struck:
            kept.append(rule)
            continue
        fresh = [glyphs[place] for place in struck if place not in gone]
        gone.update(struck)
        if fresh:
            text = "".join(glyph.text for glyph in sorted(fresh, key=lambda g: g.left))
            marks.append(Mark(*fresh[0].middle, f"有划掉的字“{text}”，没有读入"))
    if not gone:
        return list(rules), list(glyphs), []
    return kept, [glyph for place, glyph in enumerate(glyphs) if place not in gone], marks


def _lines(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Level rules joined to lines: a border may be drawn in dots or in a piece for every cell."""
    lines: list[list[Rule]] = []
    end = 0.0
    for rule in sorted((r for r in rules if r.horizontal), key=lambda r: (round(r.at), r.start)):
        if lines and abs(rule.at - lines[-1][0].at) < _TOUCH and rule.start <= end + GAP:
            lines[-1].append(rule)
            end = max(end, rule.end)
        else:
            lines.append([rule])
            end = rule.end
    return lines


def _end(line: list[Rule]) -> float:
    return max(rule.end for rule in line)


def _meets(end: float, line: list[Rule], verticals: list[Rule], places: list[float]) -> bool:
    """Whether an end of a level line lies at an upright one."""
    at = line[0].at
    for place in range(bisect_left(places, end - _TOUCH), bisect_right(places, end + _TOUCH)):
        if verticals[place].start - _TOUCH <= at <= verticals[place].end + _TOUCH:
            return True
    return False


def _struck(rule: Rule, glyphs: Sequence[Glyph], near: Iterable[int]) -> list[int]:
    """The glyphs, of those near it, that a free rule runs through, when it ends where they end."""
    struck = []
    for place in near:
        glyph = glyphs[place]
        x, y = glyph.middle
        if rule.start <= x <= rule.end and abs(rule.at - y) < _MIDDLE * (glyph.bottom - glyph.top):
            struck.append(place)
    if not struck:
        return []
    left, right = min(glyphs[p].left for p in struck), max(glyphs[p].right for p in struck)
    wide = max(glyphs[p].right - glyphs[p].left for p in struck)
    return struck if rule.start > left - 2 * wide and rule.end < right + 2 * wide else []
