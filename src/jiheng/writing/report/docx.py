"""The report as a Word document with real heading styles; what is generated stands in content controls."""

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from lxml import etree

from jiheng.writing.charts import Picture, office_picture
from jiheng.writing.report import paper
from jiheng.writing.report.compose import Block, Gap, Heading, Line, Numbered, Paragraph, Passage, Report
from jiheng.writing.report.controls import control
from jiheng.writing.report.grids import Grid

_LATIN = "Times New Roman"
_TITLE, _BODY, _CAPTION, _CELL = "Title", "Normal", "Caption", "Jiheng Table"
_WIDTH = round((paper.PAPER[0] - paper.LEFT - paper.RIGHT) / 25.4 * 1440)
"""The width of the text in twentieths of a point."""


def write(report: Report) -> bytes:
    """The report as the bytes of a docx."""
    document = docx.Document()
    _styles(document)
    _page(document)
    document.core_properties.title, document.core_properties.author = report.title.text, ""
    document.core_properties.comments = ""
    title = _paragraph(_TITLE)
    title.append(control(report.title.id, runs(report.title.text), (report.title.text,)))
    _append(document, [title])
    for block in report.blocks:
        _append(document, _block(document, block))
    return saved(document)


def saved(document: Document) -> bytes:
    """The document as bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _append(document: Document, elements: Iterable[etree._Element]) -> None:
    last = document.element.body[-1]
    for element in elements:
        last.addprevious(element)


def _block(document: Document, block: Block) -> list[etree._Element]:
    if isinstance(block, Heading):
        return [_paragraph(f"Heading{block.level}", runs(block.text))]
    if isinstance(block, Gap):
        return [_paragraph(_BODY, runs(block.text))]
    if isinstance(block, Paragraph):
        paragraph = _paragraph(_BODY)
        for one in block.sentences:
            paragraph.append(control(one.id, runs(one.text), (one.text,)))
        return [paragraph]
    if isinstance(block, Line):
        return [_line(block)]
    if isinstance(block, Passage):
        return [control(block.id, texts(block.paragraphs), block.paragraphs)]
    return [control(block.id, numbered(document, block), said(block))]


def _line(block: Line) -> etree._Element:
    paragraph = _paragraph(_BODY, runs(block.text))
    _element(paragraph[0], "ind", firstLineChars=0, firstLine=0)
    _element(paragraph[0], "jc", val=block.side)
    return paragraph


def texts(paragraphs: Sequence[str]) -> list[etree._Element]:
    """Body paragraphs of these texts."""
    return [_paragraph(_BODY, runs(text)) for text in paragraphs]


def runs(text: str) -> list[etree._Element]:
    """The text as runs, its gaps highlighted."""
    made = []
    for part, is_gap in paper.marked(text):
        run = OxmlElement("w:r")
        if is_gap:
            _element(_element(run, "rPr"), "highlight", val="yellow")
        for number, line in enumerate(part.split("\n")):
            if number:
                _element(run, "br")
            piece = _element(run, "t")
            piece.text = line
            piece.set(qn("xml:space"), "preserve")
        made.append(run)
    return made


def said(block: Numbered) -> tuple[str, ...]:
    """Every text of a table or picture in reading order, by which an edit is noticed."""
    if isinstance(block.body, Picture):
        return (block.caption,)
    heads = [column.title for column in block.body.columns]
    return (block.caption, *heads, *(text for row in block.body.rows for text in row))


def numbered(document: Document, block: Numbered) -> list[etree._Element]:
    """A table below its caption, or a picture above it."""
    caption = _paragraph(_CAPTION, runs(block.caption))
    if isinstance(block.body, Picture):
        return [_drawn(document, block.body, block.caption), caption]
    _element(caption[0], "keepNext")
    return [caption, _table(block.body), _paragraph(_CELL)]


def _drawn(document: Document, picture: Picture, words: str) -> etree._Element:
    paragraph = document.add_paragraph(style=_CAPTION)
    paragraph.paragraph_format.keep_with_next = True
    relation, name = _stored(document, *office_picture(picture))
    number = max((int(one) for one in document.element.xpath("//wp:docPr/@id") if one.isdigit()), default=0) + 1
    size = Pt(picture.width), Pt(picture.height)
    inline = CT_Inline.new_pic_inline(number, relation, name, *size)
    inline.docPr.set("descr", words)
    paragraph.add_run()._r.add_drawing(inline)
    element = paragraph._element
    document.element.body.remove(element)
    return element


def _stored(document: Document, data: bytes, kind: str) -> tuple[str, str]:
    """The relation and the file name of a picture put into the document."""
    package = document.part.package
    place = package.next_partname(f"/word/media/image%d.{kind}")
    part = Part(place, f"image/{'x-emf' if kind == 'emf' else kind}", data, package)
    return document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE), place.filename


def _table(grid: Grid) -> etree._Element:
    whole = sum(column.width for column in grid.columns)
    widths = [_WIDTH * column.width // whole for column in grid.columns]
    table = OxmlElement("w:tbl")
    properties = _element(table, "tblPr")
    _element(properties, "tblW", w=sum(widths), type="dxa")
    _element(properties, "jc", val="center")
    borders = _element(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _element(borders, side, val="single", sz=4, space=0, color="000000")
    _element(properties, "tblLayout", type="fixed")
    margins = _element(properties, "tblCellMar")
    for side, width in (("top", 40), ("left", 60), ("bottom", 40), ("right", 60)):
        _element(margins, side, w=width, type="dxa")
    columns = _element(table, "tblGrid")
    for width in widths:
        _element(columns, "gridCol", w=width)
    _row(table, grid, widths, [column.title for column in grid.columns], heading=True)
    for row in grid.rows:
        _row(table, grid, widths, row)
    return table


def _row(table: etree._Element, grid: Grid, widths: Sequence[int], row: Sequence[str], heading: bool = False) -> None:
    line = _element(table, "tr")
    properties = _element(line, "trPr")
    _element(properties, "cantSplit")
    if heading:
        _element(properties, "tblHeader")
    for column, width, text in zip(grid.columns, widths, row, strict=True):
        cell = _element(line, "tc")
        settings = _element(cell, "tcPr")
        _element(settings, "tcW", w=width, type="dxa")
        if heading:
            _element(settings, "shd", val="clear", color="auto", fill="E7E6E6")
        _element(settings, "vAlign", val="center")
        paragraph = _paragraph(_CELL, runs(text))
        if heading:
            _element(paragraph[0], "keepNext")
        _element(paragraph[0], "jc", val="left" if column.text and not heading else "center")
        cell.append(paragraph)


def _paragraph(style: str, content: Sequence[etree._Element] = ()) -> etree._Element:
    paragraph = OxmlElement("w:p")
    _element(_element(paragraph, "pPr"), "pStyle", val=style.replace(" ", ""))
    paragraph.extend(content)
    return paragraph


def _element(parent: etree._Element, tag: str, **attributes: object) -> etree._Element:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    parent.append(element)
    return element


def _styles(document: Document) -> None:
    _style(document, _BODY, paper.BODY, paper.BODY_SIZE, indent=True)
    _style(document, _TITLE, paper.TITLE, paper.TITLE_SIZE, line=34, centred=True)
    for level, (face, bold) in paper.HEADINGS.items():
        _style(document, f"Heading {level}", face, paper.BODY_SIZE, bold=bold, indent=True)
    _style(document, _CAPTION, paper.SANS, paper.CAPTION_SIZE, line=None, centred=True)
    document.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    _style(document, _CELL, paper.BODY, paper.TABLE_SIZE, line=None)


def _style(
    document: Document,
    name: str,
    face: str,
    size: float,
    *,
    bold: bool = False,
    line: float | None = paper.LINE,
    centred: bool = False,
    indent: bool = False,
) -> None:
    """Set a style whole: what the template of Word brings along (colour, borders, spacing) is taken off."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    for part in ("w:rPr", "w:pPr"):
        if (found := style.element.find(qn(part))) is not None:
            style.element.remove(found)
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), bold
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:cs"), _LATIN)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if line is None:
        # Said expressly: the exact spacing of the text would cut pictures and crowd tables.
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.first_line_indent = Pt(size * 2 if indent else 0)
    settings = style.element.pPr
    # In characters, so that the indent follows a change of size.
    settings.find(qn("w:ind")).set(qn("w:firstLineChars"), "200" if indent else "0")
    if name.startswith("Heading"):
        form.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(int(name[-1]) - 1))
        settings.append(outline)
    if name == _TITLE:
        form.space_after = Pt(paper.LINE)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in paper.PAPER)
    section.top_margin, section.bottom_margin = Mm(paper.TOP), Mm(paper.BOTTOM)
    section.left_margin, section.right_margin = Mm(paper.LEFT), Mm(paper.RIGHT)
    section.footer_distance = Mm(paper.BOTTOM - 10)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0]._element, "right")
    _page_number(section.even_page_footer.paragraphs[0]._element, "left")


def _page_number(paragraph: etree._Element, side: str) -> None:
    """— 1 — at the outer edge, one character in, as the standard has it."""
    for child in list(paragraph):
        paragraph.remove(child)
    settings = _element(paragraph, "pPr")
    _element(settings, "ind", **{f"{side}Chars": 100, "firstLineChars": 0, "firstLine": 0})
    _element(settings, "jc", val=side)
    for text, field in (("— ", ""), ("", "begin"), (" PAGE ", "instr"), ("", "end"), (" —", "")):
        run = _element(paragraph, "r")
        look = _element(run, "rPr")
        _element(look, "rFonts", ascii=paper.SONG, eastAsia=paper.SONG, hAnsi=paper.SONG)
        _element(look, "sz", val=paper.PAGE_SIZE * 2)
        if field in ("begin", "end"):
            _element(run, "fldChar", fldCharType=field)
            continue
        piece = _element(run, "instrText" if field else "t")
        piece.text = text
        piece.set(qn("xml:space"), "preserve")
