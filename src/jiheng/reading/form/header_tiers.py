"""Headers of two and three tiers → one row of labels: 年度指标值 over 指标性质, 指标值, 度量单位."""

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import AMOUNTS, TOTAL_FUND
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood, fund_header, fund_pairs, summary, ticks, tree_header
from jiheng.reading.form.rows import Item
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import (
    LONGEST,
    NOTHING,
    Meaning,
    is_word,
    key,
    meaning,
    of_other_year,
    value_word,
)

VALUES = ("target", "actual")
"""Columns over which a short word may stand that is the other of the two: 目标 below 完成情况."""
_OF_BLOCK = "情况"
_YEAR = expression(r"(?<!\d)(20\d\d)(?!\d)")
_TIERS = 3
_LEAST_PARTED = 2
LOOKED = 12
"""Rows below a header that are looked at for ticks."""


def join(rows: Sequence[list[Item]], first: int, aligned: bool) -> list[tuple[list[Item], int]]:
    """The header that begins in row `first` as one row, with the number of rows it takes; empty where it has one tier.

    Of two and three rows the most that make a header are taken. A grid whose merged cells were taken apart
    (an exported sheet) is tried as text, where a label reaches to the next.
    """
    if first + 1 >= len(rows) or not _may_go_on(rows[first + 1]):
        return []
    if fund_pairs.begins(rows[first]) or (aligned and _are_empty_goals(rows[first], rows[first + 1])):
        return []
    return _join(rows, first, aligned) or (_join(rows, first, False) if aligned else [])


def of_year(header: list[Item], year: str | None) -> list[Item]:
    """The header, what stands below a label of values for another year than that of the form being no field.

    2021年 | 2022年 | 2023年 below 指标值; the last of them where the form names no year, or none of these, none of them
    where a further column says that it is of this year.
    """
    years = {n: _YEAR.findall(item.text) for n, item in enumerate(header) if item.above and item.means.column in VALUES}
    named = {one for found in years.values() for one in found}
    if not named:
        return _money_of_year(header, year)
    beside = {header[n].above for n, found in years.items() if not found}
    own = year if year in named else max(named)
    no_field = replace(NOTHING, other=True)
    return [
        replace(item, means=no_field) if years.get(n) and (own not in years[n] or item.above in beside) else item
        for n, item in enumerate(header)
    ]


def _money_of_year(header: list[Item], year: str | None) -> list[Item]:
    """The header with the year of the form taken for the budget where its amounts are parted by years.

    资金来源 | 总投资 | 2022年 | 2023年.
    """
    years = [item for item in header if fund_header.is_year(item)]
    own = [item for item in years if year is not None and item.text.startswith(year)]
    names_money = any(item.means.fund_row or item.means.block or item.means.other for item in header)
    if len(own) != 1 or not fund_header.has_years(header) or not names_money:
        return header
    budget, no_field = replace(NOTHING, fund_column="budget"), replace(NOTHING, other=True)
    return [replace(item, means=budget if item is own[0] else no_field) if item in years else item for item in header]


def _join(rows: Sequence[list[Item]], first: int, aligned: bool) -> list[tuple[list[Item], int]]:
    top = rows[first]
    if not may_open(top, aligned):
        return []
    found: list[tuple[list[Item], int]] = []
    tiers = [_spread(top, aligned)]
    for depth in range(2, _TIERS + 1):
        if first + depth > len(rows):
            break
        below = rows[first + depth - 1]
        if not _may_go_on(below):
            break
        next_rows = rows[first + depth : first + depth + LOOKED]
        boxes = not aligned and (_are_boxes(below, tiers[-1], next_rows) or _are_parts(below, tiers[-1], next_rows))
        if not (boxes or _is_under(below, tiers[-1], aligned, _hold_figures(next_rows))):
            break
        tiers.append(_spread(below, aligned))
        header = list(_leaves(tiers))
        if tree_header.is_header(header) or fund_header.is_header(header) or summary.is_header(header):
            found = [(header, depth)]
    return found


def _are_empty_goals(row: list[Item], below: list[Item]) -> bool:
    """Whether a row names the goals, whose texts, right below it, are empty: a sheet does not list such a row."""
    names_goal = any(item.means.goal == "goal_expected" for item in row)
    return names_goal and bool(below) and below[0].cell.row > row[-1].cell.row + row[-1].cell.rows


def may_open(row: list[Item], aligned: bool) -> bool:
    """Whether a row holds labels of columns, and hardly anything else."""
    labels = sum(bool(item.means.column or item.means.fund_column) for item in row)
    blocks = sum(item.means.block_column is not None and not item.means.fund_column for item in row)
    groups = [item for item in row if key(item.text) in words().form.income_groups]  # 收入 | 支出
    if not labels and not (blocks and (groups or summary.names_project(row))):
        return False
    labels += blocks + len(groups)
    strange = sum(not (item.means.is_label or item in groups or money_unit(item.text)) for item in row)
    if any(column_likelihood.is_figure(item.text) for item in row) or len(row) < 2:
        return False
    allowed = len(row) // 2 if aligned and labels > 1 else len(row) // 3 if labels > 1 else 0
    return labels >= 1 and strange <= allowed


def _may_go_on(row: list[Item]) -> bool:
    return bool(row) and all(
        len(item.text) <= LONGEST
        and not column_likelihood.is_figure(item.text)
        and not is_dash(item.text)
        and not (item.means.level1 and not item.means.fund_column)
        for item in row
    )


def _is_under(below: list[Item], above: list[Item], aligned: bool, over_figures: bool) -> bool:
    """Whether a row parts cells of the row above: two labels below one, all of them below such.

    In pasted text all of them are words of the field; half of them suffice where figures stand right below.
    """
    parents = [_parent(item, above) for item in below]
    if any(parent is None for parent in parents):
        return False
    counts = {id(parent): sum(other is parent for other in parents) for parent in parents}
    parted = [parent for parent in parents if parent is not None and counts[id(parent)] > 1]
    if not parted:
        return False
    narrower = all(
        parent is not None and (not aligned or item.columns < parent.columns or counts[id(parent)] == 1)
        for item, parent in zip(below, parents, strict=True)
    )
    known = [_is_known(item, parent) for item, parent in zip(below, parents, strict=True) if parent is not None]
    if aligned and narrower and all(parent is not None and parent.cell.rows == 1 for parent in parents):
        return all(parent is not None and parent in parted for parent in parents) or sum(known) * 2 >= len(known)
    return narrower and (all(known) or (over_figures and 2 * sum(known) >= len(known)))


def _is_known(item: Item, parent: Item) -> bool:
    """Whether a label of a lower tier is a word of the field, by itself or behind the one over it: 指标值 over 实际."""
    means = item.means
    if means.column or means.fund_row or means.fund_column or means.other:
        return True
    if parent.means.column in VALUES and (of_other_year(item.text) or _YEAR.search(item.text)):
        return True
    if key(item.text) in words().form.part_of_year:
        return True
    if means.head or means.weak or means.total:
        return False
    pairs = (f"{parent.text}{item.text}", f"{item.text}{parent.text}")
    whole = [meaning(pair) for pair in pairs if is_word(pair)]
    return any(meant.column or meant.fund_column for meant in whole)


def _are_parts(below: list[Item], above: list[Item], rows: Sequence[list[Item]]) -> bool:
    """Whether a row of pasted text parts nothing but labels of the reasons, or further ones, over rows that are whole.

    偏差原因分析 | 完成目标可能性 over 原因类别 | 原因说明 | 可能性 | 备注.
    """
    parents = [_parent(item, above) for item in below]
    if any(parent is None or not (parent.means.column == "reason" or parent.means.other) for parent in parents):
        return False
    if any(sum(other is parent for other in parents) < _LEAST_PARTED for parent in parents):
        return False
    first = next((row for row in rows if row), [])
    return sum(item.column < below[0].column for item in first) >= len(above) // 2


def _hold_figures(rows: Sequence[list[Item]]) -> bool:
    """Whether the first row holds amounts, and no label of a column."""
    first = next((row for row in rows if row), [])
    amounts = sum(column_likelihood.is_amount(item.text) for item in first)
    return amounts > 1 and not any(item.means.column or item.means.fund_column for item in first)


def _are_boxes(below: list[Item], above: list[Item], rows: Sequence[list[Item]]) -> bool:
    """Whether a row of pasted text names boxes to tick: below them stands nothing but ticks."""
    parents = [_parent(item, above) for item in below]
    if len(below) < 2 or not all(parent is not None and parent.columns > 1 for parent in parents):
        return False
    columns = {item.column for item in below}
    found = [item for row in rows for item in row if item.column in columns]
    return bool(found) and all(ticks.is_tick(item.text) for item in found)


def _spread(row: list[Item], aligned: bool) -> list[Item]:
    """Labels with the columns that they stand over: to the next label where the cells do not say."""
    if aligned:
        return row
    ends = [after.column for after in row[1:]] + [row[-1].column + 500]
    return [replace(item, columns=end - item.column) for item, end in zip(row, ends, strict=True)]


def _parent(item: Item, above: list[Item]) -> Item | None:
    return next((label for label in above if label.column <= item.column < label.end), None)


def _leaves(tiers: list[list[Item]]) -> Iterator[Item]:
    """The lowest labels from left to right, each with what the labels over it add to its meaning."""
    leaves: list[tuple[Item, list[Item]]] = [(item, []) for item in tiers[0]]
    for below in tiers[1:]:
        parted: list[tuple[Item, list[Item]]] = []
        for leaf, over in leaves:
            children = [
                replace(item, columns=min(item.end, leaf.end) - item.column)
                for item in below
                if leaf.column <= item.column < leaf.end
            ]
            parted += [(child, [*over, leaf]) for child in children] or [(leaf, over)]
        leaves = parted
    own = {leaf.means.fund_column for leaf, _ in leaves}
    for leaf, over in leaves:
        if not over:
            yield leaf
            continue
        beside = [other for other, above in leaves if above and above[-1] is over[-1]]
        means = below_sum(leaf, over[-1], beside) or _means(leaf, over, own | own_columns(beside))
        yield replace(leaf, means=means, above=over[-1].text)


def below_sum(leaf: Item, label: Item, beside: Sequence[Item]) -> Meaning | None:
    """What a label means below an amount that is parted by no source, but has its sum: 年初数 | 追加数 | 合计.

    The sum is the amount; what means nothing by itself is a part of it. None where there is no such sum.
    """
    amount = label.means.fund_column
    kinds = [other.means.fund_row for other in beside if not other.means.fund_column]
    has_own = any(other.means.fund_column in AMOUNTS for other in beside)
    if amount not in AMOUNTS or not has_own or TOTAL_FUND not in kinds or {*kinds} - {None, TOTAL_FUND}:
        return None
    if leaf.means.fund_row == TOTAL_FUND and leaf.means.fund_column is None:
        return replace(NOTHING, fund_column=amount)
    own = _means(leaf, [label], frozenset((amount,)))
    return own if own.fund_column else replace(NOTHING, other=True)


def means_below(leaf: Item, label: Item, own: Set[str | None] = frozenset()) -> Meaning:
    """What a label means below another one; `own` are columns that labels beside it mean by themselves."""
    return _means(leaf, [label], own)


def own_columns(leaves: Sequence[Item]) -> set[str | None]:
    """The columns of the tree that labels of a lower tier mean by themselves."""
    return {leaf.means.column or value_word(leaf.text) for leaf in leaves}


def _means(leaf: Item, over: list[Item], own: Set[str | None]) -> Meaning:
    """What a label means below another: by itself, read together with it, else what the other means.

    `own` are columns that labels of the lowest tier mean by themselves: 调整金额 beside 调整后预算, both below
    预算数, is not the budget once more; nor is 甲项 beside 自评, both below 评分, the score.
    """
    top = over[-1]
    return _below(leaf.text, leaf.means, top.text, top.means, frozenset(own))


@lru_cache(maxsize=4096)
def _below(leaf: str, means: Meaning, top: str, over: Meaning, own: frozenset[str | None]) -> Meaning:
    of_another = over.column in VALUES and of_other_year(leaf)  # 上年 | 当年 below 指标值
    of_another |= over.column == VALUES[0] and key(leaf) in words().form.part_of_year  # 半年 | 全年 below 目标值
    of_another |= bool(means.fund_column) and key(top) in words().form.income_groups  # 全年预算 below 收入 | 支出
    if of_another or (means.other and not (means.column or means.fund_column)):
        return replace(NOTHING, other=True)
    word = value_word(leaf) if over.column in (None, *VALUES) else None
    if word is not None:
        return replace(NOTHING, column=word)
    core = key(top).removesuffix(_OF_BLOCK)  # 年初 below 预算情况
    pairs = (f"{leaf}{top}", f"{top}{leaf}", f"{leaf}{core}")
    candidates = [means, *map(meaning, pairs), over]
    column = next((meant.column for meant in candidates if meant.column), None)
    if column in own and means.column != column:
        column = None
    money = next((meant.fund_column for meant in candidates if meant.fund_column), None)
    if money in own and means.fund_column != money and not means.fund_row:
        money = None
    row = means.fund_row if means.fund_column is None and over.fund_column else None
    head = means.head or (None if column or money or row or means.other else over.head)  # 等次 below 自评结果
    return replace(NOTHING, column=column, fund_column=money, fund_row=row, head=head, other=means.other)


on_change(_below.cache_clear)
