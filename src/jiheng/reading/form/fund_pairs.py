"""Amounts with their label at each: 年初预算数 | 60 | 全年预算数 | 60, or 预算数：60 到位数：60 in one cell."""

from itertools import pairwise

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import AMOUNTS, FUND_FIELDS, POINTS, TOTAL_FUND, Fund, Place
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.rows import Item
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import NOTHING, fund_name, is_word, key, meaning
from jiheng.reading.tables.clean import printed

_JOINED = expression(r"([^\d:：%％]{2,12})(\d[\d.]*[%％])$")
"""A label right before its rate: 执行率97%."""
_PAIR = expression(
    r"([^\d:：,，;；。\s][^:：,，;；。\s]{1,20}?)\s*[:：]\s*([-+]?[\d,，.]*\d\s*(?:[%％]|[亿万千]?元|分)?)"
)
_LEAST = 2
_LONGEST = 200
"""A longer cell is a text that speaks of amounts."""


def begins(row: list[Item]) -> bool:
    """Whether a row names amounts, each with its figure right beside it."""
    if not any(column(item) or ":" in item.text or "：" in item.text for item in row):
        return False
    found = apart(row)
    amounts = _amounts(found)
    return (
        len(amounts) >= _LEAST
        or (bool(amounts) and len(_with_parts(found)) >= _LEAST)
        or any(_is_lone(found, label) for label, _ in amounts)
    )


def are_kinds(row: list[Item]) -> bool:
    """Whether a row names kinds of money, the figure of each beside it: 项目资金（万元） | 年度资金总额 | 240."""
    is_block = row[0].means.block or (len(row) % 2 and row[0].means.fund_column)
    first = row[1:] if is_block and not row[0].means.fund_row else row
    labels, figures = first[::2], first[1::2]
    return bool(figures) and len(labels) == len(figures) and all(map(_is_kind, labels, figures))


def fields(row: list[Item]) -> list[str]:
    """The amounts that a row of labels with figures names, in order."""
    row = apart(row)
    named = _with_parts(row) if _amounts(row) else []
    found = [column(label) or ("budget" if fund_name(label.text) == TOTAL_FUND else "") for label, _ in named]
    return [field for field in found if field in AMOUNTS]


def repeats(row: list[Item], before: list[str]) -> bool:
    """Whether a row gives the same amounts as the one above, of one kind of money: 财政资金 | 60 | 财政资金 | 55."""
    if len(before) < _LEAST:
        return False
    parts = [label for label, figure in pairwise(row) if _is_part(label, figure)]
    return len(parts) == len(before) and len({fund_name(label.text) for label in parts}) == 1


def read_parts(draft: Draft, row: list[Item], before: list[str]) -> None:
    """Take a row that `repeats` the one above."""
    parts = [(label, figure) for label, figure in pairwise(row) if _is_part(label, figure)]
    for (label, figure), field in zip(parts, before, strict=True):
        _part(draft, label, figure, field)
    for label, figure in _amounts(row):
        field = column(label) or ""
        if field == "rate":
            _part(draft, parts[0][0], figure, field)
            draft.take(label)
        elif field in POINTS:  # of the money as a whole: 其中：财政资金 | 55 | 得分 | 9.8
            _set(draft, draft.form.funds[0], figure, field)
            draft.take(label)


def is_pair(label: Item, value: Item) -> bool:
    """Whether a cell is a label of an amount to the letter, and the other its figure."""
    is_label = column(label) in (*AMOUNTS, "rate") and (is_word(label.text) or label.means.block)
    return is_label and _is_value(value)


def _is_lone(row: list[Item], label: Item) -> bool:
    """Whether an amount stands in a row of other labels with their values: 是否为经常性项目 | 是 | 当年预算数 | 126.

    The name of the block may stand before them: 预算资金 | 年初预算 | 45 | 追加 | 5.
    """
    row = row[1:] if len(row) % 2 and row[0].means.block and label is not row[0] else row
    at, values = row.index(label), row[1::2]
    return (
        is_pair(label, row[at + 1])
        and at % 2 == 0
        and len(row) == 2 * len(values)
        and not any(column_likelihood.is_amount(item.text) for item in row[::2])
        and all(
            _says_kind(before, value) for before, value in zip(row[::2], values, strict=True) if value.means.is_label
        )
    )


def _says_kind(label: Item, value: Item) -> bool:
    """Whether a kind of money is the value of a label and names no amount itself: 资金来源 | 县级财政."""
    return bool(value.means.fund_row) and label.means.other and is_word(label.text)


def apart(row: list[Item]) -> list[Item]:
    """The row with cells such as 预算数：60 到位数：60 taken apart into labels and figures."""
    found: list[Item] = []
    for item in row:
        pairs = _pairs(item)
        if not pairs or not any(meaning(printed(label)).fund_column for label, _ in pairs):
            found.append(item)
            continue
        for label, figure in pairs:
            found.append(replace(item, text=printed(label), means=meaning(printed(label))))
            found.append(replace(item, text=printed(figure), means=NOTHING))
    return found


def _pairs(item: Item) -> list[tuple[str, str]]:
    """The labels with their figures that one cell holds."""
    joined = _JOINED.match(item.text) if item.text.endswith(("%", "％")) else None
    if joined is not None and is_word(joined[1]):
        return [(joined[1], joined[2])]
    if not (":" in item.text or "：" in item.text) or len(item.text) > _LONGEST:
        return []
    if item.means.is_label and not _PAIR.fullmatch(item.cell.text.strip()):
        return []
    return _PAIR.findall(item.cell.text)


def _amounts(row: list[Item]) -> list[tuple[Item, Item]]:
    """Labels of the funds with the figure after each."""
    return [(label, figure) for label, figure in pairwise(row) if column(label) and _is_value(figure)]


def column(label: Item) -> str | None:
    """The column of a label; the name of the block with its unit and one figure beside it is the budget."""
    means = label.means
    if means.fund_column or not (means.block or means.block_column):
        return means.fund_column
    return (means.block_column or "budget") if money_unit(label.text) else None


def _is_value(item: Item) -> bool:
    return not item.means.is_label and (column_likelihood.is_amount(item.text) or is_dash(item.text))


def read(draft: Draft, row: list[Item]) -> None:
    """Take a row; its money is the one that it names first, else the total."""
    row = apart(row)
    pairs = _amounts(row)
    first = pairs[0][0]
    named = _named(row, row.index(first))
    name = fund_name(named.text) if named is not None else TOTAL_FUND
    fund = draft.form.fund(name)
    if fund is None:
        fund = Fund(name, **dict.fromkeys(FUND_FIELDS))
        draft.form.funds.append(fund)
    if named is not None:
        draft.take(named)
    before = ""
    for label, figure in _with_parts(row):
        if not column(label):  # 其中：财政资金 behind 预算金额, or 资金总额 before 实际支出
            _part(draft, label, figure, before or "budget")
            continue
        field = before = column(label) or ""
        if getattr(fund, field) is None:
            setattr(fund, field, figure.text)
            draft.note(str(Place.fund(name, field)), figure)
            draft.take(label)
        else:
            draft.keep(figure, key(label.text), str(Place.fund(name)))
        if draft.form.money_unit is None and (unit := money_unit(label.text)):
            draft.form.money_unit = unit
    _rest(draft, row, [id(item) for pair in pairs for item in pair])


def _named(row: list[Item], end: int) -> Item | None:
    """The first kind of money that a row names as far as a place: none that is a value beside a rate alone.

    资金来源 | 县级财政 | 执行率 | 97%
    """
    has_amount = any(column(label) in AMOUNTS for label, _ in _amounts(row))
    said = [value for label, value in pairwise(row) if _says_kind(label, value) and not has_amount]
    return next((item for item in row[:end] if item.means.fund_row and item not in said), None)


def unnamed(row: list[Item]) -> tuple[str, list[Item]]:
    """The money that a row of labels with figures is about, and the figures in it that stand behind no label."""
    row = apart(row)
    named = _named(row, len(row))
    behind = {id(figure) for label, figure in pairwise(row) if not _is_value(label)}
    left = [item for item in row if _is_value(item) and id(item) not in behind]
    return fund_name(named.text) if named is not None else TOTAL_FUND, left


def _with_parts(row: list[Item]) -> list[tuple[Item, Item]]:
    """The labels of amounts with their figures, and those of kinds of money behind them with theirs."""
    found = _amounts(row)
    first = row.index(found[0][0])
    whole = [(label, figure) for label, figure in pairwise(row[:first]) if _is_whole(label, figure, found)]
    parts = [(label, figure) for label, figure in pairwise(row[first:]) if _is_part(label, figure)]
    return sorted([*whole, *found, *parts], key=lambda pair: row.index(pair[0]))


def _is_whole(label: Item, figure: Item, amounts: list[tuple[Item, Item]]) -> bool:
    """Whether a cell is the whole of the money, and its figure the budget: 资金总额 | 60 | 实际支出 | 55."""
    has_budget = any(column(other) in ("initial", "budget") for other, _ in amounts)
    return _is_part(label, figure) and fund_name(label.text) == TOTAL_FUND and not has_budget


def _is_part(label: Item, figure: Item) -> bool:
    """Whether a cell names a kind of money, and the next is its figure."""
    return bool(label.means.fund_row) and not column(label) and is_word(label.text) and _is_value(figure)


def _is_kind(label: Item, figure: Item) -> bool:
    """The same, of a label too that may be that of a column: 部门预算总额."""
    return bool(label.means.fund_row) and is_word(label.text) and _is_value(figure)


def _part(draft: Draft, label: Item, figure: Item, field: str) -> None:
    """The amount of one kind of money, of the column that was named before it."""
    name = fund_name(label.text)
    fund = draft.form.fund(name)
    if fund is None:
        fund = Fund(name, **dict.fromkeys(FUND_FIELDS))
        draft.form.funds.append(fund)
    if getattr(fund, field) is None:
        _set(draft, fund, figure, field)
        draft.take(label)


def _set(draft: Draft, fund: Fund, figure: Item, field: str) -> None:
    if getattr(fund, field) is None:
        setattr(fund, field, figure.text)
        draft.note(str(Place.fund(fund.name, field)), figure)


def _rest(draft: Draft, row: list[Item], seen: list[int]) -> None:
    """Pairs in the same cell that are no amounts of the record (到位数)."""
    for label, figure in pairwise(row):
        if id(label) not in seen and label.cell is figure.cell and not figure.means.is_label:
            draft.keep(figure, key(label.text), text=figure.text)
