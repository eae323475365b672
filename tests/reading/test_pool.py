"""Workers with limits: what hangs, crashes or eats memory takes down itself only; results come in order."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiheng.form import Problem
from jiheng.reading.files import heartbeat, patience, pool
from jiheng.reading.files.package import parse_xml
from jiheng.reading.files.pool import Limits
from jiheng.reading.formats import html

pytestmark = pytest.mark.workers

ROOMY = Limits(seconds=600, memory=200 << 20)
"""For work that makes progress, however slow the machine is."""
TIGHT = Limits(seconds=0.7, memory=200 << 20)
"""For work that makes none; by the clock it has six times as long."""
EATERS: dict[str, Callable[[], object]] = {
    "busy": lambda: any(iter(int, 1)),
    "memory": lambda: bytearray(1 << 30),
    "xml memory": lambda: (_all_but_a_little(), parse_xml(b"<a>" + b"<b/>" * 500_000 + b"</a>", "a.xml")),
    "html memory": lambda: (_all_but_a_little(), list(html.tables(b"<table>" + b"<tr><td>1" * 300_000, "a.html"))),
}
WAITS = {"hang": None, "waits": 2 * TIGHT.seconds}
FOREVER = threading.Event()
SLOW_START = """
import threading
from jiheng.reading.files import pool

if __name__ == "__mp_main__":
    threading.Event().wait(5)

def work(task):
    yield task

if __name__ == "__main__":
    print([result for _, result in pool.run(work, ["begun"], str, 1, pool.Limits(seconds=4)) if result])
"""


def _all_but_a_little() -> list[bytearray]:
    """What a worker may have but some 8 MB: what the process has freed before is no part of its limit."""
    kept: list[bytearray] = []
    try:
        kept.extend(bytearray(1 << 20) for _ in range(4096))
    except MemoryError:
        del kept[-8:]
    return kept


def work(task: str) -> Iterator[str]:
    """What a task's name says."""
    kind, _, rest = task.partition(":")
    yield f"{task} begun"
    if kind in WAITS:
        FOREVER.wait(WAITS[kind])
    elif kind == "crash":
        os.kill(os.getpid(), 9)
    elif kind in EATERS:
        EATERS[kind]()
    elif kind == "error":
        raise ValueError(rest)
    elif kind == "leave":
        sys.exit(3)
    elif kind == "alive":
        for _ in range(10):
            FOREVER.wait(0.5)
            heartbeat.tick()
    elif kind in ("slow", "hung"):
        with heartbeat.working(600 if kind == "slow" else 1):
            FOREVER.wait(5 if kind == "slow" else None)
    elif kind == "pages":
        for number in range(int(rest)):
            heartbeat.tick(heartbeat.Pages(number + 1, int(rest)))
    elif kind == "many":
        yield from (f"{rest}{n}" for n in range(int(rest)))
    yield f"{task} done"


def results(tasks: list[str], jobs: int = 2, limits: Limits = ROOMY) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for task, result in pool.run(work, tasks, str, jobs, limits):
        words = found.setdefault(task, [])
        if isinstance(result, Problem):
            assert result.file == task and result.advice
            words.append(result.message)
        elif result is not None:
            words.append(result)
    return found


def test_results_in_the_order_of_the_tasks() -> None:
    tasks = [f"fine:{n}" for n in range(20)]
    seen = [(task, result) for task, result in pool.run(work, tasks, str, 3)]
    assert seen == [(t, r) for t in tasks for r in (f"{t} begun", f"{t} done", None)]


_BY_ITSELF = """
import json, sys
from tests.reading.test_pool import Limits, results
tasks, jobs, seconds = json.loads(sys.argv[1])
print(json.dumps(results(tasks, jobs, Limits(seconds, 200 << 20))))
"""
"""A small process: forking the large one that tests run in costs more, and what it has freed is in nobody's limit."""
WRONG = {
    "crash:": "意外中止",
    "memory:": "内存超过 200 MB",
    "xml memory:": "内存超过 200 MB",
    "html memory:": "内存超过 200 MB",
    "error:坏了": "ValueError: 坏了",
    "leave:": "意外中止",
}
STUCK = {"hang:": "超过 4.2 秒没有进展", "busy:": "秒没有进展"}


@pytest.mark.full
@pytest.mark.parametrize(("wrong", "limits"), [(WRONG, ROOMY), (STUCK, TIGHT)], ids=["all", "stuck"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_stays_with_its_file(wrong: dict[str, str], limits: Limits, jobs: int) -> None:
    wrong = {task: word for task, word in wrong.items() if "memory" not in task or sys.platform == "linux"}
    tasks = ["fine:", *(one for task in wrong for one in (task, f"fine:{task}"))]
    command = [sys.executable, "-c", _BY_ITSELF, json.dumps([tasks, jobs, limits.seconds])]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert list(found) == tasks
    for task, words in found.items():
        assert words[0] == f"{task} begun" and len(words) == 2, words
        assert wrong[task] in words[1] if task in wrong else words[1] == f"{task} done", words


@pytest.mark.skipif(patience.processor_seconds(os.getpid()) is None, reason="the system does not tell")
def test_a_reader_that_waits_for_a_processor_is_none_that_hangs() -> None:
    assert results(["waits:"], limits=TIGHT)["waits:"] == ["waits: begun", "waits: done"]


@pytest.mark.parametrize(
    ("waited", "used", "left"),
    [
        (10, 10, 0),  # on a processor all the time
        (10, 2, 8),  # on a busy computer
        (59, 2, 1),
        (60, 0, 0),  # blocked
        (3, 24, 7),  # several threads
        (12, 9.999, 0.05),
    ],
)
def test_processor_time_counts_and_the_clock_at_the_last(waited: float, used: float, left: float) -> None:
    assert patience.left(waited, used, 10) == pytest.approx(left)


def test_the_processor_time_of_a_process_is_what_it_says_itself() -> None:
    told = patience.processor_seconds(os.getpid())
    if told is not None:
        assert told == pytest.approx(time.process_time(), abs=1)
    assert patience.processor_seconds(0) is None


def test_signs_of_life_keep_a_slow_reader_alive() -> None:
    assert results(["alive:"], limits=TIGHT)["alive:"] == ["alive: begun", "alive: done"]


def test_many_results_of_a_later_task_wait_their_turn() -> None:
    found = results(["alive:", "many:5000", "many:3"], 2)
    assert len(found["many:5000"]) == 5002 and found["many:3"][1:4] == ["30", "31", "32"]


def test_no_tasks_and_more_workers_than_tasks() -> None:
    assert results([]) == {}
    assert results(["fine:1"], 8) == {"fine:1": ["fine:1 begun", "fine:1 done"]}


def test_workers_end_when_nobody_listens_any_more() -> None:
    stream = pool.run(_who, ["a", "b"], str, 2)
    _, pid = next(stream)
    stream.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 600
    while _is_running(int(pid)) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _is_running(int(pid))


def _who(task: str) -> Iterator[int]:
    yield os.getpid()
    FOREVER.wait()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_time_that_a_worker_takes_to_start_is_not_the_files(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW_START, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "slow.py")]
    ran = subprocess.run(command, env={**os.environ, pool.START: "spawn"}, check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "['begun']"


def test_pages_are_told_as_they_go_through() -> None:
    told: list[tuple[str, heartbeat.Pages]] = []
    list(pool.run(work, ["pages:3"], str, 1, ROOMY, lambda task, pages: told.append((task, pages))))
    assert told == [("pages:3", heartbeat.Pages(n, 3)) for n in (1, 2, 3)]


def test_slow_work_that_is_bounded_goes_on_and_what_hangs_in_it_is_ended() -> None:
    found = results(["slow:", "hung:"], limits=TIGHT)
    assert found["slow:"] == ["slow: begun", "slow: done"]
    assert "没有进展" in found["hung:"][-1]


@pytest.mark.full
@pytest.mark.parametrize(("options", "said"), [(True, "环境变量 JIHENG_TIMEOUT"), (False, "过一会儿再试")])
def test_how_to_go_on_is_said_to_who_can(options: bool, said: str) -> None:
    limits = Limits(seconds=TIGHT.seconds, memory=TIGHT.memory, options=options)
    (problem,) = [one for _, one in pool.run(work, ["hang:"], str, 1, limits) if isinstance(one, Problem)]
    assert said in problem.advice
