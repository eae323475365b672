"""The conversations of a sheet (Excel's threaded comments): what is said into one is an answer in it.

Excel shows a cell's conversation in place of the note that stands beside it for older programs, so a remark that were
in the note alone would not be seen. Source: [MS-XLSX], person list and threaded comments.
"""

from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from jiheng.writing.annotate.parts import CONTENT_TYPES, declare, readable, relate
from jiheng.writing.annotate.remark import AUTHOR
from jiheng.writing.annotate.workbook import WORKBOOK, SheetCells, Workbook

_NS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_T = f"{{{_NS}}}"
_PERSONS = "http://schemas.microsoft.com/office/2017/10/relationships/person"
_PERSONS_TYPE = "application/vnd.ms-excel.person+xml"
_PERSONS_PART = "xl/persons/personJiheng.xml"
_NEW_PERSONS = f'<personList xmlns="{_NS}"/>'.encode()


class Threads:
    """The conversations of one sheet, by the reference of their cell; what was said in them is kept."""

    def __init__(self, book: Workbook, sheet: SheetCells) -> None:
        self.book = book
        self.said: dict[str, list[etree._Element]] = {}
        for part in book.package.related(sheet.part, "threadedComment"):
            for item in book.tree(part).iterfind(f"{_T}threadedComment"):
                self.said.setdefault(item.get("ref", ""), []).append(item)

    def answer(self, reference: str, text: str) -> str | None:
        """Answer in the conversation of a cell; the id that its note bears, None where the cell has none."""
        said = self.said.get(reference)
        if not said:
            return None
        first, last = next((item for item in said if not item.get("parentId")), said[0]), said[-1]
        identifier = first.get("id", "")
        made = last.makeelement(
            f"{_T}threadedComment",
            ref=reference,
            personId=self._person(),
            id=_identifier(f"{identifier}/{len(said)}/{text}"),
            parentId=identifier,
        )
        if (time := last.get("dT")) is not None:
            made.set("dT", time)  # answers stand by their time: this one below what was said so far
        etree.SubElement(made, f"{_T}text").text = readable(text)
        last.addnext(made)
        said.append(made)
        return identifier

    def _person(self) -> str:
        """The id under which we speak in this workbook."""
        part = next(iter(self.book.package.related(WORKBOOK, "person")), _PERSONS_PART)
        if part not in self.book:
            relate(self.book.links(WORKBOOK), _PERSONS, f"/{part}")
            declare(self.book.tree(CONTENT_TYPES), part, _PERSONS_TYPE)
        persons, identifier = self.book.tree(part, _NEW_PERSONS), _identifier(AUTHOR)
        if all(person.get("id") != identifier for person in persons):
            etree.SubElement(
                persons, f"{_T}person", displayName=AUTHOR, id=identifier, userId=AUTHOR, providerId="None"
            )
        return identifier


def _identifier(text: str) -> str:
    """An identifier that the same text always has, as Excel writes them."""
    return f"{{{uuid5(NAMESPACE_URL, f'jiheng:{text}')}}}".upper()
