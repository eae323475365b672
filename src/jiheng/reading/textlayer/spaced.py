"""A form in text whose columns blanks keep apart (pdftotext -layout) → its table, whatever the order of its columns."""

from collections.abc import Iterable, Sequence

from jiheng.form import POINTS, Origin
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.column_likelihood import is_amount, is_figure
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.tables.table import Cell, Table
from jiheng.reading.textlayer.spaced_columns import Placed, columns
from jiheng.reading.textlayer.spaced_halves import halves
from jiheng.reading.textlayer.spaced_lines import Header, Label, Piece, cut, header, side_labels
from jiheng.reading.textlayer.spaced_tree import Rows, TextCell, centre, joined, labels_in

_TOLD = "这份文本用空格隔开各栏，是按空格的位置归栏的，跨几行的文字请对照原件核对"
_NEAR = 1.5
"""Lines between the name of a kind of money and its amounts at most."""


def table(lines: Sequence[tuple[int, str]], name: str) -> Table | None:
    """The form of a region; None where no header of an indicator tree is found."""
    rows = cut(lines)
    tree = header(rows, "column")
    return _Form(rows, tree, name).table() if tree is not None else None


class _Form:
    """The blocks one after the other: head, funds, goals, tree, total, foot."""

    def __init__(self, rows: list[list[Piece]], tree: Header, name: str) -> None:
        self.rows = rows
        self.tree = tree
        self.name = name
        self.out: list[list[Cell]] = []
        self.before: list[str] = []
        self.labels = tree.labels

    def table(self) -> Table:
        """Everything, row by row."""
        rows, tree = self.rows, self.tree
        funds = header(rows[: tree.first], "fund_column")
        goals = self._goals_header(funds.last + 1 if funds else 0)
        goals_start = tree.first if goals is None else goals
        head_end = funds.first if funds else goals_start
        self._head(self._title(head_end), head_end)
        if funds is not None:
            self._funds(funds, rows[funds.last + 1 : goals_start])
        if goals is not None:
            self._goals(rows[goals], rows[goals + 1 : tree.first])
        end = next((at for at in range(tree.last + 1, len(rows)) if _is_total(rows[at])), None)
        last = self._tree_end() if end is None else end
        self._tree(rows[tree.last + 1 : last])
        if end is not None:
            self._total(rows[end])
            last = end + 1
        self._head(last, len(rows))
        found = Table(self.out, aligned=True, before=self.before)
        found.note(0, _TOLD)
        return found

    def _emit(self, cells: Iterable[TextCell]) -> None:
        at = len(self.out)
        found = [
            Cell(text, at, place, origin=Origin(self.name, number), doubt=doubt) for place, text, number, doubt in cells
        ]
        self.out.append(sorted(found, key=lambda cell: cell.column))

    def _emit_header(self, side: str, labels: Sequence[Label], first: int) -> None:
        """The block's label down the left edge, if any, and the labels of the columns from the column `first` on."""
        edge = [(0, side, labels[0].number, None)] if side else []
        self._emit([*edge, *((n + first, label.text, label.number, None) for n, label in enumerate(labels))])

    # Title and head; the foot has the same shape.

    def _title(self, end: int) -> int:
        """The lines above the first label of the head."""
        for at in range(end):
            if any(_is_head(piece.text) and not _is_year(piece.text) for piece in self.rows[at]) or self._wrapped(
                at, end
            ):
                return at
            if self.rows[at]:
                self.before.append("".join(piece.text for piece in self.rows[at]))
        return end

    def _wrapped(self, at: int, end: int) -> bool:
        """Whether a label of the head begins on this line and goes on below: 转移支付（项目）名 / 称."""
        for line in range(at + 1, min(at + 3, end)):
            for piece in self.rows[at][:1]:
                below = next((p for p in self.rows[line][:1] if p.end <= piece.end and p.start >= piece.start), None)
                if below is not None and _is_head(piece.text + below.text):
                    self.rows[at][0] = piece._replace(text=piece.text + below.text)
                    self.rows[line].remove(below)
                    return True
        return False

    def _head(self, start: int, end: int) -> None:
        """Labels with the value to the right; lines without a label go on with the value nearest to them."""
        pairs: list[tuple[Piece, list[Piece]]] = []
        loose: list[Piece] = []
        for at in range(start, end):
            self._wrapped(at, end)
            open_pair: list[Piece] | None = None
            for piece in self.rows[at]:
                if _is_head(piece.text):
                    open_pair = []
                    pairs.append((piece, open_pair))
                elif open_pair is None:
                    loose.append(piece)
                else:
                    open_pair.append(piece)
        for piece in loose:
            near = [pair for pair in pairs if pair[0].end <= piece.start]
            if near:
                min(near, key=lambda pair: (abs(pair[0].line - piece.line), -pair[0].start))[1].append(piece)
            else:
                self._emit([(0, piece.text, piece.number, None)])
        self._emit_pairs(pairs)

    def _emit_pairs(self, pairs: Sequence[tuple[Piece, list[Piece]]]) -> None:
        lines = sorted({label.line for label, _ in pairs})
        for line in lines:
            cells: list[TextCell] = []
            for label, value in pairs:
                if label.line == line:
                    cells += [(len(cells), label.text, label.number, None)]
                    cells += [(len(cells), joined(value), label.number, None)]
            self._emit(cells)

    # Money.

    def _funds(self, top: Header, rows: Sequence[Sequence[Piece]]) -> None:
        labels = [label for label in top.labels if not meaning(label.text).block or meaning(label.text).fund_column]
        texts = [[piece for piece in row if not _is_money(piece.text)] for row in rows]
        named = [p.start for row in texts for p in row if meaning(p.text).fund_row or p.text.startswith("其中")]
        side = list(side_labels(texts, min(named, default=0)))
        self._emit_header(joined(side), labels, 2)
        names = labels_in([piece for row in texts for piece in row if piece not in side], "fund_row")
        fields = [meaning(label.text).fund_column or "" for label in labels]
        money = [[piece for piece in row if _is_money(piece.text)] for row in rows]
        amounts = columns(labels, money, fields, column_likelihood.fund)
        for name, cells in _matched(names, [row for row in amounts if row]):
            number = name[0].number if name else cells[0][0].number
            texts_of = [joined(piece for piece, at in cells if at == n) for n in range(len(labels))]
            named_cell = [(1, joined(name), number, None)] if name else []
            self._emit([*named_cell, *((n + 2, text, number, None) for n, text in enumerate(texts_of))])

    # Goals.

    def _goals_header(self, start: int) -> int | None:
        for at in range(start, self.tree.first):
            if len({meaning(piece.text).goal for piece in self.rows[at]} - {None}) > 1:
                return at
        return None

    def _goals(self, labels: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> None:
        sides = [piece for piece in labels if meaning(piece.text).goal]
        tops = [Label(piece.text, piece.start, piece.end, piece.number) for piece in sides]
        pieces = [piece for row in rows for piece in row]
        texts = [piece for piece in pieces if len(piece.text) > 2]
        left = list(side_labels(rows, min((piece.start for piece in texts), default=0)))
        kept = halves(tops, [[piece for piece in row if piece not in left] for row in rows])
        number = labels[0].number
        side = joined([*(piece for piece in labels if piece not in sides), *left])
        self._emit_header(side, tops, 1)
        texts_of = [joined(piece for row in kept for piece, at in row if at == n) for n in range(len(tops))]
        self._emit((n + 1, text, number, None) for n, text in enumerate(texts_of))

    # The tree.

    def _tree_end(self) -> int:
        """Where a tree without a total ends: before the first line that only a foot or a remark can begin."""
        for at in range(self.tree.last + 1, len(self.rows)):
            first = self.rows[at][0].text if self.rows[at] else ""
            means = meaning(first)
            if is_word(first) and (means.tail or means.note or means.head) and not means.column:
                return at
        return len(self.rows)

    def _tree(self, rows: Sequence[Sequence[Piece]]) -> None:
        block = [x for x in self.tree.labels if meaning(x.text).block and not meaning(x.text).column]
        self.labels = labels = tuple(label for label in self.tree.labels if label not in block)
        fields = [meaning(label.text).column or "" for label in labels]
        fields = [field if field not in fields[:n] else "" for n, field in enumerate(fields)]
        repeated = {label.text for label in labels}
        rows = [row for row in rows if not row or not {piece.text for piece in row} <= repeated]
        side = list(side_labels(rows, labels[0].start))
        kept = [[piece for piece in row if piece not in side] for row in rows]
        placed = [cell for row in columns(labels, kept, fields) for cell in row]
        self._emit_header(joined(side), labels, 1)
        for cells in Rows(fields, [[piece for piece, at in placed if at == n] for n in range(len(labels))]).rows():
            self._emit([(n + 1, text, number, doubt) for n, text, number, doubt in cells])

    def _total(self, row: Sequence[Piece]) -> None:
        """The total's figures under the columns of points; what is no figure and stands before them is its label."""
        figures = [piece for piece in row if is_figure(piece.text)]
        first = figures[0].start if figures else row[-1].end
        cells: list[TextCell] = [(1, joined(piece for piece in row if piece.end <= first), row[0].number, None)]
        points = [(n, label) for n, label in enumerate(self.labels) if meaning(label.text).column in POINTS]
        for piece, at in (
            columns([label for _, label in points], [figures], ["weight"] * len(points))[0] if points else []
        ):
            cells.append((points[at][0] + 1, piece.text, piece.number, None))
        rest = [piece for piece in row if piece.start > first and piece not in figures]
        if rest:
            cells.append((len(self.labels), joined(rest), rest[0].number, None))
        self._emit(cells)


def _is_head(text: str) -> bool:
    means = meaning(text)
    return is_word(text) and bool(means.head or means.weak or means.tail or means.other) and not means.column


def _is_year(text: str) -> bool:
    """Whether a label is that of the year, which also stands in the title: （2024 年度）."""
    return meaning(text).head == "year"


def _is_total(row: Sequence[Piece]) -> bool:
    labels = [piece for piece in row if meaning(piece.text).total and is_word(piece.text)]
    return bool(labels) and not any(meaning(piece.text).level1 for piece in row)


def _is_money(text: str) -> bool:
    return is_amount(text) or is_dash(text)


def _matched(names: Sequence[list[Piece]], amounts: Sequence[Placed]) -> list[tuple[list[Piece], Placed]]:
    """Names of money with the line of amounts nearest to them, in order; either may stand alone."""
    left = list(names)
    found: list[tuple[float, list[Piece], Placed]] = []
    for row in amounts:
        line = row[0][0].line
        near = min(left, key=lambda name: abs(centre(name) - line), default=None)
        if near is not None and abs(centre(near) - line) <= _NEAR:
            left.remove(near)
            found.append((line, near, row))
        else:
            found.append((line, [], row))
    found += [(centre(name), name, []) for name in left]
    return [(name, row) for _, name, row in sorted(found, key=lambda one: one[0])]
