"""What stands in a flowed tree beside its rows: the header repeated on each page, its number, the label at the edge."""

from collections.abc import Sequence
from typing import NamedTuple

from jiheng.expression import expression
from jiheng.reading.textlayer import figures
from jiheng.reading.textlayer.labels import LEADER, TREE
from jiheng.reading.textlayer.tokens import Gap, Piece

_PAGE_NUMBER = expression(r"(?:第|[-—－])?\d{1,3}(?:页|[-—－])?$")
_LABEL = 6
"""Pieces that a label of the tree is broken into at most."""


class Rows(NamedTuple):
    """The pieces of the rows alone, and what the label at the edge (绩效指标) tells of labels of merged cells."""

    pieces: Sequence[Piece]
    is_late: bool = False
    """They are drawn with the last of the rows that they are for."""
    is_amid: bool = False
    """They are drawn somewhere among these, or before a page break that these go on behind."""


def without(pieces: Sequence[Piece], header: Sequence[Piece], *, level: bool = True) -> Rows:
    """The pieces below the header of the tree, without what is repeated and without the label at the edge."""
    pieces, seams = _without_headers(pieces, header)
    if not seams and not any(LEADER.begins(piece) for piece in pieces if piece.gap is not Gap.SPACE):
        return Rows(pieces)
    ends = [pair.score.end for pair in figures.pairs(pieces, level=level)]
    late, amid = False, False
    i = 0
    while i < len(pieces):
        after = _leader_end(pieces, i)
        if after:
            is_last = len(ends) > 1 and i >= ends[-2]
            late, amid = late or is_last or after in seams, amid or (bool(ends) and i >= ends[0])
            pieces = [*pieces[:i], *pieces[after:]]
            ends = [end - (after - i) if end > i else end for end in ends]
            seams = [seam - (after - i) if seam > i else seam for seam in seams]
        else:
            i += 1
    return Rows(pieces, late, (amid and not late) or any(_ends_with_label(pieces, seam) for seam in seams))


def _ends_with_label(pieces: Sequence[Piece], end: int) -> bool:
    """Whether a label of the tree stands right before a page break."""
    matches = (TREE.match(pieces[:end], k) for k in range(max(0, end - _LABEL), end))
    return any(match is not None and match.end == end for match in matches)


def _leader_end(pieces: Sequence[Piece], i: int) -> int:
    """The place behind the label at the edge where it begins here, on lines of its own; else 0."""
    if pieces[i].gap is Gap.SPACE or (leader := LEADER.match(pieces, i)) is None:
        return 0
    is_alone = leader.end == len(pieces) or pieces[leader.end].gap is not Gap.SPACE
    return leader.end if is_alone and all(piece.gap is not Gap.SPACE for piece in pieces[i : leader.end]) else 0


def _without_headers(pieces: Sequence[Piece], header: Sequence[Piece]) -> tuple[Sequence[Piece], list[int]]:
    """The pieces without headers as the first one and the numbers of pages before them, and where these stood."""
    leader = LEADER.match(header, 0)
    words = [piece.text for piece in header[leader.end if leader else 0 :]]
    texts = [piece.text for piece in pieces]
    if not words or words[0] not in texts:
        return pieces, []
    kept: list[Piece] = []
    seams: list[int] = []
    i = 0
    while i < len(pieces):
        if texts[i] == words[0] and texts[i : i + len(words)] == words:
            if kept and pieces[i].gap is not Gap.SPACE is not kept[-1].gap and _PAGE_NUMBER.match(kept[-1].text):
                kept.pop()
            seams.append(len(kept))
            i += len(words)
        else:
            kept.append(pieces[i])
            i += 1
    return kept, seams
