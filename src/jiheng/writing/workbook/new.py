"""A new workbook in which text stays text: nothing that a form prints becomes a formula, a number or a link."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from jiheng.reading.files.own_report import AUTHOR

AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


@contextmanager
def new_workbook(path: Path, title: str, when: datetime, comments: str = "", **options: Any) -> Iterator[Workbook]:
    """The workbook, written when the block ends; `when` is the time it bears. Raises OSError."""
    with Workbook(str(path), AS_TEXT | options) as book:
        book.set_properties({"title": title, "author": AUTHOR, "created": when, "comments": comments})
        yield book
