"""The head of a form: labels with their value to the right."""

import re
from functools import cache

from jiheng.places.words import words
from jiheng.reading.form.form_builder import Draft, Item
from jiheng.reading.form.title_block import year_in
from jiheng.reading.labels.labels import NOTHING, is_word, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.grid_columns import vacant
from jiheng.reading.tables.table import Cell

_COLON = re.compile(r"[:：]")


@cache
def _pairs() -> re.Pattern[str]:
    """A label of the head and its colon within a cell."""
    labels = sorted({label for labels in words().form.head.values() for label in labels}, key=len, reverse=True)
    return re.compile(rf"(?:^|\s)({'|'.join(map(re.escape, labels))})\s*[:：]")


def fields(row: list[Item]) -> set[str]:
    """The fields that a row names."""
    return {item.means.head for item in apart(row) if item.means.head}


def apart(row: list[Item]) -> list[Item]:
    """The row with cells such as 项目名称：某项目 taken apart into label and value."""
    found = []
    for item in row:
        pairs = list(_pairs().finditer(item.cell.text)) if not item.means.head and _COLON.search(item.text) else []
        if not pairs or pairs[0].start() > 0:
            found.append(item)
            continue
        for pair, after in zip(pairs, [*pairs[1:], None], strict=True):
            found.append(item._replace(text=pair[1], means=meaning(pair[1])))
            value = printed(item.cell.text[pair.end() : after.start() if after else None])
            if value:
                found.append(item._replace(text=value, means=NOTHING))
    return found


def _is_label(item: Item) -> bool:
    """Whether the next label follows at once; a value may look like the label of a part of the form."""
    return bool(item.means.head or item.means.other) or (item.means.block and is_word(item.text))


def read(draft: Draft, row: list[Item], cells: list[Cell]) -> None:
    """Take the values of a row; a label without one gives an empty cell, in `cells` or where the label stands."""
    row = apart(row)
    for item, after in zip(row, [*row[1:], None], strict=True):
        field = item.means.head
        if field is None:
            continue
        value = None if after is None or _is_label(after) else after
        if value is not None and field == "year":
            value = value._replace(text=year_in(value.text) or value.text)
        if getattr(draft.form, field):
            continue
        if value is None:
            setattr(draft.form, field, "")
            draft.vacant(field, vacant(cells, item.end) or item.cell)
        else:
            draft.put(field, value)
