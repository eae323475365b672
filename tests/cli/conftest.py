"""A command run in this process, its exit code and what it wrote."""

import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests import in_process

from jiheng.cli import main
from jiheng.places.sources import VARIABLE, forget
from jiheng.reading.files import pool
from jiheng.reading.parallel import read_document, read_every

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "松泠区园林环境局"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


_READ: dict[Any, bytes] = {}
"""What workers read of the example department, by the work, the documents and the packs brought."""


def _read_once(work: Any, tasks: Any, *more: Any) -> Iterator[tuple[Any, Any]]:
    known = work in (read_document, read_every) and all(Path(task.path).is_relative_to(EXAMPLES) for task in tasks)
    if not known:
        yield from in_process.run(work, tasks, *more)
        return
    key = work, tuple(tasks), os.environ.get(VARIABLE)
    if key not in _READ:
        _READ[key] = pickle.dumps(list(in_process.run(work, tasks, *more)))
    yield from pickle.loads(_READ[key])


@pytest.fixture(autouse=True)
def _example_read_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example department never changes: its files are read by the first command that asks for them."""
    if not request.node.get_closest_marker("workers"):
        monkeypatch.setattr(pool, "run", _read_once)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Iterator[Run]:
    def command(*args: object) -> Ran:
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
        captured = capfdbinary.readouterr()
        assert isinstance(left.value.code, int)
        return Ran(left.value.code, captured.out.decode(), captured.err.decode())

    before = os.environ.get(VARIABLE, "")
    yield command
    if os.environ.get(VARIABLE, "") != before:  # a pack that a command brought stays with it
        os.environ[VARIABLE] = before
        forget()


@pytest.fixture
def department() -> Path:
    """The example department."""
    return EXAMPLES


@pytest.fixture
def clean_form(tmp_path: Path) -> Path:
    """A file with one form that has no fault."""
    text = (EXAMPLES / "局本级-表格粘贴.txt").read_text(encoding="gb18030")
    path = tmp_path / "一张表.txt"
    path.write_text(text[: text.index("项目支出绩效自评表", 20)], encoding="utf-8")
    return path
