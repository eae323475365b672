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
    DOC = "doc"
    """doc, wps."""
    OFFICE = "office"
    """Read through LibreOffice: odt, ods, rtf, xlsb, Excel 2003 XML, UOF."""
    FLAT_OPC = "flat_opc"
    """An office package written as one XML file."""
    WORD_2003 = "word_2003"
    """Word 2003 XML."""
    MAIL = "mail"
    ARCHIVE = "archive"
    PACKED = "packed"
    """tar, gz, bz2, xz, also one in the other."""
    FOREIGN_ARCHIVE = "foreign_archive"
    """rar, 7z."""
    LOCKED = "locked"
    """An office document with a password to open it."""
    SLIDES = "slides"
    """PowerPoint."""
    APPLE = "apple"
    """Pages, Numbers, Keynote; a page saved by Safari."""
    PRINTED = "printed"
    """Pages as they were printed or published: XPS, PostScript, DjVu, CAJ, CHM."""
    DRAWN = "drawn"
    """Pictures that the recogniser's libraries do not open: HEIC, AVIF, JPEG 2000, SVG, metafiles."""
    LISTED = "listed"
    """Tables of older programs: SYLK, DIF, dBase, Access."""
    OUTLOOK = "outlook"
    """A mail in Outlook's own format: msg, winmail.dat."""
    EMPTY = "empty"


_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_FOREIGN = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c")
_STRANGE = (
    (rb"%!PS|AT&TFORM|CAJ\0|HN\0\0|KDH |ITSF", FileKind.PRINTED),
    (rb".{4}ftyp(?:hei|hev|mif1|msf1|avi[fs])|\0{3}\x0cjP  |\xd7\xcd\xc6\x9a|\x01\0{3}.{36} EMF", FileKind.DRAWN),
    (
        rb"ID;P[^\r\n]*\s+(?:[BCEFOPW]|N[LNUE])\s*[;\r\n]|TABLE\r?\n0,1\r?\n|\0\x01\0\0Standard (?:Jet|ACE) DB",
        FileKind.LISTED,
    ),
    (rb"[\x03\x30\x31\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f].{8}\0\0.{18}[A-Za-z_\x80-\xff]", FileKind.LISTED),
)
"""How files of other programs begin that nothing here opens."""
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_TAR, _TAR_AT = b"ustar", 257
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_2003 = b"schemas.microsoft.com/office/word/2003/wordml"
"""By which Word 2003 XML is known."""
EXCEL_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
"""By which Excel 2003 XML is known."""
UOF = b"schemas.uof.org"
"""By which 标文通 (UOF), the national format of office documents, is known."""
_OFFICE_XML = (
    EXCEL_2003,
    UOF,
    b"urn:oasis:names:tc:opendocument",
)
_MAIL = re.compile(
    rb"(?:from [^\n]*\n)?(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:from|subject|to|received|return-path|message-id)\s*:"
)
_TO_SOMEONE = re.compile(rb"^(?:to|cc|received|return-path|delivered-to|x-qq-mid)\s*:", re.MULTILINE)
_PAGE = re.compile(rb"multipart/related|^content-type:\s*text/html", re.MULTILINE)
"""What a page saved in the form of a mail is: the page with its pictures, or the page alone."""
_TNEF = b"\x78\x9f\x3e\x22"
_CLIPBOARD = b"version:0.9\r\nstarthtml:"
_HEADERS = 1 << 16
_TABLE_FILES = (".csv", ".tsv")
_HEAD = 4096
_BLANKS = b"\xef\xbb\xbf \t\r\n"


def part_name(name: str) -> str:
    """The name of a part of a package as relations give it; some programs pack it with backslashes."""
    return name.replace("\\", "/").removeprefix("./").lstrip("/")


def sound(data: bytes) -> bytes:
    """The bytes of a file without the blank lines and marks that export systems put before a binary one."""
    begun = data[:_HEAD].lstrip(_BLANKS)
    is_led = begun[:1] != data[:1] and begun.startswith((b"PK\x03\x04", OLE, *_FOREIGN, *_PICTURES[:2]))
    return data[data.index(begun[:8]) :] if is_led else data


def is_packed(head: bytes) -> bool:
    """Whether a file begins like a zip archive or a compound file, whose kind only the whole of it tells."""
    return head.startswith((b"PK", OLE))


def kind(data: bytes, name: str = "") -> FileKind:
    """The kind of a file's bytes. `name` decides only between plain text and comma-separated text."""
    data = sound(data)
    head = data[:_HEAD]
    if not data.strip(b"\x00 \t\r\n"):
        return FileKind.EMPTY
    if head.startswith(b"PK"):
        return _zipped(data)
    if head.startswith(OLE):
        return _compound(data)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(_PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return FileKind.PICTURE
    if head.startswith(_FOREIGN):
        return FileKind.FOREIGN_ARCHIVE
    if head.startswith(_PACKED) or head[_TAR_AT:].startswith(_TAR):
        return FileKind.PACKED
    if head.startswith(b"bplist00") and b"WebMainResource" in data:
        return FileKind.APPLE
    if head.startswith(_TNEF):
        return FileKind.OUTLOOK
    if head.startswith(b"{\\rtf"):
        return FileKind.OFFICE
    if (strange := next((kind for begins, kind in _STRANGE if re.match(begins, head, re.DOTALL)), None)) is not None:
        return strange
    return _text(data[:_HEADERS], name)


def _zipped(data: bytes) -> FileKind:
    try:
        names = {part_name(name).lower() for name in zipfile.ZipFile(io.BytesIO(data)).NameToInfo}
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        whole = ((b"word/document.xml", FileKind.DOCX), (b"xl/workbook.xml", FileKind.XLSX))
        return next((kind for part, kind in whole if part in data), FileKind.ARCHIVE)
    if "ofd.xml" in names:
        return FileKind.OFD
    folders = {name.partition("/")[0] for name in names} if "_rels/.rels" in names else set()
    if "word" in folders or any(name.endswith("word/document.xml") for name in names):
        return FileKind.DOCX
    if (other := _other_document(names)) is not None:
        return other
    if "xl/workbook.bin" in names or ("mimetype" in names and "content.xml" in names):
        return FileKind.OFFICE
    if "xl" in folders or "xl/workbook.xml" in names:
        return FileKind.XLSX
    return FileKind.ARCHIVE


def _other_document(names: set[str]) -> FileKind | None:
    """The kind of a package of documents that no reader takes; None where it is none."""
    if any(name.endswith(".iwa") for name in names) or "index.zip" in names:
        return FileKind.APPLE
    if "ppt/presentation.xml" in names:
        return FileKind.SLIDES
    is_paper = any(name.endswith((".fdseq", ".fpage")) for name in names)
    return FileKind.PRINTED if is_paper and "[content_types].xml" in names else None


def _compound(data: bytes) -> FileKind:
    """Which office program wrote a compound file: its streams carry telling names in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return FileKind.LOCKED
    if has("__properties_version1.0"):
        return FileKind.OUTLOOK
    if has("WordDocument"):
        return FileKind.DOC
    if has("Workbook") or has("Book"):
        return FileKind.XLS
    if has("PowerPoint Document"):
        return FileKind.SLIDES
    return FileKind.OFFICE


def _text(head: bytes, name: str) -> FileKind:
    plain = head[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if (sent := _sent(head, plain)) is not None:
        return sent
    if plain.startswith(_CLIPBOARD):
        return FileKind.HTML
    if plain.startswith(b"<") and b"schemas.microsoft.com/office/2006/xmlpackage" in plain:
        return FileKind.FLAT_OPC
    if plain.startswith(b"<") and b"<html" not in plain and WORD_2003 in plain:
        return FileKind.WORD_2003
    if plain.startswith(b"<") and b"<html" not in plain and any(mark in plain for mark in _OFFICE_XML):
        return FileKind.OFFICE
    if plain.startswith(b"<") and any(
        tag in plain for tag in (b"<html", b"<!doctype html", b"<table", b"<body", b"<meta")
    ):
        return FileKind.HTML
    if plain.startswith(b"<") and b"<svg" in plain:
        return FileKind.DRAWN
    if name.lower().endswith(".json") and plain[:1] in (b"[", b"{"):
        return FileKind.JSON
    return FileKind.CSV if name.lower().endswith(_TABLE_FILES) else FileKind.TEXT


def _sent(head: bytes, plain: bytes) -> FileKind | None:
    """Whether this is a mail, or a page saved with its pictures in the form of one; None for anything else."""
    is_mail = _MAIL.match(plain) is not None
    if not is_mail and not plain.startswith(b"mime-version:"):
        return None
    fields = head.lower().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if b"mime-version:" not in fields:
        return None
    if _PAGE.search(fields) and not _TO_SOMEONE.search(fields):
        return FileKind.HTML
    return FileKind.MAIL if is_mail else None
