"""What every format yields and the recogniser takes: tables of cells with their origin, and lines of text."""

from collections.abc import Iterable

import msgspec

from jiheng.form import Origin


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One cell as printed (white space kept). A merged cell stands once, at its top left, with its spans."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    origin: Origin | None = None
    doubt: str | None = None
    """Why the text is not certain (Chinese); the recogniser carries it into the record."""


class Table(msgspec.Struct):
    """Rows of cells, each row in column order.

    `aligned` is True when column numbers are trustworthy (a real grid: docx, xlsx, html, pdf) and
    False when rows may be shifted (pasted text), so that the recogniser must find the columns by meaning.
    """

    rows: list[list[Cell]] = msgspec.field(default_factory=list)
    aligned: bool = False
    before: list[str] = msgspec.field(default_factory=list)
    """Lines of text that stand before the table: title, year, secrecy mark."""
    after: list[str] = msgspec.field(default_factory=list)
    seams: list[int] = msgspec.field(default_factory=list)
    """Places in `rows` where a new page begins: the row there may be the rest of the row before."""
    notes: dict[int, list[str]] = msgspec.field(default_factory=dict)
    """What is to be said (Chinese) of the form to which a row belongs, by its place in `rows`: what was left out."""
    doubts: dict[int, tuple[str, str]] = msgspec.field(default_factory=dict)
    """The block that is doubtful as a whole where a row stands in it, with why (Chinese), by its place in `rows`."""

    def note(self, row: int, what: str) -> None:
        """Say something of the form to which a row belongs."""
        said = self.notes.setdefault(max(0, row), [])
        if what not in said:
            said.append(what)


def is_line(widths: Iterable[int]) -> bool:
    """Whether rows of so many cells make one row or one column at the most."""
    found = list(widths)
    return len(found) <= 1 or max(found) <= 1
