"""The funds block 项目资金: a header that names the amounts, below it a row for each kind of money."""

from itertools import pairwise

from jiheng.expression import expression
from jiheng.form import AMOUNTS, FUND_FIELDS, TOTAL_FUND, Block, Fund, Place
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.alignment import Column, Columns, lay
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.grid_columns import GridColumns
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import LONGEST, column_words, fund_name, key, meaning
from jiheng.reading.tables.table import Cell

JOINED = "这一格在原文中断成两截（换页或换行），已接在一起，请核对"
_ENDS_FIGURE = expression(r"[.．,，%％元万]|\d+%$")
_NUMBER_OF_COLUMN = expression(r"[A-Za-z\d]{1,2}(?:[=＝/÷×*+\-][A-Za-z\d+\-*/÷×%（）()＝=]+)?$")
"""What stands in a row 列次: 1, A, C=A-B."""
_ASIDE = expression(r"[^:：]{2}[:：](?:[-+\d,，.]+(?:[亿万千]?元|[%％])?)?$")
_PARTS = expression(r"[（(][^（）()]*[)）]|[/／、]")
"""What parts the names of two columns in one label."""
_FIGURES_APART = expression(r"\s*[/／\s]\s*")
_TWO = 2
_ASIDE_OF_BLOCK = expression(r"[（(]\d+(?:\.\d+)?分[)）]")
"""What stands below the name of the block down its left edge: its weight."""
_SOURCES = 2
_SCRAP = 4
"""Characters of the end of a torn label."""
_BESIDE = frozenset(FUND_FIELDS).difference(AMOUNTS)
"""Columns that may stand beside those of the sources: 中央 | 市级 | 合计 | 执行率."""
_NO_CELLS: dict[str, str | None] = dict.fromkeys(FUND_FIELDS)
_LEAST_NUMBERS = 3


def both_columns(label: Item) -> tuple[str, ...]:
    """The two columns that one label names, in its order: 执行率（B/A）得分, 分值/得分; empty where it names one."""
    pieces = [piece for piece in _PARTS.split(label.text) if piece]
    fields = tuple(dict.fromkeys(meaning(piece).fund_column or "" for piece in pieces))
    return fields if len(fields) == len(pieces) == _TWO and all(fields) else ()


def is_running(text: str) -> bool:
    """Whether a text is the label of running numbers, which say nothing."""
    return key(text) in words().form.running


def is_header(row: list[Item]) -> bool:
    """Whether a row names the amounts."""
    found = {field_of(item, item is row[0]) for item in row}
    amounts = sum(field in found for field in AMOUNTS)
    if sum(bool(item.means.fund_row) for item in row) >= _SOURCES:  # 中央 | 本级 | 合计 | 执行数
        return amounts >= 1 and not any(column_likelihood.is_figure(item.text) for item in row)
    if (
        amounts == 1 and "rate" in found and any(item.means.fund_row for item in row[1:])
    ):  # 预算资金 | 全年执行数 | 执行率
        return not any(column_likelihood.is_figure(item.text) for item in row)
    if amounts == 1 and "rate" in found and row[0].means.block:
        return _free_budget(row) is not None
    return amounts >= 2 or (amounts == 1 and len(found - {None}) >= 3)


def are_sources(row: list[Item]) -> bool:
    """Whether a row names nothing but kinds of money: 资金总额 | 财政拨款 | 其他资金, the budget of each below it."""
    named = [item for item in row if item.means.fund_row]
    further = [item for item in row if not item.means.fund_row]
    is_whole = sum(field_of(item, False) not in _BESIDE and not item.means.other for item in further) <= 1
    return len(named) >= _SOURCES and is_whole and any(fund_name(i.text) == TOTAL_FUND for i in named)


def field_of(item: Item, is_first: bool) -> str | None:
    """The amount that a label of the header means; the name of a block means one only behind another label."""
    return item.means.fund_column or (None if is_first else item.means.block_column)


def _free_budget(header: list[Item]) -> Item | None:
    """The label right before what was executed that no word explains, where nothing else names a budget: 下拨数."""
    for item, after in pairwise(header):
        is_free = not item.means.is_label and not column_likelihood.is_amount(item.text)
        if is_free and after.means.fund_column == "executed":
            return item
    return None


def is_numbering(row: list[Item]) -> bool:
    """A row of nothing but the numbers of the columns."""
    if not _NUMBER_OF_COLUMN.match(row[-1].text):
        return False
    values = [item for item in row if not item.means.other]
    if len(values) < _LEAST_NUMBERS or not all(_NUMBER_OF_COLUMN.match(item.text) for item in values):
        return False
    return any(item.means.other and is_running(item.text) for item in row) or _counts_up(values)


def _counts_up(values: list[Item]) -> bool:
    firsts = [item.text[0] for item in values]
    return all(ord(b) - ord(a) == 1 for a, b in pairwise(firsts))


def _columns(header: list[Item]) -> tuple[list[Item], list[str]]:
    """The labels of the columns, with the field of each; `field@kind` for the money of one source.

    A column that no field takes begins with "+".
    """
    header = header[1:] if edge_of(header) is not None else header
    by_source = sum(bool(item.means.fund_row) for item in header) >= _SOURCES
    has_budget = any(field_of(item, n == 0) in ("initial", "budget") for n, item in enumerate(header))
    free = None if has_budget or by_source else _free_budget(header)
    are_names = by_source or not has_budget
    first = next(
        n
        for n, i in enumerate(header)
        if field_of(i, n == 0) or i is free or ((n > 0 or by_source) and are_names and i.means.fund_row)
    )
    if first and is_running(header[first - 1].text):
        first -= 1
    found: list[str] = []
    listed = column_words(of_funds=True)
    for item in (labels := header[first:]):
        is_budget = item is free or (item.means.fund_row and are_names and free is None)
        field = field_of(item, item is header[0]) or ("budget" if is_budget else None)
        name = fund_name(item.text) if by_source and item.means.fund_row else ""
        name = key(name) if name not in ("", TOTAL_FUND) else ""
        place = f"{field}@{name}" if name else field
        if place == "budget" and "budget" in found and "initial" not in found:  # 批复预算数 | 调整后预算数
            found[found.index("budget")] = "initial"
        if place in found and key(item.text) in listed and key(labels[found.index(place)].text) not in listed:
            at = found.index(place)  # 拨付数 | 实际使用数: a label that the list of words has is surer than one like it
            found[at] = f"+{key(labels[at].text)}"
        found.append(place if place and place not in found else f"+{key(item.text)}")
    return labels, found


def edge_of(header: list[Item]) -> Item | None:
    """The name of the block at the left of a header that sounds like an amount: 年度预算（万元） | 支出类别."""
    first, *rest = header
    if len(rest) < _LEAST_NUMBERS or not first.means.fund_column:
        return None
    is_tall = first.cell.rows > max(item.cell.rows for item in rest)
    is_twice = any(item.means.fund_column == first.means.fund_column for item in rest[1:])
    names_first = first.means.fund_column in _BESIDE or rest[0].means.fund_column in (None, "initial")
    return first if is_tall or (is_twice and names_first) else None


def _is_name(item: Item, after: Item | None) -> bool:
    """Whether a cell is the name of a row, though it may sound like the label of a column (部门预算总额)."""
    has_figure = after is not None and column_likelihood.is_amount(after.text)
    return bool(item.means.fund_row) and (not item.means.fund_column or has_figure)


def _are_asides(row: list[Item]) -> bool:
    """Whether a row holds no amount of a column, but labels with what belongs to them: 按性质分：, 基本支出：1100."""
    return all(_ASIDE.search(item.text) and not column_likelihood.is_amount(item.text) for item in row)


class Money:
    """Reads the rows below one header."""

    def __init__(self, draft: Draft, header: list[Item], aligned: bool) -> None:
        self.draft = draft
        self.labels, self.fields = _columns(header)
        self.aligned = aligned
        self._lay_out()
        self.usual = 0
        self.held: dict[str, Item] = {}
        self.torn: set[str] = set()
        """Fields of the held row that were put together from two pages."""
        self.empty: dict[str, Cell] = {}
        self.is_fresh = True
        draft.take(*header)
        for item, field in zip(self.labels, self.fields, strict=True):
            if field in FUND_FIELDS:
                draft.name(f"{Block.FUNDS}.{field}", item)
        for item in header:
            unit = money_unit(item.text)
            if unit and not draft.form.money_unit:
                draft.put("money_unit", item._replace(text=unit))

    def _lay_out(self) -> None:
        self.grid = GridColumns(self.labels, self.fields) if self.aligned else None
        self.named = [
            Column("" if f.startswith("+") else f.partition("@")[0], item.column)
            for f, item in (zip(self.fields, self.labels, strict=True) if self.grid is None else ())
        ]
        self.columns = Columns([Column("name", None), *self.named])
        names = dict.fromkeys(field.partition("@")[2] for field in self.fields if not field.startswith("+"))
        self.sources = list(names) if "" in names else ["", *names]
        self.has = {name: self._fields_of(name) for name in self.sources}
        """The columns of each source that the header has, by their fields."""
        both = {at: both_columns(item) for at, item in zip(self.fields, self.labels, strict=True)}
        self.both = {at: two for at, two in both.items() if two and not set(two) - {at} & set(self.fields)}
        """Columns that hold the figures of two, with the fields of these."""

    def _fields_of(self, source: str) -> dict[str, str]:
        end = f"@{source}" if source else ""
        return {field: field + end for field in FUND_FIELDS if field + end in self.fields}

    def read(self, row: TableRow) -> None:
        """Take a row; it is held back until it is sure that the next page does not go on with its name."""
        found = row.items
        unit = next((u for u in map(money_unit, (item.text for item in found)) if u), None)
        if unit and self.draft.form.money_unit is None:
            self.draft.form.money_unit = unit
        if is_numbering(found):
            self.draft.take(*found)
            return
        if self._take_groups(found):
            return
        if self._take_across(found):
            return
        self._find_names(found)
        self.draft.take(*(item for item in found if _ASIDE_OF_BLOCK.fullmatch(item.text)))
        found = [item for item in found if not _ASIDE_OF_BLOCK.fullmatch(item.text)]
        found = [item for item in found if item.means.fund_row or not item.means.block]
        if not found or _are_asides(found):
            return
        found = self._without_edge(found) if row.seam else found
        if row.seam and self._is_rest(found):
            self._join(found)
        elif row.seam and len(found) == 1 and self._ends_name(found[0]):
            name = self.held["name"]
            self.held["name"] = name._replace(text=name.text + found[0].text)
            self.draft.take(found[0])
        elif self._is_money(found):
            self.flush()
            self.held = self._on_grid(found) if self.grid else self._by_meaning(found)
            self.empty = self.grid.empty(row.cells, self.held) if self.grid else {}

    def _take_groups(self, row: list[Item]) -> bool:
        """Take a row that names its money before each amount: 其中：财政资金 | 60 | 其中：财政资金 | 55 | 92%."""
        names = [item for item in row if item.means.fund_row and not column_likelihood.is_amount(item.text)]
        if len(names) < _SOURCES or len({fund_name(item.text) for item in names}) > 1:
            return False
        self.flush()
        held: dict[str, Item] = {"name": names[0]}
        for item in row:
            field = None if item in names else self._nearest(item)
            if field is not None:
                held.setdefault(field, item)
        self.draft.take(*names)
        self._take(held)
        return True

    def across(self, row: list[Item]) -> Item | None:
        """The label of a row that is one amount of every source: 年初预算 | 800 | 300 below 合计 | 市级."""
        names = [item for item in row if not column_likelihood.is_amount(item.text) and not is_dash(item.text)]
        label = names[-1] if names else None
        if len(self.sources) <= _SOURCES or label is None or label.means.fund_column not in AMOUNTS or self.held:
            return None
        return label if 0 < len(row) - row.index(label) - 1 <= len(self.fields) else None

    def _take_across(self, row: list[Item]) -> bool:
        label = self.across(row)
        if label is None:
            return False
        values = row[row.index(label) + 1 :]
        places = [self.grid.field(item) for item in values] if self.grid is not None else self.fields
        for item, place in zip(values, places, strict=False):
            field, _, source = (place or "").partition("@")
            name = source or TOTAL_FUND
            if field == "budget":
                self._put(name, label.means.fund_column or "", item)
            elif field in FUND_FIELDS:
                self._put(name, field, item)
            elif place:
                self.draft.keep(item, place[1:], str(Place.fund(name)))
        self.draft.take(*row[: row.index(label) + 1])
        return True

    def _put(self, name: str, field: str, item: Item) -> None:
        """Set one amount of a row of the record, begun where it is not there yet."""
        fund = self.draft.form.fund(name)
        if fund is None:
            fund = Fund(name, **_NO_CELLS)
            self.draft.form.funds.append(fund)
        if getattr(fund, field) is None:
            setattr(fund, field, item.text)
            self.draft.note(str(Place.fund(name, field)), item)

    def _nearest(self, item: Item) -> str | None:
        """The field of the last label that does not stand to the right of a cell."""
        columns = zip(self.labels, self.fields, strict=True)
        return next((field for label, field in reversed(list(columns)) if label.column <= item.column), None)

    def more(self, name: str, row: list[Item]) -> None:
        """Take the figures of a row whose labels stand before them, where only the header says what they are."""
        for item in row if self.draft.form.fund(name) is not None else ():
            field = self.grid.field(item) if self.grid else self._nearest(item)
            if field in FUND_FIELDS:
                self._put(name, field, item)

    def _without_edge(self, row: list[Item]) -> list[Item]:
        """The first row of a page without the end of the block's own name, which stands left of the names: 元）."""
        name = self.held.get("name")
        first = row[0]
        if self.grid is None or name is None or len(row) == 1 or first.column >= name.column:
            return row
        if len(first.text) > _SCRAP or first.means.is_label:
            return row
        self.draft.take(first)
        return row[1:]

    def _ends_name(self, item: Item) -> bool:
        """Whether the only words of a row at the top of a page end the name above, and are no name of their own."""
        name = self.held.get("name")
        if name is None or column_likelihood.is_figure(item.text):
            return False
        return not (name.means.fund_row and item.means.fund_row)

    def _find_names(self, row: list[Item]) -> None:
        """Let go of a first label that is the title of the names below it: 年度预算数（万元） over 总额."""
        if not self.is_fresh:
            return
        self.is_fresh = False
        title = self.labels[0]
        names = [item for item, after in pairwise([*row, None]) if item and _is_name(item, after)]
        certain = self.aligned or self._means_twice(title)
        if certain and len(self.labels) > 1 and any(title.column <= item.column < title.end for item in names):
            labels = self.labels[1:]
            self.labels, self.fields = _columns(labels)
            self._lay_out()

    def _means_twice(self, title: Item) -> bool:
        return sum(label.means.fund_column == title.means.fund_column for label in self.labels) > 1

    def flush(self) -> None:
        """Hand over the row that is held."""
        if self.held:
            self._take(self.held)
        self.held, self.torn = {}, set()

    def _is_rest(self, row: list[Item]) -> bool:
        """Whether a row is the rest of the one above, torn off by a page: it has no name, and few cells."""
        if self.grid is None or not self.held or any(item.means.fund_row for item in row):
            return False
        placed = self._on_grid(row)
        ends = [placed[field].text for field in placed.keys() & self.held.keys() - {"name"}]
        return "name" not in placed and (2 * len(row) < len(self.held) or all(map(_ENDS_FIGURE.match, ends)))

    def _join(self, row: list[Item]) -> None:
        for field, item in self._on_grid(row).items():
            above = self.held.get(field)
            self.held[field] = item if above is None else above._replace(text=above.text + item.text)
            self.draft.take(item)
            self.torn.add(field)

    def _is_money(self, row: list[Item]) -> bool:
        if any(item.means.fund_row for item in row):
            return True
        if any(kind in item.text for item in row[:2] if len(item.text) <= LONGEST for kind in words().form.fund_kinds):
            return True
        return sum(column_likelihood.is_figure(item.text) for item in row) >= 2 and all(
            len(i.text) <= LONGEST for i in row
        )

    def _on_grid(self, row: list[Item]) -> dict[str, Item]:
        assert self.grid is not None
        placed: dict[str, Item] = {}
        for item in row:
            field = self.grid.field(item)
            if field is not None:
                placed.setdefault(field, item)
            elif item.column < self.grid.left and (item.means.fund_row or "name" not in placed or len(row) > 1):
                placed["name"] = item
        return placed

    def _by_meaning(self, row: list[Item]) -> dict[str, Item]:
        texts = [item.text[:LONGEST] for item in row]
        laid = lay([item.column for item in row], texts, self.columns, column_likelihood.fund, self.usual)
        fields = ["name", *self.fields]
        placed = {fields[j]: item for j, item in zip(laid.columns, row, strict=True) if j is not None}
        first = next((n for n, j in enumerate(laid.columns) if j), None)  # the first amount; 0 is the name
        if first is not None:
            self.usual = (self.columns.columns[laid.columns[first] or 0].at or 0) - row[first].column
            if self.columns.has_free_first and "name" in placed:
                self.columns = Columns([Column("name", placed["name"].column + self.usual), *self.named])
        return placed

    def _apart(self, placed: dict[str, Item]) -> dict[str, Item]:
        """The row with the two figures of a cell below the names of two columns, each in its own: 97.53%　9.75."""
        for at, two in self.both.items():
            pieces = _FIGURES_APART.split(placed[at].cell.text.strip()) if at in placed else []
            if len(pieces) == len(two):
                item = placed.pop(at)
                placed |= {field: item._replace(text=text) for field, text in zip(two, pieces, strict=True)}
                for field in two:
                    self.has[self.sources[0]].setdefault(field, field)
                    self.draft.name(f"{Block.FUNDS}.{field}", self.labels[self.fields.index(at)])
        return placed

    def _take(self, placed: dict[str, Item]) -> None:
        placed = self._apart(placed)
        name = TOTAL_FUND
        if "name" in placed:
            name = fund_name(placed["name"].text)
            self.draft.take(placed["name"])
        for source in self.sources:
            self._fund(source or self._free(name), self.has[source], placed)
        for field, item in placed.items():
            if field.startswith("+"):
                self.draft.keep(item, field[1:], str(Place.fund(name)))

    def _free(self, name: str) -> str:
        taken = {fund.name for fund in self.draft.form.funds}
        if name not in taken:
            return name
        return next(f"{name}（{n}）" for n in range(2, len(taken) + 3) if f"{name}（{n}）" not in taken)

    def _fund(self, name: str, has: dict[str, str], placed: dict[str, Item]) -> None:
        """A row of the record: all cells of a printed row, or those of one source."""
        if not has:
            return
        values = {f: (placed[at].text if at in placed else "") for f, at in has.items()}
        self.draft.form.funds.append(Fund(name, **_NO_CELLS | values))
        for field, at in has.items():
            place = Place.of_fund(name, field)
            if at in placed:
                self.draft.note(place, placed[at])
            elif at in self.empty:
                self.draft.vacant(place, self.empty[at])
            if at in self.torn:
                self.draft.doubt(place, JOINED)
