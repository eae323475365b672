"""The units of a plan done: on the cores of this machine, each in a process of its own."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait as wait_for
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from jiheng.batch.store import Store
from jiheng.batch.unit import BatchUnit, Counts, Settings
from jiheng.reading.files import pool
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.batch.plan import BatchPlan  # with all of the reader, which workers do without

_AHEAD = 2
"""Units handed out to each worker before it has finished the first."""
_ALLOCATED = 200_000
"""Objects after which a worker's collector looks for circles; records and findings have none."""
_FAILURES = 3
"""Worker processes that may be lost one after the other without a unit getting done in between."""


class Progress(msgspec.Struct, frozen=True):
    """How far a run is: units done of all, of them done before it began, and what came of all those done."""

    done: int
    total: int
    before: int
    counts: Counts


def run(
    plan: "BatchPlan", folder: Path, own: Settings, jobs: int = 0, scheduler: str | None = None
) -> Iterator[Progress]:
    """Do what is not done yet; yields once at the start and after every unit.

    `jobs` processes (0: one a core), or the cluster of a dask.distributed scheduler. Whatever stops the
    run, even kill -9, the units done stay, and the next run goes on from there.
    Raises Trouble where another run writes there or workers keep dying; OSError.
    """
    store = Store(folder)
    with store.opened() as lock:
        done = store.plan(plan.units, plan.problems)
        counts = sum((store.counts(name) for name in done), Counts(problems=len(plan.problems)))
        progress = Progress(len(done), len(plan.units), len(done), counts)
        yield progress
        rest = [unit for unit in plan.units if unit.id not in done]
        for result in _results(rest, folder.resolve(), own, jobs, scheduler, lock):
            progress = Progress(progress.done + 1, progress.total, progress.before, progress.counts + result)
            yield progress


def _results(
    units: Sequence[BatchUnit], folder: Path, own: Settings, jobs: int, scheduler: str | None, lock: int
) -> Iterator[Counts]:
    if scheduler is not None:
        from jiheng.batch.cluster import on_cluster

        return on_cluster(units, folder, own, scheduler)
    return _here(units, folder, own, min(jobs or os.cpu_count() or 1, max(1, len(units))), lock)


def _here(units: Sequence[BatchUnit], folder: Path, own: Settings, jobs: int, lock: int) -> Iterator[Counts]:
    """The units on this machine; a worker that dies is replaced and its unit done again."""
    left = {unit.id: unit for unit in units}
    failures = 0
    while left:
        try:
            for name, counts in _in_processes(list(left.values()), folder, own, jobs, lock):
                del left[name]
                failures = 0
                yield counts
        except BrokenProcessPool as error:
            failures += 1
            if failures == _FAILURES:
                raise Trouble(
                    "工作进程接连被系统中止，可能是内存不够", "用 --jobs 1 再运行一次；做完的不会重做。"
                ) from error


def _in_processes(
    units: Iterable[BatchUnit], folder: Path, own: Settings, jobs: int, lock: int
) -> Iterator[tuple[str, Counts]]:
    context = pool.start_method()
    if "polars" in sys.modules:  # it has threads, which do not survive a fork; so it is loaded in the workers alone
        context = multiprocessing.get_context("spawn")
    inherited = None
    if context.get_start_method() == "fork":
        from jiheng.batch.work import load

        load()  # once for all workers
        inherited = lock
    gc.freeze()  # a forked worker's collector leaves alone what it shares: looking at it would copy it
    waiting = iter(units)
    executor = ProcessPoolExecutor(jobs, context, _begin, (inherited,))
    try:
        running: dict[Future[Counts], str] = {}
        while True:
            for unit in islice(waiting, jobs * _AHEAD - len(running)):
                running[executor.submit(_do, unit, folder, own)] = unit.id
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        gc.unfreeze()


def _do(unit: BatchUnit, folder: Path, own: Settings) -> Counts:
    from jiheng.batch.work import do  # where workers are started afresh, loaded in them alone

    return do(unit, folder, own)


def _begin(inherited: int | None) -> None:
    """The start of a worker: Ctrl-C is for the caller, one core is enough, and it ends when the caller does.

    `inherited` is the lock of the folder in a forked worker: it is the caller's alone.
    """
    if inherited is not None:
        os.close(inherited)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_ALLOCATED, 50, 100)
    os.environ["POLARS_MAX_THREADS"] = "1"  # read when polars is first used
    threading.Thread(target=_end_with_caller, daemon=True).start()


def _end_with_caller() -> None:
    caller = multiprocessing.parent_process()
    if caller is not None:
        wait_for([caller.sentinel])
        os._exit(1)
