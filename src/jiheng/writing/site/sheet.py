"""A paper form as tables that a screen reader can follow: headings with their scope, data cells, spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from jiheng.form import HEAD_FIELDS, LEVELS, Form
from jiheng.writing.official.layout import Layout, fitting, layouts
from jiheng.writing.official.paper import PaperCell, lay_out
from jiheng.writing.official.unplaced import ALWAYS_PRINTED


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell. `scope` is what a heading is for (row, col, rowgroup), "" for a cell with data."""

    lines: tuple[str, ...]
    scope: str = ""
    rows: int = 1
    columns: int = 1
    look: str = ""


SheetRow = tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """A form in two tables: what stands above the indicators' header row, and the indicators.

    `others` are the cells (label, text) that the form has and the paper has no place for.
    """

    title: str
    year_line: str
    layout: str
    columns: int
    is_wide: bool
    top: tuple[SheetRow, ...]
    header: tuple[SheetRow, ...]
    indicators: tuple[SheetRow, ...]
    others: tuple[tuple[str, str], ...]


def sheet(form: Form) -> SiteSheet:
    """The form on the paper that prints all it has."""
    layout = fitting(form)
    paper = lay_out(form, layout)
    placed = layout.head_fields() | ALWAYS_PRINTED
    rows, heading = paper.rows(), paper.heading_row
    body = heading + paper.heading_rows
    return SiteSheet(
        title=paper.title,
        year_line=paper.year_line,
        layout=paper.layout.id,
        columns=len(paper.layout.widths),
        is_wide=paper.layout.orientation == "landscape",
        top=tuple(_rows(rows[:heading])),
        header=tuple(tuple(_cell(cell, True) for cell in row) for row in rows[heading:body]),
        indicators=tuple(_rows(rows[body:])),
        others=tuple(
            (label, text)
            for field, label in HEAD_FIELDS.items()
            if field not in placed and (text := getattr(form, field))
        ),
    )


def _rows(rows: Sequence[Sequence[PaperCell]]) -> Iterator[SheetRow]:
    for row in rows:
        own = [cell for cell in row if not _spans_rows(cell)]
        is_header = bool(own) and all(not cell.place for cell in own) and len(own) > 1
        yield tuple(_cell(cell, is_header) for cell in row)


def _spans_rows(cell: PaperCell) -> bool:
    return cell.rows > 1 or bool(cell.open_side)


def _cell(cell: PaperCell, is_header: bool) -> SheetCell:
    look = " ".join(filter(None, ("l" if cell.left_aligned else "", cell.open_side)))
    scope = ""
    if cell.text and (not cell.place or cell.place.field in LEVELS):
        grouping = "rowgroup" if cell.rows > 1 else "row"
        scope = "col" if is_header and not _spans_rows(cell) else grouping
    return SheetCell(tuple(cell.text.split("\n")), scope, cell.rows, cell.columns, look)


def widths_style() -> str:
    """The style rules for the columns of every layout: a strict policy allows no style on an element."""
    return "\n".join(chain.from_iterable(map(_widths, layouts().values()))) + "\n"


def _widths(layout: Layout) -> Iterator[str]:
    whole = sum(layout.widths)
    for number, width in enumerate(layout.widths, 1):
        yield f".{layout.id} col:nth-child({number}){{width:{100 * width / whole:.2f}%}}"
