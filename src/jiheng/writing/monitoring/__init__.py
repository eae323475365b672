"""Monitoring on paper: the 绩效运行监控报告 as a Word document, the forms with their lights as a workbook, JSON."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jiheng.monitoring import WatchedForm
from jiheng.writing.monitoring.data import to_json
from jiheng.writing.monitoring.report import report
from jiheng.writing.monitoring.workbook import write_workbook
from jiheng.writing.report import written

__all__ = ["to_json", "write_monitoring"]


def write_monitoring(found: Sequence[WatchedForm], path: Path) -> None:
    """Write the file that the ending names (.docx, .xlsx, .json). Raises OSError."""
    if path.suffix == ".docx":
        path.write_bytes(written(report(found), ".docx"))
    elif path.suffix == ".xlsx":
        write_workbook(found, path, datetime.now())
    else:
        path.write_bytes(to_json(found) + b"\n")
