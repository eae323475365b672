"""The indicator tree of a flowed form: its rows, found by their labels and by their pairs of weight and score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiheng.reading.flow.pieces import Gap, Piece, text_of
from jiheng.reading.flow.words import TREE, Match

_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?$")
_SAME_LINE_WORD = re.compile(r"[\u3400-\u9fff%％]")
_GENERIC = re.compile(r"[\u4e00-\u9fff]{2,8}指标$")
_FULL = 100


@dataclass(slots=True)
class Span:
    """A run of pieces, by index; `end` is the first piece after it."""

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.end > self.start


@dataclass(slots=True)
class Row:
    """A row of the tree: labels, the run of pieces its middle columns share, the figures, the reason."""

    l1: Span | None = None
    l2: Span | None = None
    middle: Span = field(default_factory=lambda: Span(0, 0))
    figures: Span | None = None
    reason: Span = field(default_factory=lambda: Span(0, 0))
    reason_may_lead: bool = False
    """The middle may begin with the reason of the row before: no label stands between them."""


def rows(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of the pieces between the header of the tree and the total row."""
    found: list[Row] = []
    start = 0
    for pair in anchors(pieces):
        _between(pieces, start, pair, found)
        start = pair + 2
    if start < len(pieces):
        _between(pieces, start, None, found)
    return found


def anchors(pieces: Sequence[Piece]) -> list[int]:
    """Where the pairs of weight and score stand: the last two of every run of bare numbers."""
    found: list[int] = []
    run = 0
    for i in range(len(pieces) + 1):
        if i < len(pieces) and _is_bare(pieces, i):
            run += 1
            continue
        while run >= 2:
            if float(pieces[i - 2].text) <= _FULL and float(pieces[i - 1].text) <= _FULL:
                found.append(i - 2)
                break
            run, i = run - 1, i - 1
        run = 0
    return found


def _is_bare(pieces: Sequence[Piece], i: int) -> bool:
    """Whether the piece is a number of its own, not one with its unit behind it on the same line."""
    if not _NUMBER.match(pieces[i].text):
        return False
    if i + 1 < len(pieces) and pieces[i + 1].gap is Gap.SPACE and _SAME_LINE_WORD.match(pieces[i + 1].text):
        # A reason may follow the score on its line, a unit the first number of a run.
        return i > 0 and bool(_NUMBER.match(pieces[i - 1].text)) and pieces[i].gap is Gap.SPACE
    return True


def _between(pieces: Sequence[Piece], start: int, pair: int | None, found: list[Row]) -> None:
    """Cut the run of pieces up to a pair of figures (or the end) into rows."""
    end = len(pieces) if pair is None else pair
    row: Row | None = None
    i = content = start
    l1: Span | None = None
    while i < end:
        label = _label(pieces, i, end, start, after_l1=l1 is not None and l1.end == i)
        if label is None:
            i += 1
            continue
        adjacent = row is not None and row.l2 is not None and row.l2.end == i
        if adjacent and label.kind != "l1" and _is_name(pieces, row.l2, label, end, last=pair is not None):  # type: ignore[union-attr, arg-type]
            i = label.end
            continue
        _close(row, found, content, _fragment(pieces, content, i))
        if label.kind == "l1":
            l1 = Span(i, label.end)
            row = None
        else:
            row = Row(l1=l1, l2=Span(i, label.end))
            found.append(row)
            l1 = None
        i = content = label.end
    _finish(pieces, found, row, l1, Span(content, end), pair)


def _close(row: Row | None, found: list[Row], start: int, end: int) -> None:
    """Give the pieces before a label to the row that they belong to."""
    if end <= start:
        return
    if row is not None:
        row.middle = Span(start, end)
    elif found and not found[-1].reason:
        found[-1].reason = Span(start, end)


def _fragment(pieces: Sequence[Piece], start: int, end: int) -> int:
    """Leave out a torn first piece of a label (效益指) that the whole label repeats."""
    if end > start and end < len(pieces) and pieces[end - 1].gap is not Gap.SPACE:
        torn = pieces[end - 1].text
        if len(torn) > 1 and pieces[end].text[0] == torn[0] and TREE.opens(torn):
            return end - 1
    return end


def _finish(
    pieces: Sequence[Piece], found: list[Row], row: Row | None, l1: Span | None, rest: Span, pair: int | None
) -> None:
    """Close the last row before a pair of figures, opening one where no label did."""
    if pair is None:
        _close(row, found, rest.start, rest.end)
        return
    if row is None:
        row = Row(l1=l1, reason_may_lead=l1 is None and bool(found) and found[-1].figures is not None)
        found.append(row)
    row.middle = rest
    row.figures = Span(pair, pair + 2)


def _label(pieces: Sequence[Piece], i: int, end: int, start: int, *, after_l1: bool) -> Match | None:
    """The label of a first or second level that begins at piece `i`."""
    match = TREE.match(pieces, i)
    if match is None or match.end > end:
        return _generic(pieces, i, end) if after_l1 or i == start else None
    follows = TREE.match(pieces, match.end) if match.end < end else None
    if match.kind == "l1":
        if after_l1:
            return match._replace(kind="l2")
        if not match.text.rstrip("）)").endswith(("标", "分")) and (follows is None or follows.kind == "l1"):
            return None
        return match
    if match.kind == "cost":
        above = follows is not None and "成本" in follows.text and not after_l1
        names = above and _starts_value(pieces, follows.end, end)  # type: ignore[union-attr]
        return match._replace(kind="l1" if above and not names else "l2")
    return match


def _generic(pieces: Sequence[Piece], i: int, end: int) -> Match | None:
    """A label of the second level that no vocabulary has: a short word ending in 指标 at the start of a row."""
    text = ""
    for j in range(i, min(i + 3, end)):
        if j > i and pieces[j].gap is Gap.SPACE:
            return None
        text += pieces[j].text
        if _GENERIC.match(text):
            return Match("l2", text, j + 1)
    return None


def _is_name(pieces: Sequence[Piece], label: Span, second: Match, end: int, *, last: bool) -> bool:
    """Whether a second label right after one of the second level is the name of the indicator (社会效益指标 twice)."""
    if text_of(pieces[label.start : label.end])[:4] == second.text[:4]:
        return True
    return last and _starts_value(pieces, second.end, end)


def _starts_value(pieces: Sequence[Piece], i: int, end: int) -> bool:
    """Whether what follows can only be a target: the name must then stand before it."""
    return i >= end or bool(re.match(r"[≥≤<>＜＞=＝≦≧\d]", pieces[i].text))
