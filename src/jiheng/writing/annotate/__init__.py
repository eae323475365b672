"""The user's own file with the remarks in it."""

import datetime
import importlib

from jiheng.checks.outcome import Severity
from jiheng.checks.result import Audit
from jiheng.reading.package import open_package
from jiheng.reading.problem import Unreadable
from jiheng.reading.sniff import FileKind
from jiheng.writing.annotate.original import Original, original
from jiheng.writing.annotate.parts import CONTENT_TYPES
from jiheng.writing.annotate.remark import AUTHOR, Remark, remarks

__all__ = ["AUTHOR", "ENDINGS", "Original", "Remark", "annotate", "original", "remarks"]

ENDINGS = {FileKind.DOCX: ".docx", FileKind.XLSX: ".xlsx", FileKind.PDF: ".pdf", FileKind.HTML: ".html"}
"""The kinds of file that remarks can be written into, and how their names end."""

_MACROS = b"macroEnabled.main+xml"


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


def ending_of(data: bytes, kind: FileKind) -> str:
    """How the name of a written copy ends. Raises Unreadable for a kind that cannot be written into."""
    if kind not in ENDINGS:
        raise Unreadable("这种文件里写不进批注", "请用 jiheng audit 写成报告：jiheng audit 文件 -o 审核报告.html")
    ending = ENDINGS[kind]
    return f"{ending[:-1]}m" if kind in (FileKind.DOCX, FileKind.XLSX) and _has_macros(data) else ending


def _has_macros(data: bytes) -> bool:
    """Whether a document is of the kind that carries macros: its name must say so, or Office refuses it."""
    package = open_package(data)
    return CONTENT_TYPES in package and _MACROS in package.read(CONTENT_TYPES)
