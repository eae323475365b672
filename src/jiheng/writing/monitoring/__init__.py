"""Monitoring on paper: the 绩效运行监控报告 as a Word document, the forms with their lights as a workbook, JSON."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jiheng.monitoring import WatchedForm
from jiheng.writing.document_file import write_document
from jiheng.writing.monitoring.data import to_json
from jiheng.writing.monitoring.report import report
from jiheng.writing.monitoring.workbook import write_workbook

__all__ = ["to_json", "write_monitoring"]


def write_monitoring(found: Sequence[WatchedForm], path: Path) -> None:
    """Write the file that the ending names (.docx, .xlsx, .json). Raises OSError."""
    write_document(
        path, lambda: report(found), lambda draft: write_workbook(found, draft, datetime.now()), lambda: to_json(found)
    )
