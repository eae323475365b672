"""What follows from the columns of a header of money: its sources, and the fields of each; kept by their labels."""

from collections.abc import Container
from functools import lru_cache

import msgspec

from jiheng.form import FUND_FIELDS
from jiheng.places.sources import on_change
from jiheng.reading.form.alignment import Column
from jiheng.reading.form.fund_header import both_columns


class Shape(msgspec.Struct, frozen=True):
    """What follows from which columns a header has."""

    named: list[Column]
    sources: list[str]
    has: dict[str, dict[str, str]]
    both: dict[str, tuple[str, ...]]
    """Columns that hold the figures of two, with the fields of these."""


@lru_cache(maxsize=256)
def shape_of(labels: tuple[tuple[str, int, int, str], ...], aligned: bool) -> Shape:
    """The shape of the labels by field, first column, the one behind and text; forms of one office have the same."""
    fields = [field for field, *_ in labels]
    own = dict.fromkeys(field.partition("@")[2] for field in fields if not field.startswith("+"))
    sources = list(own) if "" in own else ["", *own]
    both = {field: both_columns(text) for field, _, _, text in labels}
    return Shape(
        [] if aligned else [Column("" if f.startswith("+") else f.partition("@")[0], at) for f, at, _, _ in labels],
        sources,
        {source: _fields_of(source, fields) for source in sources},
        {at: two for at, two in both.items() if two and not set(two) - {at} & set(fields)},
    )


on_change(shape_of.cache_clear)


def _fields_of(source: str, fields: Container[str]) -> dict[str, str]:
    end = f"@{source}" if source else ""
    return {field: field + end for field in FUND_FIELDS if field + end in fields}
