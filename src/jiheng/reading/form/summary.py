"""绩效自评结果汇总表: a row a project below one header."""

from msgspec.structs import replace

from jiheng.expression import expression
from jiheng.form import AMOUNTS, Block, FieldKind, SummaryForm, SummaryRow, names
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.list_columns import MATCHED, NUMBER, UNMATCHED, columns_of
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.labels.labels import key, meaning

_LEAST = 4
_GROUP = expression(r"[（(]?[一二三四五六七八九十]+(?:[)）、.．]|$)")
"""The number of a row that names a unit, over those of its projects."""
_OF_GROUP = frozenset((*AMOUNTS, "project", "rate"))
"""What a list says of a group of projects too; more it says of projects only."""
_SEVERAL = expression(r"[/／、及和与]")
_RESULTS = names(Block.FUNDS, Block.TOTAL, kinds=(FieldKind.COMPUTED, FieldKind.SCORE))
_FIGURES = frozenset((*AMOUNTS, *_RESULTS))


def is_header(row: list[Item]) -> bool:
    """Whether a row names columns of projects: the project, amounts or results beside it, and no value at all."""
    if len(row) < _LEAST or not names_project(row):
        return False
    fields = [field_of(item) for item in row]
    money = sum(field in _FIGURES for field in fields)
    plain = not any(column_likelihood.is_amount(item.text) for item in row)
    return money > 1 and plain


def names_project(row: list[Item]) -> bool:
    """Whether a label of a row asks for the name of a project."""
    return any(item.means.head == "project" for item in row)


def field_of(item: Item) -> str:
    """The field of a column of the list, "" for one that the record does not have."""
    means = item.means
    if means.head in SummaryRow.__struct_fields__ or means.weak == "unit":
        return means.head or "unit"
    if means.head == "department":
        return "unit"
    if means.total or means.fund_column == "score" or means.column == "score":
        return "score"
    if means.fund_column in SummaryRow.__struct_fields__:
        return means.fund_column or ""
    return "note" if means.note or means.tail == "problems" else ""


def is_number_of_group(text: str) -> bool:
    """Whether a text is the number of a row that names a unit, over those of its projects: 一、（二）."""
    return _GROUP.match(text) is not None


def names_unit(label: str) -> bool:
    """Whether the label of the projects names their units too, which then stand in rows of their own: 单位/项目名称."""
    pieces = [meaning(piece) for piece in _SEVERAL.split(label)]
    return len(pieces) > 1 and "unit" in {piece.head or piece.weak for piece in pieces}


class Summary:
    """Reads the rows below the header into the draft's list."""

    def __init__(self, draft: Draft, header: list[Item]) -> None:
        self.draft = draft
        self.form = SummaryForm(project=None, department=None, unit=None, goal_expected=None, goal_actual=None)
        self.form.total_weight = self.form.total_score = None
        self.columns: list[tuple[Item, str]] = []
        taken: set[str] = set()
        for item in header:
            field = field_of(item)
            self.columns.append((item, "" if field in taken else field))
            taken.add(field)
        self.in_turn = tuple(NUMBER if is_running(item.text) else field for item, field in self.columns)
        self.fields = [field for _, field in self.columns if field]
        self.is_grouped = any(item.means.head == "project" and names_unit(item.text) for item in header)
        """Whether the column of the projects names their units too, in rows of their own: 单位/项目名称."""
        self.unit: str | None = None
        draft.take(*header)

    def read(self, row: TableRow) -> None:
        """Take a row: a project, or a row of sums."""
        values: dict[str, str | None] = dict.fromkeys(self.fields, "")
        left = []
        items = row.items if row.aligned or row.wide >= len(self.columns) else self._in_columns(row.items)
        for item in items:
            label, field = self._column(item)
            if field and not values[field]:
                values[field] = item.text
            elif label is not None and not is_running(label.text):
                left.append((label, item))
        is_sum = any(item.means.total or item.means.fund_row for item in row.items[:2])
        if not items or not (is_sum or values.get("project")):
            return
        is_group = not is_sum and is_number_of_group(row.items[0].text)
        is_group = is_group and (self.is_grouped or self._is_over_others(values))
        if self.is_grouped and is_group:
            self.unit, values["project"] = values["project"], ""
        if self.is_grouped and not is_sum:
            values["unit"] = self.unit
        rows = self.form.sums if is_sum or is_group else self.form.rows
        place = f"{'sums' if is_sum or is_group else 'rows'}[{len(rows)}]"
        if is_sum:
            self.draft.take(*row.items[:2])
            values |= {name: "" for name in ("project", "unit") if name in values}
        rows.append(SummaryRow(**values))
        for label, item in left:
            self.draft.keep(item, key(label.text), place)
        self.draft.take(*(item for item in row.items if not any(item is other for _, other in left)))

    def _is_over_others(self, values: dict[str, str | None]) -> bool:
        """Whether a row with the number of a group has no result of its own: 一、部门预算项目."""
        asked = [values[field] for field in self.fields if field not in _OF_GROUP]
        return bool(asked) and not any(asked)

    def _in_columns(self, row: list[Item]) -> list[Item]:
        """The cells of a row of text that has fewer than the header, each in the column that it suits; doubted."""
        columns = columns_of(self.in_turn, tuple(item.text for item in row))
        if columns is None or columns != tuple(range(len(row))):
            self.draft.doubt("form", UNMATCHED if columns is None else MATCHED)
        at = [self.columns[column][0].column for column in columns or ()]
        return [replace(item, column=column) for item, column in zip(row, at, strict=False)]

    def _column(self, item: Item) -> tuple[Item | None, str]:
        found = [(label, field) for label, field in self.columns if label.column <= item.column]
        return found[-1] if found else (None, "")

    def flush(self) -> None:
        """Nothing is held back."""
