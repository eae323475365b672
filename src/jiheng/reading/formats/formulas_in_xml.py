"""Workbooks in XML (ods, fods, Excel 2003 XML) → whether they have formulas that were never computed.

LibreOffice, which reads them, works such formulas out without a word; sources: OpenDocument 1.3 part 3, 19.389
(office:value-type) and 19.653 (table:formula); XML Spreadsheet Reference (ss:Formula, ss:Data).
"""

from collections.abc import Iterator

from lxml import etree

from jiheng.reading.files.package import open_package, parse_xml
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import EXCEL_2003
from jiheng.reading.formats.uncomputed import Formulas

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CONTENT = "content.xml"


def has_uncomputed(data: bytes) -> bool:
    """Whether a formula of such a workbook was not, or may not have been, computed; False for other files."""
    try:
        root = open_package(data).xml(_CONTENT) if data.startswith(b"PK") else parse_xml(data, "文件")
    except Unreadable:
        return False
    formulas = Formulas()
    place = ("", 0, 0)
    for result in _excel(root) if EXCEL_2003 in data else _open_document(root):
        if not result:
            formulas.lack(place)
        elif not result.strip("0."):
            formulas.nothing(place)
        else:
            formulas.result()
    return bool(formulas.suspected())


def _excel(root: etree._Element) -> Iterator[str]:
    """What is stored as the result of each formula."""
    for cell in root.iter(f"{_SS}Cell"):
        if cell.get(f"{_SS}Formula"):
            data = cell.find(f"{_SS}Data")
            if data is None or data.get(f"{_SS}Type") != "String":
                yield "" if data is None else (data.text or "").strip()


def _open_document(root: etree._Element) -> Iterator[str]:
    for cell in root.iter(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        if cell.get(f"{_TABLE}formula"):
            yield cell.get(f"{_OFFICE}value") or cell.get(f"{_OFFICE}value-type") or ""
