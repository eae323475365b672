"""The goals of a form in lines whose columns blanks keep apart: their labels side by side or one below another."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.textlayer.spaced_halves import halves, parted
from jiheng.reading.textlayer.spaced_lines import Label, Piece, joined, overlap, side_labels
from jiheng.reading.textlayer.spaced_tree import TextCell

_SAME = 0.3
"""Lines that are so near are one."""


class Goals(NamedTuple):
    """Where the block begins, and its labels, each with its lines."""

    first: int
    labels: list[list[Piece]]
    are_side_by_side: bool


def found(rows: Sequence[Sequence[Piece]], start: int, end: int) -> Goals | None:
    """The goals between two lines; None where there are none."""
    for at in range(start, end):
        labels = _columns(rows[at])
        if len({meaning(piece.text).goal for piece in labels}) > 1:
            return Goals(_with_edge(rows, start, at), [[piece] for piece in labels], True)
    for at in range(start, end):
        label = next((piece for piece in rows[at] if _is_goal(piece)), None)
        if label is not None:
            column = [p for row in rows[at:end] for p in row if overlap(p, label)]
            labels_below = _labels(column)
            if len(labels_below) > 1:
                return Goals(_with_edge(rows, start, at), labels_below, False)
    return None


def _columns(row: Sequence[Piece]) -> list[Piece]:
    """The labels of goals on a line, without that of the block to their left, which may read like the first of them."""
    labels = [piece for piece in row if meaning(piece.text).goal]
    is_led = len(labels) > 2 and meaning(labels[0].text).goal == meaning(labels[1].text).goal
    return labels[1:] if is_led else labels


def rows(goals: Goals, lines: Sequence[Sequence[Piece]], *, is_exact: bool) -> Iterator[list[TextCell]]:
    """The cells of each row of the block, whose lines are given."""
    of_labels = [piece for label in goals.labels for piece in label]
    rest = [[piece for piece in row if piece not in of_labels] for row in lines]
    if goals.are_side_by_side:
        yield from _side_by_side(of_labels, rest, is_exact)
    else:
        yield from _below_another(goals.labels, [piece for row in rest for piece in row])


def _side_by_side(labels: Sequence[Piece], lines: list[list[Piece]], is_exact: bool) -> Iterator[list[TextCell]]:
    tops = [Label(piece.text, piece.start, piece.end, piece.number) for piece in labels]
    sides = list(side_labels(lines, tops[0].start))
    texts = [piece for row in lines for piece in row if len(piece.text) > 2 and piece.line > labels[0].line]
    edge = min((piece.start for piece in texts if piece not in sides), default=0)
    left = [piece for row in lines for piece in row if piece.line == labels[0].line]
    left += [piece for piece in side_labels(lines, edge) if piece not in left]
    kept = (parted if is_exact else halves)(tops, [[piece for piece in row if piece not in left] for row in lines])
    number = labels[0].number
    side = [(0, joined(left), number, None)] if left else []
    yield [*side, *((n + 1, label.text, number, None) for n, label in enumerate(tops))]
    texts_of = [joined(piece for row in kept for piece, at in row if at == n) for n in range(len(tops))]
    yield [(n + 1, text, number, None) for n, text in enumerate(texts_of)]


def _below_another(labels: Sequence[Sequence[Piece]], rest: Sequence[Piece]) -> Iterator[list[TextCell]]:
    """Each goal in a row behind its label; with the first lines of both level, a text stands below its label."""
    edge = min(piece.start for label in labels for piece in label)
    side = [piece for piece in rest if piece.end <= edge]
    texts = [piece for piece in rest if piece not in side]
    tops = bool(texts) and abs(texts[0].line - labels[0][0].line) < _SAME
    values: list[list[Piece]] = [[] for _ in labels]
    middles = [(label[0].line + label[-1].line) / 2 for label in labels]
    for piece in texts:
        above = [n for n, label in enumerate(labels) if label[0].line < piece.line + _SAME]
        distances = [abs(middle - piece.line) for middle in middles]
        values[above[-1] if tops and above else distances.index(min(distances))].append(piece)
    for n, (label, value) in enumerate(zip(labels, values, strict=True)):
        number = label[0].number
        edge_cell = [(0, joined(side), number, None)] if side and n == 0 else []
        yield [*edge_cell, (1, joined(label), number, None), (2, joined(value), number, None)]


def _labels(column: Sequence[Piece]) -> list[list[Piece]]:
    """The lines of a column of labels put together: 预期目标, 实际完成情 / 况."""
    groups: list[list[Piece]] = []
    for piece in column:
        before = joined(groups[-1]) if groups else ""
        if _is_goal(piece) or not before or (meaning(before).goal and not meaning(before + piece.text).goal):
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return [group for group in groups if meaning(joined(group)).goal]


def _with_edge(rows: Sequence[Sequence[Piece]], start: int, at: int) -> int:
    """The first line of the block: above its labels the label of the edge may begin, in the middle of its cell."""
    while at > start and rows[at - 1] and len(list(side_labels(rows[at - 1 : at], float("inf")))) == len(rows[at - 1]):
        at -= 1
    return at


def _is_goal(piece: Piece) -> bool:
    means = meaning(piece.text)
    return is_word(piece.text) and means.goal is not None and not means.block
