"""The user's own file with the remarks in it."""

import datetime
import importlib

from jiheng.checks.outcome import Severity
from jiheng.checks.result import Audit
from jiheng.reading.files.sniff import FileKind
from jiheng.writing.annotate.ending import ENDINGS, ending_of
from jiheng.writing.annotate.original import Original, original
from jiheng.writing.annotate.remark import AUTHOR, CellRemark, remarks

__all__ = ["AUTHOR", "ENDINGS", "CellRemark", "Original", "annotate", "ending_of", "original", "remarks"]


def annotate(
    data: bytes,
    kind: FileKind,
    name: str,
    audit: Audit,
    least: Severity = Severity.NOTICE,
    written: datetime.datetime | None = None,
) -> tuple[bytes, str]:
    """The file with the open findings of its forms as remarks, and the ending of its name (.docx).

    `data` must be what the forms were read from: see `original`. `written` (UTC) dates the remarks, now
    where it is None. Raises Unreadable for a damaged file and for a kind that cannot hold remarks.
    """
    ending = ending_of(data, kind)
    found = remarks(audit, name, least)
    if kind is FileKind.DOCX:
        from jiheng.writing.annotate import docx

        return docx.annotate(data, found, written or datetime.datetime.now(datetime.UTC)), ending
    module = importlib.import_module(f"jiheng.writing.annotate.{ENDINGS[kind][1:]}")
    return module.annotate(data, found), ending
