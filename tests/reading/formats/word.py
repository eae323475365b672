"""Paper → Word document, its XML written out so that every odd way of saying a thing can be said."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .paper import Box, Paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/>{{}}</Types>'
)
_NUMBERING_TYPE = (
    '<Override PartName="/word/numbering.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
)
_RELATION = (
    '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_SECTION = '<w:sectPr><w:pgSz w:w="{}" w:h="11906" w:orient="landscape"/></w:sectPr>'
_TWIPS = 1000
"""Of a column of width 1."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

Text = Callable[[str], str]
"""A text → the XML of the paragraphs that show it."""


def plain(text: str) -> str:
    """A paragraph a line."""
    return "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))


def runs(text: str) -> str:
    """Each character a run of its own, lines parted by breaks."""
    pieces = ("<w:br/>" if char == "\n" else f'<w:t xml:space="preserve">{escape(char)}</w:t>' for char in text)
    return f"<w:p>{''.join(f'<w:r><w:rPr><w:b/></w:rPr>{piece}</w:r>' for piece in pieces)}</w:p>"


def tracked(text: str) -> str:
    """What was there before struck out, what stands now put in."""
    run = f"<w:r><w:t>{escape(text)}</w:t></w:r>".replace("\n", "</w:t><w:br/><w:t>")
    gone = '<w:del w:id="1" w:author="甲"><w:r><w:delText>旧稿</w:delText></w:r></w:del>'
    away = '<w:moveFrom w:id="3" w:author="甲"><w:r><w:t>移走</w:t></w:r></w:moveFrom>'
    return f'<w:p>{gone}<w:ins w:id="2" w:author="甲">{run}</w:ins>{away}</w:p>'


def controls(text: str) -> str:
    """Entry fields around the paragraphs, hidden text beside them."""
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>点此输入</w:t></w:r></w:p>"
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{plain(text)}</w:sdtContent></w:sdt>{hidden}"


def fields(text: str) -> str:
    """The result of a field beside its instruction."""
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCPROPERTY 甲 </w:instrText></w:r>'
    code += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    run = f"<w:r><w:t>{escape(text)}</w:t></w:r>".replace("\n", "</w:t><w:br/><w:t>")
    return f'<w:p>{code}{run}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


@dataclass(frozen=True)
class Word:
    """A way to write a document."""

    text: Text = plain
    around: str = "none"
    """What holds the table: none, table (a layout table around it), box (a text box), control (a content control)."""
    flat_merges: bool = False
    """Old hMerge in place of gridSpan."""
    rows_controlled: bool = False
    skipped: bool = False
    """Blank cells at the left edge left out by gridBefore."""
    repeats_header: bool = False


def document(papers: Sequence[Paper], way: Word | None = None) -> bytes:
    """The papers one after the other as docx."""
    way = way or Word()
    widest = max((sum(paper.widths) for paper in papers), default=0.0)  # what is off the paper no program can read
    section = _SECTION.format(max(16838, round(widest * _TWIPS) + 2 * 1440))
    return package("".join(_paper(paper, way) for paper in papers) + section)


def package(body: str, numbering: str = "") -> bytes:
    """A docx with that body, and its numbering part if there is one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(_NUMBERING_TYPE if numbering else ""))
        main = _RELATION.format("rId1", "officeDocument", "word/document.xml")
        archive.writestr("_rels/.rels", RELATIONS.format(main))
        if numbering:
            relation = _RELATION.format("rId1", "numbering", "numbering.xml")
            archive.writestr("word/_rels/document.xml.rels", RELATIONS.format(relation))
            archive.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


def word_2003(papers: Sequence[Paper]) -> bytes:
    """The papers one after the other as Word 2003 XML."""
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    body = "".join(_paper(paper, Word()) for paper in papers).replace("w:vMerge", "w:vmerge")
    start = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{start}<w:wordDocument xmlns:w="{space}"><w:body>{body}</w:body></w:wordDocument>'.encode()


def _paper(paper: Paper, way: Word) -> str:
    table = _table(paper, way)
    if way.around == "table":
        shell = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>"
        table = shell.format("".join(map(plain, paper.above)) + table + plain(""))
        return table + "".join(map(plain, paper.below))
    if way.around == "box":
        table = f"<w:p><w:r><w:pict><w:txbxContent>{table}{plain('')}</w:txbxContent></w:pict></w:r></w:p>"
    if way.around == "control":
        table = f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>"
    return "".join(map(plain, paper.above)) + table + "".join(map(plain, ["", *paper.below]))


def _table(paper: Paper, way: Word) -> str:
    grid = "".join(f'<w:gridCol w:w="{round(width * _TWIPS)}"/>' for width in paper.widths)
    rows = [""] * len(paper.rows)
    for row, cells in enumerate(_cells(paper)):
        properties = "<w:tblHeader/>" if way.repeats_header and row == paper.header else ""
        if way.skipped and cells and cells[0] == Box(""):
            properties += '<w:gridBefore w:val="1"/>'
            cells = cells[1:]
        rows[row] = f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(_cell(cell, way) for cell in cells)}</w:tr>"
        if way.rows_controlled:
            rows[row] = f"<w:sdt><w:sdtContent>{rows[row]}</w:sdtContent></w:sdt>"
    borders = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{borders}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cells(paper: Paper) -> list[list[Box | int]]:
    """Each row with a number (columns) where a cell goes on from above."""
    rows: list[list[tuple[int, Box | int]]] = [[] for _ in paper.rows]
    for place in paper.placed():
        rows[place.row].append((place.column, place.box))
        for below in range(place.row + 1, place.row + place.box.high):
            rows[below].append((place.column, place.box.wide))
    return [[cell for _, cell in sorted(row, key=lambda item: item[0])] for row in rows]


def _cell(cell: Box | int, way: Word) -> str:
    wide = cell if isinstance(cell, int) else cell.wide
    merge = "<w:vMerge/>" if isinstance(cell, int) else '<w:vMerge w:val="restart"/>' if cell.high > 1 else ""
    text = plain("") if isinstance(cell, int) else (plain if cell.is_label else way.text)(cell.text)
    if not way.flat_merges or wide == 1:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>{text}</w:tc>'
    first = f'<w:tc><w:tcPr><w:hMerge w:val="restart"/>{merge}</w:tcPr>{text}</w:tc>'
    return first + f"<w:tc><w:tcPr><w:hMerge/>{merge}</w:tcPr>{plain('')}</w:tc>" * (wide - 1)
