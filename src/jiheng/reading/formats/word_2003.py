"""Word 2003 XML (what many web systems export) → tables, by putting it into the words of the later Word format.

Source: Office 2003 XML Reference Schemas (WordprocessingML, aml); the later format kept nearly all of its names.
"""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from jiheng.reading.files.package import parse_xml
from jiheng.reading.formats import docx
from jiheng.reading.formats.docx_text import W
from jiheng.reading.tables.table import Table

_W = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_HINTS = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_REVISION = "{http://schemas.microsoft.com/aml/2001/core}"
_DRAWN = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
_VAL = f"{_W}val"
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge"}
_REVISIONS = {"Word.Deletion": "del", "Word.Insertion": "ins"}
"""Kinds of annotations that are revisions; others are comments, bookmarks and what a format was before."""
_LEFT_OUT = ("footnote", "endnote", "listPr", "binData", "docOleData")
_TRANSPARENT = ("hlink", "cfChunk")
_LOST = (
    "Word 2003 XML 文件里没有写上下合并的单元格（LibreOffice 存的就是这样），合并格右边的各栏可能左移，请对照原件，"
    "最好把原件另存为 docx 再交"
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'
)


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of the document in order. Raises Unreadable."""
    root = parse_xml(data, "文件")
    is_short = _has_lost_cells(root)
    for table in docx.tables(packed(root), name):
        if is_short and table.rows:
            table.note(0, _LOST)
        yield table


def packed(root: etree._Element) -> bytes:
    """The document as a package of the later Word format."""
    document = etree.Element(f"{W}document", nsmap={"w": W[1:-1]})
    styles = etree.Element(f"{W}styles", nsmap={"w": W[1:-1]})
    for child in root:
        if child.tag == f"{_W}body":
            _put(child, document)
        elif child.tag == f"{_W}styles":
            _put_all(child, styles)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_rels/.rels", _RELATIONS.format("officeDocument", "word/document.xml"))
        archive.writestr("word/_rels/document.xml.rels", _RELATIONS.format("styles", "styles.xml"))
        archive.writestr("word/document.xml", etree.tostring(document))
        archive.writestr("word/styles.xml", etree.tostring(styles))
    return out.getvalue()


def _put_all(parent: etree._Element, into: etree._Element) -> None:
    for child in parent:
        _put(child, into)


def _put(child: etree._Element, into: etree._Element) -> None:
    """Put an element and what is in it into a parent by its later name; hints and smart tags are what they hold."""
    tag = child.tag
    if not isinstance(tag, str):
        return
    space, brace, local = tag.rpartition("}")
    if tag == f"{_REVISION}annotation":
        revision = _REVISIONS.get(child.get(f"{_W}type", ""))
        if revision is not None:
            made = etree.SubElement(into, W + revision)
            for content in child.findall(f"{_REVISION}content"):
                _put_all(content, made)
    elif space + brace == _W and local not in _TRANSPARENT:
        if local not in _LEFT_OUT:
            made = etree.SubElement(into, W + _RENAMED.get(local, local), _attributes(child))
            made.text = child.text
            _put_all(child, made)
            _put_number(child, made)
    elif space + brace in _DRAWN:
        _put_all(child, etree.SubElement(into, tag, _attributes(child)))
    else:
        _put_all(child, into)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name).replace(_W, W): str(value) for name, value in element.attrib.items()}


def _put_number(paragraph: etree._Element, made: etree._Element) -> None:
    """Put the number that Word counted for a paragraph of a list before its text: the file has it as it is shown."""
    shown = paragraph.find(f"{_W}pPr/{_W}listPr/{_HINTS}t") if paragraph.tag == f"{_W}p" else None
    number = shown.get(f"{_HINTS}val", "") if shown is not None else ""
    if number:
        run = etree.Element(f"{W}r")
        etree.SubElement(run, f"{W}t").text = number
        made.insert(1, run)


def _has_lost_cells(root: etree._Element) -> bool:
    """Whether cells of a table may stand too far left: a row is short of the grid that the first one fills, and no cell
    of the table says that it is merged with the one above.

    So LibreOffice writes this format: what a cell merged over rows covers is left out, and widths do not tell where.
    Word marks such cells (w:vmerge), and what a row leaves free (w:gridBefore, w:gridAfter).
    """
    return any(_is_short(table) for table in root.iter(f"{_W}tbl"))


def _is_short(table: etree._Element) -> bool:
    rows = list(_parts(table, f"{_W}tr"))
    if any(cell.find(f"{_W}tcPr/{_W}vmerge") is not None for row in rows for cell in _parts(row, f"{_W}tc")):
        return False
    filled = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
    columns = [_columns(row) for row in rows]
    return columns[:1] == [filled] and min(columns) < filled


def _columns(row: etree._Element) -> int:
    """How many columns of the grid a row says something of."""
    free = sum(_number(row.find(f"{_W}trPr/{_W}{name}"), 0) for name in ("gridBefore", "gridAfter"))
    return free + sum(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1) for cell in _parts(row, f"{_W}tc"))


def _number(element: etree._Element | None, default: int) -> int:
    text = element.get(_VAL, "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _parts(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, the cells of a row, also within revisions and controls; not those of tables within."""
    for child in parent:
        if child.tag == tag:
            yield child
        else:
            yield from _parts(child, tag)
