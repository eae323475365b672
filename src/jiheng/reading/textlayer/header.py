"""The header of an indicator tree in running text → its columns from left to right."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from jiheng.form import INDICATOR_FIELDS, LEVELS
from jiheng.places.column_orders import column_orders
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.labels.labels import meaning
from jiheng.reading.textlayer.labels import COLUMNS
from jiheng.reading.textlayer.tokens import Piece, text_of

_MISSING = 3
"""A letter that a column's label has and the header lacks tells more than one that is left over."""


def columns(header: Sequence[Piece]) -> list[str]:
    """The fields of the columns as the labels say them; torn labels are told by the order that their letters fit."""
    printed, is_torn = _labels(header)
    if not is_torn and len(set(printed)) == len(printed) and {*LEVELS} <= {*printed}:
        return printed
    letters = Counter(text_of(header))
    best = min(_orders(), key=lambda order: (_misfit(order, letters), _turned(order, printed)))
    return list(best)


def _labels(header: Sequence[Piece]) -> tuple[list[str], bool]:
    """The columns whose labels stand whole, and whether pieces of torn ones are left over."""
    found: list[str] = []
    i = left = 0
    while i < len(header):
        match, alone = COLUMNS.match(header, i), meaning(header[i].text).column
        if match is not None or alone is not None:
            found.append(match.kind if match is not None else alone or "")
        else:
            left += header[i].text not in _block_pieces()
        i = match.end if match is not None else i + 1
    return found, left > 0


def _turned(order: Sequence[str], printed: Sequence[str]) -> int:
    """How many neighbours of the labels that stand whole an order has the other way round."""
    at = {field: n for n, field in enumerate(order)}
    return sum(at[a] > at[b] for a, b in pairwise([field for field in printed if field in at]))


@cache
def _block_pieces() -> frozenset[str]:
    """Pieces that labels down the left edge may be broken into."""
    return frozenset(
        label[i:j] for label in words().form.blocks for i in range(len(label)) for j in range(i + 1, len(label) + 1)
    )


@cache
def _orders() -> tuple[tuple[str, ...], ...]:
    """Every order known, the fullest first: those of the packs, and that of the record."""
    known = [tuple(field for field, _ in order) for order in column_orders()]
    return tuple(dict.fromkeys([*sorted(known, key=len, reverse=True), tuple(INDICATOR_FIELDS)]))


def _misfit(order: Sequence[str], letters: Counter[str]) -> int:
    """How ill the labels of an order fit the letters of a header: each column by the label that fits it best."""
    left = letters.copy()
    cost = 0
    for field in sorted(order, key=tuple(INDICATOR_FIELDS).index):
        label = min(words().form.columns.get(field, ("",)), key=lambda word: (-_likeness(word, left), len(word)))
        lacking = Counter(label) - left
        cost += _MISSING * lacking.total()
        left -= Counter(label)
    return cost + left.total()


def _likeness(word: str, letters: Counter[str]) -> int:
    """Letters of a word that the header has, less those it lacks."""
    found = (Counter(word) & letters).total()
    return found - _MISSING * (len(word) - found)


on_change(_block_pieces.cache_clear)
on_change(_orders.cache_clear)
