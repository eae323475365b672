"""Files read side by side in worker processes, each within its time and memory.

A reader that hangs, crashes or eats memory takes down its own worker; its file becomes a problem
and the next file goes to a fresh worker. Results come in the order of the files, each as soon as
the files before it are finished; a worker that is far ahead waits.
"""

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from jiheng.compiled import keep
from jiheng.form import Problem
from jiheng.reading.files import heartbeat, patience

Task = TypeVar("Task")
Result = TypeVar("Result")


class Limits(msgspec.Struct, frozen=True):
    """What one file may cost: seconds of processor time without a sign of progress, bytes of memory of its worker.

    `options` is whether the person who reads the advice can widen them, by --timeout and --memory or, where a command
    does not have these, by the environment.
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    options: bool = True


Work = Callable[[Task], Iterator[Result]]
"""What a worker does with a task: yields results; each one is a sign of progress."""

START = "JIHENG_START"
"""The environment variable by which workers are started as on another system (spawn, as on Windows)."""
_STARTING = 60.0
"""Seconds that a worker may take to start: a program started afresh on a busy computer is no file that hangs."""
_AHEAD = 1000
"""Results of a later task that are kept before its worker has to wait for the earlier ones."""


def run(
    work: "Work[Task, Result]",
    tasks: Sequence[Task],
    name: Callable[[Task], str] = str,
    jobs: int = 0,
    limits: Limits | None = None,
    pages: "Callable[[Task, heartbeat.Pages], None] | None" = None,
) -> "Iterator[tuple[Task, Result | Problem | None]]":
    """Do the work on every task, `jobs` at a time (0: as many as there are cores), in the order of the tasks.

    Yields (task, result) for every result and (task, None) when a task is finished; a task that
    was ended early gives a Problem first. `work` must be importable by name. Workers are ended
    when the caller stops iterating. `pages` is told while a task goes on how many of its pages are through.
    """
    size = min(jobs or os.cpu_count() or 1, max(1, len(tasks)))
    pool = _Pool(work, tasks, name, size, limits or Limits(), pages or (lambda task, through: None))
    try:
        yield from pool.results()
    finally:
        pool.close()


class _Worker(msgspec.Struct, eq=False):
    process: BaseProcess
    pipe: Connection
    task: int | None = None
    last_sign: float = 0.0
    used: float = 0.0
    """Its processor time until then."""
    look: float = 0.0
    """When to look whether it still makes progress."""
    ready: bool = False

    def sign(self, limits: Limits, used: float) -> None:
        """Take note of a sign of progress."""
        self.last_sign, self.used = time.monotonic(), used
        self.look = self.last_sign + (limits.seconds if self.ready else max(limits.seconds, _STARTING))


class _Pool:
    def __init__(
        self,
        work: Any,
        tasks: Sequence[Any],
        name: Callable[[Any], str],
        size: int,
        limits: Limits,
        pages: Callable[[Any, heartbeat.Pages], None],
    ) -> None:
        self.work, self.tasks, self.name, self.limits, self.pages = work, tasks, name, limits, pages
        self.context = start_method()
        self.waiting: deque[int] = deque(range(len(tasks)))
        self.found: dict[int, deque[Any]] = {}
        self.finished: set[int] = set()
        self.workers = [self._hire() for _ in range(size)] if tasks else []

    def results(self) -> Iterator[tuple[Any, Any]]:
        for number, task in enumerate(self.tasks):
            found = self.found.setdefault(number, deque())
            while found or number not in self.finished:
                if not found:
                    self._step(number)
                while found:
                    yield task, found.popleft()
            del self.found[number]
            yield task, None

    def close(self) -> None:
        for worker in self.workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, ours, self.work, self.limits.memory), daemon=True
        )
        gc.freeze()  # a forked worker's collector leaves alone what it shares: looking at it would copy it
        process.start()
        gc.unfreeze()
        theirs.close()
        return _Worker(process, ours)

    def _step(self, first: int) -> None:
        """Hand out tasks, wait for a message or the next deadline, and act on it. `first` is the task waited for."""
        for place in range(len(self.workers)):
            if self.workers[place].task is None and self.waiting:
                self._hand_out(place, self.waiting.popleft())
        busy = []
        for worker in self.workers:
            if worker.task is not None and worker.task != first and len(self.found[worker.task]) >= _AHEAD:
                worker.sign(self.limits, worker.used)
            elif worker.task is not None:
                busy.append(worker)
        first_look = min(worker.look for worker in busy)
        ready = wait([worker.pipe for worker in busy], max(0.0, first_look - time.monotonic()))
        for place, worker in enumerate(self.workers):
            if worker.pipe in ready:
                self._listen(place)
            elif worker in busy and time.monotonic() > worker.look:
                self._look(place)

    def _look(self, place: int) -> None:
        """Give up a worker that has used its time since its last sign of progress, else look again later."""
        worker, limit = self.workers[place], self.limits.seconds
        now = time.monotonic()
        waited = now - worker.last_sign
        total = patience.processor_seconds(worker.process.pid or 0) if worker.ready else None
        more = patience.left(waited, waited if total is None else total - worker.used, limit)
        if more:
            worker.look = now + more
            return
        passed = limit if waited < patience.longest(limit) else patience.longest(limit)
        wider = "或放宽时限（--timeout，或环境变量 JIHENG_TIMEOUT）"
        advice = f"文件可能损坏或过大：请另存一份再试，{wider if self.limits.options else '机器正忙的，过一会儿再试'}。"
        self._give_up(place, f"超过 {passed:g} 秒没有进展，已停止读取", advice)

    def _hand_out(self, place: int, number: int) -> None:
        if not self.workers[place].process.is_alive():
            self._replace(place)
        worker = self.workers[place]
        worker.task = number
        worker.sign(self.limits, worker.used)
        self.found.setdefault(number, deque())
        worker.pipe.send(self.tasks[number])

    def _listen(self, place: int) -> None:
        worker = self.workers[place]
        try:
            kind, content, used = worker.pipe.recv()
        except (EOFError, OSError):
            self._give_up(place, "读取程序意外中止", "文件可能损坏：请用原来的程序打开后另存一份再试。")
            return
        assert worker.task is not None
        worker.ready = True
        worker.sign(self.limits, used)
        if kind == "ready":
            return
        if kind == "alive":
            if content is not None:
                self.pages(self.tasks[worker.task], content)
            return
        if kind == "result":
            self.found[worker.task].append(content)
        elif kind == "memory":
            limit = f"{self.limits.memory >> 20} MB"
            other = "，或放宽限制（--memory，或环境变量 JIHENG_MEMORY）" if self.limits.options else "，分几份导入"
            self._give_up(place, f"读取时内存超过 {limit}，已停止", f"请拆分文件{other}。")
        else:
            if kind == "error":
                self._add_problem(worker, f"读取时出错（{content}）", "请把这个文件和这句话一起报告给开发者。")
            self.finished.add(worker.task)
            worker.task = None

    def _add_problem(self, worker: _Worker, message: str, advice: str) -> None:
        assert worker.task is not None
        self.found[worker.task].append(Problem(self.name(self.tasks[worker.task]), message, advice))

    def _give_up(self, place: int, message: str, advice: str) -> None:
        """End a worker; its task is finished with a problem."""
        worker = self.workers[place]
        assert worker.task is not None
        self._add_problem(worker, message, advice)
        self.finished.add(worker.task)
        self._replace(place)

    def _replace(self, place: int) -> None:
        worker = self.workers[place]
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self.workers[place] = self._hire()


def start_method() -> BaseContext:
    """Fork where there is fork: a worker starts in milliseconds. What the environment asks for goes before."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context(os.environ.get(START) or ("fork" if "fork" in methods else "spawn"))


def _serve(pipe: Connection, callers: Connection, work: Any, memory: int) -> None:
    """The life of a worker: take a task, send every result, say that it is done; ends when the caller is gone."""
    callers.close()  # its copy of the other end would keep the pipe open after the caller was killed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who ends the workers
    _limit_memory(memory)
    lock = threading.Lock()

    def send(kind: str, content: Any = "") -> None:
        with lock:  # signs of life come from another thread too
            pipe.send((kind, content, time.process_time()))

    heartbeat.listen(lambda pages: send("alive", pages))
    send("ready")
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            for result in work(task):
                send("result", result)
        except BrokenPipeError:  # the caller is gone
            return
        except MemoryError:
            send("memory")
        except Exception as error:
            send("error", f"{type(error).__name__}: {error}")
        else:
            keep()
            send("done")


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # no such limit on Windows
        return
    # what is written to counts, not what is merely reserved: a model for scans reserves far more than it uses
    resource.setrlimit(resource.RLIMIT_DATA, (_data_size() + size, resource.RLIM_INFINITY))


def _data_size() -> int:
    """Bytes of data that the process has at its start, which the limit comes on top of."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
