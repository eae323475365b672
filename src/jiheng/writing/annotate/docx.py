"""Remarks as Word comments on the cells of a docx; nothing else in the file changes."""

import datetime
from collections.abc import Iterable

from lxml import etree

from jiheng.reading.files.package import Package, open_package
from jiheng.reading.formats.docx import cell_elements, main_part
from jiheng.writing.annotate.parts import (
    CONTENT_TYPES,
    XML_SPACE,
    declare,
    readable,
    relate,
    relations,
    relations_part,
    rewritten,
    to_bytes,
)
from jiheng.writing.annotate.remark import AUTHOR, INITIALS, CellRemark

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NS}}}"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY = f'<w:comments xmlns:w="{_NS}"/>'.encode()


def annotate(data: bytes, remarks: Iterable[CellRemark], written: datetime.datetime) -> bytes:
    """The document with a comment for every remark, those it has already kept. Raises Unreadable."""
    package = open_package(data)
    main = main_part(package)
    root = package.xml(main)
    links = relations(package, main)
    part = _comments_part(package, main, links)
    new = part is None
    part = part or f"{main.rpartition('/')[0]}/comments.xml"
    comments = etree.fromstring(_EMPTY) if new else package.xml(part)
    number = max((_number(comment) for comment in comments), default=-1) + 1
    cells = cell_elements(root)
    for remark in remarks:
        where = remark.origin
        cell = cells.get((where.table or 0, where.row or 0, where.column or 0))
        if cell is not None:
            _comment(comments, number, remark, written)
            _mark(cell, number)
            number += 1
    changed = {main: to_bytes(root), part: to_bytes(comments)}
    if new:
        types = package.xml(CONTENT_TYPES)
        declare(types, part, _TYPE)
        relate(links, _REL, part.rpartition("/")[2])
        changed |= {CONTENT_TYPES: to_bytes(types), relations_part(main): to_bytes(links)}
    return rewritten(package, changed)


def _comments_part(package: Package, main: str, links: etree._Element) -> str | None:
    """The part that holds the document's comments; a link to a part that is not there is taken away."""
    targets = package.relations(main)
    for link in [link for link in links if link.get("Type") == _REL]:
        part = targets.get(link.get("Id", ""), "")
        if part in package:
            return part
        links.remove(link)
    return None


def _number(comment: etree._Element) -> int:
    text = comment.get(f"{_W}id", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _comment(comments: etree._Element, number: int, remark: CellRemark, written: datetime.datetime) -> None:
    comment = etree.SubElement(comments, f"{_W}comment")
    comment.set(f"{_W}id", str(number))
    comment.set(f"{_W}author", AUTHOR)
    comment.set(f"{_W}initials", INITIALS)
    comment.set(f"{_W}date", written.strftime("%Y-%m-%dT%H:%M:%SZ"))
    for line in remark.lines:
        run = etree.SubElement(etree.SubElement(comment, f"{_W}p"), f"{_W}r")
        text = etree.SubElement(run, f"{_W}t")
        text.text = readable(line)
        text.set(XML_SPACE, "preserve")


def _mark(cell: etree._Element, number: int) -> None:
    """Put the range of a comment around everything in a cell."""
    paragraphs = own_paragraphs(cell) or [etree.SubElement(cell, f"{_W}p")]
    first, last = paragraphs[0], paragraphs[-1]
    start = etree.Element(f"{_W}commentRangeStart")
    start.set(f"{_W}id", str(number))
    first.insert(1 if len(first) and first[0].tag == f"{_W}pPr" else 0, start)
    end = etree.SubElement(last, f"{_W}commentRangeEnd")
    end.set(f"{_W}id", str(number))
    reference = etree.SubElement(etree.SubElement(last, f"{_W}r"), f"{_W}commentReference")
    reference.set(f"{_W}id", str(number))


def own_paragraphs(cell: etree._Element) -> list[etree._Element]:
    """The paragraphs of a cell, those of a table or text box inside it left out."""
    inner = (f"{_W}tc", f"{_W}txbxContent")
    return [p for p in cell.iter(f"{_W}p") if next(p.iterancestors(*inner), None) is cell]
