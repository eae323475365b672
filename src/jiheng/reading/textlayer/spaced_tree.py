"""The columns of an indicator tree, each with its lines → its rows.

The line of a row's weight and score is where the row stands. Its other cells have their lines around it, or begin on
it; a level stands beside all its rows.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from jiheng.form import LEVELS, POINTS
from jiheng.reading.form.column_likelihood import is_figure
from jiheng.reading.labels.labels import meaning
from jiheng.reading.textlayer.spaced_lines import Piece, joined
from jiheng.reading.textlayer.spaced_rows import Dealt, deal, share
from jiheng.reading.textlayer.tokens import width

_UNSURE = "这一行的文字在原文中分散在几行，按行距归到这一行，请对照原文核对"
_DOUBTED = 3.0
"""A cell whose lines stand so far from the line of its row is doubted."""
_EMPTY = {"l3": 6.0}
_EMPTY_ELSE = 1.5
_ROOM = 1.5
"""Characters that a full line may be short of its column: a word or a sign that no line begins with."""
_SURE = 0.2
"""By so much a label must stand nearer to the line of a row than to the middle of its rows."""
WITHIN = 0.75
"""Lines nearer to one another than this share of their distance in a text are of one row."""
_APART = 3
"""Lines between two lines of one label at most."""
_MERGED = LEVELS[:2]

TextCell = tuple[int, str, int, str | None]
"""Number of the column, text, number of the line, doubt."""


class Rows(msgspec.Struct):
    """The columns of a tree, each with its pieces, and how they make rows."""

    fields: list[str]
    columns: list[list[Piece]]
    anchors: list[float] = msgspec.field(default_factory=list)
    """The lines of the rows; told from the columns where there are none."""

    def rows(self) -> Iterator[list[TextCell]]:
        """The cells of each row."""
        anchors = self.anchors or self._anchors()
        if not anchors:
            return
        inner = [n for n, field in enumerate(self.fields) if field not in _MERGED]
        centred, topped = ({n: self._dealt(n, anchors, top) for n in inner} for top in (False, True))
        top = sum(choice.cost for choice in topped.values()) < sum(choice.cost for choice in centred.values())
        cells: list[dict[int, list[Piece]]] = [{} for _ in anchors]
        for n, dealt in (topped if top else centred).items():
            lines = by_line(self.columns[n])
            for row, (start, end) in enumerate(dealt.runs):
                cells[row][n] = [piece for line in lines[start:end] for piece in line]
        taken = [
            [anchor, *(p.line for c in row.values() for p in c)] for anchor, row in zip(anchors, cells, strict=True)
        ]
        extents = [(min(lines), max(lines)) for lines in taken]
        for n in (n for n, field in enumerate(self.fields) if field in _MERGED):
            for row, group in self._merged(n, anchors, extents, top):
                cells[row][n] = group
        numbers = {piece.line: piece.number for column in self.columns for piece in column}
        for anchor, row_cells in zip(anchors, cells, strict=True):
            yield list(self._cells(row_cells, anchor, numbers[min(numbers, key=lambda line: abs(line - anchor))], top))

    def _anchors(self) -> list[float]:
        """The lines of the rows: where a weight or score stands, else where target and result do."""
        points = [n for n, field in enumerate(self.fields) if field in POINTS]
        found = {p.line for n in points for p in self.columns[n] if is_figure(p.text)}
        if not found:
            values = [n for n, field in enumerate(self.fields) if field in ("target", "actual")]
            lines = [{piece.line for piece in self.columns[n]} for n in values]
            found = set.intersection(*lines) if lines else set()
        return list(_apart(sorted(found)))

    def _dealt(self, n: int, anchors: Sequence[float], top: bool) -> Dealt:
        lines = by_line(self.columns[n])
        widths = [sum(width(piece.text) for piece in line) for line in lines]
        full = [each > max(widths) - _ROOM for each in widths]
        return deal([line[0].line for line in lines], full, anchors, _EMPTY.get(self.fields[n], _EMPTY_ELSE), top)

    def _merged(
        self, n: int, anchors: Sequence[float], extents: Sequence[tuple[float, float]], top: bool
    ) -> Iterator[tuple[int, list[Piece]]]:
        """Each text of a column of levels with the first of the rows that it stands beside."""
        groups = labels_in(self.columns[n], "level1" if self.fields[n] == "l1" else "level2")
        if not groups or len(groups) > len(anchors):
            for group in groups:
                yield _nearest(anchors, centre(group)), group
            return
        starts = [group[0].line for group in groups] if top else [centre(group) for group in groups]
        tops, ends = [first for first, _ in extents], [last for _, last in extents]
        shared = share(starts, tops, ends, top)
        first_rows = [start for start, _ in shared.runs]
        on_rows = [_nearest(anchors, at) for at in starts]
        off = sum(abs(anchors[row] - at) for row, at in zip(on_rows, starts, strict=True))
        if on_rows == sorted(set(on_rows)) and on_rows[0] == 0 and off + _SURE * len(groups) < shared.cost:
            first_rows = on_rows  # each in the first of its rows, and blank below
        yield from zip(first_rows, groups, strict=True)

    def _cells(self, row: dict[int, list[Piece]], anchor: float, number: int, top: bool) -> Iterator[TextCell]:
        for n, pieces in sorted(row.items()):
            at = anchor if not pieces else pieces[0].line if top else centre(pieces)
            is_far = abs(at - anchor) > _DOUBTED and self.fields[n] not in _MERGED
            yield n, joined(pieces), pieces[0].number if pieces else number, _UNSURE if is_far else None


def _apart(lines: Sequence[float]) -> Iterator[float]:
    """Lines of rows; those that are nearer to one another than lines of text are one: a score broken over two lines
    stands around the weight beside it."""
    group: list[float] = []
    for line in [*lines, float("inf")]:
        if group and line - group[-1] > WITHIN:
            yield (group[0] + group[-1]) / 2
            group = []
        group.append(line)


def _nearest(lines: Sequence[float], at: float) -> int:
    return min(range(len(lines)), key=lambda n: abs(lines[n] - at))


def by_line(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each line that has any, from top to bottom."""
    found: dict[float, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.line, []).append(piece)
    return [found[line] for line in sorted(found)]


def centre(pieces: Sequence[Piece]) -> float:
    """The middle of the lines of a cell."""
    return (min(piece.line for piece in pieces) + max(piece.line for piece in pieces)) / 2


def labels_in(pieces: Sequence[Piece], kind: str) -> list[list[Piece]]:
    """The lines of a column of labels put together to labels of a kind: 满意度指 / 标."""
    found: list[list[Piece]] = []
    for line in by_line(pieces):
        before = found[-1] if found else None
        if before is None or not _is_rest(before, line, kind):
            found.append(list(line))
        else:
            before.extend(line)
    return found


def _is_rest(before: Sequence[Piece], line: Sequence[Piece], kind: str) -> bool:
    gap, text, whole = line[0].line - before[-1].line, joined(line), joined(before)
    if gap > _APART:
        return False
    if getattr(meaning(whole + text), kind):
        return True
    return not getattr(meaning(whole), kind) and not getattr(meaning(text), kind) and gap < _APART
