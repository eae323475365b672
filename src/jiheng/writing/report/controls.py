"""Content controls of Word (w:sdt): what is generated stands in them, told by a tag, so that it can be made again.

The tag is `jiheng/<id>/<sum>`. The sum is over the text as generated: where it no longer fits, a person has
changed the text, and it is left as it is.
"""

import zlib
from collections.abc import Iterator, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

_PREFIX = "jiheng"


def control(name: str, content: Sequence[etree._Element], texts: Sequence[str]) -> etree._Element:
    """A content control named `name` around the content, whose texts are `texts`."""
    holder = OxmlElement("w:sdt")
    properties = OxmlElement("w:sdtPr")
    for tag, value in (("w:alias", f"自动生成：{name}"), ("w:tag", _tag(name, texts))):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        properties.append(element)
    inside = OxmlElement("w:sdtContent")
    inside.extend(content)
    holder.extend((properties, inside))
    return holder


def controls(body: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every generated content control with its id."""
    for holder in list(body.iter(qn("w:sdt"))):
        if (parts := _parts(holder)) is not None:
            yield parts[0], holder


def is_edited(holder: etree._Element) -> bool:
    """Whether a person has changed the text inside."""
    parts = _parts(holder)
    return parts is not None and parts[1] != _sum([piece.text or "" for piece in holder.iter(qn("w:t"))])


def is_inline(holder: etree._Element) -> bool:
    """Whether the control stands inside a paragraph."""
    parent = holder.getparent()
    return parent is not None and parent.tag == qn("w:p")


def refill(holder: etree._Element, name: str, content: Sequence[etree._Element], texts: Sequence[str]) -> None:
    """Put new content in a control."""
    fresh = control(name, content, texts)
    for child in list(holder):
        holder.remove(child)
    holder.extend(list(fresh))


def _parts(holder: etree._Element) -> tuple[str, str] | None:
    tag = holder.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    parts = (tag.get(qn("w:val")) or "").split("/") if tag is not None else []
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == _PREFIX else None


def _tag(name: str, texts: Sequence[str]) -> str:
    return f"{_PREFIX}/{name}/{_sum(texts)}"


def _sum(texts: Sequence[str]) -> str:
    """A short sum over the text; white space does not count, editors move it about."""
    return f"{zlib.crc32(''.join(''.join(texts).split()).encode('utf-8', 'replace')):08x}"
