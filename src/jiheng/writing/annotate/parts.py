"""A zipped package with some parts changed or added; every other part stays as it was."""

import copy
import io
import re
import zipfile
from collections.abc import Mapping

from lxml import etree

from jiheng.reading.files.package import REL, Package

CONTENT_TYPES = "[Content_Types].xml"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_EMPTY_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def rewritten(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """The package with `changed` parts in place of its own, or added at the end."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, info in package.archive.NameToInfo.items():
            data = changed.get(name)
            target.writestr(copy.copy(info), package.read(name) if data is None else data)
        for name, data in changed.items():
            if name not in package:
                target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def to_bytes(root: etree._Element) -> bytes:
    """An XML part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def readable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def declare(types: etree._Element, part: str, content_type: str) -> None:
    """Name the type of an added part in [Content_Types].xml, once."""
    if not any(item.get("PartName") == f"/{part}" for item in types):
        etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type)


def declare_ending(types: etree._Element, ending: str, content_type: str) -> None:
    """Name the type of all parts with an ending in [Content_Types].xml, once."""
    if not any(item.get("Extension", "").lower() == ending for item in types):
        types.insert(0, types.makeelement(f"{_TYPES}Default", Extension=ending, ContentType=content_type))


def relations_part(part: str) -> str:
    """The name of the part that holds the relationships of a part."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def relations(package: Package, part: str) -> etree._Element:
    """The relationships of a part, empty ones when it has none yet."""
    name = relations_part(part)
    return package.xml(name) if name in package else etree.fromstring(_EMPTY_RELATIONS)


def relate(root: etree._Element, kind: str, target: str) -> str:
    """Add a relationship and return its new id."""
    taken = {item.get("Id") for item in root}
    number = next(n for n in range(1, len(taken) + 2) if f"rIdJh{n}" not in taken)
    etree.SubElement(root, REL, Id=f"rIdJh{number}", Type=kind, Target=target)
    return f"rIdJh{number}"
