"""Columns of a scan under a label that was misread: the label mended, or a word that the column was not recognised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from jiheng.alike import edits
from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, Block, Form, Origin, place_of
from jiheng.reading.form import recognise
from jiheng.reading.labels.labels import column_words, is_word, key
from jiheng.reading.scan.settled import CHECK
from jiheng.reading.tables.table import Cell, Table

_SURE = 0.9
"""A label of which every character was read more surely than this has no other character in its place."""
_PER_TYPO = 3
"""A word may have been misread at one place for every so many characters."""


@dataclass(frozen=True, slots=True)
class Misnamed:
    """The cells of labels that were mended, and why the cells below them are doubted."""

    labels: set[Origin]
    below: dict[Origin, str]


@dataclass(frozen=True, slots=True)
class _Lost:
    """A column that the recogniser found no field for: the label it was read under, its header and its first cell."""

    label: str
    block: Block
    header: Cell
    free: frozenset[str]
    """Fields of the block that no other column has."""


def mended(table: Table, certainties: Mapping[Origin, float]) -> tuple[Table, Misnamed]:
    """The table with misread labels of columns mended; `certainties` are those of the least certain
    character of a cell.

    A column whose label stays unknown is said in a note of the table: what stands in it is kept among the others.
    """
    found = Misnamed(set(), {})
    for lost in _lost(table):
        origin = lost.header.origin
        word = _nearest(lost, may_differ=origin is None or certainties.get(origin, 0.0) < _SURE)
        if word is None:
            table.note(lost.header.row, f"栏名「{lost.label}」认不出是哪一栏，这一栏记在“其他内容”里，{CHECK}")
            continue
        why = f"栏名识别为「{lost.label}」，按「{word}」读入，{CHECK}"
        table = _renamed(table, lost.header, word)
        found.labels.update({origin} if origin is not None else ())
        found.below.update({cell.origin: why for cell in _below(table, lost.header) if cell.origin is not None})
    return table, found


def _lost(table: Table) -> Iterator[_Lost]:
    for form in recognise.forms(table, by_words_alone=True):
        told: set[tuple[Block, str]] = set()
        for other in form.others:
            place = place_of(other.place) if other.place else None
            if place is None or place.block not in (Block.FUNDS, Block.INDICATORS) or _is_known(other.label):
                continue
            if (place.block, other.label) in told:
                continue
            told.add((place.block, other.label))
            header = _header(table, other.label, other.origin)
            if header is not None:
                yield _Lost(other.label, place.block, header, _free(form, place.block))


def _is_known(label: str) -> bool:
    """Whether the bare words of a label are those of a column that forms have and no field takes (评分标准)."""
    return is_word(label) and key(label) == label


def _free(form: Form, block: Block) -> frozenset[str]:
    """The fields that no cell of a block has."""
    rows, fields = (form.funds, FUND_FIELDS) if block is Block.FUNDS else (form.indicators, INDICATOR_FIELDS)
    return frozenset(field for field in fields if all(getattr(row, field) is None for row in rows))


def _header(table: Table, label: str, below: Origin) -> Cell | None:
    """The nearest cell with a label above a place."""
    row, column = (below.row or 0) - 1, (below.column or 0) - 1
    above = [
        cell
        for cells in table.rows[:row]
        for cell in cells
        if cell.column <= column < cell.column + cell.columns and key(cell.text) in (label, key(label))
    ]
    return above[-1] if above else None


def _nearest(lost: _Lost, may_differ: bool) -> str | None:
    """The word of a free column that the label is a misreading of; None where none or several are near.

    Unless characters `may_differ`, some are only missing or too many.
    """
    words = column_words(lost.block is Block.FUNDS)
    labels = {lost.label, lost.label.partition("(")[0]}  # a bracket of which one half was read
    near: dict[str, int] = {}
    for word, field in words.items():
        allowed = max(1, len(word) // _PER_TYPO)
        distance = min(edits(label, word, allowed) for label in labels)
        if (
            field in lost.free
            and distance <= allowed
            and (may_differ or word in labels or len(word) != len(lost.label))
        ):
            near[word] = distance
    nearest = [word for word, distance in near.items() if distance == min(near.values())]
    return nearest[0] if len({words[word] for word in nearest}) == 1 else None


def _renamed(table: Table, header: Cell, word: str) -> Table:
    rows = [
        [msgspec.structs.replace(cell, text=word) if cell is header else cell for cell in row] for row in table.rows
    ]
    return msgspec.structs.replace(table, rows=rows)


def _below(table: Table, header: Cell) -> Iterator[Cell]:
    """The cells under a header with its edges, until a row has none such, or the next label."""
    for cells in table.rows[header.row + header.rows :]:
        below = [cell for cell in cells if (cell.column, cell.columns) == (header.column, header.columns)]
        if not below or is_word(below[0].text):
            return
        yield from below
