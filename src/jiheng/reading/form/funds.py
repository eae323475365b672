"""The funds block 项目资金: below its header a row for each kind of money."""

from itertools import pairwise

import msgspec
from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import AMOUNTS, FUND_FIELDS, FUND_NAMES, TOTAL_FUND, Block, Fund, Place
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.alignment import Column, Columns, lay
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.fund_asides import FundAsides, are_labelled
from jiheng.reading.form.fund_header import SOURCES, columns, source_columns
from jiheng.reading.form.fund_shape import shape_of
from jiheng.reading.form.grid_columns import GridColumns
from jiheng.reading.form.numbering import is_numbering, is_running
from jiheng.reading.form.page_breaks import JOINED
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import LONGEST, fund_name, key, value_word
from jiheng.reading.tables.table import Cell

_ENDS_FIGURE = expression(r"[.．,，%％元万]|\d+%$")
_FIGURES_APART = expression(r"\s*[/／\s]\s*")
_POINTS_OF_BLOCK = expression(r"[（(]\d+(?:\.\d+)?分[)）]")
"""The weight of the block, behind its name or below it: 预算执行情况（20分）."""
_SENTENCE = expression(r"[，。；;]")
_YEAR = expression(r"20\d\d年?度?")
"""The name of the row of all money where the rows are years."""
_TOLD_OTHERWISE = "资金各行的上面另写着{name} {text}，与资金一行里的不同，没有采用，请核对"
_SCRAP = 4
"""Characters of the end of a torn label."""
_IN_SHORT = {"target": "budget", "actual": "executed"}
"""What a short word for a value means beside the amounts of each source: 计划, 实际."""
_CARRIED = FUND_NAMES[2]
"""What is left of the year before: 上年结转资金."""
_NO_CELLS: dict[str, str | None] = dict.fromkeys(FUND_FIELDS)


def _amount_of(label: Item) -> str | None:
    """The amount that a row below sources is, by its label or by a short word for what was planned or done: 计划."""
    return label.means.fund_column or _IN_SHORT.get(value_word(label.text) or "")


def _is_name(item: Item, after: Item | None) -> bool:
    """Whether a cell is the name of a row, though it may sound like the label of a column (部门预算总额)."""
    has_figure = after is not None and column_likelihood.is_amount(after.text)
    return bool(item.means.fund_row) and (not item.means.fund_column or has_figure)


def _is_kind(name: Item) -> bool:
    """Whether the name of a row is a kind of money, or sounds like one: no county, and no 印刷费."""
    return bool(name.means.fund_row) or any(kind in name.text for kind in words().form.fund_kinds)


class Money:
    """Reads the rows below one header."""

    def __init__(self, draft: Draft, row: TableRow) -> None:
        header, aligned = row.items, row.aligned
        self.draft = draft
        self.wide = row.wide
        self.labels, self.fields = columns(header)
        self.is_numbered = is_running(header[0].text)
        self.aligned = aligned
        self.asides = FundAsides(draft, aligned)
        self._lay_out()
        self.usual = 0
        self.told = {fund.name: fund for fund in draft.form.funds}
        """Rows of the record that labels with their figures gave before: 本年度金额 | 260 above the header."""
        self.is_further = TOTAL_FUND in self.told
        """Whether the whole was told before: rows that name no money are what it was spent on."""
        self.held: dict[str, Item] = {}
        self.torn: set[str] = set()
        """Fields of the held row that were put together from two pages."""
        self.empty: dict[str, Cell] = {}
        self.parts: list[tuple[dict[str, Item], dict[str, Cell]]] = []
        """Rows of the amounts of each kind of money, and their empty cells, whose names are no kinds of money."""
        self.is_fresh = True
        draft.take(*header)
        for item, field in zip(self.labels, self.fields, strict=True):
            if field == "score" and not item.above and _POINTS_OF_BLOCK.search(header[0].text):
                draft.name(f"{Block.FUNDS}.{field}", replace(item, above=header[0].text))
            elif field in FUND_FIELDS:
                draft.name(f"{Block.FUNDS}.{field}", item)
        for item in header:
            unit = money_unit(item.text)
            if unit and not draft.form.money_unit:
                draft.put("money_unit", replace(item, text=unit))

    def _lay_out(self) -> None:
        """Set up everything that follows from which columns there are."""
        named = zip(self.labels, self.fields, strict=True)
        labels = tuple([(field, item.column, item.end, item.text) for item, field in named])
        self.shape = shape_of(labels, self.aligned)
        self.grid = GridColumns([label[:3] for label in labels]) if self.aligned else None
        self.columns = Columns([Column("name", None), *self.shape.named])
        self.has = {source: dict(fields) for source, fields in self.shape.has.items()}
        """The columns of each source that the header has, by their fields."""

    def read(self, row: TableRow) -> None:
        """Take a row; it is held back until it is sure that the next page does not go on with its name."""
        found = row.items
        if self.draft.form.money_unit is None:
            self.draft.form.money_unit = next(filter(None, (money_unit(item.text) for item in found)), None)
        if is_numbering(found):
            self.draft.take(*found)
            return
        if self._take_groups(found):
            return
        if self.asides.divides(found):
            self.flush()
            self.asides.keep_divided(found)
            return
        if self._take_across(found, row.wide) or self.asides.take_income(found) or self._take_further(found):
            return
        if self.asides.take_other(found):
            return
        found = self._without_group(self._without_number(found))
        self._find_names(found)
        points = [item for item in found if item.text[0] in "（(" and _POINTS_OF_BLOCK.fullmatch(item.text)]
        self.draft.take(*points)
        found = [item for item in found if (item.means.fund_row or not item.means.block) and item not in points]
        if not found or are_labelled(found):
            self.asides.keep_labelled(found)
            return
        found = self._without_edge(found) if row.seam else found
        if row.seam and self._is_rest(found):
            self._join(found)
        elif row.seam and len(found) == 1 and self._ends_name(found[0]):
            name = self.held["name"]
            self.held["name"] = replace(name, text=name.text + found[0].text)
            self.draft.take(found[0])
        elif self._is_money(found, row.wide):
            self._hand_over()
            self.held = self._on_grid(found) if self.grid else self._by_meaning(found, row.wide)
            self.empty = self.grid.empty(row, self.held) if self.grid else {}

    def _without_number(self, row: list[Item]) -> list[Item]:
        """A row without its running number, where the header has a label for that: 序号 | 资金来源 | …"""
        if not self.is_numbered or len(row) == 1 or not row[0].text.isdecimal() or not row[1].means.fund_row:
            return row
        self.draft.take(row[0])
        return row[1:]

    def _without_group(self, row: list[Item]) -> list[Item]:
        """A row of pasted text without the name of a group of them left of its own: 按类型分 | 基本支出 | 60."""
        if self.aligned or len(row) <= SOURCES or row[0].means.fund_row or not row[1].means.fund_row:
            return row
        is_left = row[0].column < min(label.column for label in self.labels)
        if not is_left or any(column_likelihood.is_amount(item.text) for item in row[:2]):
            return row
        self.draft.take(row[0])
        return row[1:]

    def _take_groups(self, row: list[Item]) -> bool:
        """Take a row that names its money before each amount: 其中：财政资金 | 60 | 其中：财政资金 | 55 | 92%."""
        names = [item for item in row if item.means.fund_row and not column_likelihood.is_amount(item.text)]
        if len(names) < SOURCES or len({fund_name(item.text) for item in names}) > 1:
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
        if self.held or self._count_sources() <= SOURCES:
            return None
        names = [item for item in row if not column_likelihood.is_amount(item.text) and not is_dash(item.text)]
        label = names[-1] if names else None
        if label is None or _amount_of(label) not in (*AMOUNTS, "rate"):
            return None
        return label if 0 < len(row) - row.index(label) - 1 <= len(self.fields) else None

    def _count_sources(self) -> int:
        """How many kinds of money the header names, the whole too, where a row may be one amount of each."""
        amounts = {item.means.fund_column for item in self.labels}.intersection(AMOUNTS)
        named = sum(bool(item.means.fund_row) for item in self.labels)
        if len(self.shape.sources) > SOURCES or not self.is_fresh or len(amounts) != 1 or named < SOURCES:
            return len(self.shape.sources)
        return len({field for field in source_columns(self.labels) if field.startswith("budget")})

    def _take_across(self, row: list[Item], wide: int) -> bool:
        label = self.across(row)
        if label is None:
            return False
        if self.is_fresh and (fields := source_columns(self.labels)) != self.fields:
            self.fields = fields
            self._lay_out()
        self.is_fresh = False
        values = row[row.index(label) + 1 :]
        is_edge = (
            len(self.fields) == len(values) + 1 and not self.labels[0].means.fund_row
        )  # over the labels of the rows
        fields = self.fields[is_edge:]
        places: list[str | None] = [*fields]
        if self.grid is not None or (wide == self.wide and len(values) < len(fields)):
            places = [self.grid.field(item) if self.grid is not None else self._nearest(item) for item in values]
        for item, place in zip(values, places, strict=False):
            field, _, source = (place or "").partition("@")
            name = source or TOTAL_FUND
            if field == "budget":
                self._put(name, _amount_of(label) or "", item)
            elif field in FUND_FIELDS:
                self._put(name, field, item)
            elif place:
                self.draft.keep(item, place[1:], str(Place.fund(name)))
        self.draft.take(*row[: row.index(label) + 1])
        return True

    def _take_further(self, row: list[Item]) -> bool:
        """Take a row below nothing but sources that is no amount of the year's: 上年结转 | 20 | 20, 结转下年 | 5 | 0.

        What no list knows is one too, once a row of amounts stood above it.
        """
        label, *values = row
        is_below_sources = self._count_sources() > SOURCES and not self.held
        if not is_below_sources or any(item.means.fund_column in AMOUNTS for item in self.labels):
            return False
        means = label.means
        is_unknown = not (self.is_fresh or means.is_label)
        if not (means.other or means.fund_row == _CARRIED or is_unknown):
            return False
        if len(values) < SOURCES or not all(column_likelihood.is_amount(i.text) or is_dash(i.text) for i in values):
            return False
        self.draft.take(label)
        for item in values:
            source = self.grid.field(item) if self.grid is not None else self._nearest(item)
            name = (source or "").partition("@")[2]
            self.draft.keep(item, f"{key(label.text)}·{name}" if name else key(label.text))
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
        parts = [item for item in row if item.column == title.column and self._names_part(item)]
        names += parts
        certain = self.aligned or bool(parts) or self._means_twice(title)
        is_above = any(title.column <= item.column < title.end for item in names)
        is_packed = not self.aligned and names[:1] == row[:1] and len(row) == len(self.labels)  # no cell for the title
        below = [item.column for item in row[1:]] == [label.column for label in self.labels[1:]]
        below |= len(row) > 1 and row[1].column == title.column > row[0].column + 1  # a sum right of its empty cells
        is_packed &= not (below and row[0].column < title.column)  # each below its own, and the first has an empty cell
        if certain and len(self.labels) > 1 and (is_above or is_packed):
            labels = self.labels[1:]
            self.labels, self.fields = columns(labels)
            self._lay_out()

    def _names_part(self, item: Item) -> bool:
        """Whether a cell below the title of the names is one of them, which is no kind of money: a county."""
        is_of_sources = bool(self.labels[0].means.fund_row) and len(self.shape.sources) > SOURCES
        return is_of_sources and not column_likelihood.is_amount(item.text) and not is_dash(item.text)

    def _means_twice(self, title: Item) -> bool:
        return sum(label.means.fund_column == title.means.fund_column for label in self.labels) > 1

    def flush(self) -> None:
        """Hand over the row that is held, and those of parts that no row adds up."""
        self._hand_over()
        if self.is_further:
            self._keep_parts()
        for placed, empty in self.parts:
            self.empty = empty
            self._take(placed)
        self.parts = []

    def _hand_over(self) -> None:
        name = self.held.get("name")
        is_part = name is not None and not name.means.fund_row and len(self.shape.sources) > 1
        if is_part or (self.is_further and name is not None and not _is_kind(name)):
            self.parts.append((self.held, self.empty))
        elif self.held:
            self._take(self.held)
        self.held, self.torn = {}, set()

    def _keep_parts(self) -> None:
        """Keep rows that are tasks, places, or what the money was spent on."""
        for placed, _ in self.parts:
            name = placed.pop("name")
            self.draft.take(name)
            for field, item in placed.items():
                label = self.labels[self.fields.index(field)]
                self.draft.keep(item, f"{key(name.text)}·{key(label.text)}")
        self.parts = []

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
            self.held[field] = item if above is None else replace(above, text=above.text + item.text)
            self.draft.take(item)
            self.torn.add(field)

    def _is_money(self, row: list[Item], wide: int) -> bool:
        if any(item.means.fund_row for item in row):
            return True
        if len(row) == 2 and _SENTENCE.search(row[1].text) and not column_likelihood.is_amount(row[1].text):
            return False  # 资金管理说明 | 专款专用，没有挪用
        names = [item.text for item in row[:2] if len(item.text) <= LONGEST and not _SENTENCE.search(item.text)]
        if any(kind in name for name in names for kind in words().form.fund_kinds):
            return True
        figures = sum(column_likelihood.is_amount(item.text) for item in row)
        return (figures >= 2 and all(len(i.text) <= LONGEST for i in row)) or self._is_row(row, wide)

    def _is_row(self, row: list[Item], wide: int) -> bool:
        """Whether a row of a grid is a name, whatever it is, with nothing but amounts below the labels."""
        first, values = row[0], row[1:]
        left = min(label.column for label in self.labels)
        if not (self.aligned or wide == self.wide) or first.end > left or len(first.text) > LONGEST:
            return False
        amounts = [item for item in values if column_likelihood.is_amount(item.text) or is_dash(item.text)]
        return bool(values) and amounts == values and not first.means.is_label

    def _on_grid(self, row: list[Item]) -> dict[str, Item]:
        assert self.grid is not None
        placed: dict[str, Item] = {}
        for item in row:
            field = self.grid.field(item, placed)
            if field is not None:
                placed.setdefault(field, item)
            elif column_likelihood.is_amount(item.text):
                continue  # no amount is a name
            elif item.column < self.grid.left and (item.means.fund_row or "name" not in placed or len(row) > 1):
                placed["name"] = item
        return placed

    def _by_meaning(self, row: list[Item], wide: int) -> dict[str, Item]:
        places, texts = [item.column for item in row], [item.text[:LONGEST] for item in row]
        laid = lay(places, texts, self.columns, column_likelihood.fund, self.usual, wide == self.wide)
        fields = ["name", *self.fields]
        placed = {fields[j]: item for j, item in zip(laid.columns, row, strict=True) if j is not None}
        first = next((n for n, j in enumerate(laid.columns) if j), None)  # the first amount; 0 is the name
        if first is not None:
            self.usual = (self.columns.columns[laid.columns[first] or 0].at or 0) - row[first].column
            if self.columns.has_free_first and "name" in placed:
                self.columns = Columns([Column("name", placed["name"].column + self.usual), *self.shape.named])
        return placed

    def _apart(self, placed: dict[str, Item]) -> dict[str, Item]:
        """The row with the two figures of a cell below the names of two columns, each in its own: 97.53%　9.75."""
        for at, two in self.shape.both.items():
            pieces = _FIGURES_APART.split(placed[at].cell.text.strip()) if at in placed else []
            if len(pieces) == len(two):
                item = placed.pop(at)
                placed |= {field: replace(item, text=text) for field, text in zip(two, pieces, strict=True)}
                for field in two:
                    self.has[self.shape.sources[0]].setdefault(field, field)
                    self.draft.name(f"{Block.FUNDS}.{field}", self.labels[self.fields.index(at)])
        return placed

    def _take(self, placed: dict[str, Item]) -> None:
        placed = self._apart(placed)
        name = TOTAL_FUND
        if "name" in placed:
            name = placed["name"].text
            name = TOTAL_FUND if name[:4] == self.draft.form.year and _YEAR.fullmatch(name) else fund_name(name)
            self.draft.take(placed["name"])
        if name == TOTAL_FUND:
            self._keep_parts()
        for source in self.shape.sources:
            if not self._completes(source or name, self.has[source], placed):
                self._fund(source or self._free(name), self.has[source], placed)
        for field, item in placed.items():
            if field.startswith("+"):
                self.draft.keep(item, field[1:], str(Place.fund(name)))

    def _free(self, name: str) -> str:
        taken = {fund.name for fund in self.draft.form.funds}
        if name not in taken:
            return name
        return next(f"{name}（{n}）" for n in range(2, len(taken) + 3) if f"{name}（{n}）" not in taken)

    def _completes(self, name: str, has: dict[str, str], placed: dict[str, Item]) -> bool:
        """Whether a row says the same of money that was told before, and more: that row of the record has it now."""
        fund = self.told.pop(name, None)
        if fund is None or fund not in self.draft.form.funds:
            return False
        texts = {field: placed[at].text for field, at in has.items() if at in placed}
        if not all(getattr(fund, field) in (None, text) for field, text in texts.items()):
            self._give_up(fund)
            return False
        for field in texts:
            self._put(name, field, placed[has[field]])
        return True

    def _give_up(self, fund: Fund) -> None:
        """Leave out what was told before of money of which the rows say something else, and say so."""
        self.draft.form.funds.remove(fund)
        for field, text in zip(FUND_FIELDS, msgspec.structs.astuple(fund)[1:], strict=False):
            self.draft.form.origins.pop(str(Place.fund(fund.name, field)), None)
            if text:
                self.draft.doubt(Block.FUNDS.value, _TOLD_OTHERWISE.format(name=fund.name, text=text), text)

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
