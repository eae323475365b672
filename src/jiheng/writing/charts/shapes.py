"""What a chart is drawn from, whatever the format: texts, boxes, lines and dots, in points from the top left."""

from dataclasses import dataclass

WIDTH = 440
"""Points: the width of the text on the page of a report."""
INK, GREY, PALE = "#000000", "#7f7f7f", "#d9d9d9"


@dataclass(frozen=True, slots=True)
class Text:
    """Words on the base line `y`; they begin, lie around or end at `x` (start, middle, end)."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with a thin edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str = PALE


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle with a thin edge."""

    x: float
    y: float
    radius: float
    fill: str = GREY


Shape = Text | Box | Line | Dot
EDGE = 0.6
"""Width of lines and edges."""
SIZE = 10.5
"""Size of all texts."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: its title, what it says in words for those who cannot see it, its height and shapes."""

    title: str
    spoken: str
    height: float
    shapes: tuple[Shape, ...]
    width: float = WIDTH
