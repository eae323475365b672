"""A report's claims as an Excel workbook: 问题, then every claim with how it was checked."""

from datetime import datetime
from pathlib import Path

from jiheng.department.claims import Claims
from jiheng.writing.claims.rows import CLAIM_HEADS, FINDING_HEADS, TITLE, finding, lead, rows
from jiheng.writing.workbook.new import new_workbook
from jiheng.writing.workbook.sheet import Cell, Column, TableSheet
from jiheng.writing.workbook.style import Styles

_STYLE = {"不符": "error", "资料不足": "notice"}
_TEXT, _CENTRE = "text", "centre"
_FINDINGS = tuple(map(Column, FINDING_HEADS, (7, 7, 40, 13, 13, 44, 36, 36), (_CENTRE, _CENTRE, *[_TEXT] * 6)))
_CLAIM_STYLES = (_CENTRE, _TEXT, _TEXT, _TEXT, _CENTRE, _TEXT, _TEXT, _CENTRE)
_CLAIMS = tuple(map(Column, CLAIM_HEADS, (6, 24, 50, 13, 7, 24, 46, 10), _CLAIM_STYLES))


def write_workbook(claims: Claims, path: Path, when: datetime) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    with new_workbook(path, TITLE, when, lead(claims)) as book:
        styles = Styles(book)
        table = TableSheet(book, styles, "问题", _FINDINGS, frozen=2, empty="没有问题。" + lead(claims))
        for found in claims.findings:
            severity, *values = finding(found)
            table.add((Cell(severity, found.severity.value), *values))
        table.close()
        table = TableSheet(book, styles, TITLE, _CLAIMS, frozen=1, empty="报告里没有读到数字。")
        for row in rows(claims):
            claim = row.claim
            result = Cell(row.result, _STYLE.get(row.result))
            what = (claim.printed, claim.kind.label, row.what, row.how, result)
            table.add((claim.number, row.place, row.sentence, *what))
        table.close()
