"""The head of a flowed form: label after label with the value that follows."""

from collections.abc import Sequence
from typing import NamedTuple

from jiheng.expression import expression
from jiheng.reading.textlayer.labels import HEAD
from jiheng.reading.textlayer.tokens import Piece, text_of
from jiheng.reading.textlayer.torn import mend

_NUMBER = expression(r"[\d*]{3,4}-?[\d*]{4,8}$")


class HeadEntry(NamedTuple):
    """A labelled value of the head."""

    kind: str
    label: str
    value: str
    line: int


def entries(pieces: Sequence[Piece], start: int, end: int, below: str) -> list[HeadEntry]:
    """The labelled values between two positions, in order; `below` is the text of the header that follows."""
    run = mend(pieces[start:end], HEAD, values=True)
    labels = []
    i = 0
    while i < len(run):
        match = HEAD.match(run, i)
        if match is not None:
            labels.append((i, match))
            i = match.end
        else:
            i += 1
    found = []
    for n, (_, match) in enumerate(labels):
        stop = labels[n + 1][0] if n + 1 < len(labels) else len(run)
        line = run[min(match.end, stop - 1)].line
        found.append(HeadEntry(match.kind, match.text, text_of(run[match.end : stop]), line))
    if found and found[-1].kind == "leader" and "联系电" in _sorted(below):
        found[-1:] = _with_phone(found[-1])
    return found


def _sorted(text: str) -> str:
    """The characters of 联系电话 that a text has, in that order: the label may be torn among others."""
    return "".join(char for char in "联系电话" if char in text)


def _with_phone(leader: HeadEntry) -> list[HeadEntry]:
    """The leader and the number behind the name, whose label was torn into the header below."""
    number = _NUMBER.search(leader.value)
    if number is None:
        return [leader, HeadEntry("phone", "联系电话", "", leader.line)]
    name = leader.value[: number.start()]
    return [leader._replace(value=name), HeadEntry("phone", "联系电话", number[0], leader.line)]
