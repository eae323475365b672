"""Bookmarks that know the generated parts of a Word document: they outlive Word, WPS and LibreOffice alike.

(LibreOffice drops the tags of content controls.) A bookmark's name is at most 40 letters, digits and underscores, and
once in a document: `jh_`, what it names, and for a text a sum over it as drafted, by which an edit is told.
"""

import re
import zlib
from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

_PREFIX, _SUM = "jh_", "_s"
_ENCODED = {"-": "__", ".": "_d", "#": "_h"}
_DECODED = re.compile("__|_d|_h")
_NAME = re.compile(rf"{_PREFIX}(?P<name>.+?)(?:{_SUM}(?P<sum>[0-9a-f]{{8}}))?")


def sum_of(text: str) -> str:
    """A short sum over a text; white space does not count, editors move it about."""
    return f"{zlib.crc32(''.join(text.split()).encode('utf-8', 'replace')):08x}"


def marked(name: str, content: Sequence[etree._Element], draft: str | None = None) -> list[etree._Element]:
    """The content between the ends of a bookmark named `name`; with the text as drafted it knows an edit."""
    start, end = ends(name, draft)
    return [start, *content, end]


def ends(name: str, draft: str | None = None) -> tuple[etree._Element, etree._Element]:
    """Both ends of a bookmark named `name`."""
    text = "".join(_ENCODED.get(char, char) for char in name)
    full = f"{_PREFIX}{text}" + ("" if draft is None else f"{_SUM}{sum_of(draft)}")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(zlib.crc32(full.encode()) & 0x7FFFFFFF)
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), full)
    end.set(qn("w:id"), number)
    return start, end


def marks(paragraph: etree._Element) -> list[tuple[str, str]]:
    """The names in a paragraph, each with its sum ("" for one without)."""
    found = (mark(start) for start in paragraph.iter(qn("w:bookmarkStart")))
    return [read for read in found if read is not None]


def mark(start: etree._Element) -> tuple[str, str] | None:
    """What a bookmark names and its sum ("" for one without); None for a bookmark of somebody else."""
    match = _NAME.fullmatch(start.get(qn("w:name")) or "")
    return None if match is None else (_DECODED.sub(_char, match["name"]), match["sum"] or "")


def _char(encoded: re.Match[str]) -> str:
    return next(char for char, code in _ENCODED.items() if code == encoded[0])
