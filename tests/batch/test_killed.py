"""kill -9 of real processes: nothing lost, nothing twice, nothing done again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jiheng.batch.store import Store

from .made import form, write
from .test_batch import rows

pytest.importorskip("polars")
pytest.importorskip("duckdb")
pytestmark = pytest.mark.slow

FORMS = 1500
JIHENG = (sys.executable, "-c", "from jiheng.cli import main; main()")
ALL = "SELECT count(*), count(DISTINCT form_id), count(DISTINCT project) FROM forms"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("in") / "a.jsonl", [form(number) for number in range(FORMS)])


def arguments(source: Path, out: Path, *more: str) -> list[str]:
    return [*JIHENG, "batch", str(source), "-o", str(out), "--unit", "100", *more]


def started(args: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def wait_until(units: int, child: "subprocess.Popen[str]") -> None:
    """Until the program says that so many units are done."""
    assert child.stderr is not None
    for line in child.stderr:
        if int(line.partition("/")[0]) >= units:
            return


@pytest.mark.parametrize("moments", [(0,), (1, 6)])
def test_a_batch_killed_and_run_again_has_every_form_once(
    source: Path, tmp_path: Path, moments: tuple[int, ...]
) -> None:
    out = tmp_path / "out"
    for units in moments:
        child = started(arguments(source, out, "--jobs", "2"))
        wait_until(units, child)
        child.kill()
        child.wait()
    before = {path: path.stat().st_ino for path in Store(out).finished()}
    assert len(before) < FORMS // 100
    ran = subprocess.run(arguments(source, out), capture_output=True, text=True, check=True)
    assert f"{FORMS} 张表" in ran.stdout
    assert rows(out, ALL) == [(FORMS, FORMS, FORMS)]
    assert all(path.stat().st_ino == number for path, number in before.items())
    assert len(list((out / "units").iterdir())) == FORMS // 100
    assert list((out / "work").iterdir()) == []


def test_a_worker_process_killed_costs_only_its_unit(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = started(arguments(source, out, "--jobs", "2"))
    wait_until(2, child)
    os.kill(workers_of(child.pid)[0], signal.SIGKILL)
    assert child.wait() == 0
    assert rows(out, ALL) == [(FORMS, FORMS, FORMS)]


def test_a_folder_is_free_when_the_program_is_killed_whatever_its_workers_do(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = started(arguments(source, out, "--jobs", "2"))
    wait_until(1, child)
    workers = workers_of(child.pid)
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    child.kill()
    child.wait()
    try:
        with Store(out).opened():
            assert workers
    finally:
        for worker in workers:
            os.kill(worker, signal.SIGKILL)


def workers_of(pid: int) -> list[int]:
    """The worker processes of a batch, by what Python names them."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in children if b"jiheng" in Path(f"/proc/{one}/cmdline").read_bytes()]


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list["subprocess.Popen[str]"]]]:
    """A scheduler and workers as programs of their own, without nannies: a killed one stays dead."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = started([*command, "--no-dashboard"])
    assert scheduler.stderr is not None
    address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
    processes = [subprocess.Popen([*worker, "--no-dashboard"], stderr=subprocess.DEVNULL, text=True)]
    processes += [
        subprocess.Popen([*worker, "--no-dashboard"], stderr=subprocess.DEVNULL, text=True) for _ in range(workers - 1)
    ]
    try:
        yield address, processes
    finally:
        for process in (*processes, scheduler):
            process.kill()
            process.wait()


@pytest.mark.parametrize("documents", [False, True])
def test_a_dask_worker_killed_in_the_middle_loses_nothing(source: Path, tmp_path: Path, documents: bool) -> None:
    pytest.importorskip("distributed")
    out = tmp_path / "out"
    if documents:
        folder = tmp_path / "in"
        folder.mkdir()
        for number, line in enumerate(source.read_bytes().splitlines()):
            (folder / f"{number}.json").write_bytes(line)
        source = folder
    with cluster(2) as (address, workers):
        child = started(arguments(source, out, "--scheduler", address))
        wait_until(2, child)
        workers[0].kill()
        assert child.wait() == 0
    assert rows(out, ALL) == [(FORMS, FORMS, FORMS)]


def test_a_scheduler_that_is_not_there_is_told(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    args = arguments(source, tmp_path / "out", "--scheduler", "nonsense")
    ran = subprocess.run(args, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "连不上" in ran.stderr
