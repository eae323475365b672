"""绩效目标表: files that set goals without asking for results, for blank forms that will ask for them."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from jiheng.form import Form, Problem
from jiheng.reading.files import READERS, members
from jiheng.reading.many import Document, content, read_document
from jiheng.reading.problem import Unreadable
from jiheng.reading.recognise import Recogniser, named, placed
from jiheng.reading.sniff import kind


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
    if not isinstance(data, bytes) or (reader := READERS.get(kind(data, document.name))) is None:
        return
    recogniser = Recogniser(wants_results=False)
    forms: list[Form] = []
    try:
        for table in importlib.import_module(f"jiheng.reading.{reader}").tables(data, document.name):
            forms.extend(recogniser.feed(table))
    except Unreadable:
        return
    for number, form in enumerate([*forms, *recogniser.close()], 1):
        form.source = named(document.name, number)
        yield placed(form, document.name)
