"""Amounts with their label at each: 年初预算数 | 60 | 全年预算数 | 60, or 预算数：60 到位数：60 in one cell."""

from itertools import pairwise

from jiheng.expression import expression
from jiheng.form import FUND_FIELDS, TOTAL_FUND, Fund, Place
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.form_builder import Draft, Item
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import NOTHING, fund_name, key, meaning
from jiheng.reading.tables.clean import printed

_PAIR = expression(
    r"([^\d:：,，;；。\s][^:：,，;；。\s]{1,20}?)\s*[:：]\s*([-+]?[\d,，.]*\d\s*(?:[%％]|[亿万千]?元|分)?)"
)
_LEAST = 2
_LONGEST = 200
"""A longer cell is a text that speaks of amounts."""


def begins(row: list[Item]) -> bool:
    """Whether a row names amounts, each with its figure right beside it."""
    if not any(item.means.fund_column or ":" in item.text or "：" in item.text for item in row):
        return False
    return len(_amounts(apart(row))) >= _LEAST


def apart(row: list[Item]) -> list[Item]:
    """The row with cells such as 预算数：60 到位数：60 taken apart into labels and figures."""
    found: list[Item] = []
    for item in row:
        pairs = _PAIR.findall(item.cell.text) if not item.means.is_label and len(item.text) <= _LONGEST else []
        if not any(meaning(printed(label)).fund_column for label, _ in pairs):
            found.append(item)
            continue
        for label, figure in pairs:
            found.append(item._replace(text=printed(label), means=meaning(printed(label))))
            found.append(item._replace(text=printed(figure), means=NOTHING))
    return found


def _amounts(row: list[Item]) -> list[tuple[Item, Item]]:
    """Labels of the funds with the figure after each."""
    return [(label, figure) for label, figure in pairwise(row) if label.means.fund_column and _is_value(figure)]


def _is_value(item: Item) -> bool:
    return not item.means.is_label and (column_likelihood.is_amount(item.text) or is_dash(item.text))


def read(draft: Draft, row: list[Item]) -> None:
    """Take a row; its money is the one that it names first, else the total."""
    row = apart(row)
    pairs = _amounts(row)
    first = pairs[0][0]
    named = next((item for item in row[: row.index(first)] if item.means.fund_row), None)
    name = fund_name(named.text) if named is not None else TOTAL_FUND
    fund = draft.form.fund(name)
    if fund is None:
        fund = Fund(name, **dict.fromkeys(FUND_FIELDS))
        draft.form.funds.append(fund)
    if named is not None:
        draft.take(named)
    for label, figure in pairs:
        field = label.means.fund_column or ""
        if getattr(fund, field) is None:
            setattr(fund, field, figure.text)
            draft.note(str(Place.fund(name, field)), figure)
            draft.take(label)
        else:
            draft.keep(figure, key(label.text), str(Place.fund(name)))
        if draft.form.money_unit is None and (unit := money_unit(label.text)):
            draft.form.money_unit = unit
    _rest(draft, row, [id(item) for pair in pairs for item in pair])


def _rest(draft: Draft, row: list[Item], seen: list[int]) -> None:
    """Pairs in the same cell that are no amounts of the record (到位数)."""
    for label, figure in pairwise(row):
        if id(label) not in seen and label.cell is figure.cell and not figure.means.is_label:
            draft.keep(figure, key(label.text), text=figure.text)
