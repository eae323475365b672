"""Two builds on the same work in turn: the processor time of each, and the ratio.

Only processor time counts and the builds take turns run by run, so that a busy machine shifts the times but hardly
the ratios. Both run from their sources with this interpreter; a first run, which is not counted, writes their bytecode.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.forms import write_jsonl
from bench.measure import process

HEAD = ("做什么", "数量", "这一版", "另一版", "比值", "内存 MB", "另一版内存 MB")
REPO = Path(__file__).resolve().parent.parent
ROUNDS = 7
FORMS = 1000
BATCH = 5000
_FORMATS = (".docx", ".doc", ".xlsx", ".xls", ".html", ".pdf", ".ofd", ".csv", ".txt")


class Spent(NamedTuple):
    """Seconds of the processors, peak memory of a process in MB."""

    seconds: float
    megabytes: float


Run = Callable[[], Spent]


def rows(examples: Path, corpus: Path, other: Path) -> Iterator[tuple[str, ...]]:
    """A row for each piece of work; `other` is the `src` folder of the build to compare with."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds = [environment(REPO / "src", folder), environment(other, folder)]
        texts = corpus / "text" if corpus.is_dir() else examples
        yield from _checks(texts, builds)
        yield from _commands(examples, corpus, builds, folder)


def reading(examples: Path, corpus: Path, other: Path) -> Iterator[tuple[str, ...]]:
    """A row for each format and kind of document: many files in one process, then a file in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        builds = [environment(REPO / "src", Path(name)), environment(other, Path(name))]
        yield from _reading(corpus if corpus.is_dir() else examples, builds)
        yield from _single(corpus, builds)


def environment(source: Path, folder: Path) -> dict[str, str]:
    """What a process of the build in `source` is started with; its bytecode is kept below `folder`."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPATH": os.pathsep.join([str(source.resolve()), str(REPO)]),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }


def _checks(texts: Path, builds: Sequence[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    for build in builds:  # writes what a build keeps of its modules and expressions, as any first run does
        once = Worker(build)
        once.ask("load", str(texts), "1")
        once.ask("audit")
        once.stop()
    workers = [Worker(build) for build in builds]
    for worker in workers:
        worker.ask("load", str(texts), str(FORMS))
    first = [worker.ask("audit") for worker in workers]
    yield _row("评分加检查，首遍（没有缓存）", f"{FORMS} 张", [[one] for one in first], 1000 / FORMS, "毫秒/张")
    again = _in_turn([lambda worker=worker: worker.ask("audit") for worker in workers])  # type: ignore[misc]
    yield _row("评分加检查", f"{FORMS} 张", again, 1000 / FORMS, "毫秒/张")


def _reading(folder: Path, builds: Sequence[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    workers = [Worker(build) for build in builds]
    for name, files in _piles(folder):
        counts = [int(worker.ask("read", *map(str, files)).megabytes) for worker in workers]  # warm; how many forms
        if not min(counts):
            continue
        spent = _in_turn([lambda worker=worker: worker.ask("read", *map(str, files)) for worker in workers])  # type: ignore[misc]  # noqa: B023
        row = _row(f"读 {name}", f"{counts[0]} 张", spent, 1000 / counts[0], "毫秒/张")
        yield (*row[:5], "", "")
    for worker in workers:
        worker.stop()


def _piles(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """What is read together: a document of many forms each, and the small files of a format of other places."""
    files = [*sorted((folder / "samples").glob("*/*")), *sorted(folder.glob("documents/*.txt"))]
    for file in files or sorted(folder.glob("*.txt")):
        if file.suffix in _FORMATS and "head" not in file.stem:
            yield file.name, [file]
    for ending in ("docx", "xlsx", "html", "txt", "lines.txt"):
        pile = [
            file for file in sorted(folder.glob(f"places/*.{ending}")) if file.name.count(".") == 1 + ending.count(".")
        ]
        if pile:
            yield f"各地表式 {len(pile)} 份 .{ending}", pile
    for ending in ("csv", "ofd"):
        for file in sorted(folder.glob(f"formats/*.{ending}")):
            yield file.name, [file]


def _single(corpus: Path, builds: Sequence[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """A file of each format in a process of its own, the start of the program included."""
    workers = [Worker(build) for build in builds]
    for ending in _FORMATS:
        files = [*sorted(corpus.glob(f"places/*{ending}")), *sorted(corpus.glob(f"formats/*{ending}"))]
        for file in (*files, *sorted(corpus.glob(f"samples/official/*{ending}"))):
            if all(worker.ask("read", str(file)).megabytes for worker in workers):
                yield _command(f"jiheng extract {file.name}", ["extract", str(file), "--format", "json"], builds)
                break
    for worker in workers:
        worker.stop()


def _commands(
    examples: Path, corpus: Path, builds: Sequence[dict[str, str]], folder: Path
) -> Iterator[tuple[str, ...]]:
    for args in (["--version"], ["--help"]):
        yield _command(f"jiheng {args[0]}", args, builds)
    docx = next(iter(sorted(corpus.glob("formats/latin-*.docx"))), None)
    if docx is not None:
        yield _command("jiheng audit 一张.docx", ["audit", str(docx)], builds)
        yield _command("jiheng audit 一张.docx --format json", ["audit", str(docx), "--format", "json"], builds)
    forms, out = folder / "forms.jsonl", folder / "out"
    write_jsonl(forms, BATCH)

    def batch(build: dict[str, str]) -> Spent:
        shutil.rmtree(out, ignore_errors=True)
        return _shell(["batch", str(forms), "-o", str(out), "--jobs", "2"], build)

    spent = _in_turn([lambda build=build: batch(build) for build in builds], 2)  # type: ignore[misc]
    yield _row(f"jiheng batch {BATCH:,} 张", f"{BATCH:,} 张", spent, 1000 / BATCH, "毫秒/张")


def _command(name: str, args: list[str], builds: Sequence[dict[str, str]]) -> tuple[str, ...]:
    for build in builds:
        _shell(args, build)
    spent = _in_turn([lambda build=build: _shell(args, build) for build in builds])  # type: ignore[misc]
    return _row(name, "1 次", spent, 1000, "毫秒")


def _shell(args: list[str], environment: dict[str, str]) -> Spent:
    """A command of the program with all the processes that it starts."""
    ran = process([sys.executable, "-m", "jiheng", *args], environment)
    return Spent(ran.processor, ran.megabytes)


def _in_turn(runs: Sequence[Run], rounds: int = ROUNDS) -> list[list[Spent]]:
    spent: list[list[Spent]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, own in zip(runs, spent, strict=True):
            own.append(run())
    return spent


def _row(name: str, count: str, spent: Sequence[Sequence[Spent]], factor: float, unit: str) -> tuple[str, ...]:
    """Medians of both builds, and the median of the ratios round by round."""
    ours, theirs = ([one.seconds for one in own] for own in spent)
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    times = [f"{statistics.median(own) * factor:.3g} {unit}" for own in (ours, theirs)]
    return name, count, *times, f"{ratio:.2f}", *(f"{max(one.megabytes for one in own):.0f}" for own in spent)


class Worker:
    """A process of one build that does what it is told and answers with its processor seconds."""

    def __init__(self, environment: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "bench.against_worker"]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)

    def ask(self, *words: str) -> Spent:
        """Have it do a piece of work."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return Spent(*json.loads(self.process.stdout.readline()))

    def stop(self) -> None:
        """Let it end as a program does."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
