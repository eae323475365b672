"""The roll-up as an Excel workbook: 总览 with charts, then the tables."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jiheng import __version__
from jiheng.department.result import Group, Rollup
from jiheng.writing.rollup.grids import Grid, grids, said
from jiheng.writing.rollup.overview import lead, tiles, warnings
from jiheng.writing.words import cut
from jiheng.writing.workbook.canvas import Canvas
from jiheng.writing.workbook.section import COLUMNS, DARK, LIGHT, WIDTHS, Section, Series, write_section
from jiheng.writing.workbook.sheet import Cell, TableSheet, set_up_page
from jiheng.writing.workbook.style import Styles

OVERVIEW = "总览"
_NAME_LENGTH = 16
_LINE_LENGTH = 100
_NEW_PAGE = (1, 3)
"""Sections of a group that begin a page when printed."""
_UNITS = 20
"""Most units drawn in a chart; the table 资金 has them all."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def write_workbook(rollup: Rollup, path: Path, when: datetime) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    with Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": "项目支出绩效自评汇总", "author": "绩衡", "created": when})
        styles = Styles(book)
        _overview(book, book.add_worksheet(OVERVIEW), styles, rollup, when)
        for grid in grids(rollup):
            _table(book, styles, grid)


def _table(book: Workbook, styles: Styles, grid: Grid) -> None:
    table = TableSheet(book, styles, grid.title, grid.columns, frozen=2, empty=grid.empty)
    for row in grid.rows:
        table.add(row)
    table.close()


def _overview(book: Workbook, sheet: Worksheet, styles: Styles, rollup: Rollup, when: datetime) -> None:
    set_up_page(sheet, OVERVIEW)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    canvas = Canvas(sheet, styles)
    canvas.put(0, 0, "项目支出绩效自评汇总", "title", columns=COLUMNS)
    canvas.height(0, 34)
    canvas.put(1, 0, lead(rollup), "lead", columns=COLUMNS)
    canvas.put(2, 0, f"{when:%Y-%m-%d %H:%M} 由绩衡 {__version__} 汇总", "note", columns=COLUMNS)
    row = 3
    for note in rollup.notes:
        canvas.put(row, 0, cut(note, _LINE_LENGTH), "warn", columns=COLUMNS)
        row += 1
    breaks: list[int] = []
    for group in rollup.groups:
        row = _group(book, canvas, group, row + 1, breaks)
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    canvas.write()


def _group(book: Workbook, canvas: Canvas, group: Group, row: int, breaks: list[int]) -> int:
    canvas.put(row, 0, group.name, "title", columns=COLUMNS)
    canvas.height(row, 30)
    columns = ((0, 1), (1, 2), (3, 2), (5, 2), (7, 2), (9, 2), (11, 2))
    for (column, wide), (label, value) in zip(columns, tiles(group), strict=True):
        canvas.put(row + 1, column, label, "tile_label", columns=wide)
        canvas.put(row + 2, column, value, "tile", columns=wide)
    canvas.height(row + 2, 30)
    row += 3
    lines = [f"{one.where}写的整体得分 {one.value}：{said(group, one.value)}。" for one in group.stated]
    for line in (*lines, *warnings(group)):
        canvas.put(row, 0, cut(line, _LINE_LENGTH), "warn", columns=COLUMNS)
        row += 1
    row += 1
    for number, section in enumerate(_sections(group)):
        if number in _NEW_PAGE:
            breaks.append(row)
        row = write_section(book, canvas, section, row)
    canvas.put(row, 0, f"所用办法：{group.rulebook_title}。{group.why_rulebook}", "note", columns=COLUMNS)
    return row + 2


def _sections(group: Group) -> Sequence[Section]:
    units = sorted(group.units, key=lambda unit: unit.rates.execution.value or 0)[:_UNITS]
    losses = [kind for kind in group.loss_kinds if kind.losses]
    return (
        Section(
            "整体得分：各种办法（带▲的为办法所用）",
            ("办法", "表中得分", "复算得分"),
            [
                (("▲" if one.counts else "") + one.method.label, one.score, again.score)
                for one, again in zip(group.overall[::2], group.overall[1::2], strict=True)
            ],
            ("line", "number", "number"),
            {"type": "bar"},
            [Series(1, LIGHT), Series(2, DARK)],
            "没有得分。",
            label="0.##",
        ),
        Section(
            "各单位预算执行率" + (f"：最低的 {_UNITS} 个" if len(group.units) > _UNITS else "（由低到高）"),
            ("单位", "执行率", "项目数"),
            [
                (cut(unit.name, _NAME_LENGTH), Cell(unit.rates.execution.value, "share"), len(unit.projects))
                for unit in units
            ],
            ("line", "share", "count"),
            {"type": "bar"},
            [Series(1, DARK)],
            "没有单位。",
            label="0.##%",
        ),
        Section(
            "等级分布：表中的与复算的（个）",
            ("等级", "表中", "复算"),
            [(one.grade, one.printed, one.recomputed) for one in group.grades],
            ("line", "count", "count"),
            {"type": "column"},
            [Series(1, LIGHT), Series(2, DARK)],
            "没有得分。",
        ),
        Section(
            "失分最多的指标类别（分）",
            ("类别", "失分", "占比", "处数"),
            [
                (one.kind, one.lost, Cell(one.share, "share"), one.losses)
                for one in sorted(losses, key=lambda one: -one.lost)
            ],
            ("line", "number", "share", "count"),
            {"type": "bar"},
            [Series(1, DARK)],
            "没有失分。",
            label="0.##",
        ),
    )
