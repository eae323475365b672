"""Labels torn apart by a neighbouring cell, put together again.

Where an extractor sorts all lines of a row by height, 质量指|标 comes out around its neighbour:
质量指, 产出指标, 标.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from jiheng.reading.textlayer.labels import Vocabulary
from jiheng.reading.textlayer.tokens import Gap, Piece

_REACH = 8
_LONGEST_FRAGMENT = 4
_LAST_WORD = "指标"
"""With it labels of the second level end, and many a text."""


def mend(
    pieces: Sequence[Piece], vocabulary: Vocabulary, *, values: bool = False, rows: Sequence[int] = ()
) -> list[Piece]:
    """The pieces with the fragments of every torn label side by side.

    A label goes behind the whole labels that stood between its fragments, and before anything else.
    With `values`, as in the head, what stood between is the value of the label before, if that has none yet.
    `rows` says where the figures of each row of the tree end: what follows them may have one label of the second level.
    """
    found: list[Piece] = []
    i = 0
    while i < len(pieces):
        fragments = fragments_of(pieces, i, vocabulary) if pieces[i].gap is not Gap.SPACE else None
        if fragments is None or (rows and _end_cells(pieces, fragments, vocabulary, rows)):
            found.append(pieces[i])
            i += 1
            continue
        end = fragments[-1] + 1
        between = [pieces[k] for k in range(i, end) if k not in fragments]
        label = [replace(pieces[k], gap=Gap.LINE) for k in fragments]
        waits = values and _ends_with_label(found, vocabulary)
        behind = waits or any(vocabulary.match(between, k) for k in range(len(between)))
        found += between + label if behind else label + between
        i = end
    return found


def fragments_of(pieces: Sequence[Piece], start: int, vocabulary: Vocabulary) -> list[int] | None:
    """The pieces that spell a label beginning at `start`, None unless it is torn."""
    text = pieces[start].text
    if len(text) < 2 or not vocabulary.opens(text) or vocabulary.match(pieces, start):
        return None
    found = [start]
    k = start + 1
    while k < min(start + _REACH, len(pieces)):
        whole = vocabulary.match(pieces, k)
        if whole is not None:
            k = whole.end
            continue
        piece = pieces[k]
        if piece.gap is not Gap.SPACE and len(piece.text) <= _LONGEST_FRAGMENT and vocabulary.opens(text + piece.text):
            text += piece.text
            found.append(k)
            if vocabulary.kind(text) is not None:
                return found
        k += 1
    return None


def _end_cells(pieces: Sequence[Piece], fragments: list[int], vocabulary: Vocabulary, rows: Sequence[int]) -> bool:
    """Whether what spells a label are the last lines of two cells: 座椅更换|数量 beside 达到预期|指标.

    The row has its label already then, and no figures yet.
    """
    if len(fragments) != 2 or pieces[fragments[1]].text != _LAST_WORD:
        return False
    k = max((end for end in rows if end <= fragments[0]), default=0)
    while k < fragments[0]:
        label = vocabulary.match(pieces, k)
        if label is not None and label.kind == "l2":
            return True
        k = label.end if label is not None else k + 1
    return False


def _ends_with_label(pieces: Sequence[Piece], vocabulary: Vocabulary) -> bool:
    """Whether the last pieces are a label that waits for its value."""
    end = len(pieces)
    matches = (vocabulary.match(pieces, k) for k in range(max(0, end - _LONGEST_FRAGMENT), end))
    return any(match is not None and match.end == end for match in matches)
