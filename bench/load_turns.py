"""Two builds under the same load, in turn: `python -m bench.load --against REPO`.

Each build runs its own `bench.load` from its own sources on a district of its own, one after the other on the same
machine, with this build's people before both; printed is a line a page with both figures and their ratio.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CLIENT = "load_client.py"
REPO = Path(__file__).resolve().parent.parent
_HEAD = ("在做什么", "页面", "这一版 p95（毫秒）", "另一版 p95（毫秒）", "比值", "这一版 p50", "另一版 p50", "次数")
_CELLS = 7

Row = tuple[str, str, str, str, str]
"""What is done, the page, how often, p50, p95."""


def main(other: Path, folder: Path, seconds: int, small: bool) -> None:
    """Run both and print the comparison. The other build's district is beside this one's, its name ending in -other."""
    folder = folder.absolute()
    mine = _run(REPO, folder, seconds, small)
    with _with_these_people(other.absolute()) as repo:
        theirs = {row[:2]: row for row in _run(repo, folder.with_name(f"{folder.name}-other"), seconds, small)}
    _say(_HEAD)
    _say(("---",) * len(_HEAD))
    for doing, page, count, middle, late in mine:
        if (found := theirs.get((doing, page))) is not None:
            ratio = f"{float(late) / float(found[4]):.2f}" if float(found[4]) else ""
            _say((doing, page, late, found[4], ratio, middle, found[3], f"{count}／{found[2]}"))


@contextmanager
def _with_these_people(other: Path) -> Iterator[Path]:
    """The other build with this build's client, so that both are asked the same."""
    with tempfile.TemporaryDirectory(prefix="jiheng-bench-") as made:
        shutil.copytree(other / "bench", Path(made, "bench"))
        shutil.copy(REPO / "bench" / _CLIENT, Path(made, "bench", _CLIENT))
        for name in ("src", "tests"):
            Path(made, name).symlink_to(other / name)
        yield Path(made)


def _run(repo: Path, folder: Path, seconds: int, small: bool) -> list[Row]:
    """The rows that a build's own `bench.load` prints."""
    command = [sys.executable, "-m", "bench.load", "--only", "postgresql", "--folder", str(folder)]
    command += ["--seconds", str(seconds), *(["--small"] if small else [])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(repo / "src"), str(repo)])}
    ran = subprocess.run(command, cwd=repo, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows = (line.strip("| \n").split(" | ") for line in ran.stdout.splitlines())
    return [(one[1], one[2], one[3], one[4], one[5]) for one in rows if len(one) == _CELLS and one[4].isdecimal()]


def _say(cells: tuple[str, ...]) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()
