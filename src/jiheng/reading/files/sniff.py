"""What a file is, told by its content, never by its ending."""

import io
import re
import zipfile
from enum import StrEnum


class FileKind(StrEnum):
    """The kinds of file that are told apart."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    PDF = "pdf"
    OFD = "ofd"
    PICTURE = "picture"
    OFFICE = "office"
    """Read through LibreOffice: doc, wps, et, odt, ods, rtf, xlsb."""
    FLAT_OPC = "flat_opc"
    """An office package written as one XML file."""
    MAIL = "mail"
    ARCHIVE = "archive"
    FOREIGN_ARCHIVE = "foreign_archive"
    """rar, 7z and the like."""
    LOCKED = "locked"
    """An office document with a password to open it."""
    EMPTY = "empty"


_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_FOREIGN = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_XML = (
    b"schemas.microsoft.com/office/word/2003/wordml",
    b"urn:schemas-microsoft-com:office:spreadsheet",
    b"schemas.uof.org",
)
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:from|subject|to|received|return-path|message-id)\s*:")
_TABLE_FILES = (".csv", ".tsv")
_HEAD = 4096


def kind(data: bytes, name: str = "") -> FileKind:
    """The kind of a file's bytes. `name` decides only between plain text and comma-separated text."""
    head = data[:_HEAD]
    if not data.strip(b"\x00 \t\r\n"):
        return FileKind.EMPTY
    if head.startswith(b"PK"):
        return _zipped(data)
    if head.startswith(_OLE):
        return _compound(data)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return FileKind.PICTURE
    if head.startswith(_FOREIGN):
        return FileKind.FOREIGN_ARCHIVE
    if head.startswith(b"{\\rtf"):
        return FileKind.OFFICE
    return _text(head, name)


def _zipped(data: bytes) -> FileKind:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).NameToInfo.keys()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        whole = ((b"word/document.xml", FileKind.DOCX), (b"xl/workbook.xml", FileKind.XLSX))
        return next((kind for part, kind in whole if part in data), FileKind.ARCHIVE)
    if any(name.lower().lstrip("/") == "ofd.xml" for name in names):
        return FileKind.OFD
    folders = {name.lower().partition("/")[0] for name in names} if "_rels/.rels" in names else set()
    if "word" in folders or any(name.endswith("word/document.xml") for name in names):
        return FileKind.DOCX
    if "xl/workbook.bin" in names or ("mimetype" in names and "content.xml" in names):
        return FileKind.OFFICE
    if "xl" in folders or "xl/workbook.xml" in names:
        return FileKind.XLSX
    return FileKind.ARCHIVE


def _compound(data: bytes) -> FileKind:
    """Which office program wrote a compound file: its streams carry telling names in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return FileKind.LOCKED
    if has("WordDocument"):
        return FileKind.OFFICE
    if has("Workbook") or has("Book"):
        return FileKind.XLS
    return FileKind.OFFICE


def _text(head: bytes, name: str) -> FileKind:
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"mime-version:" in plain and b"multipart/related" in plain:
        return FileKind.HTML
    if plain.startswith(b"<") and b"schemas.microsoft.com/office/2006/xmlpackage" in plain:
        return FileKind.FLAT_OPC
    if plain.startswith(b"<") and any(mark in plain for mark in _OFFICE_XML):
        return FileKind.OFFICE
    if _MAIL.match(plain) and b"mime-version:" in plain:
        return FileKind.MAIL
    if plain.startswith(b"<") and any(
        tag in plain for tag in (b"<html", b"<!doctype html", b"<table", b"<body", b"<meta")
    ):
        return FileKind.HTML
    if name.lower().endswith(".json") and plain[:1] in (b"[", b"{"):
        return FileKind.JSON
    return FileKind.CSV if name.lower().endswith(_TABLE_FILES) else FileKind.TEXT
