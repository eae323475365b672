"""Indicator rows that a page break has torn in two."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from jiheng.form import LEVELS, POINTS, Block, FieldKind, names
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import meaning
from jiheng.reading.tables.table import Cell

JOINED = "这一格在原文中断成两截（换页或换行），已接在一起，请核对"
_TELLING = frozenset((*LEVELS, *POINTS))
_FIGURES = names(Block.INDICATORS, kinds=(FieldKind.FIGURE,))


class TornRow(msgspec.Struct, frozen=True):
    """The cells of one row by field, and what is to be told about them."""

    placed: dict[str, Item]
    moved: bool = False
    left: tuple[Item, ...] = ()
    joined: frozenset[str] = frozenset()
    """Fields whose text was put together from two rows."""
    empty: Mapping[str, Cell] = MappingProxyType({})
    """Empty cells whose place is known."""


def join(above: TornRow, below: TornRow, seam: bool) -> TornRow | None:
    """The two as one row when the lower is the rest of the upper, else None. `seam`: a page begins between them."""
    is_rest = _goes_on_over_page(above.placed, below.placed) if seam else _is_scrap(below.placed)
    if not (is_rest or _ends_words(above.placed, below.placed)):
        return None
    placed = dict(above.placed)
    for field, item in below.placed.items():
        before = placed.get(field)
        placed[field] = item if before is None else replace(before, text=before.text + item.text)
    both = above.placed.keys() & below.placed.keys()
    return TornRow(
        placed, above.moved or below.moved, above.left + below.left, above.joined | both, {**above.empty, **below.empty}
    )


def _is_scrap(below: dict[str, Item]) -> bool:
    """A row without name and figures is no row of its own."""
    return bool(below) and _TELLING.isdisjoint(below)


def _ends_words(above: dict[str, Item], below: dict[str, Item]) -> bool:
    """A row of nothing but the ends of level words: 社会效益 / 指标."""
    return below.keys() <= {"l1", "l2"} and all(
        field in above and not _is_level(item.text) and _is_level(above[field].text + item.text)
        for field, item in below.items()
    )


def _goes_on_over_page(above: dict[str, Item], below: dict[str, Item]) -> bool:
    """One row has one weight and one score, in whichever half they were printed."""
    if any(field in above and field in below for field in (*POINTS, "property")):
        return False
    name = below["l3"].text if "l3" in below else ""
    if name and (column_likelihood.BLANK_NAME.match(name) or column_likelihood.is_numbered(name)):
        return False
    if name == "不涉及" or ({"l3", *POINTS} & below.keys() and _is_void(above)):
        return False
    return all(_is_rest(above.get(level), below.get(level)) for level in ("l1", "l2"))


def _is_void(row: dict[str, Item]) -> bool:
    """A row that says no more than 不涉及 is whole."""
    return any(row[field].text == "不涉及" for field in ("l3", *_FIGURES) if field in row)


def _is_rest(above: Item | None, below: Item | None) -> bool:
    """Whether a level word ends what the word above began, rather than beginning anew."""
    if below is None:
        return True
    if above is None:
        return not _is_level(below.text)
    return _is_level(above.text + below.text) or not _is_level(below.text)


def _is_level(text: str) -> bool:
    word = meaning(text)
    return word.level1 or word.level2
