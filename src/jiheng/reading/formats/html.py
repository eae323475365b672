"""网页 (html, mht) → tables with merged cells and their origin, and the lines around them."""

import email
import email.policy
import io
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from jiheng.form import Origin
from jiheng.reading.files.decode import encoding_of
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.table import Cell, Table

_NOT_SHOWN = ("script", "style", "template", "noscript", "head", "title", "del")
_BLOCKS = frozenset(
    ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "table", "ul", "ol", "dl", "dt", "dd")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_SPACE = re.compile(r"[ \t\r\n\f]+")
REMARK = "jiheng-remark"
"""The class of what annotating adds to a page: it is no part of the form."""
_CHARSET = re.compile(rb"charset|encoding\s*=", re.IGNORECASE)
_MAX_SPAN = 1000
_MAX_COLUMN = 5000
_MAX_DEPTH = 100


def tables(data: bytes, name: str, encoding: str | None = None) -> Iterator[Table]:
    """Every table of the page in order, nested ones after the table that holds them.

    A page without any table comes back as one `Table` without rows whose lines are in `before`.
    `encoding` overrides what the page says of itself. Raises Unreadable.
    """
    data, named = from_archive(data)
    yield from _walked(data, name, named or encoding).finish()


def cell_marks(data: bytes, mark: str, encoding: str | None = None) -> dict[tuple[int, int, int], int]:
    """The number in the attribute `mark` of every cell by (table, row, column), counted from 1 as in its Origin."""
    places = _walked(data, "", encoding).places.items()
    return {place: int(td.get(mark, "")) for place, td in places if td.get(mark, "").isdecimal()}


def from_archive(data: bytes) -> tuple[bytes, str | None]:
    """The page inside a web archive (mht) and its encoding; any other page as it is."""
    return _from_mht(data) if b"mime-version:" in data[:4096].lower() else (data, None)


def _walked(data: bytes, name: str, encoding: str | None) -> "_Reader":
    encoding = _parser_name(encoding or _unsaid(data))
    try:
        parser = lxml_html.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, remove_comments=True)
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Unreadable(
            f"网页读不出来（{error}）", "请用浏览器打开核实，另存为“网页，全部”或复制表格到文本再试。"
        ) from error
    remarks = root.iterfind(f".//*[@class='{REMARK}']") if REMARK.encode() in data else ()
    for element in [*root.iter(*_NOT_SHOWN), *remarks]:
        del element[:]
        element.text = None
    reader = _Reader(name)
    reader.blocks(root, 0)
    return reader


def _parser_name(encoding: str | None) -> str | None:
    """An encoding by the name that the parser knows it by."""
    return encoding and encoding.replace("utf-16-", "utf-16").replace("utf-8-sig", "utf-8")


def _unsaid(data: bytes) -> str | None:
    """The encoding of a page that does not say it (a piece saved or sent by a program); None where it does."""
    return None if _CHARSET.search(data[:4096]) else encoding_of(io.BytesIO(data))


def _from_mht(data: bytes) -> tuple[bytes, str | None]:
    """The page inside a single-file web archive, and its encoding."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return (payload if isinstance(payload, bytes) else b""), part.get_content_charset()
    raise Unreadable("单文件网页里没有网页正文", "请用浏览器打开后另存为网页，或复制表格到文本再试。")


class _Reader:
    """Walks a page in order and collects tables and the lines between them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Table] = []
        self.lines: list[str] = [""]
        self.places: dict[tuple[int, int, int], etree._Element] = {}

    def finish(self) -> list[Table]:
        lines = self._take()
        if not self.found:
            return [Table(aligned=True, before=lines)]
        self.found[-1].after = lines
        return self.found

    def _take(self) -> list[str]:
        lines = [line for line in (_SPACE.sub(" ", text).strip() for text in self.lines) if line]
        self.lines = [""]
        return lines

    def blocks(self, element: etree._Element, depth: int) -> None:
        """Collect the lines of an element, and every table in it as a table of its own."""
        if depth > _MAX_DEPTH or not isinstance(element.tag, str) or _is_hidden(element):
            return
        if element.tag == "table":
            self.table(element, depth)
            return
        if element.tag in _BLOCKS or element.tag == "br":
            self.lines.append("")
        self.lines[-1] += element.text or ""
        for child in element:
            self.blocks(child, depth + 1)
            self.lines[-1] += child.tail or ""
        if element.tag in _BLOCKS:
            self.lines.append("")

    def table(self, element: etree._Element, depth: int) -> None:
        rows = list(_rows(element))
        if _is_layout(rows):
            for row in rows:
                self.blocks(row, depth + 1)
            return
        lines = self._take()
        if self.found:
            self.found[-1].after = lines
        table = Table(aligned=True, before=lines)
        self.found.append(table)
        number = len(self.found)
        inner: list[etree._Element] = []
        hanging: dict[int, int] = {}
        for row_number, row in enumerate(rows):
            cells, column = [], 0
            for td in row.iterchildren("td", "th"):
                while hanging.get(column, 0) > row_number:
                    column += 1
                if column > _MAX_COLUMN:
                    break
                high, wide = _span(td, "rowspan"), _span(td, "colspan")
                origin = Origin(self.name, table=number, row=row_number + 1, column=column + 1)
                self.places[number, row_number + 1, column + 1] = td
                cells.append(Cell(_text(td), row_number, column, high, wide, origin))
                for covered in range(column, column + wide):
                    hanging[covered] = row_number + high
                column += wide
                inner.extend(t for t in td.iter("table") if _holder(t) is td)
            table.rows.append(cells)
        for nested in inner:
            if depth < _MAX_DEPTH:
                self.table(nested, depth + 1)


def _is_layout(rows: list[etree._Element]) -> bool:
    """Whether a table holds a greater one: then it is there for the layout of the page only."""
    inner = (table for row in rows for table in row.iter("table"))
    return any(sum(1 for _ in _rows(table)) > len(rows) for table in inner)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr" and not _is_hidden(child):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child.iterchildren("tr") if not _is_hidden(row))


def _holder(table: etree._Element) -> etree._Element | None:
    return next(table.iterancestors("td", "th"), None)


def _span(td: etree._Element, name: str) -> int:
    text = (td.get(name) or "1").strip()
    return max(1, min(int(text), _MAX_SPAN)) if text.isdecimal() and len(text) < 10 else 1


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _text(td: etree._Element) -> str:
    """The text of a cell with a line for each block and break; what is hidden is left out."""
    lines = [""]
    walk = etree.iterwalk(td, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element is not td and _is_hidden(element):
                walk.skip_subtree()
                continue
            if element.tag == "br" or (element.tag in _BLOCKS and element is not td):
                lines.append("")
            lines[-1] += element.text or ""
        elif element is not td:
            if element.tag in _BLOCKS and not _is_hidden(element):
                lines.append("")
            lines[-1] += element.tail or ""
    return "\n".join(t for t in (_SPACE.sub(" ", line).strip(" \u00a0") for line in lines) if t)
