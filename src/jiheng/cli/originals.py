"""Files that a command writes copies of: read within the program, with the place of each copy."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from jiheng.cli import inputs, output
from jiheng.form import Form, Problem
from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.whole_file import spare

if TYPE_CHECKING:
    from jiheng.writing.annotate import Original

Item = TypeVar("Item")

Target = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="位置",
        help="写成这个文件（只给一个文件时），\n或写进这个文件夹；不写则放在原文件旁边",
    ),
]


@dataclass(slots=True)
class Source:
    """A file that was read. `below` is its name below the folder that the user gave."""

    path: Path
    below: Path
    original: "Original"
    forms: list[Form] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the origins of its forms call it."""
        return str(self.path)


def read(files: list[str] | None) -> tuple[list[Source], list[Problem]]:
    """Everything the user named, folders file by file; what cannot be read becomes a problem."""
    if not files:
        raise Trouble("没有写文件", "写上文件或文件夹，例如 jiheng annotate 自评表.docx。")
    from jiheng.reading.files import pool

    named = list(_named(files))
    tasks = [one for one in named if isinstance(one, _Task)]
    sources: list[Source] = []
    problems = [one for one in named if isinstance(one, Problem)]
    jobs, limits = inputs.settings()
    results = pool.run(_read, tasks, _Task.shown, jobs, limits)
    for task in with_bar(tasks, "读取"):
        source = None
        for _, found in results:
            if found is None:
                break
            if isinstance(found, Problem):
                problems.append(found)
            elif not isinstance(found, Form):
                source = Source(task.path, task.below, found)
            elif source is not None:
                source.forms.append(found)
        if source is not None and source.forms:
            sources.append(source)
    return sources, problems


class _Task(NamedTuple):
    """A file to read; `below` is its name below the folder that the user gave."""

    path: Path
    below: Path

    def shown(self) -> str:
        """What messages call it."""
        return str(self.path)


def _named(files: list[str]) -> Iterator[_Task | Problem]:
    from jiheng.reading.read import empty, members

    for path in map(Path, files):
        if not path.is_dir():
            yield _Task(path, Path(path.name))
            continue
        found = [_Task(member, member.relative_to(path)) for member in members(path)]
        if found:
            yield from found
        else:
            yield empty(path)


def _read(task: _Task) -> "Iterator[Original | Form | Problem]":
    """In a worker: the file made ready for writing into, then what is in it."""
    from jiheng.reading.files.problem import Unreadable
    from jiheng.reading.read import read_bytes
    from jiheng.writing.annotate import original

    try:
        ready = original(task.path.read_bytes(), str(task.path))
    except Unreadable as error:
        yield Problem(str(task.path), error.message, error.advice)
    except OSError as error:
        yield Problem(str(task.path), f"文件打不开（{reason(error)}）", "请核对路径和读取权限。")
    else:
        yield ready
        yield from read_bytes(ready.data, str(task.path))


@contextmanager
def guarded(source: Source, problems: list[Problem]) -> Iterator[None]:
    """Whatever goes wrong with the copy of a file becomes a problem of this file; the others go on."""
    from jiheng.reading.files.problem import Unreadable

    try:
        yield
    except Unreadable as error:
        problems.append(Problem(source.name, error.message, error.advice))
    except Trouble:
        raise
    except Exception as error:  # a defect must not stop the other files
        problems.append(
            Problem(
                source.name,
                f"写入时程序出错（{type(error).__name__}：{error}）",
                "这是绩衡的缺陷，请把这个文件和这条消息告诉我们；原文件没有改动，其他文件不受影响。",
            )
        )


def single(files: list[str] | None, target: Path | None) -> bool:
    """Whether the user gave a single file, so that `target` may name its copy.

    Raises Trouble where the copies of several files would go into one.
    """
    from jiheng.writing.annotate.ending import ENDINGS

    if len(files or ()) == 1 and not Path((files or [""])[0]).is_dir():
        return True
    if target is not None and target.suffix.lower() in ENDINGS.values() and not target.is_dir():
        raise Trouble(
            f"几个文件的副本不能都写进“{target.name}”", f"请在 -o 后面写一个文件夹，例如 -o {target.with_suffix('')}/。"
        )
    return False


def copy_path(source: Source, word: str, ending: str, target: Path | None, only: bool) -> Path:
    """Where the copy of a file goes; never onto the original, and onto nothing else that was not asked for.

    `only` says that the user gave a single file, so that `target` may name the copy itself.
    """
    name = f"{source.path.stem}.{word}{ending}"
    if target is None:
        return output.free(source.path.with_name(name))
    if target.is_dir() or not only or not target.suffix:
        path = target / source.below.with_name(name)
        with output.writable(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        return output.free(path)
    output.ending(target, (ending,))
    spare(source.path)
    return target


def with_bar(items: list[Item], what: str) -> Iterable[Item]:
    """The items, with a bar on the terminal while they are worked on."""
    if len(items) < 2 or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, what, console=Console(stderr=True), transient=True)


def show_problems(problems: Iterable[Problem]) -> None:
    """Each problem as a line for the person at the terminal."""
    for problem in problems:
        output.note(f"{problem.file}：{problem.message}。{problem.advice}")
