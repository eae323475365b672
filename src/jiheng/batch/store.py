"""The folder of a batch: which units belong to it, which are done, and how one becomes done.

A unit is written under `work/` and becomes done by one rename to `units/<id>/`; that it stands there
is the record of it. `plan.json` lists the units of the present inputs; nothing else is ever read, so
a unit that some worker of an earlier run still finishes can neither be lost nor count twice.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from jiheng.batch.unit import BatchUnit, Counts
from jiheng.exclusive import take
from jiheng.form import Problem
from jiheng.trouble import Trouble

_ABOUT = "unit.json"


class Listing(msgspec.Struct, frozen=True):
    """The content of plan.json."""

    units: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Store:
    """The folder of a batch. Nothing is made or changed before `opened`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.units = folder / "units"
        self._work = folder / "work"
        self._plan = folder / "plan.json"

    @contextmanager
    def opened(self) -> Iterator[int]:
        """The folder made ready for one run at a time; what a killed run left half done is cleared away.

        Yields the open file whose lock tells of the run: as long as any process has it open, the folder is taken.

        Raises Trouble where another run is at it, OSError where it cannot be written.
        """
        self.units.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            if not take(lock.fileno()):
                raise Trouble("另一次 jiheng batch 正在写这个文件夹", "等它做完，或换一个文件夹。")
            shutil.rmtree(self._work, ignore_errors=True)
            yield lock.fileno()

    def plan(self, units: Sequence[BatchUnit], problems: Sequence[Problem]) -> set[str]:
        """Make these the units of the folder, clear away the others, and return the ids of those done already."""
        names = {unit.id for unit in units}
        self._work.mkdir(exist_ok=True)
        draft = self._work / self._plan.name
        draft.write_bytes(msgspec.json.encode(Listing(tuple(unit.id for unit in units), tuple(problems))))
        _sync(draft)
        draft.replace(self._plan)
        _sync(self.folder)
        done = {path.name for path in self.units.iterdir()}
        for name in done - names:
            shutil.rmtree(self.units / name, ignore_errors=True)
        return done & names

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A folder to write a unit into; leaving it without an error makes the unit done, at once and for good."""
        self._work.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._work))
        draft.chmod(0o755)
        try:
            yield draft
            for path in draft.iterdir():
                _sync(path)
            _sync(draft)
            if not self.done(name):
                self._settle(draft, name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _settle(self, draft: Path, name: str) -> None:
        try:
            draft.rename(self.units / name)
        except OSError:
            if not self.done(name):  # else another worker was the first, with the same result
                raise
        _sync(self.units)

    def done(self, name: str) -> bool:
        """Whether the unit is done."""
        return (self.units / name).is_dir()

    def listing(self) -> Listing:
        """The units of the folder, done or not; empty where there is no batch."""
        try:
            return msgspec.json.decode(self._plan.read_bytes(), type=Listing)
        except (FileNotFoundError, NotADirectoryError):
            return Listing()

    def finished(self) -> list[Path]:
        """The folders of the units that are done, in the order of the inputs."""
        return [self.units / name for name in self.listing().units if self.done(name)]

    def counts(self, name: str) -> Counts:
        """What came of a unit that is done."""
        return msgspec.json.decode((self.units / name / _ABOUT).read_bytes(), type=Counts)


def note_counts(draft: Path, counts: Counts) -> None:
    """Write what came of a unit beside its tables."""
    (draft / _ABOUT).write_bytes(msgspec.json.encode(counts))


def _sync(path: Path) -> None:
    """See to it that a file or folder is on the disk."""
    if path.is_dir() and os.name == "nt":  # Windows does not open folders
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)  # Windows writes out only what is open to write
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
