"""Lines whose columns blanks keep apart (pdftotext -layout) → pieces with their place, labels, borders of columns.

A character takes one place of the line, and what stands in a column on one line begins behind all that stands in the
columns before it on any line; so borders can be drawn between them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.places.words import words
from jiheng.reading.form.column_likelihood import is_amount
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.tables.clean import printed

_RUN = expression(r"\S+")
_APART = expression(r"\S {2,}\S")
_FOLIO = expression(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/共,，]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·\s]*$")
_LEAST_APART = 0.3
_LEAST_LABELS = 3
_LETTERS = 2
_HEIGHT = 3
"""Lines above and below its middle one that a header has at most."""


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A run without blanks: its text as printed, the number of its line in the text, where the line stands in the
    region, counted in lines, and its place on the line, counted in characters."""

    text: str
    number: int
    line: float
    start: float
    end: float


class Label(msgspec.Struct, frozen=True, gc=False):
    """A label of a column: its text put together, and the place that its lines take."""

    text: str
    start: float
    end: float
    number: int


class Header(NamedTuple):
    """The labels of the columns from left to right, and the first and last line that they take."""

    labels: tuple[Label, ...]
    first: int
    last: int


def cut(lines: Sequence[tuple[int, str]]) -> list[list[Piece]]:
    """The pieces line by line; empty lines and numbers of pages have none."""
    found: list[list[Piece]] = []
    for at, (number, text) in enumerate(lines):
        runs = [] if _is_folio(lines, at) else _RUN.finditer(text)
        pieces = [Piece(printed(run[0]), number, at, run.start(), run.end()) for run in runs]
        found.append([piece for piece in pieces if piece.text])
    return found


def is_folio(text: str) -> bool:
    """Whether a line may be the number of its page."""
    return _FOLIO.match(text) is not None


def _is_folio(lines: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether a line is the number of its page: the last one before a new page, or of all."""
    if not is_folio(lines[at][1]) or not lines[at][1].strip():
        return False
    below = next((text for _, text in lines[at + 1 :] if text.strip()), "\f")
    return below.startswith("\f")


def is_spaced(lines: Sequence[tuple[int, str]]) -> bool:
    """Whether blanks keep the columns of an indicator tree apart: its header shows it, and a good part of the lines."""
    texts = [text.rstrip() for _, text in lines if text.strip()]
    apart = sum(_APART.search(text) is not None for text in texts)
    return apart >= _LEAST_APART * len(texts) and header(cut(lines), "column") is not None


def header(rows: Sequence[Sequence[Piece]], kind: str, start: int = 0) -> Header | None:
    """The first header of columns of a kind (`column` of the tree, `fund_column`) from a line on; None without one.

    Where no line holds labels enough, narrow cells may have broken them: they are looked for over several lines.
    """
    return _header_in(rows, rows, kind, start) or _header_in(
        [_with_below(rows, at) for at in range(len(rows))], rows, kind, start
    )


def _header_in(
    seen: Sequence[Sequence[Piece]], rows: Sequence[Sequence[Piece]], kind: str, start: int
) -> Header | None:
    """The first header whose labels are to be seen in a line of `seen`, put together of the lines of `rows`."""
    for at in range(start, len(seen)):
        if _labelled(seen[at], kind) >= _least(seen[at], kind):
            best = max(range(at, min(at + _HEIGHT, len(seen))), key=lambda line: _labelled(seen[line], kind))
            return _header(rows, best, kind)
    return None


def _with_below(rows: Sequence[Sequence[Piece]], at: int) -> list[Piece]:
    """The pieces of a line, each with what stands below it where only both together are a label: 年度指 / 标值."""
    found: list[Piece] = []
    for piece in rows[at] if len(rows[at]) >= _LEAST_LABELS else ():
        text = piece.text
        for row in rows[at + 1 : at + 1 + _HEIGHT] if not is_word(text) else ():
            text += "".join(below.text for below in row if overlap(piece, below))
            if is_word(text):
                piece = replace(piece, text=text)
                break
        found.append(piece)
    return found


def _labelled(row: Sequence[Piece], kind: str) -> int:
    return len({found for piece in row if is_word(piece.text) and (found := getattr(meaning(piece.text), kind))})


def _least(row: Sequence[Piece], kind: str) -> int:
    """How many labels make a header: of the tree a level must be among them."""
    if kind == "fund_column":
        return 2
    levels = any(meaning(piece.text).column in ("l2", "l3") for piece in row)
    return _LEAST_LABELS if levels else len(row) + 1


def _header(rows: Sequence[Sequence[Piece]], at: int, kind: str) -> Header:
    """The labels around the middle line of a header, each with the lines that go on with it.

    Of labels in the middle of their cells one of two lines (得 / 分) has nothing on the middle line; its letters are
    taken where whole labels come of them.
    """
    stacks, first, last = _stacked(rows, at, kind, loose=True)
    if not all(is_word(joined(stack)) for stack in stacks):
        stacks, first, last = _stacked(rows, at, kind, loose=False)
    labels = [
        Label(joined(stack), min(p.start for p in stack), max(p.end for p in stack), min(p.number for p in stack))
        for stack in stacks
    ]
    return Header(tuple(sorted(labels, key=lambda label: label.start)), first, last)


def _stacked(rows: Sequence[Sequence[Piece]], at: int, kind: str, *, loose: bool) -> tuple[list[list[Piece]], int, int]:
    """The pieces of each label, and the first and last line that they take."""
    stacks = [[piece] for piece in _joined(rows[at], kind)]
    first = last = at
    for step in (-1, 1):
        for line in range(at + step, at + step * (_HEIGHT + 1), step):
            rest = rows[2 * at - line] if line < at < 2 * at - line < len(rows) else ()
            if not 0 <= line < len(rows) or not _goes_on(stacks, rows[line], rest, kind, loose=loose):
                break
            first, last = min(first, line), max(last, line)
    return stacks, first, last


def _joined(row: Sequence[Piece], kind: str) -> list[Piece]:
    """The pieces of a header's line, those put together that only together are a label (指标 性质)."""
    found: list[Piece] = []
    for piece in row:
        before = found[-1] if found else None
        if before and piece.start - before.end == 1 and not _knows(before.text, kind):
            both = before.text + piece.text
            if _knows(both, kind):
                found[-1] = replace(before, text=both, end=piece.end)
                continue
        found.append(piece)
    return found


def _goes_on(stacks: list[list[Piece]], row: Sequence[Piece], rest: Sequence[Piece], kind: str, *, loose: bool) -> bool:
    """Take a line into the stacks where each of its pieces goes on with a label or begins one.

    `rest` is the line as far below the middle one as `row` is above it: a label of two lines has nothing between.
    """
    if not row:
        return True
    if kind == "column":
        left = min(piece.start for stack in stacks for piece in stack)
        if len(list(side_labels([row], left))) == len(row):
            return False  # the label of the goals down the left edge
    taken: list[tuple[list[Piece] | None, Piece]] = []
    is_sure = False
    for piece in row:
        stack = next((s for s in stacks if any(overlap(piece, p) for p in s)), None)
        is_more = _is_more(joined(stack or ()), joined([*(stack or ()), piece]), kind)
        is_more |= stack is None and any(overlap(piece, p) and _knows(piece.text + p.text, kind) for p in rest)
        is_begun = loose and stack is None and len(piece.text) <= _LETTERS and not is_amount(piece.text)
        if not is_more and not is_begun:
            return False
        is_sure = is_sure or is_more
        taken.append((stack, piece))
    if not is_sure:
        return False
    for stack, piece in taken:
        if stack is None:
            stacks.append([piece])
        else:
            stack.append(piece)
    return True


def _is_more(before: str, text: str, kind: str) -> bool:
    """Whether a text that goes on with what stands above it is a label, or begins one: 分值 / （90 / 分）."""
    if _knows(text, kind) or _begins(text, kind) or meaning(text).block:
        return True
    is_open = text.count("（") > text.count("）")
    if not before:
        return is_open and _knows(text.partition("（")[0], kind)
    return is_open or (is_word(text) and not is_word(before) and not is_amount(text[len(before) :]))


def joined(pieces: Iterable[Piece]) -> str:
    """The pieces of a cell put together, line by line."""
    return "".join(piece.text for piece in sorted(pieces, key=lambda piece: (piece.line, piece.start)))


def overlap(one: Piece, other: Piece) -> bool:
    """Whether two pieces share columns of characters."""
    return one.start < other.end and other.start < one.end


def _knows(text: str, kind: str) -> bool:
    return getattr(meaning(text), kind) is not None and not is_amount(text)


def _begins(text: str, kind: str) -> bool:
    labels = words().form.columns if kind == "column" else words().form.fund_columns
    return len(text) > 1 and any(label.startswith(text) for found in labels.values() for label in found)


def side_labels(rows: Iterable[Sequence[Piece]], right: float) -> Iterator[Piece]:
    """The pieces of labels down the left edge (绩 效 指 标), which end before the cells beside them begin."""
    letters = frozenset("（）()、：:").union(
        *words().form.blocks, *words().form.goals.get("goal_expected", ()), "万元单位"
    )
    for row in rows:
        for piece in row:
            if piece.end <= right and letters.issuperset(piece.text):
                yield piece
