"""The page model that PDF, OFD and scans share: glyphs with their boxes and drawn rules.

Coordinates are points from the top left of the page as a person reads it.
"""

import msgspec

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
GAP = 4.5
"""A rule broken by less than this is unbroken."""


CLOSING, OPENING = frozenset("，。；：、！？）】》〉」』〕”’"), frozenset("（【《〈「『〔“‘")
"""Full-width stops and brackets, with ink in one half of their box: a glyph of one is that half."""

UNREAD = "\ufffd"
"""Stands for a character that is drawn but cannot be told."""
UNTOLD = f"字体没有说明这里是什么字，以 {UNREAD} 代替，请对照原件"
CUT = "格子太小，字没有印全，按文件里的全文读入，请对照原件"


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """A character or word and its box. A page has thousands; a Struct is made several times faster than a dataclass."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0
    """Quarter turns clockwise by which it is written against the page: 1 runs down, 3 runs up."""

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Rule(msgspec.Struct, frozen=True):
    """A drawn line: horizontal at y = `at` from x = `start` to `end`, or vertical at x = `at`."""

    horizontal: bool
    at: float
    start: float
    end: float


class Mark(msgspec.Struct, frozen=True):
    """Something at a place of the page that a person has to know: why the text there is not certain (Chinese)."""

    x: float
    y: float
    word: str


class Part(msgspec.Struct, frozen=True, gc=False):
    """A printed page that makes up a wide page from the place `start` on, where it was moved right by `shift`."""

    start: float
    number: int
    shift: float


class Alone(msgspec.Struct, frozen=True):
    """The glyphs of a page that stands by itself, texts over its edge counted whole, and what is to be said."""

    glyphs: list[Glyph]
    marks: list[Mark]
    notes: list[str]


class Page(msgspec.Struct, frozen=True):
    """What stands on a page. `unmapped` counts glyphs whose font does not say which character they are.

    `parts` are the printed pages that it was put together from, from left to right; none for a page as printed.
    """

    number: int
    width: float
    height: float
    rules: list[Rule]
    glyphs: list[Glyph]
    unmapped: int
    pictures: int
    marks: list[Mark] = msgspec.field(default_factory=list)
    parts: list[Part] = msgspec.field(default_factory=list)
    notes: list[str] = msgspec.field(default_factory=list)
    """What is to be said (Chinese) of every form on the page."""
    alone: Alone | None = None
    """What it holds where it is no part of a wide page, if something runs over its edge."""
    is_garbled: bool = False
    """Some of its fonts say wrong characters, whatever was read of them."""

    def printed(self, box: Box) -> tuple[int, Box]:
        """The number of the printed page on which a box begins, and the box there."""
        if not self.parts:
            return self.number, box
        part = next((part for part in reversed(self.parts) if part.start - 1 <= box[0]), None)
        if part is None:
            return self.number, box
        return part.number, (box[0] - part.shift, box[1], box[2] - part.shift, box[3])
