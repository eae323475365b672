"""A user's file made ready for writing into: formats that only LibreOffice knows become docx or xlsx first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from jiheng.reading.files.package import open_package
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import ofd, office
from jiheng.writing.annotate import control

_CONVERTED = (FileKind.OFFICE, FileKind.DOC, FileKind.WORD_2003, FileKind.XLS)
_PROTECTED_PARTS = re.compile(r"word/settings\.xml$|xl/worksheets/[^/]+\.xml$")
_PROTECTION = re.compile(
    rb"<(?:\w+:)?(?:documentProtection\b[^>]*\benforcement|sheetProtection\b[^>]*\bsheet)=\"(?:1|true|on)\""
)
_SIGNED = "原文件有电子签名：写入后的副本上签名不再有效，原文件没有改动"
_LOCKED = "原文件设了编辑限制，副本照样保留"


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes to read and to write into, what they are, and what the user must know of it (Chinese)."""

    name: str
    data: bytes
    kind: FileKind
    cautions: tuple[str, ...] = ()


def original(data: bytes, name: str) -> Original:
    """The file as it is, or converted where its format cannot be written into.

    Raises Unreadable, also where the forms of the converted file are not those of the original.
    """
    what = kind(data, name)
    cautions: list[str] = []
    if what in _CONVERTED:
        converted, ending = office.convert(data, name)
        before = PurePath(name).suffix or "原来的格式"
        cautions.append(f"{before} 不能直接写入，已转换为 {ending}")
        cautions += control.cautions(data, what, converted, FileKind(ending), name)
        data, what = converted, FileKind(ending)
    cautions += _cautions(data, what)
    return Original(name, data, what, tuple(cautions))


def _cautions(data: bytes, what: FileKind) -> Iterator[str]:
    if what is FileKind.PDF:
        if b"/ByteRange" in data:
            yield _SIGNED
    elif what is FileKind.OFD:
        if ofd.signatures(data):
            yield _SIGNED
    elif what in (FileKind.DOCX, FileKind.XLSX):
        package = open_package(data)
        parts = list(package.archive.NameToInfo)
        if any(part.startswith("_xmlsignatures/") for part in parts):
            yield _SIGNED
        if any(_PROTECTION.search(package.read(part)) for part in parts if _PROTECTED_PARTS.search(part)):
            yield _LOCKED
