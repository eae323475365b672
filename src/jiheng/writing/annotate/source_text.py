"""A file that LibreOffice alone reads (ODF, Excel 2003 XML, UOF, RTF) → its words piece by piece, as they are stored.

They are the control of its converted copy: where no reader of our own tells what stands in which cell, the words at
least must all be there.
"""

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from jiheng.reading.files.package import open_package, parse_xml
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import EXCEL_2003, UOF

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_LEFT_OUT = frozenset((f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note"))
"""What is deleted, remarked or stands in a note."""
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_UOF_TEXT = "文本串"
_HEAD = 1 << 16
_RTF = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|([{}])|([^\\{}\r\n]+)"
)
_RTF_TABLES = frozenset((b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict"))
_RTF_ENDS = frozenset((b"par", b"cell", b"row", b"line", b"tab", b"nestcell", b"sect", b"page"))
_MOST_DEPTH = 1000


def texts(data: bytes) -> list[str] | None:
    """The pieces of words of the file; None where it is in none of these formats, or damaged."""
    if data.startswith(b"{\\rtf"):
        return list(_rtf(data))
    try:
        root = open_package(data).xml("content.xml") if data.startswith(b"PK") else parse_xml(data, "文件")
    except Unreadable:
        return None
    if EXCEL_2003 in data[:_HEAD]:
        return [text for cell in root.iter(f"{_SS}Data") if cell.get(f"{_SS}Type") == "String" for text in _nodes(cell)]
    if UOF in data[:_HEAD]:
        return [
            text for e in root.iter("{*}*") if str(e.tag).rpartition("}")[2].startswith(_UOF_TEXT) for text in _nodes(e)
        ]
    return list(_open_document(root)) if str(root.tag).startswith(_OFFICE) else None


def _nodes(element: etree._Element) -> Iterator[str]:
    return (text for text in map(str.strip, map(str, element.itertext())) if text)


def _open_document(root: etree._Element) -> Iterator[str]:
    """Words of paragraphs; a cell with a figure shows it otherwise in another format."""
    depth = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_paragraph = element.tag in _PARAGRAPHS
        if event == "start":
            is_figure = element.tag in _CELLS and element.get(f"{_OFFICE}value-type", "string") != "string"
            depth += is_paragraph
            if is_figure or element.tag in _LEFT_OUT:
                walk.skip_subtree()
            elif depth and element.text and element.text.strip():
                yield element.text.strip()
        else:
            depth -= is_paragraph
            if depth and element.tail and element.tail.strip():
                yield element.tail.strip()


def _encoding(data: bytes) -> str:
    """How the bytes of an RTF file stand for characters: by its code page, as Chinese where it names none."""
    page = re.search(rb"\\ansicpg(\d{1,5})", data[:_HEAD])
    name = "gb18030" if page is None or page[1] == b"936" else f"cp{int(page[1])}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "gb18030"


def _rtf(data: bytes) -> Iterator[str]:
    """Words between the marks that end a paragraph or a cell, of groups that are shown."""
    piece, packed = "", bytearray()
    skipped, pending = [False], 0
    encoding = _encoding(data)
    for match in _RTF.finditer(data):
        code, point, word, _, sign, brace, plain = match.groups()
        if brace == b"{":
            skipped.append(skipped[-1])
        elif brace == b"}" and len(skipped) > 1:
            skipped.pop()
        elif word in _RTF_TABLES or sign == b"*":
            skipped[-1] = True
        if skipped[-1] or len(skipped) > _MOST_DEPTH:
            continue
        if code is not None and not pending:
            packed.append(int(code, 16))
            continue
        piece, packed = piece + packed.decode(encoding, "replace"), bytearray()
        if point is not None:
            piece, pending = piece + chr(int(point) & 0xFFFF), 1
            continue
        if plain is not None:
            piece += plain.decode("latin-1")[pending:]
        elif word in _RTF_ENDS and piece.strip():
            yield piece.strip()
            piece = ""
        pending = 0
    if piece.strip():
        yield piece.strip()
