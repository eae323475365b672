"""Corrections in an Excel workbook: the cell in its format, marked, with what stood there in a note."""

from decimal import Decimal

from lxml import etree

from jiheng.checks.rounding import agrees
from jiheng.form import Origin
from jiheng.quantity import number, share
from jiheng.reading.formats.number_format import show
from jiheng.reading.formats.xlsx import shown
from jiheng.reading.formats.xlsx_shared import shared_texts, styles_of
from jiheng.reading.tables.clean import printed
from jiheng.trouble import Trouble
from jiheng.writing.annotate.parts import XML_SPACE
from jiheng.writing.annotate.remark import CellRemark
from jiheng.writing.annotate.workbook import WORKBOOK, S, SheetCells, Workbook
from jiheng.writing.annotate.xlsx import annotate_sheets

_TEXTS = ("s", "inlineStr", "str")
_PLACES = 2


class EditedWorkbook:
    """A workbook while it is corrected. Raises Unreadable for a damaged file."""

    def __init__(self, data: bytes) -> None:
        self.book = Workbook.open(data)
        self.texts = shared_texts(self.book.package)
        self.styles = styles_of(self.book.package)
        self.values: dict[Origin, Decimal | None] = {}

    def shown(self, origin: Origin, before: str, wanted: str) -> str:
        """The text that the cell will show. Raises Refused where it cannot be changed safely."""
        sheet, row, column = self._place(origin)
        cell = sheet.cell(row, column)
        if cell is None:
            cell = etree.Element(f"{S}c")
        if cell.find(f"{S}f") is not None:
            raise Trouble("这一格是公式，没有改：请检查公式引用的单元格")
        if printed(shown(cell, self.texts, self.styles, False).text) != before:
            raise Trouble("这一格里还有别的内容")
        value = self.values[origin] = self._number(cell, before, wanted)
        if value is None:
            return wanted
        text = printed(show(str(value), self._format(cell)).text)
        if not _same(text, wanted):
            raise Trouble(f"这一格的数字格式显示不出 {wanted}（只能显示 {text}），请先改单元格格式")
        return text

    def write(self, origin: Origin, after: str) -> None:
        """Put the new figure into the cell: a number stays a number, a text a text."""
        sheet, row, column = self._place(origin)
        cell = sheet.made(row, column)
        value = self.values[origin]
        for child in list(cell):
            cell.remove(child)
        if value is None:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{S}is"), f"{S}t")
            text.text = after
            text.set(XML_SPACE, "preserve")
        else:
            cell.attrib.pop("t", None)
            etree.SubElement(cell, f"{S}v").text = str(value)

    def finish(self, remarks: list[CellRemark]) -> bytes:
        """The file, every changed cell marked and with a note; formulas are worked out anew when it is opened."""
        annotate_sheets(self.book, remarks)
        root = self.book.package.xml(WORKBOOK)
        if any(next(tree.iter(f"{S}f"), None) is not None for tree in self.book.trees.values()):
            settings = root.find(f"{S}calcPr")
            if settings is not None:
                settings.set("fullCalcOnLoad", "1")
                self.book.trees[WORKBOOK] = root
        return self.book.finish()

    def _place(self, origin: Origin) -> tuple[SheetCells, int, int]:
        sheet = self.book.sheet(origin.sheet or "")
        if sheet is None or not origin.row or not origin.column:
            raise Trouble("表中没有这一格")
        return sheet, *sheet.head(origin.row, origin.column)

    def _format(self, cell: etree._Element) -> str:
        style = cell.get("s", "0")
        index = int(style) if style.isdecimal() else 0
        return self.styles[index].code if index < len(self.styles) else "General"

    def _number(self, cell: etree._Element, before: str, wanted: str) -> Decimal | None:
        """The number to store for a text; None where the cell holds text, or should."""
        if before and cell.get("t") in _TEXTS:
            return None
        pattern = self._format(cell)
        ratio = share(wanted) if wanted.endswith("%") else None
        if ratio is not None:
            return ratio.ratio if "%" in pattern else None
        return None if pattern == "@" else number(wanted)


def _same(text: str, wanted: str) -> bool:
    """Whether a cell that shows `text` says `wanted`; a rate may be shown with fewer decimals."""
    one, other = share(text), share(wanted)
    if text.endswith("%") and one is not None and other is not None:
        return agrees(one.figure, other.figure, _PLACES)
    return number(text) is not None and number(text) == number(wanted)
