"""A picture of what was handed in, safe to be shown: pages as PNG, tables as plain texts; never the upload itself."""

import io
import warnings
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from jiheng.reading import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import by_kind
from jiheng.reading.formats.pdf import open_pdf
from jiheng.reading.tables.table import Cell, Table

MOST_PAGES = 30
MOST_CELLS = 4000
LONGEST_TEXT = 1000
MOST_COLUMNS = 60
_WIDTH = 1100
"""Pixels of a page's picture."""
_TALLEST = 4000
_MOST_PIXELS = 60_000_000


class Picture(NamedTuple):
    """A page (from 1) as PNG; `width` and `height` of the page in the reader's points, 0 where it has none."""

    page: int
    png: bytes
    width: float
    height: float


class DrawnCell(msgspec.Struct, array_like=True):
    """A cell: text, spans, and its origin as one text (`table-row-column` or `sheet-row-column`), "" for a gap."""

    text: str
    rows: int = 1
    columns: int = 1
    at: str = ""


class DrawnTable(msgspec.Struct):
    """Lines before a table, its rows, and its name (a sheet)."""

    name: str = ""
    before: list[str] = []
    rows: list[list[DrawnCell]] = []


class Tables(msgspec.Struct):
    """The tables of a file as the reader sees them; `cut` where there are more than are drawn."""

    tables: list[DrawnTable] = []
    cut: bool = False


def drawn(data: bytes, name: str) -> Iterator[Picture | Tables]:
    """The drawing of a file; nothing where it cannot be drawn."""
    what = kind(data, name)
    try:
        if what is FileKind.PDF:
            yield from _pages(data)
        elif what is FileKind.PICTURE:
            yield from _picture(data)
        elif what in by_kind.READERS:
            yield _tables(by_kind.tables(what, data, name))
    except (Unreadable, OSError, ValueError, RuntimeError, SyntaxError):
        return  # the reader has said what is wrong with the file


def _pages(data: bytes) -> Iterator[Picture]:
    document = open_pdf(data)
    try:
        for index in range(min(len(document), MOST_PAGES)):
            page = document[index]
            width, height = page.get_size()
            if width <= 0 or height <= 0:
                continue
            scale = min(_WIDTH / width, _TALLEST / height)
            image = page.render(scale=scale).to_pil()
            page.close()
            yield Picture(index + 1, _png(image), width, height)
    finally:
        document.close()


def _picture(data: bytes) -> Iterator[Picture]:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data)) as opened:
                for index in range(min(getattr(opened, "n_frames", 1), MOST_PAGES)):
                    opened.seek(index)
                    width, height = opened.size
                    if width * height > _MOST_PIXELS:
                        return
                    turned = ImageOps.exif_transpose(opened.copy())
                    image = turned.convert("RGB")
                    size = image.size
                    image.thumbnail((_WIDTH, _TALLEST))
                    yield Picture(index + 1, _png(image), float(size[0]), float(size[1]))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return


def _png(image: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)  # type: ignore[attr-defined]
    return out.getvalue()


def _tables(tables: Iterator[Table]) -> Tables:
    found = Tables()
    room = MOST_CELLS
    for table in tables:
        if room <= 0:
            found.cut = True
            break
        made = DrawnTable(_sheet(table), [line[:LONGEST_TEXT] for line in table.before[:40]])
        taken: dict[tuple[int, int], bool] = {}
        for row in table.rows:
            if room <= 0:
                found.cut = True
                break
            cells = _row(row, taken)
            room -= len(cells)
            made.rows.append(cells)
        if made.rows or made.before:
            found.tables.append(made)
    return found


def _row(row: list[Cell], taken: dict[tuple[int, int], bool]) -> list[DrawnCell]:
    """A row with the gaps filled, so that what stands in a column is drawn in it."""
    cells: list[DrawnCell] = []
    at = 0
    for cell in row:
        if cell.column >= MOST_COLUMNS:
            break
        while at < cell.column:
            if (cell.row, at) not in taken:
                cells.append(DrawnCell(""))
            at += 1
        rows, columns = min(cell.rows, 500), min(cell.columns, MOST_COLUMNS - cell.column)
        cells.append(DrawnCell(cell.text[:LONGEST_TEXT].strip(), rows, columns, place_of(cell)))
        for down in range(1, rows):
            for aside in range(columns):
                taken[cell.row + down, cell.column + aside] = True
        at = cell.column + columns
    return cells


def place_of(cell: Cell) -> str:
    """A cell's origin as one text; records name the same."""
    return "" if cell.origin is None else at(cell.origin)


def at(origin: object) -> str:
    """An origin as one text: the sheet or number of the table, row and column."""
    holder = getattr(origin, "sheet", None) or getattr(origin, "table", None) or ""
    row = getattr(origin, "row", None) or getattr(origin, "line", None)
    return f"{holder}-{row}-{getattr(origin, 'column', None)}"


def _sheet(table: Table) -> str:
    origin = table.rows[0][0].origin if table.rows and table.rows[0] else None
    return (origin.sheet or "") if origin is not None else ""
