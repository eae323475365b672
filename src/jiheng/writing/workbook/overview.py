"""概览: what was audited, the counts, and four charts each beside its figures."""

from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from jiheng import __version__
from jiheng.checks import Severity
from jiheng.places import Certainty
from jiheng.quantity.words import short
from jiheng.writing.report_model import Digest
from jiheng.writing.workbook.canvas import Canvas
from jiheng.writing.workbook.section import COLUMNS, DARK, LIGHT, WIDTHS, ChartSection, Series, write_section
from jiheng.writing.workbook.sheet import Cell, set_up_page
from jiheng.writing.workbook.style import COLOURS, INK, Styles
from jiheng.writing.workbook.tables import FINDINGS, REVIEWS

NAME = "概览"
_NAME_LENGTH = 18
TOP = 12
"""How many checks, forms and rates the overview names."""

_FILLS = {
    Severity.ERROR: (COLOURS["error"][0], "#FFFFFF"),
    Severity.WARNING: ("#E8B24A", INK),
    Severity.NOTICE: ("#D6E4F0", INK),
}
"""Fill and ink of the bars: dark, middle, light, so that they stay apart on grey paper."""


def write_overview(
    book: Workbook, sheet: Worksheet, styles: Styles, digest: Digest, rows: dict[int, int], when: datetime
) -> None:
    """Fill the overview sheet; `rows` tells the row of each form in 得分复核."""
    set_up_page(sheet, NAME)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    canvas = Canvas(sheet, styles)
    row = _heading(canvas, digest, when)
    breaks = []
    for number, section in enumerate(_sections(digest, rows)):
        if number == 2:
            breaks.append(row)
        row = write_section(book, canvas, section, row)
    breaks.append(row)
    row = _worst(canvas, digest, rows, row)
    _books(canvas, digest, row)
    sheet.set_h_pagebreaks(breaks)
    canvas.write()


def _heading(canvas: Canvas, digest: Digest, when: datetime) -> int:
    audit, counts = digest.audit, digest.by_severity
    canvas.put(0, 0, "项目支出绩效自评审核报告", "title", columns=COLUMNS)
    canvas.height(0, 34)
    canvas.put(1, 0, digest.verdict, "lead", columns=COLUMNS)
    canvas.height(1, 22)
    canvas.put(2, 0, f"{when:%Y-%m-%d %H:%M} 由绩衡 {__version__} 审核", "note", columns=COLUMNS)
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
        canvas.put(row, 0, warning, "warn", columns=COLUMNS)
        row += 1
    return row + 1


def _warnings(digest: Digest) -> list[str]:
    warnings = []
    if digest.doubts:
        warnings.append(f"读取时有 {digest.doubts} 处拿不准，复核前请对照原文；网页报告中以虚线标出。")
    warnings += [f"有一项检查自身出错，结果不全：{defect}" for defect in digest.defects]
    return warnings


def _sections(digest: Digest, rows: dict[int, int]) -> list[ChartSection]:
    grades = [severity.label for severity in Severity]
    return [
        ChartSection(
            "问题按类别和级别",
            ("类别", *grades, "合计"),
            [(f"{letter} {name}", *counts.values(), sum(counts.values())) for letter, name, counts in digest.by_family],
            ("line", "count", "count", "count", "count"),
            {"type": "bar", "subtype": "stacked"},
            [Series(1 + severity.rank, *_FILLS[severity]) for severity in Severity],
            "没有发现问题。",
        ),
        ChartSection(
            "总分分布（张）",
            ("总分", "填报数", "复核数"),
            digest.score_bins if digest.audit.forms else [],
            ("line", "count", "count"),
            {"type": "column"},
            [Series(1, LIGHT), Series(2, DARK)],
            "没有自评表。",
        ),
        ChartSection(
            "最常见的问题",
            ("问题", *grades, "张"),
            [
                (f"{check.code} {short(check.title, _NAME_LENGTH)}", *check.counts.values(), check.forms)
                for check in digest.by_check[:TOP]
            ],
            ("line", "count", "count", "count", "count"),
            {"type": "bar", "subtype": "stacked"},
            [Series(1 + severity.rank, *_FILLS[severity]) for severity in Severity],
            "没有发现问题。",
        ),
        ChartSection(
            "预算执行率" + (f"：最低的 {TOP} 张表" if len(digest.rates) > TOP else "（由低到高）"),
            ("项目", "执行率"),
            [(_to_form(rows, rate.index, rate.name), Cell(rate.rate, "share")) for rate in digest.rates[:TOP]],
            ("line_link", "share"),
            {"type": "bar"},
            [Series(1, DARK)],
            "没有可以算出执行率的表。",
            label="0.00%",
        ),
    ]


def _to_form(rows: dict[int, int], index: int, name: str) -> Cell:
    """A form's number and name, leading to its scores."""
    name = f"{index + 1} {short(name, _NAME_LENGTH)}"
    row = rows.get(index)
    return Cell(name, None if row else "line", f"internal:'{REVIEWS}'!A{row}" if row else None)


def _worst(canvas: Canvas, digest: Digest, rows: dict[int, int], row: int) -> int:
    """The forms to begin with."""
    canvas.put(row, 0, "先看这些表", "section", columns=COLUMNS)
    canvas.height(row, 20)
    row += 2
    if not digest.by_form:
        canvas.put(row, 0, "没有需要修改的表。", "note")
        return row + 2
    canvas.row(row, ("项目", *(severity.label for severity in Severity), "自评质量"), ["head"] * 5)
    for form in digest.by_form[:TOP]:
        row += 1
        name = _to_form(rows, form.index, form.name)
        canvas.row(row, (name, *form.counts.values(), form.quality.total), ("line_link", *["count"] * 3, "number"))
    more = len(digest.by_form) - TOP
    notes = f"另有 {more} 张，见“{FINDINGS}”。" if more > 0 else "", digest.counted_in_each
    for note in filter(None, notes):
        row += 1
        canvas.put(row, 0, note, "note")
    return row + 2


def _books(canvas: Canvas, digest: Digest, row: int) -> None:
    """The rulebooks, why they were taken, and how sure they are."""
    canvas.put(row, 0, "所用办法", "section", columns=COLUMNS)
    canvas.height(row, 20)
    row += 2
    for use in digest.books:
        canvas.put(row, 0, f"{use.book.title}：{use.forms} 张表", "lead", columns=COLUMNS)
        canvas.put(row + 1, 0, f"采用原因：{use.why}" if use.why else "", "note", columns=COLUMNS)
        sources = "；".join(use.book.sources)
        canvas.put(row + 2, 0, f"出处：{sources}" if sources else "", "note", columns=COLUMNS)
        if use.recalled:
            text = f"其中 {use.recalled} 条参数{Certainty.RECALLED.label}，引用前请核对"
            canvas.put(row + 3, 0, f"{text}（jiheng rulebooks show {use.book.id}）。", "warn", columns=COLUMNS)
        row += 5
