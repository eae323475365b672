"""绩效目标表: files that set goals without asking for results, for blank forms that will ask for them."""

from collections.abc import Iterator
from pathlib import Path

from jiheng.form import Form, Problem
from jiheng.reading.files.parallel import Document, content, read_document
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.read import members
from jiheng.reading.files.sniff import kind
from jiheng.reading.form.recognise import Recogniser, named, placed
from jiheng.reading.formats import by_kind


def read_goals(path: Path) -> Iterator[Form | Problem]:
    """The forms of a file or folder, filled in or not; then its problems. In this process, without limits."""
    for file in members(path) if path.is_dir() else (path,):
        yield from read_goal_document(Document(str(file), file.name))


def read_goal_document(document: Document) -> Iterator[Form | Problem]:
    """The forms of one document, filled in or not; then its problems.

    Tables of goals are known in Word, Excel, PDF and web pages; other files are read as ever.
    """
    yield from list(_tables_of_goals(document)) or read_document(document)


def _tables_of_goals(document: Document) -> Iterator[Form]:
    """Nothing where the file is none of those, or cannot be read: the usual way will say why."""
    data = content(document)
    if not isinstance(data, bytes) or (what := kind(data, document.name)) not in by_kind.READERS:
        return
    recogniser = Recogniser()
    forms: list[Form] = []
    try:
        for table in by_kind.tables(what, data, document.name):
            forms.extend(recogniser.feed(table))
    except Unreadable:
        return
    for number, form in enumerate([*forms, *recogniser.close()], 1):
        form.source = named(document.name, number)
        yield placed(form, document.name)
