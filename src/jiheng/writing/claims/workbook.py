"""A report's claims as an Excel workbook: 问题, then every claim with how it was checked."""

from datetime import datetime
from pathlib import Path

from jiheng.department.claims import Claims
from jiheng.writing.claims.rows import TITLE, finding, lead, rows
from jiheng.writing.workbook.new import new_workbook
from jiheng.writing.workbook.sheet import Cell, Column, TableSheet
from jiheng.writing.workbook.style import Styles

_STYLE = {"不符": "error", "资料不足": "notice"}
_FINDINGS = (
    Column("级别", 7, "centre"),
    Column("代码", 7, "centre"),
    Column("位置", 40),
    Column("报告写", 13),
    Column("应为", 13),
    Column("问题", 44),
    Column("怎么改", 36),
    Column("依据", 36),
)
_CLAIMS = (
    Column("序号", 6, "centre"),
    Column("位置", 24),
    Column("句子", 50),
    Column("数", 13),
    Column("类别", 7, "centre"),
    Column("说的是什么", 24),
    Column("怎样核对", 46),
    Column("结果", 10, "centre"),
)


def write_workbook(claims: Claims, path: Path, when: datetime) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    with new_workbook(path, TITLE, when, lead(claims)) as book:
        styles = Styles(book)
        table = TableSheet(book, styles, "问题", _FINDINGS, frozen=2, empty="没有问题。" + lead(claims))
        for one in claims.findings:
            severity, *values = finding(one)
            table.add((Cell(severity, one.severity.value), *values))
        table.close()
        table = TableSheet(book, styles, TITLE, _CLAIMS, frozen=1, empty="报告里没有读到数字。")
        for row in rows(claims):
            claim = row.claim
            result = Cell(row.result, _STYLE.get(row.result))
            what = (claim.printed, claim.kind.label, row.what, row.how, result)
            table.add((claim.number, row.place, row.sentence, *what))
        table.close()
