"""A form in text whose columns blanks keep apart (pdftotext -layout) → its table, whatever the order of its columns."""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import POINTS, Origin
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.column_likelihood import is_amount, is_figure
from jiheng.reading.labels.labels import is_word, meaning
from jiheng.reading.tables.table import Cell, Table
from jiheng.reading.textlayer import spaced_goals as goals
from jiheng.reading.textlayer.spaced_columns import Placed, columns
from jiheng.reading.textlayer.spaced_lines import Header, Label, Piece, cut, header, joined, side_labels
from jiheng.reading.textlayer.spaced_tree import WITHIN, Rows, TextCell, centre, labels_in

BY_BLANKS = "这份文本用空格隔开各栏，是按空格的位置归栏的，跨几行的文字请对照原件核对"
_PERCENT = frozenset("%％")
_BROKEN = expression(r"[0-9]+[.．]")
_NEAR = 1.5
"""Lines between the name of a kind of money and its amounts at most."""


def table(lines: Sequence[tuple[int, str]], name: str) -> Table | None:
    """The form of a region; None where no header of an indicator tree is found."""
    return _noted(cut(lines), BY_BLANKS, lambda number: Origin(name, number), is_exact=False)


def of_pieces(rows: list[list[Piece]], note: str, origin: Callable[[int], Origin]) -> Table | None:
    """The form in lines of pieces whose places are exact; None where no header of an indicator tree is found.

    `note` says how the columns were told, `origin` where the line of a number stands.
    """
    return _noted(rows, note, origin, is_exact=True)


def _noted(rows: list[list[Piece]], note: str, origin: Callable[[int], Origin], *, is_exact: bool) -> Table | None:
    tree = header(rows, "column")
    if tree is None:
        return None
    found = _Form(rows, tree, origin, is_exact).table()
    found.note(0, note)
    return found


class _Form:
    """The blocks one after the other: head, funds, goals, tree, total, foot."""

    def __init__(self, rows: list[list[Piece]], tree: Header, origin: Callable[[int], Origin], is_exact: bool) -> None:
        self.rows = rows
        self.is_exact = is_exact
        self.tree = tree
        self.origin = origin
        self.out: list[list[Cell]] = []
        self.before: list[str] = []
        self.labels = tree.labels

    def table(self) -> Table:
        """Everything, row by row."""
        rows, tree = self.rows, self.tree
        funds = header(rows[: tree.first], "fund_column")
        found = goals.found(rows, funds.last + 1 if funds else 0, tree.first)
        goals_start = found.first if found else tree.first
        head_end = funds.first if funds else goals_start
        self._head(self._title(head_end), head_end)
        if funds is not None:
            self._funds(funds, rows[funds.last + 1 : goals_start])
        if found is not None:
            for cells in goals.rows(found, rows[goals_start : tree.first], is_exact=self.is_exact):
                self._emit(cells)
        end = next((at for at in range(tree.last + 1, len(rows)) if _is_total(rows[at])), None)
        if end is not None:
            _take_figure(rows, end)
        last = self._tree_end() if end is None else end
        self._tree(rows[tree.last + 1 : last])
        if end is not None:
            self._total(rows[end])
            last = end + 1
        self._head(last, len(rows))
        return Table(self.out, aligned=True, before=self.before)

    def _emit(self, cells: Iterable[TextCell]) -> None:
        at = len(self.out)
        found = [Cell(text, at, place, origin=self.origin(number), doubt=doubt) for place, text, number, doubt in cells]
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
                if below is not None and _is_head(piece.text + below.text) and not _is_head(below.text):
                    self.rows[at][0] = replace(piece, text=piece.text + below.text)
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
        block = [x for x in top.labels if meaning(x.text).block and not meaning(x.text).fund_column]
        labels = [label for label in top.labels if label not in block]
        texts = [[piece for piece in row if not _is_money(piece.text)] for row in rows]
        named = [p.start for row in texts for p in row if _names_money(p.text)]
        side = list(side_labels(texts, min(named, default=0)))
        self._emit_header("".join(label.text for label in block) + joined(side), labels, 2)
        names = labels_in([piece for row in texts for piece in row if piece not in side], "fund_row")
        fields = [meaning(label.text).fund_column or "" for label in labels]
        money = [[piece for piece in row if _is_money(piece.text)] for row in rows]
        amounts = columns(labels, money, fields, column_likelihood.fund, is_exact=self.is_exact)
        rows_of = self._exact_rows(fields, amounts, names) if self.is_exact else []
        for name, texts_of in rows_of or _matched(names, [row for row in amounts if row], len(labels)):
            number = name[0].number if name else top.labels[0].number
            named_cell = [(1, joined(name), number, None)] if name else []
            self._emit([*named_cell, *((n + 2, text, number, None) for n, text in enumerate(texts_of))])

    def _exact_rows(
        self, fields: list[str], amounts: Sequence[Placed], names: Sequence[list[Piece]]
    ) -> list[tuple[list[Piece], list[str]]]:
        """The amounts beside each name, those broken over lines put together; none without any."""
        lines = [row[0][0].line for row in amounts if row]
        if not lines or not names:
            return []
        tops, middles = [name[0].line for name in names], [centre(name) for name in names]
        anchors = min((tops, middles), key=lambda at: sum(min(abs(anchor - line) for line in lines) for anchor in at))
        columns_of = [[piece for row in amounts for piece, at in row if at == n] for n in range(len(fields))]
        found = [{n: text for n, text, *_ in cells} for cells in Rows(fields, columns_of, anchors).rows()]
        return [(name, [row.get(n, "") for n in range(len(fields))]) for name, row in zip(names, found, strict=True)]

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
        placed = [cell for row in columns(labels, kept, fields, is_exact=self.is_exact) for cell in row]
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


def _take_figure(rows: list[list[Piece]], at: int) -> None:
    """Take a figure that its narrow cell broke into halves above and below the line of its row (97. / 1) onto it."""
    if not 0 < at < len(rows) - 1:
        return
    line = rows[at][0].line
    for upper in [piece for piece in rows[at - 1] if _BROKEN.fullmatch(piece.text) and line - piece.line < WITHIN]:
        for lower in [piece for piece in rows[at + 1] if piece.text.isdigit() and piece.line - line < WITHIN]:
            if lower.start < upper.end and upper.start < lower.end:
                rows[at - 1].remove(upper)
                rows[at + 1].remove(lower)
                rows[at].append(replace(upper, text=upper.text + lower.text, line=line, number=rows[at][0].number))
                rows[at].sort(key=lambda piece: piece.start)
                break


def _names_money(text: str) -> bool:
    means = meaning(text)
    return (bool(means.fund_row) and not means.block) or text.startswith("其中")


def _is_money(text: str) -> bool:
    return is_amount(text) or is_dash(text) or text in _PERCENT


def _matched(names: Sequence[list[Piece]], amounts: Sequence[Placed], wide: int) -> list[tuple[list[Piece], list[str]]]:
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
    return [
        (name, [joined(piece for piece, at in row if at == n) for n in range(wide)])
        for _, name, row in sorted(found, key=lambda entry: entry[0])
    ]
