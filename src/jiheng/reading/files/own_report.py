"""Whether a file is a report that was written here: it prints forms over again, and lies in the folder beside them."""

import io
import re
import zipfile

from jiheng.reading.files.sniff import FileKind

AUTHOR = "绩衡"
"""Whom reports and data name as author (workbooks) or generator (pages); forms to be filled in name nobody."""
_CREATOR = f"<dc:creator>{AUTHOR}</dc:creator>".encode()
_GENERATOR = re.compile(rb'<meta\s+name="generator"\s+content="' + AUTHOR.encode() + rb'"', re.IGNORECASE)
_HEAD = 2048
_PROPERTIES = "docProps/core.xml"
_MOST = 1 << 16


def is_own_report(data: bytes, kind: FileKind) -> bool:
    """Whether the file says so itself; of a workbook also after Excel or WPS has stored it."""
    if kind is FileKind.HTML:
        return _GENERATOR.search(data[:_HEAD]) is not None
    if kind is not FileKind.XLSX or _PROPERTIES.encode() not in data:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(_PROPERTIES) as part:
            return _CREATOR in part.read(_MOST)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False  # the reader of workbooks says what is wrong with it
