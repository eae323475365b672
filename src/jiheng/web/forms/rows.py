"""Rows of indicators added, taken out or moved, where a project has no approved indicators."""

from collections.abc import Mapping

import msgspec

from jiheng.form import INDICATOR_FIELDS, Form, Indicator
from jiheng.web.forms.errors import RefusedInput
from jiheng.web.forms.places import ROWS, moved, tidy

MOST = 200
"""Rows of one form."""


def rearrange(form: Form, own: Mapping[str, str], wanted: str, columns: frozenset[str], longest: int) -> dict[str, str]:
    """Put the rows in the order wanted; returns the reasons of own scores at their new places.

    `wanted` is a JSON list: a number stands for the row that is there now, an object for a new one. `columns` are
    the columns of the layout, which a new row has; `longest` bounds a cell. Raises Refused.
    """
    try:
        order = msgspec.json.decode(wanted, type=list[int | Indicator])
    except msgspec.MsgspecError as error:
        raise RefusedInput(f"没有看懂指标行的新次序：{error}", ROWS) from error
    kept = [number for number in order if isinstance(number, int)]
    if len(set(kept)) != len(kept) or any(not 0 <= number < len(form.indicators) for number in kept):
        raise RefusedInput("指标行已经变了，请刷新页面再增删。", ROWS)
    if len(order) > MOST:
        raise RefusedInput(f"一张表最多 {MOST} 行指标。", ROWS)
    form.indicators = [
        form.indicators[item] if isinstance(item, int) else _new(item, columns, longest) for item in order
    ]
    rows = {old: number for number, old in enumerate(order) if isinstance(old, int)}
    return {place: reason for old, reason in own.items() if (place := moved(old, rows)) is not None}


def _new(row: Indicator, columns: frozenset[str], longest: int) -> Indicator:
    for field in INDICATOR_FIELDS:
        text = tidy(getattr(row, field) or "")
        if len(text) > longest:
            raise RefusedInput(f"“{INDICATOR_FIELDS[field]}”超过 {longest} 字，没有保存。", ROWS)
        setattr(row, field, text if field in columns or getattr(Indicator(), field) is not None else None)
    return row
