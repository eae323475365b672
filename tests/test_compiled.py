"""Expressions that are kept from one run to the next are those that Python itself would compile."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jiheng.compiled import compiled

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "松泠区园林环境局"
TEXTS = [
    ("", 0),
    (r"(?P<year>(?:19|20)\d\d)年?(?P<rest>[^，。]{0,4})", 0),
    (r"\s*+(\d{1,3}(?:,\d{3})++|\d++)(%)?", 0),
    (r"(?<![A-Za-z])(?:km|hm²|ＫＷ)(?!\w)|[一-鿿]+?$", re.IGNORECASE),
    (r"(?x) (a) | (?P<b> b\1 ) # 注", re.MULTILINE | re.DOTALL),
]
KEEP = """
import re, sys
from jiheng.compiled import _FILE, _read, compiled, keep
first = _read()
one = compiled("第(?P<n>[一二三])名", re.IGNORECASE)
assert one == re.compile("第(?P<n>[一二三])名", re.IGNORECASE) and one.fullmatch("第二名")["n"] == "二"
keep()
for (text, flags), _ in _read().items():
    assert compiled(text, flags) == re.compile(text, flags), text
print(len(first), len(_read()), _FILE)
"""


def run(code: list[str], folder: Path, **more: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPYCACHEPREFIX": str(folder)} | more
    return subprocess.run([sys.executable, *code], env=environment, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("text", "flags"), TEXTS)
def test_what_is_compiled_is_what_python_compiles(text: str, flags: int) -> None:
    for _ in range(2):
        found, usual = compiled(text, flags), re.compile(text, flags)
        assert found == usual and found.flags == usual.flags
        assert found.groupindex == usual.groupindex and found.groups == usual.groups


def test_an_expression_that_is_none_raises_as_ever() -> None:
    with pytest.raises(re.error):
        compiled("(", 0)


@pytest.mark.full
def test_what_a_command_and_its_workers_compiled_is_there_for_the_next(tmp_path: Path) -> None:
    run(["-m", "jiheng", "extract", str(EXAMPLES), "--jobs", "2", "--format", "json"], tmp_path)
    first, kept, _ = run(["-c", KEEP], tmp_path).split()
    assert int(first) > 50
    assert int(kept) == int(first) + 1
    assert run(["-c", KEEP], tmp_path).split()[0] == kept


@pytest.mark.full
def test_every_run_asks_for_the_same_expressions(tmp_path: Path) -> None:
    kept = []
    for seed in "12":
        run(["-m", "jiheng", "audit", str(EXAMPLES), "--jobs", "1"], tmp_path, PYTHONHASHSEED=seed)
        kept.append(next(tmp_path.rglob("*.expressions")).stat().st_size)
    assert kept[0] == kept[1], "words from a set stand in another order each time"


@pytest.mark.full
@pytest.mark.parametrize("damage", [lambda data: data[:-7], lambda data: b"2" + data[1:], lambda data: b""])
def test_what_is_damaged_or_of_another_python_is_made_anew(damage: object, tmp_path: Path) -> None:
    file = Path(run(["-c", KEEP], tmp_path).split()[2])
    assert callable(damage)
    file.write_bytes(damage(file.read_bytes()))
    assert run(["-c", KEEP], tmp_path).split()[:2] == ["0", "1"]


def test_nothing_is_kept_where_no_bytecode_is_to_be_written(tmp_path: Path) -> None:
    assert run(["-c", KEEP], tmp_path, PYTHONDONTWRITEBYTECODE="1").split()[:2] == ["0", "0"]
    assert not list(tmp_path.rglob("*.expressions"))
