"""Record × layout → the paper form: every cell with its place, spans and text, ready for any format."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate, groupby
from typing import Literal

from jiheng.form import Block, Form, Indicator, Place, Total, fields, fund_rows, labels
from jiheng.quantity import parse
from jiheng.quantity.words import says_nothing
from jiheng.writing.official.layout import Box, Layout, tiers

_PREFIXED = "当年财政拨款"
_QUALITATIVE = "定性"
_TOTAL = "total_"
_FOOT_LABEL = 27.0
"""Millimetres that the label of a row below the table takes at least."""
_EMPTY_BRACKETS = re.compile(r"\s*[（(]\s*[)）]")
_LEFT = frozenset(("l3", *(column.name for column in fields(Block.INDICATORS) if column.wide)))


@dataclass(frozen=True, slots=True)
class PaperCell:
    """One cell on paper; rows and columns count from 0.

    `place` is the address of what it holds, None for a printed label. `also` are further addresses that it
    answers to: the rows over which it is merged, the row that a name stands for, the total that a row means.
    """

    text: str
    row: int
    column: int
    rows: int
    columns: int
    place: Place | None = None
    left_aligned: bool = False
    also: tuple[Place, ...] = ()
    open_side: Literal["", "top", "bottom"] = ""
    """A side drawn without border: the label 绩效指标 beside the header row and below it looks like one cell."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Every address that the cell answers to, its own first."""
        return (self.place, *self.also) if self.place else self.also


@dataclass(slots=True)
class Paper:
    """A form on paper. `heading_row` is the first row that repeats on every page (the indicators' header).

    `heading_rows` are one or two. No merged cell reaches from above them into them or from them into the rows below,
    so that a format may print the two parts as two tables. `total_row` is the row of 总分, `secrecy` a mark that
    stands above the title.
    """

    layout: Layout
    title: str
    year_line: str
    secrecy: str = ""
    cells: list[PaperCell] = field(default_factory=list)
    height: int = 0
    heading_row: int = 0
    heading_rows: int = 1
    total_row: int = 0

    def rows(self) -> list[list[PaperCell]]:
        """The cells by the row in which they begin."""
        rows: list[list[PaperCell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=lambda cell: cell.column)
        return rows


def lay_out(form: Form, layout: Layout, *, blank_rows: bool = False) -> Paper:
    """The form on paper. Columns that the layout does not have are joined to the target or left out.

    `blank_rows` also draws the rows of the template that were left unfilled.
    """
    year_line = layout.year_line.format(year=form.year) if form.year else ""
    paper = Paper(layout, _shown(form.title or layout.title), _shown(year_line), _shown(form.secrecy or ""))
    for row in layout.head:
        _boxes(paper, row.cells, form)
    _funds(paper, form)
    _goals(paper, form)
    _indicators(paper, form, form.blank_rows if blank_rows else ())
    _totals(paper, form)
    for row in layout.tail:
        _boxes(paper, row.cells, form)
    _foot(paper, form)
    paper.cells = [cell if cell.text.isprintable() else replace(cell, text=_shown(cell.text)) for cell in paper.cells]
    return paper


def _shown(text: str) -> str:
    """The text without characters that paper cannot show and office files cannot hold."""
    return "".join(character for character in text if character == "\n" or character.isprintable())


def _boxes(paper: Paper, boxes: Sequence[Box], form: Form, total: Place | None = None) -> None:
    """A row of labels and fields that the form has once; `total` is the row of totals that it shows."""
    column = 0
    for box in boxes:
        text = (getattr(form, box.field) or "") if box.field else box.label
        place = Place.single(box.field) if box.field else None
        also: tuple[Place, ...] = ()
        if total and (box.label or box.field.startswith(_TOTAL)):
            also = (total.at(box.field.removeprefix(_TOTAL)) if box.field else total,)
        paper.cells.append(PaperCell(text, paper.height, column, 1, box.span, place, also=also))
        column += box.span
    paper.height += 1


def _header(paper: Paper, columns: Sequence[Box], first: int) -> None:
    """The labels of columns; those with a label over them in a second row below it."""
    high = tiers(columns)
    for above, group in groupby(columns, key=lambda box: box.above):
        boxes = list(group)
        if above:
            paper.cells.append(PaperCell(above, paper.height, first, 1, sum(box.span for box in boxes)))
        for box in boxes:
            row, rows = (paper.height + 1, 1) if above else (paper.height, high)
            paper.cells.append(PaperCell(box.label, row, first, rows, box.span))
            first += box.span
    paper.height += high


def _funds(paper: Paper, form: Form) -> None:
    block = paper.layout.funds
    if not block.columns:
        return
    label = block.label.label.format(money_unit=form.money_unit or "")
    label = _EMPTY_BRACKETS.sub("", label)
    unit = (Place.single("money_unit"),)
    high = tiers(block.columns) + len(form.funds)
    paper.cells.append(PaperCell(label, paper.height, 0, high, block.label.span, also=unit))
    first = block.label.span
    _header(paper, (Box(block.name_span), *block.columns), first)
    for key, fund in fund_rows(form):
        name = f"其中：{fund.name}" if fund.name == _PREFIXED else fund.name
        paper.cells.append(PaperCell(name, paper.height, first, 1, block.name_span, also=(Place.fund(key),)))
        column = first + block.name_span
        for box in block.columns:
            place = Place.fund(key, box.field)
            paper.cells.append(PaperCell(getattr(fund, box.field) or "", paper.height, column, 1, box.span, place))
            column += box.span
        paper.height += 1


def _goals(paper: Paper, form: Form) -> None:
    block = paper.layout.goals
    high = tiers(block.columns) + 1
    paper.cells.append(PaperCell(block.label.label, paper.height, 0, high, block.label.span))
    _header(paper, block.columns, block.label.span)
    column = block.label.span
    for box in block.columns:
        text = getattr(form, box.field) or ""
        paper.cells.append(PaperCell(text, paper.height, column, 1, box.span, Place.single(box.field), True))
        column += box.span
    paper.height += 1


def _indicators(paper: Paper, form: Form, blank_rows: Sequence[str]) -> None:
    block = paper.layout.indicators
    paper.heading_row, paper.heading_rows = paper.height, tiers(block.columns)
    _indicators_label(paper, block.label, len(form.indicators) + len(blank_rows))
    _header(paper, block.columns, block.label.span)
    fields = paper.layout.fields()
    rows = form.indicators
    for index, indicator in enumerate(rows):
        column = block.label.span
        for box in block.columns:
            high = _merged_rows(rows, index, box.field)
            if high:
                place = Place.indicator(index, box.field)
                also = tuple(place.moved(below) for below in range(index + 1, index + high))
                also = (place.whole_row,) if box.field == "l3" else also
                text = _text(indicator, box.field, fields)
                cell = PaperCell(text, paper.height, column, high, box.span, place, box.field in _LEFT, also)
                paper.cells.append(cell)
            column += box.span
        paper.height += 1
    first = block.label.span
    for number, name in enumerate(blank_rows):
        place = Place(Block.BLANK_ROWS, number)
        paper.cells.append(PaperCell(name, paper.height, first, 1, len(paper.layout.widths) - first, place, True))
        paper.height += 1


def _indicators_label(paper: Paper, box: Box, rows: int) -> None:
    high = paper.heading_rows
    if rows:
        paper.cells.append(PaperCell("", paper.height, 0, high, box.span, open_side="bottom"))
        paper.cells.append(PaperCell(box.label, paper.height + high, 0, rows, box.span, open_side="top"))
    else:
        paper.cells.append(PaperCell(box.label, paper.height, 0, high, box.span))


def _totals(paper: Paper, form: Form) -> None:
    """The rows of totals as the form has them, one where it has none; the one that is meant answers to its places."""
    paper.total_row = paper.height
    if not paper.layout.total.cells:
        return
    means = [(total.weight, total.score) == (form.total_weight, form.total_score) for total in form.totals]
    meant = max((row for row, is_it in enumerate(means) if is_it), default=len(means) - 1)
    for row, total in enumerate(form.totals):
        if row == meant:
            paper.total_row = paper.height
            _boxes(paper, paper.layout.total.cells, form, Place.total(row))
        else:
            _other_total(paper, total, Place.total(row))
    if not form.totals:
        _boxes(paper, paper.layout.total.cells, form)


def _other_total(paper: Paper, total: Total, place: Place) -> None:
    """A row of a total beside the one that is meant (小计), under its own name."""
    cells = paper.layout.total.cells
    at = next((number for number, box in enumerate(cells) if box.label), 0)
    column = 0
    for number, box in enumerate(cells):
        field = box.field.removeprefix(_TOTAL) if box.field.startswith(_TOTAL) else ""
        text = total.label if number == at else getattr(total, field) or "" if field else ""
        own = place.at(field) if field else None
        also = (place,) if number == at else ()
        paper.cells.append(PaperCell(text, paper.height, column, 1, box.span, own, also=also))
        column += box.span
    paper.height += 1


def _foot(paper: Paper, form: Form) -> None:
    """Below the layout's own rows, what the form prints and the layout has no row for: no word of it is lost."""
    placed = paper.layout.head_fields()
    for name, label in labels(Block.TAIL).items():
        if name not in placed and (text := getattr(form, name)) is not None:
            _foot_row(paper, label, text, Place.single(name))
    for row, other in enumerate(form.others):
        _foot_row(paper, other.label, other.text, Place(Block.OTHERS, row))
    for row, text in enumerate(form.notes):
        _foot_row(paper, "", text, Place(Block.NOTES, row))


def _foot_row(paper: Paper, label: str, text: str, place: Place) -> None:
    """A label over as many columns as it needs and the text beside it; the text alone without a label."""
    widths = paper.layout.widths
    span = 1 + sum(before < _FOOT_LABEL for before in accumulate(widths[:-1])) if label else 0
    if label:
        paper.cells.append(PaperCell(label, paper.height, 0, 1, span))
    paper.cells.append(PaperCell(text, paper.height, span, 1, len(widths) - span, place, True))
    paper.height += 1


def _merged_rows(rows: Sequence[Indicator], index: int, name: str) -> int:
    """How many rows the cell spans; 0 where it lies under the cell above. Only l1 and l2 are merged."""
    if name not in ("l1", "l2"):
        return 1

    def key(indicator: Indicator) -> tuple[str | None, ...]:
        return (indicator.l1,) if name == "l1" else (indicator.l1, indicator.l2)

    if index and key(rows[index - 1]) == key(rows[index]):
        return 0
    end = index + 1
    while end < len(rows) and key(rows[end]) == key(rows[index]):
        end += 1
    return end - index


def _text(indicator: Indicator, name: str, fields: frozenset[str]) -> str:
    """The text of a cell; sign and unit go into the target where the layout has no columns for them."""
    text = getattr(indicator, name) or ""
    if name != "target" or not text:
        return text
    sign = indicator.property or ""
    if "property" not in fields and _is_sign(sign) and not text.startswith(sign):
        text = sign + text
    if "unit" not in fields and _is_unit(indicator) and not text.endswith(indicator.unit or ""):
        text += indicator.unit or ""
    return text


@cache
def _is_sign(text: str) -> bool:
    """Whether ≥, 不少于 … stands in the column 绩效指标性质, rather than 定性, 正向 …"""
    quantities = parse(f"{text}1").quantities if text else ()
    return bool(quantities) and quantities[0].comparator is not None


def _is_unit(indicator: Indicator) -> bool:
    return not says_nothing(indicator.unit) and indicator.property != _QUALITATIVE
