"""A command run in this process, its exit code and what it wrote."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jiheng.cli import main
from jiheng.places.sources import VARIABLE, forget

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "松泠区园林环境局"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


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
