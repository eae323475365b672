"""Bookmarks that know the sentences of a Word document: they outlive Word, WPS and LibreOffice alike.

(LibreOffice drops the tags of content controls.) A bookmark's name is at most 40 letters, digits and underscores, and
once in a document: `jh_`, what it names, and for a sentence a sum over the text as drafted, by which an edit is told.
"""

import re
import zlib
from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from jiheng.writing.opinion.words import sum_of

_PREFIX, _SUM = "jh_", "_s"
_ENCODED = {"-": "__", ".": "_d", "#": "_h"}
_DECODED = re.compile("__|_d|_h")
_NAME = re.compile(rf"{_PREFIX}(?P<name>.+?)(?:{_SUM}(?P<sum>[0-9a-f]{{8}}))?")


def marked(name: str, content: Sequence[etree._Element], draft: str | None = None) -> list[etree._Element]:
    """The content between the ends of a bookmark named `name`; with the text as drafted it knows an edit."""
    text = "".join(_ENCODED.get(char, char) for char in name)
    full = f"{_PREFIX}{text}" + ("" if draft is None else f"{_SUM}{sum_of(draft)}")
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(zlib.crc32(full.encode()) & 0x7FFFFFFF)
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), full)
    end.set(qn("w:id"), number)
    return [start, *content, end]


def marks(paragraph: etree._Element) -> list[tuple[str, str]]:
    """The names in a paragraph, each with its sum ("" for one without)."""
    found = []
    for start in paragraph.iter(qn("w:bookmarkStart")):
        match = _NAME.fullmatch(start.get(qn("w:name")) or "")
        if match is not None:
            found.append((_DECODED.sub(_char, match["name"]), match["sum"] or ""))
    return found


def _char(encoded: re.Match[str]) -> str:
    return next(char for char, code in _ENCODED.items() if code == encoded[0])
