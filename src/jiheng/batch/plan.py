"""Inputs → units. The cut rests on the content, so that the same inputs are always cut the same way.

A document added or changed in the middle changes the unit it falls into and leaves the others as they are.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from jiheng.batch.unit import BatchUnit, Piece, Settings, digest, unit_of
from jiheng.form import Problem
from jiheng.reading.parallel import Document, documents

RECORDS = (".jsonl", ".ndjson")
SIZE = 2000
"""Lines of records in a unit, as usual."""
_DOCUMENTS_TO_LINES = 32
"""A document costs about as much as this many records."""


class BatchPlan(msgspec.Struct, frozen=True):
    """The units of a run, and what could not be taken in."""

    units: tuple[BatchUnit, ...]
    problems: tuple[Problem, ...]


def plan(paths: Iterable[Path], own: Settings, size: int = SIZE) -> BatchPlan:
    """The units of files, folders, archives and record files; `size` lines of records, or 1/32 of it documents, each.

    Raises OSError where a record file cannot be read.
    """
    units: list[BatchUnit] = []
    problems: list[Problem] = []
    loose: list[Piece] = []
    most = max(1, size // _DOCUMENTS_TO_LINES)
    for found in _named_apart(documents(paths)):
        if isinstance(found, Problem):
            problems.append(found)
        elif found.entry is None and found.path.lower().endswith(RECORDS):
            units.extend(unit_of([piece], own) for piece in _slices(found, size))
        else:
            loose.append(Piece(found.path, found.name, _mark(found), found.entry))
            if len(loose) >= 2 * most or _ends_here(found.name, most):
                units.append(unit_of(loose, own))
                loose = []
    if loose:
        units.append(unit_of(loose, own))
    return BatchPlan(tuple(units), tuple(problems))


def _named_apart(found: Iterable[Document | Problem]) -> Iterator[Document | Problem]:
    """Every document once; those of the same name in different folders by their whole paths."""
    seen: set[tuple[str, str | None]] = set()
    names: set[str] = set()
    for document in found:
        if isinstance(document, Document):
            place = (str(Path(document.path).resolve()), document.entry)
            if place in seen:
                continue
            seen.add(place)
            if document.name in names:
                name = f"{Path(document.path).as_posix()}{f'/{document.entry}' if document.entry else ''}"
                document = msgspec.structs.replace(document, name=name)
            names.add(document.name)
        yield document


def _ends_here(name: str, most: int) -> bool:
    """Whether a unit ends behind the document of this name: once in `most` names."""
    return int(digest(name.encode("utf-8", "surrogatepass")), 16) % most == 0


def _mark(document: Document) -> str:
    try:
        about = Path(document.path).stat()
    except OSError:
        return ""
    return f"{about.st_size}-{about.st_mtime_ns}"


def _slices(document: Document, size: int) -> Iterator[Piece]:
    """A file of records in stretches of `size` lines, each marked by its content."""
    with Path(document.path).open("rb") as stream:
        offset, first, lines = 0, 1, []
        for number, line in enumerate(stream, 1):
            lines.append(line)
            if len(lines) == size:
                yield _slice(document, b"".join(lines), offset, first)
                offset, first, lines = offset + sum(map(len, lines)), number + 1, []
    if lines:
        yield _slice(document, b"".join(lines), offset, first)


def _slice(document: Document, data: bytes, offset: int, first: int) -> Piece:
    return Piece(document.path, document.name, digest(data), None, offset, len(data), first)
