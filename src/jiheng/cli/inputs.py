"""Files, folders, archives and standard input → forms and problems, with a progress bar on long work."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from jiheng.form import Form, Problem
from jiheng.trouble import Trouble
from jiheng.whole_file import spare

if TYPE_CHECKING:
    from jiheng.reading import Document, Limits, Read
    from jiheng.reading.files.heartbeat import Pages

STDIN = "-"
STDIN_NAME = "标准输入"

Files = Annotated[list[str] | None, typer.Argument(metavar="文件…", show_default=False)]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="数", min=1, help="同时读几个文件，默认与处理器核数相同", show_default=False),
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="秒", min=1, help="一个文件多少秒没有进展就放弃，默认 10", show_default=False),
]
Memory = Annotated[
    int | None,
    typer.Option("--memory", metavar="MB", min=64, help="读一个文件最多用多少内存，默认 1024", show_default=False),
]

Number = TypeVar("Number", int, float)

_CUT_SHORT = Problem("（后面的文件）", "按 Ctrl-C 停止了，没有读完", "已读到的照常列出；要全部读完请重新运行。")


def read(
    files: list[str] | None,
    jobs: int | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    *,
    goals: bool = False,
) -> Iterator[Form | Problem]:
    """The forms and problems of what the user named, in order; a bar on the terminal while it goes on.

    `goals` takes tables that only set or watch goals (绩效目标表, 监控表) for forms too.
    What is not given is taken from the environment (JIHENG_JOBS, JIHENG_TIMEOUT, JIHENG_MEMORY).
    Ctrl-C ends the reading, not the command: what was read so far goes on to the user.
    """
    if not files:
        raise Trouble("没有写要读取的文件", "写上文件或文件夹，例如 jiheng audit 自评表/；从管道读取写 - 。")
    through = _Through()
    reads = _read(files, *settings(jobs, timeout, memory), goals, through)
    if sys.stderr.isatty() and sys.stdout.isatty():
        reads = _with_bar(reads, through)
    return (read.found for read in reads if read.found is not None)


def read_all(
    files: list[str] | None,
    jobs: int | None = None,
    timeout: float | None = None,
    memory: int | None = None,
    *,
    goals: bool = False,
    whole: bool = False,
) -> tuple[list[Form], list[Problem]]:
    """The same, as a list of forms and a list of problems.

    `whole`: what is made of the forms counts them, and would be wrong of some; Ctrl-C ends the command.
    """
    forms: list[Form] = []
    problems: list[Problem] = []
    for item in read(files, jobs, timeout, memory, goals=goals):
        if isinstance(item, Form):
            forms.append(item)
        else:
            problems.append(item)
    if whole and _CUT_SHORT in problems:
        raise KeyboardInterrupt
    return forms, problems


def settings(jobs: int | None = None, timeout: float | None = None, memory: int | None = None) -> "tuple[int, Limits]":
    """How many files at a time, and what one may cost: as given, else by the environment, else as usual."""
    from jiheng.reading import Limits

    limits = Limits(_setting("TIMEOUT", timeout, 10.0), _setting("MEMORY", memory, 1024) << 20)
    return _setting("JOBS", jobs, 0), limits


def _setting(name: str, given: Number | None, usual: Number) -> Number:
    """What the user gave, else what the environment says, else the usual."""
    text = os.environ.get(f"JIHENG_{name}", "")
    if given is not None or not text:
        return usual if given is None else given
    try:
        return type(usual)(text)
    except ValueError:
        raise Trouble(f"环境变量 JIHENG_{name} 的值“{text}”不是数字", "改成数字，或去掉这个变量。") from None


class _Through:
    """Whom to tell how many pages of a scanned document are through: nobody, until there is a bar."""

    def __init__(self) -> None:
        self.tell: Callable[[Document, Pages], None] = lambda document, pages: None

    def __call__(self, document: "Document", pages: "Pages") -> None:
        self.tell(document, pages)


def _read(files: list[str], jobs: int, limits: "Limits", goals: bool, through: _Through) -> "Iterator[Read]":
    from jiheng.reading import Document, Read, read_bytes, read_many
    from jiheng.reading.parallel import read_document, read_every

    work = read_every if goals else read_document
    forms = 0
    for name in files:
        spare(name)
    yield from (Read(Document("", problem.file), problem) for problem in _unusable_packs())
    try:
        for name in files:
            if name == STDIN:
                for found in read_bytes(sys.stdin.buffer.read(), STDIN_NAME, every=goals):
                    forms += isinstance(found, Form)
                    yield Read(Document(STDIN, STDIN_NAME), found)
        for read in read_many([Path(name) for name in files if name != STDIN], jobs, limits, work, through):
            if isinstance(read.found, Form):
                forms += 1
                spare(read.document.path)
            yield read
    except KeyboardInterrupt:
        if not forms:
            raise
        yield Read(Document("", _CUT_SHORT.file), _CUT_SHORT)


def _unusable_packs() -> Iterator[Problem]:
    """What is wrong with the users' own packs that take no part in the reading."""
    from jiheng.places.sources import own

    if own():
        from jiheng.places.usable import broken

        for error in broken():
            where = f"{error.key} " if error.key else ""
            yield Problem(error.file, f"这个地方包不能用，读表和审核都没有采用它：{where}{error.what}", error.advice)


def _with_bar(reads: "Iterator[Read]", through: _Through) -> "Iterator[Read]":
    """Pass everything on; the bar names the file, counts files, forms and the pages of a scan, tells the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        *(TextColumn("读取"), BarColumn(bar_width=24), MofNCompleteColumn()),
        *(TextColumn("{task.fields[forms]} 张表"), TextColumn("还要"), TimeRemainingColumn()),
        TextColumn("{task.description}", style="dim"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1, forms=0)
        forms = finished = 0

        def tell(document: "Document", pages: "Pages") -> None:
            shown = f"{document.name} 第 {pages.done}/{pages.total} 页"
            progress.update(task, description=shown, completed=finished + pages.done / max(1, pages.total))

        through.tell = tell
        for read in reads:
            forms += isinstance(read.found, Form)
            finished = read.finished
            progress.update(
                task, description=read.document.name, forms=forms, completed=read.finished, total=read.total
            )
            yield read
