"""How things are timed: medians of several runs; memory as the system reports it for a process."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5
JIHENG = (sys.executable, "-c", "from jiheng.cli import main; main()")


_LAUNCH = """
import os, sys, time
away = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=away)
_, status, used = os.wait4(child, 0)
spent = used.ru_utime + used.ru_stime
print(time.perf_counter() - start, spent, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""A process is counted with the memory of the one that it is forked from: a small one starts it."""


@dataclass(frozen=True)
class Process:
    """How a command went: seconds from its start to its end, of the processor, with all that it starts; peak in MB."""

    seconds: float
    processor: float
    megabytes: float


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of one call."""
    return statistics.median(_once(work) for _ in range(runs))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(args: Sequence[str | Path], runs: int = RUNS) -> Process:
    """The median times and the highest memory of `jiheng` with these arguments, output thrown away."""
    done = [process([*JIHENG, *map(str, args)]) for _ in range(runs)]
    return Process(
        statistics.median(one.seconds for one in done),
        statistics.median(one.processor for one in done),
        max(one.megabytes for one in done),
    )


def process(args: Sequence[str], environment: Mapping[str, str] | None = None) -> Process:
    """A command run once, its output thrown away. Raises RuntimeError where it ends with neither 0 nor 1."""
    launched = [sys.executable, "-S", "-c", _LAUNCH, *args]
    ran = subprocess.run(launched, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    seconds, processor, peak, code = map(float, ran.stdout.split())
    if code not in (0, 1):
        raise RuntimeError(f"{' '.join(args[1:])} ended with {code:.0f}")
    return Process(seconds, processor, peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


def fresh(code: str) -> float:
    """The seconds that a piece of code prints, run once in a new process: nothing cached from before."""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(ran.stdout)
