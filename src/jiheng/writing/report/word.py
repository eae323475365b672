"""Word documents in the form of official papers: styles, page, paragraphs, runs and tables."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from lxml import etree

from jiheng.writing.report import paper
from jiheng.writing.report.grids import Grid
from jiheng.writing.word_xml import add_text, element, ruled_table

_LATIN = "Times New Roman"
TITLE, BODY, CAPTION, CELL = "Title", "Normal", "Caption", "Jiheng Table"
"""The styles of a paragraph; headings are `Heading1` to `Heading3`."""
_WIDTH = round((paper.PAPER[0] - paper.LEFT - paper.RIGHT) / 25.4 * 1440)
"""The width of the text in twentieths of a point."""
_ABOVE_TEXT, _BESIDE_TEXT = 40, 60
"""Twentieths of a point between a cell's border and its text."""
_HEAD, _MARKED = "E7E6E6", "FFF2CC"
"""Colours behind the heading of a table, and behind marked cells."""


def blank(title: str) -> Document:
    """An empty document with the styles and the page; `title` is its title as a file."""
    document = docx.Document()
    _styles(document)
    _page(document)
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.comments = ""
    return document


def append(document: Document, elements: Iterable[etree._Element]) -> None:
    """Put elements at the end of the text."""
    last = document.element.body[-1]
    for each in elements:
        last.addprevious(each)


def runs(text: str) -> list[etree._Element]:
    """The text as runs, its gaps highlighted."""
    made = []
    for part, is_gap in paper.marked(text):
        run = OxmlElement("w:r")
        if is_gap:
            element(element(run, "rPr"), "highlight", val="yellow")
        add_text(run, part)
        made.append(run)
    return made


def table(grid: Grid, marked: Collection[tuple[int, int]] = ()) -> etree._Element:
    """A table with ruled lines; cells (row, column) in `marked` are coloured."""
    whole = sum(column.width for column in grid.columns)
    widths = [_WIDTH * column.width // whole for column in grid.columns]
    made = ruled_table(widths, _ABOVE_TEXT, _BESIDE_TEXT)
    _row(made, grid, widths, [column.title for column in grid.columns])
    for number, row in enumerate(grid.rows):
        _row(made, grid, widths, row, {column: _MARKED for at, column in marked if at == number})
    return made


def _row(
    holder: etree._Element,
    grid: Grid,
    widths: Sequence[int],
    row: Sequence[str],
    fills: Mapping[int, str] | None = None,
) -> None:
    """A row of a table, the heading where `fills` (column → colour) is None."""
    heading = fills is None
    line = element(holder, "tr")
    properties = element(line, "trPr")
    element(properties, "cantSplit")
    if heading:
        element(properties, "tblHeader")
    for at, (column, width, text) in enumerate(zip(grid.columns, widths, row, strict=True)):
        cell = element(line, "tc")
        settings = element(cell, "tcPr")
        element(settings, "tcW", w=width, type="dxa")
        if fill := _HEAD if fills is None else fills.get(at):
            element(settings, "shd", val="clear", color="auto", fill=fill)
        element(settings, "vAlign", val="center")
        words = paragraph(CELL, runs(text))
        if heading:
            element(words[0], "keepNext")
        element(words[0], "jc", val="left" if column.text and not heading else "center")
        cell.append(words)


def paragraph(style: str, content: Sequence[etree._Element] = ()) -> etree._Element:
    """A paragraph of a style."""
    made = OxmlElement("w:p")
    element(element(made, "pPr"), "pStyle", val=style.replace(" ", ""))
    made.extend(content)
    return made


def _styles(document: Document) -> None:
    _style(document, BODY, paper.BODY, paper.BODY_SIZE, indent=True)
    _style(document, TITLE, paper.TITLE, paper.TITLE_SIZE, line=34, centred=True)
    for level, (face, bold) in paper.HEADINGS.items():
        _style(document, f"Heading {level}", face, paper.BODY_SIZE, bold=bold, indent=True)
    _style(document, CAPTION, paper.SANS, paper.CAPTION_SIZE, line=None, centred=True)
    document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    _style(document, CELL, paper.BODY, paper.TABLE_SIZE, line=None)


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
    if name == TITLE:
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
    settings = element(paragraph, "pPr")
    element(settings, "ind", **{f"{side}Chars": 100, "firstLineChars": 0, "firstLine": 0})
    element(settings, "jc", val=side)
    for text, field in (("— ", ""), ("", "begin"), (" PAGE ", "instr"), ("", "end"), (" —", "")):
        run = element(paragraph, "r")
        look = element(run, "rPr")
        element(look, "rFonts", ascii=paper.SONG, eastAsia=paper.SONG, hAnsi=paper.SONG)
        element(look, "sz", val=paper.PAGE_SIZE * 2)
        if field in ("begin", "end"):
            element(run, "fldChar", fldCharType=field)
            continue
        add_text(run, text, "instrText" if field else "t")
