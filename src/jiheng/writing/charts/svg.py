"""A chart as SVG."""

from functools import singledispatch
from html import escape

from jiheng.writing.charts.shapes import EDGE, INK, SIZE, Box, Dot, Line, Picture, Text

_FAMILIES = "SimSun, 'Noto Serif CJK SC', 'Source Han Serif SC', FangSong, 'Noto Serif SC'"
_FACE = f'font-family="{_FAMILIES}" font-size="{SIZE}"'
_STROKE = f'stroke="{INK}" stroke-width="{EDGE}"'


def svg(picture: Picture) -> str:
    """The chart as one element, to stand in a page or in a file of its own."""
    size = f'viewBox="0 0 {picture.width:g} {picture.height:g}" width="{picture.width:g}" height="{picture.height:g}"'
    spoken = f'role="img" aria-label="{escape(picture.spoken)}"'
    shapes = "".join(map(_drawn, picture.shapes))
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {spoken} {_FACE}>{shapes}</svg>'


@singledispatch
def _drawn(shape: object) -> str:
    raise TypeError(shape)


@_drawn.register
def _(text: Text) -> str:
    place = f'x="{text.x:.1f}" y="{text.y:.1f}" text-anchor="{text.anchor}"'
    return f"<text {place}>{escape(text.text)}</text>"


@_drawn.register
def _(box: Box) -> str:
    place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{max(box.width, 0):.1f}" height="{max(box.height, 0):.1f}"'
    return f'<rect {place} fill="{box.fill}" {_STROKE}/>'


@_drawn.register
def _(line: Line) -> str:
    return f'<line x1="{line.x1:.1f}" y1="{line.y1:.1f}" x2="{line.x2:.1f}" y2="{line.y2:.1f}" {_STROKE}/>'


@_drawn.register
def _(dot: Dot) -> str:
    return f'<circle cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{dot.radius:g}" fill="{dot.fill}" {_STROKE}/>'
