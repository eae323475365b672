"""The binary Word file (doc, wps): its text, paragraphs and what is deleted or hidden in it.

Source: [MS-DOC] Word (.doc) Binary File Format: 2.5 (Fib), 2.8.35 (PlcPcd), 2.9.175 (PapxFkp), 2.9.33 (ChpxFkp).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from xlrd.compdoc import CompDoc, CompDocError

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.runs import Run, joined

_PAGE = 512
_LENGTHS = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of a property by the top bits of its code; 0: the first byte says."""
_HUGE = 0x6646
_TABLE_DEFINITION = 0xD608
_DELETED, _HIDDEN = 0x0800, 0x083C
_STRUCK, _STRUCK_TWICE = 0x0837, 0x2A53
_RAISED, _RAISED_BY = 0x2A48, 0x4845
"""Superscript; by how many half points the text stands above its line, signed."""
_SYMBOL = 0x6A09
"""A character of a font of signs: number of the font, code of the character."""
_ON = (b"\x01", b"\x81")
_CODES, _PRIVATE = 0x100, 0xF000
"""Codes of a font of signs, and where Unicode has them."""
_MOST = 1 << 26
"""Characters of a document."""

Properties = dict[int, bytes]
"""Code of a property → its operand."""


class _Silent:
    def write(self, text: str) -> int:
        return len(text)


class Locked(Unreadable):
    """A document with a password to open it."""


class Paragraph(msgspec.Struct, frozen=True):
    """The text of a paragraph, with its closing mark, and its properties."""

    text: str
    properties: Properties
    doubt: str | None = None
    """What of it was left out or is not certain: struck-through text, raised marks."""


class _Runs(msgspec.Struct):
    """Stretches of the file with properties: where each begins, where it ends, what it has."""

    starts: list[int] = msgspec.field(default_factory=list)
    ends: list[int] = msgspec.field(default_factory=list)
    properties: list[Properties] = msgspec.field(default_factory=list)

    def at(self, place: int) -> Properties:
        index = bisect_right(self.starts, place) - 1
        return self.properties[index] if index >= 0 and place < self.ends[index] else {}


def paragraphs(data: bytes) -> Iterator[Paragraph]:
    """The paragraphs of the main text in order, deleted and hidden text left out. Raises Unreadable."""
    try:
        yield from _paragraphs(data)
    except (CompDocError, struct.error, IndexError, ValueError, AssertionError, OverflowError, TypeError) as error:
        raise Unreadable("doc 文件读不出来", "请用 Word/WPS 打开后另存为 docx 再试。") from error


def has_boxes(data: bytes) -> bool:
    """Whether a document that can be read has text boxes, whose text stands behind the main text (FibRgLw97)."""
    main = CompDoc(data, logfile=_Silent()).get_named_stream("WordDocument") or b""
    return int(struct.unpack_from("<i", main, 0x64)[0]) > 0


def _paragraphs(data: bytes) -> Iterator[Paragraph]:
    compound = CompDoc(data, logfile=_Silent())
    main = compound.get_named_stream("WordDocument") or b""
    magic, flags = struct.unpack_from("<H8xH", main)
    if magic != 0xA5EC:
        raise Unreadable("不是 Word 97 以后的 doc 文件", "请用 Word/WPS 打开后另存为 docx 再试。")
    if flags & 0x0100:
        raise Locked("文件设了打开密码", "请用 Word/WPS 打开，去掉密码后另存再试。")
    tables = compound.get_named_stream("1Table" if flags & 0x0200 else "0Table") or b""
    more = compound.get_named_stream("Data") or b""
    pieces = _pieces(main, tables)
    by_paragraph = _runs(main, tables, 0x0102, more, is_paragraph=True)
    by_character = _runs(main, tables, 0x00FA, more, is_paragraph=False)
    pending: list[Run] = []
    for text, place, width in pieces:
        begin = 0
        for index, char in enumerate(text):
            if char in "\r\x07\x0c":
                pending += _shown(text, begin, index, place, width, by_character)
                counted, doubt = joined(pending)
                yield Paragraph(counted + char, by_paragraph.at(place + index * width), doubt)
                pending, begin = [], index + 1
        pending += _shown(text, begin, len(text), place, width, by_character)


def _shown(text: str, begin: int, end: int, place: int, width: int, runs: _Runs) -> list[Run]:
    """A stretch of a piece by manner of print, without what is deleted or hidden."""
    kept, at, last = [], place + begin * width, place + end * width
    while at < last:
        index = bisect_right(runs.starts, at) - 1
        inside = index >= 0 and at < runs.ends[index]
        following = runs.starts[index + 1] if index + 1 < len(runs.starts) else last
        stop = max(at + width, min(last, runs.ends[index] if inside else following))
        gone = inside and any(runs.properties[index].get(code, b"")[:1] in _ON for code in (_DELETED, _HIDDEN))
        if not gone:
            kept.append(_run(text[(at - place) // width : (stop - place) // width], runs.at(at)))
        at = stop
    return kept


def _run(text: str, properties: Properties) -> Run:
    """A text in the manner that its properties say."""
    struck = any(properties.get(code, b"")[:1] in _ON for code in (_STRUCK, _STRUCK_TWICE))
    above = int.from_bytes(properties.get(_RAISED_BY, b""), "little", signed=True)
    if len(sign := properties.get(_SYMBOL, b"")) == 4:
        text = chr(int.from_bytes(sign[2:], "little") % _CODES | _PRIVATE)
    return Run(text, struck, properties.get(_RAISED, b"")[:1] == b"\1" or above > 0)


def _pieces(main: bytes, tables: bytes) -> list[tuple[str, int, int]]:
    """The main text: each piece with its place in the file and the bytes of a character."""
    (length,) = struct.unpack_from("<i", main, 0x4C)
    start, size = struct.unpack_from("<ii", main, 0x01A2)
    if not 0 <= length <= _MOST or size <= 0:
        raise ValueError("没有正文")
    clx, at = tables[start : start + size], 0
    while clx[at] == 1:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    (size,) = struct.unpack_from("<i", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    limits = struct.unpack_from(f"<{count + 1}i", plc)
    found = []
    for number in range(count):
        first, last = limits[number], min(limits[number + 1], length)
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        if first < 0 or last <= first:
            continue
        wide = not place & 0x40000000
        place = place & 0x3FFFFFFF if wide else (place & 0x3FFFFFFF) // 2
        width = 2 if wide else 1
        raw = main[place : place + (last - first) * width]
        found.append((raw.decode("utf-16-le" if wide else "cp1252", "replace"), place, width))
    return found


def _runs(main: bytes, tables: bytes, at: int, more: bytes, is_paragraph: bool) -> _Runs:
    """Every stretch that the pages of properties list, in the order of the file."""
    start, size = struct.unpack_from("<ii", main, at)
    count = max(0, (size - 4) // 8)
    pages = struct.unpack_from(f"<{count}I", tables, start + 4 * (count + 1)) if count else ()
    found: list[tuple[int, int, Properties]] = []
    for page in dict.fromkeys(number & 0x3FFFFF for number in pages):
        block = main[page * _PAGE : (page + 1) * _PAGE]
        runs = block[-1]
        limits = struct.unpack_from(f"<{runs + 1}I", block)
        step = 13 if is_paragraph else 1
        for number in range(runs):
            offset = 2 * block[4 * (runs + 1) + step * number]
            found.append((limits[number], limits[number + 1], _listed(block, offset, is_paragraph, more)))
    found.sort(key=lambda run: run[0])
    return _Runs([run[0] for run in found], [run[1] for run in found], [run[2] for run in found])


def _listed(block: bytes, offset: int, is_paragraph: bool, more: bytes) -> Properties:
    if not offset:
        return {}
    size = block[offset]
    if not is_paragraph:
        return _properties(block[offset + 1 : offset + 1 + size])
    begin, size = (offset + 1, 2 * size - 1) if size else (offset + 2, 2 * block[offset + 1])
    properties = _properties(block[begin + 2 : begin + size])
    if _HUGE in properties:
        (place,) = struct.unpack("<I", properties[_HUGE])
        (size,) = struct.unpack_from("<H", more, place)
        properties = properties | _properties(more[place + 2 : place + 2 + size])
    return properties


@lru_cache(maxsize=1024)
def _properties(listed: bytes) -> Properties:
    """The properties that a list holds, not to be changed: paragraphs by the hundred have the same list."""
    found: Properties = {}
    at = 0
    while at + 2 < len(listed):
        (code,) = struct.unpack_from("<H", listed, at)
        at += 2
        length = _LENGTHS[code >> 13]
        if code == _TABLE_DEFINITION:
            length = int(struct.unpack_from("<H", listed, at)[0]) - 1
            at += 2
        elif not length:
            length = listed[at]
            at += 1
        found[code] = listed[at : at + length]
        at += length
    return found
