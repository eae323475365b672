"""What is done in one go: a unit of some documents, or of one stretch of a file of records."""

from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from jiheng import __version__
from jiheng.places import Book, load
from jiheng.places.sources import installed

if TYPE_CHECKING:
    from jiheng.reading import Limits

AUTO = "auto"


class Piece(msgspec.Struct, frozen=True):
    """A document, or lines of a .jsonl file of records.

    `mark` changes when the content does. Of records, `offset` and `length` are bytes and `first` is the
    number of the first line; `length` is None for a whole document.
    """

    path: str
    name: str
    mark: str
    entry: str | None = None
    offset: int = 0
    length: int | None = None
    first: int = 1


class Settings(msgspec.Struct, frozen=True):
    """What the outcome depends on (`rulebook`, its content as `digest`), and what reading one file may cost."""

    rulebook: str
    digest: str
    seconds: float
    memory: int

    @property
    def limits(self) -> "Limits":
        """The limits for the reader."""
        from jiheng.reading import Limits  # all of the reader, which those who only ask a batch do without

        return Limits(self.seconds, self.memory)


class BatchUnit(msgspec.Struct, frozen=True):
    """Pieces with the name of what comes of them: the same pieces and settings always have the same id."""

    id: str
    pieces: tuple[Piece, ...]


class Counts(msgspec.Struct, frozen=True):
    """What came of a unit. `secret` 涉密 forms are counted and nothing of them is kept."""

    forms: int = 0
    secret: int = 0
    findings: int = 0
    problems: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        mine, more = msgspec.structs.astuple(self), msgspec.structs.astuple(other)
        return Counts(*(number + another for number, another in zip(mine, more, strict=True)))


def settings(rulebook: str = AUTO, limits: "Limits | None" = None) -> Settings:
    """The settings for a rulebook (id, path of a .toml, or `auto`). Raises BookError for one that cannot be used."""
    from jiheng.reading import Limits

    bound = limits or Limits()
    used = _packs() if rulebook == AUTO else msgspec.json.encode(load(rulebook))
    return Settings(rulebook, digest(used), bound.seconds, bound.memory)


def _packs() -> bytes:
    """What all installed packs say, among which each form finds its own: their files, which need not be understood."""
    said = []
    for folder in installed().values():
        for file in sorted(folder.rglob("*.toml")):
            with suppress(OSError):  # a pack that cannot be read is chosen for no form
                said.append(file.read_bytes())
    return b"".join(said)


def book_of(own: Settings) -> Book | None:
    """The rulebook for every form, None where each form takes the fitting one."""
    return None if own.rulebook == AUTO else load(own.rulebook)


def unit_of(pieces: list[Piece], own: Settings) -> BatchUnit:
    """The unit of these pieces: another version or another rulebook makes it another unit."""
    marks = [(piece.name, piece.mark, piece.first) for piece in pieces]
    return BatchUnit(digest(msgspec.json.encode((__version__, own.digest, marks))), tuple(pieces))


def digest(data: bytes) -> str:
    """24 hexadecimal digits that tell one content from another."""
    return blake2b(data, digest_size=12).hexdigest()
