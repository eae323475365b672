"""An OFD file (GB/T 33190-2016): its documents, pages, templates and resources, by the standard's own paths."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from jiheng.reading.files.package import Package, open_package
from jiheng.reading.files.problem import Unreadable

MAX_PAGES = 20_000
ADVICE = "请用 OFD 阅读器打开原文件，能打开就另存一份，或导出为 PDF 再试；打不开请向提供人重新索取。"
ROOT = "OFD.xml"

Element = etree._Element
Area = tuple[float, float, float, float]
"""Left, top, width, height in millimetres."""
_A4: Area = (0.0, 0.0, 210.0, 297.0)


def local(element: Element) -> str:
    """An element's name without its namespace: some programs write one of their own. Empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of those names, in order."""
    return (child for child in element if local(child) in names)


def first(element: Element, *path: str) -> Element | None:
    """The first descendant along a path of names."""
    for name in path:
        found = next(children(element, name), None)
        if found is None:
            return None
        element = found
    return element


def numbers(text: str | None) -> list[float]:
    """Figures parted by blanks; what is no figure ends the list."""
    found = []
    for word in (text or "").replace(",", " ").split():
        try:
            found.append(float(word))
        except ValueError:
            break
    return found


@dataclass(slots=True)
class OfdPage:
    """A page: its number within the file, its id, the part that holds its content, its area in millimetres."""

    number: int
    id: str
    part: str
    area: Area
    document: "OfdDocument"


@dataclass(slots=True)
class OfdDocument:
    """A document of a file: its root part and element, its templates, pages and annotations by page id."""

    part: str
    root: Element
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Part and order (Background, Foreground) of a template by its id."""
    pages: list[OfdPage] = field(default_factory=list)
    annotations: dict[str, str] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    """The part of a picture by the id of its resource."""
    units: dict[str, Element] = field(default_factory=dict)
    """Composite graphic units by id."""
    fonts: dict[str, str] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)
    """Line widths of draw parameters by id."""


class OfdFile:
    """An open file. Raises Unreadable where it is damaged or encrypted."""

    def __init__(self, data: bytes) -> None:
        self.package: Package = open_package(data)
        self._names = {name.lower().lstrip("/"): name for name in self.package.archive.NameToInfo}
        if any(posixpath.basename(name).startswith(("encryptions.xml", "encryptinfo")) for name in self._names):
            raise Unreadable("OFD 文件加密了", "请用 OFD 阅读器打开，去掉加密后另存，或导出为 PDF 再试。")
        self.root = self.xml(ROOT)
        self.documents: list[OfdDocument] = []
        for body in children(self.root, "DocBody"):
            place = first(body, "DocRoot")
            if place is not None and place.text:
                self.documents.append(self._document(self.resolved(ROOT, place.text)))
        if not self.documents:
            raise Unreadable("OFD 文件里没有文档", ADVICE)

    @property
    def signatures(self) -> int:
        """How many electronic signatures and seals the file says that it has."""
        count = 0
        for body in children(self.root, "DocBody"):
            place = first(body, "Signatures")
            if place is not None and place.text and self.has(part := self.resolved(ROOT, place.text)):
                count += sum(1 for _ in children(self.xml(part), "Signature"))
        return count

    def page(self, number: int) -> OfdPage | None:
        """The page of a number, from 1 through all documents; None where there is none."""
        return next((page for document in self.documents for page in document.pages if page.number == number), None)

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._names

    def read(self, part: str) -> bytes:
        """The bytes of a part, whose name is found without regard to case. Raises Unreadable."""
        try:
            return self.package.read(self._names.get(part.lower(), part))
        except Unreadable as error:
            raise Unreadable(error.message, ADVICE) from error

    def name(self, part: str) -> str:
        """The name of a part as the archive spells it."""
        return self._names.get(part.lower(), part)

    def xml(self, part: str) -> Element:
        """The root element of a part. Raises Unreadable."""
        try:
            return self.package.xml(self._names.get(part.lower(), part))
        except Unreadable as error:
            raise Unreadable(error.message, ADVICE) from error

    @staticmethod
    def resolved(part: str, place: str) -> str:
        """The part that a path within another part points to."""
        place = place.strip().replace("\\", "/")
        joined = place if place.startswith("/") else posixpath.join(posixpath.dirname(part), place)
        return posixpath.normpath(joined).lstrip("/")

    def _document(self, part: str) -> OfdDocument:
        document = OfdDocument(part, self.xml(part))
        common = first(document.root, "CommonData")
        area = _A4
        if common is not None:
            area = _area(first(common, "PageArea"), _A4)
            for template in children(common, "TemplatePage"):
                order = template.get("ZOrder", "Background")
                place = self.resolved(part, template.get("BaseLoc", ""))
                document.templates[template.get("ID", "")] = (place, order)
            for resource in children(common, "PublicRes", "DocumentRes"):
                self.add_resources(document, self.resolved(part, resource.text or ""))
        pages = first(document.root, "Pages")
        before = sum(len(other.pages) for other in self.documents)
        for page in children(pages, "Page") if pages is not None else ():
            number = before + len(document.pages) + 1
            if number > MAX_PAGES:
                raise Unreadable(f"OFD 超过 {MAX_PAGES} 页，没有读取", "请拆分成几个文件再试。")
            place = self.resolved(part, page.get("BaseLoc", ""))
            document.pages.append(OfdPage(number, page.get("ID", ""), place, area, document))
        self._find_annotations(document)
        return document

    def _find_annotations(self, document: OfdDocument) -> None:
        place = first(document.root, "Annotations")
        if place is None or not place.text or not self.has(part := self.resolved(document.part, place.text)):
            return
        for page in children(self.xml(part), "Page"):
            file = first(page, "FileLoc")
            if file is not None and file.text:
                document.annotations[page.get("PageID", "")] = self.resolved(part, file.text)

    def add_resources(self, document: OfdDocument, part: str) -> None:
        """Fonts, pictures, composite units and line widths that a resource part lists; a missing part has none."""
        if not self.has(part):
            return
        root = self.xml(part)
        base = posixpath.join(posixpath.dirname(part), root.get("BaseLoc", "").strip())
        for group in root:
            for item in group:
                name, number = local(item), item.get("ID", "")
                if name == "Font":
                    document.fonts[number] = item.get("FontName", "")
                elif name == "MultiMedia" and (file := first(item, "MediaFile")) is not None and file.text:
                    document.media[number] = self.resolved(f"{base}/x", file.text)
                elif name == "CompositeGraphicUnit":
                    document.units[number] = item
                elif name == "DrawParam":
                    document.widths[number] = (numbers(item.get("LineWidth")) or [0.353])[0]


def _area(element: Element | None, otherwise: Area) -> Area:
    """The area of a page that is shown."""
    box = first(element, "PhysicalBox") if element is not None else None
    values = numbers(box.text) if box is not None else []
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 and min(values[2:]) > 0 else otherwise


def area_of(content: Element, otherwise: Area) -> Area:
    """The area that a page's own content says, else its document's."""
    return _area(first(content, "Area"), otherwise)
