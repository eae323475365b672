"""Flat OPC: an office package written as one XML file → the tables of the document in it.

Source: ECMA-376 part 2, and [MS-OI29500]; Word calls it "Word XML 文档".
"""

import base64
import binascii
import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from jiheng.reading.files.package import MAX_PARTS, damaged, parse_xml
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import docx, xlsx
from jiheng.reading.tables.table import Table

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of the document in order. Raises Unreadable."""
    whole = packed(data)
    if kind(whole) is FileKind.XLSX:
        yield from xlsx.tables(whole, name)
    else:
        yield from docx.tables(whole, name)


def packed(data: bytes) -> bytes:
    """The same package as a zip file. Raises Unreadable."""
    parts = parse_xml(data, "文件").findall(f"{_PKG}part")
    if len(parts) > MAX_PARTS:
        raise Unreadable(f"文件里有 {len(parts)} 个部件，不像办公文档，没有读取", "请核实文件来源。")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part.get(f"{_PKG}name", "").lstrip("/") or "无名", _content(part))
    return out.getvalue()


def _content(part: etree._Element) -> bytes:
    inside = part.find(f"{_PKG}xmlData")
    if inside is not None:
        return etree.tostring(inside[0]) if len(inside) else b""
    try:
        return base64.b64decode(part.findtext(f"{_PKG}binaryData") or "")
    except (binascii.Error, ValueError) as error:
        raise damaged(part.get(f"{_PKG}name", ""), error) from error
