"""What a table of data is: typed, titled, described columns, each with the way to its value."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from operator import add, attrgetter
from typing import Any, Generic, TypeVar

from jiheng.form import Field
from jiheng.labelled import LabelledEnum
from jiheng.writing.data.entry import FormEntry, Rest
from jiheng.writing.text import clean

PRECISION, SCALE = 38, 10
"""Digits of a decimal in all, and after the point: what Parquet and databases hold exactly."""
_STEP = Decimal(1).scaleb(-SCALE)
_LARGEST = Decimal(10) ** (PRECISION - SCALE)
_WIDE = Context(prec=200)
_KEPT = 4096
"""Rows of a table that are kept for others alike."""
_FIGURES = 4096
"""Figures that are kept as every format can hold them."""

Value = str | int | Decimal | bool | None
Row = tuple[Value, ...]
Item = TypeVar("Item")
Other = TypeVar("Other")


class Type(LabelledEnum):
    """The type of a column, by its name in a Frictionless Table Schema."""

    TEXT = "string", "文字"
    INTEGER = "integer", "整数"
    DECIMAL = "number", "小数"
    BOOLEAN = "boolean", "是否"


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """One column. `choices` are the values it can take with the Chinese word for each (empty: any); only where there
    are some may values be members of an enumeration.

    `audited` columns exist only where the forms were scored and checked. None is "the form has no
    such cell" or "cannot be told"; "" is an empty cell.
    """

    name: str
    title: str
    description: str
    get: Callable[[Item], Value]
    type: Type = Type.TEXT
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    audited: bool = False

    def values(self, items: Iterable[Item]) -> list[Value]:
        """Their values as every format can hold them: text without unseen characters, decimals of at most 38 digits."""
        found = list(map(self.get, items))
        if self.type is Type.DECIMAL:
            return list(map(_SETTLED.__getitem__, found))
        if self.choices:
            found = [value if value is None else str(value) for value in found]
        if self.type is not Type.TEXT or "".join(filter(None, found)).isprintable():  # type: ignore[arg-type]
            return found  # as most columns are: nothing to clean
        return [value if value is None else clean(value) for value in found]  # type: ignore[arg-type]

    def carried(self, through: Callable[[Other], Item]) -> "Column[Other]":
        """The same column in a table of other items, each of which leads to one of these."""
        get = self.get
        more = (self.type, self.unit, self.choices, self.audited)
        return Column(self.name, self.title, self.description, lambda other: get(through(other)), *more)

    def worded(self, value: Value) -> Value:
        """The value as a person reads it: the word for a code, 是 or 否."""
        if isinstance(value, bool):
            return "是" if value else "否"
        return self.choices.get(value, value) if isinstance(value, str) else value


def printed(fields: Iterable[Field], of: str) -> tuple[Column[Any], ...]:
    """A column for each field of the record, its text as printed; `of` is the item's attribute that has the field."""
    return tuple(Column(field.name, field.label, field.about, attrgetter(f"{of}.{field.name}")) for field in fields)


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key: these columns are the key of that table."""

    columns: tuple[str, ...]
    table: str


def nothing(_: Any) -> tuple[()]:
    """No items: a table that has none for a form, or none after the forms."""
    return ()


@dataclass(frozen=True)
class Table(Generic[Item]):
    """A table: its columns, its key, and what its rows are made from.

    `items` yields what the rows of one form are about, `rest` those that belong to no single form. `alike` is what all
    columns behind those of the key, which come first, rest on: items of the same have them worked out once, items of
    None each time.
    """

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    columns: Sequence[Column[Item]]
    items: Callable[[FormEntry], Iterable[Item]] = nothing
    rest: Callable[[Rest], Iterable[Item]] = nothing
    links: tuple[Link, ...] = ()
    alike: Callable[[Item], Hashable] | None = field(default=None, kw_only=True)
    audited: bool = field(default=False, kw_only=True)
    _kept: dict[Hashable, Row] = field(default_factory=dict, init=False, repr=False, compare=False)

    def rows(self, *entries: FormEntry) -> Iterator[Row]:
        """The rows of one form, or of some in order, which costs less than of each by itself."""
        return self._rows([item for entry in entries for item in self.items(entry)])

    def last_rows(self, rest: Rest) -> Iterator[Row]:
        """The rows that belong to no single form."""
        return self._rows(list(self.rest(rest)))

    def _rows(self, items: Sequence[Item]) -> Iterator[Row]:
        if self.alike is None:
            return self._values(self.columns, items)
        if len(self._kept) > _KEPT:
            self._kept.clear()
        alike = list(map(self.alike, items))
        rows = list(map(self._kept.get, alike))
        fresh = [place for place, row in enumerate(rows) if row is None]
        worked_out = self._values(self.columns[len(self.key) :], [items[place] for place in fresh])
        for place, row in zip(fresh, worked_out, strict=True):
            rows[place] = row
            if alike[place] is not None:
                self._kept[alike[place]] = row
        return map(add, self._values(self.columns[: len(self.key)], items), rows)

    def _values(self, columns: Sequence[Column[Item]], items: Sequence[Item]) -> Iterator[Row]:
        """A column at a time: the columns are of one type each, and hardly anything is decided value by value."""
        return zip(*[column.values(items) for column in columns], strict=True)

    def unaudited(self) -> "Table[Item]":
        """The table with the columns that reading alone can fill."""
        return replace(self, columns=tuple(column for column in self.columns if not column.audited))


def settled(figure: Decimal) -> Decimal | None:
    """The figure rounded half up to 10 decimals, without exponent or trailing zeros; None from 10^28 on."""
    if not figure.is_finite() or abs(figure) >= _LARGEST:
        return None
    text = format(figure, "f")
    if len(text.partition(".")[2]) > SCALE:
        text = format(figure.quantize(_STEP, ROUND_HALF_UP, _WIDE), "f")
    found = Decimal(text.rstrip("0").rstrip(".")) if "." in text else Decimal(text)
    return found if found else Decimal(0)


class _Settled(dict[Any, Any]):
    """Figures settled, kept for those that come back, which are then found without a call."""

    def __missing__(self, value: Value) -> Value:
        if len(self) >= _FIGURES:
            self.clear()
        found = self[value] = settled(value) if isinstance(value, Decimal) else value
        return found


_SETTLED = _Settled()
