"""Reviews of goal forms on paper: a Word document, a workbook, JSON."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jiheng.checks.goal_review import GoalReview
from jiheng.writing.goals.data import to_json
from jiheng.writing.goals.sheet import report, write_workbook
from jiheng.writing.report import written

__all__ = ["to_json", "write_reviews"]


def write_reviews(found: Sequence[GoalReview], path: Path) -> None:
    """Write the file that the ending names (.docx, .xlsx, .json). Raises OSError."""
    if path.suffix == ".docx":
        path.write_bytes(written(report(found), ".docx"))
    elif path.suffix == ".xlsx":
        write_workbook(found, path, datetime.now())
    else:
        path.write_bytes(to_json(found) + b"\n")
