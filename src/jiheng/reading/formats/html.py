"""网页 (html, mht) → tables with merged cells and their origin, and the lines around them."""

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from jiheng.expression import expression
from jiheng.form import Origin
from jiheng.reading.files.decode import encoding_of
from jiheng.reading.files.package import lacked_memory
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats import html_boxes, html_pale
from jiheng.reading.formats.html_shown import GONE, RAISED, STRUCK, is_hidden, prepare
from jiheng.reading.tables.runs import Run, joined
from jiheng.reading.tables.table import Cell, Table, is_line

if TYPE_CHECKING:
    from email.message import Message

_NOT_SHOWN = ("script", "style", "template", "noscript", "noframes", "head", "title", "rt", "rp", "datalist")
_SHADOW = ("shadowrootmode", "shadowmode")
"""A template with one of these is shown in its place: how browsers save what the parts of a page draw."""
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "td",
        "th",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "caption",
    )
)
_SPACE = expression(r"[ \t\r\n\f]+")
REMARK = "jiheng-remark"
"""The class of what annotating adds to a page: it is no part of the form."""
_REMARKS = REMARK.encode(), REMARK.encode("utf-16-le")
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_WESTERN = ("iso-8859-1", "iso8859-1", "latin1", "windows-1252", "us-ascii", "ascii")
"""What programs write down that do not know their own encoding."""
_CHINESE = ("gb2312", "gbk", "x-gbk", "gb_2312-80", "cp936", "windows-936")
"""Names under which pages go whose characters are those of GB 18030; the parser's own gb2312 has another dash."""
_PAGES = ("text/html", "application/xhtml+xml")
_SHEET = re.compile(rb"<x:ExcelWorksheet>.*?</x:ExcelWorksheet>", re.DOTALL | re.IGNORECASE)
_HIDDEN_SHEET = re.compile(rb"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)
_SOURCE = re.compile(rb"HRef=[\"']?(?:[^\"'\s>]*/)?([^\"'\s/>]+)", re.IGNORECASE)
_MOST_STYLE = 4 << 20
"""Bytes of the rules that a web archive keeps apart from its pages."""
_MAX_SPAN = 1000
_MAX_COLUMN = 5000
_MAX_DEPTH = 100


def tables(data: bytes, name: str, encoding: str | None = None) -> Iterator[Table]:
    """Every table of the page in order, nested ones after the table that holds them.

    A page without any table comes back as one `Table` without rows whose lines are in `before`.
    `encoding` overrides what the page says of itself. Raises Unreadable.
    """
    tables_before = 0
    for page, named in pages(data):
        found = _walked(page, name, named or encoding, tables_before).finish()
        tables_before += sum(1 for table in found if table.rows)
        yield from found


def cell_marks(data: bytes, mark: str, encoding: str | None = None) -> dict[tuple[int, int, int], int]:
    """The number in the attribute `mark` of every cell by (table, row, column), counted from 1 as in its Origin."""
    places = _walked(data, "", encoding).places.items()
    return {place: int(td.get(mark, "")) for place, td in places if td.get(mark, "").isdecimal()}


def from_archive(data: bytes) -> tuple[bytes, str | None]:
    """The first page with a table inside a web archive (mht) and its encoding; any other page as it is."""
    found = list(pages(data))
    return next((page for page in found if b"<table" in page[0].lower()), found[0])


def pages(data: bytes) -> Iterator[tuple[bytes, str | None]]:
    """The pages of a web archive with their encodings, the sheets of a workbook in order; any other page as it is."""
    if b"mime-version:" not in data[:4096].lower():
        yield data, None
        return
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
    if not parts:
        raise Unreadable("单文件网页里没有网页正文", "请用浏览器打开后另存为网页，或复制表格到文本再试。")
    hidden = _hidden_sheets(_payload(parts[0]))
    styles = b"".join(_style(part) for part in message.walk() if part.get_content_type() == "text/css")[:_MOST_STYLE]
    rest = sorted(parts[1:], key=_location)
    for part in [parts[0], *rest]:
        if _location(part).rpartition("/")[2] not in hidden:
            page = _payload(part) or b"<html></html>"
            head = page.lower().find(b"</head") if styles else -1
            yield page[:head] + styles + page[head:] if head >= 0 else page, part.get_content_charset()


def _location(part: "Message") -> str:
    return str(part.get("Content-Location", "")).strip()


def _payload(part: "Message") -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) and payload.strip() else b""


def _style(part: "Message") -> bytes:
    """A part with rules as an element of the page: what decides what is read is ASCII."""
    return b"<style>%s</style>" % bytes(byte for byte in _payload(part) if byte < 128).replace(b"</", b"")


def _hidden_sheets(frame: bytes) -> set[str]:
    """The names of the pages of sheets that a workbook saved as a page keeps hidden."""
    sheets = (sheet for sheet in _SHEET.findall(frame) if _HIDDEN_SHEET.search(sheet))
    sources = (_SOURCE.search(sheet) for sheet in sheets)
    return {source[1].decode("utf-8", "replace") for source in sources if source}


def _walked(data: bytes, name: str, encoding: str | None, tables_before: int = 0) -> "_Reader":
    encoding = _parser_name(_encoding(data, encoding))
    try:
        parser = lxml_html.HTMLParser(encoding=encoding, no_network=True, huge_tree=False, remove_comments=True)
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        if lacked_memory(error):
            raise MemoryError from error
        raise Unreadable("网页读不出来", "请用浏览器打开核实，另存为“网页，全部”或复制表格到文本再试。") from error
    is_marked = prepare(root)
    if html_pale.may_have(data):
        is_marked |= html_pale.mark(root)
    boxes = html_boxes.Boxes(root) if html_boxes.may_have(data) and root.find(".//tr") is None else None
    remarks = root.iterfind(f".//*[@class='{REMARK}']") if any(mark in data for mark in _REMARKS) else ()
    for element in [*root.iter(*_NOT_SHOWN), *remarks]:
        if not any(name in element.attrib for name in _SHADOW):
            del element[:]
            element.text = None
    reader = _Reader(name, is_marked, tables_before)
    if boxes is None or not reader.boxes(boxes):
        reader.blocks(root, 0)
    return reader


def _parser_name(encoding: str | None) -> str | None:
    """An encoding by the name that the parser knows it by."""
    if encoding and encoding.lower() in _CHINESE:
        return "gb18030"
    return encoding and encoding.replace("utf-16-", "utf-16").replace("utf-8-sig", "utf-8")


def _encoding(data: bytes, given: str | None) -> str | None:
    """The encoding of a page: what is given or what it says of itself, where its bytes bear that out; else by content.

    None leaves it to the parser, which follows what the page says.
    """
    said = _CHARSET.search(data[:4096])
    name = (given or (said[1].decode("ascii", "replace") if said else "")).lower()
    if name and name not in _WESTERN and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode(_parser_name(name) or name)
            return name if name in _CHINESE else given
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return encoding_of(io.BytesIO(data))
    except Unreadable:
        if not name:
            raise
        return given


class _Reader:
    """Walks a page in order and collects tables and the lines between them."""

    def __init__(self, name: str, is_marked: bool, tables_before: int) -> None:
        self.name, self.is_marked, self.tables_before = name, is_marked, tables_before
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

    def boxes(self, boxes: html_boxes.Boxes) -> bool:
        """Take a page whose form is made of boxes, not of a table; whether it is one."""
        number = self.tables_before + 1
        found = boxes.table(self.name, number, self._read)
        if found is not None:
            self.found.append(found[0])
            self.places.update({(number, *place): element for place, element in found[1].items()})
        return found is not None

    def _read(self, element: etree._Element) -> tuple[str, str | None]:
        """The text of a cell and what is to be said of it."""
        return _text_of_runs(element) if self.is_marked else _text(element)

    def blocks(self, element: etree._Element, depth: int) -> None:
        """Collect the lines of an element, and every table in it as a table of its own."""
        if depth > _MAX_DEPTH or not isinstance(element.tag, str) or is_hidden(element):
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

    def _begun(self, element: etree._Element, depth: int) -> Table:
        """A new table behind the lines that stand before it, its caption the last of them."""
        for caption in element.iterchildren("caption"):
            self.blocks(caption, depth + 1)
        lines = self._take()
        if self.found:
            self.found[-1].after = lines
        self.found.append(Table(aligned=True, before=lines))
        return self.found[-1]

    def table(self, element: etree._Element, depth: int) -> None:
        rows = list(_rows(element))
        if _is_layout(rows):
            for row in rows:
                self.blocks(row, depth + 1)
            return
        table = self._begun(element, depth)
        number = self.tables_before + len(self.found)
        inner: list[etree._Element] = []
        hanging: dict[int, int] = {}
        for row_number, row in enumerate(rows):
            cells, column = [], 0
            for td in row.iterchildren("td", "th"):
                if td.get("hidden") == GONE:
                    continue
                while hanging.get(column, 0) > row_number:
                    column += 1
                if column > _MAX_COLUMN:
                    break
                high, wide = _high(td, td.get("rowspan")), _span(td.get("colspan"))
                origin = Origin(self.name, None, None, None, number, row_number + 1, column + 1)
                self.places[number, row_number + 1, column + 1] = td
                text, doubt = self._read(td)
                cells.append(Cell(text, row_number, column, high, wide, origin, doubt))
                for covered in range(column, column + wide):
                    hanging[covered] = row_number + high
                column += wide
                if len(td):
                    inner += _inner_tables(td)
            table.rows.append(cells)
        for nested in inner:
            if depth < _MAX_DEPTH:
                self.table(nested, depth + 1)


def _is_layout(rows: list[etree._Element]) -> bool:
    """Whether a table holds a greater one: then it is there for the layout of the page only."""
    inner = (table for row in rows for table in row.iter("table"))
    return any(sum(1 for _ in _rows(table)) > len(rows) for table in inner)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table from top to bottom as shown: its foot may be written before its body."""
    feet: list[etree._Element] = []
    for child in table:
        if child.tag == "tr" and not is_hidden(child):
            yield child
        elif child.tag == "tfoot":
            feet.append(child)
        elif child.tag in ("thead", "tbody"):
            yield from _shown_rows(child)
    for foot in feet:
        yield from _shown_rows(foot)


def _shown_rows(group: etree._Element) -> Iterator[etree._Element]:
    return (row for row in group.iterchildren("tr") if not is_hidden(row))


def _inner_tables(td: etree._Element) -> list[etree._Element]:
    """The tables in a cell, without those beside other cells that only lay out its text, which the cell has whole."""
    found = [table for table in td.iter("table") if _holder(table) is td]
    row = td.getparent()
    is_lone = row is None or not any(cell is not td for cell in row.iterchildren("td", "th"))
    return found if is_lone else [table for table in found if not is_line(map(len, _rows(table)))]


def _holder(table: etree._Element) -> etree._Element | None:
    return next(table.iterancestors("td", "th"), None)


def _span(text: str | None) -> int:
    text = text.strip() if text else ""
    return max(1, min(int(text), _MAX_SPAN)) if text.isdecimal() and len(text) < 10 else 1


def _high(td: etree._Element, text: str | None) -> int:
    """Over how many rows a cell goes; 0 is written for all that are left of its group (HTML, 4.9.11)."""
    row = td.getparent() if text and text.strip() == "0" else None
    return _span(text) if row is None else 1 + sum(1 for _ in row.itersiblings("tr"))


def _text(td: etree._Element) -> tuple[str, None]:
    """The text of a cell with a line for each block and break, and no doubt; what is hidden is left out."""
    if is_hidden(td):
        return "", None
    if not len(td):
        return _SPACE.sub(" ", td.text or "").strip(" \u00a0"), None
    lines = [""]
    walk = etree.iterwalk(td, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element is not td and is_hidden(element):
                walk.skip_subtree()
                continue
            if element.tag == "br" or (element.tag in _BLOCKS and element is not td):
                lines.append("")
            lines[-1] += element.text or ""
        elif element is not td:
            if element.tag in _BLOCKS and not is_hidden(element):
                lines.append("")
            lines[-1] += element.tail or ""
    return _tidy(lines), None


def _tidy(lines: Iterable[str]) -> str:
    return "\n".join(t for t in (_SPACE.sub(" ", line).strip(" \u00a0") for line in lines) if t)


def _is_pale_around(td: etree._Element) -> bool:
    holder = next((element for element in td.iterancestors() if element.get(html_pale.PALE) is not None), None)
    return holder is not None and html_pale.is_pale(holder, above=False)


def _text_of_runs(td: etree._Element) -> tuple[str, str | None]:
    """The text of a cell of a page with struck, raised or unseen parts, and what is to be said of them."""
    runs: list[Run] = []
    struck, raised, pale = [False], [False], [_is_pale_around(td)]
    walk = etree.iterwalk(td, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        breaks = element is not td and (element.tag in _BLOCKS or (event == "start" and element.tag == "br"))
        if event == "start":
            if is_hidden(element):
                walk.skip_subtree()
            struck.append(struck[-1] or element.get(STRUCK) is not None)
            raised.append(raised[-1] or element.get(RAISED) is not None)
            pale.append(html_pale.is_pale(element, pale[-1]))
            text = "" if is_hidden(element) else element.text or ""
        else:
            struck.pop()
            raised.pop()
            pale.pop()
            text = (element.tail or "") if element is not td else ""
        if breaks and not is_hidden(element):
            runs.append(Run(_BREAK))
        runs.append(Run(_SPACE.sub(" ", text), struck[-1], raised[-1], pale[-1]))
    text, doubt = joined(runs)
    if not text.strip(_BLANKS) and any(run.pale and run.text.strip(_BLANKS) for run in runs):
        text, doubt = joined([run._replace(pale=False) for run in runs])
        doubt = f"{doubt}；{html_pale.WHOLE}" if doubt else html_pale.WHOLE
    return _tidy(text.split(_BREAK)), doubt


_BREAK = "\x00"
_BLANKS = f"{_BREAK} \t\r\n\u00a0"
