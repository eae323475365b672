"""The indicator tree of a flowed form: its rows, found by their labels and by their pairs of weight and score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiheng.reading.flow import figures
from jiheng.reading.flow.figures import Pair
from jiheng.reading.flow.pieces import Gap, Piece, Span, text_of
from jiheng.reading.flow.words import TREE, Match

_GENERIC = re.compile(r"[\u4e00-\u9fff]{2,8}指标$")


@dataclass(slots=True)
class Row:
    """A row of the tree: labels, the run of pieces its middle columns share, the figures, the reason."""

    l1: Span | None = None
    l2: Span | None = None
    middle: Span = field(default_factory=lambda: Span(0, 0))
    figures: Pair | None = None
    reason: Span = field(default_factory=lambda: Span(0, 0))
    reason_may_lead: bool = False
    """The middle may begin with the reason of the row before: no label stands between them."""


def rows(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of the pieces between the header of the tree and the total row."""
    found: list[Row] = []
    start = 0
    for pair in figures.pairs(pieces):
        _between(pieces, start, pair, found)
        start = pair.score.end
    if start < len(pieces):
        _between(pieces, start, None, found)
    return found


def _between(pieces: Sequence[Piece], start: int, pair: Pair | None, found: list[Row]) -> None:
    """Cut the run of pieces up to a pair of figures (or the end) into rows."""
    end = len(pieces) if pair is None else pair.weight.start
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
    pieces: Sequence[Piece], found: list[Row], row: Row | None, l1: Span | None, rest: Span, pair: Pair | None
) -> None:
    """Close the last row before a pair of figures, opening one where no label did."""
    if pair is None:
        _close(row, found, rest.start, rest.end)
        return
    if row is None:
        row = Row(l1=l1, reason_may_lead=l1 is None and bool(found) and found[-1].figures is not None)
        found.append(row)
    row.middle = rest
    row.figures = pair


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
        if j > i and TREE.match(pieces, j):
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
