"""The middle of an indicator row cut into its cells: a search for the cheapest reading.

Pieces of one cell fill the width of their column, targets and actual values look alike, a
comparator opens a target, a unit closes a figure. Each of these is a cost; the reading with the
least sum wins, and one that barely won says so.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from jiheng.places.words import words
from jiheng.reading.textlayer.alignment_costs import (
    gap_costs,
    inside_cost,
    likeness_cost,
    pause_cost,
    segments,
    short_cost,
    slack_cost,
    start_cost,
)
from jiheng.reading.textlayer.tokens import Gap, Piece, head_width

_EMPTY = {"reason": 0.0, "l3": 5.0, "property": 1.0, "target": 3.5, "unit": 1.5, "actual": 3.5}
"""What an empty cell of a column costs."""
MIDDLE = tuple(_EMPTY)
"""Columns between the labels and the figures; `reason` is that of the row before."""

_MAX_LINES = 80
_MAX_PIECES = 160
_FINE_PIECES = 40
"""A longer row is cut at the ends of lines only."""
_MOST_LIKE = 12.0
"""No likeness of cells can win back more than this."""
_MARGIN = 2.5
"""How far behind the best a reading may be and still matter."""
_TEXT_MARGIN = 0.4
"""Where one text ends and the next begins, a reading must be further ahead to be sure than where figures tell."""
_MOST_READINGS = 400
_STRANGE = 5.0
"""A reading that costs more may be of a torn row."""
_EXCHANGE_COST = 3.0
_MOST_LINES = 12


class Reading(NamedTuple):
    """Where the cells of the middle start and end, by column, and how far the next best reading is behind."""

    spans: dict[str, tuple[int, int]]
    margin: float
    cost: float
    pieces: Sequence[Piece]
    """The pieces in the order in which they were read: two lines of a torn cell may have changed places."""


MANY = -1


class Habits(NamedTuple):
    """What the other rows of the form show: how wide its columns are, what its cells say, how lines are spaced."""

    widths: Mapping[str, float] = {}
    known: Mapping[tuple[str, str], int] = {}
    """Column and text of sure cells → the row that has it, MANY when several do."""
    blank: float = 1.2
    """The cost of a blank line inside a cell: low in a form that sets its lines wide apart."""
    level: bool = True
    """Whether cells of one line that are neighbours stand on one line of the text."""


def read(
    pieces: Sequence[Piece],
    after: Gap | None,
    columns: Sequence[str],
    habits: Habits,
    row: int,
    reason_cost: float | None,
) -> Reading:
    """Cut the pieces into cells of the columns; a leading reason only where `reason_cost` is given.

    `after` is what stands between the last piece and the figures of the row, None where that tells
    nothing; `row` is the number of the row.
    """
    names = [name for name in columns if name in MIDDLE and name != "reason"]
    if reason_cost is not None:
        names.insert(0, "reason")
    if sum(1 for piece in pieces if piece.gap is not Gap.SPACE) > _MAX_LINES or len(pieces) > _MAX_PIECES:
        return _overlong(pieces, names)
    reading = _Search(pieces, after, names, habits, row, reason_cost or 0.0).best()
    start, end = reading.spans.get("l3", (0, 1))
    if reading.cost > _STRANGE or start == end:
        for other in _exchanged(pieces):
            turned = _Search(other, after, names, habits, row, reason_cost or 0.0).best()
            if turned.cost + _EXCHANGE_COST < reading.cost:
                reading = turned._replace(cost=turned.cost + _EXCHANGE_COST, pieces=other)
    return reading


def _exchanged(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces with two lines exchanged, for every two: ≤91万, 合同首付款成本, 元 is a cell torn by its neighbour."""
    starts = [p for p, piece in enumerate(pieces) if p == 0 or piece.gap is not Gap.SPACE]
    if len(starts) > _MOST_LINES:
        return []
    lines = [list(pieces[a:b]) for a, b in pairwise([*starts, len(pieces)])]
    for line in lines:
        line[0] = replace(line[0], gap=Gap.LINE)
    found = []
    for i in range(len(lines) - 1):
        order = [*lines[:i], lines[i + 1], lines[i], *lines[i + 2 :]]
        found.append([piece for line in order for piece in line])
    return found


class _Ends(msgspec.Struct, frozen=True, order=True, gc=False):
    """Where the cells of one cut end: those before the target, the last of them, the target, the unit."""

    leading: tuple[int, ...]
    first: int
    second: int
    third: int


class _Search:
    """One row: costs by position, the best prefix up to the target, then every pair of target and actual."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        after: Gap | None,
        names: Sequence[str],
        habits: Habits,
        row: int,
        reason_cost: float,
    ) -> None:
        self.pieces = pieces
        self.n = len(pieces)
        self.habits = habits
        self.row = row
        self.reason_cost = reason_cost
        split = names.index("target") if "target" in names else len(names)
        self.leading = names[:split]
        self.has_unit = "unit" in names
        self.signed = "property" not in names
        self.segments = segments(pieces)
        self.cuts = [
            p for p in range(self.n + 1) if p in (0, self.n) or self.n <= _FINE_PIECES or pieces[p].gap is not Gap.SPACE
        ]
        self.text = "".join(piece.text for piece in pieces)
        self.places = [0, *accumulate(len(piece.text) for piece in pieces)]
        """Where each piece begins in the text."""
        self.lead: dict[tuple[int, ...], tuple[str, int]] = {}
        self.ragged: dict[tuple[str, int, int], float] = {}
        self.heads = [head_width(piece.text) for piece in pieces]
        self.breaks = [p for p in range(1, len(pieces)) if pieces[p].gap is not Gap.SPACE]
        self.before: list[Gap | None] = [*(piece.gap for piece in pieces), after]
        self.gaps = gap_costs(pieces, habits.blank, names)
        self.starts: dict[str, list[float]] = {}
        self.joins: dict[str, list[float]] = {}
        for name in (*self.leading, "target", "actual"):
            self._prepare(name)

    def _prepare(self, name: str) -> None:
        """Costs of starting a cell of the column at each piece, and running sums of going on with it."""
        limit = self.habits.widths.get(name)
        starts, sums = [], [0.0]
        for p, piece in enumerate(self.pieces):
            over = max(0.0, self.segments[p] - limit - 0.75) if limit else 0.0
            pause = pause_cost(piece) if name == "l3" and self.leading[0] == "reason" else 0.0
            starts.append(start_cost(name, piece.text, self.signed) + over + pause)
            if p:
                step = self.gaps[p][1] + inside_cost(name, piece.text) + pause
                if piece.gap is not Gap.SPACE:
                    step += over + slack_cost(self.segments[p - 1], self.segments[p], self.heads[p], limit)
                sums.append(sums[-1] + step)
        self.starts[name], self.joins[name] = starts, sums

    def cost(self, name: str, start: int, end: int) -> float:
        """The cost of the pieces from start to end being one cell of the column."""
        if start == end:
            return _EMPTY[name]
        if name in ("property", "unit"):
            return short_cost(name, self.pieces, start, end) + self.gaps[start][0]
        sums = self.joins[name]
        cost = self.starts[name][start] + sums[end - 1] - sums[start] + self.gaps[start][0]
        if self.before[end] is Gap.SPACE and self.pieces[start].line != self.pieces[end - 1].line:
            cost += 3.5  # The last line of a tall cell seldom stands level with its neighbour.
        return cost + self.reason_cost if name == "reason" else cost

    def _prefixes(self) -> dict[int, tuple[float, tuple[int, ...]]]:
        """For each position the cheapest cut of the columns before the target, as their ends."""
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for name in self.leading:
            best = {
                end: min(
                    (cost + self.cost(name, start, end), (*ends, end))
                    for start, (cost, ends) in best.items()
                    if start <= end
                )
                for end in self.cuts
            }
        return best

    def best(self) -> Reading:
        """The cheapest reading."""
        prefixes = self._prefixes()
        least = NEVER
        scored: list[tuple[float, _Ends]] = []
        for base, first, second, third in self._candidates({end: cost for end, (cost, _) in prefixes.items()}):
            if base > least + _MOST_LIKE or len(scored) > _MOST_READINGS:
                break
            ends = _Ends(prefixes[first][1], first, second, third)
            total = base + self._likeness(ends)
            if total < least + _MARGIN:  # Else its shape makes no difference any more.
                total += self._shape(self._spans(ends))
            least = min(least, total)
            scored.append((total, ends))
        scored.sort(key=lambda reading: reading[0])
        others = self._other_reasons(scored[0][1]) if self.leading[:2] == ["reason", "l3"] else []
        cost, ends = min([*others, scored[0]])
        behind = [other - cost for other, _ in scored[1:2]]
        behind += [(other - cost) * _TEXT_MARGIN for other, cut in others if cut != ends]
        margin = min(behind, default=NEVER)
        return Reading(self._spans(ends), margin, cost, self.pieces)

    def _other_reasons(self, ends: "_Ends") -> list[tuple[float, _Ends]]:
        """The same cut with every place where the reason of the row before may end and the name begin."""
        last = ends.leading[1]
        tail = sum(self.cost(name, *span) for name, span in self._spans(ends).items() if name not in ("reason", "l3"))
        found = []
        for place in self.cuts:
            if place <= last:
                other = replace(ends, leading=(place, *ends.leading[1:]))
                cost = self.cost("reason", 0, place) + self.cost("l3", place, last)
                found.append((tail + cost + self._likeness(other) + self._shape(self._spans(other)), other))
        return found

    def _candidates(self, before: Mapping[int, float]) -> list[tuple[float, int, int, int]]:
        """Every cut of what follows the columns before the target, with its cost, the cheapest first."""
        actual = [self.cost("actual", third, self.n) for third in range(self.n + 1)]
        units = {
            second: [(self.cost("unit", second, third), third) for third in range(second, min(second + 2, self.n) + 1)]
            if self.has_unit
            else [(0.0, second)]
            for second in self.cuts
        }
        found = []
        for first, cost in before.items():
            for second in self.cuts:
                if second >= first:
                    target = cost + self.cost("target", first, second)
                    found += [(target + unit + actual[third], first, second, third) for unit, third in units[second]]
        found.sort()
        return found

    def _spans(self, ends: "_Ends") -> dict[str, tuple[int, int]]:
        spans, start = {}, 0
        for name, end in zip(self.leading, ends.leading, strict=True):
            spans[name], start = (start, end), end
        spans["target"] = (ends.first, ends.second)
        if self.has_unit:
            spans["unit"] = (ends.second, ends.third)
        spans["actual"] = (ends.third, self.n)
        return spans

    def _text(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end]]

    def _likeness(self, ends: "_Ends") -> float:
        """What the cells gain by resembling each other and those of other rows."""
        target, unit = self._text(ends.first, ends.second), self._text(ends.second, ends.third)
        actual = self._text(ends.third, self.n)
        if ends.leading not in self.lead:
            self.lead[ends.leading] = self._lead(ends.leading)
        name, known = self.lead[ends.leading]
        cost = likeness_cost(target, actual)
        if unit:
            cost = min(cost, likeness_cost(target + unit, actual))
        if len(target) > 5 and name == target:
            cost -= 1.5
        if name.endswith(words().form.name_ends):
            cost -= 0.5
        known += self._is_known("target", target) + self._is_known("actual", actual)
        known += self.has_unit and self._is_known("unit", unit)
        return cost - 1.2 * known

    def _lead(self, ends: tuple[int, ...]) -> tuple[str, int]:
        """The name of the indicator, and how many cells before the target other rows have too."""
        texts = {
            name: self._text(start, end) for name, (start, end) in zip(self.leading, pairwise((0, *ends)), strict=True)
        }
        return texts.get("l3", ""), sum(self._is_known(name, text) for name, text in texts.items())

    def _is_known(self, name: str, text: str) -> bool:
        """Whether another row surely has this cell."""
        return bool(self.habits.known) and self.habits.known.get((name, text), self.row) != self.row

    def _shape(self, spans: Mapping[str, tuple[int, int]]) -> float:
        """What ragged cells cost, and seams that are unlike those between cells of one line and of several."""
        cost = 0.0
        before = _LABEL
        for name, (start, end) in spans.items():
            if start == end:
                continue
            tall = self.pieces[start].line != self.pieces[end - 1].line
            if tall:
                cell = name, start, end
                if cell not in self.ragged:
                    self.ragged[cell] = self._ragged(*cell)
                cost += self.ragged[cell]
            kind = _TALL if tall else _SINGLE
            cost += self._seam(before, kind, start)
            before = _LABEL if name == "reason" else kind
        return cost + self._seam(before, _FIGURES, self.n)

    def _seam(self, left: str, right: str, p: int) -> float:
        if not self.habits.level:
            return 0.0
        return _SEAM_COST.get((left, right, self.before[p]), 0.0)

    def _ragged(self, name: str, start: int, end: int) -> float:
        """Line breaks that only the widest line of the cell itself shows to be unforced."""
        known = self.habits.widths.get(name)
        limit = max(self.segments[start:end])
        if limit <= (known or 0.0) + 0.3:
            return 0.0
        cost = 0.0
        for p in self.breaks:
            if start < p < end:
                line = self.segments[p - 1], self.segments[p], self.heads[p]
                cost += slack_cost(*line, limit) - slack_cost(*line, known)
        return cost


NEVER = 1e9
_LABEL, _SINGLE, _TALL, _FIGURES = "label", "single", "tall", "figures"
_SEAM_COST: Mapping[tuple[str, str, Gap | None], float] = {
    (_SINGLE, _SINGLE, Gap.LINE): 4.0,
    (_SINGLE, _SINGLE, Gap.BLANK): 1.5,
    (_SINGLE, _FIGURES, Gap.LINE): 4.0,
    (_SINGLE, _FIGURES, Gap.BLANK): 1.5,
    (_SINGLE, _TALL, Gap.SPACE): 1.0,
    (_SINGLE, _TALL, Gap.LINE): -0.7,
    (_SINGLE, _TALL, Gap.BLANK): 0.7,
    (_TALL, _TALL, Gap.LINE): 1.2,
    (_TALL, _FIGURES, Gap.LINE): 1.0,
    (_LABEL, _TALL, Gap.SPACE): 2.0,
}
"""How unlikely the gap between two cells is, given whether each has one line or several.

Cells of one line in one row stand level, and so are printed on one line; a tall cell is a block by itself.
"""


def _overlong(pieces: Sequence[Piece], names: Sequence[str]) -> Reading:
    """Too much text for one row: all of it stands in the name of the indicator."""
    spans = dict.fromkeys([*names, "target", "actual"], (len(pieces), len(pieces)))
    spans["l3"] = (0, len(pieces))
    if "reason" in spans:
        spans["reason"] = (0, 0)
    return Reading(spans, 0.0, NEVER, pieces)
