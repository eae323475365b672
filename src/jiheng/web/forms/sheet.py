"""A record drawn like the paper form, for any page: template `forms/paper.html` with `sheet`.

What a page adds (findings, open cells, doubts, changes, links) is laid over the cells by their place.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

import msgspec
from django.utils.safestring import SafeString, mark_safe

from jiheng.form import Block, Form, Owner, Place, describe
from jiheng.web.forms.beside_rows import Beside, Note
from jiheng.writing.official import Layout, PaperCell, lay_out, load_layout

_LONG = ("reason", "actual")
"""Cells whose texts run long: while they are not written, only the first lines show."""
_BESIDE = 14
"""Per cent of the width that a column beside the sheet takes."""
_RANKS = {"error": 0, "warning": 1, "notice": 2}


@dataclass(frozen=True)
class Cell:
    """A cell of the page: how it lies on paper, and what the page has to say of it."""

    paper: PaperCell
    name: str = ""
    """The cell in the officer's words, for screen readers and messages."""
    open: bool = False
    lock: str = ""
    """Why it cannot be written here, and who can."""
    severity: str = ""
    note: str = ""
    """Findings or doubts in a sentence each, one a line."""
    look: str = ""
    """CSS classes."""

    @property
    def td(self) -> SafeString:
        """The cell as HTML; made here, since a template takes ten times as long over some hundred cells."""
        paper = self.paper
        text = escape(paper.text).replace("\n", "<br>")
        said = f' rowspan="{paper.rows}"' if paper.rows > 1 else ""
        if paper.columns > 1:
            said += f' colspan="{paper.columns}"'
        if self.look:
            said += f' class="{self.look}"'
        if paper.place is not None:
            said += _address(paper.place) + _covers(paper) + self._told
            if self.open and paper.place.row is not None and paper.place.field in _LONG:
                text = f'<div class="clip">{text}</div>'
        return SafeString(f"<td{said}>{text}</td>")

    @property
    def _told(self) -> str:
        """What the page has to say of the cell, as attributes."""
        told = (
            ("data-name", self.name),
            ("data-lock", self.lock),
            ("data-severity", self.severity),
            ("title", self.note),
        )
        said = "".join([f' {name}="{escape(text)}"' for name, text in told if text])
        return f"{said} data-open" if self.open else said


@lru_cache(maxsize=4096)
def _address(place: Place) -> str:
    """What a script needs to know of a cell's place, so that it takes no address apart and builds none.

    As attributes; forms have the same places.
    """
    declared = place.declared
    marks = (
        ("data-block", place.block.value),
        ("data-row", "" if place.row is None else str(place.row)),
        ("data-holder", str(place.whole_row)),
        ("data-field", place.field),
        ("data-wide", "wide" if declared and declared.wide else ""),
        ("data-computed", "computed" if declared and declared.owner is Owner.SYSTEM else ""),
        ("data-place", str(place)),
    )
    return "".join([f' {name}="{escape(text)}"' for name, text in marks if text])


def _covers(paper: PaperCell) -> str:
    """The cells of all rows over which a cell is merged, for the same script."""
    if paper.rows == 1 or paper.place is None or paper.place.block is not Block.INDICATORS:
        return ""
    covers = msgspec.json.encode([str(place) for place in paper.places]).decode()
    return f' data-covers="{escape(covers)}"'


@dataclass(frozen=True)
class FormSheet:
    """A form ready to be drawn: `widths` in per cent, rows of cells, the row of column heads of the indicators."""

    title: str
    year_line: str
    secrecy: str
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading_row: int
    beside: Beside | None = None
    """A column beside the sheet, for the screen alone."""

    @property
    def body(self) -> SafeString:
        """The rows as HTML, each with the cell beside it; made here for the same reason as a cell."""
        lines = []
        for number, row in enumerate(self.rows):
            beside = _beside(self.beside, row, number == self.heading_row)
            lines.append(f"<tr>{''.join([cell.td for cell in row])}{beside}</tr>")
        return mark_safe("\n".join(lines))

    @property
    def beside_width(self) -> int:
        """The width of the column beside the sheet in per cent of the whole, 0 where there is none."""
        return _BESIDE if self.beside is not None else 0


def sheet(
    record: Form,
    layout: str,
    *,
    findings: Sequence[Mapping[str, Any]] = (),
    open_places: Collection[str] = (),
    doubts: Mapping[str, str] | None = None,
    changed: Collection[str] = (),
    locks: Mapping[str, str] | None = None,
    beside: Beside | None = None,
) -> FormSheet:
    """The form on the layout of that id.

    `findings` are findings as stored in SelfEvaluation.findings; `open_places` can be written, those in
    `locks` cannot, for the reason given; `doubts` gives what the reader was not sure of, by place; `changed` cells
    are shown as changed; `beside` stands in a column at the right. Raises LayoutError.
    """
    paper = lay_out(record, _layout(layout))
    severity, notes = _findings(findings)
    doubts, locks = doubts or {}, locks or {}

    def drawn(cell: PaperCell) -> Cell:
        look = ["left"] if cell.left_aligned else []
        look += [f"open-{cell.open_side}"] if cell.open_side else []
        if cell.place is None:
            return Cell(cell, look=" ".join(look))
        place = str(cell.place)
        look += ["doubtful"] if place in doubts else []
        look += ["changed"] if place in changed else []
        said = [*notes.get(place, ()), *([doubts[place]] if place in doubts else [])]
        return Cell(
            cell,
            describe(record, place),
            place in open_places,
            locks.get(place, ""),
            severity.get(place, ""),
            "\n".join(said),
            " ".join(look),
        )

    total = sum(paper.layout.widths) * 100 / (100 if beside is None else 100 - _BESIDE)
    return FormSheet(
        paper.title,
        paper.year_line,
        paper.secrecy,
        tuple(round(100 * width / total, 2) for width in paper.layout.widths),
        tuple(tuple(drawn(cell) for cell in row) for row in paper.rows()),
        paper.heading_row,
        beside,
    )


def columns_of(layout: str) -> frozenset[str]:
    """The columns of indicators that the layout of that id prints. Raises LayoutError."""
    return _layout(layout).fields()


def head_fields_of(layout: str) -> frozenset[str]:
    """The cells that the layout of that id prints once. Raises LayoutError."""
    return _layout(layout).head_fields()


@cache
def _layout(name: str) -> Layout:
    return load_layout(name)


def _beside(beside: Beside | None, row: Sequence[Cell], is_heading: bool) -> SafeString:
    """The cell beside a row of the sheet."""
    if beside is None:
        return SafeString()
    if is_heading:
        return mark_safe(f'<th class="beside" scope="col">{escape(beside.heading)}</th>')
    places = (cell.paper.place for cell in row if cell.paper.rows == 1)
    here = next((place.whole_row for place in places if place is not None and place.block is Block.INDICATORS), None)
    notes = beside.notes.get(str(here), ())
    said = [f"<div>{escape(note.text)}{_mark(note)}</div>" for note in notes]
    return mark_safe(f'<td class="beside left">{"".join(said)}</td>')


def _mark(note: Note) -> str:
    return f' <span class="light {note.look}">{escape(note.mark)}</span>' if note.mark else ""


def _findings(findings: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The gravest severity and the messages by place."""
    severity: dict[str, str] = {}
    notes: dict[str, list[str]] = {}
    for finding in findings:
        grave = finding["severity"]
        for place in finding.get("places") or (finding["place"],):
            if place not in severity or _RANKS[grave] < _RANKS[severity[place]]:
                severity[place] = grave
            notes.setdefault(place, []).append(f"{finding['code']} {finding['message']}")
    return severity, notes
