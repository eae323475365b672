"""The funds block 项目资金: a header of amounts and a row for each kind of money."""

import re

from jiheng.form import FUND_FIELDS, TOTAL_FUND, Fund
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.alignment import Column, lay
from jiheng.reading.form.form_builder import Draft, Item
from jiheng.reading.form.title_block import money_unit
from jiheng.reading.labels.labels import LONGEST, fund_name
from jiheng.reading.tables.grid_columns import GridColumns
from jiheng.reading.tables.table import Cell

JOINED = "这一格在原文中断成两截（换页或换行），已接在一起，请核对"
_ENDS_FIGURE = re.compile(r"[.．,，%％元万]|\d+%$")
_AMOUNTS = ("initial", "budget", "executed")
_KINDS = ("资金", "拨款", "补助", "收入", "总额", "预算", "债券", "基金", "其中")


def is_header(row: list[Item]) -> bool:
    """Whether a row names the amounts."""
    found = {item.means.fund_column for item in row}
    amounts = sum(field in found for field in _AMOUNTS)
    return amounts >= 2 or (amounts == 1 and len(found - {None}) >= 3)


class Money:
    """Reads the rows below one header."""

    def __init__(self, draft: Draft, header: list[Item], aligned: bool) -> None:
        self.draft = draft
        labels = [item for item in header if item.means.fund_column]
        self.fields = [item.means.fund_column or "" for item in labels]
        self.grid = GridColumns(labels, self.fields) if aligned else None
        self.columns = [Column("name", None)]
        self.columns += [Column(f, item.column) for f, item in zip(self.fields, labels, strict=True)]
        self.usual = 0
        self.held: dict[str, Item] = {}
        self.torn: set[str] = set()
        """Fields of the held row that were put together from two pages."""
        self.empty: dict[str, Cell] = {}
        for item in header:
            unit = money_unit(item.text)
            if unit and not draft.form.money_unit:
                draft.put("money_unit", item._replace(text=unit))

    def read(self, row: list[Item], cells: list[Cell], seam: bool = False) -> None:
        """Take a row; it is held back until it is sure that the next page does not go on with its name."""
        unit = next((u for u in map(money_unit, (item.text for item in row)) if u), None)
        if unit and self.draft.form.money_unit is None:
            self.draft.form.money_unit = unit
        row = [item for item in row if item.means.fund_row or not item.means.block]
        if not row:
            return
        if seam and self._is_rest(row):
            self._join(row)
        elif seam and len(row) == 1 and "name" in self.held and not column_likelihood.is_figure(row[0].text):
            name = self.held["name"]
            self.held["name"] = name._replace(text=name.text + row[0].text)
        elif self._is_money(row):
            self.flush()
            self.held = self._on_grid(row) if self.grid else self._by_meaning(row)
            self.empty = self.grid.empty(cells) if self.grid else {}

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
            self.torn.add(field)

    def _is_money(self, row: list[Item]) -> bool:
        if any(item.means.fund_row for item in row):
            return True
        if any(kind in item.text for item in row[:2] if len(item.text) <= LONGEST for kind in _KINDS):
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
            elif item.column < self.grid.left:
                placed["name"] = item
        return placed

    def _by_meaning(self, row: list[Item]) -> dict[str, Item]:
        texts = [item.text[:LONGEST] for item in row]
        laid = lay([item.column for item in row], texts, self.columns, column_likelihood.fund, self.usual)
        placed = {self.columns[j].field: item for j, item in zip(laid.columns, row, strict=True) if j is not None}
        moves = [
            (self.columns[j].at or 0) - item.column
            for j, item in zip(laid.columns, row, strict=True)
            if j is not None and self.columns[j].field != "name"
        ]
        if moves:
            self.usual = moves[0]
        if self.columns[0].at is None and moves and "name" in placed:
            self.columns[0] = Column("name", placed["name"].column + moves[0])
        return placed

    def _take(self, placed: dict[str, Item]) -> None:
        name = fund_name(placed["name"].text) if "name" in placed else TOTAL_FUND
        form = self.draft.form
        taken = {fund.name for fund in form.funds}
        if name in taken:
            name = next(f"{name}（{n}）" for n in range(2, len(taken) + 3) if f"{name}（{n}）" not in taken)
        values = {field: placed[field].text if field in placed else "" for field in self.fields}
        absent = dict.fromkeys(FUND_FIELDS.keys() - set(self.fields))
        form.funds.append(Fund(name, **values, **absent))
        for field, item in placed.items():
            if field != "name":
                self.draft.note(f"funds[{name}].{field}", item)
            if field in self.torn:
                self.draft.doubt(f"funds[{name}].{field}", JOINED)
        for field, cell in self.empty.items():
            if field not in placed:
                self.draft.vacant(f"funds[{name}].{field}", cell)
