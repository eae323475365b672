"""`jiheng batch`: very many files read, scored and checked, kept as Parquet to ask questions of."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiheng.cli import exit_codes, inputs, output, rules, settings_file
from jiheng.extras import needs_polars
from jiheng.system_error import reason
from jiheng.trouble import Trouble

if TYPE_CHECKING:
    from jiheng.batch.plan import BatchPlan
    from jiheng.batch.run import Progress
    from jiheng.batch.unit import Settings

HELP = """
批量处理：全市多年的自评表一次读取、评分、审核，结果存成 Parquet 数据文件，
用 jiheng query 查询，用 jiheng library 归纳指标库。
断电、被强行结束都不要紧：再运行同一条命令，做完的不重做，不丢不重；改过的文件会重做。
各表之间的检查（B 类）不做，请按部门用 jiheng audit。涉密项目只计个数。

用法：jiheng batch 文件或文件夹 … -o 结果文件夹

例：
  jiheng batch 自评表/ -o 全市/                  用全部处理器核
  jiheng batch 记录.jsonl -o 全市/ --jobs 4      已读出的记录，一行一条
  jiheng batch --list 清单.txt -o 全市/          清单里一行一个文件或文件夹
  jiheng batch 自评表/ -o 全市/ --scheduler tcp://10.1.2.3:8786   用 dask 集群

退出码：0 做完了；2 用法不对，或一张表也没读到。
"""
_EVERY, _STEPS = 10.0, 20
"""Where there is no terminal, a line of progress comes after so many seconds or another 1/20 of the work."""

Out = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件夹", help="结果放在哪个文件夹")]
List = Annotated[Path | None, typer.Option("--list", metavar="文件", help="清单：一行一个文件或文件夹")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="地址", help="dask 集群的地址，如 tcp://10.1.2.3:8786")
]
Size = Annotated[
    int | None, typer.Option("--unit", metavar="数", min=1, help="一批多少条记录，默认 2000；\n换一个数要从头做")
]


def run(
    files: inputs.Files = None,
    out: Out = None,
    listed: List = None,
    rulebook: rules.Rulebook = rules.UNSAID,
    scheduler: Scheduler = None,
    size: Size = None,
    jobs: inputs.Jobs = None,
    timeout: inputs.Timeout = None,
    memory: inputs.Memory = None,
) -> int:
    """Do what is not done yet, and tell how it stands."""
    if out is None:
        raise Trouble("没有写结果放在哪里", "写上 -o 文件夹，例如 jiheng batch 自评表/ -o 全市/。")
    defaults = settings_file.defaults(files)
    rulebook = defaults.rulebook(rulebook) or rules.AUTO
    rules.load_book(rulebook)
    defaults.tell()
    from jiheng.batch.plan import SIZE, plan
    from jiheng.batch.unit import settings

    needs_polars()
    paths = _paths(files, listed, out)
    number, limits = inputs.settings(jobs, timeout, memory)
    own = settings(rulebook, limits)
    try:
        planned = plan(paths, own, size or SIZE)
        last = _follow(planned, out, own, number, scheduler)
    except OSError as error:
        raise output.cannot_write(Path(error.filename or out), error) from error
    return _tell(last, planned, out)


def _paths(files: list[str] | None, listed: Path | None, out: Path) -> list[Path]:
    paths = [Path(file) for file in files or ()]
    if listed is not None:
        try:
            lines = listed.read_text(encoding="utf-8-sig").splitlines()
        except OSError as error:
            raise Trouble(f"清单 {listed} 打不开（{reason(error)}）", "请核对路径。") from error
        except UnicodeDecodeError as error:
            raise Trouble(f"清单 {listed} 不是 UTF-8 编码", "清单须是 UTF-8 的文本文件，一行一个路径。") from error
        paths += [Path(line.strip()) for line in lines if line.strip()]
    if not paths:
        raise Trouble("没有写要处理的文件", "写上文件或文件夹，或用 --list 给出清单。")
    for path in paths:
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise Trouble(f"结果文件夹 {out} 在要处理的文件夹 {path} 里面", "请把结果放在别处。")
    return paths


def _follow(planned: "BatchPlan", out: Path, own: "Settings", jobs: int, scheduler: str | None) -> "Progress":
    from jiheng.batch.run import run

    with _shown() as show:
        for progress in run(planned, out, own, jobs, scheduler):
            show(progress)
    return progress


@contextmanager
def _shown() -> Iterator[Any]:
    """What shows the progress: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        *(TextColumn("批量"), BarColumn(bar_width=24), MofNCompleteColumn()),
        *(TextColumn("{task.fields[forms]:,} 张表"), TextColumn("还要"), TimeRemainingColumn()),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, forms=0)
        yield lambda progress: bar.update(
            task, completed=progress.done, total=progress.total, forms=progress.counts.forms
        )


class _Lines:
    def __init__(self) -> None:
        self._last, self._step = -_EVERY, -1

    def __call__(self, progress: "Progress") -> None:
        now, step = time.monotonic(), progress.done * _STEPS // max(1, progress.total)
        if now - self._last >= _EVERY or step != self._step:
            self._last, self._step = now, step
            output.note(f"{progress.done}/{progress.total} 批，{progress.counts.forms} 张表")


def _tell(last: "Progress", planned: "BatchPlan", out: Path) -> int:
    counts = last.counts
    secret = f"，涉密项目 {counts.secret} 个只计数" if counts.secret else ""
    again = f"（其中 {last.before} 批以前做过）" if last.before else ""
    sys.stdout.write(
        f"完成 {last.total} 批{again}：{counts.forms} 张表，{counts.findings} 处问题，"
        f"{counts.problems} 个文件或记录没有读成{secret}。\n"
    )
    for problem in planned.problems:
        output.not_read(problem)
    where = output.as_typed([str(out)])
    if counts.problems:
        sys.stdout.write(f'没有读成的：jiheng query {where} "SELECT * FROM problems"\n')
    if counts.forms:
        sys.stdout.write(f"查询：jiheng query {where} --analysis faults\n")
    return exit_codes.OK if counts.forms or counts.secret else exit_codes.UNUSABLE
