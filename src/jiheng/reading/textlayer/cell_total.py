"""The columns of a total row of which each cell has a line of its own, told by the header over the tree."""

from collections.abc import Iterator
from decimal import Decimal

from jiheng.form import POINTS
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.rows import Item
from jiheng.reading.textlayer.cell_header import Header
from jiheng.reading.textlayer.cell_rows import figure_of


def is_score(header: Header, weights: Decimal, column: int, total: Item) -> bool:
    """Whether the only figure of a total, below the weights by its place, can be no sum of them: 99.14."""
    figure = figure_of(total)
    if header.fields[column - 1 : column + 1] != list(POINTS) or figure is None or not weights:
        return False
    return figure < weights or figure % 1 != weights % 1


def first_points(header: Header) -> int | None:
    """The first column of weights or scores."""
    return min((n + 1 for n, field in enumerate(header.fields) if field in POINTS), default=None)


def total_places(header: Header, weights: Decimal, values: list[Item]) -> Iterator[tuple[int, Item]]:
    """The cells of a total row, each with the column that it stands in; the label stands in the first.

    `weights`: what those of the tree add up to; figures below no label go by it.
    """
    at = [header.fields.index(field) + 1 for field in ("weight", "score") if field in header.fields]
    filled = [n for n, item in enumerate(values) if column_likelihood.is_figure(item.text)]
    figures = len(filled)
    first = min(at) - filled[0] if at and filled else 0
    below = {first + n for n in filled}
    if len(at) == figures > 1 and set(at) <= below:  # each below its label, empty cells between them
        places = [first + n for n in range(len(values))]
    elif len(values) == figures == len(points := _points(header)):
        places = points
    elif figures < len(values) and (start := _first_column(header, at, filled)) is not None:
        places = list(range(start, start + len(values)))
    elif len(values) == figures and len(at) < figures < len(points):  # the empty cells of some are not printed
        places = points[-figures:]
    elif len(values) == len(header.labels) - 1 or figures > len(at):  # every level has its sum
        first = 2 + header.first
        places = list(range(first, len(values) + first))
    elif len(values) == 1 and at:
        places = at[-1:]
    else:
        places = sorted(at)
    told = dict(zip(places, values, strict=False))
    if len(at) > 1 and set(at) <= told.keys() and _are_turned(weights, *(told[column] for column in at)):
        places = [{at[0]: at[1], at[1]: at[0]}.get(place, place) for place in places]
    last = len(header.labels) + 1
    for number, item in enumerate(values):
        if item.text:
            yield places[number] if number < len(places) else last + number, item


def _are_turned(weights: Decimal, weight: Item, score: Item) -> bool:
    """Whether what would be the sum of the weights is less than the other figure, which may be that: 99.84 | 100."""
    first, second = figure_of(weight), figure_of(score)
    return first is not None and second is not None and first < second and first % 1 != weights % 1 == second % 1


def _first_column(header: Header, at: list[int], filled: list[int]) -> int | None:
    """The column of the first cell, where figures so stand below weight and score, most of them below points.

    `filled`: which of the cells are figures; None where there is no such column.
    """
    ways = [min(at) - n for n in filled] if at else []
    fit = [first for first in ways if set(at) <= {first + n for n in filled}]
    points = set(_points(header))
    return max(fit, key=lambda first: len(points & {first + n for n in filled}), default=None)


def _points(header: Header) -> list[int]:
    """The columns of the weights and scores, those of the first levels among them."""
    return [n + 1 for n, label in enumerate(header.labels) if label.means.column in POINTS]
