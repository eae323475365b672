"""The report as a Word document with real heading styles; what is generated is told by bookmarks."""

from collections.abc import Sequence

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.shape import CT_Inline
from docx.shared import Pt
from lxml import etree

from jiheng.writing.charts import Picture, office_picture
from jiheng.writing.report.compose import Block, Gap, Heading, LetterLine, Numbered, Paragraph, Passage, Report
from jiheng.writing.report.parts import part
from jiheng.writing.report.word import BODY, CAPTION, CELL, TITLE, append, blank, paragraph, runs, table
from jiheng.writing.word_xml import element, saved


def write(report: Report) -> bytes:
    """The report as the bytes of a docx."""
    document = blank(report.title.text.replace("\n", ""))
    title = paragraph(TITLE)
    title.extend(part(report.title.id, runs(report.title.text), (report.title.text,)))
    append(document, [title])
    for block in report.blocks:
        append(document, _block(document, block))
    return saved(document)


def _block(document: Document, block: Block) -> list[etree._Element]:
    if isinstance(block, Heading):
        return [paragraph(f"Heading{block.level}", runs(block.text))]
    if isinstance(block, Gap):
        return [paragraph(BODY, runs(block.text))]
    if isinstance(block, Paragraph):
        return [
            paragraph(
                BODY,
                [it for sentence in block.sentences for it in part(sentence.id, runs(sentence.text), (sentence.text,))],
            )
        ]
    if isinstance(block, LetterLine):
        return [_line(block)]
    if isinstance(block, Passage):
        return list(part(block.id, texts(block.paragraphs), block.paragraphs))
    return list(part(block.id, numbered(document, block), said(block)))


def _line(block: LetterLine) -> etree._Element:
    made = paragraph(BODY, runs(block.text))
    element(made[0], "ind", firstLineChars=0, firstLine=0)
    element(made[0], "jc", val=block.side)
    return made


def texts(paragraphs: Sequence[str]) -> list[etree._Element]:
    """Body paragraphs of these texts."""
    return [paragraph(BODY, runs(text)) for text in paragraphs]


def said(block: Numbered) -> tuple[str, ...]:
    """Every text of a table or picture in reading order, by which an edit is noticed."""
    if isinstance(block.body, Picture):
        return (block.caption,)
    heads = [column.title for column in block.body.columns]
    return (block.caption, *heads, *(text for row in block.body.rows for text in row))


def numbered(document: Document, block: Numbered) -> list[etree._Element]:
    """A table below its caption, or a picture above it."""
    caption = paragraph(CAPTION, runs(block.caption))
    if isinstance(block.body, Picture):
        return [_drawn(document, block.body, block.caption), caption]
    element(caption[0], "keepNext")
    return [caption, table(block.body), paragraph(CELL)]


def _drawn(document: Document, picture: Picture, words: str) -> etree._Element:
    holder = document.add_paragraph(style=CAPTION)
    holder.paragraph_format.keep_with_next = True
    relation, name = _stored(document, *office_picture(picture))
    number = (
        max(
            (int(identifier) for identifier in document.element.xpath("//wp:docPr/@id") if identifier.isdigit()),
            default=0,
        )
        + 1
    )
    size = Pt(picture.width), Pt(picture.height)
    inline = CT_Inline.new_pic_inline(number, relation, name, *size)
    inline.docPr.set("descr", words)
    holder.add_run()._r.add_drawing(inline)
    document.element.body.remove(holder._element)
    return holder._element


def _stored(document: Document, data: bytes, kind: str) -> tuple[str, str]:
    """The relation and the file name of a picture put into the document."""
    package = document.part.package
    place = package.next_partname(f"/word/media/image%d.{kind}")
    part = Part(place, f"image/{'x-emf' if kind == 'emf' else kind}", data, package)
    return document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE), place.filename
