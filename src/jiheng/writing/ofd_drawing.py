"""A page of an OFD file drawn as SVG, as its reader sees it: characters where they stand, rules, and no pictures."""

from collections.abc import Iterator
from html import escape

from jiheng.reading.formats.ofd import page_of
from jiheng.reading.tables.page import CLOSING, OPENING, Box, Glyph, Page, Rule

_LINE = 0.7
"""Points of a rule."""


def drawn(data: bytes, number: int, box: Box | None = None) -> str:
    """The page of a number, or the part of it in a box (points from its top left), as an SVG element of its own size.

    Characters are in the fonts of whoever looks at it. "" for a page that is a picture, or is not there.
    Raises Unreadable for a damaged file.
    """
    page = page_of(data, number)
    if page is None or not page.glyphs:
        return ""
    left, top, right, bottom = box or (0.0, 0.0, page.width, page.height)
    wide, high = right - left, bottom - top
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.1f}pt" height="{high:.1f}pt"'
        f' viewBox="{left:.1f} {top:.1f} {wide:.1f} {high:.1f}">'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="#fff"/>'
        f"{''.join(_objects(page, (left, top, right, bottom)))}</svg>"
    )


def _objects(page: Page, box: Box) -> Iterator[str]:
    left, top, right, bottom = box
    for rule in page.rules:
        yield _rule(rule)
    for glyph in page.glyphs:
        if glyph.right > left and glyph.left < right and glyph.bottom > top and glyph.top < bottom:
            yield _glyph(glyph)


def _rule(rule: Rule) -> str:
    ends = (rule.start, rule.at, rule.end, rule.at) if rule.horizontal else (rule.at, rule.start, rule.at, rule.end)
    x1, y1, x2, y2 = (f"{end:.1f}" for end in ends)
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#000" stroke-width="{_LINE}"/>'


def _glyph(glyph: Glyph) -> str:
    x, y = glyph.middle
    anchor = "middle"
    if glyph.text in CLOSING or glyph.text in OPENING:  # the box is that of the half with ink
        x, anchor = (glyph.left, "start") if glyph.text in CLOSING else (glyph.right, "end")
    size = glyph.right - glyph.left if glyph.turn % 2 else glyph.bottom - glyph.top
    turned = f' transform="rotate({90 * glyph.turn} {x:.1f} {y:.1f})"' if glyph.turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" text-anchor="{anchor}" dominant-baseline="central"'
        f"{turned}>{escape(glyph.text)}</text>"
    )
