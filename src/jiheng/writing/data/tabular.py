"""One table in one file of text: CSV for programs and for Excel, JSON Lines for programs."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from jiheng.whole_file import whole_file
from jiheng.writing.data.column import Row, Table, Value

Add = Callable[[Iterable[Row]], None]
"""Takes the next rows of a table."""

_GUARDED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'")
_HARMLESS = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?|-+")
GUARD = "'"


def guarded(text: str) -> str:
    """The text with an apostrophe before it where Excel might take it for a formula.

    A text that begins with an apostrophe gets one more, so that taking one off always gives the text back.
    A plain signed figure and a dash are no formulas.
    """
    return GUARD + text if text.startswith(_GUARDED) and not _HARMLESS.fullmatch(text) else text


@contextmanager
def csv_file(table: Table[Any], path: Path, *, worded: bool = False) -> Iterator[Add]:
    """Write UTF-8 with a mark that Excel knows it by. `worded`: titles and Chinese words in place of names and codes.

    Raises OSError when the file cannot be written.
    """
    with whole_file(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow([column.title if worded else column.name for column in table.columns])

        def add(rows: Iterable[Row]) -> None:
            lines.writerows([_cell(value) for value in row] for row in (_worded(table, rows) if worded else rows))

        yield add


def _worded(table: Table[Any], rows: Iterable[Row]) -> Iterator[Row]:
    words = [column.worded for column in table.columns]
    for row in rows:
        yield tuple([word(value) for word, value in zip(words, row, strict=True)])


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else format(value, "f" if not isinstance(value, int) else "d")


@contextmanager
def jsonl_file(table: Table[Any], path: Path) -> Iterator[Add]:
    """Write one JSON object a row, figures as JSON numbers with every digit. Raises OSError."""
    encode = msgspec.json.Encoder(decimal_format="number").encode
    names = [column.name for column in table.columns]
    with whole_file(path) as draft, draft.open("wb") as stream:

        def add(rows: Iterable[Row]) -> None:
            stream.writelines(encode(dict(zip(names, row, strict=True))) + b"\n" for row in rows)

        yield add
