"""The roll-up as an Excel workbook: 总览 with the charts that reports and pages show too, then the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jiheng import __version__
from jiheng.department.rollup.result import Group, Rollup
from jiheng.writing.charts import CHARTS, Picture, office_picture
from jiheng.writing.charts.png import DOTS
from jiheng.writing.rollup.grids import Grid, grids, said
from jiheng.writing.rollup.overview import lead, tiles, warnings
from jiheng.writing.text import cut
from jiheng.writing.workbook.canvas import Canvas
from jiheng.writing.workbook.section import COLUMNS, WIDTHS
from jiheng.writing.workbook.sheet import Cell, TableSheet, Value, set_up_page
from jiheng.writing.workbook.style import Styles

OVERVIEW = "总览"
_NAME_LENGTH = 16
_LINE_LENGTH = 100
_NEW_PAGE = (1, 3)
"""Sections of a group that begin a page when printed."""
_UNITS = 20
"""Most units listed beside a chart; the table 资金 has them all."""
_CHART_COLUMN, _CHART_INDENT, _CHART_PIXELS = 5, 20, 524
"""Where charts stand beside tables, and how wide they are."""
_ROW_PIXELS = 21
_OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def write_workbook(rollup: Rollup, path: Path, when: datetime) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    with Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": "项目支出绩效自评汇总", "author": "绩衡", "created": when})
        styles = Styles(book)
        _overview(book.add_worksheet(OVERVIEW), styles, rollup, when)
        for grid in grids(rollup):
            _table(book, styles, grid)


def _table(book: Workbook, styles: Styles, grid: Grid) -> None:
    table = TableSheet(book, styles, grid.title, grid.columns, frozen=2, empty=grid.empty)
    for row in grid.rows:
        table.add(row)
    table.close()


def _overview(sheet: Worksheet, styles: Styles, rollup: Rollup, when: datetime) -> None:
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
        row = _group(canvas, group, row + 1, breaks)
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    canvas.write()


def _group(canvas: Canvas, group: Group, row: int, breaks: list[int]) -> int:
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
        row = _section(canvas, group, section, row)
    for name in ("scores", "budget"):
        row = _alone(canvas, group, name, row)
    canvas.put(row, 0, f"所用办法：{group.rulebook_title}。{group.why_rulebook}", "note", columns=COLUMNS)
    return row + 2


@dataclass(frozen=True, slots=True)
class _Section:
    """A table, what stands where it is empty, and the chart beside it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    styles: Sequence[str]
    empty: str
    chart: str


def _section(canvas: Canvas, group: Group, section: _Section, row: int) -> int:
    """The table with the chart beside it; the title says what the chart shows."""
    picture = CHARTS[section.chart](group)
    canvas.put(row, 0, picture.title if picture else section.title, "section", columns=COLUMNS)
    canvas.height(row, 20)
    row += 2
    if not section.rows:
        canvas.put(row, 0, section.empty, "note")
        return row + 2
    canvas.row(row, section.head, ["head"] * len(section.head))
    for offset, values in enumerate(section.rows, 1):
        canvas.row(row + offset, values, section.styles)
    height = _draw(canvas, picture, row, _CHART_COLUMN, _CHART_PIXELS) if picture else 0
    return row + max(len(section.rows) + 1, height) + 2


def _alone(canvas: Canvas, group: Group, name: str, row: int) -> int:
    """A chart without a table, which has a sheet of its own."""
    picture = CHARTS[name](group)
    if picture is None:
        return row
    canvas.put(row, 0, picture.title, "section", columns=COLUMNS)
    canvas.height(row, 20)
    return row + 2 + _draw(canvas, picture, row + 2, 0, _CHART_PIXELS) + 1


def _draw(canvas: Canvas, picture: Picture, row: int, column: int, pixels: int) -> int:
    """The chart, `pixels` wide, at a cell; returns how many rows it covers."""
    data, kind = office_picture(picture)
    scale = pixels / (picture.width / 72 * DOTS if kind == "png" else picture.width / 72 * 96)
    canvas.sheet.insert_image(
        row,
        column,
        f"{picture.title}.{kind}",
        {
            "image_data": BytesIO(data),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": _CHART_INDENT if column else 0,
            "object_position": 2,
            "description": picture.spoken,
        },
    )
    return ceil(pixels * picture.height / picture.width / _ROW_PIXELS)


def _sections(group: Group) -> Sequence[_Section]:
    units = sorted(group.units, key=lambda unit: unit.rates.execution.value or 0)[:_UNITS]
    losses = [kind for kind in group.loss_kinds if kind.losses]
    return (
        _Section(
            "整体得分：各种办法（带▲的为办法所用）",
            ("办法", "表中得分", "复算得分"),
            [
                (("▲" if one.counts else "") + one.method.label, one.score, again.score)
                for one, again in zip(group.overall[::2], group.overall[1::2], strict=True)
            ],
            ("line", "number", "number"),
            "没有得分。",
            "overall",
        ),
        _Section(
            "各单位预算执行率",
            ("单位", "执行率", "项目数"),
            [
                (cut(unit.name, _NAME_LENGTH), Cell(unit.rates.execution.value, "share"), len(unit.projects))
                for unit in units
            ],
            ("line", "share", "count"),
            "没有单位。",
            "execution",
        ),
        _Section(
            "等级分布：表中的与复算的（个）",
            ("等级", "表中", "复算"),
            [(one.grade, one.printed, one.recomputed) for one in group.grades],
            ("line", "count", "count"),
            "没有得分。",
            "grades",
        ),
        _Section(
            "失分最多的指标类别（分）",
            ("类别", "失分", "占比", "处数"),
            [
                (one.kind, one.lost, Cell(one.share, "share"), one.losses)
                for one in sorted(losses, key=lambda one: -one.lost)
            ],
            ("line", "number", "share", "count"),
            "没有失分。",
            "losses",
        ),
    )
