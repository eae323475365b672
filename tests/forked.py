"""Workers of a run, forked when all tests are collected: what was loaded and collected once serves every one of them.

`--workers N` (or `auto`: one a processor) forks them; each takes one module after the other from what is left and sends
its reports to the first process, which alone speaks to the user. Where nothing can be forked all run in one process.
"""

import mmap
import os
import pickle
import selectors
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import pytest

_AT_MOST = 100
"""Tests of a module that one worker takes at a time."""
_NUMBER = 4
"""Bytes of the number of a part: written and read at once, so that several workers read the same pipe."""

Part = list[pytest.Item]
Selector = selectors.BaseSelector


def add_option(parser: pytest.Parser) -> None:
    """Let the command line say how many workers there are."""
    parser.addoption("--workers", default="0", metavar="N", help="workers forked to run the tests, or auto")


@dataclass
class _Worker:
    """A worker while it runs: its number and process, what it sent that is no whole message yet, the test it is at."""

    number: int
    process: int
    sent: bytearray = field(default_factory=bytearray)
    at: pytest.Item | None = None


class Forked:
    """Runs the tests in workers; `alone(config, number)` gives each a state of its own when it begins.

    One half of them begins with the workbench, whose database and pages few need to lay out, the other with the rest.
    """

    def __init__(self, config: pytest.Config, alone: Callable[[pytest.Config, int], None]) -> None:
        self._config, self._alone = config, alone
        self._stop = mmap.mmap(-1, 1)  # shared with the workers: whether they are to stop

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Fork the workers, hand on what they report, and wait for them; None where pytest's own loop is to run."""
        option = self._config.option
        count = min(_count(option.workers), len(session.items))
        failed = session.testsfailed and not option.continue_on_collection_errors
        if count < 2 or failed or option.collectonly or not _can_fork():
            return None
        parts = list(_parts(session.items))
        queues = [_queue(n for n, part in enumerate(parts) if is_web(part[0]) == web) for web in (True, False)]
        with selectors.DefaultSelector() as running:
            for number in range(count):
                order = queues[number % 2 :] + queues[: number % 2]
                self._start(number, session, parts, order, running)
            for queue in queues:
                os.close(queue)
            try:
                self._listen(session, running)
            finally:
                self._stop[0] = 1
                for key in running.get_map().values():
                    os.waitpid(key.data.process, 0)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        return True

    def _start(
        self, number: int, session: pytest.Session, parts: list[Part], queues: list[int], running: Selector
    ) -> None:
        reading, writing = os.pipe()
        sys.stdout.flush()
        process = os.fork()
        if process:
            os.close(writing)
            running.register(reading, selectors.EVENT_READ, _Worker(number, process))
            return
        code = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as out:
                self._work(number, session, (parts[one] for one in _taken(queues)), out)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def _work(self, number: int, session: pytest.Session, parts: Iterator[Part], out: BinaryIO) -> None:
        """Run tests in this process, a worker, and send what is reported of them."""
        config = self._config
        config.workerinput = {"workerid": f"gw{number}"}  # type: ignore[attr-defined]  # pytest-django asks for it
        capture = config.pluginmanager.getplugin("capturemanager")
        capture.stop_global_capturing()  # it writes to the same files as all others
        capture.start_global_capturing()
        config.pluginmanager.unregister(name="terminalreporter")
        self._alone(config, number)
        config.pluginmanager.register(_Sender(out))
        items = (item for part in parts for item in part)
        item = next(items, None)
        while item is not None:
            following = None if self._stop[0] else next(items, None)
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            item = following
        config.hook.pytest_sessionfinish(session=session, exitstatus=0)

    def _listen(self, session: pytest.Session, running: Selector) -> None:
        """Hand on what workers send until all have ended."""
        by_name = {item.nodeid: item for item in session.items}
        while running.get_map():
            for key, _ in running.select():
                worker: _Worker = key.data
                data = os.read(key.fd, 1 << 20)
                worker.sent += data
                for kind, content in _messages(worker.sent):
                    self._hand_on(worker, kind, content, by_name)
                if session.shouldfail or session.shouldstop:
                    self._stop[0] = 1
                if not data:
                    running.unregister(key.fd)
                    os.close(key.fd)
                    self._ended(worker, os.waitpid(worker.process, 0)[1])

    def _hand_on(self, worker: _Worker, kind: str, content: Any, by_name: dict[str, pytest.Item]) -> None:
        hook = self._config.hook
        if kind == "begun":
            worker.at = by_name[content]
            hook.pytest_runtest_logstart(nodeid=content, location=worker.at.location)
        elif kind == "done":
            assert worker.at is not None
            for report in content:
                hook.pytest_runtest_logreport(report=report)
            hook.pytest_runtest_logfinish(nodeid=worker.at.nodeid, location=worker.at.location)
            worker.at = None
        else:
            message, about = content
            hook.pytest_warning_recorded.call_historic(
                kwargs={"warning_message": warnings.WarningMessage(*message), **about}
            )

    def _ended(self, worker: _Worker, status: int) -> None:
        """A worker that ended before its time takes the run with it: what it still had to do is not known."""
        if code := os.waitstatus_to_exitcode(status):
            at = worker.at.nodeid if worker.at else "no test"
            self._stop[0] = 1
            raise pytest.exit.Exception(f"worker {worker.number} ended with {code} at {at}", 3)


class _Sender:
    """What a worker's tests report, sent to the first process."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._reports: list[pytest.TestReport] = []

    def _send(self, kind: str, content: Any) -> None:
        message = pickle.dumps((kind, content))
        self._out.write(len(message).to_bytes(_NUMBER, "big") + message)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._send("begun", nodeid)
        self._out.flush()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._reports.append(report)

    def pytest_runtest_logfinish(self) -> None:
        self._send("done", self._reports)
        self._reports.clear()

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, when: str, nodeid: str, location: tuple[str, int, str] | None
    ) -> None:
        told = warning_message
        message = str(told.message), told.category, told.filename, told.lineno
        self._send("warning", (message, {"when": when, "nodeid": nodeid, "location": location}))


def _count(workers: str) -> int:
    if workers != "auto":
        return int(workers)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    """Whether a fork has all that this process has: threads it would not."""
    threads = Path("/proc/self/task")
    return hasattr(os, "fork") and (len(list(threads.iterdir())) == 1 if threads.is_dir() else True)


def _parts(items: list[pytest.Item]) -> Iterator[Part]:
    for _, same in groupby(items, lambda item: item.path):
        part = list(same)
        yield from (part[at : at + _AT_MOST] for at in range(0, len(part), _AT_MOST))


def is_web(item: pytest.Item) -> bool:
    """Whether a test is of the workbench."""
    return "web" in item.path.parts


def _queue(numbers: Iterable[int]) -> int:
    """A pipe with the numbers in it, which ends when all are taken."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(_NUMBER, "big") for number in numbers))
    os.close(writing)
    return reading


def _taken(queues: list[int]) -> Iterator[int]:
    """What this worker takes from the queues, the first one first."""
    for queue in queues:
        while number := os.read(queue, _NUMBER):
            yield int.from_bytes(number, "big")


def _messages(sent: bytearray) -> Iterator[tuple[str, Any]]:
    """The whole messages at the beginning, which are taken off."""
    while len(sent) >= _NUMBER and len(sent) >= (end := _NUMBER + int.from_bytes(sent[:_NUMBER], "big")):
        message = pickle.loads(sent[_NUMBER:end])
        del sent[:end]
        yield message
