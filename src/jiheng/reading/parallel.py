"""Many files → forms and problems: folders and archives spread over worker processes."""

import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from jiheng.form import Form, Problem
from jiheng.reading.files import archive, pool
from jiheng.reading.files.heartbeat import Pages
from jiheng.reading.files.pool import Limits
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.form.completeness import results_only
from jiheng.reading.read import MAX_FILE, empty, members, read_bytes, read_path

_OWN_LIMITS = (".json", ".txt", ".md", ".csv", ".tsv")
"""A single file of these is read in this process: plain text is bounded by its reader and streams."""


class Document(msgspec.Struct, frozen=True, gc=False):
    """One file to be read: where it is, what records call it, and its entry if it lies in an archive."""

    path: str
    name: str
    entry: str | None = None


class Read(msgspec.Struct, frozen=True, gc=False):
    """One thing that came of a document: a form, a problem, or None when it is finished.

    `finished` of `total` documents are through.
    """

    document: Document
    found: Form | Problem | None
    finished: int = 0
    total: int = 1


def documents(paths: Iterable[Path]) -> Iterator[Document | Problem]:
    """Every document below the paths, in the order in which a person would sort; archives are opened."""
    for path in paths:
        if not path.is_dir():
            yield from _opened(path, path.name)
            continue
        found = list(members(path))
        if not found:
            yield empty(path)
        for member in found:
            yield from _opened(member, member.relative_to(path).as_posix())


def read_document(document: Document) -> Iterator[Form | Problem]:
    """The self-evaluations of one document, then its problems."""
    return results_only(read_every(document))


def read_every(document: Document) -> Iterator[Form | Problem]:
    """The forms of one document, those that only set or watch goals too, then its problems."""
    if document.entry is None:
        yield from read_path(Path(document.path), document.name, every=True)
        return
    found = content(document)
    if isinstance(found, Problem):
        yield found
    elif found is not None:
        yield from read_bytes(found, document.name, every=True)


def content(document: Document) -> bytes | Problem | None:
    """The bytes of a document; None for a file that is not there or too large to be read whole."""
    if document.entry is not None:
        holder = _archive(document.path)
        return archive.content(holder, holder.getinfo(document.entry), document.name)
    path = Path(document.path)
    try:
        return path.read_bytes() if path.stat().st_size <= MAX_FILE else None
    except OSError:
        return None


def read_many(
    paths: Iterable[Path],
    jobs: int = 0,
    limits: Limits | None = None,
    read: Callable[[Document], Iterator[Form | Problem]] = read_document,
    pages: Callable[[Document, Pages], None] | None = None,
) -> Iterator[Read]:
    """The forms and problems of files, folders and archives, in order; `jobs` files at a time (0: one a core).

    Each document is read in a worker of its own that is bounded by `limits`. `read` must be importable by name.
    `pages` is told how many pages of a scanned document are through.
    """
    found = list(documents(paths))
    tasks = [document for document in found if isinstance(document, Document)]
    if len(found) == 1 and tasks and tasks[0].path.lower().endswith(_OWN_LIMITS):
        results: Iterator[tuple[Document, Form | Problem | None]] = _alone(read, tasks[0])
    else:
        results = pool.run(read, tasks, _name, jobs, limits, pages)
    for number, document in enumerate(found):
        if isinstance(document, Problem):
            yield Read(Document(document.file, document.file), document, number, len(found))
            continue
        for _, result in results:
            yield Read(document, result, number + (result is None), len(found))
            if result is None:
                break


def _alone(
    read: Callable[[Document], Iterator[Form | Problem]], document: Document
) -> Iterator[tuple[Document, Form | Problem | None]]:
    for result in read(document):
        yield document, result
    yield document, None


def _name(document: Document) -> str:
    return document.name


def _opened(path: Path, name: str) -> Iterator[Document | Problem]:
    """The path itself, or what an archive holds."""
    if not _is_archive(path):
        yield Document(str(path), name)
        return
    try:
        for entry in archive.entries(_archive(str(path)), name):
            if isinstance(entry, Problem):
                yield entry
            else:
                yield Document(str(path), f"{name}/{entry[0]}", entry[1].filename)
    except Unreadable as error:
        yield Problem(name, error.message, error.advice)
    except OSError as error:
        yield Problem(name, str(error), "请核对路径和读取权限。")


def _is_archive(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            if stream.read(2) != b"PK":
                return False
        return kind(path.read_bytes(), path.name) is FileKind.ARCHIVE
    except OSError:
        return False


def _archive(path: str) -> zipfile.ZipFile:
    """The archive, opened once in each process: forked workers would move each other's place in a file they share."""
    return _opened_in(os.getpid(), path)


@lru_cache(maxsize=2)
def _opened_in(process: int, path: str) -> zipfile.ZipFile:
    return archive.opened(Path(path))
