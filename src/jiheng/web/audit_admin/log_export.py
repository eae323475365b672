"""The audit log as a workbook or as text for other programs."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter
from django.utils import timezone

from jiheng.web.auditlog.labels import action_name, detail_text, subject_name
from jiheng.web.auditlog.models import AuditEntry
from jiheng.writing.workbook.new import AS_TEXT

HEADINGS = ("编号", "时间", "人员编号", "人员", "来源地址", "事项", "事项代码", "对象", "内容", "摘要")
MOST_IN_WORKBOOK = 200_000
"""Rows that fit a workbook that Excel opens without trouble."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(entries: Iterable[AuditEntry]) -> Iterator[bytes]:
    """Line by line, in UTF-8 with the mark by which Excel knows it."""
    yield "\ufeff".encode() + _line(HEADINGS)
    for entry in entries:
        yield _line([_harmless(value) for value in _row(entry)])


def write_workbook(entries: Iterable[AuditEntry], path: Path) -> None:
    """A sheet with a row an entry; text stays text, whatever it begins with."""
    with tempfile.TemporaryDirectory() as folder:
        options = AS_TEXT | {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet("审计日志")
            sheet.freeze_panes(1, 0)
            for column, width in enumerate((8, 20, 8, 16, 16, 16, 20, 18, 60, 20)):
                sheet.set_column(column, column, width)
            sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True}))
            for number, entry in enumerate(entries, 1):
                sheet.write_row(number, 0, _row(entry))


def _row(entry: AuditEntry) -> list[str]:
    return [
        str(entry.pk),
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        "" if entry.person_id is None else str(entry.person_id),
        entry.person_name,
        entry.address,
        action_name(entry.action),
        entry.action,
        subject_name(entry.subject),
        detail_text(entry.detail, None, entry.subject)[:30_000],
        entry.hash,
    ]


def _line(values: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue().encode()


def _harmless(value: str) -> str:
    """Text that Excel would take for a formula, with a sign before it that keeps it text."""
    return f"'{value}" if value.startswith(_FORMULA) else value
