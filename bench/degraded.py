"""Forms drawn as pictures and spoiled as scanners, copiers and telephones spoil them: noise, JPEG, seals, bent sheets.

Layouts are those of the made-up forms of the tests, so that no reader is fitted to one form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from tests.reading.made_forms import Box, Paper, placed

from jiheng.bundled_fonts import folders

Picture = npt.NDArray[np.uint8]
Random = np.random.Generator
FONTS = ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf")
_MARGIN, _TOP, _PAD = 45.0, 60.0, 3.0
"""Beside and above a table, and within its cells, in points."""
_LINE = 1.25
"""From one line of a cell to the next, in sizes of the font."""
_OVER = 2
"""A page is drawn so many times finer than it is shown."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a form is printed: the font, its size and the thickness of the rules in points, on A4 or on its side."""

    font: str = FONTS[0]
    size: float = 10.5
    rule: float = 0.5
    centred: bool = True
    wide: bool = False
    level_only: bool = False
    """Without the rules down the page; with a `rule` of 0 there are none at all."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a drawn table in rows and columns, with its lines."""

    row: int
    left: int
    right: int
    rows: int
    lines: list[str]


def drawn(paper: Paper, look: Look, dpi: int) -> Picture:
    """A clean picture of a form."""
    scale = dpi / 72 * _OVER
    wide, high = (842, 595) if look.wide else (595, 842)
    face = _face(look.font, round(look.size * scale))
    edges = _columns(paper, _MARGIN * scale, (wide - _MARGIN) * scale)
    cells = _cells(paper, edges, face, _PAD * scale)
    line = look.size * scale * _LINE
    heights = _heights(cells, len(paper.rows), line, _PAD * scale)
    levels = np.cumsum([(_TOP + 2 * look.size) * scale, *heights])
    needed = int(levels[-1] + (_TOP + 2 * look.size * len(paper.below)) * scale)
    image = Image.new("L", (round(wide * scale), max(round(high * scale), needed)), 255)
    draw = ImageDraw.Draw(image)
    for number, text in enumerate((paper.title, *paper.above)):
        draw.text((image.width / 2, (_TOP - 20) * scale + number * line), text, 0, face, anchor="mm")
    for cell in cells:
        box = (edges[cell.left], float(levels[cell.row]), edges[cell.right], float(levels[cell.row + cell.rows]))
        _draw(draw, box, cell.lines, look, face, scale)
    for number, text in enumerate(paper.below):
        draw.text((edges[0], levels[-1] + (number + 1) * line), text, 0, face, anchor="lm")
    small = (image.width // _OVER, image.height // _OVER)
    return np.asarray(cv2.resize(np.asarray(image), small, interpolation=cv2.INTER_AREA), np.uint8)


def _draw(
    draw: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    lines: Sequence[str],
    look: Look,
    face: ImageFont.FreeTypeFont,
    scale: float,
) -> None:
    left, top, right, bottom = box
    thick = max(1, round(look.rule * scale))
    level = [(left, top, right, top), (left, bottom, right, bottom)] if look.rule else []
    upright = [(left, top, left, bottom), (right, top, right, bottom)] if look.rule and not look.level_only else []
    for rule in level + upright:
        draw.line(rule, 0, thick)
    line = look.size * scale * _LINE
    y = (top + bottom) / 2 - (len(lines) - 1) * line / 2
    for number, text in enumerate(lines):
        at = ((left + right) / 2, y + number * line) if look.centred else (left + _PAD * scale, y + number * line)
        draw.text(at, text, 0, face, anchor="mm" if look.centred else "lm")


@cache
def _face(font: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(folders()[0] / font), pixels)


def _columns(paper: Paper, left: float, right: float) -> list[float]:
    """The edges of the columns: a column is as wide as its texts ask for."""
    rows = placed(paper)
    count = max(column + box.columns for row in rows for column, box in row)
    wide = [1.0] * count
    for row in rows:
        for column, box in row:
            if box.columns == 1:
                wide[column] = max(wide[column], min(5.0, 0.9 + 0.45 * len(box.text) ** 0.8))
    shares = np.cumsum([0.0, *wide]) / sum(wide)
    return [float(left + share * (right - left)) for share in shares]


def _cells(paper: Paper, edges: list[float], face: ImageFont.FreeTypeFont, pad: float) -> list[_Cell]:
    """The cells of a form; the last one of a row reaches to the edge of the table."""
    count = len(edges) - 1
    found: list[_Cell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(placed(paper)):
        for place, (column, box) in enumerate(row):
            end = column + box.columns
            if place == len(row) - 1 and not any((number, further) in taken for further in range(end, count)):
                end = count
            taken |= {(r, c) for r in range(number, number + box.rows) for c in range(column, end)}
            found.append(_Cell(number, column, end, box.rows, _folded(box, edges[end] - edges[column] - 2 * pad, face)))
    return found


def _folded(box: Box, room: float, face: ImageFont.FreeTypeFont) -> list[str]:
    """The lines of a cell; a figure is not broken."""
    lines = [""]
    for character in box.text:
        if lines[-1] and face.getlength(lines[-1] + character) > room:
            kept = len(lines[-1])
            while character.isascii() and kept and lines[-1][kept - 1].isascii():
                kept -= 1
            kept = kept or len(lines[-1])
            lines[-1:] = [lines[-1][:kept], lines[-1][kept:]]
        lines[-1] += character
    return lines


def _heights(cells: Sequence[_Cell], rows: int, line: float, pad: float) -> list[float]:
    heights = [line + 2 * pad] * rows
    for cell in sorted(cells, key=lambda c: c.rows):
        missing = len(cell.lines) * line + 2 * pad - sum(heights[cell.row : cell.row + cell.rows])
        heights[cell.row + cell.rows - 1] += max(0.0, missing)
    return heights


def noisy(page: Picture, random: Random, sigma: float) -> Picture:
    """With noise on every pixel."""
    return np.clip(page + random.normal(0, sigma, page.shape), 0, 255).astype(np.uint8)


def soft(page: Picture, sigma: float) -> Picture:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(page, (0, 0), sigma), np.uint8)


def askew(page: Picture, angle: float) -> Picture:
    """Turned by some degrees."""
    size = (page.shape[1], page.shape[0])
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(page, turn, size, flags=cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)


def compressed(page: Picture, quality: int) -> Picture:
    """Through JPEG."""
    data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)


def specked(page: Picture, random: Random, share: float) -> Picture:
    """With dust of two by two pixels."""
    page = page.copy()
    y, x = (random.integers(0, side - 1, int(share * page.size)) for side in page.shape)
    for down, across in ((0, 0), (0, 1), (1, 0)):
        page[y + down, x + across] = 50
    return page


def worn(page: Picture, random: Random, share: float) -> Picture:
    """With small pieces rubbed out."""
    page = page.copy()
    for _ in range(int(page.size * share / 300)):
        at = (int(random.integers(page.shape[1])), int(random.integers(page.shape[0])))
        axes = (int(random.integers(4, 14)), int(random.integers(3, 6)))
        cv2.ellipse(page, at, axes, int(random.integers(180)), 0, 360, (255,), -1)
    return page


def without_a_rule(page: Picture, random: Random) -> Picture:
    """With one of the rules down the page rubbed out from top to bottom."""
    dark = (page < 140).sum(axis=0)
    rules = [x for x in np.flatnonzero(dark > 0.12 * page.shape[0]).tolist() if x > 0.25 * page.shape[1]]
    rules = [x for before, x in pairwise([0, *rules]) if x - before > 10]
    page = page.copy()
    if len(rules) > 1:
        x = rules[int(random.integers(len(rules) - 1))]
        page[:, x - 3 : x + 5] = 255
    return page


def sealed(page: Picture, random: Random, colour: tuple[int, int, int] = (205, 40, 45)) -> Picture:
    """With the seal of an office over it, in colour."""
    high, wide = page.shape
    middle = (int(wide * random.uniform(0.3, 0.7)), int(high * random.uniform(0.2, 0.5)))
    radius, ink = int(0.11 * min(high, wide) * 1.2), np.zeros(page.shape, np.float32)
    cv2.circle(ink, middle, radius, (1.0,), max(3, radius // 12))
    points = [(0.36 if n % 2 == 0 else 0.15, np.pi * (n / 5 - 0.5)) for n in range(10)]
    star = [(middle[0] + radius * r * np.cos(a), middle[1] + radius * r * np.sin(a)) for r, a in points]
    cv2.fillPoly(ink, [np.array(star, np.int32)], (1.0,))
    for number in range(10):  # what stands for the name of the office
        angle = np.pi * (0.85 + 1.3 * number / 9)
        x, y = (int(middle[n] + 0.72 * radius * (np.cos, np.sin)[n](angle)) for n in (0, 1))
        side = max(4, radius // 9)
        cv2.rectangle(ink, (x - side, y - side), (x + side, y + side), (1.0,), max(2, side // 3))
        cv2.line(ink, (x - side, y), (x + side, y), (1.0,), max(2, side // 3))
    ink *= 0.75 * random.uniform(0.8, 1.0, ink.shape)
    coloured = np.repeat(page[..., None], 3, axis=2).astype(np.float32)
    stamped = np.minimum(coloured, np.array(colour, np.float32))
    return np.clip(coloured * (1 - ink[..., None]) + stamped * ink[..., None], 0, 255).astype(np.uint8)


def grey(page: Picture) -> Picture:
    """A coloured page from a scanner without colours."""
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)


def slanted(page: Picture, slant: float) -> Picture:
    """Photographed from the side."""
    high, wide = page.shape[:2]
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    shift = np.array([[1.2, 1], [-0.6, 0], [0, -1], [0, 0]], np.float32) * np.array([wide, high]) * slant
    moved = cv2.getPerspectiveTransform(source, (source + shift).astype(np.float32))
    size = (wide, high)
    return np.asarray(cv2.warpPerspective(page, moved, size, flags=cv2.INTER_CUBIC, borderValue=(90,)), np.uint8)


def bent(page: Picture, amount: float) -> Picture:
    """A sheet that is not flat."""
    y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    down = y + np.float32(amount * page.shape[0]) * np.sin(x / page.shape[1] * np.float32(3.4))
    return np.asarray(cv2.remap(page, x, down.astype(np.float32), cv2.INTER_CUBIC, borderValue=(255,)), np.uint8)


def shaded(page: Picture, least: float) -> Picture:
    """Lit from the left."""
    return (page * np.linspace(1, least, page.shape[1])[None, :]).astype(np.uint8)


def turned(page: Picture, quarters: int) -> Picture:
    """Laid on its side or upside down."""
    return np.ascontiguousarray(np.rot90(page, quarters))


Way = Callable[[Picture, Random], Any]
ORDINARY: dict[str, tuple[int, Way]] = {
    "清楚，150 dpi": (150, lambda page, random: page),
    "灰底，150 dpi": (150, lambda page, random: noisy((soft(page, 0.7) * 0.8).astype(np.uint8), random, 4)),
    "噪点 8，歪 0.5°": (200, lambda page, random: noisy(askew(soft(page, 0.8), 0.5), random, 8)),
    "噪点 12": (200, lambda page, random: noisy(soft(page, 0.6), random, 12)),
    "JPEG 30，150 dpi": (150, lambda page, random: compressed(page, 30)),
    "JPEG 40": (200, lambda page, random: compressed(soft(page, 0.6), 40)),
    "JPEG 20，歪 -0.8°": (200, lambda page, random: compressed(askew(soft(page, 0.8), -0.8), 20)),
    "歪 3°": (200, lambda page, random: noisy(askew(page, 3), random, 5)),
    "字淡": (200, lambda page, random: noisy((255 - (255 - page) * 0.4).astype(np.uint8), random, 4)),
    "黑白": (200, lambda page, random: np.where(noisy(page, random, 20) < 150, 0, 255).astype(np.uint8)),
    "300 dpi": (300, lambda page, random: noisy(askew(soft(page, 1.1), 0.3), random, 8)),
}
"""Pages as an ordinary scanner gives them: dots to the inch, and what is done to a clean page."""
POOR: dict[str, tuple[int, Way]] = {
    "噪点 22 加灰尘": (200, lambda page, random: specked(noisy(soft(page, 0.6), random, 22), random, 0.002)),
    "线断断续续": (200, lambda page, random: worn(page, random, 0.012)),
    "少一条竖线": (200, lambda page, random: noisy(without_a_rule(page, random), random, 4)),
    "红章": (200, sealed),
    "灰度的章": (200, lambda page, random: grey(sealed(page, random))),
    "斜拍 3%": (200, lambda page, random: shaded(noisy(slanted(page, 0.03), random, 4), 0.75)),
    "纸弯": (200, lambda page, random: shaded(noisy(bent(page, 0.01), random, 3), 0.8)),
    "横放": (200, lambda page, random: turned(noisy(page, random, 5), 1)),
    "倒放": (200, lambda page, random: turned(noisy(page, random, 5), 2)),
}
"""Pages that are hard to read."""
