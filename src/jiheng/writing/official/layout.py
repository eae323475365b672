"""表样: how an official form is laid out on paper. A layout is a TOML file; users can add theirs."""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from jiheng.data_error import fault
from jiheng.form import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS, Form, Fund, Indicator, fields
from jiheng.form import Block as Part
from jiheng.form.kinds import PROJECT
from jiheng.places.national import national
from jiheng.places.pack import find
from jiheng.places.problem import BookError
from jiheng.places.sources import LAYOUT_FILE, installed, on_change, shipped
from jiheng.places.usable import packs
from jiheng.trouble import Trouble


class LayoutError(Trouble):
    """A layout that cannot be used."""


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell of a row: a printed label or a field of the record, and how many columns it spans."""

    span: int
    label: str = ""
    field: str = ""
    above: str = ""
    """The label of an upper tier over this one and its neighbours with the same (年度指标值); in a header only."""


class LayoutRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row made of boxes."""

    cells: tuple[Box, ...]


def tiers(columns: Iterable[Box]) -> int:
    """How many rows the header of these columns has."""
    return 2 if any(box.above for box in columns) else 1


class LayoutBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block with a side label, a header row and rows of fields (goals, indicators)."""

    label: Box
    columns: tuple[Box, ...]


class FundsBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The block 项目资金: its rows carry a name that spans `name_span` columns."""

    label: Box
    name_span: int
    columns: tuple[Box, ...]


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole form on paper. `widths` are the columns' widths in millimetres."""

    id: str
    name: str
    title: str
    year_line: str
    orientation: Literal["portrait", "landscape"]
    widths: tuple[float, ...]
    head: tuple[LayoutRow, ...]
    funds: FundsBlock
    goals: LayoutBlock
    indicators: LayoutBlock
    total: LayoutRow = LayoutRow(())
    """The row of 总分; without cells on a form that has no scores."""
    tail: tuple[LayoutRow, ...] = ()

    def fields(self) -> frozenset[str]:
        """The columns of the indicator tree that the layout has."""
        return frozenset(box.field for box in self.indicators.columns)

    def head_fields(self) -> frozenset[str]:
        """The cells that the layout has once: those of the head, the goals, the total row and the tail."""
        rows = (*self.head, self.total, *self.tail)
        boxes = [*(box for row in rows for box in row.cells), *self.goals.columns]
        return frozenset(box.field for box in boxes if box.field)


@cache
def layouts() -> dict[str, Layout]:
    """The layouts of the installed packs, by the id of the pack; one that cannot be used is left out."""
    found = {}
    for name, folder in installed().items():
        file = folder / LAYOUT_FILE
        if file.is_file() and (layout := _usable(file)) is not None:
            found[name] = layout
    return dict(sorted(found.items()))


on_change(layouts.cache_clear)


def _usable(file: Path) -> Layout | None:
    try:
        return layout_of(file)
    except LayoutError:
        return None


def layout_of(file: Path) -> Layout:
    """The layout in a file; in a pack its id is that of the pack. Raises LayoutError."""
    name = file.parent.name if file.name == LAYOUT_FILE else file.name
    return _decoded(file.read_bytes(), name)


def load_layout(name: str) -> Layout:
    """A layout by the id of a pack, or by the path of the user's own pack or file. Raises LayoutError."""
    if name in layouts():
        return layouts()[name]
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return layout_of(path)
    try:
        file = find(name).file(LAYOUT_FILE)
    except BookError:
        file = None
    if file is None:
        known = "、".join(layouts())
        raise LayoutError(f"没有表样“{name}”", f"可用的表样：{known}；也可以给出自己的 .toml 表样文件。")
    return layout_of(file)


def fitting(form: Form) -> Layout:
    """The shipped layout that prints most of what the form has, and least beside it."""
    return min((layouts()[name] for name in shipped() if name in layouts()), key=lambda layout: _misfit(layout, form))


def layout_kind(name: str) -> str:
    """The kind of document that the layout of that id is for (of jiheng.form.kinds)."""
    pack = packs().get(name)
    return pack.kind if pack is not None else PROJECT


def _misfit(layout: Layout, form: Form) -> tuple[bool, int, int, int, bool, bool, str]:
    """How ill a layout suits a form: another kind, columns and cells of the form that it lacks, columns beyond.

    Of those that suit alike the national one is taken, then one of no place.
    """
    kind = layout_kind(layout.id) != form.kind
    columns = had(form.indicators or [Indicator()], INDICATOR_FIELDS)
    money = had(form.funds or [Fund("")], FUND_FIELDS)
    single = {name for name in _SOMETIMES if getattr(form, name) is not None}
    places = {box.field for box in layout.funds.columns}
    lacking = lacking_columns(form, layout)
    beyond = len(layout.fields() - columns) + len(places - money)
    extra = len((layout.head_fields() & _SOMETIMES) - single)
    pack = packs().get(layout.id)
    local = pack is not None and bool(pack.departments)
    return (
        kind,
        lacking,
        len(single - layout.head_fields()),
        beyond + extra,
        layout.id != national().id,
        local,
        layout.id,
    )


def lacking_columns(form: Form, layout: Layout) -> int:
    """How many columns of the form, of its indicators and of its funds, the layout does not have."""
    columns = had(form.indicators or [Indicator()], INDICATOR_FIELDS)
    money = had(form.funds or [Fund("")], FUND_FIELDS)
    return len(columns - layout.fields()) + len(money - {box.field for box in layout.funds.columns})


_SOMETIMES = frozenset(
    field.name for field in fields(Part.HEAD, Part.TAIL) if field.personal or field.block is Part.TAIL
)
"""Cells that some forms have once."""


def had(rows: Sequence[msgspec.Struct], names: Iterable[str]) -> frozenset[str]:
    """The columns that at least one row has."""
    return frozenset(name for name in names if any(getattr(row, name) is not None for row in rows))


def _decoded(data: bytes, name: str) -> Layout:
    try:
        layout = msgspec.convert({"id": name, "name": name} | tomllib.loads(data.decode("utf-8-sig")), Layout)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise LayoutError(f"表样 {name} 写法不对：{fault(error)}", "请对照自带表样修改。") from error
    if wrong_text := _bad_text(layout):
        raise LayoutError(f"表样 {name} 的{wrong_text}", "请对照自带表样修改。")
    for place, spans, known in _rows(layout):
        if spans and sum(box.span for box in spans) != len(layout.widths):
            total = sum(box.span for box in spans)
            raise LayoutError(f"表样 {name} 的{place}共占 {total} 栏，应为 {len(layout.widths)} 栏", "请检查 span。")
        if wrong := next((box.field for box in spans if box.field and box.field not in known), None):
            raise LayoutError(f"表样 {name} 的{place}写了不认识的字段“{wrong}”", f"可用的字段：{'、'.join(known)}。")
    return layout


def _bad_text(layout: Layout) -> str:
    """What is wrong with the texts that the year and the unit of money are put into; "" when nothing is."""
    texts = (("year_line", layout.year_line, {"year": ""}), ("资金部分", layout.funds.label.label, {"money_unit": ""}))
    for place, text, known in texts:
        try:
            text.format(**known)
        except (KeyError, IndexError, ValueError):
            return f"{place}里花括号只能写 {{{next(iter(known))}}}，却写了“{text}”"
    if any(width <= 0 for width in layout.widths):
        return "widths 里有不大于 0 的栏宽"
    return ""


def _rows(layout: Layout) -> list[tuple[str, tuple[Box, ...], dict[str, str]]]:
    funds = (layout.funds.label, Box(layout.funds.name_span), *layout.funds.columns)
    rows = [(f"表头第 {number} 行", row.cells, HEAD_FIELDS) for number, row in enumerate(layout.head, 1)]
    if layout.funds.columns:
        rows.append(("资金部分", funds, FUND_FIELDS))
    rows.append(("总体目标部分", (layout.goals.label, *layout.goals.columns), HEAD_FIELDS))
    rows.append(("指标部分", (layout.indicators.label, *layout.indicators.columns), INDICATOR_FIELDS))
    rows.append(("总分行", layout.total.cells, HEAD_FIELDS))
    return [*rows, *((f"表尾第 {number} 行", row.cells, HEAD_FIELDS) for number, row in enumerate(layout.tail, 1))]
