"""Official forms as a Word document: one form a page start, the header row of the indicators repeats over pages.

Word repeats only the first rows of a table. So a form is two tables, the head with money and goals and
the indicators, with a line between them that is too low to be seen.
"""

from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from jiheng.writing.official.measure import FONT_SIZE, LOWEST_ROW, TALLEST_WHOLE_ROW, room, row_heights, type_size
from jiheng.writing.official.paper import Paper, PaperCell
from jiheng.writing.word_xml import add_text, element, ruled_table, saved

_BODY, _HEADING = "宋体", "黑体"
_LATIN = "Times New Roman"
_TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
_MARGIN = Mm(12)
_A4 = (Mm(210), Mm(297))
_ABOVE_TEXT = 35
"""Twentieths of a point between a cell's border and its text, above and below."""
_BESIDE_TEXT = 50


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of a docx."""
    document = docx.Document()
    _set_up(document)
    wide: bool | None = None
    for paper in papers:
        turned = paper.layout.orientation == "landscape"
        new_page = wide is not None
        if turned != wide:
            _page(document.add_section(WD_SECTION.NEW_PAGE) if new_page else document.sections[0], turned)
            wide, new_page = turned, False
        _form(document, paper, new_page)
    _thin_line(document)  # a document may not end with a table; an ordinary line could fill a page of its own
    return saved(document)


def _set_up(document: Document) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(FONT_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "项目支出绩效自评表", "", ""


def _page(section: Section, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _A4[::-1] if wide else _A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _form(document: Document, paper: Paper, new_page: bool) -> None:
    if paper.secrecy:
        _line(document, paper.secrecy, 12, _HEADING, WD_ALIGN_PARAGRAPH.LEFT, new_page)
        new_page = False
    _line(document, paper.title, 16, _HEADING, new_page=new_page)
    if paper.year_line:
        _line(document, paper.year_line, 11, _BODY)
    heights = row_heights(paper)
    last = document.element.body[-1]
    last.addprevious(_table(paper, range(paper.heading_row), heights))
    _thin_line(document).paragraph_format.keep_with_next = True
    last.addprevious(_table(paper, range(paper.heading_row, paper.height), heights))


def _line(
    document: Document,
    text: str,
    size: int,
    face: str,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
    new_page: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _thin_line(document: Document) -> Paragraph:
    """An empty line as low as Word knows."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(0.7)
    element(element(paragraph._element.get_or_add_pPr(), "rPr"), "sz", val=2)
    return paragraph


def _table(paper: Paper, numbers: range, heights: Sequence[float]) -> etree._Element:
    """The rows with these numbers as a table; the heading row, where it is the first, repeats."""
    widths = [round(width * _TWIPS) for width in paper.layout.widths]
    table = ruled_table(widths, _ABOVE_TEXT, _BESIDE_TEXT)
    rows = paper.rows()
    heading = range(paper.heading_row, paper.heading_row + paper.heading_rows)
    kept = (*heading, paper.total_row - 1)  # neither the header nor the total row stands alone on a page
    hanging: dict[int, PaperCell] = {}
    for number in numbers:
        row = element(table, "tr")
        properties = element(row, "trPr")
        if heights[number] <= TALLEST_WHOLE_ROW:
            element(properties, "cantSplit")
        element(properties, "trHeight", val=round(LOWEST_ROW * 20), hRule="atLeast")
        if number in heading:
            element(properties, "tblHeader")
        hanging |= {cell.column: cell for cell in rows[number]}
        for column in sorted(hanging):
            cell = hanging[column]
            size = type_size(cell.text, room(paper, column, cell.columns))
            _cell(row, cell, sum(widths[column : column + cell.columns]), number, number in kept, size)
        hanging = {column: cell for column, cell in hanging.items() if cell.row + cell.rows > number + 1}
    return table


def _cell(row: etree._Element, cell: PaperCell, width: int, number: int, keep: bool, size: float) -> None:
    tc = element(row, "tc")
    properties = element(tc, "tcPr")
    element(properties, "tcW", w=width, type="dxa")
    if cell.columns > 1:
        element(properties, "gridSpan", val=cell.columns)
    if cell.rows > 1:
        element(properties, "vMerge", val="restart" if number == cell.row else "continue")
    if cell.open_side:
        element(element(properties, "tcBorders"), cell.open_side, val="nil")
    element(properties, "vAlign", val="center")
    paragraph = element(tc, "p")
    settings = element(paragraph, "pPr")
    if keep:
        element(settings, "keepNext")
    element(settings, "snapToGrid", val=0)
    element(settings, "jc", val="left" if cell.left_aligned else "center")
    if number == cell.row and cell.text:
        run = element(paragraph, "r")
        if size < FONT_SIZE:  # a figure that is wider than its cell would go on on the next line
            element(element(run, "rPr"), "sz", val=round(2 * size))
        add_text(run, cell.text)
