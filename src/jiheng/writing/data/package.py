"""A folder or a zip of tables with a Data Package descriptor and a page that explains the fields."""

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from jiheng.whole_file import whole_file
from jiheng.writing.data.column import Table
from jiheng.writing.data.descriptor import FILE, descriptor
from jiheng.writing.data.document import tables_page
from jiheng.writing.data.parquet import parquet_file
from jiheng.writing.data.tabular import Add, csv_file, jsonl_file

FORMATS = {"csv": csv_file, "jsonl": jsonl_file, "parquet": parquet_file}
"""What the tables of a package can be written as."""
PAGE = "README.md"
_DATE = (1980, 1, 1, 0, 0, 0)
"""The time every member of a zip bears, so that the same data give the same bytes."""
_FILE_MODE = 0o100644 << 16
_UNIX = 3


@contextmanager
def folder_of(tables: Sequence[Table[Any]], folder: Path, form: str = "csv") -> Iterator[list[Add]]:
    """Write the package into a folder, made where it is missing; other files in it stay.

    Yields what takes the rows of each table, in order. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _written(tables, form) as (adds, made):
        yield adds
        for path in made():
            with whole_file(folder / path.name) as draft:
                shutil.copyfile(path, draft)


@contextmanager
def zip_of(tables: Sequence[Table[Any]], path: Path, form: str = "csv") -> Iterator[list[Add]]:
    """The same in one zip file."""
    with _written(tables, form) as (adds, made):
        yield adds
        with whole_file(path) as draft, zipfile.ZipFile(draft, "w") as archive:
            for member in made():
                _store(archive, member)


def _store(archive: zipfile.ZipFile, member: Path) -> None:
    about = zipfile.ZipInfo(member.name, _DATE)
    about.external_attr, about.create_system = _FILE_MODE, _UNIX
    about.compress_type = zipfile.ZIP_DEFLATED
    with member.open("rb") as source, archive.open(about, "w", force_zip64=True) as stream:
        shutil.copyfileobj(source, stream)


@contextmanager
def _written(tables: Sequence[Table[Any]], form: str) -> Iterator[tuple[list[Add], "_Finish"]]:
    """The tables being written in a folder of their own, so that a run cut short leaves no half package behind."""
    with TemporaryDirectory(prefix="jiheng-") as name, ExitStack() as open_files:
        folder = Path(name)
        adds = [open_files.enter_context(FORMATS[form](table, folder / f"{table.name}.{form}")) for table in tables]
        yield adds, _Finish(tables, folder, form, open_files)


class _Finish:
    """Called once all rows are in: closes the tables, writes what describes them, names every file in order."""

    def __init__(self, tables: Sequence[Table[Any]], folder: Path, form: str, open_files: ExitStack) -> None:
        self._tables, self._folder, self._form, self._open_files = tables, folder, form, open_files

    def __call__(self) -> list[Path]:
        self._open_files.close()
        data = [self._folder / f"{table.name}.{self._form}" for table in self._tables]
        stored = {path.stem: _stored(path) for path in data}
        about = msgspec.json.format(msgspec.json.encode(descriptor(self._tables, self._form, stored)), indent=1)
        (self._folder / FILE).write_bytes(about + b"\n")
        (self._folder / PAGE).write_text(tables_page(self._tables), encoding="utf-8", newline="\n")
        return [self._folder / FILE, self._folder / PAGE, *data]


def _stored(path: Path) -> dict[str, Any]:
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest.hexdigest()}"}
