"""People's work in a Word document of opinions: changed sentences, added paragraphs, sentences taken out."""

import io
from collections.abc import Iterator

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from jiheng.opinion import Edits, Section
from jiheng.reading.files.package import open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.trouble import Trouble
from jiheng.writing.bookmarks import marks, sum_of
from jiheng.writing.opinion import words
from jiheng.writing.opinion.docx import DRAFTED, END, FORM, LETTER, SECTION, VERDICT
from jiheng.writing.opinion.people_edits import LetterEdits, PeopleEdits


def read(data: bytes) -> Edits:
    """What people did to the opinions and letters. Raises Trouble for what is no Word document."""
    forms: dict[str, _Reader] = {}
    letters: dict[str, LetterEdits] = {}
    current: _Reader | LetterEdits | None = None
    for block in _blocks(data):
        held = marks(block)
        head = next((name for name, _ in held if name.startswith((FORM, LETTER))), "")
        if head.startswith(FORM):
            current = forms[head.removeprefix(FORM)] = _Reader()
        elif head.startswith(LETTER):
            name, _, part = head.removeprefix(LETTER).partition(".")
            current = letters.setdefault(name, LetterEdits())
            text = _text(block).strip()
            current.add_line(part, text, sum_of(text) not in {drafted for _, drafted in held})
        elif isinstance(current, LetterEdits):
            _take(current, block)
        elif current is not None and block.tag == qn("w:p"):
            current.take(block, held)
    return Edits(
        {name: reader.kept() for name, reader in forms.items()},
        {name: reader.kept() for name, reader in letters.items()},
    )


def _take(letter: LetterEdits, block: etree._Element) -> None:
    """A block of a letter that bears no mark: people's own paragraph, or the table."""
    if block.tag == qn("w:p"):
        letter.add_own(_text(block).strip())
        return
    letter.add_rows([[_cell(cell) for cell in row.iter(qn("w:tc"))] for row in block.iter(qn("w:tr"))])


def _cell(cell: etree._Element) -> str:
    return "\n".join(_text(paragraph) for paragraph in cell.iter(qn("w:p"))).strip()


class _Reader(PeopleEdits):
    """The opinion on one form as it is read, paragraph by paragraph."""

    def take(self, paragraph: etree._Element, held: list[tuple[str, str]]) -> None:
        """One paragraph and the names in it, each with its sum; of several sentences run together the first has all."""
        text = words.NUMBER.sub("", _text(paragraph)).replace(words.GONE, "").strip()
        if not held:
            self.add_own(text)
            return
        for name, drafted in held:
            if name.startswith(DRAFTED):
                self.drafted |= set(text.split())
                self.section = None
            elif name.startswith(SECTION):
                part = name.removeprefix(SECTION).partition(".")[0]
                self.section = None if part == END else Section(part)
            elif text:
                self.there.add(name)
                said = text.removeprefix(VERDICT) if self.section is None else text
                if sum_of(said) != drafted and name == held[0][0]:
                    self.texts[name] = (self.section, said)


def _text(holder: etree._Element) -> str:
    return "".join(piece.text or "" for piece in holder.iter(qn("w:t")))


def _blocks(data: bytes) -> Iterator[etree._Element]:
    """The paragraphs and tables of the text in order."""
    try:
        open_package(data)  # its limits hold off archives that unpack without end
        body = docx.Document(io.BytesIO(data)).element.body
    except (Unreadable, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise Trouble("不是可以打开的 Word 文件", "请给出 jiheng opinion 写成的 .docx。") from error
    yield from body.iterchildren(qn("w:p"), qn("w:tbl"))
