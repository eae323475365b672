"""Remarks as highlights with their words in an OFD (GB/T 33190, 15: 注释); every other part stays as it was."""

import datetime
from collections.abc import Iterable

from lxml import etree

from jiheng.checks.outcome import Severity
from jiheng.reading.formats.ofd import page_turn
from jiheng.reading.formats.ofd_file import OfdDocument, OfdFile, OfdPage, area_of, first
from jiheng.reading.formats.ofd_geometry import POINTS
from jiheng.reading.tables.page import Box
from jiheng.reading.tables.turn import back
from jiheng.writing.annotate.parts import readable, rewritten, to_bytes
from jiheng.writing.annotate.remark import AUTHOR, CellRemark, worst

_COLOURS = {Severity.ERROR: "255 130 130", Severity.WARNING: "255 220 90", Severity.NOTICE: "150 200 255"}
_OPACITY = "110"
_LATER = ("Attachments", "CustomTags", "Extensions")
"""What stands behind the annotations in a document's root, by the standard's schema."""


def annotate(data: bytes, remarks: Iterable[CellRemark]) -> bytes:
    """The file with a highlight over every cell with remarks. Raises Unreadable."""
    file = OfdFile(data)
    pages = {page.number: page for document in file.documents for page in document.pages}
    by_page: dict[int, dict[Box, list[CellRemark]]] = {}
    for remark in remarks:
        where = remark.origin
        if where.page in pages and where.box:
            by_page.setdefault(where.page, {}).setdefault(where.box, []).append(remark)
    changed: dict[str, bytes] = {}
    for document in file.documents:
        noted = [(page, by_page[page.number]) for page in document.pages if page.number in by_page]
        if noted:
            changed |= _Writer(file, document).written(noted)
    return rewritten(file.package, changed)


class _Writer:
    """Writes the notes of one document; every object gets an id above the greatest that the document says."""

    def __init__(self, file: OfdFile, document: OfdDocument) -> None:
        self.file, self.document = file, document
        self.space = etree.QName(document.root).namespace or "http://www.ofdspec.org/2016"
        self.greatest = first(document.root, "CommonData", "MaxUnitID")
        text = (self.greatest.text or "") if self.greatest is not None else ""
        self.last = int(text) if text.strip().isdecimal() else 1_000_000

    def written(self, noted: list[tuple[OfdPage, dict[Box, list[CellRemark]]]]) -> dict[str, bytes]:
        """The changed and added parts by name."""
        document, file = self.document, self.file
        changed: dict[str, bytes] = {}
        listed, place = self._list()
        for page, boxes in noted:
            part = document.annotations.get(page.id)
            if part is None or not file.has(part):
                part = file.resolved(place, f"JihengAnnots/Page_{page.id}.xml")
                entry = self._added(listed, "Page", PageID=page.id)
                self._added(entry, "FileLoc").text = f"/{part}"
                root = self._root("PageAnnot")
            else:
                root = file.xml(part)
            for box, remarks in boxes.items():
                self._note(root, self._millimetres(page, box), remarks)
            changed[file.name(part)] = to_bytes(root)
        if self.greatest is not None:
            self.greatest.text = str(self.last)
        changed[file.name(place)] = to_bytes(listed)
        changed[file.name(document.part)] = to_bytes(document.root)
        return changed

    def _list(self) -> tuple[etree._Element, str]:
        """The list of annotation parts and the part that holds it, entered in the document when it is new."""
        root = self.document.root
        place = first(root, "Annotations")
        if place is not None and place.text:
            part = self.file.resolved(self.document.part, place.text)
            if self.file.has(part):
                return self.file.xml(part), part
        if place is None:
            place = root.makeelement(f"{{{self.space}}}Annotations")
            later = next((found for name in _LATER if (found := first(root, name)) is not None), None)
            if later is not None:
                later.addprevious(place)
            else:
                root.append(place)
        part = self.file.resolved(self.document.part, "JihengAnnots/Annotations.xml")
        place.text = f"/{part}"
        return self._root("Annotations"), part

    def _millimetres(self, page: OfdPage, box: Box) -> Box:
        """A box of the page as it was read, in millimetres of the page as it is drawn."""
        left, top, wide, high = area_of(self.file.xml(page.part), page.area)
        x0, y0, x1, y1 = back(box, wide * POINTS, high * POINTS, page_turn(self.file, page))
        return x0 / POINTS + left, y0 / POINTS + top, x1 / POINTS + left, y1 / POINTS + top

    def _note(self, root: etree._Element, box: Box, remarks: list[CellRemark]) -> None:
        left, top, wide, high = box[0], box[1], box[2] - box[0], box[3] - box[1]
        day = datetime.datetime.now(datetime.UTC).date().isoformat()
        note = self._added(
            root, "Annot", ID=self._id(), Type="Highlight", Creator=AUTHOR, LastModDate=day, Subtype="Highlight"
        )
        self._added(note, "Remark").text = readable("\n\n".join(remark.text for remark in remarks))
        drawn = self._added(note, "Appearance", Boundary=f"{left:.2f} {top:.2f} {wide:.2f} {high:.2f}")
        area = self._added(
            drawn,
            "PathObject",
            ID=self._id(),
            Boundary=f"0 0 {wide:.2f} {high:.2f}",
            Stroke="false",
            Fill="true",
            Alpha=_OPACITY,
        )
        self._added(area, "FillColor", Value=_COLOURS[worst(remarks)])
        self._added(area, "AbbreviatedData").text = f"M 0 0 L {wide:.2f} 0 L {wide:.2f} {high:.2f} L 0 {high:.2f} C"

    def _id(self) -> str:
        self.last += 1
        return str(self.last)

    def _root(self, name: str) -> etree._Element:
        return etree.Element(f"{{{self.space}}}{name}", nsmap={"ofd": self.space})

    def _added(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        space = etree.QName(parent).namespace or self.space
        return etree.SubElement(parent, f"{{{space}}}{name}", attributes)
