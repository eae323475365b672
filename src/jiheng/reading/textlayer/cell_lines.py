"""A form pasted one cell a line, without tabs → a table: the labels say how many cells make a row."""

from collections.abc import Iterator, Sequence

from jiheng.form import LEVELS, Block, Origin, names
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood, fund_pairs, funds, tail, tree
from jiheng.reading.form.rows import Item, understood
from jiheng.reading.form.title_block import TITLE
from jiheng.reading.labels.labels import LONGEST, is_word, key, meaning
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell, Table
from jiheng.reading.textlayer.cell_rows import Header, rows_of

Line = tuple[int, str]

_LEAST_LABELS = 4
"""Labels of columns one below the other that show a header of which each cell has a line."""
_MOST_TOTALS = 3
_NAMING = names(Block.HEAD, identity=True, outside=False)


def is_laid_out_so(lines: Sequence[Line]) -> bool:
    """Whether the labels of an indicator tree stand one below the other, each on a line of its own.

    A short header shows it only where a label of the head has a line of its own too.
    """
    longest = run = levels = 0
    has_head = False
    for _, text in lines:
        if not text.strip():
            continue
        bare, means, _ = understood(text)
        if not means.is_label or not is_word(bare):
            run = levels = 0
            continue
        has_head |= means.head in _NAMING
        if means.other and not means.column:
            continue
        run, levels = (run + 1, levels + (means.column in LEVELS)) if means.column else (0, 0)
        longest = max(longest, run if levels else 0)
    return longest >= (_LEAST_LABELS - 1 if has_head else _LEAST_LABELS)


def table(lines: Sequence[Line], name: str) -> Table:
    """The rows of the region, each cell under the label that it belongs to."""
    return _Stream(_single_spaced(lines), name).table()


def _single_spaced(lines: Sequence[Line]) -> list[Line]:
    """The lines without the empty ones that a page puts between all of them."""
    gaps = [0]
    for _, text in lines:
        if text.strip():
            gaps.append(0)
        else:
            gaps[-1] += 1
    inner = gaps[1:-1]
    if not inner or sum(gap % 2 for gap in inner) < 0.95 * len(inner):
        return list(lines)
    found: list[Line] = []
    empty: list[Line] = []
    for line in lines:
        if line[1].strip():
            found += empty[: len(empty) // 2]
            empty = []
            found.append(line)
        else:
            empty.append(line)
    return found


class _Stream:
    """Cells in a row, taken off block by block."""

    def __init__(self, lines: Sequence[Line], name: str) -> None:
        self.cells = [
            Item(text, 0, 1, Cell(raw.strip(), 0, 0, origin=Origin(name, number)), meaning(text))
            for number, raw in lines
            for text in [printed(raw)]
        ]
        self.at = 0
        self.rows: list[list[Cell]] = []
        self.header: Header | None = None

    def table(self) -> Table:
        """Everything, row by row."""
        while self.at < len(self.cells):
            if not self.cells[self.at].text:
                self.at += 1
            elif not (self._management() or self._tree() or self._funds() or self._goals() or self._total()):
                self._pair()
        return Table(self.rows, aligned=True)

    def _emit(self, placed: Sequence[tuple[int, Item]]) -> None:
        number = len(self.rows)
        self.rows.append([Cell(i.cell.text, number, c, origin=i.cell.origin) for c, i in placed])

    def _run(self, wanted: str) -> int:
        """The end of the run of labels of one part that begins here; empty cells in it are none."""
        end = self.at
        while end < len(self.cells):
            item = self.cells[end]
            known = getattr(item.means, wanted) or item.means.block or item.means.other or item.means.column
            if wanted == "fund_column" and end == self.at and item.means.fund_row:
                known = any(one.means.fund_column for one in self.cells[end + 1 : end + 2])
            fits = bool(known) and (is_word(item.text) or bool(item.means.column))
            if item.text and not fits and not self._is_further(end):
                break
            if wanted == "column" and item.means.level1 and not item.means.column:
                break
            if wanted == "fund_column" and item.means.fund_row and not item.means.fund_column and end > self.at:
                after = self.cells[end + 1 : end + 2]
                if not after or not after[0].means.fund_column:
                    break
            end += 1
        while end > self.at and not self.cells[end - 1].text:
            end -= 1
        return end

    def _is_further(self, place: int) -> bool:
        """Whether a text that no list of words knows is a label all the same: the labels go on right after it."""
        item, after = self.cells[place], self.cells[place + 1 : place + 2]
        is_text = len(item.text) > LONGEST or "。" in item.text or column_likelihood.is_amount(item.text)
        if place == self.at or is_text or not after:
            return False
        before = self.cells[place - 1].means
        goes_on = after[0].means.column or after[0].means.fund_column or after[0].means.fund_row
        return bool(before.column or before.fund_column) and bool(goes_on) and is_word(after[0].text)

    # The indicator tree.

    def _tree(self) -> bool:
        end = self._run("column")
        labels = [item for item in self.cells[self.at : end] if item.text]
        if not labels or not tree.is_header(labels):
            return False
        self.header = Header.of(labels)
        self._emit_header(self.header)
        self.at = end
        self._tree_rows()
        return True

    def _emit_header(self, header: Header) -> None:
        if header.edge is not None:
            self._emit([(0, header.edge), *((n + 1, item) for n, item in enumerate(header.labels))])
        else:
            self._emit([(n + 1, item) for n, item in enumerate(header.labels)])

    def _tree_rows(self) -> None:
        """The rows below a header, as far as the next label that ends them."""
        assert self.header is not None
        end = self.at
        while end < len(self.cells) and not self._ends_tree(end):
            end += 1
        for row in rows_of(self.header, self.cells[self.at : end]):
            self._emit([(column + 1, item) for column, item in row if item.text])
        self.at = end

    def _ends_tree(self, place: int) -> bool:
        item = self.cells[place]
        if not item.text:
            return False
        if tail.NOTE.match(item.text) or TITLE.search(item.text):
            return True
        means = item.means
        if not is_word(item.text):
            return False
        is_header = means.column in ("l1", "l3") and not means.level1
        return bool(means.total or means.tail or means.note or means.head == "project" or is_header)

    # The money.

    def _funds(self) -> bool:
        end = self._run("fund_column")
        sources = self._sources(end)
        end = sources or end
        while end > self.at and self._counts(self.cells[end - 1]):
            end -= 1
        labels = [item for item in self.cells[self.at : end] if item.text]
        edges = [item for item in labels if item.means.block and not item.means.fund_column]
        columns = [item for item in labels if item not in edges]
        if not funds.is_header(columns):
            return False
        title = columns[:1] if not sources and _names_rows(columns) else []
        columns = columns[len(title) :]
        over = [*((0, edge) for edge in edges[:1]), *((1, item) for item in title)]
        self._emit([*over, *((n + 2, item) for n, item in enumerate(columns))])
        self.at = end
        self._numbering(len(columns))
        if sources:
            self._emit([(n + 2, item) for n, item in enumerate(self.cells[end : end + len(columns)]) if item.text])
            self.at += len(columns)
        else:
            self._fund_rows(len(columns), columns)
        return True

    @staticmethod
    def _counts(item: Item) -> bool:
        """Whether a cell is the label of a row of running numbers."""
        return not item.text or key(item.text) in funds.RUNNING

    def _numbering(self, wide: int) -> None:
        """A row of the numbers of the columns below the header."""
        row = [item for item in self.cells[self.at : self.at + wide + 1] if item.text]
        if row and key(row[0].text) in funds.RUNNING and funds.is_numbering(row):
            self._emit([(n + 1, item) for n, item in enumerate(row)])
            self.at += wide + 1

    def _sources(self, end: int) -> int | None:
        """The end of a header of sources of money (中央 | 本级 | 合计 | 执行数), None where the header is none."""
        if any(item.means.fund_column for item in self.cells[self.at : end]):
            return None
        first = end
        while end < len(self.cells) and self._is_source(end):
            end += 1
        return end if sum(bool(item.means.fund_row) for item in self.cells[first:end]) > 1 else None

    def _is_source(self, place: int) -> bool:
        item = self.cells[place]
        return bool(item.text) and bool(item.means.fund_row or item.means.fund_column) and is_word(item.text)

    def _fund_rows(self, wide: int, columns: list[Item]) -> None:
        first = True
        if self.at < len(self.cells) and column_likelihood.is_amount(self.cells[self.at].text):  # a row without a name
            values = self.cells[self.at : self.at + wide]
            self._emit([(n + 2, item) for n, item in enumerate(values) if item.text])
            self.at += wide
        while self.at < len(self.cells) and self._is_fund_name(self.at):
            name, start = self.cells[self.at], self.at + 1
            end = start
            while end < len(self.cells) and end - start < wide and not self._ends_fund(end):
                end += 1
            values = self.cells[start:end]
            if first and len(values) == wide - 1 and self._has_title(columns):
                header = self.rows[-1]
                self.rows[-1] = [
                    Cell(c.text, c.row, c.column - (c.column > 0), origin=c.origin) for c in header
                ]  # the first label is the title of the names
            first = False
            self._emit([(1, name), *((n + 2, item) for n, item in enumerate(values) if item.text)])
            self.at = end

    @staticmethod
    def _has_title(columns: list[Item]) -> bool:
        return sum(item.means.fund_column == columns[0].means.fund_column for item in columns) > 1

    def _is_fund_name(self, place: int) -> bool:
        item = self.cells[place]
        if not item.text or column_likelihood.is_amount(item.text) or is_dash(item.text):
            return False
        return bool(item.means.fund_row) or not item.means.is_label

    def _ends_fund(self, place: int) -> bool:
        item = self.cells[place]
        return (
            bool(item.text) and is_word(item.text) and bool(item.means.fund_row or item.means.block or item.means.goal)
        )

    # The goals, and texts.

    def _goals(self) -> bool:
        end = self.at
        while end < len(self.cells) and self._names_goal(self.cells[end]):
            end += 1
        run = [item for item in self.cells[self.at : end] if item.text]
        named = [item for item in run if item.means.goal or _is_other_goal(item)]
        edges = [item for item in run if item not in named]
        if len(named) > 1 and named[0].means.block and named[0].means.goal in {i.means.goal for i in named[1:]}:
            edges, named = [*edges, named[0]], named[1:]
        if not named or end >= len(self.cells) or run[0].means.column in LEVELS:
            return False
        if len(named) > 1 and self.cells[end].means.column == "reason" and is_word(self.cells[end].text):
            named, end = [*named, self.cells[end]], end + 1
        before = len(edges)
        self._emit([*enumerate(edges), *((before + n, item) for n, item in enumerate(named))])
        self.at = end
        while self.at < len(self.cells) and not self._opens(self.at):
            texts = self.cells[self.at : self.at + len(named)]
            self._emit([(before + n, item) for n, item in enumerate(texts) if item.text])
            self.at += len(named)
        return True

    @staticmethod
    def _names_goal(item: Item) -> bool:
        return not item.text or (
            bool(item.means.goal or item.means.block or _is_other_goal(item)) and is_word(item.text)
        )

    def _opens(self, place: int) -> bool:
        """Whether a label of another part stands here."""
        item = self.cells[place]
        return not item.text or (item.means.is_label and is_word(item.text))

    def _management(self) -> bool:
        if key(self.cells[self.at].text) not in words().form.text_blocks:
            return False
        end = self.at + 1
        while end < len(self.cells) and (not self.cells[end].text or is_word(self.cells[end].text)):
            end += 1
        labels = [item for item in self.cells[self.at + 1 : end] if item.text]
        names_rows = bool(labels) and key(labels[0].text).endswith("名称")
        first = 1 if names_rows else 2
        self._emit([(0, self.cells[self.at]), *((n + first, item) for n, item in enumerate(labels))])
        self.at = end
        while self.at < len(self.cells) and not (self.cells[self.at].text and is_word(self.cells[self.at].text)):
            row = self.cells[self.at : self.at + len(labels) + (not names_rows)]
            self._emit([(n + 1, item) for n, item in enumerate(row) if item.text])
            self.at += max(len(row), 1)
        return True

    # Totals, and labels with their value.

    def _total(self) -> bool:
        label = self.cells[self.at]
        if self.header is None or not (label.means.total and is_word(label.text)):
            return False
        end = self.at + 1
        wide = len(self.header.labels)
        while end < len(self.cells) and end - self.at < wide and not self._opens_below(end):
            end += 1
        while end > self.at + 1 and not self.cells[end - 1].text:
            end -= 1
        values = self.cells[self.at + 1 : end]
        self._emit([(0, label), *self._total_places(values)])
        self.at = end
        if self.at < len(self.cells) and self.cells[self.at].means.level1:
            self._tree_rows()
        return True

    def _opens_below(self, place: int) -> bool:
        item = self.cells[place]
        long = len(item.text) > LONGEST or tail.NOTE.match(item.text) is not None
        return bool(item.text) and (long or is_word(item.text) or ":" in item.text or "：" in item.text)

    def _total_places(self, values: list[Item]) -> Iterator[tuple[int, Item]]:
        assert self.header is not None
        at = [self.header.fields.index(field) + 1 for field in ("weight", "score") if field in self.header.fields]
        if len(values) == len(self.header.labels) - 1:
            places = list(range(2, len(values) + 2))
        elif len(values) == 1 and at:
            places = at[-1:]
        else:
            places = sorted(at)
        last = len(self.header.labels) + 1
        for number, item in enumerate(values):
            if item.text:
                yield places[number] if number < len(places) else last + number, item

    def _pair(self) -> None:
        label = self.cells[self.at]
        means = label.means
        names = means.head or means.weak or means.other or means.total or means.tail or means.note
        after = self.cells[self.at + 1] if self.at + 1 < len(self.cells) else None
        is_pair = bool(names) and (bool(means.head) or is_word(label.text)) and after is not None
        is_pair |= after is not None and self.header is None and self._is_amount(label, after)
        if is_pair and after is not None and not (after.means.is_label and is_word(after.text)):
            self._emit([(0, label), *([(1, after)] if after.text else [])])
            self.at += 2
        else:
            self._emit([(0, label)])
            self.at += 1

    def _is_amount(self, label: Item, after: Item) -> bool:
        """Whether a label of the money has its one figure right below it: 当年预算数（元） / 126."""
        further = self.cells[self.at + 2 : self.at + 3]
        is_lone = not further or not column_likelihood.is_amount(further[0].text)
        return is_lone and fund_pairs.is_pair(label, after)


def _is_other_goal(item: Item) -> bool:
    """Whether a label names a goal that the record of a self-evaluation does not have: 中期目标."""
    return item.means.other and key(item.text).endswith("目标")


def _names_rows(columns: list[Item]) -> bool:
    """Whether the first label of the money is the title of the names below it: 资金来源, 列次."""
    first, rest = columns[0], columns[1:]
    if len(columns) <= 2 or first.means.fund_column:
        return False
    names_total = bool(first.means.fund_row) and not any(item.means.fund_row for item in rest)  # 金额合计
    return funds.is_header(rest) if names_total else first.means.other and not first.means.fund_row
