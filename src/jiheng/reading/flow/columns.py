"""The middle of an indicator row cut into its cells: a search for the cheapest reading.

Pieces of one cell fill the width of their column, targets and actual values look alike, a
comparator opens a target, a unit closes a figure. Each of these is a cost; the reading with the
least sum wins, and one that barely won says so.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from jiheng.reading.flow.pieces import Gap, Piece, head_width

MIDDLE = ("reason", "l3", "property", "target", "unit", "actual")
"""Columns between the labels and the figures; `reason` is that of the row before."""

_SIGN = re.compile(r"[≥≤<>＜＞=＝≦≧]|\$?\\[gl]eq?")
_WORD_SIGN = re.compile(r"不少于|不低于|不高于|不超|不大于|不小于|大于|小于|少于|超过|至少|高于|低于|优于")
_OPEN_END = re.compile(
    r"(?:不少于|不低于|不高于|不超过|不超|不大于|不小于|大于|小于|至少|高于|低于|达到|[≥≤<>＜＞=＝、，,（(“《/~\-]|\d\.)$"
)
_UNIT = re.compile(
    r"(?:[万亿千百]?(?:元|人次|人|家|项|个月|个|份|次|台|套|条|例|户|件|处|期|篇|本|场|公里|平方米|米|吨|兆|字|名|位|类|路|张|册|批|部|辆|架|座|所|块|间|层|栋|组|站|点|株|亩|公顷|公斤|千克|克|升|节|轮|幅|款|起|宗)"
    r"|万|月份|月|年度|年|日|天|小时|分钟|钟|分|秒|[%％]|[GMK]?bps)(?:/.{1,3})?(?:[以之]?[内上下前底末后]|底前)?"
)
_MEASURE = re.compile(r"[张个家份次台套元万册篇辆名亿]|人次|[%％]")
"""Beginnings that go with the number before them whatever follows (14 | 张表)."""
_DIGIT_END = re.compile(r"[\d.]$")
_CLOSING = "，。、；：）》”,.;:)%％"
_GRADES = "优良中差是否有无好高"
_PROPERTY = re.compile(r"(?:[≥≤<>＜＞=＝]|定性|定量|正向|反向|正向指标|反向指标)$")
_STRIP = re.compile(r"[≥≤<>＜＞=＝≦≧$\\\s]|不少于|不低于|不高于|不超过|不大于|不小于|大于|小于|至少|高于|低于")
_FIGURE = re.compile(r"\d[\d.,，]*")

_MAX_PIECES = 60
_BAND = 14.0
"""No likeness of target and actual can win back more than this."""
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
    if len(pieces) > _MAX_PIECES:
        return _overlong(pieces, names)
    reading = _Search(pieces, after, names, habits, row, reason_cost or 0.0).best()
    if reading.cost > _STRANGE:
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
    lines = [list(pieces[a:b]) for a, b in zip(starts, [*starts[1:], len(pieces)], strict=True)]
    for line in lines:
        line[0] = line[0]._replace(gap=Gap.LINE)
    found = []
    for i in range(len(lines) - 1):
        order = [*lines[:i], lines[i + 1], lines[i], *lines[i + 2 :]]
        found.append([piece for line in order for piece in line])
    return found


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
        self.segments = _segments(pieces)
        self.before: list[Gap | None] = [*(piece.gap for piece in pieces), after]
        self.gaps = _gap_costs(pieces, habits.blank)
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
            starts.append(_start_cost(name, piece) + over)
            if p:
                step = self.gaps[p][1] + _inside_cost(name, piece)
                if piece.gap is not Gap.SPACE:
                    step += over + _slack_cost(self.segments[p - 1], self.segments[p], head_width(piece.text), limit)
                sums.append(sums[-1] + step)
        self.starts[name], self.joins[name] = starts, sums

    def cost(self, name: str, start: int, end: int) -> float:
        """The cost of the pieces from start to end being one cell of the column."""
        if start == end:
            return _EMPTY[name]
        if name in ("property", "unit"):
            return _short_cost(name, self.pieces, start, end) + self.gaps[start][0]
        sums = self.joins[name]
        cost = self.starts[name][start] + sums[end - 1] - sums[start] + self.gaps[start][0]
        if self.before[end] is Gap.SPACE and self.pieces[start].line != self.pieces[end - 1].line:
            cost += 3.5  # The last line of a tall cell seldom stands level with its neighbour.
        return cost + self.reason_cost if name == "reason" else cost

    def _prefixes(self) -> list[tuple[float, tuple[int, ...]]]:
        """For each position the cheapest cut of the columns before the target, as their ends."""
        best: list[tuple[float, tuple[int, ...]]] = [(0.0 if p == 0 else NEVER, ()) for p in range(self.n + 1)]
        for name in self.leading:
            best = [
                min((best[start][0] + self.cost(name, start, end), (*best[start][1], end)) for start in range(end + 1))
                for end in range(self.n + 1)
            ]
        return best

    def best(self) -> Reading:
        """The cheapest reading."""
        prefixes = self._prefixes()
        candidates = []
        for first in range(self.n + 1):
            before = prefixes[first][0]
            for second in range(first, self.n + 1):
                target = before + self.cost("target", first, second)
                for third in range(second, min(second + 2, self.n) + 1 if self.has_unit else second + 1):
                    unit = self.cost("unit", second, third) if self.has_unit else 0.0
                    candidates.append((target + unit + self.cost("actual", third, self.n), first, second, third))
        candidates.sort()
        least = NEVER
        scored: list[tuple[float, dict[str, tuple[int, int]]]] = []
        for base, first, second, third in candidates:
            if base > least + _BAND or len(scored) > _MOST_READINGS:
                break
            spans = self._spans(prefixes[first][1], first, second, third)
            total = base + self._whole_cost(spans)
            least = min(least, total)
            scored.append((total, spans))
        scored.sort(key=lambda reading: reading[0])
        cost, spans = scored[0]
        margin = scored[1][0] - cost if len(scored) > 1 else NEVER
        return Reading(spans, margin, cost, self.pieces)

    def _spans(self, ends: tuple[int, ...], first: int, second: int, third: int) -> dict[str, tuple[int, int]]:
        spans, start = {}, 0
        for name, end in zip(self.leading, ends, strict=True):
            spans[name], start = (start, end), end
        spans["target"] = (first, second)
        if self.has_unit:
            spans["unit"] = (second, third)
        spans["actual"] = (third, self.n)
        return spans

    def _whole_cost(self, spans: Mapping[str, tuple[int, int]]) -> float:
        """What only a whole reading shows: likeness, ragged cells, cells of one line that do not stand level."""
        texts = {name: "".join([p.text for p in self.pieces[start:end]]) for name, (start, end) in spans.items()}
        cost = _likeness_cost(texts["target"], texts["actual"])
        level = False
        for name, (start, end) in spans.items():
            if start == end:
                continue
            if self.habits.known.get((name, texts[name]), self.row) != self.row:
                cost -= 1.2
            single = self.pieces[start].line == self.pieces[end - 1].line
            if single and level and self.habits.level:
                cost += _UNLEVEL_COST[self.before[start]]
            level = single and name != "reason"
            if not single:
                cost += self._ragged_cost(name, start, end)
        return cost + (_UNLEVEL_COST[self.before[self.n]] if level and self.habits.level else 0.0)

    def _ragged_cost(self, name: str, start: int, end: int) -> float:
        """Line breaks that the widest line of the cell itself shows to be unforced."""
        limit = max(self.segments[start:end])
        if limit <= self.habits.widths.get(name, 0.0) + 0.3:
            return 0.0
        cost = 0.0
        for p in range(start + 1, end):
            if self.before[p] is not Gap.SPACE:
                before, after, head = self.segments[p - 1], self.segments[p], head_width(self.pieces[p].text)
                known = self.habits.widths.get(name)
                cost += _slack_cost(before, after, head, limit) - _slack_cost(before, after, head, known)
        return cost


NEVER = 1e9
_UNLEVEL_COST = {None: 0.0, Gap.SPACE: 0.0, Gap.LINE: 4.0, Gap.BLANK: 1.5}
"""Cells of one line in one row stand level, and so are printed on one line, if not too far apart."""
_EMPTY = {"reason": 0.0, "l3": 5.0, "property": 1.0, "target": 2.5, "unit": 1.5, "actual": 2.5}


def _overlong(pieces: Sequence[Piece], names: Sequence[str]) -> Reading:
    """Too much text for one row: all of it stands in the name of the indicator."""
    spans = dict.fromkeys([*names, "target", "actual"], (len(pieces), len(pieces)))
    spans["l3"] = (0, len(pieces))
    if "reason" in spans:
        spans["reason"] = (0, 0)
    return Reading(spans, 0.0, NEVER, pieces)


def _segments(pieces: Sequence[Piece]) -> list[float]:
    """For each piece the width of the stretch of its line that may be one cell's."""
    found: list[float] = []
    start = 0
    for p in range(1, len(pieces) + 1):
        if p < len(pieces) and pieces[p].gap is Gap.SPACE and _space_cost(pieces[p - 1].text, pieces[p].text)[0] > 0.4:
            continue
        found += [sum(piece.width for piece in pieces[start:p])] * (p - start)
        start = p
    return found


def _gap_costs(pieces: Sequence[Piece], blank: float) -> list[tuple[float, float]]:
    """The costs between each piece and the one before; cells set wide apart have blank lines all through."""
    found = [(0.0, 0.0)]
    apart = False
    for left, right in pairwise(pieces):
        found.append(_gap_cost(left, right, blank / 2 if apart else blank))
        if right.gap is not Gap.SPACE:
            apart = right.gap is Gap.BLANK
    return found


def _gap_cost(left: Piece, right: Piece, blank: float) -> tuple[float, float]:
    """What it costs to begin a new cell between two pieces, and to go on with the same one."""
    if right.gap is Gap.SPACE:
        cut, join = _space_cost(left.text, right.text)
    else:
        cut, join = (1.3, 0.0) if right.gap is Gap.LINE else (0.0, blank)
        if _DIGIT_END.search(left.text) and (_UNIT.fullmatch(right.text) or _MEASURE.match(right.text)):
            cut += 2.5
    if right.text[0] in _CLOSING and not left.text[-1:].isascii():
        cut += 4.0
    if _OPEN_END.search(left.text):
        cut += 4.0
    return cut, join


@lru_cache(maxsize=4096)
def _space_cost(left: str, right: str) -> tuple[float, float]:
    """A space on a line parts two cells, or a number or Latin word from the Chinese beside it."""
    if _SIGN.match(right):
        return 0.0, 3.0
    wide_left, wide_right = left[-1] >= "ɐ", right[0] >= "ɐ"
    if wide_left and wide_right:
        return 0.0, 2.5
    if wide_left:
        return (0.4, 0.8) if right[0].isdigit() else (0.8, 0.5)
    if not wide_right:
        return 0.0, 2.5
    if left[-1].isdigit():
        return (3.0, 0.0) if _UNIT.match(right) else (0.7, 0.7)
    return (0.0, 2.0) if left[-1] in "%)" else (1.0, 0.3)


def _start_cost(name: str, piece: Piece) -> float:
    """How unlikely a cell of the column begins with this piece."""
    signed = _SIGN.match(piece.text) is not None
    if name == "target":
        return -1.5 if signed else -1.0 if _WORD_SIGN.match(piece.text) else 0.0
    if name == "l3":
        if signed or piece.text.replace(".", "").isdigit():
            return 4.0
        return 1.0 if len(piece.text) == 1 or _UNIT.fullmatch(piece.text) else 0.0
    if name == "actual" and not piece.text[0].isdigit():
        return 1.5 if _UNIT.fullmatch(piece.text) or (len(piece.text) == 1 and piece.text not in _GRADES) else 0.0
    return 0.0


def _inside_cost(name: str, piece: Piece) -> float:
    """How unlikely this piece stands inside a cell of the column, not at its start."""
    if name == "reason":
        return 0.0
    if _SIGN.match(piece.text) and len(piece.text) > 1:
        return 3.0
    return 1.0 if name == "l3" and _WORD_SIGN.match(piece.text) else 0.0


def _slack_cost(before: float, after: float, head: float, limit: float | None) -> float:
    """What an unforced line break costs: the next word would still have fitted on the line before."""
    slack = max(limit or 0.0, after) - before - head
    return min(3.0, 0.5 + 0.6 * slack) if slack > 0.3 else 0.0


def _short_cost(name: str, pieces: Sequence[Piece], start: int, end: int) -> float:
    text = "".join([piece.text for piece in pieces[start:end]])
    if name == "property":
        return -3.0 if _PROPERTY.match(text) else 4.0
    return (0.0 if _UNIT.fullmatch(text) else 0.7) if len(text) <= 4 and not text[0].isdigit() else 4.0


@lru_cache(maxsize=4096)
def _likeness_cost(target: str, actual: str) -> float:
    """Target and actual value resemble each other: the more, the cheaper."""
    if not target or not actual:
        return 0.0
    wanted, got = _STRIP.sub("", target), _STRIP.sub("", actual)
    cost = 2.0 if _SIGN.match(actual) and not _SIGN.search(target) else 0.0
    if wanted == got:
        return cost - 4.0 - min(4.0, 0.5 * len(wanted))
    cost -= 2.5 * Indel.normalized_similarity(wanted, got)
    figure, reached = _FIGURE.search(wanted), _FIGURE.search(got)
    if figure and reached:
        cost -= 1.0 if figure.start() == 0 and reached.start() == 0 else 0.3
        if wanted[figure.end() :] == got[reached.end() :]:
            cost -= 1.5
            cost -= 1.0 if figure[0] == reached[0] else 0.0
    return cost
