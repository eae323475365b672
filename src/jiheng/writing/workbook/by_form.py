"""逐表问题: the findings form by form, few columns, to be read on paper at a meeting."""

from itertools import groupby

from xlsxwriter import Workbook

from jiheng.quantity.words import points, short
from jiheng.writing.report_model import FINDING_TITLES, Digest, FindingLine
from jiheng.writing.text import form_name
from jiheng.writing.workbook.sheet import Cell, Column, TableSheet
from jiheng.writing.workbook.style import Styles

BY_FORM = "逐表问题"
_SHOWN = 40
_COLUMNS = (
    Column("序号", 6, "centre"),
    Column(FINDING_TITLES["severity"], 7, "centre"),
    Column(FINDING_TITLES["place"], 21),
    Column(FINDING_TITLES["printed"], 12),
    Column(FINDING_TITLES["expected"], 10),
    Column("问题和改法", 52),
)


def write_by_form(book: Workbook, styles: Styles, digest: Digest, max_rows: int) -> None:
    """A band with the form's name and totals, its findings below; what concerns several forms at the end."""
    table = TableSheet(book, styles, BY_FORM, _COLUMNS, empty="没有发现问题。", max_rows=max_rows, portrait=True)
    own = sorted((line for line in digest.lines if not line.finding.forms), key=lambda line: (line.form, line.number))
    for index, lines in groupby(own, key=lambda line: line.form):
        _band(table, _head(digest, index))
        for line in lines:
            _add(table, line, line.place)
    shared = [line for line in digest.lines if line.finding.forms]
    if shared:
        _band(table, "各表之间")
    for line in shared:
        _add(table, line, f"{line.project}·{line.place}")
    table.close()


def _head(digest: Digest, index: int) -> str:
    audited = digest.audit.forms[index]
    unit = audited.form.unit or audited.form.department or ""
    printed, again = audited.form.total_score or "空", points(audited.score.total.score) or "不能确定"
    return f"{index + 1}　{form_name(audited.form)}　{unit}　总分填报 {printed}、复核 {again}"


def _band(table: TableSheet, text: str) -> None:
    table.add([Cell(text, "band_line"), *(Cell("", "band_line") for _ in _COLUMNS[1:])])


def _add(table: TableSheet, line: FindingLine, place: str) -> None:
    finding = line.finding
    said = f"{finding.code} {finding.message}" + (f"\n→ {finding.advice}" if finding.advice else "")
    badge = Cell(finding.severity.label, finding.severity.value)
    table.add([line.number, badge, place, short(finding.printed, _SHOWN), short(finding.expected, _SHOWN), said])
