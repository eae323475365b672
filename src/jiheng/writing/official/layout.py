"""表样: how an official form is laid out on paper. A layout is a TOML file; users can add theirs."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from jiheng.form import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS, Form
from jiheng.places.sources import SHIPPED


class LayoutError(ValueError):
    """A layout that cannot be used: which file, what is wrong, what to do (Chinese, for the user)."""


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A cell of a row: a printed label or a field of the record, and how many columns it spans."""

    span: int
    label: str = ""
    field: str = ""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row made of boxes."""

    cells: tuple[Box, ...]


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
    head: tuple[Row, ...]
    funds: FundsBlock
    goals: Block
    indicators: Block
    total: Row
    tail: tuple[Row, ...] = ()

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
    """The layouts that come with the package, by id."""
    found = [_decoded(file.read_bytes(), file.parent.name) for file in SHIPPED.glob("*/layout.toml")]
    return {layout.id: layout for layout in sorted(found, key=lambda layout: layout.id)}


def load_layout(name: str) -> Layout:
    """A layout by id or by the path of the user's own file. Raises LayoutError."""
    if name in layouts():
        return layouts()[name]
    path = Path(name)
    if path.suffix != ".toml" or not path.is_file():
        raise LayoutError(f"没有表样“{name}”。可用的表样：{'、'.join(layouts())}；也可以给出自己的 .toml 表样文件。")
    return _decoded(path.read_bytes(), path.name)


def fitting(form: Form) -> Layout:
    """The layout that prints everything the form has."""
    known = layouts()
    if any(indicator.property is not None or indicator.unit is not None for indicator in form.indicators):
        return known["beijing-2024"]
    return known["mof-2020" if form.leader is None and form.phone is None else "beijing-2023"]


def _decoded(data: bytes, name: str) -> Layout:
    try:
        layout = msgspec.convert(tomllib.loads(data.decode("utf-8")), Layout)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise LayoutError(f"表样 {name} 写法不对：{error}。请对照自带表样修改。") from error
    if wrong_text := _bad_text(layout):
        raise LayoutError(f"表样 {name} 的{wrong_text}。")
    for place, spans, known in _rows(layout):
        if sum(box.span for box in spans) != len(layout.widths):
            total = sum(box.span for box in spans)
            raise LayoutError(f"表样 {name} 的{place}共占 {total} 栏，应为 {len(layout.widths)} 栏：请检查 span。")
        if wrong := next((box.field for box in spans if box.field and box.field not in known), None):
            raise LayoutError(f"表样 {name} 的{place}写了不认识的字段“{wrong}”。可用的字段：{'、'.join(known)}。")
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
    rows.append(("资金部分", funds, FUND_FIELDS))
    rows.append(("总体目标部分", (layout.goals.label, *layout.goals.columns), HEAD_FIELDS))
    rows.append(("指标部分", (layout.indicators.label, *layout.indicators.columns), INDICATOR_FIELDS))
    rows.append(("总分行", layout.total.cells, HEAD_FIELDS))
    return [*rows, *((f"表尾第 {number} 行", row.cells, HEAD_FIELDS) for number, row in enumerate(layout.tail, 1))]
