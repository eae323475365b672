"""Cells of a spreadsheet → its table as a person sees it: hidden rows and columns left out, and said."""

import re
from collections.abc import Callable, Iterable, Mapping

import msgspec

from jiheng.column_letters import letters
from jiheng.expression import expression
from jiheng.form import Origin
from jiheng.reading.formats.number_format import Shown, show_text
from jiheng.reading.tables.runs import PICTURE, UNSEEN
from jiheng.reading.tables.table import Cell, Table

_ROWS = "第 {} 行是隐藏的，没有读入"
_COLUMNS = "第 {} 列是隐藏的，没有读入"
_MOST = 5
_FAR = 10_000
"""Hidden rows at the head of a merged range that are looked over."""
_PICTURE = expression(r"=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
IN_BOX = "文本框里的字，按它所在的位置归的格，请对照原件"
_COVERED, _MOST_SAID = "这一格上压着文本框“{}”，文本框里的字没有读入，请对照原件", 40
_IS_ERROR = "此格里是错误值 {}（{}），请在原件中改好公式"
_STRUCK_OUT = "此格的内容“{}”整格划去，没有计入"
_ERRORS = {
    "#REF!": "引用的单元格已不在", "#DIV/0!": "除数是 0 或空", "#VALUE!": "参与计算的不是数",
    "#NAME?": "函数或名称写错",    "#N/A": "没有找到对应的值", "#NUM!": "算不出有效的数",
    "#NULL!": "引用的区域没有交集",
}  # fmt: skip


Place = tuple[int, int]
"""Row and column."""


class Style(msgspec.Struct, frozen=True, gc=False):
    """What of a cell's style decides what is read: its number format, and whether its text is struck through."""

    code: str = "General"
    struck: bool = False
    font: str = ""
    """The name of its font where that shows signs in place of letters."""
    white: bool = False
    """White letters on a ground of no colour."""


PLAIN = Style()


def is_picture(formula: str) -> bool:
    """Whether a formula only shows a picture: DISPIMG of WPS."""
    return formula.startswith(("=DISPIMG", "=_xlfn", "DISPIMG", "_xlfn")) and _PICTURE.match(formula) is not None


def picture() -> Shown:
    """What is read of a cell that shows a picture."""
    return Shown("", PICTURE)


def words(text: str, code: str) -> Shown:
    """What a cell with words shows by its number format; a picture put in by WPS is none."""
    if is_picture(text):
        return picture()
    return Shown(show_text(text, code))


def error(text: str) -> Shown:
    """What a cell with an error value shows."""
    return Shown(text, _IS_ERROR.format(text, _ERRORS.get(text, "公式出错")))


def _struck_out(shown: Shown) -> Shown:
    """A cell whose font is struck through: its content does not count."""
    return Shown("", _STRUCK_OUT.format(shown.text[:40])) if shown.text.strip() else shown


def styled(shown: Shown, style: Style) -> Shown:
    """A cell as its font shows it: nobody sees white letters on white, struck-through ones do not count."""
    if style.white and (text := "".join(shown.text.split())):
        return Shown("", UNSEEN.format(text[:40]))
    return _struck_out(shown) if style.struck else shown


def boxes_by_cell(
    boxes: Mapping[Place, str], is_covered: Callable[[Place], bool], spans: Mapping[Place, Place]
) -> dict[Place, str]:
    """What stands in boxes over a sheet, by the cell: of a merged one, its first.

    `is_covered` tells the cells under merged ones, `spans` over how many rows and columns the first cells of those go.
    """
    found: dict[Place, str] = {}
    for (row, column), text in boxes.items():
        holders = (
            (top, left)
            for (top, left), (high, wide) in spans.items()
            if top <= row < top + high and left <= column < left + wide
        )
        place = next(holders, (row, column)) if is_covered((row, column)) else (row, column)
        found[place] = f"{found[place]}\n{text}" if place in found else text
    return found


def under_box(text: Shown, box: str) -> Shown:
    """What a cell shows under a box with a text of its own."""
    said = _COVERED.format(box[:_MOST_SAID])
    return Shown(text.text, f"{text.doubt}；{said}" if text.doubt else said)


class SheetTable:
    """Collects the cells of one sheet in the order of its rows; rows and columns count from 1."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file, self.sheet = file, sheet
        self.hidden_rows: set[int] = set()
        self.is_mixed = False
        """Cells were not added from left to right."""
        self.hidden_columns: list[tuple[int, int]] = []
        """First and last column of each stretch."""
        self._rows: dict[int, list[Cell]] = {}
        self._left_rows: set[int] = set()
        self._left_columns: dict[int, int] = {}

    def add(self, row: int, column: int, shown: Shown, high: int = 1, wide: int = 1) -> None:
        """Take a cell; one that is merged over hidden rows or columns is seen where the first that is not begins."""
        if self.hidden_columns or row in self.hidden_rows:
            first = next((r for r in range(row, min(row + high, row + _FAR)) if r not in self.hidden_rows), None)
            left = self._seen_column(column, wide)
            if first is None or left is None:
                self._left_out(row, column, first is None)
                return
            row, high = first, high - (first - row)
            column, wide = left, wide - (left - column)
        origin = Origin(self.file, None, None, self.sheet, None, row, column)
        cell = Cell(shown.text, row - 1, column - 1, high, wide, origin, shown.doubt)
        if row in self._rows:
            self._rows[row].append(cell)
        else:
            self._rows[row] = [cell]

    def finish(self) -> Table:
        """The table; empty where nothing is seen."""
        table = Table(aligned=True)
        numbers = sorted(self._rows)
        for number in numbers:
            cells = self._rows[number]
            is_mixed = self.is_mixed or self.hidden_rows
            table.rows.append(sorted(cells, key=lambda cell: cell.column) if is_mixed else cells)
        for stretch in _stretches(sorted(self._left_rows)):
            place = next((i for i, number in enumerate(numbers) if number > stretch[0]), len(numbers) - 1)
            table.note(place, _ROWS.format(_said(stretch)))
        for column, row in self._left_columns.items():
            place = next((i for i, number in enumerate(numbers) if number >= row), len(numbers) - 1)
            table.note(place, _COLUMNS.format(letters(column)))
        return table

    def _seen_column(self, column: int, wide: int) -> int | None:
        last = column + wide
        for first_hidden, last_hidden in self.hidden_columns:
            if first_hidden <= column <= last_hidden:
                column = last_hidden + 1
        return column if column < last else None

    def _left_out(self, row: int, column: int, is_row: bool) -> None:
        if is_row:
            self._left_rows.add(row)
        elif len(self._left_columns) < _MOST:
            self._left_columns.setdefault(column, row)


def _stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found[:_MOST]


def _said(stretch: tuple[int, int]) -> str:
    first, last = stretch
    return str(first) if first == last else f"{first}—{last}"
