"""The indicator tree of a flowed form: its rows, found by their labels and by their pairs of weight and score."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import LEVELS, POINTS
from jiheng.reading.textlayer import figures
from jiheng.reading.textlayer.labels import TREE, Match
from jiheng.reading.textlayer.tokens import Gap, Piece, text_of

_GENERIC = expression(r"[\u4e00-\u9fff]{2,8}指标$")
_VALUE = expression(r"[≥≤<>＜＞=＝≦≧\d]")

Run = Sequence[Piece]


LABELLED = (*LEVELS[:2], *POINTS, "reason")
"""Columns that the labels and the figures of a row show; the others share what is left of it."""


class TreeRuns(msgspec.Struct):
    """A row of the tree as runs of pieces."""

    l1: Run = ()
    l2: Run = ()
    lead: Run = ()
    """What stands before the labels of the row: the reason of the row before, or a torn start of the middle."""
    middle: Run = ()
    """What the columns between labels and figures share; with `open` the reason of the row before may come first."""
    open: bool = False
    weight: Run = ()
    score: Run = ()
    reason: Run = ()


class _Walk(msgspec.Struct):
    """The run of pieces up to one pair of figures, cut at its labels."""

    pieces: Run
    rows: list[TreeRuns]
    has_figures: bool
    row: TreeRuns | None = None
    l1: Run = ()
    lead: Run = ()
    content: int = 0
    labels: list[tuple[int, Match]] = msgspec.field(default_factory=list)


def rows(pieces: Run, *, level: bool = True, late: bool = False) -> list[TreeRuns]:
    """The rows of the pieces between the header of the tree and the total row.

    `late`: the label of merged cells is drawn with the last of the rows that it is for, as some programs do.
    """
    found: list[TreeRuns] = []
    start = 0
    for pair in figures.pairs(pieces, level=level):
        row = _between(pieces[start : pair.weight.start], found, has_figures=True)
        row.weight = pieces[pair.weight.start : pair.weight.end]
        row.score = pieces[pair.score.start : pair.score.end]
        start = pair.score.end
    if start < len(pieces):
        _between(pieces[start:], found, has_figures=False)
    _lift(found, late)
    return found


def _lift(found: list[TreeRuns], late: bool) -> None:
    """Give labels to the first of the rows they are for where they stand before a later one."""
    if not found:
        return
    late = late or not (found[0].l1 or found[0].l2)
    for name in LEVELS[:2]:
        labelled = [i for i, row in enumerate(found) if getattr(row, name)]
        if labelled and labelled[-1] == len(found) - 1 and (late or not getattr(found[0], name)):
            _to_first(found, name, labelled)
    first = next((row for row in found if row.l1), None)
    if first is not None and first is not found[0] and all(row.l2 for row in found[: found.index(first)]):
        found[0].l1, first.l1 = first.l1, ()


def _to_first(found: list[TreeRuns], name: str, labelled: Sequence[int]) -> None:
    """Move each label from the last row that it is for to the first."""
    first = 0
    for last in labelled:
        label = getattr(found[last], name)
        setattr(found[last], name, ())
        setattr(found[first], name, label)
        first = last + 1


def _between(pieces: Run, found: list[TreeRuns], *, has_figures: bool) -> TreeRuns:
    """Cut the pieces up to a pair of figures (or the end) into rows; return the last of them."""
    walk = _Walk(pieces, found, has_figures)
    i = 0
    while i < len(pieces):
        label = _label(walk, i)
        if label is None:
            i += 1
            continue
        if not _is_name(walk, label, i):
            _take(walk, label, i)
        i = label.end
    return _finish(walk)


def _take(walk: _Walk, label: Match, i: int) -> None:
    """Let a label end what stood before it, and open a row where it is of the second level."""
    before = walk.pieces[walk.content : _without_torn(walk.pieces, walk.content, i)]
    if walk.row is not None:
        walk.row.middle = before
    else:
        walk.lead = before or walk.lead
    printed = walk.pieces[i : label.end]
    if label.kind == "l1":
        walk.l1, walk.row = printed, None
    else:
        walk.row = TreeRuns(l1=walk.l1, l2=printed, lead=walk.lead)
        walk.rows.append(walk.row)
        walk.l1 = walk.lead = ()
    walk.content = label.end
    walk.labels.append((i, label))


def _finish(walk: _Walk) -> TreeRuns:
    """Give what is left to the last row, opening one where no label did."""
    rest = walk.pieces[walk.content :]
    last = walk.rows[-1] if walk.rows else None
    if walk.row is None and last is not None and not walk.has_figures and not walk.l1:
        last.reason = rest
        return last
    if walk.row is None:
        walk.row = TreeRuns(l1=walk.l1, lead=walk.lead, open=not walk.l1 and last is not None and bool(last.weight))
        walk.rows.append(walk.row)
    walk.row.middle = rest
    return walk.row


def _without_torn(pieces: Run, start: int, end: int) -> int:
    """Leave out a torn first piece of a label (效益指) that the whole label repeats."""
    if end > start and pieces[end - 1].gap is not Gap.SPACE:
        torn = pieces[end - 1].text
        if len(torn) > 1 and pieces[end].text[0] == torn[0] and TREE.opens(torn):
            return end - 1
    return end


def _label(walk: _Walk, i: int) -> Match | None:
    """The label of a first or second level that begins at piece `i`."""
    pieces = walk.pieces
    after_l1 = bool(walk.labels) and walk.labels[-1][1].kind == "l1" and walk.labels[-1][1].end == i
    match = TREE.match(pieces, i)
    if match is None:
        return _unknown(pieces, i) if after_l1 or i == 0 else None
    follows = TREE.match(pieces, match.end)
    if match.kind == "l1":
        if after_l1:
            return replace(match, kind="l2")
        bare = not match.text.rstrip("）)").endswith(("标", "分"))
        return None if bare and (follows is None or follows.kind == "l1") else match
    if match.kind == "cost":
        above = not after_l1 and follows is not None and "成本" in follows.text
        torn = len(pieces[i].text) < len("成本指标") and not _starts_value(pieces, match.end)
        return replace(match, kind="l1" if above and (torn or not _names(walk, follows)) else "l2")
    return match


def _names(walk: _Walk, follows: Match | None) -> bool:
    """Whether a label is itself the name of the indicator, as only a target comes after it."""
    return follows is not None and walk.has_figures and _starts_value(walk.pieces, follows.end)


def _unknown(pieces: Run, i: int) -> Match | None:
    """A label of the second level that no vocabulary has: a short word ending in 指标 at the start of a row."""
    text = ""
    for j in range(i, min(i + 3, len(pieces))):
        if j > i and (pieces[j].gap is Gap.SPACE or TREE.match(pieces, j)):
            return None
        text += pieces[j].text
        if _GENERIC.match(text):
            return Match("l2", text, j + 1)
    return None


def _is_name(walk: _Walk, label: Match, i: int) -> bool:
    """Whether a label right after one of the second level is the name of the indicator (社会效益指标 twice)."""
    if walk.row is None or label.kind == "l1" or walk.content != i:
        return False
    return text_of(walk.row.l2)[:4] == label.text[:4] or _names(walk, label)


def _starts_value(pieces: Run, i: int) -> bool:
    """Whether what follows can only be a target: the name must then stand before it."""
    return i >= len(pieces) or _VALUE.match(pieces[i].text) is not None
