"""Time and memory of `jiheng batch` against the number of forms, and two dask workers against one.

Prints a Markdown table. With another build to compare with (`--against`), both do each number of forms in turn. What
was measured is kept in a folder (`--folder`), so that a run that was broken off goes on where it was; with `--docs` the
table goes into docs/batch.md and is drawn in docs/img/scale.svg.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from bench.against import environment
from bench.forms import write_jsonl
from bench.measure import JIHENG
from bench.scale_chart import Point, chart

REPO = Path(__file__).resolve().parent.parent
CHART = REPO / "docs" / "img" / "scale.svg"
PAGE = REPO / "docs" / "batch.md"
BEGIN, END = "<!-- 以下由 bench.scale 写 -->\n", "<!-- 以上由 bench.scale 写 -->\n"
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
ON_DASK = 20_000
_ROUNDS, _FEW = 3, 30_000
"""How often each build does up to so many forms: what else a machine does falls on one run of a few seconds and not on
the other, so the run of the least processor time counts."""
_WARM = 100
_SAMPLED = 0.5
_WORKER = ("-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard")
_OWN = ("张", "用时（秒）", "汇总（秒）", "张/秒", "处理器（秒）", "内存 MB")
_OTHER = ("另一版处理器（秒）", "比值", "另一版内存 MB")


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
    parser.add_argument("--against", type=Path, help="src folder of another build, to compare with in turn")
    parser.add_argument("--folder", type=Path, help="where to work and to keep what was measured, to go on with later")
    parser.add_argument("--docs", action="store_true", help="put the table into docs/batch.md and draw it")
    options = parser.parse_args()
    if options.dask:
        _dask()
        return
    begun = f"{date.today().isoformat()} 测，{os.cpu_count()} 核，开始时负载 {os.getloadavg()[0]:.1f}"
    sys.stdout.write(f"{begun}\n\n")
    sources = [REPO / "src", *([options.against.resolve()] if options.against else [])]
    with tempfile.TemporaryDirectory() as passing:
        folder = options.folder or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        rows = list(_measured_all(sorted(options.forms or SIZES), sources, folder, options.jobs))
    if options.docs:
        series = [
            [Point(count, one.processor, one.megabytes) for count, ran in rows for one in ran[n : n + 1]]
            for n in (0, 1)
        ]
        CHART.write_text(chart(*series), encoding="utf-8")
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        table = "".join(_lines(len(sources) > 1)) + "".join(_line(count, ran) for count, ran in rows)
        told = f"{begun}。"
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{told}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def _measured_all(
    sizes: Sequence[int], sources: Sequence[Path], folder: Path, jobs: int
) -> Iterator[tuple[int, list[Ran]]]:
    """Each number of forms with what came of it in each build, the forms made beforehand; printed as it comes.

    What stands in the folder is not measured again.
    """
    sys.stdout.writelines(_lines(len(sources) > 1))
    known = _known(folder)
    builds = [environment(source, folder) for source in sources]
    most = _forms(folder, max(sizes))
    for source, build in zip(sources, builds, strict=True):
        if any((count, str(source)) not in known for count in sizes):
            measured(_head(most, folder, _WARM), folder, jobs, build)  # writes the bytecode
    for count in sizes:
        forms = _head(most, folder, count)
        by_name = {str(source): build for source, build in zip(sources, builds, strict=True)}
        runs: dict[str, list[Ran]] = {name: [] for name in by_name if (count, name) not in known}
        for name in [*runs] * (_ROUNDS if count <= _FEW else 1):
            runs[name].append(measured(forms, folder, jobs, by_name[name]))
        known |= {(count, name): min(own, key=lambda one: one.processor) for name, own in runs.items()}
        _keep(folder, known)
        ran = [known[count, str(source)] for source in sources]
        sys.stdout.write(_line(count, ran))
        sys.stdout.flush()
        yield count, ran


def _lines(both: bool) -> list[str]:
    head = (*_OWN, *(_OTHER if both else ()))
    return [f"| {' | '.join(head)} |\n", f"|{'---|' * len(head)}\n"]


def _line(count: int, ran: Sequence[Ran]) -> str:
    own = ran[0]
    speed = count / (own.batch + own.adding)
    cells = [f"{count:,}", f"{own.batch:.1f}", f"{own.adding:.1f}", f"{speed:,.0f}", f"{own.processor:.1f}"]
    cells.append(f"{own.megabytes:.0f}")
    for other in ran[1:]:
        cells += [f"{other.processor:.1f}", f"{own.processor / other.processor:.2f}", f"{other.megabytes:.0f}"]
    return f"| {' | '.join(cells)} |\n"


def _known(folder: Path) -> dict[tuple[int, str], Ran]:
    """What was measured: number of forms and `src` folder of the build → how it went."""
    try:
        kept = json.loads((folder / "measured.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {(one.pop("forms"), one.pop("source")): Ran(**one) for one in kept}


def _keep(folder: Path, known: dict[tuple[int, str], Ran]) -> None:
    rows = [{"forms": count, "source": source, **asdict(ran)} for (count, source), ran in known.items()]
    draft = folder / "measured.draft"
    draft.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    draft.replace(folder / "measured.json")


def _forms(folder: Path, count: int) -> Path:
    """So many forms as JSON Lines, made once for all that is measured in the folder."""
    made = folder / f"{count}.jsonl"
    if not made.exists():
        draft = folder / "forms.draft"
        write_jsonl(draft, count)
        draft.replace(made)
    return made


def _head(forms: Path, folder: Path, count: int) -> Path:
    """The first of the forms, in a file of their own: they are the same as if only so many had been made."""
    if forms.name == f"{count}.jsonl":
        return forms
    head = folder / "head.jsonl"
    with forms.open("rb") as lines, head.open("wb") as stream:
        stream.writelines(islice(lines, count))
    return head


def measured(forms: Path, folder: Path, jobs: int, build: dict[str, str]) -> Ran:
    """A batch of these forms, and its roll-up by department and year; `build` is the environment of the build."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    start = time.perf_counter()
    args = ["batch", str(forms), "-o", str(out), *(["--jobs", str(jobs)] if jobs else [])]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen([*JIHENG, *args], stdout=quiet, stderr=quiet, env=build)
    with _watched(child.pid) as peak:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"batch ended with {child.returncode}")
    batch = time.perf_counter() - start
    adding = _time([*JIHENG, "query", str(out), "--analysis", "departments"], build)
    shutil.rmtree(out)
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
