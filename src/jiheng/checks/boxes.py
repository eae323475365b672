"""Forms that ask for no more than a tick in place of an actual value."""

from jiheng.checks.case import Case, Row
from jiheng.form import Block
from jiheng.quantity.boxes import has_box

_COLUMN = f"{Block.INDICATORS}.actual"


def is_ticked(case: Case, row: Row) -> bool:
    """Whether the actual value of a row is one of the boxes of its column, or a cell of boxes."""
    actual = row.indicator.actual or ""
    return actual in case.form.labels.get(_COLUMN, ())[1:] or has_box(actual)
