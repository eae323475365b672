"""Lines of two columns of running text side by side → which pieces are of the left one and which of the right one.

Where both are full a single blank parts them, at no certain place of the line. But a line of running text fills its
column, so the left parts of such lines are equally wide.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from jiheng.reading.textlayer.spaced_lines import Label, Piece
from jiheng.reading.textlayer.tokens import width

_FULL = 1.5
"""Characters that a full line may be short of its column: a word or a sign that no line begins with."""
_GAIN = 0.8
"""What it counts for a width of the left column that a line fills it."""
_OVER = 5.0
"""What it costs that a line is wider than its column."""
_BY_FIGURE = 0.7
"""What it costs to part a line by a figure, around which a text layer prints blanks everywhere."""
_NEVER = 50.0


class _Cut(NamedTuple):
    """A place where a line may be parted: pieces to the left, their width, whether more than a blank stands there."""

    at: int
    width: float
    is_wide: bool


def halves(labels: Sequence[Label], rows: Sequence[Sequence[Piece]]) -> list[list[tuple[Piece, int]]]:
    """For each line its pieces with 0 or 1, the number of the column; `labels` are those of the two columns."""
    left = min((row[0].start for row in rows if row), default=0)
    most = max(labels[0].end - left, labels[0].start + labels[0].end - 2 * left)
    cuts = [list(_cuts(row)) for row in rows]
    known = sorted({cut.width for row in cuts for cut in row if 0 < cut.width <= most}) or [float(most)]
    costs = {wide: sum(_best(row, cut, wide, left)[0] for row, cut in zip(rows, cuts, strict=True)) for wide in known}
    best = min(known, key=lambda wide: (costs[wide], -wide))
    found = []
    for row, cut in zip(rows, cuts, strict=True):
        at = _best(row, cut, best, left)[1]
        found.append([(piece, int(n >= at)) for n, piece in enumerate(row)])
    return found


def parted(labels: Sequence[Label], rows: Sequence[Sequence[Piece]]) -> list[list[tuple[Piece, int]]]:
    """The same where places are exact: parted where no text crosses and the texts stand furthest apart."""
    pieces = [piece for row in rows for piece in row]
    places = sorted({piece.start for piece in pieces if piece.end > labels[0].end} | {labels[1].start})
    free = [x for x in places if not any(piece.start < x < piece.end for piece in pieces)]
    edge = max(free, key=lambda x: (_distance(rows, x), -abs(x - labels[1].start)), default=labels[1].start)
    return [[(piece, int(piece.start >= edge)) for piece in row] for row in rows]


def _distance(rows: Sequence[Sequence[Piece]], edge: float) -> float:
    """How far the texts on both sides of a place are apart at least."""
    ends = (max((piece.end for piece in row if piece.start < edge), default=None) for row in rows)
    return min((edge - end for end in ends if end is not None), default=0.0)


def _cuts(row: Sequence[Piece]) -> Iterator[_Cut]:
    wide = list(accumulate((width(piece.text) for piece in row), initial=0.0))
    for at, so_far in enumerate(wide):
        is_wide = 0 < at < len(row) and row[at].start - row[at - 1].end > 1
        yield _Cut(at, so_far, is_wide)


def _best(row: Sequence[Piece], cuts: Sequence[_Cut], wide: float, left: float) -> tuple[float, int]:
    """The cheapest place to part a line where the left column is so wide, and what it costs."""
    return min((_cost(row, cut, wide, left), cut.at) for cut in cuts)


def _cost(row: Sequence[Piece], cut: _Cut, wide: float, left: float) -> float:
    if not row:
        return 0.0
    if cut.at == 0:
        return 0.0 if row[0].start > left + wide / 2 else _NEVER
    over = cut.width - wide
    if over > 0:
        return _OVER + over
    is_parted = cut.at < len(row)
    if any(after.start - before.end > 1 for before, after in pairwise(row[: cut.at])):
        return _NEVER
    gain = _GAIN if over >= -_FULL else 0.0
    short = -over if is_parted and not cut.is_wide else 0.0
    if is_parted and not cut.is_wide and (row[cut.at - 1].text[-1].isascii() or row[cut.at].text[0].isascii()):
        short += _BY_FIGURE
    return short - gain
