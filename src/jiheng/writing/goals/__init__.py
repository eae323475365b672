"""Reviews of goal forms on paper: a Word document, a workbook, JSON."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jiheng.checks.goal_review import GoalReview
from jiheng.writing.document_file import write_document
from jiheng.writing.goals.data import to_json
from jiheng.writing.goals.sheet import report, write_workbook

__all__ = ["to_json", "write_reviews"]


def write_reviews(found: Sequence[GoalReview], path: Path) -> None:
    """Write the file that the ending names (.docx, .xlsx, .json). Raises OSError."""
    write_document(
        path, lambda: report(found), lambda draft: write_workbook(found, draft, datetime.now()), lambda: to_json(found)
    )
