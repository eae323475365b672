"""A finding on paper in the form that an ending asks for: Word document, workbook or JSON, whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from jiheng.whole_file import whole_file
from jiheng.writing.report import Report, written


def write_document(
    path: Path, report: Callable[[], Report], workbook: Callable[[Path], None], data: Callable[[], bytes]
) -> None:
    """Write what the ending of `path` names (.docx, .xlsx, else JSON) with the maker of it. Raises OSError."""
    with whole_file(path) as draft:
        if path.suffix == ".docx":
            draft.write_bytes(written(report(), ".docx"))
        elif path.suffix == ".xlsx":
            workbook(draft)
        else:
            draft.write_bytes(data() + b"\n")
