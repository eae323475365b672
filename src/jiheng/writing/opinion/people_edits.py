"""What people did to the opinion on one form, or to a letter, gathered while a file is read from top to bottom."""

from collections.abc import Sequence

from jiheng.opinion import Kept, KeptLetter, Section
from jiheng.writing.opinion.words import LETTER_PARTS, REPLY, SIGNATURE


class PeopleEdits:
    """Filled by the reader of a format: `section` is where it stands, None outside the sections."""

    def __init__(self) -> None:
        self.section: Section | None = None
        self.texts: dict[str, tuple[Section | None, str]] = {}
        self.own: dict[Section, list[str]] = {}
        self.there: set[str] = set()
        self.drafted: set[str] = set()

    def add_own(self, text: str) -> None:
        """Keep a sentence that bears no mark: people wrote it, where it stands in a section."""
        if self.section is not None and text:
            self.own.setdefault(self.section, []).append(text)

    def kept(self) -> Kept:
        """What people did."""
        own = {section: tuple(texts) for section, texts in self.own.items()}
        return Kept(self.texts, own, frozenset(self.drafted - self.there))


class LetterEdits:
    """Filled by the reader of a format with the lines and the table of one letter."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.there: set[str] = set()
        self.own: list[str] = []
        self.after: list[str] = []
        self.replies: dict[str, str] = {}

    def add_line(self, part: str, text: str, changed: bool) -> None:
        """A line that bears its mark."""
        self.there.add(part)
        if changed:
            self.texts[part] = text

    def add_own(self, text: str) -> None:
        """A line without a mark: people wrote it, above the signature or below."""
        if text:
            (self.after if self.there & set(SIGNATURE) else self.own).append(text)

    def add_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """The table of the letter, its heading first; what stands in the column for the reply is kept by project."""
        if not rows or not rows[0] or rows[0][-1] != REPLY:
            return
        self.replies |= {row[1]: row[-1] for row in rows[1:] if len(row) == len(rows[0]) and row[-1]}

    def kept(self, parts: Sequence[str] = LETTER_PARTS) -> KeptLetter:
        """What people did; a line of `parts` that is not there any more was taken out."""
        gone = {part: "" for part in parts if part not in self.there}
        return KeptLetter(self.texts | gone, tuple(self.own), tuple(self.after), self.replies)
