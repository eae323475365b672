"""Remarks as Excel notes with a marked cell in an xlsx or xlsm; nothing else in the file changes."""

from collections.abc import Iterable

from jiheng.checks.outcome import Severity
from jiheng.writing.annotate.notes import Notes
from jiheng.writing.annotate.remark import CellRemark, worst
from jiheng.writing.annotate.workbook import Workbook

_FILLS = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.NOTICE: "FFDDEBF7"}


def annotate(data: bytes, remarks: Iterable[CellRemark]) -> bytes:
    """The workbook with a note and a coloured cell for every place with remarks. Raises Unreadable."""
    book = Workbook.open(data)
    annotate_sheets(book, remarks)
    return book.finish()


def annotate_sheets(book: Workbook, remarks: Iterable[CellRemark]) -> None:
    """Put remarks into an open workbook."""
    by_sheet: dict[str, list[CellRemark]] = {}
    for remark in remarks:
        if remark.origin.sheet is not None:
            by_sheet.setdefault(remark.origin.sheet, []).append(remark)
    for title, items in by_sheet.items():
        _annotate_sheet(book, title, items)


def _annotate_sheet(book: Workbook, title: str, remarks: Iterable[CellRemark]) -> None:
    sheet = book.sheet(title)
    if sheet is None:
        return
    by_cell: dict[tuple[int, int], list[CellRemark]] = {}
    for remark in remarks:
        where = remark.origin
        if where.row and where.column:
            by_cell.setdefault(sheet.head(where.row, where.column), []).append(remark)
    if not by_cell:
        return
    notes = Notes(book, sheet)
    for (row, column), items in sorted(by_cell.items()):
        book.fill(sheet.made(row, column), _FILLS[worst(items)])
        notes.add(row, column, [line for item in items for line in item.lines])
