"""People's work in a Word document of opinions: changed sentences, added paragraphs, sentences taken out."""

import io
from collections.abc import Iterator

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from jiheng.opinion import Kept, Section
from jiheng.reading.files.package import open_package
from jiheng.reading.files.problem import Unreadable
from jiheng.trouble import Trouble
from jiheng.writing.opinion import words
from jiheng.writing.opinion.docx import DRAFTED, END, FORM, SECTION, VERDICT
from jiheng.writing.opinion.marks import marks
from jiheng.writing.opinion.people_edits import PeopleEdits


def read(data: bytes) -> dict[str, Kept]:
    """By the identity of the form what people did to its opinion. Raises Trouble for what is no Word document."""
    found: dict[str, _Reader] = {}
    current: _Reader | None = None
    for paragraph in _paragraphs(data):
        held = marks(paragraph)
        head = next((name for name, _ in held if name.startswith(FORM)), None)
        if head is not None:
            current = found[head.removeprefix(FORM)] = _Reader()
        elif current is not None:
            current.take(paragraph, held)
    return {name: reader.kept() for name, reader in found.items()}


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
                if words.sum_of(said) != drafted and name == held[0][0]:
                    self.texts[name] = (self.section, said)


def _text(holder: etree._Element) -> str:
    return "".join(piece.text or "" for piece in holder.iter(qn("w:t")))


def _paragraphs(data: bytes) -> Iterator[etree._Element]:
    """The paragraphs of the text in order; those of tables are none of an opinion."""
    try:
        open_package(data)  # its limits hold off archives that unpack without end
        body = docx.Document(io.BytesIO(data)).element.body
    except (Unreadable, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise Trouble("不是可以打开的 Word 文件", "请给出 jiheng opinion 写成的 .docx。") from error
    yield from body.iterchildren(qn("w:p"))
