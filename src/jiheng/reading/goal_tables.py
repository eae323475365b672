"""绩效目标表: files that set goals without asking for results, for blank forms that will ask for them."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from jiheng.form import Form, Problem
from jiheng.reading.files import READERS, members, read_path
from jiheng.reading.problem import Unreadable
from jiheng.reading.recognise import Recogniser, named, placed
from jiheng.reading.sniff import kind


def read_goals(path: Path) -> Iterator[Form | Problem]:
    """The forms of a file or folder, filled in or not; then its problems.

    Tables of goals are known in Word, Excel, PDF and web pages; other files are read as ever.
    """
    for file in members(path) if path.is_dir() else (path,):
        found = list(_tables_of_goals(file)) if file.is_file() else []
        yield from found or read_path(file)


def _tables_of_goals(path: Path) -> Iterator[Form]:
    """Nothing where the file is none of those, or cannot be read: the usual way will say why."""
    data = path.read_bytes()
    reader = READERS.get(kind(data, path.name))
    if reader is None:
        return
    recogniser = Recogniser(wants_results=False)
    forms: list[Form] = []
    try:
        for table in importlib.import_module(f"jiheng.reading.{reader}").tables(data, path.name):
            forms.extend(recogniser.feed(table))
    except Unreadable:
        return
    for number, form in enumerate([*forms, *recogniser.close()], 1):
        form.source = named(path.name, number)
        yield placed(form, path.name)
