"""Cells of an indicator tree one after the other → rows: of all ways to cut them, the one that suits the columns best.

A merged cell is printed once, so a row may begin at its second or third level, and lack a cell that it
shares with the row above. Where empty cells are not printed, it may lack others.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from math import inf

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import INDICATOR_FIELDS, LEVELS, POINTS, Block, FieldKind, names
from jiheng.places.words import words
from jiheng.quantity.words import not_concerned, says_nothing
from jiheng.reading.form import column_likelihood, tree_header
from jiheng.reading.form.rows import Item
from jiheng.reading.form.ticks import is_tick
from jiheng.reading.labels.labels import is_word, key
from jiheng.reading.textlayer import cell_tiers
from jiheng.reading.textlayer.cell_header import Cut, Header, is_edge
from jiheng.reading.textlayer.cell_stream import joined

Row = list[tuple[int, Item]]

_SHAREABLE = (*POINTS, "reason", "")
_SHARED = 1.6
"""What it costs that a row has no cell of a column."""
_SCORE_SHARED = 1.55
"""The same of the score: of two, the weight is printed."""
_UNPRINTED = 0.4
"""The same of a remark, where empty cells are not printed at all."""
_LACKING = {"unit": 1.0, "target": 4.0}
"""The same of columns that are never merged, where empty cells are not printed."""
_OVER = 1.0
"""What it costs there that a score is above its weight."""
_WELL = 0.1
"""What a cell costs at the most, on the average, under a header that suits."""
HARDLY = 3.0
"""What a cell costs that hardly belongs to its column: a figure as a name, the word of a level as a value."""
_BETTER = 0.8
"""What the cells cost at the most under a header of two tiers, of what they cost under the same labels in one row."""
_LEVEL = 2.0
"""What the word of a first level (效益) costs as a name, beside a column of first levels."""
_FURTHER = 0.4
"""What it costs to lay a cell below a further column."""
_LED = 2.0
"""What a value behind its comparator (≥180万页) costs below a label that no list knows."""
_TORN = 4.0
"""What it costs that a row begins within a line of several cells, or goes on in the next."""
_OFTEN = 2
"""A text that stands more often in a tree says the same of several rows."""
_NEEDLESS = 2.0
"""What the reason costs, where empty cells are not printed, of a row that has all of its points."""
_STRANGE = 6.0
"""What it costs to lay anything but a number below the label of running numbers."""
_LOOSE = 5.0
"""What it costs to leave a cell to itself."""
_LOOSE_EMPTY = 0.5
_VACANT = 1.0
"""What it costs that a row has nothing below a label that no list knows, or more than a tick below one in a box."""
_LONGER = 1.0
"""What it costs that a text has one line more."""
BROKEN = frozenset((*LEVELS[1:], *names(Block.INDICATORS, kinds=(FieldKind.FIGURE,))))
"""Columns that may be so narrow that their cells are broken over lines."""
_FIRST_WIDE = "\u2e80"
"""From here on characters are as wide as two."""
_OF_LINES = expression(r"[，。；：:]")
"""What a text holds that may have several lines."""
_EMPTY = {"l1": 4.0, "l2": 4.0, "l3": 2.5, "weight": 0.6, "score": 0.6, "target": 0.3, "actual": 0.3}


def header_of(labels: list[Item], cells: Sequence[Item]) -> Header:
    """The header that a run of labels makes, of all ways to put tiers in their places that which suits `cells`."""
    usual = _usual(labels, cells)
    if (boxes := _of_boxes(usual, labels, cells)) is not None:
        return boxes
    rest = usual.labels if usual.groups is None and usual.edge is None else labels
    edge = labels[0] if is_edge(labels[0]) and usual.edge is not None else None
    if usual.groups is not None or not rest:
        return usual
    if not usual.strange and cost_of(usual, cells) < _WELL * len(cells):
        return usual
    ways = [(way, edge) for way in cell_tiers.of_tree(labels[1:] if edge is not None else labels)]
    if edge is not None:  # the name of the block may stand over the levels: 指标体系 over 一级, 二级, 三级
        ways += [(way, None) for way in cell_tiers.of_tree(labels) if way[0][1]]
    if not ways:
        return usual
    found = min((Header.of_groups(way, own) for way, own in ways), key=lambda header: cost_of(header, cells))
    most = cost_of(usual, cells) * (1.0 if found.parts_reason else _BETTER)
    return found if cost_of(found, cells) < most else usual


def _of_boxes(usual: Header, labels: list[Item], cells: Sequence[Item]) -> Header | None:
    """The header whose last labels are boxes in its midst, below which there is nothing but ticks.

    None where the `usual` header has such boxes, and where no cell is a tick.
    """
    if not any(is_tick(item.text) for item in cells) or _holds_ticks(usual, cells):
        return None
    own = labels[1:] if usual.edge is not None else labels
    ways = [replace(Header.of_groups(way, usual.edge), has_boxes=True) for way in cell_tiers.boxes_anywhere(own)]
    return min(filter(lambda way: _holds_ticks(way, cells), ways), key=lambda way: cost_of(way, cells), default=None)


def _holds_ticks(header: Header, cells: Sequence[Item]) -> bool:
    """Whether there is nothing but ticks below the labels of the lower tier."""
    parted = {id(leaf) for _, below in header.groups or () for leaf in below}
    columns = {n for n, label in enumerate(header.labels) if id(label) in parted}
    found = [item.text for row in rows_of(header, cells) for column, item in row if column in columns and item.text]
    return bool(found) and all(map(is_tick, found))


def _usual(labels: list[Item], cells: Sequence[Item]) -> Header:
    """The header with one tier; a first label that no list knows is the name of the block where that suits better.

    指标及完成 | 指标类型 | 指标名称 | 目标值 …
    """
    under = cells[0] if cells else None
    found = Header.of(labels, under)
    if _names_levels(found, cells):
        return Header(found.labels, ["l1", "l3", *found.fields[2:]], found.edge)
    first = labels[0]
    if found.edge is not None or first.means.column or is_word(first.text) or not tree_header.is_header(labels[1:]):
        return found
    inner = Header.of(labels[1:], under)
    inner.edge = inner.edge or first
    is_better = inner.edge is first and cost_of(inner, cells) < _BETTER * cost_of(found, cells)
    return inner if is_better else found


def _names_levels(header: Header, cells: Sequence[Item]) -> bool:
    """Whether the only label of names stands over levels, the first of which print their points: 评估内容."""
    is_lone = header.fields[:2] == ["l3", ""] and header.groups is None and not header.labels[1].means.note
    if not is_lone or not cells or not column_likelihood.is_weighed(cells[0].text):
        return False
    names = [item.text for row in rows_of(header, cells) for column, item in row if column == 0]
    return len(set(names)) < len(names) or not all(map(column_likelihood.is_weighed, names))


def cost_of(header: Header, cells: Sequence[Item]) -> float:
    """How ill the cells suit the columns, however they are cut into rows."""
    return _cut(header, cells)[-1].cost


def strangeness_of_last(header: Header, last: Sequence[Item], cells: Sequence[Item]) -> float:
    """How ill the last labels, which no list knows, suit the cells below them.

    A label has a cell in nearly each row, unless it is one of remarks, or stands below another, where it has ticks; and
    none that names a level.
    """
    strange = [item for item in last if not is_word(item.text)]
    columns = {n for n, label in enumerate(header.labels) if any(label.cell is item.cell for item in strange)}
    rows = list(rows_of(header, cells)) if columns else []
    found = [[item for column, item in row if column in columns and item.text] for row in rows]
    asked = sum(not header.is_remark(n) for n in columns)
    vacant = sum(
        max(asked - len(items), 0) if header.groups is None else sum(not is_tick(item.text) for item in items)
        for items in found
    )
    levels = sum(tree_header.level_of(item) is not None for items in found for item in items)
    return _VACANT * vacant + HARDLY * levels


def rows_of(header: Header, cells: Sequence[Item]) -> Iterator[Row]:
    """The rows, each cell with the number of its column."""
    yield from reversed(list(_traced(_cut(header, cells), cells)))


def are_bare(cells: Sequence[Item]) -> bool:
    """Whether empty cells are not printed."""
    return all(item.text for item in cells)


def _stands_alone(header: Header, row: Cut, cells: Sequence[Item]) -> bool:
    """Whether a row is the first or the last, and is named by a first level that is a whole indicator (预算执行率)."""
    name = cells[row.start + len(row.columns) - 1]
    is_outermost = row.start == 0 or len(cells) - row.start <= len(header.fields)
    return is_outermost and name.means.level1 and name.means.level2


_NEVER = Cut(inf, 0, (), 0)


def _cut(header: Header, cells: Sequence[Item]) -> list[Cut]:
    """The cheapest way to cut the cells up to each into rows, of all ways to count them; kept by the header."""
    run = (id(cells[0].cell) if cells else 0, len(cells))
    if run not in header.cuts:
        ways = [_cut_so(header, last, cells) for last in (sorted(header.starts) if header.first else [-1])]
        header.cuts[run] = min(ways, key=lambda done: done[-1].cost)
    return header.cuts[run]


def _cut_so(header: Header, last: int, cells: Sequence[Item]) -> list[Cut]:
    """The cheapest way, the rows that begin no further right than a column having a number (none where that is -1)."""
    skips, first, starts = _skips(header, cells), header.first, header.starts
    behind = [*accumulate(reversed(skips[1:]), initial=0.0)][::-1]
    done = [Cut(0.0, 0, (), 0)]
    above = [_NEVER] * len(skips)
    may_go_on = {"reason", *(BROKEN if header.has_lines else ())}
    longer = {n for n, field in enumerate(header.fields) if field in may_go_on}
    unconcerned = [*behind[: header.names], 0.0, *behind[header.names + 1 :]] if are_bare(cells) else behind
    torn, judged = _torn(cells), ("score", "reason") if are_bare(cells) else ("score",)
    often = {text for text, count in Counter(item.text for item in cells).items() if count > _OFTEN}
    for at, item in enumerate(cells):
        before, above = _in_line(torn[at : at + 1], done[at], above)
        ends = unconcerned if _is_unconcerned(cells, at) else behind
        cheapest = Cut(before.cost + (_LOOSE if item.text else _LOOSE_EMPTY), at, (), before.number)
        here = [_numbered(before, at, item)] if first else []
        enter, further = _NEVER, 0.0
        for column in range(first, len(skips)):
            if column > first:
                further += skips[column - 1]
                if above[column - 1].cost <= enter.cost + further:
                    enter, further = above[column - 1], 0.0
            best, cost = enter, enter.cost + further
            if column in starts:
                extra = 0.05 * (column == first)
                begun = _begun(header, last, column, at, before, above[0])
                if begun.cost + extra < cost:
                    best, cost = begun, begun.cost + extra
            elif column in header.across and above[first].cost < cost and _stands_alone(header, above[first], cells):
                best, cost = above[first], above[first].cost
            cost += _cost(header, column, item) if cost < inf else 0.0
            if column in longer and above[column].cost < cost:
                more = above[column].cost + _longer(header, column, cells, at)
                best, cost = (above[column], more) if more < cost else (best, cost)
            if cost < inf:
                if best.columns and header.fields[column] in judged:
                    cost += _cost_in_row(header, best, column, cells[best.start : at + 1], often)
                found = Cut(cost, best.start, (*best.columns, column), best.number)
                if column >= header.names and cost + ends[column] < cheapest.cost:
                    cheapest = found._replace(cost=cost + ends[column])
                here.append(found)
            else:
                here.append(_NEVER)
        done.append(cheapest)
        above = here
    return done


def _width(text: str) -> int:
    """The room of a text in half-width characters."""
    return len(text) + sum(char >= _FIRST_WIDE for char in text)


def _is_unconcerned(cells: Sequence[Item], at: int) -> bool:
    """Whether a name says that its row does not apply, and no further cell of the row says so."""
    return not_concerned(cells[at].text) and not any(says_nothing(item.text) for item in cells[at + 1 : at + 2])


def _begun(header: Header, last: int, column: int, at: int, before: Cut, numbered: Cut) -> Cut:
    """The row that begins with the cell `at` at a column: a new one, or one whose running number stands before it."""
    is_free = column > last or last == column == header.first  # a number for several rows: a first level in each
    begun = Cut(before.cost, at, (), before.number) if is_free and (at or column <= header.top) else _NEVER
    is_numbered = column <= last and (at > 1 or column <= header.top)
    return numbered if is_numbered and numbered.cost < begun.cost else begun


def _longer(header: Header, column: int, cells: Sequence[Item], at: int) -> float:
    """What it costs to take a cell for a further line of the one before it."""
    upper, lower = cells[at - 1 : at + 1]
    if not upper.text or not lower.text:
        return inf
    if header.fields[column] == "reason" and all(_OF_LINES.search(item.text) for item in (upper, lower)):
        return _LONGER
    if not header.has_lines or header.fields[column] not in BROKEN or any(map(is_word, (upper.text, lower.text))):
        return inf
    if _width(lower.text) > _width(upper.text):  # every line but the last is as wide as its column
        return inf
    return _LONGER + column_likelihood.column("reason", lower.text)


def _torn(cells: Sequence[Item]) -> list[bool | None]:
    """For each cell whether the one before it stands in the same line, None where it stands alone in its own.

    Empty where each cell has a line.
    """
    lines = [item.cell.origin.line if item.cell.origin is not None else n for n, item in enumerate(cells)]
    found = [n > 0 and line == lines[n - 1] for n, line in enumerate(lines)]
    if 2 * sum(found) <= len(found):
        return []
    return [None if not (torn or after) else torn for torn, after in pairwise([*found, False])]


def _in_line(torn: Sequence[bool | None], before: Cut, above: list[Cut]) -> tuple[Cut, list[Cut]]:
    """The ways up to a cell to begin a row with it, and to go on with one, where its line speaks against them."""
    if not torn or torn[0] is None:
        return before, above
    if torn[0]:
        return before._replace(cost=before.cost + _TORN), above
    return before, [cut._replace(cost=cut.cost + _TORN) for cut in above]


def _numbered(before: Cut, at: int, item: Item) -> Cut:
    """A cell as the running number of a row that begins with it."""
    cost = before.cost + _STRANGE * (not _counts_on(item.text, before.number))
    return Cut(cost, at, (0,), int(item.text) if item.text.isdecimal() else before.number + 1)


def _skips(header: Header, cells: Sequence[Item]) -> list[float]:
    """What it costs that a row has no cell of each column."""
    bare = are_bare(cells)
    found = []
    for column, field in enumerate(header.fields):
        is_remark = header.is_remark(column)
        if column <= header.names:
            found.append(inf)
        elif field in _SHAREABLE:
            found.append(_UNPRINTED if bare and is_remark else _SCORE_SHARED if field == "score" else _SHARED)
        else:
            found.append(_LACKING.get(field, _SHARED if field == "actual" else inf) if bare else inf)
        if column in header.doubled and bare:
            found[-1] = _LACKING["target"]
    return found


def _cost_in_row(header: Header, row: Cut, column: int, cells: Sequence[Item], often: Container[str]) -> float:
    """What it costs that the last cell is a score above the weight before it, or the reason of a row with all points.

    `row`: what stands before it. Such a reason may be the level of the next row where empty cells are not printed, if
    it is none of the texts that stand there `often` (无偏差).
    """
    is_score = header.fields[column] == "score"
    if is_score and header.fields[row.columns[-1]] != "weight":
        return 0.0
    told = {header.fields[n]: item for n, item in zip((*row.columns, column), cells, strict=False)}
    weight, score = (figure_of(told[field]) if field in told else None for field in POINTS)
    if weight is None or score is None:
        return 0.0
    if is_score:
        return _OVER * (score > weight)
    text = cells[-1].text
    return _NEEDLESS * (score == weight and text not in often and not says_nothing(text))


def figure_of(item: Item) -> Decimal | None:
    """The figure of a cell of points; None where it has none."""
    text = item.text.removesuffix("分").replace(",", "")
    return Decimal(text) if text.replace(".", "", 1).isdecimal() else None


def _counts_on(text: str, number: int) -> bool:
    """Whether a running number is the next, the first of this or another count, or a code."""
    return not number or int(text) in (number + 1, 1) if text.isdecimal() else text.isascii()


def _traced(best: list[Cut], cells: Sequence[Item]) -> Iterator[Row]:
    end = len(cells)
    while end > 0:
        _, start, columns, _ = best[end]
        row: Row = []
        for column, item in zip(columns or (0,), cells[start:end], strict=True):
            if row and row[-1][0] == column:
                row[-1] = (column, joined(row[-1][1], item))
            else:
                row.append((column, item))
        if any(item.text for _, item in row):
            yield row
        end = start


def _cost(header: Header, column: int, item: Item) -> float:
    """How ill a cell suits a column, empty ones and further columns among them."""
    field = header.fields[column]
    if column < header.first:
        return 0.0
    if not item.text:
        return _EMPTY.get(field, 0.2)
    if field in INDICATOR_FIELDS:
        if field == "reason" and (item.text in words().form.choices or (header.has_boxes and is_tick(item.text))):
            return HARDLY
        is_first_level = field == "l3" and item.means.level1 and not item.means.level2 and "l1" in header.fields
        return header.fit(column, item) + _LEVEL * is_first_level
    if column in header.doubled:
        return 0.0 if tree_header.halves(item.text) else HARDLY
    if field == "" and _is_own_weight(header, column):
        return 0.0 if column_likelihood.is_figure(item.text) else 4.0
    label = header.labels[column]
    if item.text in words().form.choices:
        return 0.0 if column in header.likely else HARDLY
    if label.means.note:
        return _FURTHER + column_likelihood.column("reason", item.text)
    if not label.means.is_label and column_likelihood.is_led(item.text):
        return _FURTHER + _LED
    if tree_header.LEVEL in label.text or not is_word(item.text):  # 指标类型
        return _FURTHER
    is_band = tree_header.band_of(item) is not None
    means = item.means
    is_level = (means.level1 or means.level2) and (key(item.text) == item.text or item.text.endswith("分"))  # no 率96%
    return _FURTHER + (HARDLY if is_band or is_level else 0.0)


def _is_own_weight(header: Header, column: int) -> bool:
    """Whether a further column is the weight of a level."""
    return header.labels[column].means.column == "weight"
