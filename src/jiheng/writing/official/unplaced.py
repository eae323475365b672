"""What a record holds that a layout has no place for, so that the user is told instead of missing it later."""

from jiheng.form import HEAD_FIELDS, INDICATOR_FIELDS, Block, Form, labels, names
from jiheng.writing.official.layout import Layout

ALWAYS_PRINTED = frozenset((*names(Block.HEAD, outside=True), *labels(Block.TAIL)))
"""Printed above the form, in its labels or below it, whatever the layout."""
_INTO_TARGET = ("property", "unit")


def left_out(form: Form, layout: Layout) -> list[str]:
    """The fields that do not come onto paper, by the names an officer knows; [] when nothing is lost."""
    printed = layout.head_fields() | ALWAYS_PRINTED
    lost = [label for field, label in HEAD_FIELDS.items() if field not in printed and getattr(form, field)]
    lost += [
        label
        for field, label in INDICATOR_FIELDS.items()
        if field not in layout.fields() and field not in _INTO_TARGET and _is_used(form, field)
    ]
    return lost


def moved(form: Form, layout: Layout) -> list[str]:
    """The columns whose text goes into 年度指标值, because the layout has none for it."""
    return [INDICATOR_FIELDS[field] for field in _INTO_TARGET if field not in layout.fields() and _is_used(form, field)]


def _is_used(form: Form, field: str) -> bool:
    return any(getattr(indicator, field) for indicator in form.indicators)
