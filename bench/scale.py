"""Time and memory of `jiheng batch` against the number of forms, and two dask workers against one.

Prints Markdown tables and draws docs/img/scale.svg. With another build to compare with (`--against`), both do each
number of forms in turn, processor seconds are told, and both are drawn in docs/img/scale-against.svg.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.against import environment
from bench.forms import write_jsonl
from bench.measure import JIHENG
from bench.scale_chart import Point, chart, chart_of_both

REPO = Path(__file__).resolve().parent.parent
CHART = REPO / "docs" / "img" / "scale.svg"
BOTH = REPO / "docs" / "img" / "scale-against.svg"
SIZES = (10_000, 30_000, 100_000)
SIZES_AGAINST = (1_000, 3_000, 10_000, 30_000)
ON_DASK = 20_000
_WARM = 100
_SAMPLED = 0.5
_WORKER = ("-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard")


@dataclass(frozen=True)
class Ran:
    """How a batch went: seconds of the batch, of the processors on it, of adding up; peak memory in MB."""

    batch: float
    processor: float
    adding: float
    megabytes: float


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale")
    parser.add_argument("--forms", type=int, action="append", help="number of forms; can be repeated")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--dask", action="store_true", help="only two dask workers against one")
    parser.add_argument("--no-chart", action="store_true")
    parser.add_argument("--against", type=Path, help="src folder of another build, to compare with in turn")
    options = parser.parse_args()
    if options.dask:
        _dask()
        return
    if options.against is not None:
        _against(options.against.resolve(), options.forms or SIZES_AGAINST, options.jobs, not options.no_chart)
        return
    sys.stdout.write(f"{os.cpu_count()} 核，开始时负载 {os.getloadavg()[0]:.1f}\n\n")
    sys.stdout.write(
        "| 张 | 评分、检查、写出（秒） | 其中处理器（秒） | 汇总（秒） | 张/秒 | 内存峰值 MB（全部进程） |\n"
        "|---|---|---|---|---|---|\n"
    )
    points = []
    for count in options.forms or SIZES:
        ran = measured(count, options.jobs)
        points.append(Point(count, ran.batch + ran.adding, ran.megabytes))
        speed = count / (ran.batch + ran.adding)
        times = f"{ran.batch:.1f} | {ran.processor:.1f} | {ran.adding:.1f}"
        row = f"| {count:,} | {times} | {speed:,.0f} | {ran.megabytes:.0f} |\n"
        sys.stdout.write(row)
        sys.stdout.flush()
    if not options.no_chart:
        CHART.write_text(chart(points), encoding="utf-8")


def _against(other: Path, sizes: Sequence[int], jobs: int, drawn: bool) -> None:
    """Both builds on the same forms in turn; processor seconds, so that a busy machine hardly shifts the ratio."""
    sys.stdout.write(f"{os.cpu_count()} 核，开始时负载 {os.getloadavg()[0]:.1f}；处理器秒，两版轮流\n\n")
    sys.stdout.write(
        "| 张 | 这一版（秒） | 另一版（秒） | 比值 | 内存 MB | 另一版内存 MB |\n|---|---|---|---|---|---|\n"
    )
    sys.stdout.flush()
    points: list[list[Point]] = [[], []]
    with tempfile.TemporaryDirectory() as folder:
        builds = [environment(source, Path(folder)) for source in (REPO / "src", other)]
        for build in builds:
            measured(_WARM, jobs, build)  # writes the bytecode
        for count in sizes:
            pair = [measured(count, jobs, build) for build in builds]
            for own, ran in zip(points, pair, strict=True):
                own.append(Point(count, ran.processor, ran.megabytes))
            times = " | ".join(f"{ran.processor:.1f}" for ran in pair)
            memory = " | ".join(f"{ran.megabytes:.0f}" for ran in pair)
            ratio = pair[0].processor / pair[1].processor
            sys.stdout.write(f"| {count:,} | {times} | {ratio:.2f} | {memory} |\n")
            sys.stdout.flush()
    if drawn:
        BOTH.write_text(chart_of_both(*points), encoding="utf-8")


def measured(count: int, jobs: int, build: dict[str, str] | None = None) -> Ran:
    """A batch of so many forms, made beforehand, and its roll-up by department and year.

    `build` is the environment of the build that does it, None for this one.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_jsonl(folder / "forms.jsonl", count)
        start = time.perf_counter()
        args = [
            "batch",
            str(folder / "forms.jsonl"),
            "-o",
            str(folder / "out"),
            *(["--jobs", str(jobs)] if jobs else []),
        ]
        quiet = subprocess.DEVNULL
        child = subprocess.Popen([*JIHENG, *args], stdout=quiet, stderr=quiet, env=build)
        with _watched(child.pid) as peak:
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                raise RuntimeError(f"batch ended with {child.returncode}")
            batch = time.perf_counter() - start
            adding = _time([*JIHENG, "query", str(folder / "out"), "--analysis", "departments"], build)
        return Ran(batch, used.ru_utime + used.ru_stime, adding, max(peak))


def _time(args: list[str], build: dict[str, str] | None = None) -> float:
    start = time.perf_counter()
    subprocess.run(args, check=True, stdout=subprocess.DEVNULL, env=build)
    return time.perf_counter() - start


@contextmanager
def _watched(root: int) -> Iterator[list[float]]:
    """Samples of the memory of a process and all below it, in MB: pages shared by several count once."""
    over = threading.Event()
    samples = [0.0]

    def watch() -> None:
        while not over.wait(_SAMPLED):
            samples[0] = max(samples[0], sum(_proportional(pid) for pid in _tree(root)) / 1024)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    yield samples
    over.set()
    thread.join()


def _tree(root: int) -> list[int]:
    found = [root]
    for pid in found:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _dask() -> None:
    """Two workers against one: the same forms, processes already running."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_jsonl(folder / "forms.jsonl", ON_DASK)
        one, two = (_on_dask(folder, workers) for workers in (1, 2))
    sys.stdout.write(f"dask：{ON_DASK:,} 张，一个 {one:.1f} 秒，两个 {two:.1f} 秒，{one / two:.2f} 倍\n")


def _on_dask(folder: Path, workers: int) -> float:
    from distributed import LocalCluster

    out = folder / f"out{workers}"
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        for warm in (True, False):
            shutil.rmtree(out, ignore_errors=True)
            source = folder / "forms.jsonl"
            if warm:
                source = folder / "few.jsonl"
                write_jsonl(source, 200)
            args = ["batch", str(source), "-o", str(out), "--scheduler", cluster.scheduler_address]
            args += ["--unit", "20"] if warm else ["--unit", "1000"]
            spent = _time([*JIHENG, *args])
    return spent


if __name__ == "__main__":
    main()
