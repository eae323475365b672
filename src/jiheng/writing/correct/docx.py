"""Corrections as tracked changes (w:ins, w:del) in a Word document; nothing is replaced for good."""

import copy
import datetime

from lxml import etree

from jiheng.form import Origin
from jiheng.reading.files.package import open_package
from jiheng.reading.formats.docx import cell_elements, cell_text, main_part
from jiheng.reading.tables.clean import printed
from jiheng.trouble import Trouble
from jiheng.writing.annotate import docx
from jiheng.writing.annotate.parts import XML_SPACE, rewritten, to_bytes
from jiheng.writing.annotate.remark import AUTHOR, CellRemark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUN, _TEXT, _RUN_STYLE = f"{_W}r", f"{_W}t", f"{_W}rPr"
_INSERTED = (f"{_W}ins", f"{_W}moveTo")
_DELETED = (f"{_W}del", f"{_W}moveFrom")
_PLAIN = {_RUN_STYLE, _TEXT} | {f"{_W}{tag}" for tag in ("tab", "br", "cr", "lastRenderedPageBreak", "noBreakHyphen")}
_FIELDS = (f"{_W}fldChar", f"{_W}instrText", f"{_W}fldSimple")
_REVISIONS = (f"{_W}rPrChange", f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo")
_LOCKS = ("contentLocked", "sdtContentLocked")


class EditedDocument:
    """A document while it is corrected. Raises Unreadable for a damaged file."""

    def __init__(self, data: bytes, written: datetime.datetime) -> None:
        self.package = open_package(data)
        self.main = main_part(self.package)
        self.root = self.package.xml(self.main)
        self.cells = cell_elements(self.root)
        self.written = written
        numbers = (element.get(f"{_W}id", "") for element in self.root.iter())
        self.number = max((int(text) for text in numbers if text.isdecimal() and len(text) < 9), default=0)

    def shown(self, origin: Origin, before: str, wanted: str) -> str:
        """The text that the cell will show: `wanted`. Raises Refused where the cell cannot be changed safely."""
        cell = self._cell(origin)
        if cell is None or printed(cell_text(cell)[0]) != before:
            raise Trouble("这一格里还有别的内容")
        if next(cell.iter(*_FIELDS), None) is not None:
            raise Trouble("这一格是域（自动计算），请在 Word 里改")
        if next(cell.iter(f"{_W}tbl", f"{_W}txbxContent"), None) is not None:
            raise Trouble("这一格里套有表格或文本框")
        controls = [*cell.iter(f"{_W}sdt"), *cell.iterancestors(f"{_W}sdt")]
        if any(lock.get(f"{_W}val") in _LOCKS for sdt in controls for lock in sdt.iterfind(f"{_W}sdtPr/{_W}lock")):
            raise Trouble("这一格的内容控件上了锁")
        if any(child.tag not in _PLAIN for run in _text_runs(cell) for child in run):
            raise Trouble("这一格里的文字夹有图片或其他对象")
        return wanted

    def write(self, origin: Origin, after: str) -> None:
        """Strike what the cell holds and insert the new text, both as tracked changes."""
        cell = self._cell(origin)
        if cell is None:
            return
        runs = _text_runs(cell)
        for run in runs:
            self._strike(run)
        inserted = self._revision("ins")
        run = etree.SubElement(inserted, _RUN)
        if runs:
            style = runs[0].find(_RUN_STYLE)
            struck = next(runs[0].iterancestors(f"{_W}del"))
            outer = next(struck.iterancestors(*_INSERTED), struck)
            outer.addnext(inserted)
        else:
            paragraphs = docx.own_paragraphs(cell) or [etree.SubElement(cell, f"{_W}p")]
            style = paragraphs[0].find(f"{_W}pPr/{_RUN_STYLE}")
            paragraphs[0].append(inserted)
        if style is not None:
            run.append(_without_revisions(style))
        text = etree.SubElement(run, _TEXT)
        text.text = after
        text.set(XML_SPACE, "preserve")

    def finish(self, remarks: list[CellRemark]) -> bytes:
        """The file, with a comment at every cell that was changed."""
        changed = rewritten(self.package, {self.main: to_bytes(self.root)})
        return docx.annotate(changed, remarks, self.written)

    def _cell(self, origin: Origin) -> etree._Element | None:
        return self.cells.get((origin.table or 0, origin.row or 0, origin.column or 0))

    def _strike(self, run: etree._Element) -> None:
        struck = self._revision("del")
        run.addprevious(struck)
        struck.append(run)
        for text in run.iterchildren(_TEXT):
            text.tag = f"{_W}delText"
            text.set(XML_SPACE, "preserve")

    def _revision(self, kind: str) -> etree._Element:
        self.number += 1
        date = self.written.strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.root.makeelement(
            f"{_W}{kind}", {f"{_W}id": str(self.number), f"{_W}author": AUTHOR, f"{_W}date": date}
        )


def _text_runs(cell: etree._Element) -> list[etree._Element]:
    """The runs whose text the cell shows."""
    return [
        run
        for run in cell.iter(_RUN)
        if run.find(_TEXT) is not None and next(run.iterancestors(*_DELETED), None) is None
    ]


def _without_revisions(style: etree._Element) -> etree._Element:
    own = copy.deepcopy(style)
    for revision in list(own.iterchildren(*_REVISIONS)):
        own.remove(revision)
    return own
