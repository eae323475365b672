"""The audit as an Excel workbook: 概览, 问题清单, 逐表问题, 得分复核, 表单数据, 已认可, 未读成."""

from datetime import datetime
from pathlib import Path

from jiheng.writing.report_model import Digest
from jiheng.writing.workbook.by_form import write_by_form
from jiheng.writing.workbook.new import new_workbook
from jiheng.writing.workbook.overview import NAME, write_overview
from jiheng.writing.workbook.sheet import MAX_ROWS
from jiheng.writing.workbook.style import Styles
from jiheng.writing.workbook.tables import (
    review_rows,
    write_accepted,
    write_findings,
    write_problems,
    write_records,
    write_reviews,
)


def write_workbook(digest: Digest, path: Path, when: datetime, max_rows: int = MAX_ROWS) -> None:
    """Write the workbook. Rows go to disk as they come, so memory does not grow with the cells.

    `max_rows` is where a sheet goes on in a next one. Raises OSError when the file cannot be written.
    """
    audit = digest.audit
    rows = review_rows(audit, max_rows)
    with new_workbook(path, "项目支出绩效自评审核报告", when, constant_memory=True) as book:
        styles = Styles(book)
        write_overview(book, book.add_worksheet(NAME), styles, digest, rows, when)
        write_findings(book, styles, digest, rows, max_rows)
        write_by_form(book, styles, digest, max_rows)
        write_reviews(book, styles, audit, max_rows)
        write_records(book, styles, [form.form for form in audit.forms], max_rows)
        write_accepted(book, styles, digest, rows, max_rows)
        write_problems(book, styles, audit)
