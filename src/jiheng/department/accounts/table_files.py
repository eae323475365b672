"""A file of any readable format → its tables, with the place of every cell."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from jiheng.form import Origin, Problem
from jiheng.reading.files.decode import Lines
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import by_kind
from jiheng.reading.read import REFUSED
from jiheng.reading.tables.table import Cell, Table
from jiheng.system_error import reason

_SEPARATORS = ",\t;"


def tables_in(path: Path) -> Iterator[Table | Problem]:
    """The tables of a file in order; a file that cannot be read gives one problem and nothing else."""
    try:
        yield from tables_of(path.read_bytes(), path.name)
    except FileNotFoundError:
        yield Problem(path.name, "文件不存在", f"请核对路径：{path}")
    except OSError as error:
        yield Problem(path.name, f"文件打不开（{reason(error)}）", "请核对路径和读取权限。")
    except Unreadable as error:
        yield Problem(path.name, error.message, error.advice)


def tables_of(data: bytes, name: str) -> Iterator[Table]:
    """The tables of a file's bytes. Raises Unreadable."""
    what = kind(data, name)
    if what in REFUSED:
        raise Unreadable(*REFUSED[what])
    if what in (FileKind.OFFICE, FileKind.DOC):
        from jiheng.reading.formats import office

        data, ending = office.convert(data, name)
        what = FileKind(ending)
    if what in by_kind.READERS:
        yield from by_kind.tables(what, data, name)
    elif what in (FileKind.TEXT, FileKind.CSV):
        yield _separated(data, name)
    else:
        raise Unreadable("不是能读的表格文件", "请交 xlsx、xls 或 csv 文件；压缩包请先解压。")


def _separated(data: bytes, name: str) -> Table:
    """Rows of text with a separator: the one that stands most often in the first lines."""
    lines = [line for _, line in Lines(io.BytesIO(data))]
    head = "\n".join(lines[:50])
    separator = max(_SEPARATORS, key=head.count)
    table = Table(aligned=True)
    try:
        for number, texts in enumerate(csv.reader((f"{line}\n" for line in lines), delimiter=separator)):
            cells = [Cell(text, number, column) for column, text in enumerate(texts) if text.strip()]
            placed = [replace(c, origin=Origin(name, row=number + 1, column=c.column + 1)) for c in cells]
            if placed:
                table.rows.append(placed)
    except csv.Error as error:
        raise Unreadable(f"逗号分隔的文件读不下去（{error}）", "请用 Excel/WPS 打开，另存为 xlsx 再试。") from error
    return table
