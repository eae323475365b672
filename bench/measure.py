"""How things are timed: medians of several runs; memory as the system reports it for a process."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5
JIHENG = (sys.executable, "-c", "from jiheng.cli import main; main()")


@dataclass(frozen=True)
class Process:
    """How a command went: seconds from its start to its end, peak memory in MB."""

    seconds: float
    megabytes: float


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of one call."""
    return statistics.median(_once(work) for _ in range(runs))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(args: Sequence[str | Path], runs: int = RUNS) -> Process:
    """The median time and the highest memory of `jiheng` with these arguments, output thrown away."""
    done = [_process([*JIHENG, *map(str, args)]) for _ in range(runs)]
    return Process(statistics.median(one.seconds for one in done), max(one.megabytes for one in done))


def _process(args: list[str]) -> Process:
    start = time.perf_counter()
    child = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    elapsed = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(args[3:])} ended with {child.returncode}")
    return Process(elapsed, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))


def fresh(code: str) -> float:
    """The seconds that a piece of code prints, run once in a new process: nothing cached from before."""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(ran.stdout)
