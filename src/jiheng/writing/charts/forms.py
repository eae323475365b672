"""The two forms that most charts have: bars across with a name before them, columns side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiheng.quantity.words import short
from jiheng.writing.charts.shapes import GREY, PALE, WIDTH, Box, Line, Picture, Shape, Text

_NAMES, _RIGHT, _TOP = 150, 60, 4
_BAR, _GAP = 15, 9
_NAME_LENGTH = 12
_TONES = (PALE, GREY)
_KEY_HEIGHT = 20
_HIGH = 120.0
_WIDEST = 34.0


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A name with a bar or column for each series: (length, figure)."""

    name: str
    values: tuple[tuple[Decimal, str], ...]


def bars(title: str, rows: Sequence[ChartRow], whole: Decimal, key: Sequence[str] = ()) -> Picture:
    """Bars across; `whole` is the length of a full bar, `key` names the series where there are two."""
    room = WIDTH - _NAMES - _RIGHT
    shapes, top = _key(key, _NAMES)
    begin = top
    for row in rows:
        tall = _BAR * len(row.values)
        shapes.append(Text(_NAMES - 6, top + (_GAP + tall) / 2 + 4, short(row.name, _NAME_LENGTH), "end"))
        for number, (length, figure) in enumerate(row.values):
            wide = float(max(min(length, whole), Decimal(0)) / whole) * room if whole else 0.0
            y = top + _GAP / 2 + number * _BAR
            shapes += [Box(_NAMES, y, wide, _BAR, _TONES[number]), Text(_NAMES + wide + 4, y + 11.5, figure)]
        top += tall + _GAP
    shapes.append(Line(_NAMES, begin, _NAMES, top))
    return Picture(title, _spoken(title, rows, key), top + _TOP, tuple(shapes))


def columns(title: str, rows: Sequence[ChartRow], key: Sequence[str] = ()) -> Picture:
    """Columns side by side, those of one row together; none is drawn for nothing."""
    most = max((length for row in rows for length, _ in row.values), default=Decimal(0)) or Decimal(1)
    step = WIDTH / max(len(rows), 1)
    shapes, top = _key(key, 0)
    foot = top + 14 + _HIGH
    for place, row in enumerate(rows):
        middle = step * (place + 0.5)
        wide = min(step * 0.6 / len(row.values), _WIDEST)
        for number, (length, figure) in enumerate(row.values):
            if not length:
                continue
            tall = _HIGH * float(length / most)
            x = middle + wide * (number - len(row.values) / 2)
            shapes += [Box(x, foot - tall, wide, tall, _TONES[number])]
            shapes.append(Text(x + wide / 2, foot - tall - 4, figure, "middle"))
        shapes.append(Text(middle, foot + 16, row.name, "middle"))
    shapes.append(Line(0, foot, WIDTH, foot))
    return Picture(title, _spoken(title, rows, key), foot + 24, tuple(shapes))


def _key(names: Sequence[str], left: float) -> tuple[list[Shape], float]:
    """What the tones mean, and where the chart begins below it."""
    shapes: list[Shape] = []
    for number, name in enumerate(names):
        x = left + number * 80
        shapes += [Box(x, _TOP, 10, 10, _TONES[number]), Text(x + 14, _TOP + 9, name)]
    return shapes, _TOP + (_KEY_HEIGHT if names else 0)


def _spoken(title: str, rows: Sequence[ChartRow], key: Sequence[str]) -> str:
    names = key or ("",)
    said = []
    for row in rows:
        figures = (f"{name} {figure}".strip() for name, (_, figure) in zip(names, row.values, strict=True))
        said.append(f"{row.name} {'、'.join(figures)}")
    return f"{title}。{'；'.join(said)}"
