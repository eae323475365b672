"""How the name of a written copy ends, and which kinds of file can be written into at all."""

from jiheng.reading.files.package import open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind
from jiheng.writing.annotate.parts import CONTENT_TYPES

ENDINGS = {
    FileKind.DOCX: ".docx",
    FileKind.XLSX: ".xlsx",
    FileKind.PDF: ".pdf",
    FileKind.OFD: ".ofd",
    FileKind.HTML: ".html",
}
"""The kinds of file that remarks can be written into, and how their names end."""

_MACROS = b"macroEnabled.main+xml"


def ending_of(data: bytes, kind: FileKind) -> str:
    """How the name of a written copy ends. Raises Unreadable for a kind that cannot be written into."""
    if kind is FileKind.ARCHIVE:
        raise Unreadable("压缩包里写不进批注", "请先解压，再对解压后的文件夹批注。")
    if kind not in ENDINGS:
        raise Unreadable("这种文件里写不进批注", "请用 jiheng audit 写成报告：jiheng audit 文件 -o 审核报告.html")
    ending = ENDINGS[kind]
    return f"{ending[:-1]}m" if kind in (FileKind.DOCX, FileKind.XLSX) and _has_macros(data) else ending


def _has_macros(data: bytes) -> bool:
    """Whether a document is of the kind that carries macros: its name must say so, or Office refuses it."""
    package = open_package(data)
    return CONTENT_TYPES in package and _MACROS in package.read(CONTENT_TYPES)
