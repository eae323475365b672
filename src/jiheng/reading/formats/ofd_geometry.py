"""Places within an OFD page: transformations, glyph advances, outlines."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.reading.formats.ofd_file import Area, numbers
from jiheng.reading.tables.page import Box

POINTS = 72 / 25.4
"""Points per millimetre."""
_MAX_POINTS = 4000
_SLANT = math.radians(8)
"""Text that runs at more than this from upright or sideways is a watermark."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Transform:
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """The place of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: "Transform") -> "Transform":
        """This one first, then the other."""
        e, f = outer.point(self.e, self.f)
        return Transform(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The smallest upright box round a box."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def quarters(self) -> int | None:
        """The quarter turns clockwise that it makes; None where it slants."""
        angle = math.atan2(self.b, self.a)
        quarter = round(angle / (math.pi / 2))
        return quarter % 4 if abs(angle - quarter * math.pi / 2) < _SLANT else None


IDENTITY = Transform()


def matrix(text: str | None) -> Transform:
    """A CTM attribute; the identity where there is none or it is no matrix."""
    values = numbers(text)
    return Transform(*values) if len(values) == 6 and all(map(math.isfinite, values)) else IDENTITY


def boundary(text: str | None) -> Area | None:
    """A Boundary attribute: left, top, width, height."""
    values = numbers(text)
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def deltas(text: str | None, count: int) -> list[float]:
    """At most `count` advances from a DeltaX or DeltaY attribute: `g 3 1.5` stands for three of 1.5."""
    found: list[float] = []
    words = iter((text or "").replace(",", " ").split())
    try:
        for word in words:
            if len(found) >= count:
                break
            if word.lower() == "g":
                times, step = int(float(next(words))), float(next(words))
                found += [step] * max(0, min(times, count - len(found)))
            else:
                found.append(float(word))
    except (ValueError, StopIteration, OverflowError):
        pass
    return found[:count]


def outline(data: str) -> tuple[list[tuple[Point, Point]], list[Point]]:
    """The straight pieces of an abbreviated path, and all points that it goes through or is drawn by.

    Operators of GB/T 33190 9.1: S and M begin, L is a line, Q, B and A are curves, C closes.
    """
    pieces: list[tuple[Point, Point]] = []
    points: list[Point] = []
    start = last = (0.0, 0.0)
    for operator, values in _operations(data):
        if len(points) > _MAX_POINTS:
            break
        if operator == "C":
            pieces.append((last, start))
            last = start
            continue
        if len(values) < 2:
            continue
        here = (values[-2], values[-1])
        if operator in "SM":
            start = here
        elif operator == "L":
            pieces.append((last, here))
        points.append(here)
        if operator in "QB":
            points += [(values[i], values[i + 1]) for i in range(0, len(values) - 2, 2)]
        last = here
    return pieces, points


_NEEDED = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def _operations(data: str) -> Iterator[tuple[str, list[float]]]:
    operator, values = "", list[float]()
    for word in data.replace(",", " ").split():
        if word.upper() in _NEEDED:
            if operator:
                yield operator, values
            operator, values = word.upper(), []
            continue
        try:
            values.append(float(word))
        except ValueError:
            return
        if operator and len(values) == _NEEDED[operator] and operator != "C":
            yield operator, values
            operator, values = ("L" if operator in "SM" else operator), []
    if operator == "C":
        yield operator, values
