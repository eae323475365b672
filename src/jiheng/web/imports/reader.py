"""What a bounded reading process does with one source: forms, figures, archive entries, a drawing of the original.

Only this module looks at the bytes that people hand in, and only in a process that `jiheng.reading.files.pool` can end.
It knows nothing of the database.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from jiheng.checks.audit import chosen, examine_form
from jiheng.department.accounts.column_mapping import load_mapping
from jiheng.department.accounts.header import squeezed
from jiheng.department.accounts.result import Accounts
from jiheng.department.accounts.table import read_accounts
from jiheng.department.accounts.table_files import tables_of
from jiheng.form import Form, Origin, Problem
from jiheng.places import Choice, load
from jiheng.reading import Unreadable, read_path
from jiheng.reading.files import archive
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.read import read_bytes
from jiheng.reading.tables.table import Cell
from jiheng.web.imports.preview import Picture, Tables, drawn

MOST_FORMS = 2000
"""Forms that are taken from one file."""
LONGEST_ENTRY = 500
_SHOWN_ROWS = 12
_WHY = "年度自评所定的办法"


class Task(NamedTuple):
    """One source to be read: where its bytes are, what it is called, what it is taken for.

    `mapping` is the text of a mapping of columns that a person settled, for figures.
    """

    source: int
    path: str
    name: str
    entry: str
    kind: str
    rulebook: str
    mapping: str = ""


class ArchiveMember(NamedTuple):
    """A file inside an archive, to be read as a source of its own."""

    path: str


class CountedForm(NamedTuple):
    """A form with what is said of it."""

    form: Form
    errors: int


class Digest(NamedTuple):
    """SHA-256 of the content."""

    sha256: str


class Head(NamedTuple):
    """The first rows of each table of figures, for the mapping of columns: by sheet, texts by column number."""

    tables: list[tuple[str, list[dict[int, str]]]]


Piece = Form | CountedForm | Problem | ArchiveMember | Digest | Accounts | Head | Picture | Tables


def read_source(task: Task) -> Iterator[Piece]:
    """Everything that comes of a source; what cannot be read becomes a Problem."""
    try:
        data = _bytes(task)
    except Unreadable as error:
        yield Problem(task.name, error.message, error.advice)
        return
    except FileNotFoundError:
        yield Problem(task.name, "存放的文件不见了，或者已经损坏", "请重新上传这份文件；也请告诉系统管理员。")
        return
    if not task.entry and kind(data, task.name) is FileKind.ARCHIVE:
        yield from _entries(Path(task.path), task.name)
        return
    yield Digest(hashlib.sha256(data).hexdigest())
    if task.kind == "figures":
        yield from _figures(data, task)
        return
    forms = _goals(data, task) if task.kind == "approved" else read_bytes(data, task.name)
    count = 0
    for form in forms:
        if isinstance(form, Problem):
            yield form
            continue
        count += 1
        if count > MOST_FORMS:
            yield Problem(task.name, f"一份文件里超过 {MOST_FORMS} 张表，只读了前面的", "请拆成几个文件再导入。")
            break
        yield CountedForm(form, errors_of(form, task.rulebook) if task.kind == "forms" else 0)
    yield from drawn(data, task.name)


def errors_of(form: Form, rulebook: str) -> int:
    """The errors that the core finds in a form as it stands."""
    audit = examine_form(form, Choice(load(rulebook), _WHY), chosen())
    return sum(finding.severity == "error" for finding in audit.findings)


def _bytes(task: Task) -> bytes:
    path = Path(task.path)
    if not task.entry:
        return path.read_bytes()
    holder = archive.opened(path)
    info = next((info for info in holder.infolist() if archive.member_name(info) == task.entry), None)
    if info is None:
        raise Unreadable("压缩包里没有这个文件", "请重新上传。")
    content = archive.content(holder, info, task.name)
    if isinstance(content, Problem):
        raise Unreadable(content.message, content.advice)
    return content


def _entries(path: Path, name: str) -> Iterator[ArchiveMember | Problem]:
    empty = True
    try:
        for found in archive.entries(archive.opened(path), name):
            empty = False
            if isinstance(found, Problem):
                yield found
            elif len(found[0]) > LONGEST_ENTRY:
                yield Problem(f"{name}/{found[0][:80]}…", "压缩包里的文件名太长，没有读取", "请把文件名改短再打包。")
            else:
                yield ArchiveMember(found[0])
    except Unreadable as error:
        if name.lower().endswith(".zip"):
            yield Problem(name, error.message, error.advice)
        else:  # Word and Excel files are archives too, but nobody calls them so
            yield Problem(name, "文件损坏，打不开", "请用 Word/WPS 打开原文件，能打开就另存一份再上传。")
        return
    if empty:
        yield Problem(name, "压缩包里没有文件", "请核对是否选对了文件。")


def _goals(data: bytes, task: Task) -> Iterator[Form | Problem]:
    """Approved goals: tables of goals and forms of any format, and tables with a row an indicator."""
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        file = Path(folder, Path(task.name.replace("\\", "/")).name[-80:] or "file")
        file.write_bytes(data)
        yield from read_path(file, every=True)


def _figures(data: bytes, task: Task) -> Iterator[Piece]:
    try:
        tables = list(tables_of(data, task.name))
        yield Head(
            [
                (_title(table.rows[0][0].origin, place) if table.rows else "", _first(table.rows))
                for place, table in enumerate(tables[:5])
            ]
        )
        sheets = load_mapping(task.mapping, task.name) if task.mapping else ()
        yield read_accounts(tables, task.name, sheets)
    except Unreadable as error:
        advice = "请在下面逐列指明哪一列是项目名称、哪一列是金额。" if "认不出" in error.message else error.advice
        yield Problem(task.name, error.message.partition("。前几行")[0], advice)


def _title(origin: Origin | None, place: int) -> str:
    return (origin.sheet if origin else None) or (str(place + 1) if place else "")


def _first(rows: Sequence[Sequence[Cell]]) -> list[dict[int, str]]:
    return [{cell.column + 1: squeezed(cell.text)[:60] for cell in row} for row in rows[:_SHOWN_ROWS]]
