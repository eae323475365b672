"""空白表 for collection: a workbook a project, what was approved locked, what is to be filled in open.

Execution rate, scores and total are formulas by the rulebook, in functions that Excel, WPS and
LibreOffice share, so that a unit fills it in without Jiheng; `extract` reads it back.
"""

import io
from decimal import Decimal

import msgspec
import xlsxwriter

from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, POINTS, TOTAL_FUND, Form, Fund, Indicator
from jiheng.places import Book
from jiheng.quantity import number
from jiheng.quantity.words import plain
from jiheng.writing.official.blank_sheet import BlankSheet
from jiheng.writing.official.guidance import HEADINGS, guidance
from jiheng.writing.official.layout import Layout, LayoutError, fitting
from jiheng.writing.official.paper import lay_out
from jiheng.writing.official.score_formula import way_of
from jiheng.writing.official.xlsx import Styles

_FUND_COLUMNS = tuple(name for name in FUND_FIELDS if name != "initial")
_INDICATOR_COLUMNS = ("actual", *POINTS)
_USUAL_UNIT = "万元"
"""What amounts are filled in in, where the goals do not say."""
FORM_SHEET, GUIDE_SHEET = "自评表", "填写说明"


def blank(form: Form, book: Book, layout: Layout | None = None, password: str = "") -> bytes:
    """The workbook in which a unit fills in this project; results that the record holds are left out.

    Raises LayoutError for a layout without the columns that scores rest on.
    """
    empty = _emptied(form, book)
    layout = layout or fitting(empty)
    _demand_columns(layout)
    paper = lay_out(empty, layout)
    ways = [way_of(empty, index, book) for index in range(len(empty.indicators))]
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, guide = workbook.add_worksheet(FORM_SHEET), workbook.add_worksheet(GUIDE_SHEET)
    BlankSheet(sheet, paper, Styles(workbook), empty, ways, book).write()
    sheet.protect(password, {"format_rows": True, "format_columns": True})
    _write_guide(guide, workbook, guidance(empty, ways, book))
    workbook.close()
    return out.getvalue()


def _demand_columns(layout: Layout) -> None:
    funds = {box.field for box in layout.funds.columns}
    lacking = [FUND_FIELDS[field] for field in _FUND_COLUMNS if field not in funds]
    lacking += [INDICATOR_FIELDS[field] for field in _INDICATOR_COLUMNS if field not in layout.fields()]
    if lacking:
        raise LayoutError(f"表样 {layout.id} 没有{'、'.join(lacking)}栏，做不成能自动算分的空白表", "请换一个表样。")


def _emptied(form: Form, book: Book) -> Form:
    """The goals without results."""
    funds = [
        msgspec.structs.replace(fund, executed="", rate=_mark(fund.rate), score=_mark(fund.score))
        for fund in ([] if form.fund() else [Fund(TOTAL_FUND)]) + form.funds
    ]
    whole = next(fund for fund in funds if fund.name == TOTAL_FUND)
    if not whole.weight:
        whole.weight = plain(book.number("execution.weight"))
    rows = [msgspec.structs.replace(row, actual="", score="", reason="") for row in form.indicators]
    return msgspec.structs.replace(
        form,
        funds=funds,
        indicators=rows,
        goal_actual="",
        money_unit=form.money_unit or _USUAL_UNIT,
        grade=None,
        totals=[],
        total_score="",
        total_weight=form.total_weight or _total_weight(whole, rows),
    )


def _mark(text: str | None) -> str:
    """The dash that stands where nothing is scored; a figure goes."""
    return "" if not text or any(character.isdigit() for character in text) else text


def _total_weight(fund: Fund, rows: list[Indicator]) -> str:
    weights = [number(cell) for cell in (fund.weight, *(row.weight for row in rows))]
    return plain(sum((weight for weight in weights if weight is not None), Decimal(0)))


def _write_guide(sheet: xlsxwriter.worksheet.Worksheet, workbook: xlsxwriter.Workbook, lines: list[str]) -> None:
    body = workbook.add_format({"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"})
    head = workbook.add_format({"font_name": "黑体", "font_size": 13, "valign": "vcenter"})
    sheet.set_column(0, 0, 72)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, head if line in HEADINGS else body)
        sheet.set_row(row, 24 if line in HEADINGS else 15 * (1 + len(line) // 36))
    sheet.hide_gridlines(2)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
