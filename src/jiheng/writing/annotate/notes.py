"""The notes of a sheet: their texts (comments part) and their boxes (an old drawing in VML)."""

from lxml import etree

from jiheng.reading.files.package import REL_ID
from jiheng.reading.formats.xlsx import reference_of
from jiheng.writing.annotate.parts import CONTENT_TYPES, XML_SPACE, declare, declare_ending, readable, relate
from jiheng.writing.annotate.remark import AUTHOR
from jiheng.writing.annotate.threads import Threads
from jiheng.writing.annotate.workbook import NS, S, SheetCells, Workbook

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS, _DRAWING = f"{_RELATIONS}/comments", f"{_RELATIONS}/vmlDrawing"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NEW_COMMENTS = f'<comments xmlns="{NS}"><authors/><commentList/></comments>'.encode()
_VML, _OFFICE, _EXCEL = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_NAMESPACES = f'xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}"'
_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_DRAWING = (
    f"<xml {_NAMESPACES}>"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="77"/></o:shapelayout>'
    f"{_SHAPE_TYPE}</xml>"
).encode()
_SHAPE = (
    '<v:shape {namespaces} id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden;width:300pt;height:{height}pt" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left},15,{top},2,{right},15,{bottom},4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_FIRST_SHAPE = 79_000
"""Shapes are numbered in the block 77 that the drawing reserves for itself."""
_AFTER_DRAWING = {
    f"{S}{tag}"
    for tag in (
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"
    )
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}  # fmt: skip
_LINE_HEIGHT = 14
_LINE_CHARACTERS = 26


class Notes:
    """The notes of one sheet; those it has already are kept."""

    def __init__(self, book: Workbook, sheet: SheetCells) -> None:
        self.comments = book.tree(*_comments_part(book, sheet))
        self.book = book
        self.drawing = _drawing_part(book, sheet)
        self.threads = Threads(book, sheet)
        self.list = self._list()
        self.texts = {note.get("ref"): note.find(f"{S}text") for note in self.list}

    def add(self, row: int, column: int, lines: list[str]) -> None:
        """Put lines into the note of a cell, below what it says already, and into the conversation that it has."""
        reference = reference_of(row, column)
        thread = self.threads.answer(reference, "\n".join(lines))
        text = self.texts.get(reference)
        if text is None:
            author = self._author(AUTHOR if thread is None else f"tc={thread}")  # how Excel names a conversation's
            note = etree.SubElement(self.list, f"{S}comment", ref=reference, authorId=author)
            text = self.texts[reference] = etree.SubElement(note, f"{S}text")
            self._draw(_shape(_FIRST_SHAPE + len(self.list), row, column, lines))
        else:
            lines = ["", *lines]
        run = etree.SubElement(etree.SubElement(text, f"{S}r"), f"{S}t")
        run.text = readable("\n".join(lines))
        run.set(XML_SPACE, "preserve")

    def _draw(self, shape: str) -> None:
        """Append to the drawing as text: what Excel itself writes there is not always sound XML."""
        drawing = self.book.raw[self.drawing]
        end = drawing.rfind(b"</xml>")
        if end < 0:
            return
        if b'id="_x0000_t202"' not in drawing:
            shape = _SHAPE_TYPE + shape
        self.book.raw[self.drawing] = drawing[:end] + shape.encode() + drawing[end:]

    def _author(self, wanted: str) -> str:
        authors = self.comments.find(f"{S}authors")
        if authors is None:
            authors = self.comments.makeelement(f"{S}authors")
            self.comments.insert(0, authors)
        names = [author.text for author in authors]
        if wanted not in names:
            etree.SubElement(authors, f"{S}author").text = wanted
            names.append(wanted)
        return str(names.index(wanted))

    def _list(self) -> etree._Element:
        found = self.comments.find(f"{S}commentList")
        return found if found is not None else etree.SubElement(self.comments, f"{S}commentList")


def _comments_part(book: Workbook, sheet: SheetCells) -> tuple[str, bytes]:
    links = book.links(sheet.part)
    targets = book.package.relations(sheet.part)
    for link in links:
        target = targets.get(link.get("Id", ""), "")
        if link.get("Type") == _COMMENTS and target in book:
            return target, _NEW_COMMENTS
    part = _free(book, "xl/commentsJiheng{}.xml")
    relate(links, _COMMENTS, f"/{part}")
    declare(book.tree(CONTENT_TYPES), part, _COMMENTS_TYPE)
    return part, _NEW_COMMENTS


def _drawing_part(book: Workbook, sheet: SheetCells) -> str:
    """The drawing that the sheet shows its notes in (headers and footers have one of the same kind)."""
    links = book.links(sheet.part)
    holder = sheet.root.find(f"{S}legacyDrawing")
    target = book.package.relations(sheet.part).get(holder.get(REL_ID, "")) if holder is not None else None
    if target is not None and target in book:
        book.raw.setdefault(target, b"")
        book.raw[target] = book.raw[target] or book.package.read(target)
        return target
    part = _free(book, "xl/drawings/vmlDrawingJiheng{}.vml")
    identifier = relate(links, _DRAWING, f"/{part}")
    declare_ending(book.tree(CONTENT_TYPES), "vml", _DRAWING_TYPE)
    book.raw[part] = _NEW_DRAWING
    if holder is None:
        holder = sheet.root.makeelement(f"{S}legacyDrawing")
        later = next((child for child in sheet.root if child.tag in _AFTER_DRAWING), None)
        if later is None:
            sheet.root.append(holder)
        else:
            later.addprevious(holder)
    holder.set(REL_ID, identifier)
    return part


def _free(book: Workbook, pattern: str) -> str:
    """A name for a new part."""
    number = 1
    while pattern.format(number) in book:
        number += 1
    return pattern.format(number)


def _shape(number: int, row: int, column: int, lines: list[str]) -> str:
    high = sum(1 + len(line) // _LINE_CHARACTERS for line in lines)
    return _SHAPE.format(
        namespaces=_NAMESPACES,
        number=number,
        height=high * _LINE_HEIGHT,
        left=column,
        right=column + 4,
        top=max(row - 2, 0),
        bottom=row + high,
        row=row - 1,
        column=column - 1,
    )
