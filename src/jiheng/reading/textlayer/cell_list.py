"""The rows of a list of results that was pasted one cell a line: which cells make a row, and the column of each."""

from collections.abc import Iterator, Sequence

from jiheng.reading.form import column_likelihood, summary
from jiheng.reading.form.list_columns import MATCHED, NUMBER, UNMATCHED, columns_of
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.textlayer.cell_tiers import Group, of_money

Row = tuple[list[Item], tuple[int, ...] | None, str | None]
"""The cells of a row, the column of each, and what is doubtful; no columns where they suit the columns in no order."""


def header_of(cells: Sequence[Item], known: int) -> list[Group]:
    """The labels of a list of which the first `known` are words of the vocabulary; in two tiers where rows tell so."""
    end = next((n for n, item in enumerate(cells) if n >= known and column_likelihood.is_amount(item.text)), known)
    if cells[end - 1 : end] and not _begins(cells[end], "1"):  # the first row is one of sums
        end = max((n for n, item in enumerate(cells[:end]) if n >= known and item.means.total), default=known)
    labels = [item for item in cells[:end] if item.text]
    rows = [row for row in _rows(cells[end:], len(cells), is_running(labels[0].text)) if row[0].text.isdecimal()]
    wide = max(map(len, rows), default=0)
    whole = [row for row in rows if len(row) == wide]
    first = next(n for n, label in enumerate(labels) if label.means.block_column or label.means.fund_column)
    groups = of_money(labels[first:], [row[first:] for row in whole]) if _are_tiers(labels, cells) else None
    if groups is None or groups[0][0] is not labels[first]:
        return [(label, ()) for label in cells[:known]]
    return [*((label, ()) for label in labels[:first]), *groups]


def _are_tiers(labels: Sequence[Item], cells: Sequence[Item]) -> bool:
    """Whether labels may be two tiers: one has the name of a block, two the same, or a row has all its cells."""
    has_blanks = any(not item.text for item in cells)
    names = {label.text for label in labels}
    return has_blanks or len(names) < len(labels) or any(label.means.block_column for label in labels)


def rows_of_list(groups: Sequence[Group], cells: Sequence[Item]) -> Iterator[Row]:
    """The rows below a header: at their running numbers where it has one, else each of as many cells as it has."""
    leaves = [(leaf, bool(below)) for label, below in groups for leaf in below or (label,)]
    is_numbered = is_running(leaves[0][0].text)
    fields = tuple("" if is_below and leaf.means.total else summary.field_of(leaf) for leaf, is_below in leaves)
    fields = (NUMBER, *fields[1:]) if is_numbered else fields
    is_known = not is_numbered or not cells or _begins(cells[0], "1")  # a label of a lower tier may stand before it
    has_blanks = any(not item.text for item in cells)
    is_sure = has_blanks or not any(below for _, below in groups)
    for row in _rows(cells, len(fields), is_numbered):
        label = _sum(row)
        columns = columns_of(fields, tuple(item.text for item in row), label) if is_known else None
        is_whole = is_sure and (len(row) == len(fields) or (label is not None and has_blanks) or len(row) == 1)
        yield row, columns, UNMATCHED if columns is None else None if is_whole else MATCHED


def _rows(cells: Sequence[Item], wide: int, is_numbered: bool) -> Iterator[list[Item]]:
    row: list[Item] = []
    number = 1
    for item in cells:
        begins = is_numbered and _begins(item, str(number)) and any(one.text for one in row)
        if begins or len(row) == wide:
            yield row
            row = []
        number += item.text == str(number) and not row
        row.append(item)
    if row:
        yield row


def _begins(item: Item, number: str) -> bool:
    """Whether a cell begins a row: its number, a sum, or the number of a unit."""
    return item.text == number or item.means.total or summary.is_number_of_group(item.text)


def _sum(row: Sequence[Item]) -> int | None:
    """The place of the label of a row of sums."""
    return next((n for n, item in enumerate(row) if item.means.total or item.means.fund_row), None)
