"""The header of the funds block 项目资金: which rows are one, and what amount each of its labels names."""

from functools import lru_cache
from itertools import pairwise

from jiheng.expression import expression
from jiheng.form import AMOUNTS, FUND_FIELDS, TOTAL_FUND
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import Meaning, column_words, fund_name, key, meaning, of_term
from jiheng.reading.tables.table import Cell

_PARTS = expression(r"[（(][^（）()]*[)）]|[/／、]")
"""What parts the names of two columns in one label."""
_YEAR = expression(r"20\d\d年度?")
_MONTH = expression(r"(\d{1,2})月")
SOURCES = 2
_BESIDE = frozenset(FUND_FIELDS).difference(AMOUNTS)
"""Columns that may stand beside those of the sources: 中央 | 市级 | 合计 | 执行率."""
_TWO = 2
_LEAST_BESIDE = 3
"""Labels beside the name of a block at their left."""


def both_columns(label: str) -> tuple[str, ...]:
    """The two columns that one label names, in its order: 执行率（B/A）得分, 分值/得分; empty where it names one."""
    if _PARTS.search(label) is None:
        return ()
    pieces = [piece for piece in _PARTS.split(label) if piece]
    fields = tuple(dict.fromkeys(meaning(piece).fund_column or "" for piece in pieces))
    return fields if len(fields) == len(pieces) == _TWO and all(fields) else ()


def is_header(row: list[Item]) -> bool:
    """Whether a row names the amounts."""
    if not any(item.means.fund_column or item.means.block_column for item in row):
        return False
    over = row[0] if row and first_is_block(row) else None
    found = {field_of(item, item is over) for item in row}
    amounts = sum(field in found for field in AMOUNTS)
    if sum(bool(item.means.fund_row) for item in row) >= SOURCES:  # 中央 | 本级 | 合计 | 执行数
        return amounts >= 1 and not any(column_likelihood.is_figure(item.text) for item in row)
    if (
        amounts == 1 and "rate" in found and any(item.means.fund_row for item in row[1:])
    ):  # 预算资金 | 全年执行数 | 执行率
        return not any(column_likelihood.is_figure(item.text) for item in row)
    if amounts == 1 and has_years(row):
        return True
    if amounts == 1 and "rate" in found and row[0].means.block:
        return _free_budget(row) is not None
    return amounts >= 2 or (amounts == 1 and len(found - {None}) >= 3)


def is_year(item: Item) -> bool:
    """Whether a label is a year over the amounts of that: 2024年."""
    return _YEAR.fullmatch(item.text) is not None


def has_years(row: list[Item]) -> bool:
    """Whether several labels of a row are years."""
    return sum(map(is_year, row)) >= _TWO


def are_sources(row: list[Item]) -> bool:
    """Whether a row names nothing but kinds of money: 资金总额 | 财政拨款 | 其他资金, the budget of each below it.

    Before the first may stand the name of the block and what the rows below are: 资金情况 | 资金类别 | 合计 | 中央.
    """
    named = [item for item in row if item.means.fund_row]
    further = [item for item in row[row.index(named[0]) if named else 0 :] if not item.means.fund_row]
    is_whole = sum(field_of(item, False) not in _BESIDE and not item.means.other for item in further) <= max(
        1, len(named) // 2
    )
    return len(named) >= SOURCES and is_whole and any(fund_name(i.text) == TOTAL_FUND for i in named)


def field_of(item: Item, is_first: bool) -> str | None:
    """The amount that a label of the header means; the name of a block means one only behind another label."""
    return item.means.fund_column or (None if is_first else item.means.block_column)


def first_is_block(header: list[Item]) -> bool:
    """Whether the first label is the name of the block at the left, though it sounds like an amount.

    It is a column where it alone names its amount: 预算安排情况 | 到位情况 | 支出情况 | 执行率.
    """
    first, *rest = header
    beside = {field_of(item, False) for item in rest}
    is_column = first.means.block_column not in beside and {"executed", "rate"} <= beside
    return not (is_column and all(item.means.is_label for item in rest))


def _free_budget(header: list[Item]) -> Item | None:
    """The label right before what was executed that no word explains, where nothing else names a budget: 下拨数."""
    for item, after in pairwise(header):
        is_free = not item.means.is_label and not column_likelihood.is_amount(item.text)
        if is_free and after.means.fund_column == "executed":
            return item
    return None


def columns(header: list[Item]) -> tuple[list[Item], list[str]]:
    """The labels of the columns, with the field of each; `field@kind` for the money of one source.

    A column that no field takes begins with "+".
    """
    labels = tuple([(item.text, item.column, item.columns, item.means, item.above, item.cell.rows) for item in header])
    first, found = _fields(labels)
    return header[first:], list(found)


@lru_cache(maxsize=256)
def _fields(labels: tuple[tuple[str, int, int, Meaning, str, int], ...]) -> tuple[int, tuple[str, ...]]:
    """The first label of a column and the fields; the forms of one office have the same header over and over."""
    header = [
        Item(text, column, wide, Cell(text, 0, column, high, wide), means, above)
        for text, column, wide, means, above, high in labels
    ]
    found, fields = _columns(header)
    return len(header) - len(found), tuple(fields)


on_change(_fields.cache_clear)


def _columns(header: list[Item]) -> tuple[list[Item], list[str]]:
    header = header[1:] if edge_of(header) is not None else header
    over = header[0] if first_is_block(header) else None
    by_source = sum(bool(item.means.fund_row) for item in header) >= SOURCES
    has_budget = any(field_of(item, item is over) in ("initial", "budget") for item in header)
    free = None if has_budget or by_source else _free_budget(header)
    are_names = by_source or not has_budget
    first = next(
        n
        for n, i in enumerate(header)
        if field_of(i, i is over)
        or i is free
        or (n > 0 and i.means.fund_row == TOTAL_FUND and of_term(i.text))
        or (are_names and i.means.fund_row and (n > 0 or (by_source and not i.means.block)))
    )
    if first and is_running(header[first - 1].text):
        first -= 1
    found: list[str] = []
    amount = "budget"
    listed = column_words(of_funds=True)
    for item in (labels := header[first:]):
        is_budget = item is free or (item.means.fund_row and are_names and free is None)
        own = field_of(item, item is over)
        amount = own if own in AMOUNTS else amount  # 实际支出总额 | 其中：财政拨款
        field = own or (amount if is_budget else None)
        name = fund_name(item.text) if by_source and item.means.fund_row else ""
        name = key(name) if name not in ("", TOTAL_FUND) else ""
        place = f"{field}@{name}" if name else field
        at = found.index(place) if place in found else None
        if at is not None and not of_term(item.text):
            before = key(labels[at].text)
            if place == "budget" and "initial" not in found and not of_term(before):
                found[at] = "initial"  # 批复预算数 | 调整后预算数
            elif _gives_way(labels[at], item) or (key(item.text) in listed and before not in listed):
                # 总预算 | 本年预算; 拨付数 | 实际使用数: a label that the list of words has is surer than one like it
                found[at] = f"+{before}"
        found.append(place if place and place not in found else f"+{key(item.text)}")
    return labels, found


def _month(item: Item) -> int:
    """The month to which the amounts of a column run: 9 of 1-9月执行数, and of 执行数 below that; 0 for none."""
    months = _MONTH.findall(item.text) or _MONTH.findall(item.above)
    return int(months[-1]) if months else 0


def _gives_way(before: Item, item: Item) -> bool:
    """Whether the label of an amount is of the whole term, a change (调整预算数), or less of the year than `item`."""
    label = key(before.text)
    return of_term(label) or label.startswith(words().form.of_adjusted) or _month(before) < _month(item)


def edge_of(header: list[Item]) -> Item | None:
    """The name of the block at the left of a header that sounds like an amount: 年度预算（万元） | 支出类别."""
    first, *rest = header
    if len(rest) < _LEAST_BESIDE or not first.means.fund_column:
        return None
    is_tall = first.cell.rows > max(item.cell.rows for item in rest)
    again = [item for item in rest[1:] if item.means.fund_column == first.means.fund_column]
    is_twice = any(fund_name(item.text) == item.text for item in again)  # 其中：当年预算 is a part of 预算总额
    names_first = first.means.fund_column in _BESIDE or rest[0].means.fund_column in (None, "initial")
    return first if is_tall or (is_twice and names_first) else None


def source_columns(labels: list[Item]) -> list[str]:
    """The fields of columns that are kinds of money one and all, whatever else their labels sound like.

    So where each row below is one amount of every kind: 预算总额 | 其中：上年结转 | 其中：当年预算 | 执行率 over
    预算数 | 320 | 20 | 300 | 97%. The whole is the first that names no part.
    """
    found: list[str] = []
    for item in labels:
        own = field_of(item, False)
        name = fund_name(item.text)
        is_whole = name == TOTAL_FUND or (own in AMOUNTS and name == item.text and "budget" not in found)
        is_part = item.means.fund_row or name != item.text
        place = own if own in _BESIDE else "budget" if is_whole else f"budget@{key(name)}" if is_part else None
        found.append(place if place and place not in found else f"+{key(item.text)}")
    return found
