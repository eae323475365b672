"""Remarks as Excel notes with a marked cell in an xlsx or xlsm; nothing else in the file changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from jiheng.checks.outcome import Severity
from jiheng.reading.package import REL_ID, Package, open_package
from jiheng.writing.annotate.parts import (
    CONTENT_TYPES,
    declare,
    declare_ending,
    relate,
    relations,
    relations_part,
    rewritten,
    to_bytes,
)
from jiheng.writing.annotate.remark import AUTHOR, Remark

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{_NS}}}"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS, _DRAWING = f"{_RELATIONS}/comments", f"{_RELATIONS}/vmlDrawing"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NEW_COMMENTS = f'<comments xmlns="{_NS}"><authors/><commentList/></comments>'.encode()
_VML, _OFFICE, _EXCEL = (f"urn:schemas-microsoft-com:{name}" for name in ("vml", "office:office", "office:excel"))
_NEW_DRAWING = (
    f'<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="77"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
).encode()
_SHAPE = (
    '<v:shape xmlns:v="{vml}" xmlns:o="{office}" xmlns:x="{excel}" id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;visibility:hidden;width:300pt;height:{height}pt" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left},15,{top},2,{right},15,{bottom},4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_FIRST_SHAPE = 79_000
_AFTER_DRAWING = [f"{_S}{t}" for t in ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems")]
_AFTER_DRAWING += [f"{_S}tableParts", f"{_S}extLst"]
_FILLS = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.NOTICE: "FFDDEBF7"}
_LINE_HEIGHT = 14
_LINE_CHARACTERS = 26


def annotate(data: bytes, remarks: Iterable[Remark]) -> bytes:
    """The workbook with a note and a coloured cell for every place with remarks. Raises Unreadable."""
    package = open_package(data)
    book = _Book(package)
    by_sheet: dict[str, dict[tuple[int, int], list[Remark]]] = {}
    for remark in remarks:
        where = remark.origin
        if where.sheet is not None and where.row and where.column:
            cells = by_sheet.setdefault(where.sheet, {})
            cells.setdefault((where.row, where.column), []).append(remark)
    for title, cells in by_sheet.items():
        if part := book.sheets.get(title):
            _annotate_sheet(book, part, cells)
    return rewritten(package, {name: to_bytes(root) for name, root in book.changed.items()})


@dataclass(slots=True)
class _Book:
    """The workbook while it changes: every part that was touched."""

    package: Package
    changed: dict[str, etree._Element] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    marked: dict[tuple[str, Severity], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        targets = self.package.relations("xl/workbook.xml")
        for sheet in self.package.xml("xl/workbook.xml").iter(f"{_S}sheet"):
            self.sheets[sheet.get("name", "")] = targets.get(sheet.get(REL_ID, ""), "")

    def part(self, name: str, new: bytes | None = None) -> etree._Element:
        """The root of a part, kept for writing; `new` is its content when it does not exist yet."""
        if name not in self.changed:
            self.changed[name] = (
                etree.fromstring(new) if new is not None and name not in self.package else self.package.xml(name)
            )
        return self.changed[name]

    def links(self, part: str) -> etree._Element:
        """The relationships of a part, kept for writing."""
        name = relations_part(part)
        if name not in self.changed:
            self.changed[name] = relations(self.package, part)
        return self.changed[name]

    def marked_style(self, style: str, severity: Severity) -> str:
        """The number of a cell style that is like `style` but filled with the colour of a severity."""
        key = (style, severity)
        if key not in self.marked:
            root = self.part("xl/styles.xml")
            fills, styles = root.find(f"{_S}fills"), root.find(f"{_S}cellXfs")
            if fills is None or styles is None or int(style) >= len(styles):
                return style
            pattern = etree.SubElement(etree.SubElement(fills, f"{_S}fill"), f"{_S}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{_S}fgColor", rgb=_FILLS[severity])
            own = etree.fromstring(etree.tostring(styles[int(style)]))
            own.set("fillId", str(len(fills) - 1))
            own.set("applyFill", "1")
            styles.append(own)
            fills.set("count", str(len(fills)))
            styles.set("count", str(len(styles)))
            self.marked[key] = str(len(styles) - 1)
        return self.marked[key]


def _annotate_sheet(book: _Book, part: str, cells: dict[tuple[int, int], list[Remark]]) -> None:
    sheet, links = book.part(part), book.links(part)
    number = sum(1 for name in book.changed if name.startswith("xl/commentsJiheng")) + 1
    comments = book.part(*_linked(book, part, links, _COMMENTS, f"xl/commentsJiheng{number}.xml", _NEW_COMMENTS))
    drawing_part, _ = _linked(book, part, links, _DRAWING, f"xl/drawings/vmlDrawingJiheng{number}.vml", _NEW_DRAWING)
    drawing = book.part(drawing_part, _NEW_DRAWING)
    if sheet.find(f"{_S}legacyDrawing") is None:
        holder = sheet.makeelement(f"{_S}legacyDrawing", {REL_ID: _link_to(links, _DRAWING)})
        later = next((child for child in sheet if child.tag in _AFTER_DRAWING), None)
        if later is None:
            sheet.append(holder)
        else:
            later.addprevious(holder)
    elements = {c.get("r"): c for c in sheet.iter(f"{_S}c")}
    for (row, column), items in sorted(cells.items()):
        reference = f"{_letters(column)}{row}"
        worst = min((item.severity for item in items), key=lambda severity: severity.rank)
        if (element := elements.get(reference)) is not None:
            element.set("s", book.marked_style(element.get("s", "0"), worst))
        _note(comments, drawing, reference, (row, column), [line for item in items for line in item.lines])


def _linked(
    book: _Book, part: str, links: etree._Element, kind: str, new_name: str, new: bytes
) -> tuple[str, bytes | None]:
    """The part that a sheet is linked to by a relationship of this kind; a new one when there is none."""
    identifier = next((link.get("Id") for link in links if link.get("Type") == kind), None)
    if identifier is not None and (target := book.package.relations(part).get(identifier)):
        return target, None
    relate(links, kind, f"/{new_name}")
    types = book.part(CONTENT_TYPES)
    if kind == _COMMENTS:
        declare(types, new_name, _COMMENTS_TYPE)
    else:
        declare_ending(types, "vml", _DRAWING_TYPE)
    return new_name, new


def _link_to(links: etree._Element, kind: str) -> str:
    return next(link.get("Id", "") for link in links if link.get("Type") == kind)


def _note(
    comments: etree._Element, drawing: etree._Element, reference: str, place: tuple[int, int], lines: list[str]
) -> None:
    authors, notes = comments.find(f"{_S}authors"), comments.find(f"{_S}commentList")
    if authors is None or notes is None:
        return
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{_S}author").text = AUTHOR
        names.append(AUTHOR)
    existing = next((note for note in notes if note.get("ref") == reference), None)
    text = existing.find(f"{_S}text") if existing is not None else None
    if text is None:
        note = etree.SubElement(notes, f"{_S}comment", ref=reference, authorId=str(names.index(AUTHOR)))
        text = etree.SubElement(note, f"{_S}text")
        drawing.append(_shape(drawing, place, lines))
    else:
        lines = ["", *lines]
    run = etree.SubElement(etree.SubElement(text, f"{_S}r"), f"{_S}t")
    run.text = "\n".join(lines)
    run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _shape(drawing: etree._Element, place: tuple[int, int], lines: list[str]) -> etree._Element:
    row, column = place
    high = sum(1 + len(line) // _LINE_CHARACTERS for line in lines)
    shape = _SHAPE.format(
        vml=_VML,
        office=_OFFICE,
        excel=_EXCEL,
        number=_FIRST_SHAPE + len(drawing),
        height=high * _LINE_HEIGHT,
        left=column,
        right=column + 4,
        top=max(row - 2, 0),
        bottom=row + high,
        row=row - 1,
        column=column - 1,
    )
    return etree.fromstring(shape)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
