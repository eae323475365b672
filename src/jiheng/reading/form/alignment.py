"""Rows whose cells may be shifted against their header: which cell belongs to which column.

The order of the columns is trusted, their position is not: pasted text loses merged cells, and the
rows after a page break move. Of all ways to lay the cells under the columns in order, the one that
fits best by content and moves least is taken.
"""

from collections.abc import Callable, Sequence

import msgspec

Fit = Callable[[str, str], float]
"""(field, text) → how ill the text suits the column: 0 well, 1 doubtful, 5 hardly."""

GOOD = 1.0
"""A row that costs less than this where it stands is left there."""

SOUND = 4.0
"""So is a row that is as wide as the header, and has its empty cells, where it costs less than this."""

_MOVES = (1, -1, 2, -2)
_MOVE = 0.9
_MOVE_EACH = 0.2
_DROP = 7.0
_LACK = 2.5
_MOST = 40
"""Cells of a row among which a better order is sought; no form has more columns."""


class Column(msgspec.Struct, frozen=True, gc=False):
    """A column of the header: its field and where it stands, None where that is not known yet."""

    field: str
    at: int | None
    is_needed: bool = False
    """Whether a row without a cell here would be odd."""


class Columns:
    """The columns of a header."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.by_place = {column.at: j for j, column in enumerate(columns) if column.at is not None}
        self.needed = [j for j, column in enumerate(columns) if column.is_needed]
        self.has_free_first = bool(columns) and columns[0].at is None
        """Whether the place of the first column is not known yet."""


class Laid(msgspec.Struct, frozen=True):
    """Which column each cell belongs to (None: to none), whether any was moved, and whether all moved together."""

    columns: list[int | None]
    moved: bool
    together: bool


def lay(
    places: Sequence[int], texts: Sequence[str], header: Columns, fit: Fit, usual: int = 0, is_whole: bool = False
) -> Laid:
    """Lay the cells of a row under the columns.

    `usual` is the move that the row before needed; a whole row has as many cells as the header, the empty ones counted.
    """
    chosen = _moved(places, header, 0)
    if chosen is not None and _cost(chosen, texts, header, fit) < (SOUND if is_whole else GOOD):
        return Laid(chosen, False, True)
    chosen = _together(places, texts, header, fit, usual)
    together = chosen is not None
    if chosen is None and len(places) > _MOST:
        chosen = [header.by_place.get(place) for place in places]
    if chosen is None:
        chosen = _search(places, texts, header, fit, usual)
    columns = header.columns
    moved = any(j is not None and columns[j].at not in (None, place) for place, j in zip(places, chosen, strict=True))
    return Laid(chosen, moved, together)


def _moved(places: Sequence[int], header: Columns, move: int) -> list[int | None] | None:
    """The columns under which the cells stand when all are moved; None where one stands under none."""
    found = [header.by_place.get(place + move) for place in places]
    if found and header.has_free_first:
        found[0] = 0
    return None if None in found else found


def _cost(found: list[int | None], texts: Sequence[str], header: Columns, fit: Fit) -> float:
    columns = header.columns
    cost = 0.0
    for j, text in zip(found, texts, strict=True):
        if j is not None:
            cost += fit(columns[j].field, text)
    return cost


def _together(
    places: Sequence[int], texts: Sequence[str], header: Columns, fit: Fit, usual: int
) -> list[int | None] | None:
    """The cells moved all by the same number of columns, when each then stands under a column that suits it."""
    best: tuple[float, list[int | None]] | None = None
    for move in dict.fromkeys((0, usual, *_MOVES)):
        found = _moved(places, header, move)
        if found is None:
            continue
        cost = _cost(found, texts, header, fit)
        if cost + _LACK * sum(j not in found for j in header.needed) < GOOD:
            price = cost + _price(None, move, usual)
            if best is None or price < best[0]:
                best = (price, found)
    return best[1] if best else None


def _search(places: Sequence[int], texts: Sequence[str], header: Columns, fit: Fit, usual: int) -> list[int | None]:
    """The cheapest way, cell by cell; a state is (column of the last cell laid, move of that cell)."""
    columns, needed = header.columns, header.needed
    best: dict[tuple[int, int | None], tuple[float, list[int | None]]] = {(-1, None): (0.0, [])}
    for place, text in zip(places, texts, strict=True):
        after: dict[tuple[int, int | None], tuple[float, list[int | None]]] = {}
        for (last, move), (cost, way) in best.items():
            _keep(after, (last, move), cost + _DROP, [*way, None])
            for j in range(last + 1, len(columns)):
                column = columns[j]
                shift = None if column.at is None else column.at - place
                price = cost + fit(column.field, text) + _price(move, shift, usual)
                price += _LACK * sum(last < k < j for k in needed)
                _keep(after, (j, move if shift is None else shift), price, [*way, j])
        best = after
    ends = ((cost + _LACK * sum(last < k for k in needed), way) for (last, _), (cost, way) in best.items())
    return min(ends, key=lambda option: option[0])[1]


def _price(move: int | None, shift: int | None, usual: int) -> float:
    if shift is None:
        return 0.0
    if move is None:
        return 0.0 if shift == 0 else _MOVE * (0.5 if shift == usual else 1.0) + _MOVE_EACH * abs(shift)
    return 0.0 if shift == move else _MOVE + _MOVE_EACH * abs(shift - move)


def _keep(
    options: dict[tuple[int, int | None], tuple[float, list[int | None]]],
    state: tuple[int, int | None],
    cost: float,
    way: list[int | None],
) -> None:
    if state not in options or cost < options[state][0]:
        options[state] = (cost, way)
