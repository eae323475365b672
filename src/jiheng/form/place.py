"""The address of a cell: which block, which row, which field; the only module that knows how it is written.

On the wire, in the database and in findings a place is a string: `year`, `funds[年度资金总额].rate`,
`indicators[3].score`, `totals[0].weight`, `blank_rows[1]`, `notes[0]`, `others[2]`, a row without its
field (`indicators[3]`), a block (`funds`), or `form` for the form as a whole. Rows count from 0; a row of the funds is
named, the second of the same name `其他资金#2`.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from operator import attrgetter

import msgspec

from jiheng.expression import expression
from jiheng.form.fields import FIELDS, SINGLE_BLOCKS, Block, Field
from jiheng.form.record import FUND_NAMES, TOTAL_FUND, Cell, Form, Fund, Indicator, Total

_BLOCKS = {block: number for number, block in enumerate(Block)}
_FUND_ROWS = {name: number for number, name in enumerate(FUND_NAMES)}
_ROWS = expression(r"(?P<block>\w+)\[(?P<row>.*)\](?:\.(?P<field>\w+))?", re.DOTALL)
_NUMBERED = (Block.INDICATORS, Block.TOTALS)
_TEXTS = (Block.BLANK_ROWS, Block.NOTES, Block.OTHERS)
_WHOLE = frozenset((Block.FORM, Block.FUNDS, *_NUMBERED, *_TEXTS))
"""What can be named as a whole: the form, and the blocks that have rows."""


@cache
def _fields() -> dict[tuple[Block, str], tuple[int, Field]]:
    return {(field.block, field.name): (number, field) for number, field in enumerate(FIELDS)}


@cache
def _singles() -> dict[str, Block]:
    return {field.name: field.block for field in FIELDS if field.block in SINGLE_BLOCKS}


class Place(msgspec.Struct, frozen=True, gc=False):
    """An address. Places order as a form prints them, the whole form first.

    `row` is the key of a row of the funds, the number of any other row from 0, None where the block
    has no rows; `field` is "" for a row as a whole and for the blocks whose rows are one text.
    """

    block: Block
    row: int | str | None = None
    field: str = ""

    @staticmethod
    def single(field: str) -> "Place":
        """The cell that a form has once. Raises KeyError for a name that is no such field."""
        return Place(_singles()[field], None, field)

    @staticmethod
    def fund(key: str, field: str = "") -> "Place":
        """A row of the funds, or a cell of it."""
        return Place(Block.FUNDS, key, field)

    @staticmethod
    def indicator(row: int, field: str = "") -> "Place":
        """A row of the indicator tree, or a cell of it."""
        return Place(Block.INDICATORS, row, field)

    @staticmethod
    def total(row: int, field: str = "") -> "Place":
        """A total row as printed, or a cell of it."""
        return Place(Block.TOTALS, row, field)

    @staticmethod
    @lru_cache(maxsize=4096)
    def of_indicator(row: int, field: str) -> str:
        """The string that addresses a cell of the indicator tree; forms have the same ones."""
        return str(Place(Block.INDICATORS, row, field))

    @staticmethod
    @lru_cache(maxsize=4096)
    def of_fund(key: str, field: str) -> str:
        """The string that addresses a cell of the funds; forms have the same ones."""
        return str(Place(Block.FUNDS, key, field))

    @staticmethod
    def parse(text: str) -> "Place":
        """The place that a string addresses. Raises KeyError for a string that is no place."""
        return _parsed(text)

    def __str__(self) -> str:
        if self.row is None:
            return self.field or self.block._value_
        row = f"{self.block._value_}[{self.row}]"
        return f"{row}.{self.field}" if self.field else row

    def __lt__(self, other: "Place") -> bool:
        return self.key < other.key

    def __le__(self, other: "Place") -> bool:
        return self.key <= other.key

    def __gt__(self, other: "Place") -> bool:
        return self.key > other.key

    def __ge__(self, other: "Place") -> bool:
        return self.key >= other.key

    @property
    def key(self) -> tuple[int, int, str, int]:
        """A sort key: block, row, column."""
        number, name = (self.row, "") if isinstance(self.row, int) else (-1, self.row or "")
        if self.block is Block.FUNDS:
            number = _FUND_ROWS.get(name, len(_FUND_ROWS))
        column = _fields()[self.block, self.field][0] if self.field else -1
        return (_BLOCKS[self.block], number, name, column)

    @property
    def whole_row(self) -> "Place":
        """The row that a cell belongs to; the place itself where the block has no rows."""
        return self if self.row is None else Place(self.block, self.row)

    def moved(self, row: int | str) -> "Place":
        """The same cell of another row."""
        return Place(self.block, row, self.field)

    def at(self, field: str) -> "Place":
        """The cell of this field in the same row."""
        return Place(self.block, self.row, field)

    def in_row(self, row: "Place") -> bool:
        """Whether this is that row or a cell of it."""
        return self.row is not None and (self.block, self.row) == (row.block, row.row)

    def covers(self, other: "Place") -> bool:
        """Whether what is said of this place (the form, a block, a row, a cell) touches the other one."""
        if self.block is Block.FORM or self == other:
            return True
        return self.block is other.block and not self.field and self.row in (None, other.row)

    @property
    def declared(self) -> Field | None:
        """The field's entry in the table, None for a row or the whole form."""
        return _fields()[self.block, self.field][1] if self.field else None

    def get(self, form: Form) -> Cell:
        """The text here, None where the form has no such cell."""
        if self.block in _TEXTS:
            return _text(form, self)
        holder = _holder(form, self)
        return getattr(holder, self.field) if self.field and holder is not None else None

    def set(self, form: Form, text: str) -> None:
        """Write a cell. Raises KeyError for a row or column that the form does not have."""
        if self.row is None and self.field:
            setattr(form, self.field, text)
        elif self.get(form) is None:
            raise KeyError(str(self))
        elif self.block is Block.OTHERS and isinstance(self.row, int):
            form.others[self.row] = msgspec.structs.replace(form.others[self.row], text=text)
        elif self.block in _TEXTS and isinstance(self.row, int):
            _texts(form, self.block)[self.row] = text
        else:
            setattr(_holder(form, self), self.field, text)


FORM = Place(Block.FORM)
"""The form as a whole: the place of a finding that no single cell carries."""

INDICATORS = Place(Block.INDICATORS)
"""The indicators as a whole: what is said of how they were chosen is said of no single row."""


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Place:
    if text in _WHOLE:
        return Place(Block(text))
    if text in _singles():
        return Place.single(text)
    match = _ROWS.fullmatch(text)
    if match is None or match["block"] not in _WHOLE:
        raise KeyError(text)
    block, key, field = Block(match["block"]), match["row"], match["field"] or ""
    if field and (block, field) not in _fields():
        raise KeyError(text)
    if block is Block.FUNDS:
        return Place(block, key, field)
    if not (key.isascii() and key.isdigit()):
        raise KeyError(text)
    return Place(block, int(key), field)


def _holder(form: Form, place: Place) -> Form | Fund | Indicator | Total | None:
    if place.block in SINGLE_BLOCKS:
        return form
    if place.block is Block.FUNDS:
        return next((fund for key, fund in fund_rows(form) if key == place.row), None)
    if place.block not in _NUMBERED or not isinstance(place.row, int):
        return None
    rows: list[Indicator] | list[Total] = form.indicators if place.block is Block.INDICATORS else form.totals
    return rows[place.row] if place.row < len(rows) else None


def _text(form: Form, place: Place) -> Cell:
    if not isinstance(place.row, int):
        return None
    if place.block is Block.OTHERS:
        return form.others[place.row].text if place.row < len(form.others) else None
    texts = _texts(form, place.block)
    return texts[place.row] if place.row < len(texts) else None


def _texts(form: Form, block: Block) -> list[str]:
    return form.notes if block is Block.NOTES else form.blank_rows


def fund_rows(form: Form) -> Iterator[tuple[str, Fund]]:
    """The rows of the funds, each with the key by which places name it: its name, `名称#2` for the second such."""
    seen: dict[str, int] = {}
    for fund in form.funds:
        name = fund.name
        seen[name] = number = seen.get(name, 0) + 1
        yield name if number == 1 else f"{name}#{number}", fund


@cache
def _names(*blocks: Block) -> tuple[tuple[Block, str], ...]:
    return tuple((field.block, field.name) for field in FIELDS if field.block in blocks)


def walk(form: Form, found: Callable[[str], object] | None = None) -> Iterator[tuple[Place, str]]:
    """Every cell that the form has with its text, empty cells included, in printed order.

    Total rows stand as `total_weight` and `total_score`; template rows that were never filled are no cells. Rows of
    the funds and the indicators in whose text, a cell a line, `found` finds nothing may be left out.
    """
    yield from _single_cells(form, Block.HEAD)
    for key, fund in fund_rows(form):
        if found is not None and not found(_lines(fund)):
            continue
        for block, name in _names(Block.FUNDS):
            if (text := getattr(fund, name)) is not None:
                yield Place(block, key, name), text
    yield from _single_cells(form, Block.GOALS)
    for index, indicator in enumerate(form.indicators):
        if found is not None and not found(_lines(indicator)):
            continue
        for block, name in _names(Block.INDICATORS):
            if (text := getattr(indicator, name)) is not None:
                yield Place(block, index, name), text
    yield from _single_cells(form, Block.TOTAL)
    yield from _single_cells(form, Block.TAIL)
    yield from ((Place(Block.NOTES, index), text) for index, text in enumerate(form.notes))
    yield from ((Place(Block.OTHERS, index), labelled.text) for index, labelled in enumerate(form.others))


def _lines(row: Fund | Indicator) -> str:
    return "\n".join([text for text in msgspec.structs.astuple(row) if text])


def _single_cells(form: Form, part: Block) -> Iterator[tuple[Place, str]]:
    for block, name in _names(part):
        if (text := getattr(form, name)) is not None:
            yield Place(block, None, name), text


def cells(form: Form) -> Iterator[tuple[str, str]]:
    """The same with every place as a string."""
    return ((str(place), text) for place, text in walk(form))


def same_cells(one: Form, other: Form) -> bool:
    """Whether two forms have the same cells with the same texts."""
    contents = _contents()
    return contents(one) == contents(other)


def encoded_cells(form: Form) -> bytes:
    """The same for forms of which `same_cells` says so, to find one among many."""
    return msgspec.msgpack.encode(_contents()(form))


@cache
def _contents() -> Callable[[Form], tuple[object, ...]]:
    """What a form holds in its cells."""
    blocks = (Block.FUNDS.value, Block.INDICATORS.value, Block.NOTES.value, Block.OTHERS.value)
    return attrgetter(*(name for _, name in _names(*SINGLE_BLOCKS)), *blocks)


def cell(form: Form, place: str) -> Cell:
    """The text at a place, None where the form has no such cell.

    Raises KeyError for a string that is no place at all.
    """
    return getattr(form, place) if place in _singles() else _parsed(place).get(form)


def place_of(text: str) -> Place | None:
    """The place that a string addresses, None for a string that is no place."""
    try:
        return Place.parse(text)
    except KeyError:
        return None


@lru_cache(maxsize=8192)
def place_key(text: str) -> tuple[int, int, str, int]:
    """A sort key for places as strings, down the form; a string that is no place comes last."""
    place = place_of(text)
    return place.key if place else (len(_BLOCKS), 0, text, 0)


def describe(form: Form, place: str) -> str:
    """A place in the officer's words: `项目资金·年度资金总额·执行率`, `绩效指标第4行「应急响应时间」·得分`."""
    found = place_of(place)
    return _described(form, found) if found else place


def _described(form: Form, place: Place) -> str:
    if place.row is None and not place.field:
        return _WHOLE_NAMES[place.block]
    label = place.declared.label if place.declared else ""
    if place.row is None:
        return label
    return _row_described(form, place) + (f"·{label}" if label else "")


_WHOLE_NAMES = {
    Block.FORM: "整张表",
    Block.FUNDS: "项目资金",
    Block.INDICATORS: "绩效指标",
    Block.TOTALS: "总分行",
    Block.BLANK_ROWS: "空白模板行",
    Block.NOTES: "表外说明",
    Block.OTHERS: "其他栏目",
}


def _row_described(form: Form, place: Place) -> str:
    if place.block is Block.FUNDS or not isinstance(place.row, int):
        return f"项目资金·{place.row}"
    number = place.row + 1
    if place.block is Block.INDICATORS:
        row = form.indicators[place.row] if place.row < len(form.indicators) else Indicator()
        name = row.l3 or row.l2 or ""
        return f"绩效指标第{number}行" + (f"「{name}」" if name else "")
    if place.block is Block.OTHERS and place.row < len(form.others):
        return form.others[place.row].label or f"第{number}个其他栏目"
    words = {Block.TOTALS: f"第{number}个总分行", Block.BLANK_ROWS: f"空白模板行{number}"}
    return words.get(place.block, f"第{number}条说明")


EXECUTION = Place.fund(TOTAL_FUND)
"""The row 年度资金总额, which carries the execution rate and its score."""
