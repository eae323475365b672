"""Pieces of lines whose columns blanks keep apart → the columns that they stand in.

The places of a text layer printed with its layout kept are not exact: what stands in one column begins now further
left, now further right. But the order of columns holds on every line, the lines together show where each stands, and
the texts say what they may be.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from jiheng.expression import expression
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.labels.labels import meaning
from jiheng.reading.textlayer.spaced_lines import Label, Piece

_ROUNDS = 3
_PARTED, _PARTED_FIGURE = 0.5, 2.5
"""What it costs to part what a single blank keeps apart: less between words, as it stands within a text by figures."""
_JOINED, _JOINED_LEVEL = 8.0, 3.0
"""What it costs to put together what more blanks keep apart, or a level word with what a blank behind it begins."""
_FAR, _MOST_FAR = 0.35, 6.0
"""What a character of distance from the column costs, and the most that it may."""
_UNLIKE, _MOST_UNLIKE = 0.7, 6.0
"""How much it counts that a text does not suit a column, and the most that it may."""
_LONGEST_UNIT = 5
_NO_UNIT = expression(r"[≥≤<>=＝＞＜\d]|不[少低高超]")
_MOST = 60
"""Pieces of a line that are looked at together; what follows stays in the last column."""


class _Seam(NamedTuple):
    """What it costs to put two pieces together in a cell, and to part them."""

    join: float
    part: float


class _Costs(NamedTuple):
    """What it costs to part at a figure, and how much what reaches into the next column counts."""

    by_figure: float
    over: float


_ABOUT, _EXACT = _Costs(_PARTED_FIGURE, 1.0), _Costs(_PARTED, 4.0)


def _seam(before: Piece, after: Piece, costs: _Costs) -> _Seam:
    if after.start - before.end > 1 or (_is_whole(before.text) and _is_whole(after.text)):
        return _Seam(_JOINED, 0.0)
    means = meaning(before.text)
    by_figure = before.text[-1].isascii() or after.text[0].isascii()
    return _Seam(_JOINED_LEVEL if means.level1 or means.level2 else 0.0, costs.by_figure if by_figure else _PARTED)


def _is_whole(text: str) -> bool:
    """Whether a text is a cell of its own beside another one: an amount, or the stroke of an empty one."""
    return is_dash(text) or column_likelihood.is_amount(text)


Placed = list[tuple[Piece, int]]
"""The pieces of a line, each with the number of its column."""


class _Column(NamedTuple):
    """Where the cells of a column stand: their middle where they are centred, their left side, how ill a text suits."""

    middle: float
    left: float
    unlike: Callable[[str], float]


def tree_cell(field: str, text: str) -> float:
    """How ill a text suits a column of the indicator tree."""
    if field == "unit" and (len(text) > _LONGEST_UNIT or _NO_UNIT.match(text)):
        return _MOST_UNLIKE
    return column_likelihood.column(field, text) if field else 0.0


def columns(
    labels: Sequence[Label],
    rows: Sequence[Sequence[Piece]],
    fields: Sequence[str],
    unlike: Callable[[str, str], float] = tree_cell,
    *,
    is_exact: bool = False,
) -> list[Placed]:
    """For each line its pieces with the number of their column; `labels` are those of the columns, left to right.

    `fields` are what the columns hold, `unlike` says how ill a text suits a field. Where places are exact, what a blank
    parts may be two cells whatever it is, and a cell does not reach into the next column.
    """
    known = [
        _Column((x.start + x.end) / 2, x.start, partial(unlike, name)) for x, name in zip(labels, fields, strict=True)
    ]
    found: list[Placed] = []
    for _ in range(_ROUNDS):
        found = [_line(row, known, _EXACT if is_exact else _ABOUT) for row in rows]
        known = [_seen(found, n, column) for n, column in enumerate(known)]
    return found


def _seen(rows: Sequence[Placed], number: int, column: _Column) -> _Column:
    """The column where its cells were found, line by line."""
    cells = [[piece for piece, at in row if at == number] for row in rows]
    cells = [cell for cell in cells if cell]
    if not cells:
        return column
    middles = [(cell[0].start + cell[-1].end) / 2 for cell in cells]
    return column._replace(middle=median(middles), left=median(cell[0].start for cell in cells))


def _line(row: Sequence[Piece], known: Sequence[_Column], costs: "_Costs") -> Placed:
    """The cheapest way to part a line into cells of columns from left to right."""
    pieces = row[:_MOST]
    count, wide = len(pieces), len(known)
    seams = [_seam(before, after, costs) for before, after in pairwise(pieces)]
    best = [[float("inf")] * (wide + 1) for _ in range(count + 1)]
    came = [[(0, 0)] * (wide + 1) for _ in range(count + 1)]
    best[0] = [0.0] * (wide + 1)
    for end in range(1, count + 1):
        for column in range(1, wide + 1):
            best[end][column], came[end][column] = best[end][column - 1], came[end][column - 1]
            for start, cost in _cells(pieces, seams, end, column - 1, known, costs):
                total = best[start][column - 1] + cost
                if total < best[end][column]:
                    best[end][column], came[end][column] = total, (start, column)
    found: Placed = [(piece, wide - 1) for piece in row[_MOST:]]
    end, column = count, wide
    while end:
        start, column = came[end][column]
        found = [*((piece, column - 1) for piece in pieces[start:end]), *found]
        end, column = start, column - 1
    return found


def _cells(
    pieces: Sequence[Piece], seams: Sequence[_Seam], end: int, number: int, known: Sequence[_Column], costs: "_Costs"
) -> Iterator[tuple[int, float]]:
    """Where a cell of a column that ends before piece `end` may begin, and what that costs."""
    inside = 0.0
    text = ""
    for start in range(end - 1, -1, -1):
        text = pieces[start].text + text
        if start < end - 1:
            inside += seams[start].join
        parted = seams[start - 1].part if start else 0.0
        yield start, inside + parted + _misfit(text, pieces[start].start, pieces[end - 1].end, number, known, costs)


def _misfit(text: str, start: float, end: float, number: int, known: Sequence[_Column], costs: "_Costs") -> float:
    """How far a cell stands from its column, which is centred or set left, and how ill its text suits it."""
    own = known[number]
    over = max(0.0, end - known[number + 1].left) if number + 1 < len(known) else 0.0
    over += max(0.0, known[number - 1].left - start) if number else 0.0
    far = min(abs((start + end) / 2 - own.middle), abs(start - own.left))
    far += costs.over * over
    return min(far * _FAR, _MOST_FAR) + min(own.unlike(text), _MOST_UNLIKE) * _UNLIKE
