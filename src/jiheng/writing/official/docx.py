"""Official forms as a Word document: one form a page start, the header row repeats over pages."""

import io
from collections.abc import Iterable

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from jiheng.writing.official.paper import Paper, PaperCell

_BODY, _HEADING = "宋体", "黑体"
_LATIN = "Times New Roman"
_TWIPS = 56.7
"""Twentieths of a point in a millimetre."""
_MARGIN = Mm(12)
_A4 = (Mm(210), Mm(297))


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of a docx."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = Pt(0)
    for number, paper in enumerate(papers):
        _page(document, paper, first=number == 0)
        _line(document.add_paragraph(), paper.title, 16, bold=True, new_page=number > 0)
        if paper.year_line:
            _line(document.add_paragraph(), paper.year_line, 11)
        body = document.element.body
        body.insert(len(body) - 1, _table(paper))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: "docx.document.Document", paper: Paper, first: bool) -> None:
    """Paper size and margins of the only section; the first form decides on its direction."""
    if not first:
        return
    section = document.sections[0]
    wide = paper.layout.orientation == "landscape"
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _A4[::-1] if wide else _A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _line(paragraph: Paragraph, text: str, size: int, bold: bool = False, new_page: bool = False) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.space_after = Pt(3)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HEADING if bold else _BODY)


def _element(parent: etree._Element, tag: str, **attributes: object) -> etree._Element:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    parent.append(element)
    return element


def _table(paper: Paper) -> etree._Element:
    table = OxmlElement("w:tbl")
    properties = _element(table, "tblPr")
    widths = [round(width * _TWIPS) for width in paper.layout.widths]
    _element(properties, "tblW", w=sum(widths), type="dxa")
    _element(properties, "jc", val="center")
    borders = _element(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _element(borders, side, val="single", sz=4, space=0, color="000000")
    _element(properties, "tblLayout", type="fixed")
    margins = _element(properties, "tblCellMar")
    for side in ("left", "right"):
        _element(margins, side, w=45, type="dxa")
    grid = _element(table, "tblGrid")
    for width in widths:
        _element(grid, "gridCol", w=width)
    hanging: dict[int, PaperCell] = {}
    for number, starting in enumerate(paper.rows()):
        row = _element(table, "tr")
        row_properties = _element(row, "trPr")
        _element(row_properties, "cantSplit")
        _element(row_properties, "trHeight", val=400, hRule="atLeast")
        hanging |= {cell.column: cell for cell in starting}
        for column in sorted(hanging):
            cell = hanging[column]
            _cell(row, cell, sum(widths[column : column + cell.columns]), number)
        hanging = {column: cell for column, cell in hanging.items() if cell.row + cell.rows > number + 1}
    return table


def _cell(row: etree._Element, cell: PaperCell, width: int, number: int) -> None:
    tc = _element(row, "tc")
    properties = _element(tc, "tcPr")
    _element(properties, "tcW", w=width, type="dxa")
    if cell.columns > 1:
        _element(properties, "gridSpan", val=cell.columns)
    if cell.rows > 1:
        _element(properties, "vMerge", val="restart" if number == cell.row else "continue")
    _element(properties, "vAlign", val="center")
    paragraph = _element(tc, "p")
    _element(_element(paragraph, "pPr"), "jc", val="left" if cell.left_aligned else "center")
    if number == cell.row and cell.text:
        text = _element(_element(paragraph, "r"), "t")
        text.text = cell.text
        text.set(qn("xml:space"), "preserve")
