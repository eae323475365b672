"""The form on which goals are declared and approved: a self-evaluation layout without what is reached in the year."""

import msgspec

from jiheng.form import names
from jiheng.writing.official.layout import Box, Layout, LayoutRow

_REACHED = frozenset(names(reached=True))
"""The cells that say what was reached in the year."""
_OWN_TITLE = "自评表"


def goals_layout(layout: Layout, title: str) -> Layout:
    """The layout with the columns of results joined to those before them; `title` takes the place of 自评表."""
    named = layout.title.replace(_OWN_TITLE, title) if _OWN_TITLE in layout.title else title
    return msgspec.structs.replace(
        layout,
        title=named,
        head=_rows(layout.head),
        funds=msgspec.structs.replace(layout.funds, columns=_kept(layout.funds.columns)),
        goals=msgspec.structs.replace(layout.goals, columns=_kept(layout.goals.columns)),
        indicators=msgspec.structs.replace(layout.indicators, columns=_kept(layout.indicators.columns)),
        total=LayoutRow(_kept(layout.total.cells)),
        tail=_rows(layout.tail),
    )


def _rows(rows: tuple[LayoutRow, ...]) -> tuple[LayoutRow, ...]:
    """The rows that hold something else than results."""
    return tuple(row for row in rows if not any(box.field in _REACHED for box in row.cells))


def _kept(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The boxes without results; each gives its columns to the one before it."""
    found: list[Box] = []
    for box in boxes:
        out = box.field in _REACHED or not (box.field or box.label)
        if out and found:
            found[-1] = msgspec.structs.replace(found[-1], span=found[-1].span + box.span)
        elif not out:
            found.append(box)
    return tuple(found)
