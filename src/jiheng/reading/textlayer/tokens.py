"""Lines of a text layer cut into pieces, the smallest units that a cell can be put together from."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

import msgspec

from jiheng.expression import expression

_NUMBERED = expression(r"指标\s+(?=\d{1,2}\s*[:：、.．])")
"""The number of an indicator (指标 1：) is part of its name, whatever the space before it."""
_WORD = expression(r"[!-~]+")
_NOTHING = "\u200b"
"""A place where a line may break, in a word that has no blank there (B/A)."""


class Gap(IntEnum):
    """What stands between a piece and the one before it."""

    SPACE = 0
    LINE = 1
    BLANK = 2


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A run of characters without white space."""

    text: str
    line: int
    gap: Gap
    width: float


class Span(msgspec.Struct):
    """A run of pieces, by index; `end` is the first piece after it."""

    start: int = 0
    end: int = 0

    def __len__(self) -> int:
        return self.end - self.start


def width(text: str) -> float:
    """The printed width of a text in Chinese characters; a Latin letter or digit counts half."""
    if text.isascii():
        return len(text) / 2
    return sum(0.5 if char < "ɐ" else 1.0 for char in text)


def head_width(text: str) -> float:
    """The width of what a line break cannot part from the start of a text: a word, a number or one character."""
    word = _WORD.match(text)
    return len(word[0]) / 2 if word else 1.0


def cut(lines: Iterable[tuple[int, str]]) -> list[Piece]:
    """The pieces of numbered lines, in order; blank lines and page breaks become the gap before the next piece."""
    pieces: list[Piece] = []
    blank = True
    for number, line in lines:
        line = line.replace(_NOTHING, "")
        words = (_NUMBERED.sub("指标", line) if "指标" in line else line).split()
        if not words:
            blank = True
            continue
        gap = Gap.BLANK if blank or line[0] == "\f" else Gap.LINE
        blank = False
        for word in words:
            pieces.append(Piece(word, number, gap, width(word)))
            gap = Gap.SPACE
    return pieces


def text_of(pieces: Sequence[Piece]) -> str:
    """The pieces put together without white space."""
    return "".join(piece.text for piece in pieces)
