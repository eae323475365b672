"""A report's file → its lines of prose, without the forms and tables that stand in it."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jiheng.department.claims.prose import Line
from jiheng.reading.files.decode import Lines
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import by_kind
from jiheng.reading.labels.form_marks import first_label, title_end
from jiheng.reading.tables.table import Table

MAX_FILE = 200 << 20
"""Bytes of a report; a longer file is none."""
_PRINTED = {FileKind.PDF, FileKind.OFD}
"""Lines of print, torn at the width of the page."""
_PROSE = {FileKind.DOCX, FileKind.HTML, *_PRINTED}
_EDGES = ' \t\u3000"|'
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、[^\t。]{2,30}|[^\t。，]{0,30}评价报告)\s*$")
_ADVICE = "请交 Word、PDF、OFD 或文本格式的报告。"


@dataclass(frozen=True, slots=True)
class ReportProse:
    """The prose of a report: numbered lines, whether they may be torn at a page's width, what the numbers count."""

    lines: list[Line]
    wrapped: bool | None
    counted: str


def read(path: Path) -> ReportProse:
    """The prose of a report's file. Raises Unreadable (Chinese, for the user), OSError."""
    with path.open("rb") as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable(f"文件超过 {MAX_FILE >> 20} MB，不像是一份报告", _ADVICE)
    return document(data, path.name)


def document(data: bytes, name: str) -> ReportProse:
    """The prose of a report's bytes. Raises Unreadable."""
    what = kind(data, name)
    if what in (FileKind.OFFICE, FileKind.DOC, FileKind.WORD_2003):
        from jiheng.reading.formats import office

        data, ending = office.convert(data, name)
        what = FileKind(ending)
    if what in (FileKind.TEXT, FileKind.CSV):
        return ReportProse(list(_prose(Lines(io.BytesIO(data)))), None, "行")
    if what not in _PROSE:
        reasons = {FileKind.EMPTY: "是空文件", FileKind.LOCKED: "设了打开密码", FileKind.PICTURE: "是图片，没有文字"}
        raise Unreadable(reasons.get(what, "不是报告（要 Word、PDF、网页或文本文件）"), _ADVICE)
    lines = [line for line in _between(by_kind.tables(what, data, name)) if line.strip()]
    wrapped, counted = (None, "行") if what in _PRINTED else (False, "段")
    return ReportProse(list(_prose(enumerate(lines, 1))), wrapped, counted)


def _between(tables: Iterable[Table]) -> Iterator[str]:
    """The lines before, between and after the tables; a table's `after` is the next one's `before`."""
    after: list[str] = []
    for table in tables:
        yield from table.before
        after = table.after
    yield from after


def _begins_form(text: str) -> bool:
    return first_label().match(text.lstrip(_EDGES)) is not None


def _prose(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without rows of cells and without forms, which go from title or 项目名称 to the next chapter."""
    inside = False
    for number, text in lines:
        short = len(text) <= 60
        if inside and short and _CHAPTER.match(text):
            inside = False
        elif short and (title_end().search(text.strip()) or _begins_form(text)):
            inside = True
        if not inside and "\t" not in text:
            yield number, text
