"""概览: what was audited, the counts, and four charts each beside its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jiheng import __version__
from jiheng.checks import Severity
from jiheng.rulebook import Certainty
from jiheng.writing.digest import Digest
from jiheng.writing.words import cut
from jiheng.writing.workbook.canvas import Canvas
from jiheng.writing.workbook.sheet import Cell, Value, set_up_page
from jiheng.writing.workbook.style import COLOURS, FONT, HEAD, INK, LINE, MUTED, Styles
from jiheng.writing.workbook.tables import FINDINGS, REVIEWS

NAME = "概览"
_WIDTHS = (32, 8.5, 8.5, 8.5, 8.5, 9, 9, 9, 9, 9, 9, 9, 9)
_LAST = len(_WIDTHS) - 1
_CHART_COLUMN = 5
_CHART_INDENT = 20
_CHART_WIDTH = 8 * 68 - _CHART_INDENT
_ROW_PIXELS = 21
_NAME_LENGTH = 18
TOP = 12
"""How many checks, forms and rates the overview names."""

_FILLS = {
    Severity.ERROR: (COLOURS["error"][0], "#FFFFFF"),
    Severity.WARNING: ("#E8B24A", INK),
    Severity.NOTICE: ("#D6E4F0", INK),
}
"""Fill and ink of the bars: dark, middle, light, so that they stay apart on grey paper."""
_DARK, _LIGHT = HEAD, "#C9D3DF"


@dataclass(frozen=True, slots=True)
class _Series:
    """A column of a section's table as a series of its chart."""

    column: int
    fill: str
    ink: str = INK
    """Colour of the figures at (or, stacked, in) the bars."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A table and the chart drawn from it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    styles: Sequence[str]
    chart: dict[str, str]
    series: Sequence[_Series]
    empty: str
    label: str = "0;;"
    """Number format of the figures at the bars; nothing for zero."""


def write_overview(
    book: Workbook, sheet: Worksheet, styles: Styles, digest: Digest, rows: dict[int, int], when: datetime
) -> None:
    """Fill the overview sheet; `rows` tells the row of each form in 得分复核."""
    set_up_page(sheet, NAME)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    canvas = Canvas(sheet, styles)
    row = _heading(canvas, digest, when)
    breaks = []
    for number, section in enumerate(_sections(digest, rows)):
        if number == 2:
            breaks.append(row)
        row = _section(book, canvas, section, row)
    breaks.append(row)
    row = _worst(canvas, digest, rows, row)
    _books(canvas, digest, row)
    sheet.set_h_pagebreaks(breaks)
    canvas.write()


def _heading(canvas: Canvas, digest: Digest, when: datetime) -> int:
    audit, counts = digest.audit, digest.by_severity
    canvas.put(0, 0, "项目支出绩效自评审核报告", "title", columns=_LAST + 1)
    canvas.height(0, 34)
    canvas.put(1, 0, digest.verdict, "lead", columns=_LAST + 1)
    canvas.height(1, 22)
    canvas.put(2, 0, f"{when:%Y-%m-%d %H:%M} 由绩衡 {__version__} 审核", "note", columns=_LAST + 1)
    tiles: list[tuple[int, int, str, int]] = [
        (0, 1, "自评表", len(audit.forms)),
        (1, 2, Severity.ERROR.label, counts[Severity.ERROR]),
        (3, 2, Severity.WARNING.label, counts[Severity.WARNING]),
        (5, 2, Severity.NOTICE.label, counts[Severity.NOTICE]),
        (7, 2, "无问题的表", digest.clean_forms),
        (9, 2, "已认可", len(digest.accepted)),
        (11, 2, "未读成", len(audit.problems)),
    ]
    for column, columns, label, count in tiles:
        canvas.put(4, column, label, "tile_label", columns=columns)
        canvas.put(5, column, count, "tile", columns=columns)
    canvas.height(5, 30)
    row = 6
    for warning in _warnings(digest):
        canvas.put(row, 0, warning, "warn", columns=_LAST + 1)
        row += 1
    return row + 1


def _warnings(digest: Digest) -> list[str]:
    warnings = []
    if digest.doubts:
        warnings.append(f"读取时有 {digest.doubts} 处拿不准，复核前请对照原文；网页报告中以虚线标出。")
    warnings += [f"有一项检查自身出错，结果不全：{defect}" for defect in digest.defects]
    return warnings


def _sections(digest: Digest, rows: dict[int, int]) -> list[_Section]:
    grades = [severity.label for severity in Severity]
    return [
        _Section(
            "问题按类别和级别",
            ("类别", *grades, "合计"),
            [(f"{letter} {name}", *counts.values(), sum(counts.values())) for letter, name, counts in digest.by_family],
            ("line", "count", "count", "count", "count"),
            {"type": "bar", "subtype": "stacked"},
            [_Series(1 + severity.rank, *_FILLS[severity]) for severity in Severity],
            "没有发现问题。",
        ),
        _Section(
            "总分分布：印在表上的与复算的（张）",
            ("总分", "印为", "复算"),
            digest.score_bins if digest.audit.forms else [],
            ("line", "count", "count"),
            {"type": "column"},
            [_Series(1, _LIGHT), _Series(2, _DARK)],
            "没有自评表。",
        ),
        _Section(
            "最常见的问题",
            ("问题", "代码", "级别", "处", "张"),
            [
                (cut(one.title, _NAME_LENGTH), one.code, _badge(one.severity), one.findings, one.forms)
                for one in digest.by_check[:TOP]
            ],
            ("line", "centre", "centre", "count", "count"),
            {"type": "bar"},
            [_Series(3, _DARK)],
            "没有发现问题。",
        ),
        _Section(
            "预算执行率" + (f"：最低的 {TOP} 张表" if len(digest.rates) > TOP else "（由低到高）"),
            ("项目", "执行率"),
            [(_to_form(rows, one.index, one.name), Cell(one.rate, "share")) for one in digest.rates[:TOP]],
            ("line_link", "share"),
            {"type": "bar"},
            [_Series(1, _DARK)],
            "没有可以算出执行率的表。",
            label="0.##%",
        ),
    ]


def _badge(severity: Severity) -> Cell:
    return Cell(severity.label, severity.value)


def _to_form(rows: dict[int, int], index: int, name: str) -> Cell:
    """A form's number and name, leading to its scores."""
    name = f"{index + 1} {cut(name, _NAME_LENGTH)}"
    row = rows.get(index)
    return Cell(name, None if row else "line", f"internal:'{REVIEWS}'!A{row}" if row else None)


def _section(book: Workbook, canvas: Canvas, section: _Section, row: int) -> int:
    """Write the table with its chart beside it; returns the row below both."""
    canvas.put(row, 0, section.title, "section", columns=_LAST + 1)
    canvas.height(row, 20)
    row += 2
    if not section.rows:
        canvas.put(row, 0, section.empty, "note")
        return row + 2
    canvas.row(row, section.head, ["head"] * len(section.head))
    for offset, values in enumerate(section.rows, 1):
        canvas.row(row + offset, values, section.styles)
    height = max(len(section.rows) + 1, 11)
    chart = _chart(book, section, row)
    chart.set_size({"width": _CHART_WIDTH, "height": height * _ROW_PIXELS})
    canvas.sheet.insert_chart(
        row, _CHART_COLUMN, chart, {"x_offset": _CHART_INDENT, "object_position": 2, "description": section.title}
    )
    return row + height + 1


def _chart(book: Workbook, section: _Section, row: int) -> Any:
    chart = book.add_chart(section.chart)
    last = row + len(section.rows)
    font = {"name": FONT, "size": 9}
    for one in section.series:
        chart.add_series(
            {
                "name": [NAME, row, one.column],
                "categories": [NAME, row + 1, 0, last, 0],
                "values": [NAME, row + 1, one.column, last, one.column],
                "fill": {"color": one.fill},
                "border": {"color": MUTED, "width": 0.5},
                "gap": 50,
                "data_labels": _labels(section, one, font),
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
    chart.set_chartarea({"border": {"none": True}})
    return chart


def _labels(section: _Section, one: _Series, font: dict[str, Any]) -> dict[str, Any]:
    """The figures at the bars of a series; in stacked bars those that would not fit are left out."""
    labels = {"value": True, "num_format": section.label, "font": font | {"color": one.ink}}
    if "subtype" not in section.chart:
        return labels
    columns = [series.column for series in section.series]
    most = max(sum(_figure(row[column]) for column in columns) for row in section.rows)
    return labels | {"custom": [{"delete": _figure(row[one.column]) * 25 < most} for row in section.rows]}


def _figure(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _worst(canvas: Canvas, digest: Digest, rows: dict[int, int], row: int) -> int:
    """The forms to begin with."""
    canvas.put(row, 0, "先看这些表", "section", columns=_LAST + 1)
    canvas.height(row, 20)
    row += 2
    if not digest.by_form:
        canvas.put(row, 0, "没有需要修改的表。", "note")
        return row + 2
    canvas.row(row, ("项目", *(severity.label for severity in Severity)), ["head"] * 4)
    for one in digest.by_form[:TOP]:
        row += 1
        name = _to_form(rows, one.index, one.name)
        canvas.row(row, (name, *one.counts.values()), ("line_link", "count", "count", "count"))
    if len(digest.by_form) > TOP:
        row += 1
        canvas.put(row, 0, f"另有 {len(digest.by_form) - TOP} 张，见“{FINDINGS}”。", "note")
    return row + 2


def _books(canvas: Canvas, digest: Digest, row: int) -> None:
    """The rulebooks, why they were taken, and how sure they are."""
    canvas.put(row, 0, "所用办法", "section", columns=_LAST + 1)
    canvas.height(row, 20)
    row += 2
    for use in digest.books:
        canvas.put(row, 0, f"{use.book.title}：{use.forms} 张表", "lead", columns=_LAST + 1)
        canvas.put(row + 1, 0, f"采用原因：{use.why}" if use.why else "", "note", columns=_LAST + 1)
        sources = "；".join(use.book.sources)
        canvas.put(row + 2, 0, f"出处：{sources}" if sources else "", "note", columns=_LAST + 1)
        if use.recalled:
            text = f"其中 {use.recalled} 条参数{Certainty.RECALLED.label}，引用前请核对"
            canvas.put(row + 3, 0, f"{text}（jiheng rulebooks show {use.book.id}）。", "warn", columns=_LAST + 1)
        row += 5
