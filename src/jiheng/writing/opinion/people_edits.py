"""What people did to the opinion on one form, gathered while a file of it is read from top to bottom."""

from jiheng.opinion import Kept, Section


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
