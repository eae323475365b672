"""A roll-up as JSON, with the names of its types; figures as JSON numbers with every digit."""

import msgspec

from jiheng.department.rollup.result import Rollup

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def to_json(rollup: Rollup) -> bytes:
    """One JSON object, UTF-8, indented by one space; None as null. docs/department.md tells the fields."""
    return msgspec.json.format(_ENCODER.encode(rollup), indent=1)
