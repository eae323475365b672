"""The head of a flowed form: label after label with the value that follows."""

from collections.abc import Sequence
from typing import NamedTuple

from jiheng.reading.flow.pieces import Piece, text_of
from jiheng.reading.flow.words import HEAD


class Entry(NamedTuple):
    """A labelled value of the head."""

    kind: str
    label: str
    value: str
    line: int


def entries(pieces: Sequence[Piece], start: int, end: int) -> list[Entry]:
    """The labelled values between two positions, in order."""
    labels = []
    i = start
    while i < end:
        match = HEAD.match(pieces, i)
        if match and match.end <= end:
            labels.append((i, match))
            i = match.end
        else:
            i += 1
    found = []
    for n, (_, match) in enumerate(labels):
        stop = labels[n + 1][0] if n + 1 < len(labels) else end
        line = pieces[match.end].line if match.end < stop else pieces[match.end - 1].line
        found.append(Entry(match.kind, match.text, text_of(pieces[match.end : stop]), line))
    return found
