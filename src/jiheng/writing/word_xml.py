"""Parts of a Word document that official forms and papers share: an element, a run's text, a ruled table, the bytes."""

import io
from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree


def element(parent: etree._Element, tag: str, **attributes: object) -> etree._Element:
    """A new element of WordprocessingML at the end of another."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    parent.append(made)
    return made


def add_text(run: etree._Element, text: str, tag: str = "t") -> None:
    """Put text at the end of a run, with a break between its lines; `tag` is "instrText" for a field's code."""
    for number, line in enumerate(text.split("\n")):
        if number:
            element(run, "br")
        piece = element(run, tag)
        piece.text = line
        piece.set(qn("xml:space"), "preserve")


def ruled_table(widths: Sequence[int], above: int, beside: int) -> etree._Element:
    """A table without rows: its columns, thin lines, and the room between a cell's lines and its text.

    All in twentieths of a point.
    """
    made = OxmlElement("w:tbl")
    properties = element(made, "tblPr")
    element(properties, "tblW", w=sum(widths), type="dxa")
    element(properties, "jc", val="center")
    borders = element(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        element(borders, side, val="single", sz=4, space=0, color="000000")
    element(properties, "tblLayout", type="fixed")
    margins = element(properties, "tblCellMar")
    for side, width in (("top", above), ("left", beside), ("bottom", above), ("right", beside)):
        element(margins, side, w=width, type="dxa")
    columns = element(made, "tblGrid")
    for width in widths:
        element(columns, "gridCol", w=width)
    return made


def saved(document: Document) -> bytes:
    """The document as bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
