"""The head of a form: labels with their value to the right."""

import re

from jiheng.reading.draft import Draft, Item
from jiheng.reading.labels import meaning
from jiheng.reading.lead import year_in

_PAIR = re.compile(r"([^:：]{2,16})[:：](.+)$", re.DOTALL)


def fields(row: list[Item]) -> set[str]:
    """The fields that a row names."""
    return {item.means.head for item in apart(row) if item.means.head}


def apart(row: list[Item]) -> list[Item]:
    """The row with cells such as 项目名称：某项目 taken apart into label and value."""
    found = []
    for item in row:
        match = _PAIR.match(item.text) if not item.means.head else None
        label = meaning(match[1]) if match else None
        if match and label and label.head:
            found.append(item._replace(text=match[1], means=label))
            found.append(item._replace(text=match[2]))
        else:
            found.append(item)
    return found


def read(draft: Draft, row: list[Item]) -> None:
    """Take the values of a row; a label without one gives an empty cell."""
    row = apart(row)
    for item, after in zip(row, [*row[1:], None], strict=True):
        field = item.means.head
        if field is None:
            continue
        value = None if after is None or after.means.head or after.means.other or after.means.block else after
        if value is not None and field == "year":
            value = value._replace(text=year_in(value.text) or value.text)
        if getattr(draft.form, field):
            continue
        if value is None:
            setattr(draft.form, field, "")
        else:
            draft.put(field, value)
