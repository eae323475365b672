"""The order of places down a form, so that findings read from top to bottom."""

import re

from jiheng.form import FUND_FIELDS, FUND_NAMES, INDICATOR_FIELDS

_BLOCKS = {
    block: index
    for index, block in enumerate(
        (
            *("title", "secrecy", "year", "project", "department", "unit", "leader", "phone", "money_unit"),
            *("funds", "goal_expected", "goal_actual", "indicators", "blank_rows"),
            *("totals", "total_weight", "total_score", "grade"),
        )
    )
}
_FUND_ROWS = {name: index for index, name in enumerate(FUND_NAMES)}
_FIELDS = {name: index for index, name in enumerate((*FUND_FIELDS, *INDICATOR_FIELDS))}
_PARTS = re.compile(r"(\w+)(?:\[([^\]]*)\](?:\.(\w+))?)?")


def place_key(place: str) -> tuple[int, int, int]:
    """A sort key: block, row, column."""
    match = _PARTS.match(place)
    if match is None:
        return (len(_BLOCKS), 0, 0)
    block, key, field = match[1], match[2] or "", match[3] or ""
    row = int(key) if key.isdigit() else _FUND_ROWS.get(key, len(_FUND_ROWS))
    return (_BLOCKS.get(block, len(_BLOCKS)), row, _FIELDS.get(field, -1))
