"""The rows of one form read together: what the sure ones show helps to read the others."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from jiheng.reading.textlayer import segmentation
from jiheng.reading.textlayer.alignment_costs import pause_cost
from jiheng.reading.textlayer.segmentation import MANY, Habits, Reading
from jiheng.reading.textlayer.tokens import Gap, Piece, text_of
from jiheng.reading.textlayer.tree import TreeRuns

SURE = 0.8
"""A reading that is less than this ahead of the next one is not certain."""

_CERTAIN = 4.0
"""A reading this far ahead is not looked at again."""
_ROUNDS = 2
_GLUED_COST = 2.0
"""What it takes to believe that the text before the labels of a row is the start of its middle."""


def read(rows: Sequence[TreeRuns], names: Sequence[str], base: Habits) -> list[Reading]:
    """Cut every row into cells; the reason found in front of a row is handed to the row before.

    `base` is what the header of the form tells of its habits.
    """
    found = [_one(rows, i, row.middle, names, base) for i, row in enumerate(rows)]
    for _ in range(_ROUNDS):
        habits = _habits(rows, found, base)
        again = [
            reading if reading.margin > _CERTAIN else _one(rows, i, rows[i].middle, names, habits)
            for i, reading in enumerate(found)
        ]
        settled = all(new.spans == old.spans for new, old in zip(again, found, strict=True))
        found = again
        if settled:
            break
    habits = _habits(rows, found, base)
    for i, row in enumerate(rows):
        if row.lead:
            found[i] = _place_lead(rows, i, names, habits, found[i])
    for before, reading in zip(rows, found[1:], strict=False):
        start, end = reading.spans.get("reason", (0, 0))
        if end > start:
            before.reason = reading.pieces[start:end]
    return found


def _one(rows: Sequence[TreeRuns], i: int, middle: Sequence[Piece], names: Sequence[str], habits: Habits) -> Reading:
    row = rows[i]
    if not row.weight and len(middle) <= 1:
        return Reading({"l3": (0, len(middle))}, segmentation.NEVER, 0.0, middle)
    after = row.weight[0].gap if len(row.weight) == 1 else None
    reason_cost = _reason_cost(rows[i - 1]) if row.open and "reason" in names else None
    return segmentation.read(middle, after, names, habits, i, reason_cost)


def _reason_cost(row: TreeRuns) -> float:
    """How unlikely the row has a reason at all: less so where it lost points."""
    if not row.weight:
        return 2.0
    return 3.0 if Decimal(text_of(row.weight)) == Decimal(text_of(row.score)) else -2.0


def _place_lead(rows: Sequence[TreeRuns], i: int, names: Sequence[str], habits: Habits, reading: Reading) -> Reading:
    """Give what stands before the labels of a row to the row before as its reason, or to this row."""
    row = rows[i]
    before = rows[i - 1] if i else None
    as_reason = reading.cost + (_reason_cost(before) if before is not None else segmentation.NEVER)
    whole = [*row.lead, replace(row.middle[0], gap=Gap.LINE), *row.middle[1:]] if row.middle else list(row.lead)
    joined = _one(rows, i, whole, names, habits) if len(row.lead) <= 4 or before is None else None
    ahead = as_reason - joined.cost - _GLUED_COST - sum(map(pause_cost, row.lead)) if joined is not None else 0.0
    if joined is not None and ahead > 0:
        return joined._replace(margin=min(joined.margin, ahead))
    if before is not None:
        before.reason = row.lead
    return reading


def _habits(rows: Sequence[TreeRuns], readings: Sequence[Reading], base: Habits) -> Habits:
    """What the surely read rows show of the form."""
    lines: dict[str, list[float]] = {}
    known: dict[tuple[str, str], int] = {}
    gaps: list[Gap] = []
    for i, (row, reading) in enumerate(zip(rows, readings, strict=True)):
        gaps += [piece.gap for label in (row.l1, row.l2) for piece in label[1:]]
        if reading.margin < SURE or not row.weight:
            continue
        for name, (start, end) in reading.spans.items():
            cell = reading.pieces[start:end]
            text = text_of(cell)
            if len(text) > 1:
                known[name, text] = MANY if (name, text) in known else i
            lines.setdefault(name, []).extend(_line_widths(cell))
            gaps += [piece.gap for piece in cell[1:]]
    breaks = len(gaps) - gaps.count(Gap.SPACE)
    return Habits(
        widths=dict(base.widths) | {name: _typical(found) for name, found in lines.items() if len(found) > 1},
        known=known,
        level=base.level,
        blank=1.2 - 0.9 * gaps.count(Gap.BLANK) / breaks if breaks > 2 else 1.2,
    )


def _typical(found: Sequence[float]) -> float:
    """The widest line, without a single outlier."""
    widest = sorted(found, reverse=True)
    return widest[1] if widest[0] > widest[1] + 1.5 else widest[0]


def _line_widths(pieces: Sequence[Piece]) -> list[float]:
    found: list[float] = []
    for n, piece in enumerate(pieces):
        if n and piece.gap is Gap.SPACE:
            found[-1] += piece.width
        else:
            found.append(piece.width)
    return found
