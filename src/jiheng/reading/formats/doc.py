"""旧版 Word 文档 (doc, wps) → tables with merged cells and their origin, without any other program.

Documents with automatic numbers, which this does not count, are read through LibreOffice where it is installed.
"""

import struct
from collections.abc import Iterator

import msgspec

from jiheng.expression import expression
from jiheng.form import Origin
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats import docx, office
from jiheng.reading.formats.doc_file import Locked, Paragraph, Properties, has_boxes, paragraphs
from jiheng.reading.tables.table import Cell, Table

_IN_TABLE, _ROW_END, _DEPTH, _LIST = 0x2416, 0x2417, 0x6649, 0x460B
_DEFINITION, _VERTICAL = 0xD608, 0xD62B
_INSTRUCTION = expression("\x13[^\x13\x14\x15]*(?:\x14|\x15)")
_MARKS = str.maketrans(
    {"\x0b": "\n", "\x1e": "-", "\xa0": " ", **dict.fromkeys("\r\x07\x0c\x01\x02\x05\x08\x13\x14\x15\x1f")}
)
_NUMBERS = "段落前的自动编号没有读入（本机没有安装 LibreOffice，或者它转换时丢了表），请对照原件"
_BOXES = "文本框里的字没有读入（本机没有安装 LibreOffice，或者它转换时丢了表），请对照原件"
_SAME = 30
"""Edges of cells closer than this (in twentieths of a point) are one."""


class _Row(msgspec.Struct):
    texts: list[tuple[str, str | None]]
    """The text of each cell and what is doubtful in it."""
    edges: list[int]
    flags: list[int]
    """For each cell whether it begins (3) or goes on with (1) a merged one above, and whether it ends in the left."""


class _Open(msgspec.Struct):
    """A table while its rows are collected."""

    rows: list[_Row] = msgspec.field(default_factory=list)
    texts: list[tuple[str, str | None]] = msgspec.field(default_factory=list)
    lines: list[str] = msgspec.field(default_factory=list)
    doubt: str | None = None


def tables(data: bytes, name: str) -> Iterator[Table]:
    """Every table of the document in order, or one without rows whose lines are in `before`. Raises Unreadable."""
    try:
        read = list(paragraphs(data))
        is_boxed = has_boxes(data)
        is_plain = not is_boxed and not any(_is_numbered(p) or _depth(p) > 1 for p in read)
    except Locked:
        raise
    except Unreadable:
        if office.program() is None:
            raise
        read, is_boxed, is_plain = [], False, False
    if is_plain or office.program() is None:
        yield from _own(read, name, is_boxed)
    else:
        yield from _fuller(list(docx.tables(office.convert(data, name)[0], name)), _own(read, name, is_boxed))


def _fuller(converted: list[Table], own: list[Table]) -> list[Table]:
    """The tables as converted, or as read here where LibreOffice has lost rows of them or whole ones."""
    return own if sum(len(table.rows) for table in own) > sum(len(table.rows) for table in converted) else converted


def _own(read: list[Paragraph], name: str, is_boxed: bool) -> list[Table]:
    found = list(_tables(read, name))
    for table in found:
        if is_boxed and table.rows:
            table.note(0, _BOXES)
    return found


def own_tables(data: bytes, name: str) -> list[Table]:
    """The tables as this module alone reads them, automatic numbers left out and doubted. Raises Unreadable."""
    return list(_tables(list(paragraphs(data)), name))


def _tables(read: list[Paragraph], name: str) -> Iterator[Table]:
    found: list[Table] = []
    lines: list[str] = []
    now: _Open | None = None
    for paragraph in [*read, Paragraph("", {})]:
        inside = paragraph.properties.get(_IN_TABLE, b"\0")[:1] == b"\1" or paragraph.text.endswith("\x07")
        if now is not None and not inside:
            found.append(_table(now.rows, name, len(found) + 1))
            found[-1].before, lines, now = lines, [], None
        if inside:
            now = now or _Open()
            _take(now, paragraph)
        elif paragraph.text:
            lines.extend(_plain(paragraph.text).split("\n"))
    if found:
        found[-1].after = lines
    yield from found or [Table(aligned=True, before=lines)]


def _take(now: _Open, paragraph: Paragraph) -> None:
    """Take a paragraph of a table: a line of a cell, the end of a cell, or the end of a row."""
    properties = paragraph.properties
    nested = _depth(paragraph) > 1
    if properties.get(_ROW_END, b"\0")[:1] == b"\1" and not nested:
        edges, flags = _definition(properties)
        now.rows.append(_Row(now.texts, edges, flags))
        now.texts = []
        return
    now.lines.append(_plain(paragraph.text))
    told = [now.doubt, paragraph.doubt, _NUMBERS if _is_numbered(paragraph) else None]
    now.doubt = "；".join(dict.fromkeys(text for text in told if text)) or None
    if paragraph.text.endswith("\x07") and not nested:
        now.texts.append(("\n".join(now.lines).strip("\n"), now.doubt))
        now.lines, now.doubt = [], None


def _depth(paragraph: Paragraph) -> int:
    """How deep a paragraph lies in tables within tables."""
    return int.from_bytes(paragraph.properties.get(_DEPTH, b"\1")[:4], "little")


def _is_numbered(paragraph: Paragraph) -> bool:
    return paragraph.properties.get(_LIST, b"\0\0") != b"\0\0"


def _plain(text: str) -> str:
    """What is shown of a paragraph: without the instructions of fields and the marks of pictures."""
    while "\x13" in text and (shown := _INSTRUCTION.sub("", text)) != text:
        text = shown
    return text.translate(_MARKS)


def _definition(properties: Properties) -> tuple[list[int], list[int]]:
    """The edges of the cells of a row, and their flags of merging."""
    listed = properties.get(_DEFINITION, b"")
    if not listed:
        raise Unreadable("doc 文件里有一张表没有列宽", "请用 Word/WPS 打开后另存为 docx 再试。")
    count = listed[0]
    edges = list(struct.unpack_from(f"<{count + 1}h", listed, 1))
    cells = listed[1 + 2 * (count + 1) :]
    flags = [int.from_bytes(cells[20 * i : 20 * i + 2], "little") for i in range(count)]
    merged = [(flag & 3 == 1) << 2 | flag >> 5 & 3 for flag in flags]
    turned = properties.get(_VERTICAL, b"")
    if len(turned) >= 2 and turned[0] < count:
        merged[turned[0]] = merged[turned[0]] & 4 | turned[1] & 3
    return edges, merged


def _table(rows: list[_Row], name: str, number: int) -> Table:
    """The rows on one grid of columns, cells that go on from above or from the left joined."""
    places: list[int] = []
    edges = sorted({edge for row in rows for edge in row.edges})
    for edge in edges:
        if not places or edge - places[-1] > _SAME:
            places.append(edge)
    columns = {edge: min(range(len(places)), key=lambda i: abs(places[i] - edge)) for edge in edges}
    table = Table(aligned=True)
    above: dict[int, tuple[list[Cell], int]] = {}
    for row_number, row in enumerate(rows):
        cells: list[Cell] = []
        for (text, doubt), left, right, flag in zip(row.texts, row.edges, row.edges[1:], row.flags, strict=False):
            column, end = columns[left], columns[right]
            if flag & 4 and cells:
                cells[-1] = _grown(cells[-1], columns=end - cells[-1].column)
            elif flag & 3 == 1 and column in above:
                holder, place = above[column]
                holder[place] = _grown(holder[place], rows=row_number - holder[place].row + 1)
            else:
                origin = Origin(name, None, None, None, number, row_number + 1, column + 1)
                cells.append(Cell(text, row_number, column, 1, max(1, end - column), origin, doubt))
                above.pop(column, None)
                if flag & 3 == 3:
                    above[column] = (cells, len(cells) - 1)
        table.rows.append(cells)
    return table


def _grown(cell: Cell, rows: int | None = None, columns: int | None = None) -> Cell:
    return Cell(cell.text, cell.row, cell.column, rows or cell.rows, columns or cell.columns, cell.origin, cell.doubt)
