"""Headers of two tiers of which each label has a line of its own: which of the upper labels stand over others."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from jiheng.form import AMOUNTS, LEVELS, POINTS, TOTAL_FUND
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood, header_tiers, numbering, tree_header
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import NOTHING, is_word, key
from jiheng.reading.tables.table import Cell

Group = tuple[Item, tuple[Item, ...]]
"""A label of the upper tier with those below it; none below one that reaches down."""

_STRANGE = 3
"""What it costs that a label which means one amount stands below a label that means another."""
_UNEVEN = 0.1
"""What it costs that not every label parted has the same ones below it."""
_ROWS = 3
_EMPTY = Item("", 0, 1, Cell("", 0, 0), NOTHING)
_FEWEST_BOXES = 2
_OWN = ("actual", *POINTS)
"""Columns that no other stands below."""


def of_money(labels: Sequence[Item], rows: Sequence[Sequence[Item]]) -> list[Group] | None:
    """The labels as two tiers, as many at the lowest as a row has amounts, that suit the first rows best.

    With one label more than amounts, the first may be the title of the names. None where it is, and where no way to
    part the labels fits: every upper label comes before every lower one.
    """
    best = _best_of_money(labels, rows)
    return best[1] if best is not None and any(below for _, below in best[1]) else None


def fits_better(labels: Sequence[Item], other: Sequence[Item], rows: Sequence[Sequence[Item]]) -> bool:
    """Whether labels make two tiers that suit the rows better than those of other labels do."""
    mine, theirs = _best_of_money(labels, rows), _best_of_money(other, rows)
    is_parted = mine is not None and any(below for _, below in mine[1])
    return mine is not None and is_parted and (theirs is None or mine[0] < theirs[0])


def _best_of_money(labels: Sequence[Item], rows: Sequence[Sequence[Item]]) -> tuple[float, list[Group]] | None:
    wide = len(rows[0]) if rows else 0
    parents = len(labels) - wide
    rows = rows[:_ROWS]
    if all(item.text for row in rows for item in row):  # empty cells are not printed
        rows = [[*row, *[_EMPTY] * (wide - len(row))] for row in rows]
    if not 0 < parents < wide or any(len(row) != wide for row in rows):
        return None
    found: list[list[Group]] = [[(label, ()) for label in labels[1:]]] if parents == 1 else []
    found += _ways(labels, parents)
    named = {label.means.fund_column for label in labels[1:]}
    odd = _STRANGE if parents == 1 and labels[0].means.fund_column not in named else 0  # no title of names
    costs = [_cost(way, rows) + odd * (way[0][0] is not labels[0]) for way in found]
    least = min(costs, default=0.0)
    return (least, found[costs.index(least)]) if found else None


def _ways(labels: Sequence[Item], parents: int) -> Iterator[list[Group]]:
    for cut in range(parents, len(labels) - parents + 1):
        yield from _under(labels[:cut], labels[cut:], parents)


def _under(upper: Sequence[Item], lower: Sequence[Item], parents: int) -> Iterator[list[Group]]:
    """The ways to put the labels of the lower tier below so many of the upper ones, in order."""
    for over in combinations(range(len(upper)), parents):
        for ends in combinations(range(1, len(lower)), parents - 1):
            bounds = [0, *ends, len(lower)]
            below = {place: tuple(lower[bounds[n] : bounds[n + 1]]) for n, place in enumerate(over)}
            yield [(label, below.get(place, ())) for place, label in enumerate(upper)]


def _cost(way: list[Group], rows: Sequence[Sequence[Item]]) -> float:
    leaves = [(leaf, label, below) for label, below in way for leaf in below or (label,)]
    cost = 1.0 * sum(len(below) == 1 or (bool(below) and label.means.fund_column == "initial") for label, below in way)
    cost += sum(bool(label.means.block_column) and not below for label, below in way)
    parts = [[leaf.text for leaf in below] for _, below in way if below]
    cost += _UNEVEN * (len(parts) > 1 and any(part != parts[0] for part in parts))
    own = {leaf.means.fund_column for leaf, _, _ in leaves}
    fields: list[str] = []
    for number, (leaf, label, beside) in enumerate(leaves):
        field = leaf.means.fund_column
        if leaf is not label:
            over = label.means.fund_column
            is_block = bool(label.means.block_column)  # 预算执行情况 over 执行数, 执行率
            are_points = over == "score" and field in POINTS  # 评分 over 分值, 得分
            is_strange = field not in (None, over) and not is_block and not _within(field, over, len(beside))
            cost += _STRANGE * ((is_strange or over not in (None, *AMOUNTS)) and not are_points)
            below = header_tiers.below_sum(leaf, label, beside) or header_tiers.means_below(leaf, label, own)
            field = field or below.fund_column
            if below.fund_row not in (None, TOTAL_FUND):  # 财政 below 预算数 and below 执行数
                field = f"{field}@{below.fund_row}"
        cost += field is not None and field in fields
        fields.append(field or "")
        amount = (field or "").partition("@")[0]
        cost += sum(column_likelihood.fund(amount, row[number].text) for row in rows if row[number].text)
    cost += sum(_STRANGE for row in rows if not rate_holds(fields, row))
    return cost + _UNEVEN * sum(_count_unlike_sum(way, row) for row in rows)


def _count_unlike_sum(way: list[Group], row: Sequence[Item]) -> int:
    """How many sums in a row are not what the other kinds of money below the same label add up to."""
    count = place = 0
    for label, below in way:
        texts = [item.text.replace(",", "") for item in row[place : place + len(below)]]
        place += len(below or (label,))
        if any(leaf.means.fund_row == TOTAL_FUND for leaf in below) and all(
            t.replace(".", "", 1).isdecimal() for t in texts
        ):
            named = zip(below, map(Decimal, texts), strict=True)
            count += sum(one if leaf.means.fund_row == TOTAL_FUND else -one for leaf, one in named) != 0
    return count


def rate_holds(fields: list[str], row: Sequence[Item]) -> bool:
    """Whether the rate of a row is what was executed of its budget, as far as the three are there."""
    told = reversed([*zip(fields, row, strict=True)])  # of two that are called alike the first is meant
    texts = {field: item.text.rstrip("%％").replace(",", "") for field, item in told}
    figures = {field: Decimal(text) for field, text in texts.items() if text.replace(".", "", 1).isdecimal()}
    budget, executed = figures.get("budget"), figures.get("executed")
    rate = figures.get("rate")
    if budget is None or executed is None or rate is None:
        return True
    return any(abs(executed * scale - rate * budget) <= budget * scale / 100 for scale in (1, 100))


def _within(field: str | None, over: str | None, count: int) -> bool:
    """Whether one amount may stand below the name of another: the initial budget below the budget, the rate below 执行.

    `count`: of so many labels below it; the rate alone is none.
    """
    return (field, over) == ("initial", "budget") or ((field, over) == ("rate", "executed") and count > 1)


def boxes(labels: Sequence[Item]) -> list[Group] | None:
    """The labels of a tree as two tiers where the last of them are boxes to tick below a label before them.

    Below 偏差原因分析 whatever is no label, below 完成目标可能性 the choices that the vocabulary names.
    """
    cut = _end_of_known(labels)
    lower = labels[cut:]
    if len(lower) < _FEWEST_BOXES:
        return None
    choices = {key(word) for word in words().form.choices}
    chosen = tuple(item for item in lower if key(item.text) in choices)
    causes = tuple(item for item in lower if item not in chosen)
    reason = next((item for item in labels[:cut] if item.means.column == "reason"), None)
    likely = next((item for item in labels[:cut] if is_likelihood(item)), None)
    below = {id(label): part for label, part in ((reason, causes), (likely, chosen)) if label is not None and part}
    if not below or (causes and reason is None) or (chosen and likely is None):
        return None
    return [(label, below.get(id(label), ())) for label in labels[:cut]]


def _end_of_known(labels: Sequence[Item]) -> int:
    """Behind the last label that names a column."""
    cut = len(labels)
    while cut and not labels[cut - 1].means.column and not _is_known(labels[cut - 1]):
        cut -= 1
    return cut


def boxes_anywhere(labels: Sequence[Item]) -> list[list[Group]]:
    """The ways to put the last labels, which no list knows, as boxes below any one that stands before the last column.

    预计年底完成值 | 完成情况 | 未完成原因 | 已完成 | 预计能完成 | 预计不能完成.
    """
    cut = _end_of_known(labels)
    if len(labels) - cut < _FEWEST_BOXES:
        return []
    below = tuple(labels[cut:])
    over = [n for n in range(cut) if labels[n].means.column not in (*LEVELS, *POINTS)]
    return [[(label, below if n == at else ()) for n, label in enumerate(labels[:cut])] for at in over]


_MOST_WAYS = 12
_MOST_PARENTS = 4
_MOST_CAPTIONS = 2
_MOST_BELOW = 6


def of_tree(labels: list[Item]) -> list[list[Group]]:
    """The ways to read the labels of a tree as two tiers that suit their meaning best; none for one tier.

    The lower tier begins with the levels where other labels come before them (指标体系, 评分 over 一级, 二级 …),
    else it stands below the reasons, which are the last of the upper. Titles over both tiers are let go.
    """
    columns = [item.means.column for item in labels]
    first = columns.index("l1") if "l1" in columns else next((n for n, c in enumerate(columns) if c in LEVELS), 0)
    found: list[list[Group]] = []
    if first == 0 or (first == 1 and numbering.is_running(labels[0].text)) or _begin_with_strange_levels(labels, first):
        reason = next((n for n, item in enumerate(labels) if item.means.column == "reason"), len(labels))
        found = list(_below_reason(labels, reason))
        found += _below_values(labels)
        if first < len(LEVELS) - 1:
            return found
    ways: list[tuple[int, list[Group]]] = []
    for captions in range(min(_MOST_CAPTIONS + 1, first)):
        if captions and labels[captions - 1].means.column:
            break
        upper, lower = labels[captions:first], labels[first:]
        for parents in range(1, min(len(upper), len(lower), _MOST_PARENTS) + 1):
            ways += [(captions + _strangeness(way), way) for way in _under(upper, lower, parents)]
    ways.sort(key=lambda way: way[0])
    return [*found, *(way for _, way in ways[:_MOST_WAYS])]


def _below_reason(labels: list[Item], reason: int) -> Iterator[list[Group]]:
    """The ways to put the last labels below that of the reasons; 完成目标可能性 right behind it may be of its tier."""
    for first in range(reason + 1, len(labels)):
        below = tuple(labels[first:])
        if len(below) >= _FEWEST_BOXES and not any(item.means.column in LEVELS for item in below):
            beside: list[Group] = [(label, ()) for label in labels[reason + 1 : first]]
            yield [*((label, ()) for label in labels[:reason]), (labels[reason], below), *beside]
        if not is_likelihood(labels[first]):
            return


def _begin_with_strange_levels(labels: Sequence[Item], third: int) -> bool:
    """Whether two words that no list knows stand for the first two levels: 甲项 | 乙项 | 三级指标."""
    are_strange = third == len(LEVELS) - 1 and not any(item.means.is_label for item in labels[:third])
    return are_strange and labels[third].means.column == LEVELS[-1]


def _below_values(labels: list[Item]) -> list[list[Group]]:
    """The ways to put the last labels below one or two of those behind the levels: 年初设定, 年末完成 below 指标值."""
    levels = max((n + 1 for n, item in enumerate(labels) if item.means.column in LEVELS), default=0)
    found: list[list[Group]] = []
    for parents in (1, 2):
        for lower in range(_FEWEST_BOXES * parents, min(_MOST_BELOW, len(labels) - levels - parents) + 1):
            ways = _under(labels[levels:-lower], labels[-lower:], parents)
            parted = [way for way in ways if all(len(below) != 1 for _, below in way)]
            found += [[*((label, ()) for label in labels[:levels]), *way] for way in parted]
    fit = [way for way in found if _strangeness(way) < _STRANGE and not _has_points_below(way) and _are_parted(way)]
    return sorted(fit, key=_strangeness)[:_MOST_WAYS]


def _are_parted(way: list[Group]) -> bool:
    """Whether each upper label, or all of those below it, are columns that a word names."""
    return all(
        label.means.column or label.means.other or all(leaf.means.column for leaf in below)
        for label, below in way
        if below
    )


def _has_points_below(way: list[Group]) -> bool:
    """Whether weight or score stands below the label of another column, or of one that no field takes: 调整指标值."""
    return any(
        leaf.means.column in POINTS and (label.means.column or label.means.other)
        for label, below in way
        for leaf in below
    )


def _strangeness(way: list[Group]) -> int:
    """How ill two tiers suit the meaning of their labels: columns that nothing names, or that two name."""
    seen: set[str] = set()
    cost = 0
    for label, below in way:
        over = label.means.column
        if not below and not label.means.is_label and tree_header.column_of(label) is None:
            cost += 1
        cost += len(below) == 1
        is_further = bool(label.means.other and not over)
        beside = header_tiers.own_columns(below) if over == "reason" else frozenset[str | None]()
        for leaf in below or (label,):
            own = tree_header.column_of(leaf)
            field = own if leaf is label else header_tiers.means_below(leaf, label, beside).column
            if leaf is not label and is_further and not own:
                continue
            if (
                leaf is not label
                and own
                and own != over
                and ((own in LEVELS and over not in (None, "l3")) or over in _OWN)
                and not (over == "score" and own in POINTS)  # 自评 over 分值, 得分
            ) or (own == "reason" and over != own and (over or (is_further and leaf is not label))):
                cost += _STRANGE
            cost += 2 if field in seen else field is None
            seen.add(field or "")
    return cost


def _is_known(item: Item) -> bool:
    """Whether a label of a column that no field takes: 完成目标可能性, 改进措施."""
    is_choice = key(item.text) in {key(word) for word in words().form.choices}
    return bool(item.means.other or item.means.tail) and is_word(item.text) and not is_choice


def is_likelihood(label: Item) -> bool:
    """Whether a label asks whether the target will be reached: 完成目标可能性."""
    return key(label.text) in words().form.own.get("likelihood", ())


def are_strange(groups: list[Group]) -> bool:
    """Whether the label of an amount stands below one of a rate or of points."""
    return any(
        label.means.fund_column not in (None, *AMOUNTS) and leaf.means.fund_column in AMOUNTS
        for label, below in groups
        for leaf in below
    )


def leaves(groups: list[Group]) -> list[Item]:
    """The lowest labels from left to right."""
    return [leaf for label, below in groups for leaf in below or (label,)]


def rows_of_header(groups: list[Group], first: int) -> tuple[list[tuple[int, Item, int]], list[tuple[int, Item]]]:
    """The upper tier as (column, label, columns), the lower one as (column, label); `first` is the first column."""
    upper, lower = [], []
    column = first
    for label, below in groups:
        upper.append((column, label, max(len(below), 1)))
        lower += [(column + n, item) for n, item in enumerate(below)]
        column += max(len(below), 1)
    return upper, lower
