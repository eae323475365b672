"""Files, folders and standard input → forms and problems, with a progress bar on long work."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from jiheng.cli.trouble import Trouble
from jiheng.form import Form, Problem

STDIN = "-"
STDIN_NAME = "标准输入"

Files = Annotated[list[str] | None, typer.Argument(metavar="文件…", show_default=False)]


def read(files: list[str] | None) -> Iterator[Form | Problem]:
    """The forms and problems of what the user named, in order; a bar on the terminal while it goes on."""
    if not files:
        raise Trouble("没有写要读取的文件", "写上文件或文件夹，例如 jiheng audit 自评表/；从管道读取写 - 。")
    found = _read(files)
    return _with_bar(found, files) if sys.stderr.isatty() and sys.stdout.isatty() else found


def read_all(files: list[str] | None) -> tuple[list[Form], list[Problem]]:
    """The same, as a list of forms and a list of problems."""
    forms: list[Form] = []
    problems: list[Problem] = []
    for item in read(files):
        if isinstance(item, Form):
            forms.append(item)
        else:
            problems.append(item)
    return forms, problems


def _read(files: list[str]) -> Iterator[Form | Problem]:
    from jiheng.reading import read_bytes, read_paths

    for name in files:
        if name == STDIN:
            yield from read_bytes(sys.stdin.buffer.read(), STDIN_NAME)
        else:
            yield from read_paths([Path(name)])


def _with_bar(found: Iterator[Form | Problem], files: list[str]) -> Iterator[Form | Problem]:
    """Pass everything on; the bar counts files and disappears at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("读取"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=sum(map(_count, files)))
        forms, seen = 0, ""
        for item in found:
            forms += isinstance(item, Form)
            file = item.source.partition("#")[0] if isinstance(item, Form) else item.file
            progress.update(task, description=f"{forms} 张表", advance=int(file != seen and bool(seen)))
            seen = file
            yield item


def _count(name: str) -> int:
    path = Path(name)
    return sum(1 for each in path.rglob("*") if each.is_file()) if path.is_dir() else 1
