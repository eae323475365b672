"""Generated parts of a Word document, told by bookmarks so that they can be made again in an old one.

A bookmark knows the id of its part and a sum over the text as generated: where the sum no longer fits, a person has
changed the text, and it is left as it is. Content controls would be seen in Word, but LibreOffice drops their tags
and writes the texts of a control of several paragraphs twice; those of older reports are still known.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml import etree

from jiheng.writing.bookmarks import ends, mark, marked, sum_of

_PREFIX = "jiheng"
_PARAGRAPH, _TABLE, _CONTROL = qn("w:p"), qn("w:tbl"), qn("w:sdt")
_OVER_TABLE = "#"
"""Before the name of a part whose table stands below its bookmark."""
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")


class Part(NamedTuple):
    """A generated part in a document: its id, the sum over its text as generated, and the elements it takes up."""

    name: str
    sum: str
    elements: tuple[etree._Element, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text or "" for element in self.elements for piece in element.iter(qn("w:t")))

    @property
    def is_edited(self) -> bool:
        """Whether a person has changed the text inside."""
        return self.sum != sum_of(self.text)

    @property
    def is_inline(self) -> bool:
        """Whether it stands inside a paragraph."""
        return any(ancestor.tag == _PARAGRAPH for ancestor in self.elements[0].iterancestors())

    def refill(self, content: Sequence[etree._Element], texts: Sequence[str]) -> None:
        """Put new content in its place."""
        for element in part(self.name, content, texts):
            self.elements[0].addprevious(element)
        for element in self.elements:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def part(name: str, content: Sequence[etree._Element], texts: Sequence[str]) -> Sequence[etree._Element]:
    """The content as a part named `name`, whose texts are `texts`.

    Its bookmark is around runs, or from the first paragraph to the last. That of a table stands in its caption: one
    over a table LibreOffice shuts up before it.
    """
    said = "".join(texts)
    paragraphs = [element for element in content if element.tag == _PARAGRAPH]
    if not paragraphs:
        return marked(name, content, said)
    if any(element.tag == _TABLE for element in content):
        paragraphs, name = paragraphs[:1], f"{_OVER_TABLE}{name}"
    start, end = ends(name, said)
    paragraphs[0].insert(1, start)
    paragraphs[-1].append(end)
    return content


def parts(body: etree._Element) -> Iterator[Part]:
    """Every generated part of a document, once."""
    seen = set()
    for holder in list(body.iter(_CONTROL)):
        if (known := _tagged(holder)) is not None:
            seen.add(known[0])
            yield Part(*known, (holder,))
    for start in list(body.iter(_START)):
        known = mark(start)
        if known is None:
            continue
        name = known[0].removeprefix(_OVER_TABLE)
        elements = _taken(start) if name == known[0] else _with_table(start)
        if name not in seen and elements:
            seen.add(name)
            yield Part(name, known[1], elements)


def _taken(start: etree._Element) -> tuple[etree._Element, ...]:
    """What stands from a bookmark's start to its end: pieces of one paragraph, or whole blocks of the text.

    () where the end is not there, or stands elsewhere: then nobody can tell what belongs to it.
    """
    number, root = start.get(qn("w:id")), start.getroottree().getroot()
    end = next((closing for closing in root.iter(_END) if closing.get(qn("w:id")) == number), None)
    if end is None:
        return ()
    first, last = [start, *start.iterancestors()], [end, *end.iterancestors()]
    parent = next(ancestor for ancestor in first[1:] if ancestor in last)
    begin, stop = first[first.index(parent) - 1], last[last.index(parent) - 1]
    found = [begin, *begin.itersiblings()]
    return tuple(found[: found.index(stop) + 1]) if stop in found else ()


def _with_table(start: etree._Element) -> tuple[etree._Element, ...]:
    """The caption that a bookmark stands in, the table below it and the empty line below that."""
    caption = next((ancestor for ancestor in start.iterancestors() if ancestor.tag == _PARAGRAPH), None)
    if caption is None:
        return ()
    table = caption.getnext()
    if table is None or table.tag != _TABLE:
        return (caption,)
    below = table.getnext()
    empty = below is not None and below.tag == _PARAGRAPH and not any(piece.text for piece in below.iter(qn("w:t")))
    return (caption, table, below) if below is not None and empty else (caption, table)


def _tagged(holder: etree._Element) -> tuple[str, str] | None:
    """What the tag of a content control says, `jiheng/<id>/<sum>`; None for a control of somebody else."""
    tag = holder.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    words = (tag.get(qn("w:val")) or "").split("/") if tag is not None else []
    return (words[1], words[2]) if len(words) == 3 and words[0] == _PREFIX else None
