"""Every command that writes: killed at any of its own steps, or on a full disk, the old file stays or the new is whole.

The commands are taken from the command line itself: one that learns to write must be added here.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer
from tests.cli.conftest import EXAMPLES
from tests.reading.drawn_layouts import drawn
from tests.reading.made_forms import as_html

from jiheng.cli.app import program
from jiheng.cli.commands import COMMANDS

slow = pytest.mark.slow
OLD = b"old \n" * 4000
_DIES = """
import os, signal, sys
folder, left = os.environ["DIE_IN"], [int(os.environ["DIE_AT"])]
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def watch(event, arguments):
    if event == "open":
        touches = isinstance(arguments[2], int) and arguments[2] & WRITES and str(arguments[0]).startswith(folder)
    else:
        touches = event in ("os.rename", "os.remove", "os.chmod", "os.mkdir") and str(arguments[0]).startswith(folder)
    if touches:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
"""
"""A sitecustomize that kills its process before the so-manyth step by which it changes a folder."""

WRITERS = {
    "extract": ["extract", "{forms}", "-o", "{out}.json"],
    "extract .parquet": ["extract", "{forms}", "-o", "{out}.parquet"],
    "audit": ["audit", "{forms}", "-o", "{out}.xlsx"],
    "audit .html": ["audit", "{forms}", "-o", "{out}.html"],
    "audit .json": ["audit", "{forms}", "-o", "{out}.json"],
    "opinion": ["opinion", "{forms}", "-o", "{out}.docx"],
    "annotate": ["annotate", "{made}/form.docx", "-o", "{out}.docx"],
    "fix": ["fix", "{made}/form.xlsx", "-o", "{out}.xlsx"],
    "fill": ["fill", "{made}/one.json", "-o", "{out}.docx"],
    "fill .xlsx": ["fill", "{made}/one.json", "-o", "{out}.xlsx"],
    "goals": ["goals", "{made}/goals.html", "-o", "{out}.docx"],
    "monitor": ["monitor", "{made}/monitor.html", "-o", "{out}.xlsx"],
    "advise": ["advise", "{forms}", "-o", "{out}.xlsx"],
    "rollup": ["rollup", "{forms}", "-o", "{out}.xlsx"],
    "rollup .html": ["rollup", "{forms}", "-o", "{out}.html"],
    "report": ["report", "overall", "{forms}", "-o", "{out}.docx"],
    "claims": ["claims", "{forms}/部门自评报告.txt", "{forms}", "-o", "{out}.xlsx"],
    "query": ["query", "{made}/batch", "--analysis", "kinds", "-o", "{out}.csv"],
    "query .parquet": ["query", "{made}/batch", "--analysis", "kinds", "-o", "{out}.parquet"],
    "library": ["library", "{made}/batch", "-o", "{out}.json", "--least", "1"],
    "backup": ["backup", "-o", "{out}.zip", "--data", "{data}", "--plain", "--no-check"],
    "audit-log export": ["audit-log", "export", "-o", "{out}.csv", "--data", "{data}"],
}
FOLDERS = {
    "batch": ["batch", "{forms}", "-o", "{out}/", "--jobs", "1"],
    "publish": ["publish", "{forms}", "-o", "{out}/"],
    "places learn": ["places", "learn", "{made}/form.docx", "-o", "{out}"],
}
"""Commands that write a folder: each file in it is whole, and the same command again makes up for what is missing."""
NEVER_OVER = {"keys copy": "refuses a file that is there (tests/web/test_backup.py)"}


def commands(command, path: str = ""):
    if hasattr(command, "commands"):
        for name, one in command.commands.items():
            yield from commands(one, f"{path} {name}")
    else:
        yield path.strip(), command


def test_every_command_that_writes_is_here():
    writing = {
        path
        for name in COMMANDS
        for path, command in commands(typer.main.get_command(program(name)))
        if any("--output" in one.opts for one in command.params)
    }
    listed = {name.split(" .")[0] for name in WRITERS} | set(FOLDERS) | set(NEVER_OVER)
    assert writing == listed


@pytest.fixture(scope="module")
def given(tmp_path_factory) -> dict[str, str]:
    """What the commands read."""
    made, data = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("data")
    run(["extract", str(EXAMPLES), "-o", str(made / "all.json")], {})
    one = json.loads((made / "all.json").read_bytes())[:1]
    one[0]["total_score"] = "31"  # something to remark on and to mend
    (made / "one.json").write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
    for ending in ("docx", "xlsx"):
        run(["fill", str(made / "one.json"), "-o", str(made / f"form.{ending}")], {})
    papers = {one.name: one.paper for one in drawn()}
    for name, paper in (("goals", "goals-central-2023"), ("monitor", "monitor-county-2023")):
        (made / f"{name}.html").write_text(as_html(papers[paper]), encoding="utf-8")
    run(["batch", str(made / "all.json"), "-o", str(made / "batch"), "--jobs", "1"], {})
    code = "from jiheng.web import serving, setup; setup.prepare(); serving.bring_up(demo=True)"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "JIHENG_DATA": str(data)})
    return {"forms": str(EXAMPLES), "made": str(made), "data": str(data)}


def run(arguments: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JIHENG_DATABASE": "", **more}
    command = [sys.executable, "-m", "jiheng", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)


def filled(arguments: list[str], given: dict[str, str], out: Path) -> list[str]:
    return [one.format(**given, out=out) for one in arguments]


def whole(path: Path) -> bool:
    """Whether a written file is complete, by what ends it."""
    content = path.read_bytes()
    if path.suffix in (".xlsx", ".docx", ".zip"):
        return zipfile.is_zipfile(path) and zipfile.ZipFile(path).testzip() is None
    if path.suffix == ".json":
        return bool(json.loads(content))
    if path.suffix == ".html":
        return content.rstrip().endswith(b"</html>")
    if path.suffix == ".parquet":
        return content.endswith(b"PAR1")
    return content.endswith(b"\n")


def dying(tmp_path: Path, folder: Path, step: int) -> dict[str, str]:
    """The environment of a process that dies at that step in the folder."""
    (tmp_path / "sitecustomize.py").write_text(_DIES, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    return {"PYTHONPATH": path, "DIE_IN": str(folder), "DIE_AT": str(step)}


@slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("name", WRITERS)
def test_killed_at_each_of_its_steps_the_old_stays_or_the_new_is_whole(name, given, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    arguments = filled(WRITERS[name], given, folder / "结果")
    target = next(Path(one) for one in arguments if one.startswith(str(folder)))
    for step in range(1, 40):
        target.write_bytes(OLD)
        ran = run(arguments, dying(tmp_path, folder, step))
        assert target.read_bytes() == OLD or whole(target), f"step {step}"
        if ran.returncode != -signal.SIGKILL:
            break
    assert step > 1, ran.stderr
    assert target.read_bytes() != OLD, ran.stderr
    assert ran.returncode in (0, 1), ran.stderr


WORKED_IN = ("opinion", "annotate", "fix", "fill", "fill .xlsx", "report")


@slow
@pytest.mark.parametrize("name", WORKED_IN)
def test_what_people_may_have_worked_in_is_set_aside(name, given, tmp_path):
    arguments = filled(WRITERS[name], given, tmp_path / "结果")
    target = next(Path(one) for one in arguments if one.startswith(str(tmp_path)))
    aside = target.with_name(f"结果.旧{target.suffix}")
    assert run(arguments, {}).returncode in (0, 1)
    if name not in ("annotate", "fix"):  # which bear the time of day
        again = run(arguments, {})
        assert not aside.exists(), again.stderr
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("worked.in", "改过")
    worked = target.read_bytes()
    again = run(arguments, {})
    assert aside.name in again.stderr
    assert aside.read_bytes() == worked
    assert whole(target) and target.read_bytes() != worked


@slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_was_cut_short_is_made_up_for(name, given, tmp_path):
    folder = tmp_path / "out"
    arguments = filled(FOLDERS[name], given, folder)
    for step in (1, 2, 5, 9, 10**6):
        ran = run(arguments, dying(tmp_path, tmp_path, step))
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in (".html", ".json", ".xlsx", ".zip") and not path.name.startswith("."):
                assert whole(path), (step, path)
        if ran.returncode in (0, 1):  # a batch says of its workers that they died
            break
    assert ran.returncode in (0, 1), ran.stderr
    assert any(folder.iterdir())


@pytest.fixture
def small(tmp_path) -> Path:
    """A file system of its own, which a test can fill."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("不能挂载 tmpfs，跳过：要 root")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill_up(folder: Path) -> None:
    """Leave no block free."""
    with (folder / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


@slow
@pytest.mark.skipif(shutil.which("mount") is None, reason="a file system to fill")
@pytest.mark.parametrize("name", [*WRITERS, *FOLDERS])
def test_a_full_disk_is_said_as_such_and_the_old_stays(name, given, small):
    arguments = filled((WRITERS | FOLDERS)[name], given, small / "结果")
    target = next(Path(one) for one in arguments if one.startswith(str(small)))
    if name in WRITERS:
        target.write_bytes(OLD)
    fill_up(small)
    ran = run(arguments, {})
    assert ran.returncode == 2, ran.stderr
    assert "磁盘满了" in ran.stderr
    assert "缺陷" not in ran.stderr
    if name in WRITERS:
        assert target.read_bytes() == OLD
        assert {one.name for one in small.iterdir()} - {f"{target.name}.lock"} == {"filler", target.name}
