"""A section of an overview sheet: a table with the chart drawn from it beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from jiheng.writing.workbook.canvas import Canvas
from jiheng.writing.workbook.sheet import Value
from jiheng.writing.workbook.style import FONT, HEAD, INK, LINE, MUTED

WIDTHS = (32, 8.5, 8.5, 8.5, 8.5, 9, 9, 9, 9, 9, 9, 9, 9)
"""Columns of an overview sheet: five for the tables, the rest for the charts."""
COLUMNS = len(WIDTHS)
DARK, LIGHT = HEAD, "#C9D3DF"
"""Fills of one series, or of two that stay apart on grey paper."""
_CHART_COLUMN = 5
_CHART_INDENT = 20
_CHART_WIDTH = 8 * 68 - _CHART_INDENT
_ROW_PIXELS = 21
_LEAST_ROWS = 11
"""Rows that a chart covers beside a shorter table."""


@dataclass(frozen=True, slots=True)
class Series:
    """A column of a section's table as a series of its chart."""

    column: int
    fill: str
    ink: str = INK
    """Colour of the figures at (or, stacked, in) the bars."""


@dataclass(frozen=True, slots=True)
class ChartSection:
    """A table and the chart drawn from it; without series there is the table alone."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    styles: Sequence[str]
    chart: dict[str, str]
    series: Sequence[Series]
    empty: str
    label: str = "0;;"
    """Number format of the figures at the bars; nothing for zero."""


def write_section(book: Workbook, canvas: Canvas, section: ChartSection, row: int) -> int:
    """Write the table with its chart beside it; returns the row below both."""
    canvas.put(row, 0, section.title, "section", columns=COLUMNS)
    canvas.height(row, 20)
    row += 2
    if not section.rows:
        canvas.put(row, 0, section.empty, "note")
        return row + 2
    canvas.row(row, section.head, ["head"] * len(section.head))
    for offset, values in enumerate(section.rows, 1):
        canvas.row(row + offset, values, section.styles)
    if not section.series:
        return row + len(section.rows) + 2
    return put_chart(canvas, _chart(book, canvas.sheet.get_name(), section, row), section.title, row, len(section.rows))


def put_chart(canvas: Canvas, chart: Any, spoken: str, row: int, rows: int = 0, column: int = _CHART_COLUMN) -> int:
    """Stand a chart beside a table of so many rows; `spoken` is for those who cannot see it. Returns the row below."""
    height = max(rows + 1, _LEAST_ROWS)
    chart.set_size({"width": _CHART_WIDTH, "height": height * _ROW_PIXELS})
    indent = _CHART_INDENT if column else 0
    canvas.sheet.insert_chart(row, column, chart, {"x_offset": indent, "object_position": 2, "description": spoken})
    return row + height + 1


def _chart(book: Workbook, sheet: str, section: ChartSection, row: int) -> Any:
    chart = book.add_chart(section.chart)
    last = row + len(section.rows)
    font = {"name": FONT, "size": 9}
    for series in section.series:
        chart.add_series(
            {
                "name": [sheet, row, series.column],
                "categories": [sheet, row + 1, 0, last, 0],
                "values": [sheet, row + 1, series.column, last, series.column],
                "fill": {"color": series.fill},
                "border": {"color": MUTED, "width": 0.5},
                "gap": 50,
                "data_labels": _labels(section, series, font),
            }
        )
    # The figures stand at the bars, so their axis is left out.
    figures = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    names = {"num_font": font | {"color": INK}, "line": {"color": LINE}, "major_tick_mark": "none"}
    if section.chart["type"] == "bar":
        chart.set_y_axis(names | {"reverse": True})
        chart.set_x_axis(figures)
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(figures)
    if len(section.series) > 1:
        chart.set_legend({"position": "top", "font": font | {"color": INK}})
    else:
        chart.set_legend({"none": True})
    untitled(chart)
    return chart


def untitled(chart: Any) -> None:
    """The section has the title, which a chart of one series would else take from its name."""
    chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}})


def _labels(section: ChartSection, series: Series, font: dict[str, Any]) -> dict[str, Any]:
    """The figures at the bars of a series; in stacked bars those that would not fit are left out."""
    labels = {"value": True, "num_format": section.label, "font": font | {"color": series.ink}}
    if "subtype" not in section.chart:
        return labels
    columns = [series.column for series in section.series]
    most = max(sum(_figure(row[column]) for column in columns) for row in section.rows)
    return labels | {"custom": [{"delete": _figure(row[series.column]) * 25 < most} for row in section.rows]}


def _figure(value: Value) -> int:
    return value if isinstance(value, int) else 0
