"""The roll-up as an Excel workbook: 总览 with a chart beside each of its tables, then the tables in full.

The charts are those of reports and pages, drawn by the office program from the cells, so that people can restyle them.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from jiheng import __version__
from jiheng.department.rollup.result import Group, Rollup, RollupProject, UnitResult
from jiheng.quantity.words import not_whole, short
from jiheng.writing.charts import CHARTS
from jiheng.writing.charts.department import score_ranges
from jiheng.writing.rollup.grid import Grid
from jiheng.writing.rollup.grids import grids, said
from jiheng.writing.rollup.overview import lead, tiles, warnings
from jiheng.writing.workbook.canvas import Canvas
from jiheng.writing.workbook.new import new_workbook
from jiheng.writing.workbook.section import (
    COLUMNS,
    DARK,
    LIGHT,
    WIDTHS,
    ChartSection,
    Series,
    put_chart,
    untitled,
    write_section,
)
from jiheng.writing.workbook.sheet import Cell, TableSheet, Value, set_up_page
from jiheng.writing.workbook.style import FONT, INK, MUTED, Styles

OVERVIEW = "总览"
_NAME_LENGTH = 16
_LINE_LENGTH = 100
_NEW_PAGE = (1, 3)
"""Sections of a group that begin a page when printed."""
_UNITS = 20
"""Most units listed beside a chart; the table 资金 has them all."""
_HIGHEST_FLOOR = 95
"""Points at which the axis of scores begins at the latest."""

_Columns = tuple[str, int, dict[str, int]]
"""Where the figures of the projects stand: the sheet, the row of a group's first project, the column of each title."""


def write_workbook(rollup: Rollup, path: Path, when: datetime) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    with new_workbook(path, "项目支出绩效自评汇总", when) as book:
        styles = Styles(book)
        made = grids(rollup)
        _overview(book, styles, rollup, _columns(rollup, made[0]), when)
        for grid in made:
            _table(book, styles, grid)


def _table(book: Workbook, styles: Styles, grid: Grid) -> None:
    table = TableSheet(book, styles, grid.title, grid.columns, frozen=2, empty=grid.empty)
    for row in grid.rows:
        table.add(row)
    table.close()


def _overview(book: Workbook, styles: Styles, rollup: Rollup, columns: Sequence[_Columns], when: datetime) -> None:
    sheet = book.add_worksheet(OVERVIEW)
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
        canvas.put(row, 0, short(note, _LINE_LENGTH), "warn", columns=COLUMNS)
        row += 1
    breaks: list[int] = []
    for group, cells in zip(rollup.groups, columns, strict=True):
        row = _group(book, canvas, group, cells, row + 1, breaks)
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    canvas.write()


def _group(book: Workbook, canvas: Canvas, group: Group, cells: _Columns, row: int, breaks: list[int]) -> int:
    canvas.put(row, 0, group.name, "title", columns=COLUMNS)
    canvas.height(row, 30)
    columns = ((0, 1), (1, 2), (3, 2), (5, 2), (7, 2), (9, 2), (11, 2))
    for (column, wide), (label, value) in zip(columns, tiles(group), strict=True):
        canvas.put(row + 1, column, label, "tile_label", columns=wide)
        canvas.put(row + 2, column, value, "tile", columns=wide)
    canvas.height(row + 2, 30)
    row += 3
    lines = [
        f"{stated_score.where}写的整体得分 {stated_score.value}：{said(group, stated_score.value)}。"
        for stated_score in group.stated
    ]
    for line in (*lines, *warnings(group)):
        canvas.put(row, 0, short(line, _LINE_LENGTH), "warn", columns=COLUMNS)
        row += 1
    row += 1
    for number, section in enumerate(_sections(group)):
        if number in _NEW_PAGE:
            breaks.append(row)
        row = write_section(book, canvas, section, row)
    if picture := CHARTS["budget"](group):
        canvas.put(row, 0, picture.title, "section", columns=COLUMNS)
        canvas.height(row, 20)
        row = put_chart(canvas, _budgets(book, group, cells), picture.spoken, row + 2, column=0)
    canvas.put(row, 0, f"所用办法：{group.rulebook_title}。{group.why_rulebook}", "note", columns=COLUMNS)
    return row + 2


def _sections(group: Group) -> list[ChartSection]:
    return [_overall(group), _execution(group), _grades(group), _losses(group), _scores(group)]


def _section(
    group: Group,
    name: str,
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *series: Series,
    **more: Any,
) -> ChartSection:
    """A table with its chart; the title says what the chart shows."""
    picture = CHARTS[name](group)
    return ChartSection(picture.title if picture else title, head, rows, series=series if picture else (), **more)


def _overall(group: Group) -> ChartSection:
    rows = [
        (("▲" if result.counts else "") + result.method.label, result.score, again.score)
        for result, again in zip(group.overall[::2], group.overall[1::2], strict=True)
    ]
    return _section(
        *(group, "overall", "整体得分：各种办法（带▲的为办法所用）", ("办法", "表中得分", "复算得分"), rows),
        *(Series(1, LIGHT), Series(2, DARK)),
        styles=("line", "number", "number"),
        chart={"type": "bar"},
        empty="没有得分。",
        label="General",
    )


def _execution(group: Group) -> ChartSection:
    """By unit, or by project where there is only one unit, the lowest first."""
    one_unit = len(group.units) <= 1
    found: Sequence[UnitResult | RollupProject] = group.projects if one_unit else group.units
    known = sorted((project for project in found if project.rates.execution.value is not None), key=_rate)[:_UNITS]
    rows = [(short(project.name, _NAME_LENGTH), Cell(project.rates.execution.value, "share")) for project in known]
    return _section(
        *(group, "execution", "各单位预算执行率", ("项目" if one_unit else "单位", "执行率"), rows),
        Series(1, DARK),
        styles=("line", "share"),
        chart={"type": "bar"},
        empty="没有可以算出执行率的。",
        label="0.00%",
    )


def _rate(rated: "UnitResult | RollupProject") -> Decimal:
    return rated.rates.execution.value or Decimal(0)


def _grades(group: Group) -> ChartSection:
    rows = [(grade.grade, grade.printed, grade.recomputed) for grade in group.grades]
    return _section(
        *(group, "grades", "等级分布：表中的与复算的（个）", ("等级", "表中", "复算"), rows),
        *(Series(1, LIGHT), Series(2, DARK)),
        styles=("line", "count", "count"),
        chart={"type": "column"},
        empty="没有得分。",
    )


def _losses(group: Group) -> ChartSection:
    kinds = sorted((kind for kind in group.loss_kinds if kind.losses), key=lambda kind: -kind.lost)
    rows = [(kind.kind, kind.lost, Cell(kind.share, "share"), kind.losses) for kind in kinds]
    note = not_whole([kind.share for kind in kinds])
    title = f"失分最多的指标类别（分{'；' if note else ''}{note}）"
    return _section(
        *(group, "losses", title, ("类别", "失分", "占比", "处数"), rows),
        Series(1, DARK),
        styles=("line", "number", "share", "count"),
        chart={"type": "bar"},
        empty="没有失分。",
        label="General",
    )


def _scores(group: Group) -> ChartSection:
    return _section(
        *(group, "scores", "项目自评得分分布（个）", ("得分", "项目数"), score_ranges(group)),
        Series(1, DARK),
        styles=("line", "count"),
        chart={"type": "column"},
        empty="没有得分。",
    )


def _columns(rollup: Rollup, grid: Grid) -> list[_Columns]:
    """For each group, where its projects stand in the table of all."""
    titles = {column.title: number for number, column in enumerate(grid.columns)}
    starts = accumulate((len(group.projects) for group in rollup.groups), initial=1)
    return [(grid.title, start, titles) for start, _ in zip(starts, rollup.groups, strict=False)]


def _budgets(book: Workbook, group: Group, cells: _Columns) -> Any:
    """Every project by its budget and its score, drawn from the table of projects."""
    sheet, first, columns = cells
    last = first + len(group.projects) - 1
    across, up = columns["全年预算数（万元）"], columns["表中得分"]
    chart = book.add_chart({"type": "scatter"})
    chart.add_series(
        {
            "categories": [sheet, first, across, last, across],
            "values": [sheet, first, up, last, up],
            "marker": {"type": "circle", "size": 7, "fill": {"color": DARK}, "border": {"color": MUTED}},
        }
    )
    font = {"name": FONT, "size": 9, "color": INK, "bold": False}
    # Budgets of a department reach over powers of ten; nothing and less has no place on such an axis.
    steps = {"log_base": 10} if all((project.amounts.budget or 1) > 0 for project in group.projects) else {}
    chart.set_x_axis(
        {"name": "全年预算数（万元）", "name_font": font, "num_font": font, "num_format": "General"} | steps
    )
    low = min((project.printed for project in group.projects if project.printed is not None), default=Decimal(0))
    floor = min(int(low // 5 * 5), _HIGHEST_FLOOR)
    whole = {"max": 100} if all((project.printed or 0) <= 100 for project in group.projects) else {}
    plain_axis = {"min": floor, "major_gridlines": {"visible": False}}
    chart.set_y_axis(
        {"name": "表中得分", "name_font": font, "num_font": font, "num_format": "General"} | plain_axis | whole
    )
    chart.set_legend({"none": True})
    untitled(chart)
    return chart
